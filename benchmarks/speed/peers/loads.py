"""Loads: a number of calls, one after another or many at once, of any client."""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

Load: TypeAlias = Callable[[int, int], Any]
"""Takes how many calls to make and how large each is, or how many are made at once, and returns what was seen."""


def shares(calls: int, at_once: int) -> list[int]:
    """Return how many calls each of ``at_once`` makes, one after another, so that there are ``calls`` in all."""
    each, more = divmod(calls, at_once)
    return [count for count in (each + (number < more) for number in range(at_once)) if count]


def one_by_one(call: Callable[[], Any]) -> Load:
    """Return the load of calls, one after another."""

    def run(calls: int, size: int) -> Any:
        for _ in range(calls):
            seen = call()
        return seen

    return run


def sized(call: Callable[[int], Any]) -> Load:
    """Return the load of calls that take the size, one after another."""

    def run(calls: int, size: int) -> Any:
        for _ in range(calls):
            seen = call(size)
        return seen

    return run


class Threads:
    """Threads that are kept, each of which makes its share of the calls; all start together."""

    def __init__(self) -> None:
        self._pools: dict[int, ThreadPoolExecutor] = {}

    def at_once(self, call: Callable[[], Any], expected: Any) -> Load:
        """Return the load of calls, ``size`` at once; it tells how many saw what was expected."""

        def run(calls: int, size: int) -> int:
            own = shares(calls, size)
            start = threading.Barrier(len(own))

            def make(count: int) -> int:
                start.wait()
                return sum(call() == expected for _ in range(count))

            pool = self._pools.setdefault(size, ThreadPoolExecutor(size))
            return sum(pool.map(make, own))

        return run


class Loop:
    """An event loop that is kept from load to load."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()

    def close(self) -> None:
        """End the event loop."""
        self._runner.close()

    def at_exit(self, close: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Close something in the event loop, and end it, when the process ends."""
        atexit.register(self.close)
        atexit.register(lambda: self._runner.run(close()))

    def one_by_one(self, call: Callable[[], Awaitable[Any]]) -> Load:
        """Return the load of calls, one after another."""

        async def make(calls: int) -> Any:
            for _ in range(calls):
                seen = await call()
            return seen

        return lambda calls, size: self._runner.run(make(calls))

    def sized(self, call: Callable[[int], Awaitable[Any]]) -> Load:
        """Return the load of calls that take the size, one after another."""

        async def make(calls: int, size: int) -> Any:
            for _ in range(calls):
                seen = await call(size)
            return seen

        return lambda calls, size: self._runner.run(make(calls, size))

    def at_once(self, call: Callable[[], Awaitable[Any]], expected: Any) -> Load:
        """Return the load of calls, ``size`` at once; it tells how many saw what was expected."""

        async def own(count: int) -> int:
            right = 0
            for _ in range(count):
                right += await call() == expected
            return right

        async def make(calls: int, size: int) -> int:
            return sum(await asyncio.gather(*map(own, shares(calls, size))))

        return lambda calls, size: self._runner.run(make(calls, size))


def read_page(page: Mapping[str, Any]) -> list[Any]:
    """Return what was seen of a page of plain dicts: four fields of each record are read, as they came."""
    for repo in page["results"]:
        row = (repo["uuid"], repo["name"], repo["status"], repo["created_at"])
    return [len(page["results"]), *row[:3], row[3][:4]]


def read_one(page: Mapping[str, Any]) -> Any:
    """Return the id of the only record of a page."""
    return page["results"][0]["uuid"]


def read_list(rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return what was seen of a list of deployments."""
    return [len(rows), rows[-1]["deployment_id"]]
