"""The stack of idle connections that both kinds of pool keep."""

from __future__ import annotations

import threading
import time
from typing import Generic, TypeVar

MAX_CONNECTIONS = 100
AT_ONCE = 8
MAX_IDLE = 300.0

T = TypeVar("T")


class PoolTimeoutError(Exception):
    """No connection came free within the deadline; nothing was sent."""


class Idle(Generic[T]):
    """Idle transports, the most recently used on top."""

    __slots__ = ("_lock", "_stack")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stack: list[tuple[T, float]] = []

    def pop(self) -> T | None:
        """Take out the most recently used transport; None if there is none."""
        with self._lock:
            return self._stack.pop()[0] if self._stack else None

    def push(self, transport: T) -> None:
        """Put a transport back."""
        with self._lock:
            self._stack.append((transport, time.monotonic()))

    def stale(self) -> list[T]:
        """Take out the transports that were idle for too long."""
        limit = time.monotonic() - MAX_IDLE
        found = []
        with self._lock:
            while self._stack and self._stack[0][1] < limit:
                found.append(self._stack.pop(0)[0])
        return found

    def clear(self) -> list[T]:
        """Take out every transport."""
        with self._lock:
            found, self._stack = self._stack, []
        return [transport for transport, _ in found]
