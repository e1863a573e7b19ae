"""What the synchronous client needs of threads: connections, waits and a lock.

A stack of connections, each used by one call at a time, instead of one shared pool: that searches all its requests on
every event and can close a connection under another thread (httpcore issue 1110).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, TypeVar

from .idle import AT_ONCE, MAX_CONNECTIONS, Idle, PoolTimeoutError
from .policy import Deadline

if TYPE_CHECKING:
    import httpx

    from .transports import Transport

T = TypeVar("T")
V = TypeVar("V")


class Lock:
    """A lock that a child process finds free, whoever held it in the parent."""

    def __init__(self) -> None:
        self._locks: dict[int, threading.Lock] = {}

    def __enter__(self) -> None:
        self._locks.setdefault(os.getpid(), threading.Lock()).acquire()

    def __exit__(self, *_: object) -> None:
        self._locks[os.getpid()].release()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def resolve(value: T) -> T:
    """Return the value itself; the asynchronous twin also awaits it."""
    return value


def each(function: Callable[[V], T], values: Iterable[V]) -> list[T]:
    """Return what the function gives for each value, in order; a few run at once."""
    todo = list(values)
    if len(todo) < 2:
        return [function(value) for value in todo]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(AT_ONCE, len(todo))) as executor:
        try:
            return list(executor.map(function, todo))
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise


class Pool:
    """The connections of a client. A child process starts with none."""

    def __init__(self, base_url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._base_url = base_url
        self._fixed = transport
        self._start()

    def _start(self) -> None:
        self._idle: Idle[Transport] = Idle()
        self._permits = threading.Semaphore(MAX_CONNECTIONS)
        self._pid = os.getpid()

    def lease(self, deadline: Deadline) -> AbstractContextManager[httpx.BaseTransport]:
        """Lend a transport; it comes back after a success and is closed after any failure."""
        if self._fixed is not None:
            return nullcontext(self._fixed)
        if self._pid != os.getpid():
            self._start()
        return _Lease(self._idle, self._permits, self._make, deadline)

    def _make(self) -> Transport:
        from .transports import Transport

        return Transport(self._base_url)

    def close(self) -> None:
        """Close every idle connection, and the transport that was given, if one was."""
        for transport in self._idle.clear():
            transport.close()
        if self._fixed is not None:
            self._fixed.close()


class _Lease:
    """One call's use of a connection."""

    __slots__ = ("_deadline", "_idle", "_make", "_permits", "_transport")

    def __init__(
        self, idle: Idle[Transport], permits: threading.Semaphore, make: Callable[[], Transport], deadline: Deadline
    ) -> None:
        self._idle = idle
        self._permits = permits
        self._make = make
        self._deadline = deadline

    def __enter__(self) -> Transport:
        if not self._permits.acquire(timeout=max(0.0, self._deadline.remaining())):
            raise PoolTimeoutError("every connection is in use")
        try:
            self._transport = self._take()
        except BaseException:
            self._permits.release()
            raise
        return self._transport

    def _take(self) -> Transport:
        while (transport := self._idle.pop()) is not None:
            if transport.is_ready():
                return transport
            transport.close()
        return self._make()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._give() if kind is None else self._transport.close()
        finally:
            self._permits.release()

    def _give(self) -> None:
        self._idle.push(self._transport)
        for stale in self._idle.stale():
            stale.close()
