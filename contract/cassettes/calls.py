"""The calls that the cassettes are of: every method of the client that is an operation, and what can befall a call.

A cassette is named after its method. The methods of ``Convenience`` cover every operation of openapi.yaml; some
operations have several methods (``create_model_repo`` and ``create_model_repo_private_compile``, ``start_deployment``
and ``stop_deployment``, and twins such as ``get_deployment`` and ``get_model_deployment``).
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import runpy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from simplismart import AsyncSimplismart, Simplismart, SimplismartError
from simplismart.config import DEFAULT_BASE_URL
from simplismart.testing import Emulator

from .. import ROOT
from .files import read, replaying

__all__ = [
    "EXAMPLES",
    "QUICKSTART",
    "Example",
    "Server",
    "call",
    "environment",
    "furnish",
    "replay",
    "run_program",
    "without_pauses",
]

QUICKSTART = "examples/quickstart.py"

REPO = "f58265ce-cfc4-4d32-8b4f-848f06c5e181"
UNUSED_REPO = "e20dd190-b0ed-4db5-a471-a580696b99bd"
DEPLOYMENT = "0ee77f95-a49a-4965-9aa9-311fa9318c47"
STOPPED = "1b7c5d1e-5d0c-4b55-9d0c-2f3c7e0a4b11"
SECRET = "0b8af8a8-d149-4262-b5b4-804ee6b98311"  # noqa: S105 - an id
VOLUME = "7a1d2c3b-1111-4222-8333-444455556666"
CLUSTER = "9a1d2c3b-1111-4222-8333-444455556666"
MISSING = "00000000-0000-0000-0000-000000000000"
PLANTED = "planted-secret-value"

AVATAR = {"image_url": "https://ui-avatars.com/api/?name=llama"}
TARGETS = {"targets": [{"metric": "gpu", "target": 80}]}
HEALTHCHECK = {"path": "/", "port": 8000}
PORTS = {"http": {"port": 8000}}
DEPLOY = {"model_repo": REPO, "gpu_id": "nvidia-h100", "min_pod_replicas": 1}


class Example(NamedTuple):
    """A call to record.

    Attributes:
        method: The method of the client.
        arguments: Its arguments, payloads as dicts.
        name: The name of the cassette; that of the method if it is empty.
        before: What to do to the emulator before.
        raises: The name of the error that the call raises.
    """

    method: str
    arguments: Mapping[str, Any] = {}
    name: str = ""
    before: Callable[[Emulator], object] | None = None
    raises: str | None = None


class Server(NamedTuple):
    """What a client needs to know of a server."""

    base_url: str
    token: str
    org_id: str


def furnish(emulator: Emulator) -> None:
    """Add something of each kind, an hour before now."""
    emulator.add_secret(uuid=SECRET, name="docker creds", data={"username": PLANTED, "token": PLANTED})
    secrets = {"source_secret": {"uuid": SECRET, "name": "docker creds"}}
    emulator.add_model_repo(uuid=REPO, name="vision", secrets=secrets, env={"EXAMPLE_KEY": PLANTED})
    emulator.add_model_repo(uuid=UNUSED_REPO, name="speech")
    emulator.add_deployment(uuid=DEPLOYMENT, name="vision-private", model_repo=REPO, autoscale_config=TARGETS)
    emulator.add_deployment(uuid=STOPPED, name="vision-stopped", model_repo=REPO, status="STOPPED")
    emulator.add_network_volume(uuid=VOLUME, name="weights", cluster_id=CLUSTER)
    emulator.advance(3600)


def _busy(emulator: Emulator) -> None:
    emulator.fail_next("create_model_repo", 503, {"detail": "Try again."}, {"Retry-After": "0"})


def _too_many(emulator: Emulator) -> None:
    emulator.fail_next("list_deployments", 429, {"detail": "Too many requests."}, {"Retry-After": "0"}, times=2)


def _expired(emulator: Emulator) -> None:
    emulator.fail_next("list_secrets", 401, {"detail": "The token is expired."})


CONTAINER = {
    "name": "vision-container-demo",
    "source_type": "docker_hub",
    "runtime_gpus": 1,
    "source_secret": SECRET,
    "registry_path": "your-docker-org/your-model",
    "docker_tag": "latest",
    "env": {"EXAMPLE_KEY": PLANTED},
    "healthcheck": HEALTHCHECK,
    "ports": PORTS,
    "metrics_path": ["/v1/chat/completions"],
    "deployment_custom_configuration": {"command": ["python", "-m", "server"]},
}
COMPILE = {
    "name": "my-llama-repo",
    "description": "Llama model - private compile",
    "avatar": AVATAR,
    "source_type": "huggingface",
    "source_url": "meta-llama/Llama-3.2-1B-Instruct",
    "model_class": "LlamaForCausalLM",
    "accelerator_type": "nvidia-h100",
    "accelerator_count": 0,
    "cloud_account": CLUSTER,
    "env": {"HF_HOME": PLANTED},
    "model_config": {"architectures": ["LlamaForCausalLM"], "hidden_size": 2048, "torch_dtype": "bfloat16"},
    "optimisation_config": {"quantization": "float16", "tensor_parallel_size": 1},
    "pipeline_config": {"type": "llm", "loras": [], "mode": "chat"},
}
PRIVATE = {
    **DEPLOY,
    "name": "vision-private-deploy",
    "max_pod_replicas": 2,
    "autoscale_config": TARGETS,
    "env_variables": {"KEY": PLANTED},
    "healthcheck": HEALTHCHECK,
    "ports": PORTS,
    "metrics_path": ["/v1/chat/completions"],
    "fast_scaleup": True,
    "deployment_tag": "v1.0",
}
BYOC = {
    "model_repo": REPO,
    "name": "vision-byoc",
    "cluster": CLUSTER,
    "nodegroups": ["gpu"],
    "cpu_request": "1",
    "memory_limit": "16Gi",
    "min_pod_replicas": 1,
    "max_pod_replicas": 1,
}
USAGE = {
    "plan_type": "private",
    "start_time": "2026-03-02T00:00:00Z",
    "end_time": "2026-03-03T00:00:00Z",
    "window_size": "DAY",
    "deployment_ids": [DEPLOYMENT],
}
LLAMA = "meta-llama/Llama-3.2-1B-Instruct"

EXAMPLES = (
    Example("list_model_repos", {"params": {"count": 5, "name": "vision", "status": "SUCCESS"}}),
    Example("get_model_repo", {"model_id": REPO}),
    Example("create_model_repo", {"payload": CONTAINER}),
    Example("create_model_repo_private_compile", {"payload": COMPILE}),
    Example("get_model_repo_profiles", {"payload": {"type": "hf", "path": LLAMA}}),
    Example("delete_model_repo", {"model_id": UNUSED_REPO}),
    Example("create_deployment", {"payload": PRIVATE}),
    Example("create_private_deployment", {"payload": {**DEPLOY, "name": "vision-twin", "max_pod_replicas": 1}}),
    Example("create_byoc_deployment", {"payload": BYOC}),
    Example("list_deployments", {"model_repo_id": REPO, "status": "DEPLOYED", "offset": 0, "count": 20}),
    Example("list_model_deployments"),
    Example("get_deployment", {"deployment_id": DEPLOYMENT}),
    Example("get_model_deployment", {"deployment_id": DEPLOYMENT}),
    Example(
        "update_deployment",
        {
            "deployment_id": DEPLOYMENT,
            "payload": {"min_pod_replicas": 1, "max_pod_replicas": 2, "autoscale_config": TARGETS},
        },
    ),
    Example("stop_deployment", {"deployment_id": DEPLOYMENT}),
    Example("start_deployment", {"deployment_id": STOPPED}),
    Example("restart_deployment", {"deployment_id": DEPLOYMENT}),
    Example("fetch_deployment_health", {"deployment_id": DEPLOYMENT}),
    Example("update_deployment_autoscaling", {"deployment_id": DEPLOYMENT, "min_replicas": 1, "max_replicas": 3}),
    Example("delete_deployment", {"deployment_id": DEPLOYMENT}),
    Example("delete_model_deployment", {"deployment_id": STOPPED}),
    Example(
        "create_secret",
        {
            "payload": {
                "name": "registry-secret",
                "secret_type": "docker_hub",
                "data": {"username": PLANTED, "token": PLANTED},
            }
        },
    ),
    Example("list_secrets"),
    Example("get_secret", {"secret_id": SECRET}),
    Example("list_secret_configs"),
    Example(
        "create_network_volume",
        {"payload": {"name": "more-weights", "region": "region-1", "zone": "zone-a", "size_gi": 10}},
    ),
    Example("list_network_volumes", {"params": {"status": ["active"], "offset": 0, "limit": 10}}),
    Example("get_network_volume", {"volume_id": VOLUME}),
    Example("delete_network_volume", {"volume_id": VOLUME}),
    Example("resize_network_volume", {"volume_id": VOLUME, "payload": {"size_gi": 20}}),
    Example("list_network_volume_regions"),
    Example("list_network_volume_zones", {"region_code": "region-1"}),
    Example("list_network_volumes_by_cluster", {"cluster_id": CLUSTER}),
    Example("list_network_volume_filters"),
    Example("get_usage_stats", {"params": USAGE}),
    Example("deploy", {"source": LLAMA, "gpu": "nvidia-h100", "replicas": [1, 2], "poll_interval": 10}),
    Example("create_model_repo", {"payload": CONTAINER}, "retry_of_a_create", _busy),
    Example("list_deployments", {}, "retries_of_a_read", _too_many),
    Example("list_secrets", {}, "renewal_of_the_token", _expired),
    Example("get_deployment", {"deployment_id": MISSING}, "not_found", raises="NotFoundError"),
)


def call(server: Server, method: str, arguments: Mapping[str, Any], *, asynchronous: bool = False) -> Any:
    """Return what a method of a new client returns, or the error that it raises."""
    with environment():
        try:
            if asynchronous:
                return asyncio.run(_call_async(server, method, arguments))
            with Simplismart(lambda: server.token, base_url=server.base_url, org_id=server.org_id) as client:
                return getattr(client, method)(**arguments)
        except SimplismartError as error:
            return error


async def _call_async(server: Server, method: str, arguments: Mapping[str, Any]) -> Any:
    async with AsyncSimplismart(lambda: server.token, base_url=server.base_url, org_id=server.org_id) as client:
        return await getattr(client, method)(**arguments)


def replay(path: Path, *, asynchronous: bool = False) -> Any:
    """Do what a cassette is of, answered from it, and return what came of it; the whole cassette must be played.

    Args:
        path: The cassette.
        asynchronous: Whether to use the asynchronous client; a program uses its own.
    """
    label = read(path).label
    server = Server(DEFAULT_BASE_URL, "a-token", label.org_id)
    with replaying(path), without_pauses():
        if label.program is not None:
            return run_program(server, label.program)
        return call(server, str(label.method), label.arguments, asynchronous=asynchronous)


def run_program(server: Server, program: str) -> str:
    """Return what a program that uses the client prints."""
    values = {
        "SIMPLISMART_PG_TOKEN": server.token,
        "SIMPLISMART_BASE_URL": server.base_url,
        "ORG_ID": server.org_id,
    }
    printed = io.StringIO()
    with environment(**values), contextlib.redirect_stdout(printed):
        left = runpy.run_path(str(ROOT / program), run_name="__main__")
    left["client"].close()
    return printed.getvalue()


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Set variables while the block runs, without those of the client and of proxies that may be set.

    Which asynchronous transport is taken stays as it is.
    """
    kept = {name: os.environ[name] for name in ("SIMPLISMART_ASYNC_TRANSPORT",) if name in os.environ}
    with mock.patch.dict(os.environ):
        for name in list(os.environ):
            if name.startswith(("SIMPLISMART_", "QUICKSTART_")) or name == "ORG_ID" or name.lower().endswith("_proxy"):
                del os.environ[name]
        os.environ.update(kept | values)
        yield


@contextmanager
def without_pauses(instead: Callable[[float], object] = lambda seconds: None) -> Iterator[None]:
    """Call ``instead`` with the seconds of each wait while the block runs, rather than wait."""

    async def pause(seconds: float) -> None:
        instead(seconds)

    with mock.patch("time.sleep", instead), mock.patch("asyncio.sleep", pause):
        yield
