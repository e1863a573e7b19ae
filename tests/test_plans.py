"""What ``client.deploy`` makes of its arguments, before anything is sent."""

from typing import Any
from uuid import UUID

import pytest
from simplismart_api.models import ModelRepo

from simplismart import (
    DeploymentCreate,
    ModelRepoCompileCreate,
    ModelRepoCreate,
    ValidationError,
)
from simplismart.plans import Plan, class_of, is_same_source, plan, source_of

LLAMA = "meta-llama/Llama-3.2-1B-Instruct"
REPO_ID = "0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f"
IMAGE = ModelRepoCreate(
    name="brought", source_type="docker_hub", runtime_gpus=1, registry_path="org/model", docker_tag="v1"
)
COMPILE = ModelRepoCompileCreate(
    name="compiled",
    avatar={"image_url": "https://example.com/a.png"},  # type: ignore[arg-type]
    source_type="huggingface",
    source_url="org/own-model",
    model_class="OwnForCausalLM",
    accelerator_type="nvidia-a100",
)
DEPLOYMENT = DeploymentCreate(
    model_repo=REPO_ID, gpu_id="nvidia-l4", name="full", min_pod_replicas=1, max_pod_replicas=1
)


def planned(source: Any = None, **given: Any) -> Plan:
    names = ("gpu", "name", "replicas", "model_class", "source_secret", "model_repo", "deployment")
    return plan(source, **{**dict.fromkeys(names), **given})


def test_a_hugging_face_id_is_compiled():
    """The API's fields are filled in: avatar, source, class and accelerator."""
    made = planned(LLAMA, gpu="nvidia-h100", name="llama 1b", replicas=(1, 2))
    assert made.repo
    assert {
        "name": "llama 1b",
        "avatar": {"image_url": "https://ui-avatars.com/api/?name=llama%201b"},
        "source_type": "huggingface",
        "source_url": LLAMA,
        "mode": "public_hf",
        "model_class": "LlamaForCausalLM",
        "accelerator_type": "nvidia-h100",
        "accelerator_count": 0,
        "use_simplismart_infrastructure": True,
    } == made.repo.to_payload()
    assert {
        "model_repo": "r",
        "gpu_id": "nvidia-h100",
        "name": "llama 1b",
        "min_pod_replicas": 1,
        "max_pod_replicas": 2,
        "autoscale_config": {"targets": [{"metric": "gpu", "target": 80}]},
        "scale_to_zero_enabled": False,
    } == made.deployment_of("r", "llama 1b").to_payload()


def test_the_name_is_that_of_the_model():
    """Without a name, model repo and deployment are called like the model."""
    made = planned(f"https://huggingface.co/{LLAMA}/", gpu="nvidia-h100")
    assert made.repo
    assert ("Llama-3.2-1B-Instruct", LLAMA) == (made.repo.name, source_of(made.repo))
    assert "Llama-3.2-1B-Instruct" == made.deployment_of("r", made.repo.name).name


def test_a_secret_makes_the_source_private():
    """With a secret the model is read as a private one, and the class that is given is taken."""
    made = planned("org/own", gpu="cpu", source_secret=UUID(REPO_ID), model_class="OwnForCausalLM")
    assert made.repo
    body = made.repo.to_payload()
    assert ("private_hf", REPO_ID, "OwnForCausalLM") == (body["mode"], body["source_secret"], body["model_class"])


@pytest.mark.parametrize(
    ("image", "path", "tag", "name"),
    [
        ("org/model:latest", "org/model", "latest", "model"),
        ("model:1.0", "model", "1.0", "model"),
        ("registry.example.com:5000/team/model:v2-x", "registry.example.com:5000/team/model", "v2-x", "model"),
    ],
)
def test_an_image_is_brought_along(image: str, path: str, tag: str, name: str):
    """A container image is a repo of its own, named like its last part."""
    made = planned(image, gpu="nvidia-l4", source_secret="secret")
    assert made.repo
    assert {
        "name": name,
        "source_type": "docker_hub",
        "runtime_gpus": 1,
        "registry_path": path,
        "docker_tag": tag,
        "source_secret": "secret",
    } == made.repo.to_payload()


@pytest.mark.parametrize("source", [REPO_ID, REPO_ID.upper(), UUID(REPO_ID)])
def test_a_uuid_is_a_model_repo_that_is_there(source: Any):
    """Nothing is made but the deployment, which is called like the repo unless a name is given."""
    made = planned(source, gpu="nvidia-l4", replicas=3)
    assert (str(source), None) == made[:2]
    deployment = made.deployment_of(REPO_ID, "repo")
    assert ("repo", 3, 3) == (deployment.name, deployment.min_pod_replicas, deployment.max_pod_replicas)
    assert "other" == planned(source, gpu="nvidia-l4", name="other").deployment_of(REPO_ID, "repo").name


