# Made from tests/_async/test_verbs.py by `make generate`; do not edit.
"""The house's further verbs on deployments: scale, pause, resume, temporary."""

from asyncio import CancelledError
from collections.abc import Callable
from typing import Any

import pytest

from simplismart import (
    ConflictError,
    DeploymentCreate,
    InvalidResponseError,
    NotFoundError,
    Simplismart,
    ValidationError,
    WaitFailedError,
    WaitTimeoutError,
)
from simplismart.testing import Emulator


@pytest.fixture(autouse=True)
def no_real_time(monkeypatch: pytest.MonkeyPatch, emulator: Emulator) -> None:
    """Pauses of waits move the emulator's clock instead of taking time."""
    time = [0.0]

    def sleep(seconds: float) -> None:
        time[0] += seconds
        emulator.advance(seconds)

    monkeypatch.setattr("simplismart._sync.waiting.sleep", sleep)
    monkeypatch.setattr("simplismart._sync.waiting.monotonic", lambda: time[0])


@pytest.fixture
def payload(emulator: Emulator) -> DeploymentCreate:
    return DeploymentCreate(
        model_repo=emulator.add_model_repo(name="model")["uuid"],
        gpu_id="nvidia-h100",
        name="short-lived",
        min_pod_replicas=1,
        max_pod_replicas=1,
    )


def sent(emulator: Emulator) -> list[str | None]:
    return [request.operation for request in emulator.requests]


def statuses(client: Simplismart) -> list[str]:
    return [item.status for item in client.deployments.list_model_deployments()]


def test_scale_changes_the_replicas_only(client: Simplismart, emulator: Emulator):
    """The counts are changed; what it scales by stays."""
    targets = {"targets": [{"metric": "gpu", "target": 80}]}
    deployment_id = emulator.add_deployment(name="served", autoscale_config=targets)["uuid"]
    client.deployments.scale(deployment_id, min=2, max=5)
    detail = client.deployments.get(deployment_id)
    assert (2, 5, targets) == (detail.min_pod_replicas, detail.max_pod_replicas, detail.autoscale_config)
    assert {"min_replicas": 2, "max_replicas": 5} == emulator.requests[0].json


@pytest.mark.parametrize(("least", "most"), [(0, 1), (3, 2), (1, "2")])
def test_scale_refuses_what_cannot_be(client: Simplismart, emulator: Emulator, least: Any, most: Any):
    """Counts that contradict each other are refused before anything is sent."""
    with pytest.raises(ValidationError, match="replicas"):
        client.deployments.scale("d", min=least, max=most)
    assert [] == emulator.requests


@pytest.mark.parametrize("status", ["DEPLOYED", "DEPLOYING", "SCALED_DOWN", "SOMETHING_NEW"])
def test_pause_stops(client: Simplismart, emulator: Emulator, status: str):
    """What is up, may come up or is not known is stopped."""
    deployment_id = emulator.add_deployment(name="served", status=status)["uuid"]
    assert client.deployments.pause(deployment_id, org_id=emulator.org_id) is True
    assert "STOPPED" == (client.deployments.get(deployment_id)).status
    assert {"action": "stop", "org": emulator.org_id} == emulator.requests[1].json


def test_pausing_again_does_nothing(client: Simplismart, emulator: Emulator):
    """A stopped deployment is only looked at."""
    deployment_id = emulator.add_deployment(name="served", status="STOPPED")["uuid"]
    assert client.deployments.pause(deployment_id) is False
    assert ["get_model_deployment"] == sent(emulator)


@pytest.mark.parametrize("status", ["STOPPED", "SCALED_DOWN", "SOMETHING_NEW"])
def test_resume_starts(client: Simplismart, emulator: Emulator, status: str):
    """What is not up is started."""
    deployment_id = emulator.add_deployment(name="served", status=status)["uuid"]
    assert client.deployments.resume(deployment_id, org_id=emulator.org_id) is True
    assert "DEPLOYING" == (client.deployments.get(deployment_id)).status
    assert {"action": "start", "org": emulator.org_id} == emulator.requests[1].json


@pytest.mark.parametrize("status", ["PENDING", "DEPLOYING", "DEPLOYED"])
def test_resuming_what_is_up_does_nothing(client: Simplismart, emulator: Emulator, status: str):
    """A deployment that is up or on its way is only looked at."""
    deployment_id = emulator.add_deployment(name="served", status=status)["uuid"]
    assert client.deployments.resume(deployment_id) is False
    assert ["get_model_deployment"] == sent(emulator)


def test_pause_of_nothing_is_not_found(client: Simplismart):
    """A deployment that is not there is an error."""
    with pytest.raises(NotFoundError):
        client.deployments.pause("no-such-id")


