"""What ``client.deploy`` is to do: its arguments checked, and filled in with what the API demands besides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from .arguments import Id, identifier, refuse, text

if TYPE_CHECKING:
    from simplismart_api.models import ModelRepo

    from .models import DeploymentCreate, ModelRepoCompileCreate, ModelRepoCreate

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
HUB = "https://huggingface.co/"
HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
IMAGE = re.compile(r"(?P<path>(?!\w+://)[^@\s]+):(?P<tag>[\w.-]+)")
AVATAR = "https://ui-avatars.com/api/?name="
AUTOSCALE: Mapping[str, Any] = {"targets": [{"metric": "gpu", "target": 80}]}
UNKNOWN = "unknown-yet"
SOURCES = "a Hugging Face id (owner/model), an image with its tag (path:tag) or the UUID of a model repo"

# What the config.json of each of these models says in "architectures".
MODEL_CLASSES = {
    r"meta-llama/(meta-)?llama-(2|3|3\.[123])-\d+b(-hf|-chat|-chat-hf|-instruct)?": "LlamaForCausalLM",
    r"mistralai/mistral-7b(-instruct)?-v0\.\d": "MistralForCausalLM",
    r"mistralai/mixtral-8x\d+b(-instruct)?-v0\.\d": "MixtralForCausalLM",
    r"qwen/qwen2(\.5)?-[\d.]+b(-instruct)?": "Qwen2ForCausalLM",
    r"qwen/qwen3-[\d.]+b(-base)?": "Qwen3ForCausalLM",
}


class Plan(NamedTuple):
    """What to do.

    Attributes:
        repo_id: The id of a model repo that exists; None if it is to be made.
        repo: The model repo to make, or to take up if it was made before.
        deployment: The fields of the deployment, but for the id of the model repo and perhaps the name.
    """

    repo_id: str | None
    repo: ModelRepoCreate | ModelRepoCompileCreate | None
    deployment: Mapping[str, Any]

    def deployment_of(self, repo_id: str, repo_name: str) -> DeploymentCreate:
        """Return the deployment of a model repo, called like it if it has no other name.

        Raises:
            ValidationError: A field of it is wrong.
        """
        from .models import DeploymentCreate

        return DeploymentCreate.model_validate({"name": repo_name, **self.deployment, "model_repo": repo_id})


def plan(
    source: Id | None,
    *,
    gpu: str | None,
    name: str | None,
    replicas: int | Sequence[int] | None,
    model_class: str | None,
    source_secret: Id | None,
    model_repo: ModelRepoCreate | ModelRepoCompileCreate | None,
    deployment: DeploymentCreate | Mapping[str, Any] | None,
) -> Plan:
    """Return what to do.

    Raises:
        ValidationError: The arguments are wrong, contradict each other, or leave out what cannot be known.
    """
    given = _given_deployment(deployment)
    _refuse_both("model_repo", model_repo, source=source, model_class=model_class, source_secret=source_secret)
    _refuse_both("deployment", deployment, replicas=replicas)
    called = None if name is None else text(name, "name")
    if model_repo is None:
        chosen = gpu or given.get("gpu_id")
        repo_id, repo = _repo(source, given, called or given.get("name"), chosen, model_class, source_secret)
    else:
        chosen = gpu or getattr(_checked(model_repo), "accelerator_type", None)
        repo_id, repo = None, model_repo
    fields = given or _deployment(_gpu(chosen), replicas)
    if called and "name" not in fields:
        fields["name"] = called
    made = Plan(repo_id, repo, fields)
    made.deployment_of(repo_id or UNKNOWN, repo.name if repo else UNKNOWN)
    return made


def _given_deployment(deployment: DeploymentCreate | Mapping[str, Any] | None) -> dict[str, Any]:
    if deployment is None:
        return {}
    if isinstance(deployment, Mapping):
        return dict(deployment)
    from .models import DeploymentCreate

    if not isinstance(deployment, DeploymentCreate):
        raise refuse("deployment", "must be a DeploymentCreate or a dict", type(deployment).__name__)
    return deployment.to_payload()


def _checked(repo: ModelRepoCreate | ModelRepoCompileCreate) -> ModelRepoCreate | ModelRepoCompileCreate:
    from .models import ModelRepoCompileCreate, ModelRepoCreate

    if not isinstance(repo, (ModelRepoCreate, ModelRepoCompileCreate)):
        raise refuse("model_repo", "must be a ModelRepoCompileCreate or a ModelRepoCreate", type(repo).__name__)
    return repo


def _refuse_both(name: str, value: object, **others: object) -> None:
    for other, given in others.items():
        if value is not None and given is not None:
            raise refuse(other, f"must not be given together with {name}=, which says it already", "")


def _gpu(gpu: object) -> str:
    if gpu is None:
        raise refuse("gpu", "is needed, such as nvidia-h100", "")
    return text(gpu, "gpu")  # type: ignore[arg-type]


def _deployment(gpu: str, replicas: int | Sequence[int] | None) -> dict[str, Any]:
    least, most = _range(1 if replicas is None else replicas)
    return {"gpu_id": gpu, "min_pod_replicas": least, "max_pod_replicas": most, "autoscale_config": dict(AUTOSCALE)}


def _range(replicas: int | Sequence[int]) -> tuple[int, int]:
    if isinstance(replicas, int):
        return replicas, replicas
    if isinstance(replicas, (tuple, list)) and len(replicas) == 2:
        return replicas[0], replicas[1]
    raise refuse("replicas", "must be a whole number or a pair of them, the fewest and the most", repr(replicas)[:60])


def _repo(
    source: Id | None,
    given: Mapping[str, Any],
    name: str | None,
    gpu: str | None,
    model_class: str | None,
    source_secret: Id | None,
) -> tuple[str | None, ModelRepoCreate | ModelRepoCompileCreate | None]:
    if source is None:
        if not given.get("model_repo"):
            raise refuse("source", f"is needed: {SOURCES}", "")
        return identifier(given["model_repo"], "model_repo"), None
    origin = identifier(source, "source").removeprefix(HUB).rstrip("/")
    if UUID.fullmatch(origin):
        _refuse_another(origin, given.get("model_repo"))
        return origin, None
    if HUB_ID.fullmatch(origin):
        return None, _compile(origin, name, _gpu(gpu), model_class, source_secret)
    image = IMAGE.fullmatch(origin)
    if image is None:
        raise refuse("source", f"must be {SOURCES}", repr(origin)[:60])
    return None, _container(image["path"], image["tag"], name, source_secret)


def _refuse_another(repo_id: str, given: object) -> None:
    if given is not None and str(given).lower() != repo_id.lower():
        raise refuse("source", "is another model repo than that of deployment=", repo_id)


def _compile(
    origin: str, name: str | None, gpu: str, model_class: str | None, secret: Id | None
) -> ModelRepoCompileCreate:
    from .models import ModelRepoCompileCreate

    called = name or origin.rpartition("/")[2]
    return ModelRepoCompileCreate(
        name=called,
        avatar={"image_url": AVATAR + quote(called)},
        source_type="huggingface",
        source_url=origin,
        mode="public_hf" if secret is None else "private_hf",
        source_secret=secret,
        model_class=model_class or class_of(origin),
        accelerator_type=gpu,
    )


def class_of(origin: str) -> str:
    """Return the model class of a model of Hugging Face, which the API demands, if it is known by the id.

    Raises:
        ValidationError: It is not.
    """
    for pattern, model_class in MODEL_CLASSES.items():
        if re.fullmatch(pattern, origin, re.IGNORECASE):
            return model_class
    where = 'what the model\'s config.json says in "architectures", such as LlamaForCausalLM'
    raise refuse("model_class", f"is needed for {origin[:100]}: {where}", "")


def _container(path: str, tag: str, name: str | None, secret: Id | None) -> ModelRepoCreate:
    from .models import ModelRepoCreate

    return ModelRepoCreate(
        name=name or path.rpartition("/")[2],
        source_type="docker_hub",
        runtime_gpus=1,
        registry_path=path,
        docker_tag=tag,
        source_secret=secret,
    )


def source_of(repo: ModelRepoCreate | ModelRepoCompileCreate) -> str:
    """Return where a model repo that is to be made comes from, as the API says it of one that is there."""
    url = getattr(repo, "source_url", None)
    return str(url) if url else f"{getattr(repo, 'registry_path', '')}:{getattr(repo, 'docker_tag', '')}"


def is_same_source(found: ModelRepo, repo: ModelRepoCreate | ModelRepoCompileCreate) -> bool:
    """Tell whether a model repo that is there comes from where the one comes from that is to be made."""
    return _plain(found.source_url) == _plain(source_of(repo))


def _plain(url: str | None) -> str:
    return (url or "").removeprefix(HUB).rstrip("/")
