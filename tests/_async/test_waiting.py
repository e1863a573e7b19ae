"""Waiting and watching, on the emulator and its clock."""

from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest

from simplismart import (
    AsyncSimplismart,
    AuthenticationError,
    DeploymentCreate,
    DeploymentState,
    ModelRepoCompileAvatar,
    ModelRepoCompileCreate,
    NotFoundError,
    ServerError,
    ValidationError,
    WaitFailedError,
    WaitTimeoutError,
)
from simplismart._async import waiting
from simplismart.testing import Emulator

NOWHERE = {"detail": "No such thing."}
MESSAGES = [{"message": "Image pull failed", "severity": "error"}]


@pytest.fixture
async def client(emulator: Emulator) -> AsyncSimplismart:
    return AsyncSimplismart(emulator.token, org_id=emulator.org_id, max_retries=0, transport=emulator.transport)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch, emulator: Emulator) -> list[float]:
    """The pauses that waits made; each turned the emulator's clock instead."""
    made: list[float] = []
    start = emulator.clock.now()

    async def pause(seconds: float) -> None:
        made.append(seconds)
        emulator.advance(seconds)

    monkeypatch.setattr(waiting, "async_sleep", pause)
    monkeypatch.setattr(waiting, "monotonic", lambda: (emulator.clock.now() - start).total_seconds())
    return made


def compiled(name: str = "llama") -> ModelRepoCompileCreate:
    return ModelRepoCompileCreate(
        name=name,
        avatar=ModelRepoCompileAvatar(image_url="https://example.com/a.png"),
        source_type="huggingface",
        source_url="meta-llama/Llama-3.2-1B-Instruct",
        model_class="LlamaForCausalLM",
        accelerator_type="nvidia-h100",
    )


def deploy(repo_id: str, name: str = "served") -> DeploymentCreate:
    return DeploymentCreate(model_repo=repo_id, gpu_id="nvidia-h100", name=name, min_pod_replicas=1, max_pod_replicas=1)


def asked(emulator: Emulator, operation: str) -> int:
    return [request.operation for request in emulator.requests].count(operation)


def continuation(model_id: str) -> str:
    return f"The model repo was left as it is. To go on waiting for it: client.model_repos.wait_for({model_id!r})"


def unwell(emulator: Emulator, health: str, times: int) -> None:
    answer = {"data": health, "messages": MESSAGES, "pods": {"ready": 1, "not_ready": 2}}
    emulator.fail_next("fetch_deployment_health", 200, answer, times=times)


async def test_a_compile_is_waited_for(client: AsyncSimplismart, emulator: Emulator, pauses: list[float]):
    """The repo is returned when it is ready; each status is told once; looks start short and get rarer."""
    made = await client.create_model_repo_private_compile(compiled())
    seen: list[Any] = []
    repo = await client.model_repos.wait_for(made.uuid, on_update=lambda *pair: seen.append(pair))
    assert (made.uuid, "SUCCESS") == (repo.uuid, repo.status)
    assert ["PENDING", "LAUNCHING_RAY_CLUSTER", "OPTIMISING", "SUCCESS"] == [now.status for _, now in seen]
    assert [None, "PENDING", "LAUNCHING_RAY_CLUSTER", "OPTIMISING"] == [was and was.status for was, _ in seen]
    assert 0.9 <= pauses[0] <= 1.1
    assert 9 <= pauses[-2] <= 11
    assert asked(emulator, "list_model_repos") <= 180


async def test_a_callback_may_be_asynchronous(client: AsyncSimplismart, emulator: Emulator):
    """What a callback returns is awaited if it needs to be."""
    seen: list[str] = []

    async def note(_: object, current: Any) -> None:
        seen.append(current.status)

    await client.model_repos.wait_for(emulator.add_model_repo()["uuid"], on_update=note)
    assert ["SUCCESS"] == seen


