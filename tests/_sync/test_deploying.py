# Made from tests/_async/test_deploying.py by `make generate`; do not edit.
"""``client.deploy``, the whole way in one call, on the emulator's clock."""

import pickle
from asyncio import CancelledError
from collections.abc import Iterator
from typing import Any

import pytest

from simplismart import (
    BadRequestError,
    ConflictError,
    DeployedModel,
    DeployError,
    DeploymentCreate,
    InvalidResponseError,
    ModelRepoCreate,
    NotFoundError,
    ServerError,
    Simplismart,
    ValidationError,
    WaitFailedError,
    WaitTimeoutError,
)
from simplismart.testing import Emulator

LLAMA = "meta-llama/Llama-3.2-1B-Instruct"
STAGES = {"PENDING": 2.0, "LAUNCHING_RAY_CLUSTER": 2.0, "OPTIMISING": 4.0}
MAKES = ("create_model_repo", "create_deployment")
DELETES = ("delete_deployment", "delete_model_repo")


class Crash(BaseException):
    """The end of a process."""


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(compile_seconds=STAGES, deploy_seconds=5, delete_seconds=5)


@pytest.fixture
def client(emulator: Emulator) -> Iterator[Simplismart]:
    with Simplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport) as client:
        yield client


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch, emulator: Emulator) -> None:
    """Pauses of waits move the emulator's clock instead of taking time."""
    run_on(monkeypatch, emulator)


def run_on(monkeypatch: pytest.MonkeyPatch, emulator: Emulator) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds
        emulator.advance(seconds)

    monkeypatch.setattr("simplismart._sync.waiting.sleep", sleep)
    monkeypatch.setattr("simplismart._sync.waiting.monotonic", lambda: now[0])


def sent(emulator: Emulator, *operations: str) -> list[str | None]:
    return [request.operation for request in emulator.requests if request.operation in operations]


def deploy(client: Simplismart, **given: Any) -> DeployedModel:
    return client.deploy(**{"source": LLAMA, "gpu": "nvidia-h100", "name": "llama", **given})


def names(client: Simplismart) -> tuple[list[str], list[str]]:
    """The names of the repos, and those of the deployments that are not on their way out."""
    repos = [repo.name for repo in client.model_repos.iterate()]
    deployments = [one.name for one in client.deployments.list_model_deployments() if one.status != "DELETING"]
    return repos, deployments


def test_from_hugging_face_to_an_endpoint(client: Simplismart, emulator: Emulator):
    """The one call compiles, waits, deploys and waits; what comes out is up and has its URL."""
    deployment = client.deploy(LLAMA, gpu="nvidia-h100", name="llama", replicas=(1, 2))
    assert isinstance(deployment, DeployedModel)
    assert ("llama", "DEPLOYED", 2) == (deployment.name, deployment.status, deployment.max_pod_replicas)
    assert f"https://{deployment.model_endpoint}" == deployment.endpoint
    assert "Healthy" == (client.deployments.health(deployment.uuid)).data
    assert [*MAKES] == sent(emulator, *MAKES)


def test_from_an_image(client: Simplismart):
    """A container image becomes a repo of the same name, which is deployed."""
    deployment = client.deploy("org/vision:v1", gpu="nvidia-l4")
    repo = client.model_repos.get(deployment.model_repo)
    assert ("vision", "vision", "org/vision:v1") == (deployment.name, repo.name, repo.source_url)


def test_from_a_model_repo(client: Simplismart, emulator: Emulator):
    """A repo that is there is deployed under its own name; one that still compiles is waited for."""
    repo = emulator.add_model_repo(name="own-repo")
    deployment = client.deploy(repo["uuid"], gpu="nvidia-l4")
    assert ("own-repo", repo["uuid"]) == (deployment.name, deployment.model_repo)
    assert ["create_deployment"] == sent(emulator, *MAKES)


def test_payloads_in_full(client: Simplismart, emulator: Emulator):
    """Each step is made as its payload says."""
    repo = ModelRepoCreate(
        name="image", source_type="docker_hub", runtime_gpus=2, registry_path="org/image", docker_tag="v1"
    )
    wanted = DeploymentCreate(
        model_repo="replaced", gpu_id="nvidia-a10", name="served", min_pod_replicas=1, max_pod_replicas=1
    )
    deployment = client.deploy(model_repo=repo, deployment=wanted)
    bodies = [request.json for request in emulator.requests if request.operation in MAKES]
    assert {**repo.to_payload(), "org": emulator.org_id} == bodies[0]
    assert {**wanted.to_payload(), "org": emulator.org_id, "model_repo": deployment.model_repo} == bodies[1]


