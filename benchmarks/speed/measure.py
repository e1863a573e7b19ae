"""Runs races and turns their samples into figures."""

from __future__ import annotations

import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

from . import records
from .processes import PeerError, Server, Worker, fresh
from .races import IDLE, PROGRAMS, Race, Side
from .targets import Target

SECONDS = 12.0
"""How long a race takes at most, so that the bench stays under five minutes on a slow or busy machine, too."""
FEWEST = 5


class Sample(NamedTuple):
    """What one sample of a side took, for each call, in seconds or bytes, and how busy the server was meanwhile."""

    value: float
    cpu: float
    wall: float
    server: float


class Figure(NamedTuple):
    """A median with its quartiles."""

    median: float
    low: float
    high: float


class Outcome(NamedTuple):
    """The samples of each side of a race, round after round, and why a side has none."""

    samples: dict[str, list[Sample]]
    lost: dict[str, str]


class Places(NamedTuple):
    """Where the peers and the servers are.

    Attributes:
        pythons: The interpreter of each peer.
        server: The server, by http.
        secure: The server, by https, if there is one.
        trust: The environment variables that make the peers trust it.
    """

    pythons: Mapping[str, str]
    server: Server
    secure: Server | None = None
    trust: Mapping[str, str] = {}


def turns(sides: Sequence[Side], number: int) -> list[Side]:
    """Return the sides in the order of a round: each round begins with the next one."""
    first = number % max(1, len(sides))
    return [*sides[first:], *sides[:first]]


def paced(rounds: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> Iterator[int]:
    """Count the rounds, from -1, which warms up; when the seconds are over, no more than the fewest are begun."""
    start = clock()
    for number in range(-1, rounds):
        if number < FEWEST or clock() - start < seconds:
            yield number


def run(race: Race, places: Places) -> Outcome:
    """Return what each side of a race took; a side that fails is out from then on."""
    outcome = Outcome(defaultdict(list), {})
    with ExitStack() as stack:
        crew = Crew(places, stack)
        for number in paced(race.rounds, SECONDS):
            for side in turns([side for side in race.sides if side.label not in outcome.lost], number):
                try:
                    sample = crew.sample(side, race.unit)
                except PeerError as error:
                    outcome.lost[side.label] = str(error)
                    outcome.samples.pop(side.label, None)
                else:
                    if number >= 0:
                        outcome.samples[side.label].append(sample)
    return Outcome(_subtracted(race, outcome.samples), outcome.lost)


class Crew:
    """The workers of a race, each started when it is first needed."""

    def __init__(self, places: Places, stack: ExitStack) -> None:
        self._places = places
        self._stack = stack
        self._workers: dict[str, Worker] = {}

    def sample(self, side: Side, unit: str) -> Sample:
        """Return a sample of a side; PeerError if it has none."""
        return self._fresh(side) if side.code else self._loaded(side, unit)

    def _loaded(self, side: Side, unit: str) -> Sample:
        worker = self._worker(side.peer)
        before = self._places.server.cpu()
        answer = worker.run(side.load, side.calls, side.size, side.warm)
        busy = self._places.server.cpu() - before
        _check(side, answer)
        parts = side.calls * side.units
        cpu, wall = answer["cpu"] / parts, answer["wall"] / parts
        value = {"CPU": cpu, "throughput": wall, "bytes": answer["seen"]}[unit]
        return Sample(value, cpu, wall, busy / (answer["wall"] * _measured(side)))

    def _worker(self, peer: str) -> Worker:
        if peer not in self._workers:
            worker = Worker(self._places.pythons[peer], PROGRAMS[peer], self._places.server.address)
            self._workers[peer] = self._stack.enter_context(worker)
        return self._workers[peer]

    def _fresh(self, side: Side) -> Sample:
        server = self._places.secure if side.tls else self._places.server
        if server is None:
            raise PeerError("there is no certificate for https: the openssl program is missing")
        before = server.cpu()
        trust = dict(self._places.trust) if side.tls else {}
        spent = fresh(self._places.pythons[side.peer], side.code, [server.address], trust)
        if "print" in side.code and spent.printed.strip() != records.REPO_ID:
            raise PeerError(f"it saw {spent.printed.strip()[:80]!r}")
        return Sample(spent.cpu, spent.cpu, spent.wall, (server.cpu() - before) / spent.wall)


def _measured(side: Side) -> float:
    """Return what part of the server's work belongs to the sample: the warm-up is served, too, but not timed."""
    return (side.calls + side.warm) / side.calls


def _check(side: Side, answer: Mapping[str, Any]) -> None:
    if side.expected:
        right = records.expected(side.expected, side.calls, side.size)
        if answer["seen"] != right:
            raise PeerError(f"it saw {answer['seen']!r} instead of {right!r}")
    if side.load.startswith("async") and side.peer.startswith("ours") and answer["aiohttp"] != (side.peer != "ours"):
        raise PeerError("it does not go through the transport of its environment")


def _subtracted(race: Race, samples: Mapping[str, list[Sample]]) -> dict[str, list[Sample]]:
    def less(label: str) -> list[Sample]:
        other = race.minus.get(label)
        if other is None:
            return samples[label]
        pairs = zip(samples[label], samples[other], strict=True)
        return [
            Sample(one.value - bare.value, one.cpu - bare.cpu, one.wall - bare.wall, one.server) for one, bare in pairs
        ]

    return {label: less(label) for label in samples}


def figure(values: Iterable[float]) -> Figure:
    """Return the median and the quartiles."""
    found = sorted(values)
    if len(found) == 1:
        return Figure(found[0], found[0], found[0])
    low, median, high = statistics.quantiles(found, n=4, method="inclusive")
    return Figure(median, low, high)


def ratio(target: Target, outcome: Outcome, unit: str) -> Figure:
    """Return the figure of a target: the median of the ratios of each round; of several pairs that of the worst."""

    def of(ours: str, other: str) -> Figure:
        pairs = zip(outcome.samples[ours], outcome.samples[other], strict=True)
        return figure(
            theirs.value / mine.value if unit == "throughput" else mine.value / theirs.value for mine, theirs in pairs
        )

    figures = [of(ours, other) for ours, other in target.pairs]
    return min(figures) if target.least else max(figures)


def is_met(target: Target, found: Figure) -> bool:
    """Tell whether the median is on the right side of the limit."""
    return found.median >= target.limit if target.least else found.median <= target.limit


def idle(python: str) -> dict[str, int]:
    """Return how many threads, sockets and SSL contexts twenty clients have that did nothing."""
    counts: dict[str, int] = json.loads(fresh(python, IDLE).printed)
    return counts
