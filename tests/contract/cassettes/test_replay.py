"""Both clients replay the same cassettes, through our own transports, and nothing but what they hold."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
from vcr.errors import CannotOverwriteExistingCassetteException

import simplismart
from contract.cassettes.calls import EXAMPLES, Server, call, environment, replay, without_pauses
from contract.cassettes.files import FOLDER, NotPlayedError, read, replaying
from contract.cassettes.scrubbing import Scrubber
from simplismart import AsyncSimplismart, NotFoundError, Simplismart
from simplismart.over_aiohttp import AiohttpTransport
from simplismart.transports import AsyncTransport, Transport

EMULATOR = FOLDER / "emulator"
OTHERS = sorted(path for path in FOLDER.rglob("*.yaml") if path.parent != EMULATOR)
NAMES = sorted(example.name or example.method for example in EXAMPLES)
LIVE = "https://api.app.simplismart.ai"


def comparable(method: str, result: Any) -> Any:
    """Return a result without what is not written down, or what can be told of an error."""
    if isinstance(result, simplismart.SimplismartError):
        return type(result), str(result), result.payload, result.attempts
    return Scrubber().arguments(method, {"result": result})["result"]


def committed() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in EMULATOR.iterdir()}


def ask(name: str, method: str, arguments: dict[str, Any], *, asynchronous: bool) -> Any:
    """Call a method that is answered from a cassette that may be of another call."""
    path = EMULATOR / f"{name}.yaml"
    with replaying(path):
        return call(Server(LIVE, "a-token", read(path).label.org_id), method, arguments, asynchronous=asynchronous)


@pytest.mark.parametrize("fixture", ["recorded", "recorded_asynchronously", "recorded_over_aiohttp"])
def test_recording_again_changes_nothing(fixture: str, request: pytest.FixtureRequest):
    """`make record` leaves `git status` clean, byte for byte, whichever client sends the requests."""
    folder = request.getfixturevalue(fixture).folder
    now = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert committed().keys() == now.keys()
    assert [] == [name for name, text in committed().items() if text != now[name]]


@pytest.mark.parametrize("name", NAMES)
def test_a_cassette_replays(recorded: Any, name: str, asynchronous: bool):
    """The call returns, or raises, what it did when it was recorded, and the whole cassette is played."""
    method = str(read(EMULATOR / f"{name}.yaml").label.method)
    then, now = recorded.results[name], replay(EMULATOR / f"{name}.yaml", asynchronous=asynchronous)
    raised = type(now).__name__ if isinstance(now, Exception) else None
    assert (type(then), read(EMULATOR / f"{name}.yaml").label.raises) == (type(now), raised)
    assert comparable(method, then) == comparable(method, now)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_other_cassette_replays_by_what_it_says_of_itself(path: Path, asynchronous: bool):
    """Whatever its origin: its method with its arguments, or its program, ends as it says, with all of it played."""
    result = replay(path, asynchronous=asynchronous)
    assert read(path).label.raises == (type(result).__name__ if isinstance(result, Exception) else None)


def test_the_quickstart_replays(recorded: Any):
    """The program prints what it printed on the emulator."""
    printed = replay(EMULATOR / "quickstart.yaml")
    assert recorded.results["quickstart"] == printed
    assert "Model Repo a1de40e6-6422-5f0a-b25f-ac99e04556e3: SUCCESS\n" in printed


async def quickstart(client: AsyncSimplismart) -> list[str]:
    """Do what examples/quickstart.py does, with the asynchronous client."""
    name = "llama-3.2-1b-instruct-SDK"
    seen = []
    repo = await client.create_model_repo_private_compile(
        simplismart.ModelRepoCompileCreate(
            name=name,
            description="A Llama model, compiled by Simplismart",
            avatar=simplismart.ModelRepoCompileAvatar(image_url="https://ui-avatars.com/api/?name=llama"),
            source_type="huggingface",
            source_url="meta-llama/Llama-3.2-1B-Instruct",
            model_class="LlamaForCausalLM",
            accelerator_type="nvidia-h100",
        )
    )
    seen.append(repo.status)
    while seen[-1] != "SUCCESS":
        page = await client.list_model_repos(simplismart.ModelRepoListParams(count=1, name=name))
        seen.append(page.results[0].status)
    deployment = await client.create_deployment(
        simplismart.DeploymentCreate(
            model_repo=repo.uuid,
            gpu_id="nvidia-h100",
            name=name,
            min_pod_replicas=1,
            max_pod_replicas=2,
            autoscale_config={"targets": [{"metric": "gpu", "target": 80}]},
        )
    )
    seen.append((await client.get_model_deployment(deployment["deployment_id"])).status)
    return [*seen, (await client.fetch_deployment_health(deployment["deployment_id"])).data]


async def test_the_quickstart_replays_asynchronously():
    """The asynchronous client is answered from the same file as the program."""
    path = EMULATOR / "quickstart.yaml"
    with environment(), replaying(path):
        async with AsyncSimplismart("a-token", org_id=read(path).label.org_id) as client:
            statuses = await quickstart(client)
    assert [
        "PENDING",
        "PENDING",
        "LAUNCHING_RAY_CLUSTER",
        "OPTIMISING",
        "SUCCESS",
        "DEPLOYING",
        "Progressing",
    ] == statuses


def test_the_client_of_the_old_name_replays_too():
    """Programs that say SimplismartClient are answered from the same cassettes."""
    path = EMULATOR / "get_secret.yaml"
    label = read(path).label
    with environment(), replaying(path), simplismart.SimplismartClient("a-token", org_id=label.org_id) as client:
        secret = client.get_secret(**label.arguments)
    assert "docker creds" == secret["data"]["name"]


@pytest.mark.parametrize(("name", "attempts"), [("retry_of_a_create", 2), ("retries_of_a_read", 3)])
def test_retries_replay(sent: list[httpx.Request], name: str, attempts: int, asynchronous: bool):
    """The client's own retries run: each attempt is a request, and they have the same trace id and the same key."""
    replay(EMULATOR / f"{name}.yaml", asynchronous=asynchronous)
    assert attempts == len(sent)
    assert 1 == len({request.headers["X-Trace-Id"] for request in sent})
    assert 1 == len({request.headers.get("Idempotency-Key") for request in sent})


