"""Deployments: made, started, stopped, scaled and deleted on the clock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from . import _model_repos
from .answers import Refused, bad_request, not_found
from .clock import Timeline, stamp
from .state import Deployment, Handler, Reply, State, newest_first, refuse_taken, status_matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .contract import Call

__all__ = ["HANDLERS", "seed"]

READY = "Ready to use, the model is running and available for inference."
PROGRESSING = "The deployment is progressing. Please wait for the application to be healthy."
HEALTH: Mapping[str, tuple[str, str]] = {
    "PENDING": ("Progressing", PROGRESSING),
    "DEPLOYING": ("Progressing", PROGRESSING),
    "DEPLOYED": ("Healthy", READY),
    "STOPPED": ("SCALED_DOWN", ""),
    "SCALED_DOWN": ("SCALED_DOWN", ""),
    "DELETING": ("Unknown", ""),
    "DELETED": ("Missing", ""),
}
READ_ONLY = frozenset({"uuid", "status", "org", "slug", "namespace", "model_endpoint", "created_at", "updated_at"})
SCALING = ("targets", "cronScaling", "cooldown_period", "initial_cooldown_period")
BEHAVIOUR = ("scaleUpBehavior", "scaleDownBehavior")


def create_deployment(state: State, call: Call) -> Reply:
    """Deploy a model repo that is ready."""
    return _create(state, call.body, "private")


def create_byoc_deployment(state: State, call: Call) -> Reply:
    """Deploy on a cluster of one's own; a field that the other create has too must be like there."""
    missing = {key: ["This field is required."] for key in ("model_repo", "name") if key not in call.body}
    if missing:
        raise Refused(400, missing)
    state.contract.check_fields("DeploymentCreate", call.body)
    return _create(state, call.body, "byoc")


def list_deployments(state: State, call: Call) -> Reply:
    """Answer the summaries of all deployments that match."""
    found = (
        deployment
        for deployment in _ordered(state, call)
        if status_matches(deployment.status(state.now), call.query.get("status"))
        and call.query.get("model_repo_id", deployment.data["model_repo"]) == deployment.data["model_repo"]
    )
    return 200, [_summary(state, deployment) for deployment in found]


def list_model_deployments(state: State, call: Call) -> Reply:
    """Answer all deployments in detail."""
    details = (_detail(state, deployment) for deployment in _ordered(state, call))
    return 200, [detail for detail in details if detail["status"] != "DELETED"]


def get_model_deployment(state: State, call: Call) -> Reply:
    """Answer a deployment in detail, a deleted one too."""
    return 200, _detail(state, _find(state, call))


def update_deployment(state: State, call: Call) -> Reply:
    """Merge the body into the deployment; what the API lets no one change stays."""
    deployment = _changeable(state, call)
    changes = {key: value for key, value in call.body.items() if key not in READ_ONLY}
    state.contract.check_fields("DeploymentCreate", changes)
    if changes.get("name", deployment.data["name"]) != deployment.data["name"]:
        refuse_taken(state, "Deployment", state.deployments.values(), changes["name"])
    _check_references(state, changes)
    return 200, _change(state, deployment, changes)


def start_stop_deployment(state: State, call: Call) -> Reply:
    """Start or stop a deployment; one that runs already, or is stopped already, stays as it is."""
    deployment = _changeable(state, call)
    status, stop = deployment.status(state.now), call.body["action"] == "stop"
    if stop and status != "STOPPED":
        deployment.timeline.plan(state.now, [(0, "STOPPED")])
    if not stop and status not in {"DEPLOYING", "DEPLOYED"}:
        _deploy(state, deployment)
    return 200, deployment.view(state.now)


def restart_deployment(state: State, call: Call) -> Reply:
    """Deploy again; the namespace must be the deployment's own."""
    deployment = _changeable(state, call)
    known = {deployment.data["namespace"], deployment.data["slug"]}
    if call.body["namespace"] not in known:
        raise bad_request("The deployment is in another namespace.", "namespace")
    _deploy(state, deployment)
    return 200, deployment.view(state.now)


def fetch_deployment_health(state: State, call: Call) -> Reply:
    """Answer health, message and pods as the status has them."""
    deployment = _find(state, call)
    health, message = HEALTH.get(deployment.status(state.now), ("Unhealthy", ""))
    pods = deployment.pods.at(state.now)
    wanted = pods if health in {"Healthy", "Progressing", "Unhealthy"} else 0
    ready = pods if health == "Healthy" else 0
    messages = [{"message": message, "severity": "info"}] if message else []
    return 200, {"data": health, "messages": messages, "pods": {"ready": ready, "not_ready": wanted - ready}}


