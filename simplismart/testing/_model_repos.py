"""Model repos: container images at once, compiles step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .answers import Refused, bad_request, not_found
from .clock import Timeline, stamp
from .state import Handler, ModelRepo, Reply, State, newest_first, refuse_taken, status_matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .contract import Call

__all__ = ["HANDLERS", "is_over", "seed"]

PROBE = {"initialDelaySeconds": 30, "periodSeconds": 10, "timeoutSeconds": 5}
IMAGE = {"registry_path": "registry/model", "docker_tag": "latest"}
SECRETS = ("source_secret", "lora_secret")


def list_model_repos(state: State, call: Call) -> Reply:
    """Answer a page of model repos, or the one of ``model_id`` in the shape that the settings say."""
    if "model_id" in call.query:
        return _get(state, call.query["model_id"])
    repos = newest_first(state.model_repos.values(), call.query.get("ordering", "desc"))
    found = [repo.view(state.now) for repo in repos if _matches(state, repo, call.query)]
    return 200, _page(found, call.query.get("offset", 0), call.query.get("count", 5))


def create_model_repo(state: State, call: Call) -> Reply:
    """Make a container repo, or begin a compile."""
    body = call.body
    refuse_taken(state, "Model repo", state.model_repos.values(), body["name"])
    secrets = {key: _secret(state, key, body[key]) for key in SECRETS if key in body}
    make = _container if "registry_path" in body else _compile
    return 201, _store(state, make(state, body, secrets)).view(state.now)


def delete_model_repo(state: State, call: Call) -> Reply:
    """Delete a model repo that no deployment uses."""
    repo = _find(state, call.query["model_id"])
    if repo is None:
        raise not_found("ModelRepo")
    if _in_use(state, repo.data["uuid"]):
        raise bad_request("Model repo is in use by deployments; delete them first.")
    repo.timeline.plan(state.now, [(0, "DELETED")])
    return 204, None


def get_model_repo_profiles(state: State, call: Call) -> Reply:
    """Answer no profiles: their shape is not documented."""
    return 200, {"type": call.body["type"], "path": call.body["path"], "profiles": []}


def seed(state: State, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Add a model repo; what ``fields`` leaves out is that of a container image that is ready."""
    name = f"model-repo-{len(state.model_repos) + 1}"
    given: dict[str, Any] = {"name": name, "source_type": "docker_hub", "runtime_gpus": 1, **fields}
    image = {key: given.pop(key, default) for key, default in IMAGE.items()}
    repo = _container(state, given | image, given.pop("secrets", {}))
    repo.timeline = Timeline(state.now, [(0, given.pop("status", "SUCCESS"))])
    repo.created_by = given.pop("created_by", repo.created_by)
    repo.data |= given
    return _store(state, repo).view(state.now)


def is_over(status: str) -> bool:
    """Return whether a compile of this status has come to its end."""
    return status in {"SUCCESS", "FAILED", "ERROR", "DELETED"} or status.startswith("FAILED_")


def _store(state: State, repo: ModelRepo) -> ModelRepo:
    state.model_repos[repo.data["uuid"]] = repo
    return repo


def _find(state: State, identifier: str) -> ModelRepo | None:
    repo = state.model_repos.get(identifier)
    return None if repo is None or repo.status(state.now) == "DELETED" else repo


def _get(state: State, identifier: str) -> Reply:
    repo = _find(state, identifier)
    found = [repo.view(state.now)] if repo else []
    if state.settings.single == "page":
        return 200, _page(found, 0, 1)
    if state.settings.single == "array":
        return 200, found
    if not found:
        raise not_found("ModelRepo")
    return 200, found[0]


def _page(found: list[dict[str, Any]], offset: int, count: int) -> dict[str, Any]:
    results = found[offset : offset + count]
    return {"limit": count, "offset": offset, "count": len(found), "results": results}


def _matches(state: State, repo: ModelRepo, query: Mapping[str, Any]) -> bool:
    data, status = repo.data, repo.status(state.now)
    return (
        _status_matches(status, query.get("status"))
        and query.get("name", "") in data["name"]
        and query.get("model_type", data["model_type"]).lower() == data["model_type"].lower()
        and query.get("created_by", repo.created_by) == repo.created_by
    )


def _status_matches(status: str, wanted: str | None) -> bool:
    return not is_over(status) if wanted == "PROGRESSING" else status_matches(status, wanted)


def _secret(state: State, key: str, identifier: str) -> dict[str, Any]:
    if identifier not in state.secrets:
        raise Refused(400, {key: ["No Secret matches the given id."]})
    data = state.secrets[identifier].data
    return {"uuid": data["uuid"], "name": data["name"]}


def _in_use(state: State, identifier: str) -> bool:
    return any(
        deployment.data["model_repo"] == identifier and deployment.status(state.now) != "DELETED"
        for deployment in state.deployments.values()
    )


def _container(state: State, body: Mapping[str, Any], secrets: Mapping[str, Any]) -> ModelRepo:
    image = f"{body['registry_path']}:{body['docker_tag']}"
    healthcheck = dict(body.get("healthcheck", {}))
    data = _describe(state, body, image, secrets) | {
        "is_byom": True,
        "runtime_gpus": body["runtime_gpus"],
        "byom": {"image": image, "registry": body["registry_path"], "tag": body["docker_tag"]},
        "model_type": "byom",
        "healthcheck": healthcheck | {key: PROBE[key] for key in PROBE if key not in healthcheck},
        "deployment_custom_configuration": body.get("deployment_custom_configuration", {"command": []}),
    }
    return ModelRepo(data, Timeline(state.now, [(0, "SUCCESS")]), state.settings.user)


def _compile(state: State, body: Mapping[str, Any], secrets: Mapping[str, Any]) -> ModelRepo:
    data = _describe(state, body, body["source_url"], secrets)
    del data["byom"]
    data["accelerator"] = body["accelerator_type"]
    steps = _compile_steps(state, body["name"])
    accelerators = body.get("accelerator_count") or 1
    return ModelRepo(data, Timeline(state.now, steps), state.settings.user, accelerators)


def _compile_steps(state: State, name: str) -> list[tuple[float, str]]:
    outcome = state.failing_compiles.pop(name, "SUCCESS")
    steps: list[tuple[float, str]] = []
    elapsed = 0.0
    for stage, seconds in state.settings.compile_seconds.items():
        steps.append((elapsed, stage))
        elapsed += seconds
        if outcome == f"FAILED_{stage}":
            break
    return [*steps, (elapsed, outcome)]


def _describe(state: State, body: Mapping[str, Any], source_url: str, secrets: Mapping[str, Any]) -> dict[str, Any]:
    created = stamp(state.now)
    return {
        "uuid": state.new_id(),
        "name": body["name"],
        "source_type": body["source_type"],
        "source_url": source_url,
        "is_byom": False,
        "accelerator": None,
        "runtime_gpus": body.get("accelerator_count"),
        "byom": {},
        "secrets": dict(secrets),
        "status": "",
        "model_type": body.get("model_type", "platform"),
        "env": body.get("env", {}),
        "created_at": created,
        "updated_at": created,
        "org_id": state.settings.org_id,
        "is_public": False,
        "healthcheck": {},
        "ports": body.get("ports", {}),
        "metrics_path": body.get("metrics_path", []),
        "deployment_custom_configuration": {},
    }


HANDLERS: Mapping[str, Handler] = {
    "list_model_repos": list_model_repos,
    "create_model_repo": create_model_repo,
    "delete_model_repo": delete_model_repo,
    "get_model_repo_profiles": get_model_repo_profiles,
}
