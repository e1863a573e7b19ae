"""The emulator's clock and the timelines that hang on it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Clock", "Timeline", "stamp"]

T = TypeVar("T")

START = datetime(2026, 3, 2, 11, 52, 16, 925151, tzinfo=UTC)


class Clock:
    """Time as the emulator sees it.

    Args:
        start: The first instant; by default a fixed one, or the present if ``speed`` is given.
        speed: Emulated seconds per real second; 0 makes a clock that only ``advance`` moves.
        monotonic: Where real time comes from, in seconds.
    """

    def __init__(
        self,
        start: datetime | None = None,
        speed: float = 0.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base = (start or (datetime.now(UTC) if speed else START)).astimezone(UTC)
        self._speed = speed
        self._monotonic = monotonic
        self._origin = monotonic()

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return self._base + timedelta(seconds=(self._monotonic() - self._origin) * self._speed)

    def advance(self, seconds: float) -> None:
        """Move the clock forward by ``seconds`` >= 0; ValueError if they are negative."""
        if seconds < 0:
            raise ValueError(f"seconds must be at least 0, got {seconds}")
        self._base += timedelta(seconds=seconds)


class Timeline(Generic[T]):
    """Values over time: those that were, and those that are planned.

    Args:
        start: The instant that the steps count from.
        steps: Pairs of seconds and value, in order of time; the first at 0.
    """

    def __init__(self, start: datetime, steps: Iterable[tuple[float, T]]) -> None:
        self._steps: list[tuple[datetime, T]] = []
        self.plan(start, steps)

    def at(self, now: datetime) -> T:
        """Return the value at ``now``."""
        return self._present(now)[1]

    def since(self, now: datetime) -> datetime:
        """Return when the value at ``now`` began."""
        return self._present(now)[0]

    def plan(self, now: datetime, steps: Iterable[tuple[float, T]]) -> None:
        """Replace what was planned after ``now`` by ``steps``."""
        past = [step for step in self._steps if step[0] <= now]
        self._steps = past + [(now + timedelta(seconds=delay), value) for delay, value in steps]

    def spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, T]]:
        """Yield begin, end and value of each stretch between ``start`` and ``end``."""
        ends = [*(instant for instant, _ in self._steps[1:]), end]
        for (begin, value), finish in zip(self._steps, ends, strict=True):
            lower, upper = max(begin, start), min(finish, end)
            if lower < upper:
                yield lower, upper, value

    def _present(self, now: datetime) -> tuple[datetime, T]:
        return [step for step in self._steps if step[0] <= now][-1]


def stamp(instant: datetime) -> str:
    """Return ``instant`` as the API writes it, such as ``2026-03-02T11:52:16.925151Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