def test_a_create_has_one_idempotency_key_for_all_its_attempts(sent: list[httpx.Request], asynchronous: bool):
    """One key per call: the same on each attempt, another one for the next call; so they stand in the cassette too."""
    for _ in range(2):
        replay(EMULATOR / "retry_of_a_create.yaml", asynchronous=asynchronous)
    keys = [request.headers["Idempotency-Key"] for request in sent]
    assert (4, 2) == (len(keys), len(set(keys)))
    assert (keys[0], keys[2]) == (keys[1], keys[3])
    interactions = read(EMULATOR / "retry_of_a_create.yaml").interactions
    assert ["idempotency-key-1"] * 2 == [each.request_headers["idempotency-key"] for each in interactions]


def test_hooks_see_each_attempt_of_a_replay():
    """on_request and on_response run as they do on the wire, with the statuses of the cassette."""
    path = EMULATOR / "retry_of_a_create.yaml"
    label = read(path).label
    asked: list[int] = []
    answered: list[int | None] = []
    with environment(), replaying(path):
        with Simplismart(
            "a-token",
            org_id=label.org_id,
            on_request=lambda event: asked.append(event.attempt),
            on_response=lambda event: answered.append(event.status_code),
        ) as client:
            client.create_model_repo(**label.arguments)
    assert ([1, 2], [503, 201]) == (asked, answered)


def test_the_renewal_of_a_token_replays(asynchronous: bool):
    """A 401 in the cassette makes the client ask for another token, once."""
    tokens = iter(["old-token", "new-token"])
    server = type("Tokens", (), {"base_url": LIVE, "org_id": "", "token": property(lambda self: next(tokens))})()
    path = EMULATOR / "renewal_of_the_token.yaml"
    server.org_id = read(path).label.org_id
    with replaying(path):
        secrets = call(server, "list_secrets", {}, asynchronous=asynchronous)
    assert ["docker creds"] == [secret["name"] for secret in secrets["data"]]
    assert [] == list(tokens)


def test_an_error_replays(asynchronous: bool):
    """A 404 in the cassette is the client's own error."""
    error = replay(EMULATOR / "not_found.yaml", asynchronous=asynchronous)
    assert NotFoundError is type(error)
    assert "No ModelDeployment matches the given query. (status=404)" == str(error)


@pytest.mark.parametrize(
    ("name", "method", "arguments"),
    [
        pytest.param("get_secret", "list_secret_configs", {}, id="path"),
        pytest.param("list_deployments", "list_deployments", {"order_type": "asc"}, id="query"),
        pytest.param("create_secret", "create_network_volume", {"payload": {"name": "n", "region": "r", "zone": "z", "size_gi": 1}}, id="operation"),
        pytest.param("get_network_volume", "delete_network_volume", {"volume_id": "7a1d2c3b-1111-4222-8333-444455556666"}, id="method"),
        pytest.param("resize_network_volume", "resize_network_volume", {"volume_id": "7a1d2c3b-1111-4222-8333-444455556666", "payload": {"size_gi": 21}}, id="body"),
        pytest.param("create_secret", "create_secret", {"payload": {"name": "registry-secret", "secret_type": "docker_hub", "data": {"username": "u", "token": "t", "more": "m"}}}, id="keys of a secret"),
    ],
)  # fmt: skip
def test_a_request_that_no_cassette_has_is_an_error(
    name: str, method: str, arguments: dict[str, Any], asynchronous: bool
):
    """It is raised as it is: no error of the client's, no retry, and nothing goes to the network."""
    with pytest.raises(CannotOverwriteExistingCassetteException):
        ask(name, method, arguments, asynchronous=asynchronous)


