"""The targets: a figure of this package over that of another side of the same race, and what it must be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .races import CROWD, DECODES, LABELS, LISTS, RACES, WAITS


class Target(NamedTuple):
    """A target.

    Attributes:
        what: What is measured, as a row of the table.
        against: What it is held against.
        race: Where it is measured.
        pairs: The side of this package and the one that it is held against; of several pairs the worst counts.
        limit: What the ratio must be at most, or at least.
        least: Whether it must be at least that.
    """

    what: str
    against: str
    race: str
    pairs: tuple[tuple[str, str], ...]
    limit: float
    least: bool = False


OURS, EXTRA, PUBLISHED, HTTPX = (LABELS[peer] for peer in ("ours", "ours-aiohttp", "published", "httpx"))
THREADS = f"{PUBLISHED}, 64 threads"
CLIENT, ASYNC, IMPORT = "raw `httpx.Client`", "raw `httpx.AsyncClient`", "`import httpx`"


def _cpu(race: str, what: str, against: str, limit: float, other: str = HTTPX, ours: str = OURS) -> Target:
    return Target(what, against, race, ((ours, other),), limit)


def _async(race: str, what: str) -> tuple[Target, ...]:
    return (
        _cpu(race, f"{what}, async", ASYNC, 0.85),
        _cpu(race, f"{what}, async{WITH_EXTRA}", ASYNC, 0.55, ours=EXTRA),
    )


def _throughput(race: str, what: str, against: str, limit: float, other: str, ours: str = OURS) -> Target:
    return Target(what, against, race, ((ours, other),), limit, least=True)


def _at_once(race: str, number: str) -> tuple[Target, ...]:
    what = f"throughput of {number} calls at once on one async client"
    return (
        _throughput(race, what, ASYNC, 3.0, HTTPX),
        _throughput(race, f"{what}{WITH_EXTRA}", THREADS, 1.6, THREADS, EXTRA),
    )


def _growth(race: str, what: str, label: str, sizes: Iterable[int], more: str = "") -> Target:
    labels = [f"{label}, {size:,}{more}" for size in sizes]
    pairs = tuple((later, earlier) for number, earlier in enumerate(labels) for later in labels[number + 1 :])
    return Target(what, "fewer", race, pairs, FLAT)


FLAT = 1.3
MADE = "`from simplismart import Simplismart, DeploymentCreate`, both used, no call made"
PAGE_READ = "page of 20, four typed fields of each read"
CREATE = "POST create with a validated payload"
WITH_EXTRA = ", with the extra `aiohttp`"

TARGETS = (
    _cpu("import", "`import simplismart`", IMPORT, 0.25),
    _cpu("import-use", MADE, IMPORT, 1.0),
    _cpu("one-call", "one call in a fresh process, http", PUBLISHED, 0.70, PUBLISHED),
    _cpu("one-call", "one call in a fresh process, http", CLIENT, 1.12),
    _cpu("one-call-tls", "one call in a fresh process, https", PUBLISHED, 0.70, PUBLISHED),
    _cpu("one-call-tls", "one call in a fresh process, https", CLIENT, 1.12),
    _cpu("second-client", "second and later client", "`httpx.Client()`", 0.02),
    _cpu("get", "GET of one repo, sync", CLIENT, 0.80),
    _cpu("get", "GET of one repo, sync", PUBLISHED, 0.62, PUBLISHED),
    _cpu("page", f"{PAGE_READ}, sync", f"{CLIENT} without types", 0.90),
    _cpu("create", f"{CREATE}, sync", CLIENT, 0.90),
    *_async("get-async", "GET of one repo"),
    *_async("page-async", PAGE_READ),
    *_async("create-async", CREATE),
    *_at_once("at-once-64", "64"),
    *_at_once("at-once-1000", "1,000"),
    _throughput("threads", "throughput of 64 threads on one sync client", THREADS, 1.2, PUBLISHED),
    _growth("flat-calls", "CPU of a call, 10, 100, 1,000 at once", "async", CROWD, " at once"),
    _growth("flat-records", "CPU of a record in a list of 20, 1,000, 10,000, through the client", "list", LISTS),
    _growth("flat-records", "CPU of a record in a list of 20, 1,000, 10,000, decoded only", "decode", DECODES),
    _growth("flat-polls", "CPU of a poll for each of 10, 100, 1,000 awaited deployments, sync", "sync", WAITS),
    _growth("flat-polls", "CPU of a poll for each of 10, 100, 1,000 awaited deployments, async", "async", WAITS),
    _cpu("list", "list 1,000 deployments", CLIENT, 1.15),
    _cpu("memory", "memory of 10,000 repos held as results", "plain dicts", 1.05, "plain dicts", "results"),
    _cpu("build", "building 10,000 repos from JSON", "plain dicts", 1.25, "plain dicts", "results"),
)
IDLE = "a client that did nothing: threads, sockets, SSL contexts"
NAMES = (*(race.name for race in RACES), "idle")