def test_updates_and_progress(client: Simplismart, capsys: pytest.CaptureFixture[str]):
    """Callbacks and progress of both waits come through."""
    seen: list[str] = []
    deploy(client, on_update=lambda _, now: seen.append(now.status), progress=True, poll_interval=1)
    assert ["PENDING", "LAUNCHING_RAY_CLUSTER", "OPTIMISING", "SUCCESS", "DEPLOYING", "DEPLOYED"] == seen
    shown = capsys.readouterr().err
    assert "OPTIMISING" in shown
    assert "DEPLOYED" in shown


def test_again_makes_nothing_twice(client: Simplismart, emulator: Emulator):
    """The same call again answers the same deployment and makes nothing."""
    first = deploy(client)
    assert first == deploy(client, cleanup_on_failure=True)
    assert [*MAKES] == sent(emulator, *MAKES)


@pytest.mark.parametrize("answered", [True, False], ids=["after a request", "before a request"])
def test_a_crash_at_any_request_is_made_good_by_the_same_call(monkeypatch: pytest.MonkeyPatch, answered: bool):
    """Wherever the process ends, the next run takes up what is there: one repo and one deployment come of it."""
    crashes = 0
    while crashes_at(monkeypatch, crashes, answered):
        crashes += 1
    assert crashes > 10


def crashes_at(monkeypatch: pytest.MonkeyPatch, number: int, answered: bool) -> bool:
    """Crash at a request, run again, and tell whether there was a request of that number."""
    emulator = Emulator(compile_seconds=STAGES, deploy_seconds=5)
    run_on(monkeypatch, emulator)
    handle = emulator.handle

    def crash(*arguments: Any) -> Any:
        if len(emulator.requests) < number:
            return handle(*arguments)
        if answered:
            handle(*arguments)
        raise Crash

    emulator.handle = crash  # type: ignore[method-assign]
    ended = None
    with Simplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport) as client:
        try:
            deploy(client, poll_interval=2)
        except Crash as error:
            ended = error
        emulator.handle = handle  # type: ignore[method-assign]
        assert "DEPLOYED" == (deploy(client, poll_interval=2)).status
        assert (["llama"], ["llama"]) == names(client)
    assert [*MAKES] == sent(emulator, *MAKES)
    assert ended is None or "There is now" in ended.__notes__[-1]
    return ended is not None


@pytest.mark.parametrize("operation", MAKES)
def test_a_lost_answer_is_looked_up(client: Simplismart, emulator: Emulator, operation: str):
    """A create that a 500 hid is found by its name and taken for made by this call."""
    emulator.fail_next(operation, 500, after=True)
    deploy(client)
    assert (["llama"], ["llama"]) == names(client)
    assert [*MAKES] == sent(emulator, *MAKES)


@pytest.mark.parametrize("status", ["STOPPED", "SCALED_DOWN"])
def test_a_stopped_deployment_is_started(client: Simplismart, emulator: Emulator, status: str):
    """What is there but stopped is started and waited for."""
    repo = emulator.add_model_repo(name="llama", source_url=LLAMA)
    emulator.add_deployment(name="llama", model_repo=repo["uuid"], status=status)
    assert "DEPLOYED" == (deploy(client)).status
    assert [] == sent(emulator, *MAKES)


def test_a_repo_from_elsewhere_is_not_taken_up(client: Simplismart, emulator: Emulator):
    """A repo of the name but of another source is an error that says both sources; nothing is made or deleted."""
    emulator.add_model_repo(name="llama", source_url="org/other")
    with pytest.raises(DeployError, match=f"comes from org/other, not from {LLAMA}") as caught:
        deploy(client, cleanup_on_failure=True)
    assert ("model repo", ConflictError) == (caught.value.step, type(caught.value.__cause__))
    assert "org/other" == (caught.value.model_repo or {})["source_url"]
    assert [] == sent(emulator, *MAKES, *DELETES)


