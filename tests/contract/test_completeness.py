"""Every operation of openapi.yaml has a method, a test and a cassette; every method of the client has an operation."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from codegen.facade import RESOURCES
from contract.cassettes import files as cassettes
from contract.requests import default_spec
from contract.watched.sitecustomize import LOG, from_file
from simplismart import AsyncSimplismart, Simplismart

from .methods import CASES, DOCUMENTED, OTHERS

ROOT = Path(__file__).parents[2]
OPERATIONS = sorted(default_spec().operations)
KNOWN = {*(case.method for case in CASES), *DOCUMENTED, *OTHERS}


def methods(client: Simplismart | AsyncSimplismart) -> dict[str, inspect.Signature]:
    """Return the signature of each public method, by its path from the client."""
    owners = {"": client} | {f"{name}.": getattr(client, name) for name in RESOURCES}
    return {
        f"{prefix}{name}": inspect.signature(method)
        for prefix, owner in owners.items()
        for name, method in inspect.getmembers(owner, inspect.ismethod)
        if not name.startswith("_")
    }


SYNC, ASYNC = methods(Simplismart("token")), methods(AsyncSimplismart("token"))


@cache
def sent_by_tests() -> tuple[frozenset[str], str]:
    """Return the operations that the tests of the synchronous resources send, which are run once more to see it."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "requests")
        files = [f"tests/_sync/test_{resource}.py" for resource in RESOURCES]
        plugins = ["contract.plugin", "hypothesispytest", "pytest_cov", "schemathesis", "xdist"]
        options = [*(f"-pno:{name}" for name in plugins), "-k", "not socket", "--rootdir", str(ROOT)]
        command = [sys.executable, "-m", "pytest", "-q", "--tb=line", *options, *files]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, LOG: log}, capture_output=True, text=True)
        sent = from_file(log, 0)[0]
    found = [default_spec().operation(method, target.decode().partition("?")[0]) for method, target, *_ in sent]
    return frozenset(operation.id for operation in found if operation), done.stdout + done.stderr


@cache
def recorded() -> frozenset[str]:
    """Return the operations that succeed in a cassette of the emulator, which is not the live API."""
    found = set()
    for path in (cassettes.FOLDER / "emulator").glob("*.yaml"):
        with suppress(cassettes.CassetteError):
            found |= {each.operation for each in cassettes.read(path).interactions if each.status < 300}
    return frozenset(operation for operation in found if operation)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_has_a_method(operation: str):
    """A method of the client uses it; test_client.py holds the table to what is really sent."""
    assert [case.method for case in CASES if operation in case.operations]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_has_a_test(operation: str):
    """The tests of the resources send it, besides those of this folder."""
    operations, output = sent_by_tests()
    assert operation in operations, output


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_has_a_cassette(operation: str):
    """It succeeds in a cassette that ``make record`` makes."""
    assert operation in recorded()


@pytest.mark.parametrize("method", sorted({*SYNC, *ASYNC}))
def test_a_method_has_an_operation(method: str):
    """It stands in the table of what each uses, under a documented name of such a method, or is no call of the API."""
    assert method in KNOWN


def test_the_table_names_operations_that_there_are():
    """A method uses at least one, and none that openapi.yaml does not have."""
    assert [] == [str(case) for case in CASES if not case.operations]
    assert set() == {operation for case in CASES for operation in case.operations} - {*OPERATIONS}


def test_the_table_names_no_method_that_is_gone():
    """Every row is of a method that the client has."""
    assert set() == KNOWN - {*SYNC, *ASYNC}


@pytest.mark.parametrize("method", OTHERS)
def test_what_is_no_call_of_the_api_does_not_say_it_is_one(method: str):
    """None of these has the line ``Operation:``, which every call has, and all are the client's own."""
    function = getattr(Simplismart, method, None) or getattr(AsyncSimplismart, method)
    assert "Operation:" not in str(inspect.getdoc(function))


def test_both_clients_have_the_same_methods():
    """With the same arguments and defaults; only closing has a name of its own."""

    def arguments(signatures: dict[str, inspect.Signature]) -> dict[str, list[tuple[object, ...]]]:
        return {
            name: [(each.name, each.kind, each.default) for each in signature.parameters.values()]
            for name, signature in signatures.items()
            if name not in ("close", "aclose")
        }

    assert {"close"} == {*SYNC} - {*ASYNC}
    assert {"aclose"} == {*ASYNC} - {*SYNC}
    assert len(arguments(SYNC)) > 90
    assert arguments(SYNC) == arguments(ASYNC)