def test_a_missing_request_is_not_taken_for_a_failure_that_may_pass(sent: list[httpx.Request], asynchronous: bool):
    """A read would be retried after a failure of the transport; this is not one."""
    with pytest.raises(CannotOverwriteExistingCassetteException):
        ask("get_secret", "list_secret_configs", {}, asynchronous=asynchronous)
    assert 1 == len(sent)


@pytest.mark.parametrize("change", [{"base_url": "http://api.app.simplismart.ai"}, {"base_url": "https://example.com"}, {"base_url": f"{LIVE}:8443"}], ids=["scheme", "host", "port"])  # fmt: skip
def test_scheme_host_and_port_are_matched(change: dict[str, str], asynchronous: bool):
    """What was recorded from one server does not answer for another."""
    path = EMULATOR / "get_secret.yaml"
    label = read(path).label
    with pytest.raises(CannotOverwriteExistingCassetteException), replaying(path):
        call(Server(change["base_url"], "t", label.org_id), "get_secret", label.arguments, asynchronous=asynchronous)


def test_a_request_is_answered_once(asynchronous: bool):
    """The same call again is one that the cassette does not have."""
    path = EMULATOR / "get_secret.yaml"
    label = read(path).label
    server = Server(LIVE, "a-token", label.org_id)
    with replaying(path):
        call(server, "get_secret", label.arguments, asynchronous=asynchronous)
        with pytest.raises(CannotOverwriteExistingCassetteException, match="already been played"):
            call(server, "get_secret", label.arguments, asynchronous=asynchronous)


def test_what_nobody_asked_for_is_an_error():
    """A cassette must be played to its end; what is left is named."""
    path = EMULATOR / "restart_deployment.yaml"
    label = read(path).label
    with pytest.raises(NotPlayedError, match=r"restart_deployment.yaml: nobody asked for .*POST.*/restart/"):
        with replaying(path):
            call(Server(LIVE, "a-token", label.org_id), "get_deployment", label.arguments)


def test_a_cassette_that_is_not_there_is_an_error(tmp_path: Path):
    """It is not an empty one."""
    with pytest.raises(FileNotFoundError), replaying(tmp_path / "missing.yaml"):
        pytest.fail("there is nothing to replay")


@pytest.mark.parametrize(
    ("ours", "theirs", "method"),
    [(Transport, httpx.HTTPTransport, "handle_request"), (AsyncTransport, httpx.AsyncHTTPTransport, "handle_async_request")],
)  # fmt: skip
def test_a_replay_goes_through_our_own_transports(
    ours: type, theirs: type, method: str, monkeypatch: pytest.MonkeyPatch
):
    """vcrpy stands in for the one method of httpx's that ours inherit: all else of them runs, connection pool and all."""
    made = noted(ours, monkeypatch)
    assert getattr(ours, method) is getattr(theirs, method)
    replay(EMULATOR / "get_secret.yaml", asynchronous=ours is AsyncTransport)
    assert [ours] == made


def noted(transport: type, monkeypatch: pytest.MonkeyPatch) -> list[type]:
    """Return a list that gets the class of each transport that is made."""
    made: list[type] = []
    make: Callable[..., None] = transport.__init__

    def note(self: Any, *arguments: Any) -> None:
        made.append(type(self))
        make(self, *arguments)

    monkeypatch.setattr(transport, "__init__", note)
    return made


def test_a_replay_over_aiohttp_goes_through_our_own_transport(monkeypatch: pytest.MonkeyPatch):
    """vcrpy stands in for the method by which aiohttp's session sends."""
    monkeypatch.setenv("SIMPLISMART_ASYNC_TRANSPORT", "aiohttp")
    made, send = noted(AiohttpTransport, monkeypatch), aiohttp.ClientSession._request
    with replaying(EMULATOR / "get_secret.yaml"):
        assert send is not aiohttp.ClientSession._request
        label = read(EMULATOR / "get_secret.yaml").label
        call(Server(LIVE, "a-token", label.org_id), "get_secret", label.arguments, asynchronous=True)
    assert [AiohttpTransport] == made


def test_a_replay_opens_no_connection(asynchronous: bool, monkeypatch: pytest.MonkeyPatch):
    """Not even for a moment, nor does it look up a name."""

    def refuse(*arguments: Any, **_: Any) -> None:
        raise AssertionError(f"a connection: {arguments}")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert replay(EMULATOR / "list_secrets.yaml", asynchronous=asynchronous)["data"]


def test_after_a_replay_requests_go_out_again(loopback: Any):
    """The patches are gone, also after one that failed."""
    with contextlib.suppress(CannotOverwriteExistingCassetteException):
        ask("get_secret", "list_secret_configs", {}, asynchronous=False)
    server = Server(loopback.url, "a-token", "an-organisation")
    assert [] == call(server, "list_deployments", {})
    assert 1 == len(loopback.connections)


def test_pauses_of_the_replay_are_told():
    """The waits of the client run too, without the time that they would take."""
    waits: list[float] = []
    path = EMULATOR / "deploy.yaml"
    label = read(path).label
    with replaying(path), without_pauses(waits.append):
        call(Server(LIVE, "a-token", label.org_id), "deploy", label.arguments)
    assert [10.0] * 5 == waits
