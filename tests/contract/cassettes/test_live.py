"""The program that records the live API, on an emulator that stands in for it: the live API was never reached."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from contract.cassettes import recording
from contract.cassettes.calls import CLUSTER, DEPLOYMENT, PLANTED, REPO, SECRET, VOLUME, furnish, replay, without_pauses
from contract.cassettes.cleanup import MODEL_REPO, Cleanup
from contract.cassettes.files import FOLDER, read
from contract.cassettes.leaks import scan
from contract.cassettes.live import CREATES, READS, NotAllowedError, Run, Target, cycle
from simplismart import Simplismart
from simplismart.testing import Emulator

TOP = Path(__file__).parents[3]
WRITES = {
    "create_model_repo",
    "delete_model_repo",
    "create_network_volume",
    "resize_network_volume",
    "delete_network_volume",
}
OF_A_DEPLOYMENT = {
    "create_deployment",
    "update_deployment",
    "update_deployment_autoscaling",
    "stop_deployment",
    "start_deployment",
    "restart_deployment",
    "delete_deployment",
}
ALSO_READS = {"get_deployment", "get_model_repo"}  # methods whose operations are called otherwise
CHANGES = (
    *("create_model_repo", "create_deployment", "update_deployment_autoscaling", "update_deployment"),
    *("start_stop_deployment", "restart_deployment", "delete_deployment"),
    *("create_network_volume", "resize_network_volume", "delete_network_volume", "delete_model_repo"),
)


class Server(NamedTuple):
    emulator: Emulator
    base_url: str
    folder: Path

    def record(self, *arguments: str) -> int:
        return recording.main(["--live", "--into", str(self.folder), *arguments])

    def write(self, *arguments: str) -> int:
        return self.record("--writes", "--confirm", self.emulator.org_id, *arguments)

    def names(self) -> set[str]:
        return {path.stem for path in self.folder.iterdir()} if self.folder.exists() else set()

    def changes(self) -> list[str]:
        return [str(each.operation) for each in self.emulator.requests if each.operation not in READS]

    def things(self) -> list[str]:
        """Return what there is, without what is deleted."""
        with Simplismart(self.emulator.token, org_id=self.emulator.org_id, transport=self.emulator.transport) as client:
            client.list_network_volumes()
            volumes = [volume for volume in client.list_network_volumes() if volume["status"] != "deleted"]
            lists = [*client.model_repos.iterate(), *client.deployments.iterate(), *client.secrets.iterate(), *volumes]
        return sorted(str(item.get("uuid") or item["deployment_id"]) for item in lists)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An emulator with something of each kind, that the environment names in place of the live API."""
    emulator = Emulator(delete_seconds=10, deploy_seconds=5)
    furnish(emulator)
    with emulator.serve() as base_url, without_pauses(emulator.advance):
        monkeypatch.setenv("SIMPLISMART_BASE_URL", base_url)
        monkeypatch.setenv("SIMPLISMART_PG_TOKEN", emulator.token)
        monkeypatch.setenv("ORG_ID", emulator.org_id)
        monkeypatch.delenv("SIMPLISMART_TRACE_ID", raising=False)
        yield Server(emulator, base_url, tmp_path / "recorded")


def run_of(server: Server, client: Simplismart) -> Run:
    return Run(client, Target(server.base_url, server.emulator.org_id, server.folder, "rehearsal"))


@pytest.fixture
def run(server: Server) -> Iterator[Run]:
    with Simplismart(timeout=30) as client:
        yield run_of(server, client)


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the program with arguments that it refuses, and return what it says."""

    def refuse(*arguments: str) -> str:
        with pytest.raises(SystemExit) as caught:
            recording.main(arguments)
        assert 2 == caught.value.code
        return capsys.readouterr().err

    return refuse


def test_reads_are_recorded_and_nothing_else_is_done(server: Server):
    """Every operation that reads has its cassette but the one that answers credentials; nothing changes."""
    before = server.things()
    assert 0 == server.record()
    assert ([], before) == (server.changes(), server.things())
    assert READS | ALSO_READS == server.names()
    assert "get_secret" not in READS


def test_reads_are_all_that_openapi_yaml_has_but_two():
    """GET and the two POSTs that only ask; not the secret's credentials."""
    assert 15 == len(READS)
    assert set() == READS & (WRITES | OF_A_DEPLOYMENT | CREATES)