def test_a_deployment_of_another_repo_is_not_taken_up(client: Simplismart, emulator: Emulator):
    """A deployment of the name that serves another repo is an error; the repo that was made stays, and is said."""
    emulator.add_deployment(name="llama")
    with pytest.raises(DeployError, match="serves the model repo") as caught:
        deploy(client)
    assert "deployment" == caught.value.step
    (note,) = caught.value.__notes__
    assert "model repo 'llama'" in note
    assert "SUCCESS), made by this call" in note
    assert "DEPLOYED), found there" in note


def test_a_deployment_on_its_way_out_is_not_taken_up(client: Simplismart, emulator: Emulator):
    """A deployment that is being deleted is no good, and the error says what to do."""
    repo = emulator.add_model_repo(name="llama", source_url=LLAMA)
    emulator.add_deployment(name="llama", model_repo=repo["uuid"], status="DELETING")
    with pytest.raises(DeployError, match="wait until it is gone"):
        deploy(client)


def test_a_failed_compile_says_so(client: Simplismart, emulator: Emulator):
    """The error names the step and why, and holds the repo as it was last seen; there is no deployment."""
    emulator.fail_compile("llama")
    with pytest.raises(DeployError, match="at the step 'compile'") as caught:
        deploy(client)
    assert isinstance(caught.value.__cause__, WaitFailedError)
    assert ("compile", None) == (caught.value.step, caught.value.deployment)
    assert "FAILED_OPTIMISING" == (caught.value.model_repo or {})["status"]
    assert "FAILED_OPTIMISING), made by this call" in caught.value.__notes__[0]
    assert (["llama"], []) == names(client)


def test_a_failed_deployment_says_so(client: Simplismart, emulator: Emulator):
    """Both what was made and its last status are on the error."""
    emulator.fail_deployment("llama", "FAILED_SCHEDULING")
    with pytest.raises(DeployError, match="at the step 'health'") as caught:
        deploy(client)
    assert "FAILED_SCHEDULING" == (caught.value.deployment or {})["status"]
    assert "SUCCESS" == (caught.value.model_repo or {})["status"]


def test_a_timeout_says_so(client: Simplismart):
    """A wait that takes too long ends the deploy; the same call with more time goes on."""
    with pytest.raises(DeployError) as caught:
        deploy(client, timeout=1)
    assert isinstance(caught.value.__cause__, WaitTimeoutError)
    assert "DEPLOYED" == (deploy(client)).status


def test_a_refused_create_says_so(client: Simplismart, emulator: Emulator):
    """An error of the API is the cause, and its details are on the error."""
    emulator.fail_next("create_deployment", 400, {"detail": "no quota"}, {"Retry-After": "7"})
    with pytest.raises(DeployError, match="no quota") as caught:
        deploy(client)
    error = caught.value
    assert isinstance(error.__cause__, BadRequestError)
    assert ("deployment", 400, {"detail": "no quota"}) == (error.step, error.status_code, error.payload)
    assert (error.__cause__.trace_id, 1, False) == (error.trace_id, error.attempts, error.may_have_succeeded)


def test_a_create_whose_fate_is_unknown_says_so(client: Simplismart, emulator: Emulator):
    """An answer that was lost, and nothing to be found, is an error that says that it may have been made."""
    emulator.fail_next("create_model_repo", 500)
    with pytest.raises(DeployError, match="may have taken effect") as caught:
        deploy(client)
    assert caught.value.may_have_succeeded
    assert "nothing that this call knows of" in caught.value.__notes__[0]


def test_a_repo_that_is_not_there(client: Simplismart):
    """The id of a repo that is not there fails the first step."""
    with pytest.raises(DeployError, match="'model repo'") as caught:
        client.deploy("0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f", gpu="nvidia-l4")
    assert isinstance(caught.value.__cause__, NotFoundError)


def test_a_deployment_without_an_id(client: Simplismart, emulator: Emulator):
    """An API that says no id of what it made is an error; cleaning up leaves what cannot be named."""
    emulator.fail_next("create_deployment", 201, {})
    with pytest.raises(DeployError, match="said no id") as caught:
        deploy(client, cleanup_on_failure=True)
    assert isinstance(caught.value.__cause__, InvalidResponseError)
    assert "deployment None (of unknown id, of unknown status)" in caught.value.__notes__[0]
    assert ["delete_model_repo"] == sent(emulator, *DELETES)


