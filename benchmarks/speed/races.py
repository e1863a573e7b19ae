"""What is measured: races between peers, each a piece of work that they do in turn."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from . import records

PROGRAMS = {
    "ours": "ours",
    "ours-aiohttp": "ours",
    "published": "published",
    "httpx": "raw_httpx",
    "requests": "raw_requests",
    "aiohttp": "raw_aiohttp",
    "floor": "floor",
}

Unit: TypeAlias = Literal["CPU", "throughput", "bytes"]


class Side(NamedTuple):
    """What one peer does in a race.

    Attributes:
        label: What the side is called in the results.
        peer: Whose environment it runs in.
        load: The load that its worker runs.
        calls: How many calls a sample has.
        size: How large each call is, or how many run at once.
        warm: How many calls are made before a sample, not measured, since connections may have expired meanwhile.
        units: By how much the cost of a call is divided: records, polls of deployments.
        expected: What kind of thing it must have seen.
        code: Instead of a load: the program of a fresh process.
        tls: Whether that calls the server by https.
    """

    label: str
    peer: str
    load: str = ""
    calls: int = 1
    size: int = 1
    warm: int = 1
    units: int = 1
    expected: str = ""
    code: str = ""
    tls: bool = False


class Race(NamedTuple):
    """Sides that do the same work in turn, round after round, each round beginning with another one.

    Attributes:
        name: What ``--only`` takes.
        what: What a call is.
        sides: Who takes part.
        rounds: How many samples each side gives at most.
        unit: What counts: CPU seconds for each call, calls in a second, or bytes.
        minus: Sides whose figure is subtracted from that of another one.
    """

    name: str
    what: str
    sides: tuple[Side, ...]
    rounds: int
    unit: Unit = "CPU"
    minus: Mapping[str, str] = MappingProxyType({})


LABELS = {
    "ours": "simplismart",
    "ours-aiohttp": "simplismart with the extra aiohttp",
    "published": "published package",
    "httpx": "raw httpx",
    "requests": "requests",
    "aiohttp": "aiohttp",
    "floor": "raw socket",
}


def _sides(load: str, calls: int, expected: str, peers: str, size: int = 1, warm: int = 1) -> tuple[Side, ...]:
    return tuple(Side(LABELS[peer], peer, load, calls, size, warm, expected=expected) for peer in peers.split())


def _starts(**codes: str) -> tuple[tuple[Side, ...], dict[str, str]]:
    """Return the sides of fresh processes, each with the bare interpreter of its own environment to subtract."""
    sides, minus = [], {}
    for peer, code in codes.items():
        bare = f"bare interpreter of {LABELS[peer]}"
        sides += [Side(LABELS[peer], peer, code=code), Side(bare, peer, code="pass")]
        minus[LABELS[peer]] = bare
    return tuple(sides), minus


USE = (
    "from simplismart import Simplismart, DeploymentCreate\n"
    f"client = Simplismart(pg_token={records.TOKEN!r})\n"
    f"payload = DeploymentCreate(**{records.NEW_DEPLOYMENT!r})"
)
ONE_CALL = (
    "import sys\nfrom simplismart import Simplismart\n"
    f"client = Simplismart(pg_token={records.TOKEN!r}, base_url=sys.argv[1])\n"
    f"found = client.get_model_repo({records.REPO_ID!r})\n"
)
ONE_CALLS = {
    "ours": f"{ONE_CALL}print(found['uuid'])",
    "published": f"{ONE_CALL}print(found['results'][0]['uuid'])",
    "httpx": (
        "import sys, httpx\n"
        f"client = httpx.Client(base_url=sys.argv[1], headers={{'Authorization': 'Bearer {records.TOKEN}'}})\n"
        f"found = client.get({records.REPOS!r}, params={records.ONE!r}).json()\n"
        "print(found['results'][0]['uuid'])"
    ),
}
IDLE = """
import gc, json, os, sys, threading
def sockets():
    if not os.path.isdir('/proc/self/fd'): return 0
    links = []
    for name in os.listdir('/proc/self/fd'):
        try: links.append(os.readlink('/proc/self/fd/' + name))
        except OSError: pass
    return sum(link.startswith('socket:') for link in links)
before = sockets()
from simplismart import AsyncSimplismart, DeploymentCreate, Simplismart
clients = [make(pg_token='token') for make in (Simplismart, AsyncSimplismart) for _ in range(10)]
gc.collect()
alive = [type(item).__mro__ for item in gc.get_objects()]
def count(module, name):
    return sum(any((kind.__module__, kind.__qualname__) == (module, name) for kind in mro) for mro in alive)