async def test_an_interval_can_be_fixed(client: AsyncSimplismart, pauses: list[float]):
    """With poll_interval every pause is that long, until it is over."""
    made = await client.create_model_repo_private_compile(compiled())
    await client.model_repos.wait_for(made.uuid, poll_interval=100)
    assert {100} == set(pauses)


@pytest.mark.parametrize("status", ["FAILED", "FAILED_OPTIMISING", "ERROR", "failed_soon", "DELETED"])
async def test_a_failed_compile_ends_the_wait(client: AsyncSimplismart, emulator: Emulator, status: str):
    """The error comes at once, with the repo and what the platform says of it."""
    repo = emulator.add_model_repo(name="model", status=status, status_description="out of GPU memory")
    page = {"limit": 1, "offset": 0, "count": 1, "results": [repo]}
    emulator.fail_next("list_model_repos", 200, page)
    with pytest.raises(WaitFailedError, match="out of GPU memory") as caught:
        await client.model_repos.wait_for(repo["uuid"])
    assert f"Model repo {repo['uuid']} is not ready; it is {status}: out of GPU memory" == str(caught.value)
    assert (repo, 1) == (caught.value.resource, len(emulator.requests))


async def test_a_compile_that_fails_on_the_way(client: AsyncSimplismart, emulator: Emulator):
    """FAILED_OPTIMISING after the other stages ends the wait, too."""
    emulator.fail_compile("llama")
    made = await client.create_model_repo_private_compile(compiled())
    with pytest.raises(WaitFailedError, match=r"it is FAILED_OPTIMISING$"):
        await client.model_repos.wait_for(made.uuid)


async def test_an_unknown_status_is_waited_out(monkeypatch: pytest.MonkeyPatch):
    """A status that nobody has heard of is still in progress."""
    emulator = Emulator(compile_seconds={"PENDING": 60, "ERRORLESS_FAILED_NOT": 60, "": 60})
    client = AsyncSimplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport)

    async def pause(seconds: float) -> None:
        emulator.advance(seconds)

    monkeypatch.setattr(waiting, "async_sleep", pause)
    made = await client.create_model_repo_private_compile(compiled())
    seen: list[str] = []
    await client.model_repos.wait_for(made.uuid, on_update=lambda _, now: seen.append(now.status))
    assert ["PENDING", "ERRORLESS_FAILED_NOT", "", "SUCCESS"] == seen


async def test_a_repo_that_vanishes(client: AsyncSimplismart, emulator: Emulator):
    """One that was there and is not any more has failed; the error has what was last seen."""
    made = await client.create_model_repo_private_compile(compiled())
    emulator.fail_next("list_model_repos", 503)

    async def delete(_: object, current: Any) -> None:
        if current.status == "OPTIMISING":
            await client.delete_model_repo(made.uuid)

    with pytest.raises(WaitFailedError, match=r"is not ready; it is gone, last seen OPTIMISING$") as caught:
        await client.model_repos.wait_for(made.uuid, on_update=delete)
    assert "OPTIMISING" == (caught.value.resource or {})["status"]
    assert isinstance(caught.value.__cause__, NotFoundError)


async def test_what_was_just_made_may_not_be_found_yet(client: AsyncSimplismart, emulator: Emulator):
    """A 404 right after a create is waited out."""
    repo = emulator.add_model_repo()
    emulator.fail_next("list_model_repos", 404, NOWHERE, times=4)
    assert repo == await client.model_repos.wait_for(repo["uuid"])


async def test_what_is_not_there_is_not_found(client: AsyncSimplismart, emulator: Emulator, pauses: list[float]):
    """After half a minute a wrong id is the error that it is."""
    with pytest.raises(NotFoundError):
        await client.model_repos.wait_for("wrong")
    assert 30 <= sum(pauses) <= 45


