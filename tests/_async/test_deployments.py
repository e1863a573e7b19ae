"""Deployments, on the emulator."""

import pytest

from simplismart import (
    AsyncSimplismart,
    AutoscaleTarget,
    CronScalingRule,
    DeploymentCreate,
    NotFoundError,
    ValidationError,
)
from simplismart.testing import Emulator

CRON = CronScalingRule(timezone="UTC", start="0 8 * * *", end="0 18 * * *")


@pytest.fixture
def repo_id(emulator: Emulator) -> str:
    return emulator.add_model_repo(name="model")["uuid"]


@pytest.fixture
def deployment_id(emulator: Emulator) -> str:
    return emulator.add_deployment(name="served")["uuid"]


def payload(repo_id: str, name: str = "served-model") -> DeploymentCreate:
    return DeploymentCreate(model_repo=repo_id, gpu_id="nvidia-h100", name=name, min_pod_replicas=1, max_pod_replicas=1)


async def test_a_deployment_becomes_healthy(client: AsyncSimplismart, emulator: Emulator, repo_id: str):
    """A deployment is made in the client's organisation and is healthy after a while."""
    made = await client.create_deployment(payload(repo_id))
    assert "Progressing" == (await client.fetch_deployment_health(made["deployment_id"])).data
    emulator.advance(3600)
    detail = await client.get_deployment(made["deployment_id"])
    health = await client.deployments.health(made["deployment_id"])
    assert ("DEPLOYED", "Healthy", 1) == (detail.status, health.data, health.pods and health.pods.ready)


@pytest.mark.parametrize("field", ["deployment_id", "uuid", "id", None])
async def test_the_id_is_found_wherever_the_api_puts_it(field: str):
    """A created deployment has its id in deployment_id, even if the answer does not name it."""
    emulator = Emulator(created_id_field=field)
    repo_id = emulator.add_model_repo(name="model")["uuid"]
    async with AsyncSimplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport) as client:
        made = await client.create_private_deployment(payload(repo_id))
        assert made["deployment_id"] == (await client.list_deployments())[0].deployment_id


async def test_a_lost_create_can_be_looked_up(client: AsyncSimplismart, emulator: Emulator, repo_id: str):
    """With on_unknown="lookup" the deployment that a 500 hid is returned, and there is one."""
    emulator.fail_next("create_deployment", 500, after=True)
    made = await client.create_deployment(payload(repo_id), on_unknown="lookup")
    assert [made.deployment_id] == [item.deployment_id for item in await client.list_deployments()]


async def test_a_lost_create_that_made_nothing_raises(client: AsyncSimplismart, emulator: Emulator, repo_id: str):
    """With on_unknown="lookup" the error stays if there is no deployment of the name."""
    emulator.fail_next("create_deployment", 502)
    with pytest.raises(Exception, match="may have taken effect"):
        await client.create_deployment(payload(repo_id), on_unknown="lookup")


async def test_a_create_without_an_organisation_is_refused(emulator: Emulator, repo_id: str):
    """Without an organisation the error says where one can be given, and nothing is sent."""
    async with AsyncSimplismart(emulator.token, transport=emulator.transport) as client:
        with pytest.raises(ValidationError, match="ORG_ID"):
            await client.create_deployment(payload(repo_id))
    assert [] == emulator.requests


async def test_byoc_takes_a_free_object(client: AsyncSimplismart, emulator: Emulator, repo_id: str):
    """The body goes as it is given."""
    body = {"model_repo": repo_id, "org": emulator.org_id, "name": "own-cluster", "min_pod_replicas": 1}
    made = await client.create_byoc_deployment(body)
    assert made.deployment_id
    assert body == emulator.requests[0].json


@pytest.mark.parametrize("body", [{}, None, "text"])
async def test_an_empty_body_is_refused(client: AsyncSimplismart, emulator: Emulator, body: object):
    """A change of nothing is an error before anything is sent."""
    with pytest.raises(ValidationError, match="payload"):
        await client.update_deployment("d", body)  # type: ignore[arg-type]
    assert [] == emulator.requests


async def test_list_gives_what_was_asked_for(client: AsyncSimplismart, emulator: Emulator):
    """No cut at 20: all without a count, and a count above 20 is honoured."""
    for number in range(30):
        emulator.add_deployment(name=f"deployment-{number:02}")
    assert [30, 25, 5, 0] == [
        len(await client.list_deployments()),
        len(await client.list_deployments(count=25)),
        len(await client.list_deployments(offset=25, count=20)),
        len(await client.list_deployments(count=0)),
    ]


async def test_failed_matches_every_kind_of_failure(client: AsyncSimplismart, emulator: Emulator):
    """The status filter takes any case, and FAILED also finds FAILED_…."""
    for status in ("FAILED", "FAILED_SCHEDULING", "DEPLOYED"):
        emulator.add_deployment(name=f"is-{status.lower()}", status=status)
    found = await client.list_deployments(status=" failed ")
    assert {"FAILED", "FAILED_SCHEDULING"} == {item.status for item in found}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"offset": -1}, "offset"),
        ({"count": True}, "count"),
        ({"count": 1.5}, "count"),
        ({"order_type": "up"}, "asc"),
        ({"model_repo_id": ""}, "model_repo_id"),
    ],
)
async def test_a_wrong_list_argument_is_named(client: AsyncSimplismart, arguments: dict, named: str):
    """The error names the argument and nothing is sent."""
    with pytest.raises(ValidationError, match=named):
        await client.list_deployments(**arguments)