def test_nothing_of_the_account_is_written_down(server: Server):
    """No id, name, address, e-mail or token of the server is in any file, and the search for credentials passes."""
    assert 0 == server.record()
    text = "".join(path.read_text("utf-8") for path in server.folder.iterdir())
    real = [REPO, DEPLOYMENT, SECRET, VOLUME, CLUSTER, PLANTED, server.emulator.org_id, server.emulator.token]
    named = ["vision", "speech", "weights", "docker creds", "emulator.invalid", 'user@example.com"', "EXAMPLE_KEY"]
    assert [] == [each for each in (*real, *named, server.base_url, "registry/model") if each in text]
    assert [] == scan(server.folder, os.environ)


def test_the_answers_still_refer_to_each_other(server: Server):
    """The same thing has the same stand-in in every cassette of a run."""
    assert 0 == server.record()
    results = {name: replay(server.folder / f"{name}.yaml") for name in server.names()}
    repo, deployment = results["get_model_repo"], results["get_deployment"]
    assert repo in results["list_model_repos"]["results"]
    assert deployment == results["get_model_deployment"]
    assert deployment["uuid"] in {each["deployment_id"] for each in results["list_deployments"]}
    assert deployment["model_repo"] in {each["uuid"] for each in results["list_model_repos"]["results"]}
    assert results["get_network_volume"] in results["list_network_volumes"]
    assert {repo["org_id"]} == {deployment["org"], results["get_network_volume"]["org"], *(each["org"] for each in results["list_secrets"]["data"])}  # fmt: skip


def test_what_is_recorded_replays(server: Server, asynchronous: bool):
    """Every cassette of reads and writes, with the arguments that it says, is played to its end without an error."""
    assert 0 == server.write("--gpu", "nvidia-l4")
    results = {name: replay(server.folder / f"{name}.yaml", asynchronous=asynchronous) for name in server.names()}
    assert len(READS | ALSO_READS) + len(WRITES) + len(OF_A_DEPLOYMENT) == len(results)
    assert {} == {name: result for name, result in results.items() if isinstance(result, Exception)}


def test_a_cassette_of_another_server_does_not_pass_for_one_of_the_live_api(server: Server):
    """It says so itself, with the date, and it is not put among the others."""
    assert 0 == server.record()
    for path in server.folder.iterdir():
        label = read(path).label
        assert "rehearsal" == label.origin
        assert 10 == len(str(label.recorded))
    assert "It says nothing of the live API." in path.read_text("utf-8").splitlines()[1]


def test_another_server_than_the_live_api_needs_a_folder_of_its_own(server: Server, refused: Callable[..., str]):
    """Neither by default nor by its name can it be recorded into the project's folder."""
    for into in ([], ["--into", str(FOLDER / "live")], ["--into", str(FOLDER)]):
        assert "SIMPLISMART_BASE_URL is not the live API" in refused("--live", *into)
    assert [] == server.emulator.requests


@pytest.mark.parametrize("missing", ["SIMPLISMART_PG_TOKEN", "ORG_ID"])
@pytest.mark.parametrize("value", ["", " ", None])
def test_without_a_token_it_says_what_is_needed(server: Server, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, missing: str, value: str | None):  # fmt: skip
    """And does nothing."""
    if value is None:
        monkeypatch.delenv(missing)
    else:
        monkeypatch.setenv(missing, value)
    assert f"--live needs a real token and its organisation: set {missing}\n" in refused("--live")
    assert [] == server.emulator.requests


@pytest.mark.parametrize("arguments", [["--writes"], ["--gpu", "cpu"], ["--confirm", "x"], ["--into", "x"]])
def test_what_is_for_the_live_api_is_refused_without_it(refused: Callable[..., str], arguments: list[str]):
    """Half of the options never do half of the work."""
    assert f"only with --live: {arguments[0]}" in refused(*arguments)


def test_a_gpu_is_refused_without_writes(server: Server, refused: Callable[..., str]):
    """A deployment is a write."""
    assert "--gpu: only with --writes" in refused("--live", "--gpu", "nvidia-l4", "--into", str(server.folder))


