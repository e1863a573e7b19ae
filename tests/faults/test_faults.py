"""The fault bench: both clients survive every case, on a stand-in on loopback, not the live API."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.faults import run as runner
from benchmarks.faults.cases import Case, all_cases, get
from benchmarks.faults.server import FaultServer, answer, hang

ROOT = Path(__file__).parents[2]
SURVIVED = Case("Topic", "a good answer", lambda elsewhere: FaultServer(answer({})), (get,), lambda seen: "")
LOST = SURVIVED._replace(name="a bad one", judge=lambda seen: "it broke")
FOUND = {
    "sync": {"version": "1.0.0", "results": {"A: a": "", "A: b": "", "B: c": ""}},
    "published 0.1.14": {"version": "0.1.14", "results": {"A: a": "it broke", "A: b": "", "B: c": ""}},
}


@pytest.mark.parametrize("client", runner.CLIENTS)
def test_the_client_survives_every_case(client):
    """Whatever the server does, a call ends in time, in the right result or in a SimplismartError that says enough."""
    command = [sys.executable, "-m", "benchmarks.faults", "--client", client, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert (0, "") == (done.returncode, done.stderr)
    results = json.loads(done.stdout)[client]["results"]
    assert len(results) == len(all_cases())
    assert {} == {name: why for name, why in results.items() if why}


def test_there_are_enough_cases_and_each_has_a_name_of_its_own():
    """At least sixty cases; none hides another of the same name."""
    names = [runner.title(case) for case in all_cases()]
    assert 60 <= len(names) == len(set(names))


def test_a_case_that_hangs_is_not_survived(monkeypatch):
    """A call that does not end is cut off and counts as lost, and the bench goes on."""
    monkeypatch.setattr(runner, "LIMIT", 0.2)
    hanging = SURVIVED._replace(server=lambda elsewhere: FaultServer(hang))
    assert "did not end within 0 s" == runner.run_case(hanging, "sync")


def test_a_case_whose_process_fails_is_not_survived():
    """A crash is a loss of its case, not the end of the bench."""
    unknown = SURVIVED._replace(name="no such case", alone=True)
    assert "its process failed: CalledProcessError" == runner.run_apart(unknown, "sync")


def test_the_lines_name_the_lost_cases_and_then_the_figures():
    """What was lost, and why, stands before ``N of M``."""
    expected = ["published 0.1.14: A: a: it broke", "sync: 3 of 3", "published 0.1.14: 2 of 3"]
    assert expected == runner.lines(FOUND)


def test_the_table_is_by_topic():
    """The Markdown has a row for each topic and one for all."""
    assert [
        "| faults survived | sync | published 0.1.14 |",
        "| --- | --- | --- |",
        "| A | 2 of 2 | 1 of 2 |",
        "| B | 1 of 1 | 1 of 1 |",
        "| **all** | **3 of 3** | **2 of 3** |",
    ] == runner.table(FOUND)


@pytest.mark.parametrize(("case", "status"), [(SURVIVED, 0), (LOST, 1)])
def test_the_exit_status_tells_whether_all_was_survived(monkeypatch, capsys, case, status):
    """0 if every case was survived, else 1."""
    monkeypatch.setattr(runner, "all_cases", lambda: [case])
    monkeypatch.setattr(runner, "_prepare", lambda client: None)
    assert status == runner.main(["--client", "sync"])
    assert capsys.readouterr().out.endswith(f"sync: {1 - status} of 1\n")
