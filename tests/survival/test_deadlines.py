"""The timeout bounds the whole call, whatever the server does. The limits are wide: machines are busy at times."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from simplismart import DeadlineExceededError, SimplismartError

from .conftest import Serve, answer, call

TIMEOUT = 0.25
LIMIT = TIMEOUT + 0.9
PAUSE = 0.02


def silence(connection, request) -> None:
    """Never answer."""


def dripped(data: bytes) -> Callable[..., None]:
    """Send a byte now and then."""

    def handle(connection, request) -> None:
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(PAUSE)

    return handle


HANG = {
    "no answer": silence,
    "headers dripped": dripped(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: 1\r\n" * 10),
    "body dripped": lambda c, r: (
        c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n") or dripped(b" " * 99)(c, r)
    ),
    "chunks dripped": lambda c, r: (
        c.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") or dripped(b"1\r\n \r\n" * 20)(c, r)
    ),
    "1xx dripped": dripped(b"HTTP/1.1 102 Processing\r\n\r\n" * 4),
}


def ended(kind: str, base_url: str, expected: type[SimplismartError], **options: Any) -> SimplismartError:
    """Make a call that has to fail in time."""
    start = time.monotonic()
    with pytest.raises(expected) as caught:
        call(kind, "list_deployments", base_url=base_url, timeout=TIMEOUT, **options)
    assert time.monotonic() - start < LIMIT
    return caught.value


@pytest.mark.parametrize("case", HANG)
def test_a_call_ends_in_time_when_the_answer_does_not(serve: Serve, kind: str, case: str):
    """No answer, or one that drips a byte at a time, ends in a TimeoutError at the deadline."""
    error = ended(kind, serve(HANG[case]).base_url, DeadlineExceededError)
    assert isinstance(error, TimeoutError)


def test_a_tls_handshake_ends_in_time(serve: Serve, kind: str):
    """A server that accepts and says nothing does not hold a TLS connection; nothing was sent."""
    server = serve(silence)
    server.is_mute = True
    base_url = server.base_url.replace("http:", "https:")
    start = time.monotonic()
    with pytest.raises(DeadlineExceededError) as caught:
        call(kind, "create_byoc_deployment", {"name": "x"}, base_url=base_url, timeout=TIMEOUT)
    assert time.monotonic() - start < LIMIT
    assert not caught.value.may_have_succeeded


def test_endless_503_ends_in_time(serve: Serve, kind: str):
    """A server that always fails ends a call by its deadline, however many retries are allowed: with its last answer,
    or while the next is awaited.
    """
    server = serve(lambda c, r: c.sendall(answer({}, 503, Retry_After="0.05")))
    error = ended(kind, server.base_url, SimplismartError, max_retries=1000)
    assert 503 == error.status_code or isinstance(error, DeadlineExceededError)
    assert 1 < len(server.requests) < 10


@pytest.mark.parametrize("status", [429, 503])
def test_an_hour_of_retry_after_is_not_waited_for(serve: Serve, kind: str, status: int):
    """The error comes at once and says how long the API asked to wait."""
    server = serve(lambda c, r: c.sendall(answer({}, status, Retry_After="3600")))
    assert 3600.0 == ended(kind, server.base_url, SimplismartError).retry_after
    assert 1 == len(server.requests)


def test_a_request_that_is_read_slowly_ends_in_time(kind: str, serve: Serve):
    """The deadline holds while the body is being sent, too."""

    def read_slowly(connection, request) -> None:
        while not server.closing.is_set() and connection.recv(20_000):
            time.sleep(PAUSE)

    server = serve(read_slowly)
    server.reads_bodies = False
    start = time.monotonic()
    with pytest.raises(DeadlineExceededError) as caught:
        call(kind, "create_byoc_deployment", {"name": "x" * 15_000_000}, base_url=server.base_url, timeout=TIMEOUT)
    assert time.monotonic() - start < LIMIT
    assert caught.value.may_have_succeeded


def test_a_wait_for_a_connection_ends_in_time(serve: Serve, kind: str, monkeypatch: pytest.MonkeyPatch):
    """A call that finds every connection in use ends by its deadline; nothing was sent."""
    monkeypatch.setattr("simplismart.threads.MAX_CONNECTIONS", 0)
    monkeypatch.setattr("simplismart.tasks.MAX_CONNECTIONS", 0)
    server = serve(silence)
    assert not ended(kind, server.base_url, DeadlineExceededError).may_have_succeeded
    assert 0 == server.connections
