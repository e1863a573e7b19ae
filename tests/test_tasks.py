"""The connections of the asynchronous client."""

import asyncio
import time

import httpx
import pytest

from simplismart.idle import AT_ONCE, MAX_IDLE, PoolTimeoutError
from simplismart.policy import Deadline
from simplismart.tasks import AsyncLock, AsyncPool, async_each, async_resolve, async_sleep
from simplismart.transports import FAILURES, timeouts

pytestmark = pytest.mark.anyio


class Connection:
    """A transport that only knows whether it was closed, and whether it may be used again."""

    closed = False
    ready = True
    backstop = 0.1

    def is_ready(self) -> bool:
        return self.ready

    async def aclose(self) -> None:
        self.closed = True


class Stubborn(Connection):
    """A transport that cannot be closed without an error."""

    async def aclose(self) -> None:
        await super().aclose()
        raise RuntimeError("the event loop is closed")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    connections: list[Connection] = []

    def make(_: AsyncPool) -> Connection:
        connections.append(Connection())
        return connections[-1]

    monkeypatch.setattr(AsyncPool, "_make", make)
    return connections


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simplismart.tasks.MAX_CONNECTIONS", 1)


def pool() -> AsyncPool:
    return AsyncPool("http://127.0.0.1:1")


def soon() -> Deadline:
    return Deadline(5.0)


async def lend(connections: AsyncPool) -> object:
    async with connections.lease(soon()) as transport:
        return transport


async def test_a_connection_comes_back_after_a_success(made):
    """One call after another uses one connection."""
    connections = pool()
    assert 1 == len({await lend(connections) for _ in range(3)})
    assert [False] == [each.closed for each in made]


async def test_calls_at_once_have_connections_of_their_own(made):
    """No two calls share a connection; the one that came back last is lent first."""
    connections = pool()
    async with connections.lease(soon()) as first, connections.lease(soon()) as second:
        assert first is not second
    again = await lend(connections)
    assert first is again


@pytest.mark.parametrize("error", [OSError, asyncio.CancelledError, RuntimeError])
async def test_a_connection_is_closed_after_any_failure(made, error):
    """What stopped half way through an answer is never lent again."""
    connections = pool()
    with pytest.raises(error):
        async with connections.lease(soon()):
            raise error
    again = await lend(connections)
    assert made[1] is again
    assert [True, False] == [each.closed for each in made]


async def test_a_connection_that_is_not_ready_is_not_lent_again(made):
    """What the server closed meanwhile, or wrote more to, is closed before the next call."""
    connections = pool()
    async with connections.lease(soon()) as transport:
        transport.ready = False
    again = await lend(connections)
    assert made[1] is again
    assert [True, False] == [each.closed for each in made]


async def test_an_error_in_closing_does_not_hide_the_failure(monkeypatch):
    """A connection that cannot be closed cleanly is none of the caller's business."""
    monkeypatch.setattr(AsyncPool, "_make", lambda _: Stubborn())
    with pytest.raises(OSError, match="reset"):
        async with pool().lease(soon()):
            raise OSError("reset")


async def test_cancelled_calls_use_up_nothing(made, small):
    """After many cancellations every connection can be lent again (httpcore's own pool is dead by then)."""
    connections = pool()

    async def endless() -> None:
        async with connections.lease(soon()):
            await asyncio.sleep(60)

    for _ in range(20):
        tasks = [asyncio.create_task(endless()) for _ in range(3)]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        assert 3 == sum(
            isinstance(each, asyncio.CancelledError) for each in await asyncio.gather(*tasks, return_exceptions=True)
        )
    again = await lend(connections)
    assert made[-1] is again
    assert [True] * 20 + [False] == [each.closed for each in made]


async def test_the_deadline_ends_what_is_done_with_a_connection(made):
    """The call ends soon after its deadline wherever it is waiting, and its connection is closed."""
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        async with pool().lease(Deadline(0.02)):
            await asyncio.sleep(60)
    assert 1.0 > time.monotonic() - start
    assert [True] == [each.closed for each in made]