async def test_failures_that_may_pass_are_tolerated(client: AsyncSimplismart, emulator: Emulator, pauses: list[float]):
    """An outage of a minute does not end a wait, and Retry-After is kept to."""
    repo = emulator.add_model_repo()
    emulator.fail_next("list_model_repos", 502, "<h1>Bad Gateway</h1>", times=8)
    emulator.fail_next("list_model_repos", 200, "<h1>Welcome</h1>")
    emulator.fail_next("list_model_repos", 408)
    emulator.fail_next("list_model_repos", 429, headers={"Retry-After": "77"})
    assert repo == await client.model_repos.wait_for(repo["uuid"])
    assert 77 == pauses[-1]


async def test_an_outage_ends_the_wait_at_last(client: AsyncSimplismart, emulator: Emulator, pauses: list[float]):
    """Failures for five minutes end it with the last of them, which says how to go on."""
    emulator.fail_next("list_model_repos", 500, times=1000)
    with pytest.raises(ServerError) as caught:
        await client.model_repos.wait_for("m-1")
    assert 300 <= sum(pauses) <= 315
    assert [continuation("m-1")] == caught.value.__notes__


async def test_an_outage_counts_from_the_last_success(client: AsyncSimplismart, emulator: Emulator):
    """Two outages of four minutes with a success between them are tolerated."""
    made = await client.create_model_repo_private_compile(compiled())
    emulator.fail_next("list_model_repos", 500, times=4)
    emulator.fail_next("list_model_repos", 200, {"results": [made | {"status": "PENDING"}]})
    emulator.fail_next("list_model_repos", 500, times=4)
    assert "SUCCESS" == (await client.model_repos.wait_for(made.uuid, poll_interval=60)).status


async def test_a_refusal_ends_the_wait_at_once(client: AsyncSimplismart, emulator: Emulator):
    """A wrong token will not get better."""
    emulator.fail_next("get_model_deployment", 401)
    with pytest.raises(AuthenticationError) as caught:
        await client.deployments.wait_for("d-1", until="stopped")
    assert 1 == len(emulator.requests)
    assert "client.deployments.wait_for('d-1', until='stopped')" in caught.value.__notes__[0]


async def test_a_timeout(client: AsyncSimplismart, emulator: Emulator, pauses: list[float]):
    """When the time is over there is a last look; the error has what it saw and says how to go on."""
    made = await client.create_model_repo_private_compile(compiled())
    with pytest.raises(WaitTimeoutError, match=r"is not ready after 60 s; last seen PENDING") as caught:
        await client.model_repos.wait_for(made.uuid, timeout=60)
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.resource is not None
    assert (made.uuid, "PENDING") == (caught.value.resource["uuid"], caught.value.resource["status"])
    assert 60 == pytest.approx(sum(pauses))
    assert [continuation(made.uuid)] == caught.value.__notes__


async def test_a_timeout_of_nothing_seen(client: AsyncSimplismart, emulator: Emulator):
    """A timeout of 0 looks once; if that failed, the failure is the error's cause."""
    emulator.fail_next("list_model_repos", 500)
    with pytest.raises(WaitTimeoutError, match="after 0 s; nothing was seen of it") as caught:
        await client.model_repos.wait_for("m-1", timeout=0)
    assert (None, 1) == (caught.value.resource, len(emulator.requests))
    assert isinstance(caught.value.__cause__, ServerError)


async def test_an_interrupt_leaves_it_as_it_is(client: AsyncSimplismart, emulator: Emulator, monkeypatch):
    """Ctrl-C ends the wait and nothing else, and says how to go on."""

    async def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(waiting, "async_sleep", interrupted)
    made = await client.create_model_repo_private_compile(compiled())
    with pytest.raises(KeyboardInterrupt) as caught:
        await client.model_repos.wait_for(made.uuid)
    assert [continuation(made.uuid)] == caught.value.__notes__
    assert ["create_model_repo", "list_model_repos"] == [request.operation for request in emulator.requests]


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout": -1},
        {"timeout": "1"},
        {"timeout": True},
        {"timeout": float("nan")},
        {"poll_interval": 0},
        {"until": "Healthy"},
        {"deployment_id": ""},
    ],
)
async def test_wrong_arguments_are_refused(client: AsyncSimplismart, emulator: Emulator, wrong: dict[str, Any]):
    """The error names the argument, and nothing is sent."""
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        await client.deployments.wait_for(**{"deployment_id": "d", **wrong})
    assert [] == emulator.requests


