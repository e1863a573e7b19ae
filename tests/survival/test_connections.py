"""Idle connections: kept for minutes, replaced when the server has closed them."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from simplismart import AsyncSimplismart, Simplismart

from .conftest import Serve, Server, answer

CREATE = {"name": "x"}


def both(kind: str, server: Server, method: str, *arguments: Any, between: Any = lambda: None) -> None:
    """Make two calls on one client, with something in between."""
    if kind == "sync":
        with Simplismart("token", base_url=server.base_url, max_retries=0) as client:
            getattr(client, method)(*arguments)
            between()
            getattr(client, method)(*arguments)
        return

    async def main() -> None:
        async with AsyncSimplismart("token", base_url=server.base_url, max_retries=0) as client:
            await getattr(client, method)(*arguments)
            await asyncio.to_thread(between)
            await getattr(client, method)(*arguments)

    asyncio.run(main())


CALLS = [("list_deployments", ()), ("create_byoc_deployment", (CREATE,))]


def reply(connection: Any, request: Any) -> None:
    connection.sendall(answer([] if request.method == "GET" else {}))


@pytest.mark.parametrize(("method", "arguments"), CALLS)
def test_two_calls_use_one_connection(serve: Serve, kind: str, method: str, arguments: tuple[Any, ...]):
    """A call reuses the connection of the one before."""
    server = serve(reply)
    both(kind, server, method, *arguments)
    assert (1, 2, 0) == (server.connections, len(server.requests), server.wait_until_open(0))


@pytest.mark.parametrize(("seconds", "connections"), [(240, 1), (400, 2)])
def test_an_idle_connection_is_kept_for_minutes(
    serve: Serve, kind: str, monkeypatch: pytest.MonkeyPatch, seconds: int, connections: int
):
    """Polls minutes apart use one connection; after five it is not trusted any more."""
    clock = time.monotonic
    server = serve(reply)

    def later() -> None:
        monkeypatch.setattr("httpcore._async.http11.time.monotonic", lambda: clock() + seconds)
        monkeypatch.setattr("aiohttp.connector.monotonic", lambda: clock() + seconds)

    both(kind, server, "list_deployments", between=later)
    monkeypatch.undo()
    assert connections == server.connections


@pytest.mark.parametrize(("method", "arguments"), CALLS)
def test_a_connection_that_was_closed_while_idle_is_replaced(
    serve: Serve, kind: str, method: str, arguments: tuple[Any, ...]
):
    """The next call, a create too, succeeds without a retry over a new connection, and nothing is sent twice."""

    def reply_and_close(connection: Any, request: Any) -> bool:
        reply(connection, request)
        return False

    server = serve(reply_and_close)
    both(kind, server, method, *arguments, between=lambda: server.wait_until_open(0))
    assert (2, 2) == (server.connections, len(server.requests))


def two_at_once(kind: str, server: Server, pause: float) -> int:
    """Make two calls at once on one client, a pause, and one more call; return how many connections are left."""
    if kind == "sync":
        with Simplismart("token", base_url=server.base_url) as client, ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda _: client.list_deployments(), range(2)))
            time.sleep(pause)
            client.list_deployments()
            return server.wait_until_open(1)

    async def main() -> int:
        async with AsyncSimplismart("token", base_url=server.base_url) as client:
            await asyncio.gather(client.list_deployments(), client.list_deployments())
            await asyncio.sleep(pause)
            await client.list_deployments()
            return await asyncio.to_thread(server.wait_until_open, 1)

    return asyncio.run(main())


def test_connections_that_nobody_needs_are_closed(serve: Serve, kind: str, monkeypatch: pytest.MonkeyPatch):
    """A connection that was idle for too long is closed after the next call, which used another."""
    monkeypatch.setattr("simplismart.idle.MAX_IDLE", 0.1)
    together = Barrier(2)

    def reply_together(connection: Any, request: Any) -> None:
        if len(server.requests) <= 2:
            together.wait(5)
        reply(connection, request)

    server = serve(reply_together)
    assert 1 == two_at_once(kind, server, 0.15)
    assert (2, 3) == (server.connections, len(server.requests))


def test_a_connection_that_says_more_than_its_answer_is_not_used_again(serve: Serve, kind: str):
    """What follows an answer unasked is never taken for the answer to the next call."""
    server = serve(lambda connection, request: connection.sendall(answer([]) + answer([{"uuid": "of another"}])))
    both(kind, server, "list_deployments")
    assert (2, 2) == (server.connections, len(server.requests))


def test_an_answer_that_says_close_is_honoured(serve: Serve, kind: str):
    """After Connection: close the next call opens another connection."""
    server = serve(lambda connection, request: connection.sendall(answer([], Connection="close")))
    both(kind, server, "list_deployments")
    assert (2, 2) == (server.connections, len(server.requests))