async def test_model_deployments_are_listed_in_detail(client: AsyncSimplismart, deployment_id: str):
    """The detailed list has the deployment's own fields."""
    assert [deployment_id] == [item.uuid for item in await client.list_model_deployments()]


async def test_update_changes_a_deployment(client: AsyncSimplismart, deployment_id: str):
    """What was changed is what the detail says."""
    await client.update_deployment(deployment_id, {"max_pod_replicas": 4})
    assert 4 == (await client.get_deployment(deployment_id)).max_pod_replicas


async def test_stop_and_start(client: AsyncSimplismart, emulator: Emulator, deployment_id: str):
    """A stopped deployment is STOPPED and a started one is up again after a while."""
    await client.stop_deployment(deployment_id)
    assert "STOPPED" == (await client.get_deployment(deployment_id)).status
    await client.start_deployment(deployment_id)
    emulator.advance(3600)
    assert "DEPLOYED" == (await client.get_deployment(deployment_id)).status


async def test_without_an_organisation_none_is_sent(emulator: Emulator, deployment_id: str):
    """A client that knows no organisation leaves it to the token, where the API lets it."""
    async with AsyncSimplismart(emulator.token, transport=emulator.transport) as client:
        await client.stop_deployment(deployment_id)
        assert deployment_id == (await client.get_model_deployment(deployment_id)).uuid
    assert {"action": "stop"} == emulator.requests[0].json


async def test_restart_needs_the_id_alone(client: AsyncSimplismart, emulator: Emulator, deployment_id: str):
    """Organisation and namespace are filled in from the client and the deployment's detail."""
    await client.restart_deployment(deployment_id)
    detail = await client.get_deployment(deployment_id)
    sent = next(request.json for request in emulator.requests if request.operation == "restart_deployment")
    assert {"action": "restart", "org": emulator.org_id, "namespace": detail.namespace or detail.slug} == sent


async def test_restart_with_everything_given_asks_nothing(
    client: AsyncSimplismart, emulator: Emulator, deployment_id: str
):
    """One request, as the published package sends it."""
    slug = (await client.get_deployment(deployment_id)).slug
    await client.restart_deployment(deployment_id, org_id=emulator.org_id, namespace=slug)
    assert ["get_model_deployment", "restart_deployment"] == [request.operation for request in emulator.requests]


async def test_restart_says_what_is_missing(client: AsyncSimplismart, emulator: Emulator):
    """Without a namespace anywhere, or an organisation, the error names it and nothing is restarted."""
    emulator.fail_next("get_model_deployment", 200, {"uuid": "u", "name": "n", "status": "DEPLOYED"}, times=2)
    with pytest.raises(ValidationError, match="namespace"):
        await client.restart_deployment("u")
    async with AsyncSimplismart(emulator.token, transport=emulator.transport) as unaware:
        with pytest.raises(ValidationError, match="org_id"):
            await unaware.restart_deployment("u", namespace="space")
    assert {"get_model_deployment"} == {request.operation for request in emulator.requests}


async def test_autoscaling_is_sent_as_the_api_wants_it(
    client: AsyncSimplismart, emulator: Emulator, deployment_id: str
):
    """The arguments stand at the top level of the body, under the API's names."""
    await client.update_deployment_autoscaling(
        deployment_id,
        min_replicas=0,
        max_replicas=3,
        cron_scaling=[CRON],
        targets=[AutoscaleTarget(metric="gpu", target=80)],
        cooldown_period=60,
    )
    assert {
        "min_replicas": 0,
        "max_replicas": 3,
        "cronScaling": [{"timezone": "UTC", "start": "0 8 * * *", "end": "0 18 * * *", "desiredReplicas": 1}],
        "targets": [{"metric": "gpu", "target": 80}],
        "cooldown_period": 60,
    } == emulator.requests[0].json


async def test_wrong_autoscaling_is_refused(client: AsyncSimplismart, emulator: Emulator):
    """No replicas without a cron window, and no window together with scale-to-zero."""
    with pytest.raises(ValidationError, match="min_replicas"):
        await client.update_deployment_autoscaling("d", min_replicas=0, max_replicas=1)
    with pytest.raises(ValidationError, match="scale_to_zero"):
        await client.update_deployment_autoscaling(
            "d", min_replicas=1, max_replicas=1, cron_scaling=[CRON], scale_to_zero=True
        )
    assert [] == emulator.requests


async def test_delete_may_be_repeated(client: AsyncSimplismart, emulator: Emulator, deployment_id: str):
    """Deleting again succeeds too; an unknown id does not."""
    assert (await client.delete_deployment(deployment_id)) is True
    emulator.advance(3600)
    assert (await client.delete_model_deployment(deployment_id)) is True
    with pytest.raises(NotFoundError):
        await client.delete_deployment("nowhere")