async def test_the_calls_of_a_wait_have_its_options(client: AsyncSimplismart, emulator: Emulator):
    """The trace id and the organisation go with each call."""
    repo = emulator.add_model_repo()
    await client.model_repos.wait_for(repo["uuid"], org_id=emulator.org_id, trace_id="trace-7", max_retries=0)
    assert "trace-7" == emulator.requests[0].headers["x-trace-id"]


async def test_a_deployment_becomes_healthy(client: AsyncSimplismart, emulator: Emulator):
    """Status, health and pods are told as they change; what is returned is the detail."""
    made = await client.create_deployment(deploy(emulator.add_model_repo()["uuid"]))
    seen: list[DeploymentState] = []
    deployment = await client.deployments.wait_for(made.deployment_id, on_update=lambda _, now: seen.append(now))
    assert (made.deployment_id, "DEPLOYED") == (deployment.uuid, deployment.status)
    assert [("DEPLOYING", "Progressing"), ("DEPLOYED", "Healthy")] == [(state.status, state.health) for state in seen]
    assert "DEPLOYING, Progressing, 0 of 1 pods ready" == str(seen[0])
    assert deployment is seen[-1].deployment


@pytest.mark.parametrize("health", ["Unhealthy", "healthy-ish", "Degraded", None, {"Healthy": True}])
async def test_health_is_a_whole_word(client: AsyncSimplismart, emulator: Emulator, health: Any):
    """Unhealthy is not healthy, and neither is anything else but Healthy."""
    unwell(emulator, health, times=3)
    await client.deployments.wait_for(emulator.add_deployment()["uuid"])
    assert 4 == asked(emulator, "fetch_deployment_health")


@pytest.mark.parametrize("until", ["healthy", "deployed", "stopped"])
@pytest.mark.parametrize("status", ["FAILED", "FAILED_SCHEDULING", "ERROR", "DELETING", "DELETED"])
async def test_a_failed_deployment_ends_the_wait(client: AsyncSimplismart, emulator: Emulator, until, status: str):
    """The error comes at once, with the deployment and the messages of its health."""
    deployment = emulator.add_deployment(status=status)
    unwell(emulator, "Missing", times=1)
    with pytest.raises(WaitFailedError) as caught:
        await client.deployments.wait_for(deployment["uuid"], until=until)
    state = f"{status}, Missing, 1 of 3 pods ready: Image pull failed"
    assert f"Deployment {deployment['uuid']} is not {until}; it is {state}" == str(caught.value)
    assert deployment == caught.value.resource
    assert 2 == len(emulator.requests)


@pytest.mark.parametrize("status", [404, 500, 403])
async def test_a_failure_shows_without_its_health(client: AsyncSimplismart, emulator: Emulator, status: int):
    """That the health can't be read does not hide that the deployment failed."""
    emulator.fail_next("fetch_deployment_health", status)
    with pytest.raises(WaitFailedError, match=r"it is FAILED$"):
        await client.deployments.wait_for(emulator.add_deployment(status="FAILED")["uuid"])


async def test_health_that_can_not_be_read_is_looked_for_again(client: AsyncSimplismart, emulator: Emulator):
    """A deployment that is up is healthy only if the API says so."""
    emulator.fail_next("fetch_deployment_health", 404)
    emulator.fail_next("fetch_deployment_health", 500)
    await client.deployments.wait_for(emulator.add_deployment()["uuid"])
    assert 3 == asked(emulator, "fetch_deployment_health")