class Slow(Connection):
    """A transport that takes longer to close than the call has left."""

    async def aclose(self) -> None:
        await asyncio.sleep(0.2)
        await super().aclose()


async def test_a_deadline_that_passes_while_a_connection_is_closed_changes_nothing(monkeypatch):
    """The call ends in its own error, not as if somebody had cancelled it, and the connection is closed."""
    slow = Slow()
    monkeypatch.setattr(AsyncPool, "_make", lambda _: slow)
    with pytest.raises(ValueError, match="why"):
        async with pool().lease(Deadline(0.02)):
            raise ValueError("why")
    assert (0, True) == (asyncio.current_task().cancelling(), slow.closed)


async def test_a_deadline_that_has_passed_leaves_no_time_to_wait(made):
    """The first wait of such a call ends it."""
    with pytest.raises(TimeoutError):
        async with pool().lease(Deadline(-1.0)):
            await asyncio.sleep(60)


@pytest.mark.parametrize("timeout", [0.02, 0.0, -1.0])
async def test_no_connection_within_the_deadline(made, small, timeout):
    """A call that finds every connection in use gives up when its time is over, and says that nothing was sent."""
    connections = pool()
    async with connections.lease(soon()):
        with pytest.raises(PoolTimeoutError, match="every connection is in use"):
            async with connections.lease(Deadline(timeout)):
                pass
    again = await lend(connections)
    assert made[0] is again


async def test_calls_wait_for_a_connection(made, small):
    """Many calls and one connection: each has its turn."""
    connections = pool()
    lent = await asyncio.gather(*(lend(connections) for _ in range(20)))
    assert [made[0]] * 20 == lent


async def test_a_connection_that_cannot_be_made_gives_its_permit_back(monkeypatch, small):
    """An error in making the connection is the caller's to see, again and again."""

    def fail(_: AsyncPool) -> None:
        raise ValueError("unknown proxy")

    monkeypatch.setattr(AsyncPool, "_make", fail)
    connections = pool()
    for _ in range(2):
        with pytest.raises(ValueError, match="unknown proxy"):
            await lend(connections)


async def test_connections_that_were_idle_for_too_long_are_closed(made, monkeypatch):
    """A call that ends closes what nobody used for minutes."""
    connections = pool()
    async with connections.lease(soon()), connections.lease(soon()):
        pass
    later = time.monotonic() + MAX_IDLE + 1
    monkeypatch.setattr("simplismart.idle.time.monotonic", lambda: later)
    again = await lend(connections)
    assert made[0] is again
    assert [False, True] == [each.closed for each in made]


async def test_close(made):
    """Closing closes what is idle; the pool can be used again."""
    connections = pool()
    await lend(connections)
    await connections.aclose()
    await connections.aclose()
    assert [True] == [each.closed for each in made]
    again = await lend(connections)
    assert made[1] is again


async def test_a_given_transport_is_the_only_one(made, small):
    """With a transport of the caller's, no connection is made; a failure leaves it open; aclose() closes it."""
    own = Connection()
    connections = AsyncPool("http://127.0.0.1:1", own)
    with pytest.raises(OSError, match="reset"):
        async with connections.lease(soon()):
            raise OSError("reset")
    async with connections.lease(soon()) as first, connections.lease(soon()) as second:
        assert own is first is second
    assert False is own.closed
    await connections.aclose()
    assert True is own.closed
    assert [] == made


async def test_the_deadline_holds_with_a_given_transport():
    """A transport of the caller's has no more time than another."""
    with pytest.raises(TimeoutError):
        async with AsyncPool("http://127.0.0.1:1", Connection()).lease(Deadline(0.01)):
            await asyncio.sleep(60)


def test_each_event_loop_has_connections_of_its_own(made):
    """One client works in one loop after another, and what a loop left behind is closed when it ends."""
    connections = pool()
    assert asyncio.run(lend(connections)) is not asyncio.run(lend(connections))
    assert [True, True] == [each.closed for each in made]


