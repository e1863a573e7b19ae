"""Clients and errors across processes; each program runs in an interpreter of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Serve, answer, echo, empty_list

PROGRAMS = Path(__file__).parent / "programs"


def run(program: str, *arguments: str, flags: tuple[str, ...] = (), **environment: str) -> tuple[str, str]:
    """Run a program, which must end well, and return what it wrote to stdout and stderr."""
    command = [sys.executable, *flags, str(PROGRAMS / f"{program}.py"), *arguments]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=30)
    assert 0 == done.returncode, done.stderr
    return done.stdout, done.stderr


@pytest.mark.usefixtures("over")
def test_a_client_is_used_before_and_after_a_fork(serve: Serve):
    """Parent and child make 200 calls each on clients they had before, while threads use them, and no answer is crossed."""
    assert "0 0\n" == run("forked", serve(echo).base_url)[0]


def test_a_fork_while_a_token_is_asked_for_does_not_hang_the_child(serve: Serve):
    """The child asks for a token of its own instead of waiting for a thread that it does not have."""
    assert "0\n" == run("forked_in_refresh", serve(empty_list).base_url)[0]


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize("flags", [(), ("-X", "dev"), ("-W", "error")])
def test_a_dropped_client_warns_at_most_of_a_resource(serve: Serve, flags: tuple[str, ...]):
    """A client that nobody closes says nothing, or ResourceWarning where that is asked for."""
    server = serve(empty_list)
    stderr = run("dropped", server.base_url, flags=flags)[1]
    assert flags or not stderr
    assert {"ResourceWarning"} >= set(re.findall(r"^(?:.*: )?(\w+(?:Error|Warning|Exception)):", stderr, re.MULTILINE))
    assert 0 == server.wait_until_open(0)


def test_an_error_comes_back_from_a_process_pool_whole(serve: Serve):
    """Every attribute of an error is the same after it went through concurrent.futures and multiprocessing."""
    server = serve(
        lambda connection, request: connection.sendall(answer({"detail": "slow down"}, 429, Retry_After="7"))
    )
    expected = [
        "RateLimitError",
        "slow down (status=429)",
        ["slow down"],
        {
            "message": "slow down",
            "status_code": 429,
            "payload": {"detail": "slow down"},
            "trace_id": "trace",
            "method": "GET",
            "path": "/deployments/list/model/",
            "retry_after": 7.0,
            "attempts": 1,
            "may_have_succeeded": False,
        },
    ]
    assert [expected] * 2 == json.loads(run("pooled", server.base_url)[0])


LINE = re.compile(
    r"\d{4}-\d\d-\d\d [\d:,]+ simplismart DEBUG GET /deployments/list/model/ 200 \d+ ms trace_id=trace-1 attempt=1"
)


def test_the_environment_turns_the_log_on(serve: Serve):
    """SIMPLISMART_LOG=debug writes a line per attempt to stderr, without query, headers or bodies; unset writes none."""
    base_url = serve(lambda connection, request: connection.sendall(answer([], X_Echo="an-answers-header"))).base_url
    stderr = run("logged", base_url, SIMPLISMART_LOG="debug")[1]
    assert LINE.fullmatch(stderr.splitlines()[0])
    assert 2 == len(stderr.splitlines())
    assert not re.search("the-token-itself|DEPLOYED|an-answers-header|127", stderr)
    assert "" == run("logged", base_url)[1]
