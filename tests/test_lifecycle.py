"""Which states are over, which failures are tolerated and when the next look is due."""

import asyncio
from typing import Any

import pytest
from simplismart_api.models import Deployment, DeploymentHealth, DeploymentSummary, ModelRepo, NetworkVolume

from simplismart import (
    APIError,
    AsyncSimplismart,
    BadRequestError,
    ConnectError,
    DeadlineExceededError,
    InvalidResponseError,
    NotFoundError,
    RateLimitError,
    ServerError,
    SimplismartError,
)
from simplismart.lifecycle import (
    Ailment,
    Aim,
    DeploymentAim,
    DeploymentEnd,
    ModelRepoAim,
    NetworkVolumeAim,
    deployment_state,
    is_tolerable,
    poll_delay,
)
from simplismart.testing import Emulator

CREATING = ("PENDING", "DEPLOYING", "SOMETHING_NEW", "", None, 7)
STATUSES = (*CREATING, "DEPLOYED", "STOPPED", "SCALED_DOWN", "DELETING", "DELETED", "FAILED", "FAILED_X", "ERROR")


def state(status: Any, health: Any = None, **fields: Any):
    return deployment_state(Deployment(uuid="d", status=status), DeploymentHealth({"data": health, **fields}))


def test_looks_get_rarer():
    """The first pause is a second, the later ones ten, each up to a tenth shorter or longer."""
    delays = [poll_delay(number, jitter=lambda: 0.5) for number in (1, 2, 3, 7, 1_000_000)]
    assert [1, 1.5, 2.25, 10, 10] == pytest.approx(delays)
    assert [0.9, 1.1] == pytest.approx([poll_delay(1, jitter=lambda: 0.0), poll_delay(1, jitter=lambda: 1.0)])
    assert 9 <= poll_delay(99) <= 11


def test_a_pause_that_was_asked_for_is_kept_to():
    """A fixed interval has no jitter; neither is shorter than what the API asks."""
    assert [3, 30, 30] == [poll_delay(5, 3), poll_delay(5, 3, least=30), poll_delay(5, least=30)]


@pytest.mark.parametrize(
    ("error", "elapsed", "failing_for", "expected"),
    [
        (ServerError("x", 500), 9999, 299, True),
        (ServerError("x", 500), 9999, 300, False),
        (RateLimitError("x", 429), 0, 0, True),
        (ConnectError("x"), 0, 0, True),
        (DeadlineExceededError("x"), 0, 0, True),
        (InvalidResponseError("x", 200), 0, 0, True),
        (APIError("x", 408), 0, 0, True),
        (APIError("x", 425), 0, 0, True),
        (APIError("x", 418), 0, 0, False),
        (BadRequestError("x", 400), 0, 0, False),
        (SimplismartError("x"), 0, 0, False),
        (NotFoundError("x", 404), 29, 29, True),
        (NotFoundError("x", 404), 30, 0, False),
    ],
)
def test_which_failures_are_tolerated(error: SimplismartError, elapsed: float, failing_for: float, expected: bool):
    """Those that may pass for five minutes, and not being found for the first half a minute."""
    assert expected is is_tolerable(error, elapsed=elapsed, failing_for=failing_for)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("SUCCESS", "reached"),
        (" success ", "reached"),
        *((status, "failed") for status in ("FAILED", "FAILED_OPTIMISING", "failed_x", "ERROR", "DELETED")),
        *((status, "going") for status in ("PENDING", "OPTIMISING", "FAILEDISH", "SUCCESSFUL", "", None, 7)),
    ],
)
def test_model_repos(status: Any, expected: str):
    """What is neither a success nor a failure, known or not, is in progress."""
    assert expected == ModelRepoAim("m").phase(ModelRepo(status=status))


@pytest.mark.parametrize(
    ("until", "reached", "failed"),
    [
        ("healthy", {"DEPLOYED"}, {"DELETING", "DELETED", "FAILED", "FAILED_X", "ERROR"}),
        ("deployed", {"DEPLOYED"}, {"DELETING", "DELETED", "FAILED", "FAILED_X", "ERROR"}),
        ("stopped", {"STOPPED", "SCALED_DOWN"}, {"DELETING", "DELETED", "FAILED", "FAILED_X", "ERROR"}),
        ("deleted", {"DELETED"}, set()),
    ],
)
def test_deployments(until: str, reached: set[str], failed: set[str]):
    """Each goal has the statuses that reach it and those that rule it out."""
    phases = {status: DeploymentAim("d", until).phase(state(status, "Healthy")) for status in STATUSES}
    assert reached == {status for status, phase in phases.items() if phase == "reached"}
    assert failed == {status for status, phase in phases.items() if phase == "failed"}


@pytest.mark.parametrize("health", ["Unhealthy", "Degraded", "Not Healthy", "Progressing", "SCALED_DOWN", "", None, []])
def test_healthy_is_a_whole_word(health: Any):
    """Up with any other health is not there yet."""
    assert "going" == DeploymentAim("d", "healthy").phase(state("DEPLOYED", health))
    assert "reached" == DeploymentAim("d", "deployed").phase(state("DEPLOYED", health))


def test_the_end_of_a_deployment():
    """A watch ends when it failed or is deleted."""
    phases = {status: DeploymentEnd("d").phase(state(status)) for status in STATUSES}
    over = {status for status, phase in phases.items() if phase == "reached"}
    assert ({"FAILED", "FAILED_X", "ERROR", "DELETED"}, {"reached", "going"}) == (over, set(phases.values()))