def test_cleanup_deletes_what_was_made(client: Simplismart, emulator: Emulator):
    """Deployment and repo go, in the order that the API wants; the error says that nothing is left."""
    emulator.fail_deployment("llama")
    with pytest.raises(DeployError) as caught:
        deploy(client, cleanup_on_failure=True)
    assert (None, None) == (caught.value.model_repo, caught.value.deployment)
    assert "nothing that this call knows of" in caught.value.__notes__[-1]
    assert ([], []) == names(client)
    assert [*DELETES] == sent(emulator, *DELETES)


def test_cleanup_leaves_what_was_there(client: Simplismart, emulator: Emulator):
    """A repo that was there before stays, even if the deployment goes."""
    emulator.add_model_repo(name="llama", source_url=LLAMA)
    emulator.fail_deployment("llama")
    with pytest.raises(DeployError):
        deploy(client, cleanup_on_failure=True)
    assert ["delete_deployment"] == sent(emulator, *DELETES)
    assert (["llama"], []) == names(client)


def test_a_cleanup_that_fails_is_said(client: Simplismart, emulator: Emulator):
    """The error stays that of the deploy; a note says what could not be deleted, and the error what there is."""
    emulator.fail_deployment("llama")
    emulator.fail_next("delete_deployment", 500, times=9)
    with pytest.raises(DeployError, match="'health'") as caught:
        deploy(client, cleanup_on_failure=True, max_retries=0)
    assert "Deleting what this call made failed: Internal server error. (status=500)" == caught.value.__notes__[0]
    assert caught.value.deployment
    assert (["llama"], ["llama"]) == names(client)


@pytest.mark.parametrize("cleanup", [True, False])
def test_an_error_of_a_callback_comes_out(client: Simplismart, emulator: Emulator, cleanup: bool):
    """What a callback raises is not wrapped, says what there is, and is a failure like others."""

    def on_update(_: object, now: Any) -> None:
        if now.status == "OPTIMISING":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        deploy(client, on_update=on_update, poll_interval=1, cleanup_on_failure=cleanup)
    assert "at the step 'compile'" in caught.value.__notes__[-1]
    assert ([] if cleanup else ["llama"], []) == names(client)


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, CancelledError])
def test_an_interrupt_leaves_everything(
    client: Simplismart,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    interrupt: type[BaseException],
):
    """Whoever interrupts is told what there is; nothing is deleted, and the same call goes on."""

    def sleep(_: float) -> None:
        raise interrupt

    monkeypatch.setattr("simplismart._sync.waiting.sleep", sleep)
    with pytest.raises(interrupt) as caught:
        deploy(client, cleanup_on_failure=True)
    assert "model repo 'llama'" in caught.value.__notes__[-1]
    assert [] == sent(emulator, *DELETES)
    run_on(monkeypatch, emulator)
    assert "DEPLOYED" == (deploy(client)).status
    assert [*MAKES] == sent(emulator, *MAKES)


@pytest.mark.parametrize(
    "given",
    [
        {"gpu": None},
        {"source": "org/own"},
        {"name": "ab"},
        {"replicas": (2, 1)},
        {"timeout": -1},
        {"poll_interval": 0},
    ],
)
def test_wrong_arguments_send_nothing(client: Simplismart, emulator: Emulator, given: dict[str, Any]):
    """Everything is checked before the first step, not after an hour of compiling."""
    with pytest.raises(ValidationError):
        deploy(client, **given)
    assert [] == emulator.requests


def test_no_organisation_sends_nothing(emulator: Emulator):
    """A client that knows no organisation is told so before the compile."""
    with Simplismart(emulator.token, transport=emulator.transport) as client:
        with pytest.raises(ValidationError, match="ORG_ID"):
            deploy(client)
    assert [] == emulator.requests


def test_the_first_failure_of_a_read(client: Simplismart, emulator: Emulator):
    """A look-up that fails ends the deploy before anything is made."""
    emulator.fail_next("list_model_repos", 500)
    with pytest.raises(DeployError) as caught:
        deploy(client, max_retries=0)
    assert isinstance(caught.value.__cause__, ServerError)
    assert [] == sent(emulator, *MAKES)


def test_the_error_can_be_pickled(client: Simplismart, emulator: Emulator):
    """What the error says of the step and of what there is survives the way to another process."""
    emulator.fail_compile("llama")
    with pytest.raises(DeployError) as caught:
        deploy(client)
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (str(caught.value), "compile", caught.value.model_repo) == (str(twin), twin.step, twin.model_repo)