def test_writes_need_to_be_confirmed(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """By the whole id of the organisation: as an option, or typed at a terminal. Otherwise not one request is sent."""
    assert 1 == server.record("--writes", "--confirm", server.emulator.org_id[:-1])
    assert 1 == server.record("--writes")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    assert 1 == server.record("--writes")
    assert 3 == capsys.readouterr().out.count("Nothing was done: it was not confirmed.")
    assert [] == server.emulator.requests
    monkeypatch.setattr("builtins.input", lambda question: f" {server.emulator.org_id}\n")
    assert 0 == server.record("--writes")
    assert server.names() >= WRITES


def test_it_says_what_it_will_do(server: Server, capsys: pytest.CaptureFixture[str]):
    """Where, as whom, what it makes, and what costs money; not the token."""
    server.write("--gpu", "nvidia-l4")
    said = capsys.readouterr().out
    for part in (
        f"Recording from {server.base_url} (not the live API), organisation …{server.emulator.org_id[-4:]}",
        "no secret is opened",
        "deletes at the end, whatever happens:\n  a model repo sdk-recording-",
        "\n  a network volume sdk-recording-",
        "(one nvidia-l4, for some minutes, which COSTS MONEY)",
        "It makes no secret, since the API documents no way to delete one",
    ):
        assert part in said
    assert server.emulator.token not in said


@pytest.mark.parametrize("gpu", [[], ["--gpu", "nvidia-l4"]], ids=["without a deployment", "with a deployment"])
def test_a_cycle_leaves_nothing_behind(server: Server, gpu: list[str]):
    """What it makes has one recognisable name, it is all deleted, and nothing that was there before is touched."""
    before = server.things()
    assert 0 == server.write(*gpu)
    assert before == server.things()
    assert WRITES | (OF_A_DEPLOYMENT if gpu else set()) == server.names() - READS - ALSO_READS
    sent = [each for each in server.emulator.requests if each.operation in CREATES]
    (name,) = {each.json["name"] for each in sent}
    assert name.startswith("sdk-recording-")
    changed = [each.path + str(each.query) for each in server.emulator.requests if each.operation not in READS]
    assert [] == [path for path in changed if any(identifier in path for identifier in before)]


def test_each_cycle_has_names_of_its_own(server: Server):
    """Two runs do not stand in each other's way."""
    assert 0 == server.write()
    assert 0 == server.write()
    names = [each.json["name"] for each in server.emulator.requests if each.operation == "create_model_repo"]
    assert (2, 2) == (len(names), len(set(names)))


@pytest.fixture
def cycling(run: Run) -> Callable[[str], list[str]]:
    """Do the cycle of writes in which an operation occurs, after as few reads as it needs; return what is left."""
    regions = run.record("list_network_volume_regions")
    run.record("list_network_volume_zones", region_code=regions[0]["code"])
    return lambda operation: cycle(run, "sdk-recording-now", "nvidia-l4" if "deployment" in operation else None)


@pytest.mark.parametrize(
    ("operation", "after"),
    [(operation, False) for operation in CHANGES]
    + [(operation, True) for operation in CHANGES if operation.startswith(("create", "delete"))],
)
def test_what_was_made_is_deleted_whatever_fails(server: Server, run: Run, cycling: Callable[[str], list[str]], operation: str, after: bool):  # fmt: skip
    """Each of the writes fails, with or without effect, as often as the client sends it; the rest is still cleaned up."""
    before = server.things()
    times = 3 if operation.startswith("delete") else 1
    server.emulator.fail_next(operation, 500, after=after, times=times)
    assert [] == cycling(operation)
    assert operation in server.changes()
    assert run.failed
    assert before == server.things()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Take Ctrl-C as Python does, even where the tests run in the background of a shell, which has it ignored."""
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, handler)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(
    ("operation", "signal_number"),
    [(operation, signal.SIGINT) for operation in CHANGES]
    + [(operation, signal.SIGTERM) for operation in ("create_model_repo", "delete_model_repo")],
)
def test_what_was_made_is_deleted_if_it_is_interrupted(server: Server, cycling: Callable[[str], list[str]], operation: str, signal_number: signal.Signals, monkeypatch: pytest.MonkeyPatch):  # fmt: skip
    """The signal comes while the server is at work, so that nobody knows whether it took effect."""
    before, handler = server.things(), signal.getsignal(signal.SIGTERM)
    main, done = threading.main_thread().ident, server.emulator.handle
    interrupted: list[str] = []

    def handle(*request: Any) -> Any:
        answer = done(*request)
        if server.emulator.requests[-1].operation == operation and not interrupted:
            interrupted.append(operation)
            signal.pthread_kill(main, signal_number)
        return answer

    monkeypatch.setattr(server.emulator, "handle", handle)
    with pytest.raises((KeyboardInterrupt, SystemExit)):
        cycling(operation)
    assert before == server.things()
    assert ([operation], handler) == (interrupted, signal.getsignal(signal.SIGTERM))


def test_a_create_that_takes_effect_late_is_found(server: Server):
    """What the server may still be at when the lookup comes is looked for again, for a while."""
    found: list[Any] = [None, None, {"uuid": "late", "status": "SUCCESS"}]
    deleted: list[str] = []
    late = MODEL_REPO._replace(find=lambda client, name: found.pop(0), delete=lambda client, identifier: deleted.append(identifier))  # fmt: skip
    with Cleanup(Simplismart("t"), say=str) as cleanup:
        cleanup.will_make(late, "late")
    assert (["late"], []) == (deleted, cleanup.left)


@pytest.mark.parametrize(
    ("operation", "left"),
    [
        ("delete_model_repo", ["model repo sdk-recording-now"]),
        ("delete_network_volume", ["network volume sdk-recording-now"]),
        ("delete_deployment", ["deployment sdk-recording-now", "model repo sdk-recording-now"]),
    ],
)
def test_what_cannot_be_deleted_is_told(server: Server, cycling: Callable[[str], list[str]], operation: str, left: list[str], capsys: pytest.CaptureFixture[str]):  # fmt: skip
    """By kind and name, with what to do; the others are deleted all the same."""
    before = server.things()
    server.emulator.fail_next(operation, 500, times=99)
    assert left == cycling(operation)
    said = capsys.readouterr().out
    assert left == re.findall("LEFT BEHIND: (.*sdk-recording-now):", said)
    assert f"client.{operation}(its id)" in said
    assert len(left) == len(set(server.things()) - set(before))


def test_the_program_tells_by_its_status_that_something_is_left(server: Server):
    """1, and not 0."""
    server.emulator.fail_next("delete_network_volume", 500, times=99)
    assert 1 == server.write()


def test_an_interrupted_cleanup_says_what_is_left(server: Server, capsys: pytest.CaptureFixture[str]):
    """A second Ctrl-C is obeyed, but not in silence."""

    def interrupt(client: Simplismart, name: str) -> None:
        raise KeyboardInterrupt

    cleanup = Cleanup(Simplismart())
    cleanup.will_make(MODEL_REPO, "first")
    cleanup.will_make(MODEL_REPO._replace(find=interrupt), "second")
    with pytest.raises(KeyboardInterrupt), cleanup:
        pass
    assert "LEFT BEHIND, interrupted: model repo first, model repo second\n" == capsys.readouterr().out


def test_reads_cannot_write(run: Run, server: Server):
    """Not even by mistake in this program: a write is stopped before it is sent."""
    for method, arguments in (
        ("delete_model_repo", {"model_id": REPO}),
        ("create_model_repo", {"payload": {"name": "n", "source_type": "docker_hub", "runtime_gpus": 0, "registry_path": "r", "docker_tag": "t"}}),
        ("get_secret", {"secret_id": SECRET}),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError, match="it was not sent"):
            run.record(method, **arguments)
    assert [] == server.emulator.requests


def test_a_cycle_cannot_write_to_what_it_did_not_make(run: Run, server: Server):
    """Only what the run itself was told the id of."""
    run.allow_creates()
    run.own(VOLUME)
    for method, arguments in (
        ("delete_model_repo", {"model_id": REPO}),
        ("stop_deployment", {"deployment_id": DEPLOYMENT}),
        ("create_secret", {"payload": {"name": "n", "secret_type": "generic", "data": {}}}),
    ):
        with pytest.raises(NotAllowedError):
            run.record(method, **arguments)
    assert [] == server.emulator.requests
    run.record("resize_network_volume", volume_id=VOLUME, payload={"size_gi": 11})
    assert ["resize_network_volume"] == [each.operation for each in server.emulator.requests]


def test_a_read_that_fails_does_not_end_the_run(server: Server, capsys: pytest.CaptureFixture[str]):
    """It is told, the others are recorded, and the cassette of an earlier run stays."""
    assert 0 == server.record()
    before = (server.folder / "list_secret_configs.yaml").read_text("utf-8")
    server.emulator.fail_next("list_secret_configs", 403, {"detail": "Not for you."})
    assert 1 == server.record()
    assert "list_secret_configs: FAILED: PermissionDeniedError: Not for you." in capsys.readouterr().out
    assert before == (server.folder / "list_secret_configs.yaml").read_text("utf-8")


def test_an_empty_account_is_read_as_far_as_it_goes(server: Server, capsys: pytest.CaptureFixture[str]):
    """What there is nothing of is skipped, which is no failure."""
    empty = Emulator(regions={})
    with empty.serve() as base_url:
        os.environ["SIMPLISMART_BASE_URL"] = base_url
        assert 0 == server.write()
    said = capsys.readouterr().out
    assert "get_deployment: skipped: no deployment_id is known" in said
    assert "create_network_volume: skipped: no region and zone are known" in said
    assert "get_model_repo" in server.names()


def test_a_token_that_is_refused_ends_the_run(server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # fmt: skip
    """One request is enough to know."""
    monkeypatch.setenv("SIMPLISMART_PG_TOKEN", "another-token")
    assert 1 == server.record()
    assert "The token was refused: Invalid or missing token. (status=401)" in capsys.readouterr().out
    assert (1, set()) == (len(server.emulator.requests), server.names())


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Let the emulator's cassettes be three."""
    monkeypatch.setattr(recording, "EXAMPLES", recording.EXAMPLES[:2])
    return {"list_model_repos.yaml", "get_model_repo.yaml", "quickstart.yaml"}


def test_recording_from_the_emulator_replaces_the_folder(tmp_path: Path, few: set[str]):
    """What is left over goes."""
    (tmp_path / "old_method.yaml").write_text("old")
    assert 3 == len(recording.replace(tmp_path))
    assert few == {path.name for path in tmp_path.iterdir()}


def test_recording_from_the_emulator_that_fails_leaves_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """All or nothing."""
    (tmp_path / "old_method.yaml").write_text("old")
    broken = recording.EXAMPLES[0]._replace(raises="NotFoundError")
    monkeypatch.setattr(recording, "EXAMPLES", (recording.EXAMPLES[1], broken))
    with pytest.raises(RuntimeError, match="list_model_repos: expected NotFoundError, got"):
        recording.replace(tmp_path)
    assert ["old_method.yaml"] == [path.name for path in tmp_path.iterdir()]


def test_by_default_it_is_the_emulator(monkeypatch: pytest.MonkeyPatch, few: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # fmt: skip
    """Whatever token and address the environment has."""
    monkeypatch.setenv("SIMPLISMART_PG_TOKEN", "a-real-token")
    monkeypatch.setenv("SIMPLISMART_BASE_URL", "https://example.com")
    monkeypatch.setattr(recording, "FOLDER", tmp_path / "emulator")
    assert 0 == recording.main([])
    assert f"3 cassettes recorded from the emulator into {tmp_path / 'emulator'}\n" == capsys.readouterr().out
    assert few == {path.name for path in (tmp_path / "emulator").iterdir()}


@pytest.mark.skipif(shutil.which("make") is None, reason="no make")
@pytest.mark.parametrize(
    ("environment", "arguments", "expected"),
    [
        ({}, [], "-m contract.cassettes"),
        ({"LIVE": "1", "WRITES": "1", "GPU": "h100", "CONFIRM": "x"}, [], "-m contract.cassettes"),
        ({}, ["LIVE=1"], "-m contract.cassettes --live"),
        ({"WRITES": "1"}, ["LIVE=1"], "-m contract.cassettes --live"),
        ({}, ["LIVE=1", "WRITES=1"], "-m contract.cassettes --live --writes"),
        ({}, ["LIVE="], "-m contract.cassettes"),
        ({}, ["LIVE=1", "WRITES=1", "GPU=cpu", "CONFIRM=o", "INTO=f"], "-m contract.cassettes --live --writes --gpu=cpu --into=f --confirm=o"),
    ],
)  # fmt: skip
def test_make_goes_to_the_live_api_only_if_the_command_line_says_so(environment: dict[str, str], arguments: list[str], expected: str):  # fmt: skip
    """A variable that is left in the environment is not enough."""
    command = ["make", "--no-print-directory", "--dry-run", "record", *arguments]
    kept = {"PATH": os.environ["PATH"], **environment}
    done = subprocess.run(command, cwd=TOP, env=kept, capture_output=True, text=True, check=True)
    (line,) = [line for line in done.stdout.replace("\\\n", " ").splitlines() if "contract.cassettes" in line]
    assert expected == " ".join(line.partition(" ")[2].split())
