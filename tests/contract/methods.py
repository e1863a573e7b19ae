"""Every public method of the client, and the operations that it uses: the table that test_completeness.py holds complete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from codegen.facade import METHODS as DOCUMENTED
from contract.cassettes import calls
from simplismart import DeployError
from simplismart.testing import Emulator

__all__ = ["CASES", "DOCUMENTED", "OTHERS", "Case"]


class Case(NamedTuple):
    """A call of a method, and the operations that it uses, each once, in the order of their first use.

    Attributes:
        method: The method as a path from the client, such as ``deployments.get``.
        operations: The ids of the operations.
        arguments: The arguments; None are those of ``contract.cassettes.calls`` for the documented method of the same name.
        before: What to do to the emulator before.
        name: What sets this call apart from others of the method.
        raises: The error that it ends in, if it does.
    """

    method: str
    operations: tuple[str, ...]
    arguments: Mapping[str, Any] | None = None
    before: Callable[[Emulator], object] | None = None
    name: str = ""
    raises: type[Exception] | None = None

    def __str__(self) -> str:
        return f"{self.method}, {self.name}" if self.name else self.method


def lost(operation: str) -> Callable[[Emulator], object]:
    """Let the answer of an operation be lost after it was done."""
    return lambda emulator: emulator.fail_next(operation, 500, after=True)


DEPLOYMENT = {"deployment_id": calls.DEPLOYMENT}
STOPPED = {"deployment_id": calls.STOPPED}
DEPLOY = {**calls.DEPLOY, "name": "short-lived", "max_pod_replicas": 1}
SECRET = {"name": "registry", "secret_type": "generic", "data": {}}
VOLUME = {"name": "more", "region": "region-1", "zone": "zone-a", "size_gi": 10}
STATE = ("get_model_deployment", "fetch_deployment_health")

CASES = (
    Case("model_repos.list", ("list_model_repos",)),
    Case("model_repos.iterate", ("list_model_repos",), {"name": "vision", "status": "success", "created_by": "a@b.c"}),
    Case("model_repos.find", ("list_model_repos",), {"name": "vision"}),
    Case("model_repos.get", ("list_model_repos",)),
    Case("model_repos.wait_for", ("list_model_repos",), {"model_id": calls.REPO}),
    Case("model_repos.create", ("create_model_repo",)),
    Case(
        "model_repos.create",
        ("create_model_repo", "list_model_repos"),
        {"payload": calls.CONTAINER, "on_unknown": "lookup"},
        lost("create_model_repo"),
        "lost",
    ),
    Case("model_repos.create_private_compile", ("create_model_repo",)),
    Case(
        "model_repos.create_private_compile",
        ("create_model_repo", "list_model_repos"),
        {"payload": calls.COMPILE, "on_unknown": "lookup"},
        lost("create_model_repo"),
        "lost",
    ),
    Case("model_repos.profiles", ("get_model_repo_profiles",)),
    Case("model_repos.delete", ("delete_model_repo",)),
    Case("deployments.create", ("create_deployment",)),
    Case(
        "deployments.create",
        ("create_deployment", "list_deployments"),
        {"payload": calls.PRIVATE, "on_unknown": "lookup"},
        lost("create_deployment"),
        "lost",
    ),
    Case("deployments.create_private_deployment", ("create_deployment",)),
    Case("deployments.create_byoc", ("create_byoc_deployment",)),
    Case("deployments.create_byoc_deployment", ("create_byoc_deployment",), {"payload": calls.BYOC}),
    Case("deployments.list", ("list_deployments",)),
    Case("deployments.iterate", ("list_deployments",), {"model_repo_id": calls.REPO, "status": "stopped"}),
    Case("deployments.find", ("list_deployments",), {"name": "vision-private"}),
    Case("deployments.list_model_deployments", ("list_model_deployments",)),
    Case("deployments.iterate_model_deployments", ("list_model_deployments",), {"order_type": "asc"}),
    Case("deployments.get", ("get_model_deployment",)),
    Case("deployments.get_model_deployment", ("get_model_deployment",)),
    Case("deployments.update", ("update_deployment",)),
    Case("deployments.update_deployment", ("update_deployment",), {**DEPLOYMENT, "payload": {"max_pod_replicas": 2}}),
    Case("deployments.start", ("start_stop_deployment",)),
    Case("deployments.stop", ("start_stop_deployment",)),
    Case("deployments.pause", ("get_model_deployment", "start_stop_deployment"), DEPLOYMENT),
    Case("deployments.resume", ("get_model_deployment", "start_stop_deployment"), STOPPED),
    Case("deployments.restart", ("get_model_deployment", "restart_deployment")),
    Case(
        "deployments.restart",
        ("restart_deployment",),
        {"deployment_id": "known", "namespace": "its-own"},
        lambda emulator: emulator.add_deployment(uuid="known", namespace="its-own"),
        "namespace known",
    ),
    Case("deployments.health", ("fetch_deployment_health",)),
    Case("deployments.fetch_health", ("fetch_deployment_health",), DEPLOYMENT),
    Case("deployments.scale", ("update_deployment_autoscaling",), {**DEPLOYMENT, "min": 1, "max": 2}),
    Case("deployments.update_autoscaling", ("update_deployment_autoscaling",)),
    Case("deployments.wait_for", STATE, DEPLOYMENT),
    Case(
        "deployments.wait_for_all",
        ("list_deployments", "fetch_deployment_health"),
        {"deployment_ids": [calls.DEPLOYMENT]},
    ),
    Case("deployments.watch", STATE, {**DEPLOYMENT, "timeout": 0}),
    Case(
        "deployments.temporary",
        ("list_deployments", "create_deployment", *STATE, "delete_deployment"),
        {"payload": DEPLOY},
    ),
    Case("deployments.delete", ("delete_deployment",)),
    Case("secrets.create", ("create_secret",)),
    Case(
        "secrets.create",
        ("create_secret", "list_secrets"),
        {"payload": SECRET, "on_unknown": "lookup"},
        lost("create_secret"),
        "lost",
    ),
    Case("secrets.list", ("list_secrets",)),
    Case("secrets.iterate", ("list_secrets",), {}),
    Case("secrets.find", ("list_secrets",), {"name": "docker creds"}),
    Case("secrets.get", ("get_secret",)),
    Case("secrets.list_configs", ("list_secret_configs",)),
    Case("network_volumes.create", ("create_network_volume",)),
    Case(
        "network_volumes.create",
        ("create_network_volume", "list_network_volumes"),
        {"payload": VOLUME, "on_unknown": "lookup"},
        lost("create_network_volume"),
        "lost",
    ),
    Case("network_volumes.list", ("list_network_volumes",)),
    Case("network_volumes.iterate", ("list_network_volumes",), {"region": ["region-1"], "cluster_id": calls.CLUSTER}),
    Case("network_volumes.find", ("list_network_volumes",), {"name": "weights"}),
    Case("network_volumes.get", ("get_network_volume",)),
    Case("network_volumes.retrieve", ("get_network_volume",), {"volume_id": calls.VOLUME}),
    Case("network_volumes.wait_for", ("list_network_volumes",), {"volume_id": calls.VOLUME}),
    Case("network_volumes.delete", ("delete_network_volume",)),
    Case("network_volumes.resize", ("resize_network_volume",)),
    Case("network_volumes.list_regions", ("list_network_volume_regions",)),
    Case("network_volumes.list_zones", ("list_network_volume_zones",)),
    Case("network_volumes.list_by_cluster", ("list_network_volumes_by_cluster",)),
    Case("network_volumes.list_filters", ("list_network_volume_filters",)),
    Case("usage.get_stats", ("get_usage_stats",)),
    Case(
        "deploy",
        ("list_model_repos", "create_model_repo", "list_deployments", "create_deployment", *STATE),
        {"source": calls.LLAMA, "gpu": "nvidia-h100"},
    ),
    Case(
        "deploy",
        ("list_model_repos", "list_deployments", "start_stop_deployment", *STATE),
        {"source": calls.REPO, "gpu": "nvidia-h100", "name": "vision-stopped"},
        name="stopped",
    ),
    Case(
        "deploy",
        (
            "list_model_repos",
            "create_model_repo",
            "list_deployments",
            "create_deployment",
            *STATE,
            "delete_deployment",
            "delete_model_repo",
        ),
        {"source": calls.LLAMA, "gpu": "nvidia-h100", "name": "to-fail", "cleanup_on_failure": True},
        lambda emulator: emulator.fail_deployment("to-fail"),
        "failed",
        DeployError,
    ),
)

# What a client has besides calls of the API.
OTHERS = {
    "aclose": "ends the connections of the asynchronous client",
    "close": "ends the connections",
    "send": "sends any request that simplismart_api builds",
    "send_raw": "sends any request that simplismart_api builds",
    "with_options": "gives a client of other settings",
}