async def test_up_but_not_well_for_long(client: AsyncSimplismart, emulator: Emulator):
    """It does not fail; after ten minutes an update says so, and so does the timeout."""
    unwell(emulator, "Degraded", times=1000)
    seen: list[DeploymentState] = []
    with pytest.raises(WaitTimeoutError) as caught:
        await client.deployments.wait_for(
            emulator.add_deployment()["uuid"], timeout=900, poll_interval=60, on_update=lambda _, now: seen.append(now)
        )
    warning = "up but not well for more than 10 minutes"
    assert ["", warning] == [state.warning for state in seen]
    assert f"last seen DEPLOYED, Degraded, 1 of 3 pods ready, {warning}" in str(caught.value)


async def test_stopped_and_deployed_again(client: AsyncSimplismart, emulator: Emulator):
    """A stop and a start can be waited for; deployed does not ask for good health."""
    one = emulator.add_deployment()["uuid"]
    await client.stop_deployment(one)
    assert "STOPPED" == (await client.deployments.wait_for(one, until="stopped")).status
    await client.start_deployment(one)
    unwell(emulator, "Unhealthy", times=1000)
    assert "DEPLOYED" == (await client.deployments.wait_for(one, until="deployed")).status


async def test_scaled_down_is_stopped(client: AsyncSimplismart, emulator: Emulator):
    """A deployment without replicas has stopped, too."""
    one = emulator.add_deployment(status="SCALED_DOWN")["uuid"]
    assert "SCALED_DOWN" == (await client.deployments.wait_for(one, until="stopped")).status


async def test_deleted(client: AsyncSimplismart, emulator: Emulator):
    """A delete can be waited for, even of a deployment that failed."""
    one = emulator.add_deployment(status="FAILED")["uuid"]
    seen: list[str] = []

    async def delete(_: object, current: DeploymentState) -> None:
        seen.append(current.status)
        if current.status == "FAILED":
            await client.delete_deployment(one)

    assert "DELETED" == (await client.deployments.wait_for(one, until="deleted", on_update=delete)).status
    assert ["FAILED", "DELETING", "DELETED"] == seen
    assert 0 == asked(emulator, "fetch_deployment_health")


async def test_not_found_is_deleted(client: AsyncSimplismart, emulator: Emulator):
    """A deployment that is not there is what it was waited for to be: the last that was seen, as deleted."""
    one = emulator.add_deployment(name="going", status="DELETING")["uuid"]
    emulator.fail_next("get_model_deployment", 503)
    gone = await client.deployments.wait_for("never-seen", until="deleted")
    assert {"uuid": "never-seen", "status": "DELETED"} == gone

    def vanish(_: object, current: DeploymentState) -> None:
        emulator.fail_next("get_model_deployment", 404)

    gone = await client.deployments.wait_for(one, until="deleted", on_update=vanish)
    assert ("going", "DELETED") == (gone.name, gone.status)


async def test_a_volume_becomes_active(client: AsyncSimplismart, emulator: Emulator):
    """The list is asked, since only that lets the state advance."""
    made = await client.create_network_volume(
        {"name": "weights", "region": "region-1", "zone": "zone-a", "size_gi": 10}
    )
    seen: list[Any] = []
    emulator.add_network_volume(name="another")
    volume = await client.network_volumes.wait_for(made["uuid"], on_update=lambda _, now: seen.append(now.status))
    assert ("active", ["active"]) == (volume.status, seen)
    assert 0 == asked(emulator, "get_network_volume")


async def test_a_volume_is_resized_and_deleted(client: AsyncSimplismart, emulator: Emulator):
    """Both can be waited for; a volume that no resize is known of has its size."""
    one = emulator.add_network_volume()["uuid"].upper()
    assert 10 == (await client.network_volumes.wait_for(one, until="resized")).size_gi
    await client.resize_network_volume(one.lower(), {"size_gi": 20})
    assert 20 == (await client.network_volumes.wait_for(one, until="resized")).size_gi
    await client.delete_network_volume(one.lower())
    assert "deleted" == (await client.network_volumes.wait_for(one, until="deleted")).status


