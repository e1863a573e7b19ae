"""One synchronous client in many threads, and what interrupts a call."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from simplismart import Simplismart, SimplismartError

from .conftest import Serve, answer, echo, empty_list


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_64_threads_on_one_client_get_their_own_answers(serve: Serve):
    """Each of 640 calls from 64 threads at once returns what it asked for."""
    barrier = Barrier(64)
    with Simplismart("token", base_url=serve(echo).base_url) as client:

        def ask(thread: int) -> list[str]:
            barrier.wait()
            return [client.get_deployment(f"{thread}-{number}").uuid for number in range(10)]

        with ThreadPoolExecutor(64) as threads:
            answers = list(threads.map(ask, range(64)))
    assert [[f"{thread}-{number}" for number in range(10)] for thread in range(64)] == answers


def test_sockets_do_not_pile_up_over_1000_calls(serve: Serve):
    """1,000 calls one after another use one connection."""
    server = serve(empty_list)
    with Simplismart("token", base_url=server.base_url) as client:
        client.list_deployments()
        before = descriptors()
        for _ in range(999):
            client.list_deployments()
        assert (before, 1) == (descriptors(), server.connections)


def test_sockets_do_not_pile_up_over_failures(serve: Serve):
    """A connection that failed is closed at once, not when the garbage is collected."""
    server = serve(lambda connection, request: False)
    with Simplismart("token", base_url=server.base_url, max_retries=0) as client:
        for _ in range(100):
            with pytest.raises(SimplismartError):
                client.list_deployments()
        assert 0 == server.wait_until_open(0)


def test_a_keyboard_interrupt_is_neither_swallowed_nor_retried():
    """It leaves the call as it came, after one request."""
    requests = []

    def interrupt(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        raise KeyboardInterrupt

    with Simplismart("token", transport=httpx.MockTransport(interrupt)) as client:
        with pytest.raises(KeyboardInterrupt):
            client.list_deployments()
    assert 1 == len(requests)


def test_a_keyboard_interrupt_closes_the_connection(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    """An answer that was not read can't be taken for that of the next call."""
    server = serve(echo)
    with Simplismart("token", base_url=server.base_url) as client:
        client.get_deployment("before")
        with monkeypatch.context() as patch:
            patch.setattr("simplismart.wire.Inflater.feed", interrupt_reading)
            with pytest.raises(KeyboardInterrupt):
                client.get_deployment("interrupted")
        assert 0 == server.wait_until_open(0)
        assert "after" == client.get_deployment("after").uuid


def interrupt_reading(self, piece: bytes) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_during_the_wait_for_a_retry_ends_the_call(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    """Ctrl-C while a retry is waited for sends nothing more, and the connection is used again."""
    server = serve(
        lambda connection, request: connection.sendall(answer([], 503 if len(server.requests) == 1 else 200))
    )
    with Simplismart("token", base_url=server.base_url) as client:
        with monkeypatch.context() as patch:
            patch.setattr("simplismart._sync.session.sleep", interrupt_waiting)
            with pytest.raises(KeyboardInterrupt):
                client.list_deployments()
        assert [] == client.list_deployments()
    assert (2, 1, 0) == (len(server.requests), server.connections, server.wait_until_open(0))


def interrupt_waiting(seconds: float) -> None:
    raise KeyboardInterrupt
