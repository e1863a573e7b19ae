"""How the package is used, for the type checkers: each line must be accepted, and each ``type: ignore`` needed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, assert_type
from uuid import UUID

from simplismart_api.api import deployments as api
from simplismart_api.models import (
    CreatedDeployment,
    Deployment,
    DeploymentSummary,
    ModelRepo,
    ModelRepoPage,
    SecretEnvelope,
    UsageStats,
)

from simplismart import (
    AsyncSimplismart,
    AutoscaleConfig,
    AutoscaleTarget,
    DeploymentCreate,
    ModelRepoListParams,
    SecretCreate,
    Simplismart,
    SimplismartError,
)


def results(client: Simplismart) -> None:
    page = client.list_model_repos(ModelRepoListParams(count=5))
    assert_type(page, ModelRepoPage)
    repo = page.results[0]
    assert_type(repo, ModelRepo)
    assert_type(repo.uuid, str)
    assert_type(repo.created_at, datetime | None)
    plain: dict[str, Any] = repo
    print(plain["uuid"], repo.get("name"), repo.uid)  # type: ignore[attr-defined]
    assert_type(client.get_model_repo(UUID(int=1)), ModelRepo)
    assert_type(client.list_deployments(), list[DeploymentSummary])
    assert_type(client.get_deployment("id"), Deployment)
    assert_type(client.get_secret("id"), SecretEnvelope)
    assert_type(client.delete_deployment("id"), bool)


def payloads(client: Simplismart) -> None:
    payload = DeploymentCreate(
        model_repo=UUID(int=1),
        gpu_id="nvidia-h100",
        name="name",
        min_pod_replicas=1,
        max_pod_replicas=2,
        autoscale_config=AutoscaleConfig(targets=[AutoscaleTarget(metric="gpu", target=80)]),
    )
    assert_type(client.create_deployment(payload, trace_id="t", timeout=1, max_retries=0), CreatedDeployment)
    client.create_deployment({"name": "a dict"})
    client.create_secret(SecretCreate(name="n", secret_type="docker_hub", data={"username": "u", "token": "t"}))
    DeploymentCreate(name="n")  # type: ignore[call-arg]
    client.create_deployment(payload, tiemout=1)  # type: ignore[call-arg]
    client.create_deployment(payload, on_unknown="ignore")  # type: ignore[arg-type]


def usage(stats: UsageStats) -> None:
    assert_type(stats.total_cost, Decimal)


def any_request(client: Simplismart) -> None:
    assert_type(client.send(api.get_model_deployment.build("id")), Deployment)


async def asynchronous(client: AsyncSimplismart) -> None:
    assert_type(await client.get_model_repo("id"), ModelRepo)
    assert_type(await client.send(api.list_deployments.build()), list[DeploymentSummary])


def errors(client: Simplismart) -> None:
    try:
        client.delete_model_repo("id")
    except SimplismartError as error:
        assert_type(error.status_code, int | None)
        assert_type(error.payload, dict[str, Any])