async def test_a_volume_that_is_not_in_the_list(client: AsyncSimplismart, emulator: Emulator):
    """It is deleted if that is the goal, else not found; a page is read like a list."""
    page = {"count": 0, "offset": 0, "limit": 10, "results": []}
    emulator.fail_next("list_network_volumes", 200, page)
    assert {"uuid": "v-1", "status": "deleted"} == await client.network_volumes.wait_for("v-1", until="deleted")
    with pytest.raises(NotFoundError, match="No network volume matches v-1"):
        await client.network_volumes.wait_for("v-1")


@pytest.mark.parametrize(
    ("until", "fields", "message"),
    [
        ("active", {"status": "deleting"}, "is not active; it is deleting$"),
        ("active", {"status": "failed"}, "it is failed$"),
        ("resized", {"resize": {"state": "failed"}}, "it is active, resize failed$"),
        ("resized", {"resize": {"state": "timeout"}}, "it is active, resize timeout$"),
    ],
)
async def test_a_failed_volume_ends_the_wait(client: AsyncSimplismart, emulator: Emulator, until, fields, message):
    """The error comes at once and has the volume."""
    volume = emulator.add_network_volume(**fields)
    emulator.fail_next("list_network_volumes", 200, [volume])
    with pytest.raises(WaitFailedError, match=message) as caught:
        await client.network_volumes.wait_for(volume["uuid"], until=until)
    assert volume == caught.value.resource


async def test_two_hundred_deployments(client: AsyncSimplismart, emulator: Emulator, pauses: list[float]):
    """There is one list call for each round of looks, and health is asked only of those that are up."""
    repo_id = emulator.add_model_repo()["uuid"]
    ids = [
        (await client.create_deployment(deploy(repo_id, f"deployment-{number}"))).deployment_id for number in range(200)
    ]
    emulator.requests.clear()
    ready = await client.deployments.wait_for_all(ids[::-1])
    assert ids[::-1] == [deployment.deployment_id for deployment in ready]
    assert {"DEPLOYED"} == {deployment.status for deployment in ready}
    assert (len(pauses) + 1, 200) == (
        asked(emulator, "list_deployments"),
        asked(emulator, "fetch_deployment_health"),
    )
    assert {"list_deployments", "fetch_deployment_health"} == {request.operation for request in emulator.requests}


async def test_failures_of_many_are_gathered(client: AsyncSimplismart, emulator: Emulator):
    """Those that fail don't end the wait for the others; the group has them in the order of the ids."""
    repo_id = emulator.add_model_repo()["uuid"]
    healthy = (await client.create_deployment(deploy(repo_id))).deployment_id
    failed = emulator.add_deployment(status="FAILED")["uuid"]
    unread = emulator.add_deployment()["uuid"]
    emulator.fail_next("fetch_deployment_health", 403, {"detail": "Not yours."})
    seen: dict[str, list[str]] = {}

    def note(_: object, current: DeploymentState) -> None:
        seen.setdefault(current.deployment["deployment_id"], []).append(current.status)

    with pytest.raises(ExceptionGroup, match="3 of 4 deployments are not healthy") as caught:
        await client.deployments.wait_for_all([healthy, "missing", failed, unread], on_update=note)
    missing, broken, refused = caught.value.exceptions
    assert "No deployment matches missing. (status=404)" == str(missing)
    assert f"Deployment {failed} is not healthy; it is FAILED" == str(broken)
    assert "Not yours. (status=403)" == str(refused)
    assert {healthy: ["DEPLOYING", "DEPLOYED"], failed: ["FAILED"]} == seen
    assert not hasattr(caught.value, "__notes__")