def test_a_temporary_deployment_is_healthy_and_then_gone(
    client: Simplismart, emulator: Emulator, payload: DeploymentCreate
):
    """Within the block the deployment is up; after it, it is being deleted."""
    seen: list[str] = []
    with client.deployments.temporary(payload, on_update=lambda _, now: seen.append(now.status)) as deployment:
        assert "short-lived" == deployment.name
        assert ["DEPLOYED"] == statuses(client)
    assert ["DEPLOYING", "DEPLOYED"] == seen
    assert ["DELETING"] == statuses(client)


def test_an_error_in_the_block_deletes_it(client: Simplismart, emulator: Emulator, payload: DeploymentCreate):
    """The block's own error comes out, and the deployment goes."""
    with pytest.raises(ZeroDivisionError):
        with client.deployments.temporary(payload.to_payload()):
            raise ZeroDivisionError
    assert ["DELETING"] == statuses(client)


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, CancelledError])
def test_an_interrupt_of_the_wait_deletes_it(
    client: Simplismart,
    emulator: Emulator,
    payload: DeploymentCreate,
    monkeypatch: pytest.MonkeyPatch,
    interrupt: type[BaseException],
):
    """Whoever interrupts before it is healthy leaves nothing behind."""

    def sleep(_: float) -> None:
        raise interrupt

    monkeypatch.setattr("simplismart._sync.waiting.sleep", sleep)
    with pytest.raises(interrupt):
        with client.deployments.temporary(payload):
            raise AssertionError("it is not healthy")
    assert ["DELETING"] == statuses(client)


def test_a_deployment_that_fails_is_deleted(client: Simplismart, emulator: Emulator, payload: DeploymentCreate):
    """The failure comes out, and the deployment goes."""
    emulator.fail_deployment("short-lived")
    with pytest.raises(WaitFailedError):
        with client.deployments.temporary(payload):
            raise AssertionError("it is not healthy")
    assert ["DELETING"] == statuses(client)


def test_a_deployment_that_takes_too_long_is_deleted(
    client: Simplismart, emulator: Emulator, payload: DeploymentCreate
):
    """The timeout comes out, and the deployment goes."""
    with pytest.raises(WaitTimeoutError):
        with client.deployments.temporary(payload, timeout=30, poll_interval=5):
            raise AssertionError("it is not healthy")
    assert ["DELETING"] == statuses(client)


def test_what_could_not_be_deleted_is_said(client: Simplismart, emulator: Emulator, payload: DeploymentCreate):
    """The block's error stays the error; a note names the deployment that is left."""
    emulator.fail_next("delete_deployment", 500, times=9)
    with pytest.raises(ZeroDivisionError) as caught:
        with client.deployments.temporary(payload, max_retries=0):
            raise ZeroDivisionError
    (left,) = client.deployments.list_model_deployments()
    assert [f"The deployment {left.uuid} could not be deleted: Internal server error. (status=500)"] == (
        caught.value.__notes__
    )


def test_a_taken_name_is_left_alone(client: Simplismart, emulator: Emulator, payload: DeploymentCreate):
    """A deployment that was there before is neither used nor deleted."""
    emulator.add_deployment(name="short-lived")
    with pytest.raises(ConflictError, match="short-lived"):
        with client.deployments.temporary(payload):
            raise AssertionError("it was there")
    assert ["DEPLOYED"] == statuses(client)


def test_a_create_whose_answer_was_lost_is_deleted_too(
    client: Simplismart, emulator: Emulator, payload: DeploymentCreate
):
    """A deployment that a 500 hid is found, used and deleted."""
    emulator.fail_next("create_deployment", 500, after=True)
    with client.deployments.temporary(payload) as deployment:
        assert "DEPLOYED" == deployment.status
    assert ["DELETING"] == statuses(client)


def test_a_deployment_without_an_id_is_an_error(client: Simplismart, emulator: Emulator, payload: DeploymentCreate):
    """An API that says no id and lists nothing leaves an error that says what was made."""
    emulator.fail_next("create_deployment", 201, {})
    with pytest.raises(InvalidResponseError, match="'short-lived' was made"):
        with client.deployments.temporary(payload):
            raise AssertionError("it has no id")


WRONG: list[Callable[[DeploymentCreate], dict[str, Any]]] = [
    lambda payload: {"payload": {"name": "x"}},
    lambda payload: {"payload": payload, "timeout": -1},
    lambda payload: {"payload": payload, "poll_interval": 0},
]


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_arguments_make_nothing(
    client: Simplismart,
    emulator: Emulator,
    payload: DeploymentCreate,
    arguments: Callable[[DeploymentCreate], dict[str, Any]],
):
    """Everything is checked before anything is sent."""
    with pytest.raises(ValidationError):
        with client.deployments.temporary(**arguments(payload)):
            raise AssertionError("the arguments are wrong")
    assert [] == emulator.requests
