"""What can be seen of a call: hooks and the log."""

import logging
import sys
from collections.abc import Iterator

import pytest

from simplismart.observe import Observer, RequestEvent, ResponseEvent, log_from_environment
from simplismart.policy import Deadline
from simplismart.wire import Call

CALL = Call(
    "POST",
    "/accounts/secrets/",
    "https://api.example.com/accounts/secrets/?org_id=SEKRIT-QUERY",
    [("X-Trace-Id", "trace-1"), ("Authorization", "SEKRIT-HEADER")],
    b"SEKRIT-BODY",
    False,
    Deadline(5),
    2,
    "trace-1",
    ("SEKRIT",),
)
logger = logging.getLogger("simplismart")
HEADERS = {"content-type": "application/json"}


@pytest.fixture(autouse=True)
def logger_as_it_was() -> Iterator[None]:
    handlers, level = list(logger.handlers), logger.level
    yield
    logger.handlers[:] = handlers
    logger.setLevel(level)


def test_hooks_hear_of_each_attempt():
    """on_request before, on_response after, with what the attempt took and what came of it."""
    heard: list[object] = []
    observer = Observer(heard.append, heard.append)
    observer.ended(observer.started(CALL, 2), 201, HEADERS, None)
    request, response = heard
    assert RequestEvent("POST", "/accounts/secrets/", "trace-1", 2) == request
    assert isinstance(response, ResponseEvent)
    assert (*request, 201, HEADERS, None) == (*response[:4], *response[5:])
    assert 0.0 <= response.elapsed < 5.0


def test_a_failed_attempt_has_no_status():
    """Where no answer came the event has the error, and None for the status."""
    heard: list[ResponseEvent] = []
    observer = Observer(on_response=heard.append)
    failure = OSError("reset")
    observer.ended(observer.started(CALL, 1), 0, None, failure)
    assert (None, None, failure) == heard[0][5:]


def test_events_hold_no_secret():
    """Neither the query nor headers nor body of a request reach a hook."""
    heard: list[object] = []
    Observer(on_request=heard.append).started(CALL, 1)
    assert "SEKRIT" not in repr(heard)


def broken(_: object) -> None:
    raise RuntimeError("the hook is broken")


def test_a_hook_that_raises_never_breaks_a_call(caplog):
    """Its error is logged, and the call goes on."""
    observer = Observer(broken, broken)
    observer.ended(observer.started(CALL, 1), 200, HEADERS, None)
    assert ["a hook of the client failed"] * 2 == caplog.messages
    assert "the hook is broken" in caplog.text


def test_a_hook_may_stop_the_program():
    """KeyboardInterrupt and its like are not swallowed."""

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Observer(interrupted).started(CALL, 1)


@pytest.mark.parametrize(("status", "error", "what"), [(201, None, "201"), (0, OSError("reset"), "OSError")])
def test_the_log_line(caplog, status, error, what):
    """At DEBUG: method, path, status or error, time, trace id and attempt; never query, headers or body."""
    caplog.set_level(logging.DEBUG, "simplismart")
    observer = Observer()
    observer.ended(observer.started(CALL, 3), status, HEADERS, error)
    (line,) = caplog.messages
    assert line.startswith(f"POST /accounts/secrets/ {what} ")
    assert line.endswith(" ms trace_id=trace-1 attempt=3")
    assert "SEKRIT" not in caplog.text


def test_silence():
    """Without hooks and above DEBUG nothing is told to anyone."""
    observer = Observer()
    logger.setLevel(logging.INFO)
    observer.ended(observer.started(CALL, 1), 200, HEADERS, None)


@pytest.mark.parametrize("value", ["debug", "DEBUG", " Debug "])
def test_the_log_is_switched_on_by_the_environment(monkeypatch, value, capsys):
    """SIMPLISMART_LOG=debug sends the log to stderr."""
    monkeypatch.setenv("SIMPLISMART_LOG", value)
    log_from_environment()
    observer = Observer()
    observer.ended(observer.started(CALL, 1), 200, HEADERS, None)
    assert "simplismart DEBUG POST /accounts/secrets/ 200" in capsys.readouterr().err


@pytest.mark.parametrize("value", [None, "", "  ", "loud", "10"])
def test_the_log_stays_as_it_is(monkeypatch, value):
    """Without the name of a level the logger is left alone."""
    if value is None:
        monkeypatch.delenv("SIMPLISMART_LOG", raising=False)
    else:
        monkeypatch.setenv("SIMPLISMART_LOG", value)
    before = list(logger.handlers), logger.level
    log_from_environment()
    assert before == (list(logger.handlers), logger.level)


def test_the_log_of_the_program_wins(monkeypatch):
    """Where the program has a handler of its own, none is added; two clients do not log twice."""
    monkeypatch.setenv("SIMPLISMART_LOG", "debug")
    own = logging.StreamHandler(sys.stderr)
    logger.handlers[:] = [own]
    log_from_environment()
    log_from_environment()
    assert [own] == logger.handlers