async def test_many_that_do_not_get_there_in_time(client: AsyncSimplismart, emulator: Emulator, pauses: list[float]):
    """The timeouts are gathered with the failures, and the error says how to go on with the others."""
    late = emulator.add_deployment(status="PENDING")["uuid"]
    unwell(emulator, "Degraded", times=1000)
    ailing, failed = emulator.add_deployment()["uuid"], emulator.add_deployment(status="ERROR")["uuid"]
    with pytest.raises(ExceptionGroup, match="4 of 4") as caught:
        await client.deployments.wait_for_all([failed, late, ailing, "unknown"], timeout=20)
    kinds = [type(error).__name__ for error in caught.value.exceptions]
    assert ["WaitFailedError", "WaitTimeoutError", "WaitTimeoutError", "WaitTimeoutError"] == kinds
    assert "after 20 s; nothing was seen of it" in str(caught.value.exceptions[-1])
    assert f"wait_for_all({[late, ailing, 'unknown']!r}, until='healthy')" in caught.value.__notes__[0]


async def test_many_and_an_outage(client: AsyncSimplismart, emulator: Emulator):
    """A health that can't be read for a moment is asked for again; a list that is refused ends the wait."""
    one, failed = emulator.add_deployment()["uuid"], emulator.add_deployment(status="FAILED")["uuid"]
    emulator.fail_next("fetch_deployment_health", 500)
    assert ["DEPLOYED"] == [found.status for found in await client.deployments.wait_for_all([one])]
    emulator.fail_next("list_deployments", 401)
    with pytest.raises(AuthenticationError):
        await client.deployments.wait_for_all([one])

    def refuse(_: object, current: DeploymentState) -> None:
        emulator.fail_next("list_deployments", 401)

    unwell(emulator, "Progressing", times=1)
    with pytest.raises(ExceptionGroup) as caught:
        await client.deployments.wait_for_all([one, failed], on_update=refuse)
    assert [WaitFailedError, AuthenticationError] == [type(error) for error in caught.value.exceptions]


async def test_many_of_which_one_is_not_well_for_long(client: AsyncSimplismart, emulator: Emulator):
    """The warning counts from when it was last up and not well without a break."""
    one = emulator.add_deployment()["uuid"]
    summary = {"deployment_id": one, "status": "DEPLOYED"}
    unwell(emulator, "Unhealthy", times=16)
    for status, times in (("DEPLOYED", 6), ("DEPLOYING", 1)):
        emulator.fail_next("list_deployments", 200, [summary | {"status": status}], times=times)
    seen: list[DeploymentState] = []
    await client.deployments.wait_for_all([one], poll_interval=90, on_update=lambda _, now: seen.append(now))
    assert [
        ("DEPLOYED", False),
        ("DEPLOYING", False),
        ("DEPLOYED", False),
        ("DEPLOYED", True),
        ("DEPLOYED", False),
    ] == [(state.status, bool(state.warning)) for state in seen]
    assert "Healthy" == seen[-1].health


async def test_many_are_deleted_or_vanish(client: AsyncSimplismart, emulator: Emulator):
    """One that the list does not hold any more is deleted; without that goal it has failed."""
    one = emulator.add_deployment()["uuid"]
    await client.delete_deployment(one)
    states = await client.deployments.wait_for_all([one, "never-seen"], until="deleted")
    assert [(one, "DELETED"), ("never-seen", "DELETED")] == [(found.deployment_id, found.status) for found in states]
    late = emulator.add_deployment(status="PENDING")

    def vanish(_: object, current: DeploymentState) -> None:
        emulator.fail_next("list_deployments", 200, [], times=1000)

    with pytest.raises(ExceptionGroup) as caught:
        await client.deployments.wait_for_all([late["uuid"]], until="stopped", on_update=vanish)
    assert "it is gone, last seen PENDING" in str(caught.value.exceptions[0])


