"""What the asynchronous client needs of asyncio: connections, waits and a lock, one set for each event loop.

A stack of connections, each used by one call at a time, instead of one shared pool: that searches all its requests on
every event and does not survive cancelled calls (httpcore issue 1093).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from inspect import isawaitable
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from .idle import MAX_CONNECTIONS, Idle
from .policy import Deadline

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")


async def async_sleep(seconds: float) -> None:
    """Wait."""
    await asyncio.sleep(seconds)


async def async_resolve(value: T | Awaitable[T]) -> T:
    """Return the value, awaited if it needs to be."""
    if isawaitable(value):
        awaited: T = await value
        return awaited
    return value


class AsyncLock:
    """A lock that may be used in one event loop after another."""

    def __init__(self) -> None:
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()

    async def __aenter__(self) -> None:
        await self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock()).acquire()

    async def __aexit__(self, *_: object) -> None:
        self._locks[asyncio.get_running_loop()].release()


class _OfLoop:
    """The connections of one event loop."""

    def __init__(self) -> None:
        self.idle: Idle[httpx.AsyncBaseTransport] = Idle()
        self.permits = asyncio.Semaphore(MAX_CONNECTIONS)


class AsyncPool:
    """The connections of a client. Each event loop, and each process, has its own."""

    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._base_url = base_url
        self._fixed = transport
        self._start()

    def _start(self) -> None:
        self._pid = os.getpid()
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, _OfLoop] = WeakKeyDictionary()

    @asynccontextmanager
    async def lease(self, deadline: Deadline) -> AsyncIterator[httpx.AsyncBaseTransport]:
        """Lend a transport; it comes back after a success and is closed after any failure or cancellation."""
        async with asyncio.timeout(max(0.0, deadline.remaining())):
            if self._fixed is not None:
                yield self._fixed
                return
            loop = self._of_loop()
            async with loop.permits:
                transport = loop.idle.pop() or self._make()
                try:
                    yield transport
                except BaseException:
                    await _close(transport)
                    raise
                loop.idle.push(transport)
                for stale in loop.idle.stale():
                    await _close(stale)

    def _of_loop(self) -> _OfLoop:
        if self._pid != os.getpid():
            self._start()
        running = asyncio.get_running_loop()
        if running not in self._loops:
            self._loops[running] = _OfLoop()
        return self._loops[running]

    def _make(self) -> httpx.AsyncBaseTransport:
        from .transports import AsyncTransport

        return AsyncTransport(self._base_url)

    async def aclose(self) -> None:
        """Close every idle connection of the running loop, and the transport that was given, if one was."""
        for transport in self._of_loop().idle.clear():
            await _close(transport)
        if self._fixed is not None:
            await self._fixed.aclose()


async def _close(transport: httpx.AsyncBaseTransport) -> None:
    with suppress(OSError, RuntimeError):
        await transport.aclose()
