"""The loads: every peer does the work that is measured, and as many calls at once as it says."""

import asyncio
import sys
import threading
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.speed import records
from benchmarks.speed.peers import __main__ as worker
from benchmarks.speed.peers.loads import Loop, Threads, one_by_one, shares, sized
from benchmarks.speed.processes import PeerError, Worker
from benchmarks.speed.races import PROGRAMS, RACES

LOADS = sorted(
    {(PROGRAMS[side.peer], side.load, side.expected) for race in RACES for side in race.sides if side.expected}
)
SIZED = {("ours", "list"), ("ours", "wait")}
PREFIXED = pytest.mark.off_contract("no operation GET /", reason="the base URL says how many deployments there are")


@pytest.fixture(scope="module")
def workers(server):
    started = {program: Worker(sys.executable, program, server.address) for program in set(PROGRAMS.values())}
    yield started
    for one in started.values():
        one.__exit__(None, None, None)


@pytest.fixture
def loop():
    made = Loop()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("program", "load", "expected"),
    [
        pytest.param(program, load, expected, marks=PREFIXED if (program, expected) in SIZED else ())
        for program, load, expected in LOADS
        if program != "published"
    ],
)
def test_each_load_does_its_work(workers, program, load, expected):
    """It sees what the server answers; a load that saw something else would not be measured."""
    answer = workers[program].run(load, calls=6, size=3, warm=1)
    assert records.expected(expected, 6, 3) == answer["seen"]
    assert {"cpu", "wall", "seen", "aiohttp"} == answer.keys()


def test_results_and_dicts_are_held_in_full(workers):
    """The bytes grow with the number of records, in both forms."""
    for load in ("hold results", "hold dicts"):
        few, many = (workers["ours"].run(load, calls=1, size=size, warm=0)["seen"] for size in (10, 100))
        assert 9 < many / few < 11


@given(st.integers(1, 500), st.integers(1, 100))
def test_every_call_is_made_by_one_of_those_at_once(calls, at_once):
    """The shares add up, differ by at most one, and none is empty."""
    found = shares(calls, at_once)
    assert calls == sum(found)
    assert min(at_once, calls) == len(found)
    assert max(found) - min(found) <= 1


def test_the_calls_of_the_threads_run_at_once():
    """Each of eight waits for the other seven."""
    together = threading.Barrier(8, timeout=20)
    assert 16 == Threads().at_once(lambda: together.wait() >= 0, True)(16, 8)


def test_the_calls_of_the_event_loop_run_at_once(loop):
    """Each of eight waits for the other seven."""

    async def call():
        return await asyncio.wait_for(together.wait(), 20) >= 0

    together = asyncio.Barrier(8)
    assert 16 == loop.at_once(call, True)(16, 8)


def test_calls_that_saw_something_else_do_not_count(loop):
    """Neither in threads nor in the event loop."""

    async def call():
        return "wrong"

    assert 0 == Threads().at_once(lambda: "wrong", "right")(4, 2)
    assert 0 == loop.at_once(call, "right")(4, 2)


def test_a_load_makes_as_many_calls_as_it_was_asked_for(loop):
    """One after another, of the size that was asked for."""
    made = Counter()

    async def call(size=0):
        made["async", size] += 1

    one_by_one(lambda: made.update(["sync"]))(3, 1)
    sized(lambda size: made.update([("sized", size)]))(4, 7)
    loop.one_by_one(call)(5, 1)
    loop.sized(call)(6, 8)
    assert {"sync": 3, ("sized", 7): 4, ("async", 0): 5, ("async", 8): 6} == made


def test_the_warm_up_is_made_before_the_sample_and_not_measured(monkeypatch):
    """It is made of the same size."""
    made = []
    loads = {"load": lambda calls, size: made.append((calls, size))}
    monkeypatch.setattr(worker.gc, "collect", lambda: 0)
    worker.answered(loads, {"load": "load", "calls": 9, "size": 2, "warm": 3})
    worker.answered(loads, {"load": "load", "calls": 9, "size": 2, "warm": 0})
    assert [(3, 2), (9, 2), (9, 2)] == made


def test_an_error_ends_the_load_and_not_the_worker(workers):
    """It is told by its last line, and the worker goes on."""
    with pytest.raises(PeerError, match="KeyError: 'no such load'"):
        workers["floor"].run("no such load", calls=1, size=1, warm=0)
    assert records.REPO_ID == workers["floor"].run("get", calls=1, size=1, warm=0)["seen"]


def test_an_error_is_told_in_one_line_without_its_notes():
    """A wait that fails has a note with every id that it waited for."""
    error = ExceptionGroup("2 of 1,000 are not there\nand more", [ValueError("one")])
    error.add_note("To go on: …")
    assert "ExceptionGroup: 2 of 1,000 are not there" == worker.shown(error)
    assert 200 == len(worker.shown(ValueError("x" * 999)))


def test_a_worker_that_can_not_start_says_why(server):
    """By the last line of what it said."""
    with (
        Worker(sys.executable, "no_such_peer", server.address) as lost,
        pytest.raises(PeerError, match="ModuleNotFoundError: No module named"),
    ):
        lost.run("get", calls=1, size=1, warm=0)


@pytest.mark.parametrize("program", ["ours", "raw_httpx", "raw_aiohttp"])
def test_an_asynchronous_client_ends_without_a_word(server, program):
    """Whatever it opened is closed."""
    with Worker(sys.executable, program, server.address) as one:
        assert 20 == one.run("async at once", calls=20, size=5, warm=0)["seen"]
        one._process.communicate()
        one._errors.seek(0)
        assert "" == one._errors.read()
        assert 0 == one._process.returncode


def test_a_worker_tells_whether_it_went_over_aiohttp(server):
    """Not whether that is installed, as it is here: a synchronous call does not go over it."""
    with Worker(sys.executable, "ours", server.address) as one:
        told = [one.run(load, calls=1, size=1, warm=0)["aiohttp"] for load in ("get", "async get", "get")]
    assert [False, True, True] == told