async def test_an_error_of_a_callback_is_the_callers(client: AsyncSimplismart, emulator: Emulator):
    """It ends the wait; when all have got there already there is nothing to go on with."""

    def fail(_: object, current: DeploymentState) -> None:
        raise RuntimeError(current.status)

    with pytest.raises(RuntimeError, match="DEPLOYED") as caught:
        await client.deployments.wait_for_all([emulator.add_deployment()["uuid"]], on_update=fail)
    assert not hasattr(caught.value, "__notes__")


async def test_none_at_all(client: AsyncSimplismart, emulator: Emulator):
    """Nothing is asked for an empty list; a single id is refused."""
    assert [] == await client.deployments.wait_for_all([])
    with pytest.raises(ValidationError, match="must be a list of ids"):
        await client.deployments.wait_for_all("deployment")
    assert [] == emulator.requests


async def test_watching_until_the_end(client: AsyncSimplismart, emulator: Emulator):
    """Each change is told once, from the present state to the last; then it is over."""
    made = await client.create_deployment(deploy(emulator.add_model_repo()["uuid"]))
    seen: list[str] = []
    async for state in client.deployments.watch(made.deployment_id):
        seen.append(str(state))
        if state.health == "Healthy":
            await client.delete_deployment(made.deployment_id)
    assert [
        "DEPLOYING, Progressing, 0 of 1 pods ready",
        "DEPLOYED, Healthy, 1 of 1 pods ready",
        "DELETING, Unknown, 0 of 0 pods ready",
        "DELETED, Missing, 0 of 0 pods ready",
    ] == seen


async def test_watching_what_vanishes(client: AsyncSimplismart, emulator: Emulator):
    """A deployment that is not found any more is deleted; one that never was is an error."""
    one = emulator.add_deployment()["uuid"]
    seen: list[str] = []
    async for state in client.deployments.watch(one):
        seen.append(state.status)
        emulator.fail_next("get_model_deployment", 404)
    assert ["DEPLOYED", "DELETED"] == seen
    with pytest.raises(NotFoundError):
        await anext(client.deployments.watch("never-seen"))


async def test_a_watch_can_be_closed(client: AsyncSimplismart, emulator: Emulator):
    """After that nothing is asked any more."""
    async with aclosing(client.deployments.watch(emulator.add_deployment()["uuid"])) as states:
        assert "Healthy" == (await anext(states)).health
    assert None is await anext(states, None)
    assert 2 == len(emulator.requests)


async def test_a_watch_ends_with_its_time(client: AsyncSimplismart, emulator: Emulator, pauses: list[float]):
    """With a timeout it ends quietly."""
    states = client.deployments.watch(emulator.add_deployment()["uuid"], timeout=30, poll_interval=7)
    assert ["DEPLOYED"] == [state.status async for state in states]
    assert [7, 7, 7, 7, 2] == pytest.approx(pauses)


async def test_a_watch_checks_its_arguments_at_once(client: AsyncSimplismart):
    """A wrong id is an error before the first look."""
    with pytest.raises(ValidationError, match="deployment_id"):
        client.deployments.watch("..")


@pytest.mark.parametrize("wait", ["wait_for", "wait_for_all"])
async def test_progress_in_plain_lines(client: AsyncSimplismart, emulator: Emulator, capsys, wait: str):
    """Where there is no terminal, each change is a line on stderr; without progress there is none."""
    made = await client.create_deployment(deploy(emulator.add_model_repo()["uuid"]))
    one = made.deployment_id
    method: Callable[..., Any] = getattr(client.deployments, wait)
    await method(one if wait == "wait_for" else [one], progress=True)
    lines = capsys.readouterr().err.splitlines()
    assert ["served: DEPLOYING", "served: DEPLOYED"] == [line.partition(",")[0].partition(" ·")[0] for line in lines]
    assert {"usually some minutes"} == {line.rpartition(" · ")[2] for line in lines}
    await method(one if wait == "wait_for" else [one])
    assert ("", "") == capsys.readouterr()
