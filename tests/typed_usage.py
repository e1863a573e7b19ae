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
    NetworkVolume,
    SecretEnvelope,
    UsageStats,
)

from simplismart import (
    AsyncSimplismart,
    AutoscaleConfig,
    AutoscaleTarget,
    DeployedModel,
    DeploymentCreate,
    DeploymentState,
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


def waits(client: Simplismart) -> None:
    def note(previous: DeploymentState | None, current: DeploymentState) -> None:
        print(previous and previous.status, current.health)

    assert_type(client.model_repos.wait_for("id", on_update=lambda _, now: print(now.status_description)), ModelRepo)
    assert_type(client.deployments.wait_for("id", until="stopped", timeout=60, on_update=note), Deployment)
    assert_type(client.deployments.wait_for_all(["id", UUID(int=1)], on_update=note), list[DeploymentSummary])
    assert_type([state.status for state in client.deployments.watch("id", trace_id="t")], list[str])
    assert_type(client.network_volumes.wait_for("id", until="resized"), NetworkVolume)
    client.deployments.wait_for("id", until="ready")  # type: ignore[arg-type]


def lists(client: Simplismart) -> None:
    assert_type(next(client.model_repos.iterate(name="llama")), ModelRepo)
    assert_type(list(client.deployments.iterate()), list[DeploymentSummary])
    assert_type([one.uuid for one in client.secrets.iterate()], list[str])
    assert_type(client.deployments.find("name"), DeploymentSummary | None)


def deploying(client: Simplismart) -> None:
    def note(_: object, current: ModelRepo | DeploymentState) -> None:
        print(current.status)

    deployed = client.deploy("org/model", gpu="nvidia-h100", replicas=(1, 2), on_update=note, trace_id="t")
    assert_type(deployed, DeployedModel)
    assert_type(deployed.endpoint, str | None)
    client.deploy("org/model", gpu="nvidia-h100", max_replicas=2)  # type: ignore[call-arg]
    with client.deployments.temporary({"name": "a dict"}, timeout=60) as deployment:
        assert_type(deployment, Deployment)
    assert_type(client.deployments.pause("id"), bool)


def usage(stats: UsageStats) -> None:
    assert_type(stats.total_cost, Decimal)


def any_request(client: Simplismart) -> None:
    assert_type(client.send(api.get_model_deployment.build("id")), Deployment)


async def asynchronous(client: AsyncSimplismart) -> None:
    assert_type([repo async for repo in client.model_repos.iterate()], list[ModelRepo])
    assert_type(await client.deploy(deployment={"name": "a dict"}), DeployedModel)
    async with client.deployments.temporary({"name": "a dict"}) as deployment:
        assert_type(deployment, Deployment)
    assert_type(await client.get_model_repo("id"), ModelRepo)
    assert_type(await client.send(api.list_deployments.build()), list[DeploymentSummary])


def errors(client: Simplismart) -> None:
    try:
        client.delete_model_repo("id")
    except SimplismartError as error:
        assert_type(error.status_code, int | None)
        assert_type(error.payload, dict[str, Any])