@pytest.mark.parametrize(
    ("until", "status", "resize", "expected"),
    [
        ("active", "provisioning", None, "going"),
        ("active", "active", None, "reached"),
        ("active", "active", "failed", "reached"),
        ("active", "new-fangled", None, "going"),
        ("active", None, None, "going"),
        ("active", "deleting", None, "failed"),
        ("active", "deleted", None, "failed"),
        ("active", "error", None, "failed"),
        ("resized", "active", None, "reached"),
        ("resized", "active", "complete", "reached"),
        ("resized", "active", "pending", "going"),
        ("resized", "active", "unheard-of", "going"),
        ("resized", "active", "failed", "failed"),
        ("resized", "active", "timeout", "failed"),
        ("resized", "deleting", "pending", "failed"),
        ("resized", "provisioning", None, "going"),
        ("deleted", "active", None, "going"),
        ("deleted", "failed", None, "going"),
        ("deleted", "deleted", None, "reached"),
    ],
)
def test_network_volumes(until: str, status: Any, resize: str | None, expected: str):
    """Status and, for a resize, its state decide."""
    volume = NetworkVolume(status=status, resize=resize and {"state": resize})
    assert expected == NetworkVolumeAim("v", until).phase(volume)


def test_what_is_seen_is_said_in_a_line():
    """What is not known or makes no sense is left out."""
    pods = {"ready": 1, "not_ready": 2}
    assert "DEPLOYED, Degraded, 1 of 3 pods ready" == str(state("DEPLOYED", "Degraded", pods=pods))
    assert "of no known status" == str(state(None, 7, pods=[], messages="text"))
    assert "PENDING" == str(state("PENDING", pods={"ready": None, "not_ready": 2}))
    assert "of no known status" == ModelRepoAim("m").described(ModelRepo(status=None))
    volume = NetworkVolume(status="active", resize={"state": "pending"})
    assert "active, resize pending" == NetworkVolumeAim("v", "active").described(volume)
    assert "of no known status" == NetworkVolumeAim("v", "active").described(NetworkVolume(resize="odd"))


def test_a_resource_is_called_by_its_name():
    """Details and summaries have it in different fields; it may be missing."""
    aim = DeploymentAim("d", "healthy")
    summary = deployment_state(DeploymentSummary(deployment_id="d", deployment_name="served"))
    assert ("served", "") == (aim.title(summary), aim.title(state("DEPLOYED")))
    assert "llama" == ModelRepoAim("m").title(ModelRepo(name="llama"))


def test_only_messages_that_are_text_are_reasons():
    """Whatever else the API puts there does not get into an error."""
    messages = [{"message": "one"}, {"message": None}, "two", {"message": ""}, {"message": "three"}]
    assert "one; three" == DeploymentAim("d", "healthy").reason(state("FAILED", messages=messages))


def test_what_is_gone():
    """Only where that is the goal, or an end, is there something to see."""
    last = deployment_state(DeploymentSummary(deployment_id="d", status="DELETING"))
    gone = DeploymentAim("d", "deleted").gone(last)
    assert gone is not None
    assert ({"deployment_id": "d", "status": "DELETED"}, "DELETING") == (gone.deployment, last.deployment.status)
    assert [None, None, None] == [
        DeploymentAim("d", "stopped").gone(last),
        DeploymentEnd("d").gone(None),
        ModelRepoAim("m").gone(None),
    ]
    assert {"uuid": "v", "status": "deleted"} == NetworkVolumeAim("v", "deleted").gone(NetworkVolume(uuid="v"))


def test_an_ailment_counts_only_while_it_lasts():
    """Ten minutes of being up but not well, without a break, are worth a warning."""
    ailment = Ailment()

    def warned(health: str, now: float, status: str = "DEPLOYED") -> bool:
        return bool(ailment.observe(state(status, health), now).warning)

    assert [False, False, True] == [warned("Degraded", 0), warned("Unhealthy", 599), warned("Missing", 600)]
    assert [False, False, False] == [warned("Healthy", 601), warned("Degraded", 602), warned("Degraded", 1201)]
    assert [False, False] == [warned("Degraded", 1202, "DEPLOYING"), warned("Degraded", 1802)]


def test_the_base_of_the_aims():
    """What is waited for has to say when it is reached, and what the resource is."""
    with pytest.raises(NotImplementedError):
        Aim("r", "ready").phase(None)
    with pytest.raises(NotImplementedError):
        Aim("r", "ready").resource(None)
    assert ("None", "") == (Aim("r", "ready").described(None), Aim("r", "ready").reason(None))


async def test_a_cancelled_wait_says_how_to_go_on():
    """Cancelling the task ends the wait at once and leaves the deployment as it is."""
    emulator = Emulator()
    one = emulator.add_deployment(status="PENDING")["uuid"]
    async with AsyncSimplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport) as client:
        task = asyncio.create_task(client.deployments.wait_for(one))
        while len(emulator.requests) < 2:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
    call = f"client.deployments.wait_for({one!r}, until='healthy')"
    assert [f"The deployment was left as it is. To go on waiting for it: {call}"] == caught.value.__notes__
    assert {"get_model_deployment", "fetch_deployment_health"} == {each.operation for each in emulator.requests}
