"""``python -m simplismart.testing``."""

import os
import re
import runpy
import signal
import socket
import sys
import threading

import pytest

from simplismart.testing import __main__ as command
from simplismart.testing import emulator as module


@pytest.fixture(autouse=True)
def _document(monkeypatch, spec):
    module._default_contract.cache_clear()
    monkeypatch.setattr(module, "load_spec", lambda: spec)
    yield
    module._default_contract.cache_clear()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop(capsys, number):
    """It prints the address and what to export, and ends cleanly; the old signal handlers are back."""
    before = signal.getsignal(number)
    timer = threading.Timer(0.1, os.kill, (os.getpid(), number))
    timer.start()
    assert 0 == command.main(["--port", "0", "--token", "t-1", "--org", "o-1", "--speed", "600"])
    timer.join()
    first, *exports = capsys.readouterr().out.splitlines()
    url = re.fullmatch(r"Emulator of the Simplismart management API on (http://127\.0\.0\.1:\d+)", first)
    assert url
    assert [
        f'export SIMPLISMART_BASE_URL="{url[1]}"',
        'export SIMPLISMART_PG_TOKEN="t-1"',
        'export ORG_ID="o-1"',
    ] == exports
    assert before == signal.getsignal(number)


def test_a_port_in_use_is_said(capsys):
    """With the exit status of a wrong argument."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit, match="2"):
        command.main(["--port", str(taken.getsockname()[1])])
    assert "cannot listen on 127.0.0.1:" in capsys.readouterr().err


def test_deviations_are_switched_on(capsys, monkeypatch):
    """Once for each, everywhere or in one operation."""
    made = []
    monkeypatch.setattr(command, "_run", lambda emulator, host, port: made.append(emulator))
    assert 0 == command.main(["--deviate", "new-field@list_secrets", "--deviate", "removed-path@list_network_volumes"])
    headers = {"Authorization": f"Bearer {made[0].token}"}
    made[0].add_secret()
    query = {"org_id": made[0].org_id}
    assert "standard" == made[0].handle("GET", "/accounts/secrets/", query, headers).json()["data"][0]["tier"]
    assert 404 == made[0].handle("GET", "/volumes/", query, headers).status
    assert 200 == made[0].handle("GET", "/volumes/filters/", query, headers).status


def test_an_unknown_deviation_is_said(capsys):
    """With the exit status of a wrong argument, and the names that there are."""
    with pytest.raises(SystemExit, match="2"):
        command.main(["--deviate", "new-feild"])
    assert "no deviation 'new-feild'; there are new-field, missing-field" in capsys.readouterr().err


def test_it_runs_as_a_module(monkeypatch, capsys):
    """With help that says that it is not the live API."""
    monkeypatch.setattr(sys, "argv", ["testing", "--help"])
    monkeypatch.delitem(sys.modules, "simplismart.testing.__main__")
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("simplismart.testing", run_name="__main__")
    assert "It is not the live API." in capsys.readouterr().out
