"""What the tests of the speed bench share: its programs, run by the interpreter of the tests."""

import sys

import pytest

from benchmarks.speed import processes
from benchmarks.speed.measure import Places
from benchmarks.speed.processes import Server
from benchmarks.speed.races import PROGRAMS
from contract.plugin import watched_environment


@pytest.fixture(scope="session", autouse=True)
def watched():
    """The processes of the bench have a clean environment; here what they send is watched like that of any test."""
    clean = processes.environment
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "environment", lambda: clean() | watched_environment())
        patch.setattr(processes, "ISOLATED", ())
        yield


@pytest.fixture(scope="session")
def server(watched):
    with Server() as running:
        yield running


@pytest.fixture(scope="session")
def broken(tmp_path_factory):
    """Return an interpreter in whose environment no peer starts."""
    made = tmp_path_factory.mktemp("broken") / "python"
    made.write_text(f"#!/bin/sh\n[ \"$1\" = -m ] && echo 'not there' >&2 && exit 1\nexec '{sys.executable}' \"$@\"\n")
    made.chmod(0o755)
    return str(made)


@pytest.fixture
def places(server):
    return Places(dict.fromkeys(PROGRAMS, sys.executable), server)
