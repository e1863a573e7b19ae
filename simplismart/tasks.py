"""What the asynchronous client needs of asyncio: connections, waits and a lock, one set for each event loop.

A stack of connections, each used by one call at a time, instead of one shared pool: that searches all its requests on
every event and does not survive cancelled calls (httpcore issue 1093).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import cache
from inspect import isawaitable
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from .config import async_transport
from .exceptions import ConfigurationError
from .idle import AT_ONCE, MAX_CONNECTIONS, Idle, PoolTimeoutError
from .policy import Deadline

if TYPE_CHECKING:
    import httpx

    from .over_aiohttp import AiohttpTransport
    from .transports import AsyncTransport

    AsyncConnection: TypeAlias = AsyncTransport | AiohttpTransport

T = TypeVar("T")
V = TypeVar("V")


async def async_sleep(seconds: float) -> None:
    """Wait."""
    await asyncio.sleep(seconds)


async def async_resolve(value: T | Awaitable[T]) -> T:
    """Return the value, awaited if it needs to be."""
    if isawaitable(value):
        awaited: T = await value
        return awaited
    return value


async def async_each(function: Callable[[V], Awaitable[T]], values: Iterable[V]) -> list[T]:
    """Return what the function gives for each value, in order; a few run at once."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def run(value: V) -> T:
        async with turns:
            return await function(value)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(run(value)) for value in values]
    return [task.result() for task in tasks]


class AsyncLock:
    """A lock that may be used in one event loop after another."""

    def __init__(self) -> None:
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()

    async def __aenter__(self) -> None:
        await self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock()).acquire()

    async def __aexit__(self, *_: object) -> None:
        self._locks[asyncio.get_running_loop()].release()


def connection(base_url: str, over: str | None) -> AsyncConnection:
    """Return a new connection: over aiohttp if that is asked for, or nothing is and its extra is installed.

    Behind a proxy it is always one of httpx's, which takes every kind of proxy.

    Raises:
        ConfigurationError: aiohttp is asked for and not installed.
    """
    from .transports import AsyncTransport, proxy

    extra = None if over == "httpx" else _extra()
    if extra is None and over == "aiohttp":
        raise ConfigurationError("SIMPLISMART_ASYNC_TRANSPORT=aiohttp needs: pip install 'simplismart-sdk[aiohttp]'")
    if extra is None or proxy(base_url) is not None:
        return AsyncTransport(base_url)
    return extra(base_url)


@cache
def _extra() -> type[AiohttpTransport] | None:
    """Return the transport of the extra aiohttp, None if that is missing; Python itself would look for it each time."""
    try:
        from .over_aiohttp import AiohttpTransport
    except ImportError:
        return None
    return AiohttpTransport


class _OfLoop:
    """The connections of one event loop."""

    def __init__(self) -> None:
        self.idle: Idle[AsyncConnection] = Idle()
        self._permits = asyncio.Semaphore(MAX_CONNECTIONS)
        self._at_end = _closing(self.idle)

    async def start(self) -> None:
        """Let the event loop close the connections when it ends, as it ends the generators that run in it."""
        await anext(self._at_end)

    async def acquire(self, deadline: Deadline) -> None:
        """Wait until fewer than the most connections are in use; ``release`` must follow."""
        if not self._permits.locked():
            await self._permits.acquire()
            return
        try:
            async with _until(deadline):
                await self._permits.acquire()
        except TimeoutError:
            raise PoolTimeoutError("every connection is in use") from None

    def release(self) -> None:
        """Let another call use a connection."""
        self._permits.release()


async def _closing(idle: Idle[AsyncConnection]) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await _close_all(idle)


def _until(deadline: Deadline, longer: float = 0.0) -> asyncio.Timeout:
    return asyncio.timeout(max(0.0, deadline.remaining()) + longer)


class AsyncPool:
    """The connections of a client. Each event loop, and each process, has its own."""

    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._base_url = base_url
        self._fixed = transport
        self._over = async_transport()
        self._start()

    def _start(self) -> None:
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, _OfLoop] = WeakKeyDictionary()
        self._pid = os.getpid()

    def lease(self, deadline: Deadline) -> AbstractAsyncContextManager[httpx.AsyncBaseTransport]:
        """Lend a transport; it comes back after a success and is closed after any failure or cancellation."""
        if self._fixed is not None:
            return _given(self._fixed, deadline)
        return _Lease(self._of_loop, self._make, deadline)

    async def _of_loop(self) -> _OfLoop:
        if self._pid != os.getpid():
            self._start()
        running = asyncio.get_running_loop()
        if (known := self._loops.get(running)) is not None:
            return known
        for ended in [loop for loop in self._loops if loop.is_closed()]:
            del self._loops[ended]
        made = self._loops[running] = _OfLoop()
        await made.start()
        return made

    def _make(self) -> AsyncConnection:
        return connection(self._base_url, self._over)

    async def aclose(self) -> None:
        """Close every idle connection of the running loop, and the transport that was given, if one was."""
        await _close_all((await self._of_loop()).idle)
        if self._fixed is not None:
            await self._fixed.aclose()


async def _take(idle: Idle[AsyncConnection], make: Callable[[], AsyncConnection]) -> AsyncConnection:
    while (transport := idle.pop()) is not None:
        if transport.is_ready():
            return transport
        await _close(transport)
    return make()


@asynccontextmanager
async def _given(transport: httpx.AsyncBaseTransport, deadline: Deadline) -> AsyncIterator[httpx.AsyncBaseTransport]:
    async with _until(deadline):
        yield transport


class _Lease:
    """One call's use of a connection."""

    __slots__ = ("_deadline", "_loop", "_make", "_of_loop", "_timeout", "_transport")

    def __init__(
        self, of_loop: Callable[[], Awaitable[_OfLoop]], make: Callable[[], AsyncConnection], deadline: Deadline
    ) -> None:
        self._of_loop = of_loop
        self._make = make
        self._deadline = deadline

    async def __aenter__(self) -> AsyncConnection:
        self._loop = await self._of_loop()
        await self._loop.acquire(self._deadline)
        try:
            self._transport = await _take(self._loop.idle, self._make)
            self._timeout = await _until(self._deadline, self._transport.backstop).__aenter__()
        except BaseException:
            self._loop.release()
            raise
        return self._transport

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._timeout.__aexit__(kind, error, trace)
        finally:
            await self._return(kind is None)

    async def _return(self, is_sound: bool) -> None:
        try:
            if is_sound:
                await _give(self._loop.idle, self._transport)
            else:
                await _close(self._transport)
        finally:
            self._loop.release()


async def _give(idle: Idle[AsyncConnection], transport: AsyncConnection) -> None:
    idle.push(transport)
    for stale in idle.stale():
        await _close(stale)


async def _close_all(idle: Idle[AsyncConnection]) -> None:
    for transport in idle.clear():
        await _close(transport)


async def _close(transport: AsyncConnection) -> None:
    with suppress(OSError, RuntimeError):
        await transport.aclose()
