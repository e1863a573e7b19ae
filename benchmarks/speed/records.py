"""The canned records that the server answers, and what a client must have seen of them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

TOKEN = "bench-token"
ORG_ID = str(UUID(int=0x0DF2 << 96))
REPO_ID = str(UUID(int=0xE079D5F9 << 96))
PAGE = 20
POLLS = 10
"""How many looks a wait takes: all but the last see deployments that are not deployed yet."""

REPOS = "/models/client/model-repos/"
DEPLOYMENTS = "/deployments/list/model/"
DEPLOY = "/deployments/private/deploy-model/"
ONE: dict[str, Any] = {"model_id": REPO_ID}
FIRST_PAGE: dict[str, Any] = {"offset": 0, "count": PAGE, "ordering": "desc"}
NEWEST: dict[str, Any] = {"ordering": "desc"}

NEW_DEPLOYMENT: dict[str, Any] = {
    "model_repo": REPO_ID,
    "org": ORG_ID,
    "gpu_id": "nvidia-h100",
    "name": "llama-3-2-1b",
    "min_pod_replicas": 1,
    "max_pod_replicas": 2,
    "autoscale_config": {"targets": [{"metric": "gpu", "target": 80}]},
}


def repo_id(number: int) -> str:
    """Return the id of a model repo."""
    return str(UUID(int=(0xE079D5F9 << 96) + number))


def repo(number: int) -> dict[str, Any]:
    """Return a model repo with every field that the SDK's page shows."""
    image = f"simplismart/model-{number}"
    return {
        "uuid": repo_id(number),
        "name": f"whisper-nemo-diarization-{number}",
        "source_type": "docker_hub",
        "source_url": f"{image}:latest",
        "is_byom": True,
        "accelerator": None,
        "runtime_gpus": 1,
        "byom": {"image": f"{image}:latest", "registry": image, "tag": "latest"},
        "secrets": {"source_secret": {"uuid": deployment_id(number), "name": f"docker-hub-{number}"}},
        "status": "SUCCESS",
        "model_type": "byom",
        "env": {},
        "created_at": "2026-03-02T11:52:16.925151Z",
        "updated_at": "2026-03-02T11:52:16.925162Z",
        "org_id": ORG_ID,
        "healthcheck": {
            "path": "/health",
            "port": 8000,
            "periodSeconds": 10,
            "timeoutSeconds": 5,
            "initialDelaySeconds": 30,
        },
        "ports": {"http": {"port": 8000}},
        "metrics_path": [],
        "deployment_custom_configuration": {"command": []},
    }


def repo_page(count: int, total: int) -> dict[str, Any]:
    """Return the first page of model repos."""
    return {"limit": count, "offset": 0, "count": total, "results": [repo(number) for number in range(count)]}


def deployment_id(number: int) -> str:
    """Return the id of a deployment."""
    return str(UUID(int=(0x0EE77F95 << 96) + number))


def deployment_ids(count: int) -> list[str]:
    """Return the ids of the deployments that a list of ``count`` holds."""
    return [deployment_id(number) for number in range(count)]


def deployments(count: int, status: str = "DEPLOYED") -> list[dict[str, Any]]:
    """Return the list of deployments, all of one status."""
    return [
        {
            "deployment_id": deployment_id(number),
            "deployment_name": f"llama-3-2-1b-{number}",
            "model_repo_id": repo_id(number),
            "model_repo_name": f"whisper-nemo-diarization-{number}",
            "model_type": "byom",
            "accelerator_type": ["nvidia-h100"],
            "accelerator_count": 1,
            "status": status,
        }
        for number in range(count)
    ]


def created() -> dict[str, Any]:
    """Return what a create of a deployment answers."""
    return {
        "deployment_id": deployment_id(0),
        "status": "PENDING",
        "model_endpoint": "llama-3-2-1b.example.invalid",
        **NEW_DEPLOYMENT,
    }


def body(value: Any) -> bytes:
    """Return JSON as compact as a server writes it."""
    return json.dumps(value, separators=(",", ":")).encode()


def expected(what: str, calls: int, size: int) -> Any:
    """Return what a load must have seen, so that one that did not do the work is not measured."""
    last = repo(PAGE - 1)
    seen: dict[str, Any] = {
        "get": REPO_ID,
        "page": [PAGE, last["uuid"], last["name"], last["status"], last["created_at"][:4]],
        "create": deployment_id(0),
        "at once": calls,
        "list": [size, deployment_id(size - 1)],
        "wait": [size, "DEPLOYED"],
        "decode": [size, deployment_id(size - 1)],
        "build": [size, repo_id(size - 1)],
        "client": calls,
    }
    return seen[what]