def test_a_loop_that_ended_is_forgotten(made):
    """A client does not collect the loops of a program that makes one after another."""
    connections = pool()
    loops = [asyncio.new_event_loop() for _ in range(3)]
    for loop in loops:
        loop.run_until_complete(lend(connections))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
    assert [loops[-1]] == list(connections._loops)


async def test_a_child_process_starts_with_no_connection(made, monkeypatch):
    """Another process id means other connections."""
    connections = pool()
    await lend(connections)
    monkeypatch.setattr("simplismart.tasks.os.getpid", lambda: -1)
    again = await lend(connections)
    assert made[1] is again
    again = await lend(connections)
    assert made[1] is again
    assert False is made[0].closed


async def send(connections: AsyncPool, url: str, deadline: Deadline) -> bytes:
    request = httpx.Request("GET", url, extensions={"timeout": timeouts(deadline)})
    async with connections.lease(deadline) as transport:
        response = await transport.handle_async_request(request)
        return await response.aread()


async def test_real_connections(loopback):
    """Over a socket: calls in a row share one connection, until the pool is closed."""
    connections = AsyncPool(loopback.url)
    assert [b"[]"] * 3 == [await send(connections, loopback.url, soon()) for _ in range(3)]
    await connections.aclose()
    assert b"[]" == await send(connections, loopback.url, soon())
    await connections.aclose()
    assert [3, 1] == [loopback.connections.count(each) for each in dict.fromkeys(loopback.connections)]


@pytest.mark.parametrize("at_once", [b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"])
async def test_the_deadline_over_a_socket(dripping, at_once):
    """A server that drips costs its caller the timeout and no more."""
    url = dripping(at_once)
    start = time.monotonic()
    with pytest.raises(FAILURES):
        await send(AsyncPool(url), url, Deadline(0.1))
    assert 1.0 > time.monotonic() - start


async def test_a_lock_lets_one_in_at_a_time():
    """Who comes second waits until the first is out."""
    lock = AsyncLock()
    order: list[str] = []

    async def work(name: str) -> None:
        async with lock:
            order.append(f"{name} in")
            await asyncio.sleep(0)
            order.append(f"{name} out")

    await asyncio.gather(work("a"), work("b"))
    assert ["a in", "a out", "b in", "b out"] == order


async def test_a_lock_is_free_again_after_a_failure():
    """An error or a cancellation inside does not keep others out."""
    lock = AsyncLock()
    for _ in range(2):
        with pytest.raises(OSError, match="reset"):
            async with lock:
                raise OSError("reset")


def test_a_lock_serves_one_event_loop_after_another():
    """A client that is used in several runs of asyncio has a lock in each."""
    lock = AsyncLock()

    async def contend() -> int:
        async def enter() -> int:
            async with lock:
                await asyncio.sleep(0)
                return 1

        return sum(await asyncio.gather(enter(), enter()))

    assert [2, 2] == [asyncio.run(contend()) for _ in range(2)]


async def test_values_are_awaited_if_need_be():
    """A token provider may be a plain function or a coroutine function."""

    async def later() -> str:
        return "later"

    assert ["now", "later"] == [await async_resolve("now"), await async_resolve(later())]


async def test_waiting(monkeypatch):
    """Waiting leaves the event loop to the others."""
    others: list[str] = []
    asyncio.get_running_loop().call_soon(others.append, "ran")
    await async_sleep(0.001)
    assert ["ran"] == others


async def test_each_keeps_the_order_and_runs_a_few_at_once():
    """As many as there may be, and no more."""
    running, most = 0, 0

    async def double(value: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return 2 * value

    assert [2 * value for value in range(40)] == await async_each(double, range(40))
    assert AT_ONCE == most
    assert [] == await async_each(double, [])


async def test_each_leaves_nothing_running_after_an_error():
    """What has begun is cancelled before the error is seen."""
    ended: list[int] = []

    async def fail(value: int) -> None:
        if value == 1:
            raise OSError("reset")
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(value)

    with pytest.raises(ExceptionGroup) as caught:
        await async_each(fail, range(4))
    assert OSError is type(caught.value.exceptions[0])
    assert [0, 2, 3] == sorted(ended)
