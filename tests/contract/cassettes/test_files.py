"""The cassettes: there is one of everything, none is left over, and each says truly what it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from contract.cassettes.calls import EXAMPLES
from contract.cassettes.files import FOLDER, CassetteError, laid_out, read
from contract.requests import default_spec
from simplismart._async.convenience import AsyncConvenience
from simplismart._sync.convenience import Convenience

CASSETTES = sorted(FOLDER.rglob("*.yaml"))
EMULATOR = FOLDER / "emulator"
PAGE_EXAMPLES = Path(__file__).parents[2] / "page" / "examples"
VARIANTS = {"create_secret_depot", "create_secret_nvidia", "client", "error_handling", "quickstart"}


def methods(convenience: type) -> set[str]:
    return {name for name in vars(convenience) if not name.startswith("_") and callable(getattr(convenience, name))}


def names(folder: Path) -> set[str]:
    return {path.stem for path in folder.iterdir()}


@cache
def statuses() -> dict[str | None, set[int]]:
    """Return the statuses that each operation answers in the emulator's cassettes."""
    found: dict[str | None, set[int]] = {}
    for each in (each for path in EMULATOR.iterdir() for each in read(path).interactions):
        found.setdefault(each.operation, set()).add(each.status)
    return found


def changed(tmp_path: Path, **keys: object) -> Path:
    """Return a copy of a cassette with other keys; None takes one out."""
    document = yaml.safe_load((EMULATOR / "list_secrets.yaml").read_text("utf-8")) | keys
    path = tmp_path / "changed.yaml"
    path.write_text(yaml.safe_dump({key: value for key, value in document.items() if value is not None}))
    return path


def test_there_are_as_many_methods_as_there_were():
    """The list of methods is not empty by mistake, and both clients have the same."""
    assert methods(AsyncConvenience) == methods(Convenience)
    assert 35 == len(methods(Convenience))


@pytest.mark.parametrize("method", sorted(methods(Convenience) | {"deploy"}))
def test_each_method_has_a_cassette_of_its_own(method: str):
    """Named after it, from the emulator, of that method."""
    label = read(EMULATOR / f"{method}.yaml").label
    assert ("emulator", method, None) == (label.origin, label.method, label.raises)


def test_each_method_of_the_sdk_page_is_among_them():
    """Every heading of the page whose example is quoted in tests/page has its cassette."""
    documented = {path.stem for path in PAGE_EXAMPLES.glob("*.py")} - VARIANTS
    assert 20 == len(documented)
    assert set() == documented - names(EMULATOR)


@pytest.mark.parametrize("operation", sorted(default_spec().operations))
def test_each_operation_has_a_cassette_in_which_it_succeeds(operation: str):
    """Some cassette of the emulator holds a success of each operation of openapi.yaml."""
    assert statuses()[operation] & {200, 201, 202, 204}


def test_the_whole_quickstart_has_a_cassette():
    """From the creation of the repo to the health of the deployment."""
    quickstart = read(EMULATOR / "quickstart.yaml")
    assert "examples/quickstart.py" == quickstart.label.program
    assert [
        "create_model_repo",
        *["list_model_repos"] * 4,
        "create_deployment",
        "get_model_deployment",
        "fetch_deployment_health",
    ] == [each.operation for each in quickstart.interactions]


def test_no_cassette_is_left_over():
    """Each is of a call that is recorded today."""
    assert {example.name or example.method for example in EXAMPLES} | {"quickstart"} == names(EMULATOR)


def test_each_file_is_a_cassette_in_the_folder_of_its_origin():
    """There is nothing under cassettes/ but YAML that says of itself what its folder says."""
    files = {path for path in FOLDER.rglob("*") if path.is_file()}
    assert set(CASSETTES) == files
    assert set() == {path for path in files if path.parent != FOLDER / read(path).label.origin}


def test_what_a_cassette_is_stands_at_its_top():
    """The first two lines of each say where it came from, and what that means."""
    for path in CASSETTES:
        first, second, *_ = path.read_text("utf-8").splitlines()
        assert f"origin: {path.parent.name}" == first
        assert second.startswith("meaning: ")
    assert "It is not the live API." in (EMULATOR / "get_secret.yaml").read_text("utf-8").splitlines()[1]
    assert "never seen on a wire" in (FOLDER / "documented" / "get_secret.yaml").read_text("utf-8").splitlines()[1]


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_cassette_is_laid_out_to_be_read_and_compared(path: Path):
    """Keys in their order, JSON pretty and sorted, one way to write everything, also where it was written by hand."""
    assert laid_out(path) == path.read_text("utf-8")


def test_every_cassette_is_of_the_live_api_s_address_and_holds_no_volatile_header():
    """What differs from one recording to the next, or from one version to the next, is not in it."""
    seen = set()
    for each in (each for path in CASSETTES for each in read(path).interactions):
        assert each.uri.startswith("https://api.app.simplismart.ai/")
        seen |= {*each.request_headers, *each.headers}
    assert {
        "accept",
        "content-type",
        "idempotency-key",
        "retry-after",
        "x-simplismart-client",
        "x-simplismart-client-source",
        "x-trace-id",
    } == seen


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ({"origin": "hearsay"}, "the origin 'hearsay' is not one of"),
        ({"origin": "live"}, "the meaning is not that of the origin live"),
        ({"origin": None}, "not a cassette"),
        ({"meaning": "Recorded from the live API."}, "the meaning is not that of the origin emulator"),
        ({"method": None}, "it must be of a method or of a program"),
        ({"program": "examples/quickstart.py"}, "it must be of a method or of a program"),
        ({"recorded": "2026-03-02"}, "a date of recording is for live and rehearsal only"),
        ({"printed": "hello"}, "what the page prints is for documented only"),
        ({"operations": ["get_secret"]}, "the operations must be list_secrets"),
        ({"interactions": []}, "it holds no interaction"),
        ({"interactions": None}, "not a cassette"),
        ({"comment": "hello"}, "'comment' is not a key of a cassette"),
    ],
)
def test_a_cassette_that_does_not_say_truly_what_it_is_is_refused(
    tmp_path: Path, keys: dict[str, object], complaint: str
):
    """The label is checked whenever a cassette is read."""
    with pytest.raises(CassetteError, match=complaint):
        read(changed(tmp_path, **keys))


@pytest.mark.parametrize("text", ["a: [", "just text", "\xff"])
def test_a_file_that_is_no_cassette_is_refused(tmp_path: Path, text: str):
    """It is an error, not an empty cassette."""
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(CassetteError, match="not "):
        read(path)