def test_payloads_in_full():
    """Each step can be given in full; what the one says, the other takes from it."""
    made = planned(model_repo=COMPILE, deployment=DEPLOYMENT)
    assert (None, COMPILE) == made[:2]
    assert {**DEPLOYMENT.to_payload(), "model_repo": "new"} == made.deployment_of("new", "compiled").to_payload()
    assert "nvidia-a100" == planned(model_repo=COMPILE).deployment["gpu_id"]
    assert "nvidia-l4" == planned(model_repo=IMAGE, gpu="nvidia-l4").deployment["gpu_id"]
    assert (REPO_ID, None) == planned(deployment=DEPLOYMENT)[:2]
    assert (REPO_ID, None) == planned(REPO_ID, deployment=DEPLOYMENT)[:2]


def test_a_deployment_as_a_dict_may_lack_what_is_known():
    """Its GPU and name do for the model repo, too, and the name of the call does for it."""
    fields = {"gpu_id": "nvidia-l4", "min_pod_replicas": 1, "max_pod_replicas": 1}
    made = planned(LLAMA, deployment={**fields, "name": "both"})
    assert isinstance(made.repo, ModelRepoCompileCreate)
    assert ("both", "nvidia-l4") == (made.repo.name, made.repo.accelerator_type)
    assert "called" == planned(LLAMA, name="called", deployment=fields).deployment_of("r", "repo").name
    assert "repo" == planned(REPO_ID, deployment=fields).deployment_of("r", "repo").name


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "source: is needed"),
        ({"source": "  "}, "source"),
        ({"source": 5}, "source"),
        ({"source": "gpt2", "gpu": "g"}, "source: must be a Hugging Face id"),
        ({"source": "https://example.com/model:v1", "gpu": "g"}, "source"),
        ({"source": "org/model@sha256:abc", "gpu": "g"}, "source"),
        ({"source": "ghcr.io/org/model", "gpu": "g"}, "source"),
        ({"source": LLAMA}, "gpu: is needed"),
        ({"source": LLAMA, "gpu": " "}, "gpu"),
        ({"source": "org/model:v1"}, "gpu"),
        ({"source": "org/own", "gpu": "g"}, "model_class: is needed for org/own"),
        ({"source": LLAMA, "gpu": "g", "name": ""}, "name"),
        ({"source": LLAMA, "gpu": "g", "name": "ab"}, "3 to 60"),
        ({"source": LLAMA, "gpu": "g", "replicas": (1, 2, 3)}, "replicas"),
        ({"source": LLAMA, "gpu": "g", "replicas": "2"}, "replicas"),
        ({"source": LLAMA, "gpu": "g", "replicas": (3, 2)}, "max_pod_replicas"),
        ({"source": LLAMA, "model_repo": COMPILE}, "source: must not be given together with model_repo="),
        ({"model_class": "X", "model_repo": COMPILE}, "model_class"),
        ({"model_repo": {"name": "a dict"}}, "model_repo: must be"),
        ({"model_repo": IMAGE}, "gpu: is needed"),
        ({"replicas": 2, "deployment": DEPLOYMENT}, "replicas"),
        ({"deployment": "text"}, "deployment: must be"),
        ({"source": LLAMA, "gpu": "g", "deployment": {"name": "incomplete"}}, "gpu_id: is required"),
        ({"source": UUID(int=1), "deployment": DEPLOYMENT}, "another model repo"),
    ],
)
def test_wrong_arguments_are_named(given: dict[str, Any], named: str):
    """The error names the argument and what to give instead."""
    with pytest.raises(ValidationError, match=named):
        planned(**given)


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (LLAMA, "LlamaForCausalLM"),
        ("meta-llama/Meta-Llama-3.1-8B-Instruct", "LlamaForCausalLM"),
        ("meta-llama/Llama-2-7b-chat-hf", "LlamaForCausalLM"),
        ("mistralai/Mistral-7B-Instruct-v0.3", "MistralForCausalLM"),
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", "MixtralForCausalLM"),
        ("Qwen/Qwen2.5-7B-Instruct", "Qwen2ForCausalLM"),
        ("Qwen/Qwen3-0.6B", "Qwen3ForCausalLM"),
    ],
)
def test_the_class_of_a_known_model(origin: str, expected: str):
    """The plain text models of the great families are known."""
    assert expected == class_of(origin)


@pytest.mark.parametrize(
    "origin",
    ["meta-llama/Llama-3.2-11B-Vision-Instruct", "Qwen/Qwen2.5-VL-7B-Instruct", "Qwen/Qwen3-30B-A3B", "me/Llama-3-8B"],
)
def test_the_class_of_another_model_is_asked_for(origin: str):
    """What merely looks like a known model is not guessed at."""
    with pytest.raises(ValidationError, match="architectures"):
        class_of(origin)


@pytest.mark.parametrize(
    ("repo", "url", "expected"),
    [
        (COMPILE, "org/own-model", True),
        (COMPILE, "https://huggingface.co/org/own-model/", True),
        (COMPILE, "org/other", False),
        (COMPILE, None, False),
        (IMAGE, "org/model:v1", True),
        (IMAGE, "org/model:v2", False),
    ],
)
def test_the_same_source(repo: Any, url: str | None, expected: bool):
    """A repo is the same if it comes from the same place; one that does not say it is not."""
    assert expected is is_same_source(ModelRepo({"uuid": "r", "source_url": url}), repo)