print(json.dumps({
    'threads': threading.active_count() - 1,
    'sockets': sockets() - before + count('_socket', 'socket'),
    'SSL contexts': count('_ssl', '_SSLContext'),
}))
"""

_IMPORTS, _IMPORTS_MINUS = _starts(ours="import simplismart", httpx="import httpx", published="import simplismart")
_USES, _USES_MINUS = _starts(ours=USE, httpx="import httpx", published=USE)


def _one_call(tls: bool) -> tuple[Side, ...]:
    return tuple(Side(LABELS[peer], peer, code=code, tls=tls) for peer, code in ONE_CALLS.items())


def _growth(
    label: str, peer: str, load: str, expected: str, samples: Mapping[int, int], units: int = 1
) -> tuple[Side, ...]:
    """Return a side for each size, with so many calls in a sample."""
    return tuple(
        Side(f"{label}, {size:,}", peer, load, calls, size, units=size * units, expected=expected)
        for size, calls in samples.items()
    )


def _crowds(label: str, peer: str, load: str, samples: dict[int, int]) -> tuple[Side, ...]:
    return tuple(
        Side(f"{label}, {size:,} at once", peer, load, calls, size, min(size, 100), expected="at once")
        for size, calls in samples.items()
    )


SYNC = "ours httpx published requests floor"
ASYNC = "ours ours-aiohttp httpx aiohttp"
CROWD = {10: 300, 100: 300, 1000: 1000}
LISTS = {20: 100, 1000: 5, 10000: 1}
DECODES = {20: 500, 1000: 10, 10000: 1}
WAITS = {10: 10, 100: 3, 1000: 1}


def _async_sides(load: str, calls: int, expected: str) -> tuple[Side, ...]:
    return _sides(f"async {load}", calls, expected, ASYNC)


def _throughput(at_once: int, calls: int) -> tuple[Side, ...]:
    crowd = _sides("async at once", calls, "at once", ASYNC, at_once, min(at_once, 100))
    threads = Side("published package, 64 threads", "published", "threads", 256, 64, 64, expected="at once")
    return (*crowd, threads)


RACES = (
    Race("import", "an import in a fresh process, less the bare interpreter", _IMPORTS, 25, minus=_IMPORTS_MINUS),
    Race(
        "import-use",
        "`from simplismart import Simplismart, DeploymentCreate`, a client and a payload made, no call; raw httpx: "
        "`import httpx`; in a fresh process, less the bare interpreter",
        _USES,
        25,
        minus=_USES_MINUS,
    ),
    Race("one-call", "one GET by http in a fresh process, the whole process", _one_call(False), 15),
    Race("one-call-tls", "one GET by https in a fresh process, the whole process", _one_call(True), 15),
    Race(
        "second-client",
        "another client made and let go, without a call, of the default address",
        (
            Side(LABELS["ours"], "ours", "client", 500, expected="client"),
            Side(LABELS["httpx"], "httpx", "client", 5, expected="client"),
        ),
        15,
    ),
    Race("get", "GET of one model repo", _sides("get", 200, "get", SYNC), 21),
    Race("page", "GET of a page of 20 model repos, four fields of each read", _sides("page", 150, "page", SYNC), 21),
    Race(
        "create",
        "POST of a deployment; ours and the published package make the payload each time",
        _sides("create", 150, "create", SYNC),
        21,
    ),
    Race("get-async", "GET of one model repo, one await after another", _async_sides("get", 150, "get"), 21),
    Race(
        "page-async", "GET of a page of 20 model repos, four fields of each read", _async_sides("page", 120, "page"), 21
    ),
    Race(
        "create-async",
        "POST of a deployment; ours makes the payload each time",
        _async_sides("create", 120, "create"),
        21,
    ),
    Race("at-once-64", "GET of one model repo, 64 at once", _throughput(64, 256), 9, "throughput"),
    Race("at-once-1000", "GET of one model repo, 1,000 at once", _throughput(1000, 1000), 7, "throughput"),
    Race(
        "threads",
        "GET of one model repo, one client in 64 threads",
        _sides("threads", 384, "at once", "ours published httpx requests", 64, 64),
        11,
        "throughput",
    ),
    Race(
        "flat-calls",
        "GET of one model repo, more and more at once",
        _crowds("async", "ours", "async at once", CROWD),
        9,
    ),
    Race(
        "flat-records",
        "a list of deployments, for each record: through the client, and decoded only; raw httpx and `json.loads` show "
        "what the machine itself makes of the size",
        (
            *_growth("list", "ours", "list", "list", LISTS),
            *_growth("raw httpx", "httpx", "list", "list", LISTS),
            *_growth("decode", "ours", "decode", "decode", DECODES),
            *_growth("json.loads", "ours", "decode dicts", "decode", DECODES),
        ),
        11,
    ),
    Race(
        "flat-polls",
        "`wait_for_all`, for each look and each awaited deployment",
        (
            *_growth("sync", "ours", "wait", "wait", WAITS, records.POLLS),
            *_growth("async", "ours", "async wait", "wait", WAITS, records.POLLS),
        ),
        9,
    ),
    Race(
        "list",
        "the list of 1,000 deployments",
        (
            *_sides("list", 10, "list", "ours httpx requests floor", 1000),
            Side(LABELS["published"], "published", "list", 1, 1000, 0, expected="list"),
        ),
        11,
    ),
    Race(
        "memory",
        "10,000 model repos, as results and as plain dicts, by tracemalloc",
        (Side("results", "ours", "hold results", 1, 10000, 0), Side("plain dicts", "ours", "hold dicts", 1, 10000, 0)),
        3,
        "bytes",
    ),
    Race(
        "build",
        "10,000 model repos from JSON, as results and as plain dicts",
        (
            Side("results", "ours", "build results", 1, 10000, expected="build"),
            Side("plain dicts", "ours", "build dicts", 1, 10000, expected="build"),
        ),
        9,
    ),
)