def update_deployment_autoscaling(state: State, call: Call) -> Reply:
    """Change the replica counts and those parts of the autoscaling configuration that the body has."""
    deployment, body = _changeable(state, call), call.body
    config = dict(deployment.data["autoscale_config"] or {})
    config |= {key: body[key] for key in (*SCALING, *BEHAVIOUR) if key in body}
    changes = {
        "min_pod_replicas": body["min_replicas"],
        "max_pod_replicas": body["max_replicas"],
        "autoscale_config": config,
    }
    if "scale_to_zero" in body:
        changes["scale_to_zero_enabled"] = body["scale_to_zero"]
    return 200, _change(state, deployment, changes)


def delete_deployment(state: State, call: Call) -> Reply:
    """Begin to delete; again it says that it is deleted already."""
    deployment = _find(state, call)
    if _is_going(state, deployment):
        return 200, {"message": "Deployment already Deleted"}
    deployment.timeline.plan(state.now, [(0, "DELETING"), (state.settings.delete_seconds, "DELETED")])
    return 202, {"message": "Deployment is being deleted"}


def seed(state: State, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Add a deployment; what ``fields`` leaves out is that of one that is up, of a new model repo."""
    name = f"deployment-{len(state.deployments) + 1}"
    given: dict[str, Any] = {"name": name, "gpu_id": "nvidia-h100", **fields}
    repo = {"uuid": given["model_repo"]} if "model_repo" in given else {}
    if given.get("model_repo") not in state.model_repos:
        given["model_repo"] = _model_repos.seed(state, repo)["uuid"]
    deployment = _new(state, given, given.pop("plan", "private"))
    deployment.timeline = Timeline(state.now, [(0, given.pop("status", "DEPLOYED"))])
    deployment.data |= given
    deployment.seeded = frozenset(fields)
    return _detail(state, _store(state, deployment))


def _create(state: State, body: Mapping[str, Any], plan: str) -> Reply:
    refuse_taken(state, "Deployment", state.deployments.values(), body["name"])
    _check_references(state, body)
    _check_rules(body)
    deployment = _store(state, _new(state, body, plan))
    outcome = state.failing_deployments.pop(body["name"], "DEPLOYED")
    _deploy(state, deployment, outcome)
    return 201, _created(state, deployment)


def _created(state: State, deployment: Deployment) -> dict[str, Any]:
    view = deployment.view(state.now)
    field = state.settings.created_id_field
    identity = {field: view["uuid"]} if field else {}
    return identity | {key: view[key] for key in ("name", "status", "model_endpoint")}


def _new(state: State, body: Mapping[str, Any], plan: str) -> Deployment:
    identifier, created = state.new_id(), stamp(state.now)
    slug = f"{re.sub('[^a-z0-9]+', '-', body['name'].lower()).strip('-')}-{identifier[:8]}"
    data = {
        "uuid": identifier,
        "name": body["name"],
        "status": "",
        "model_repo": body["model_repo"],
        "org": state.settings.org_id,
        "autoscale_config": None,
        "healthcheck": None,
        "ports": None,
        "min_pod_replicas": 1,
        "max_pod_replicas": 1,
        "model_endpoint": _endpoint(state, slug),
        "namespace": slug,
        "slug": slug,
        "api_details": None,
        "created_at": created,
        "updated_at": created,
    }
    data |= {key: value for key, value in body.items() if key not in READ_ONLY}
    pods = Timeline(state.now, [(0, data["min_pod_replicas"])])
    return Deployment(data, Timeline(state.now, [(0, "PENDING")]), pods, plan)


def _endpoint(state: State, slug: str) -> str:
    endpoint = state.settings.endpoint
    return endpoint.format(slug=slug) if isinstance(endpoint, str) else endpoint(slug)


def _store(state: State, deployment: Deployment) -> Deployment:
    state.deployments[deployment.data["uuid"]] = deployment
    return deployment


def _deploy(state: State, deployment: Deployment, outcome: str = "DEPLOYED") -> None:
    deployment.timeline.plan(state.now, [(0, "DEPLOYING"), (state.settings.deploy_seconds, outcome)])


def _ordered(state: State, call: Call) -> list[Deployment]:
    return newest_first(state.deployments.values(), call.query.get("ordering", "desc"))


def _find(state: State, call: Call) -> Deployment:
    deployment = state.deployments.get(call.path["deployment_id"])
    if deployment is None:
        raise not_found("ModelDeployment")
    return deployment


def _is_going(state: State, deployment: Deployment) -> bool:
    return deployment.status(state.now) in {"DELETING", "DELETED"}


def _changeable(state: State, call: Call) -> Deployment:
    deployment = _find(state, call)
    if _is_going(state, deployment):
        raise bad_request("Deployment is deleted.")
    return deployment


def _change(state: State, deployment: Deployment, changes: Mapping[str, Any]) -> dict[str, Any]:
    data = {**deployment.data, **changes}
    _check_rules(data)
    deployment.data = data | {"updated_at": stamp(state.now)}
    deployment.pods.plan(state.now, [(0, data["min_pod_replicas"])])
    return deployment.view(state.now)


def _summary(state: State, deployment: Deployment) -> dict[str, Any]:
    data = deployment.data
    repo = state.model_repos[data["model_repo"]].data
    return {
        "deployment_id": data["uuid"],
        "deployment_name": data["name"],
        "model_repo_id": repo["uuid"],
        "model_repo_name": repo["name"],
        "model_type": repo["model_type"],
        "accelerator_type": [data["gpu_id"]] if "gpu_id" in data else [],
        "accelerator_count": repo["runtime_gpus"] or 1,
        "status": deployment.status(state.now),
    }


def _detail(state: State, deployment: Deployment) -> dict[str, Any]:
    return state.contract.documented("Deployment", deployment.view(state.now), deployment.seeded)


def _check_references(state: State, body: Mapping[str, Any]) -> None:
    if "model_repo" in body:
        _check_repo(state, body["model_repo"])
    for volume in _mounted_volumes(body.get("persistent_volume_claims")):
        if volume not in state.network_volumes:
            raise bad_request("No NetworkVolume matches the given id.", "persistent_volume_claims")


def _check_repo(state: State, identifier: str) -> None:
    repo = state.model_repos.get(identifier)
    status = repo.status(state.now) if repo else "DELETED"
    if status == "DELETED":
        raise bad_request("No ModelRepo matches the given id.", "model_repo")
    if status != "SUCCESS":
        raise bad_request(f"Model repo is not ready: its status is {status}.")


def _mounted_volumes(claims: Any) -> Iterator[str]:
    for claim in claims if isinstance(claims, list) else ():
        if "network_volume_id" in claim:
            yield claim["network_volume_id"]


def _check_rules(data: Mapping[str, Any]) -> None:
    problems = [*_scaling_problems(data), *_sidecar_problems(data.get("sidecars", ()))]
    if problems:
        raise Refused(400, {"non_field_errors": problems})


def _scaling_problems(data: Mapping[str, Any]) -> Iterator[str]:
    low, high = data.get("min_pod_replicas", 1), data.get("max_pod_replicas", 1)
    config = data.get("autoscale_config") or {}
    cron = config.get("cronScaling")
    metrics = {target["metric"] for target in config.get("targets", ())}
    if high < low:
        yield "The maximum of replicas must be at least the minimum."
    if low == 0 and not cron:
        yield "The minimum of replicas may be 0 only with a cron window."
    if cron and data.get("scale_to_zero_enabled"):
        yield "A cron window and scale-to-zero exclude each other."
    if "queue_length" in metrics and data.get("async_deployment_type") != "ASYNC":
        yield "The metric queue_length is for ASYNC deployments only."


def _sidecar_problems(sidecars: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for sidecar in sidecars:
        keys = [*sidecar.get("env_variables", ()), *(secret["key"] for secret in sidecar.get("secrets", ()))]
        if len(set(keys)) < len(keys):
            yield "The keys of a sidecar's secrets must be unique and not in its env_variables."


HANDLERS: Mapping[str, Handler] = {
    "create_deployment": create_deployment,
    "create_byoc_deployment": create_byoc_deployment,
    "list_deployments": list_deployments,
    "list_model_deployments": list_model_deployments,
    "get_model_deployment": get_model_deployment,
    "update_deployment": update_deployment,
    "start_stop_deployment": start_stop_deployment,
    "restart_deployment": restart_deployment,
    "fetch_deployment_health": fetch_deployment_health,
    "update_deployment_autoscaling": update_deployment_autoscaling,
    "delete_deployment": delete_deployment,
}
