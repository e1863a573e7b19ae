"""One asynchronous client in many tasks and event loops, and cancelling."""

from __future__ import annotations

import asyncio
import gc
import os
import time
import weakref

import httpx
import pytest

from simplismart import AsyncSimplismart, SimplismartError

from .conftest import Serve, answer, echo, empty_list

pytestmark = pytest.mark.usefixtures("over")


def test_200_calls_at_once_get_their_own_answers(serve: Serve):
    """asyncio.gather of 200 calls on one client returns each what it asked for, over at most 100 connections."""
    server = serve(echo)

    async def main() -> list[str]:
        async with AsyncSimplismart("token", base_url=server.base_url) as client:
            found = await asyncio.gather(*(client.get_deployment(str(number)) for number in range(200)))
        return [deployment.uuid for deployment in found]

    assert [str(number) for number in range(200)] == asyncio.run(main())
    assert server.connections <= 100


def test_sockets_do_not_pile_up_over_1000_calls(serve: Serve):
    """1,000 calls one after another use one connection."""
    server = serve(empty_list)

    async def main() -> int:
        async with AsyncSimplismart("token", base_url=server.base_url) as client:
            await client.list_deployments()
            before = len(os.listdir("/proc/self/fd"))
            for _ in range(999):
                await client.list_deployments()
            return len(os.listdir("/proc/self/fd")) - before

    assert (0, 1) == (asyncio.run(main()), server.connections)


def test_the_client_survives_300_cancelled_calls(serve: Serve):
    """After 300 calls were cancelled under way, 10 of 10 succeed, with no connection left of the 300."""

    def handle(connection, request) -> None:
        if "slow" in request.target:
            server.closing.wait(5)
        echo(connection, request)

    server = serve(handle)

    async def main() -> tuple[list[bool], list[str]]:
        async with AsyncSimplismart("token", base_url=server.base_url) as client:
            tasks = [asyncio.create_task(client.get_deployment(f"slow-{number}")) for number in range(300)]
            await asyncio.sleep(0.3)
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            found = [(await client.get_deployment(str(number))).uuid for number in range(10)]
            return [isinstance(result, asyncio.CancelledError) for result in results], found

    cancelled, found = asyncio.run(main())
    server.closing.set()
    assert [True] * 300 == cancelled
    assert [str(number) for number in range(10)] == found
    assert 0 == server.wait_until_open(0)


def test_cancelling_in_a_body_leaves_no_connection_behind(serve: Serve):
    """A call that is cancelled with half a body read closes its connection, and the next one gets its own answer."""

    def handle(connection, request) -> None:
        if "half" in request.target:
            connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"uuid": ')
        else:
            echo(connection, request)

    server = serve(handle)

    async def main() -> tuple[int, str]:
        async with AsyncSimplismart("token", base_url=server.base_url) as client:
            await client.get_deployment("first")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await client.get_deployment("half")
            left = await asyncio.to_thread(server.wait_until_open, 0)
            return left, (await client.get_deployment("last")).uuid

    assert (0, "last") == asyncio.run(main())


def test_cancelling_in_the_wait_for_a_retry_leaves_no_connection_behind(serve: Serve):
    """The connection of the failed attempt is used by the next call, and closed with the client."""
    server = serve(
        lambda connection, request: connection.sendall(answer([], 503 if len(server.requests) == 1 else 200))
    )

    async def main() -> list[object]:
        async with AsyncSimplismart("token", base_url=server.base_url) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await client.list_deployments()
            return await client.list_deployments()

    assert [] == asyncio.run(main())
    assert (2, 1, 0) == (len(server.requests), server.connections, server.wait_until_open(0))


@pytest.mark.parametrize("kind", [asyncio.CancelledError, KeyboardInterrupt])
def test_an_interruption_is_neither_swallowed_nor_retried(kind: type[BaseException]):
    """CancelledError and KeyboardInterrupt leave the call as they came, after one request."""
    requests = []

    def interrupt(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        raise kind

    async def main() -> None:
        async with AsyncSimplismart("token", transport=httpx.MockTransport(interrupt)) as client:
            await client.list_deployments()

    with pytest.raises(kind):
        asyncio.run(main())
    assert 1 == len(requests)


def test_a_timeout_of_the_caller_stays_the_callers(serve: Serve):
    """asyncio.timeout around a call raises its own TimeoutError, not one of the client's."""
    server = serve(lambda connection, request: None)

    async def main() -> None:
        async with AsyncSimplismart("token", base_url=server.base_url, timeout=60) as client:
            async with asyncio.timeout(0.1):
                await client.list_deployments()

    with pytest.raises(TimeoutError) as caught:
        asyncio.run(main())
    assert not isinstance(caught.value, SimplismartError)


def test_a_client_is_used_in_one_event_loop_after_another(serve: Serve):
    """A second and third asyncio.run with the same client work, each over connections of its own."""
    server = serve(echo)
    client = AsyncSimplismart("token", base_url=server.base_url)

    async def main(name: str) -> str:
        async with client:
            await asyncio.gather(*(client.get_deployment(str(number)) for number in range(5)))
            return (await client.get_deployment(name)).uuid

    assert ["a", "b", "c"] == [asyncio.run(main(name)) for name in "abc"]
    assert 0 == server.wait_until_open(0)


def test_connections_end_with_their_event_loop(serve: Serve):
    """A client that nobody closes works in 20 runs of asyncio.run, and none of them leaves a connection behind."""
    server = serve(echo)
    client = AsyncSimplismart("token", base_url=server.base_url)

    async def main(name: str) -> str:
        return (await client.get_deployment(name)).uuid

    for number in range(20):
        assert str(number) == asyncio.run(main(str(number)))
        assert 0 == server.wait_until_open(0)


def test_a_deadline_that_ends_with_the_answer_does_no_harm(serve: Serve):
    """Calls whose answers come just at the deadline either succeed or fail, and the client works on."""

    def handle(connection, request) -> None:
        time.sleep(0.05)
        echo(connection, request)

    server = serve(handle)

    async def main() -> tuple[list[object], str]:
        async with AsyncSimplismart("token", base_url=server.base_url, max_retries=0) as client:
            calls = (client.get_deployment(str(number), timeout=0.04 + number / 1000) for number in range(30))
            results = await asyncio.gather(*calls, return_exceptions=True)
            return results, (await client.get_deployment("last")).uuid

    results, last = asyncio.run(main())
    for number, result in enumerate(results):
        assert isinstance(result, TimeoutError) or str(number) == result.uuid
    assert "last" == last


def test_an_event_loop_that_is_closed_is_let_go():
    """A client holds on to no loop of the past, also if that was closed without more ado."""
    client = AsyncSimplismart("token", base_url="http://api.invalid")
    loop = asyncio.new_event_loop()
    loop.run_until_complete(client.aclose())
    loop.close()
    gone = weakref.ref(loop)
    del loop
    asyncio.run(client.aclose())
    gc.collect()
    assert gone() is None
