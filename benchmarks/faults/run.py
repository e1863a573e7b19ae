"""Runs the cases, several at a time; a case that hangs or crashes is not survived.

Only what both packages have is imported from ``simplismart``, so that the published one runs under the same judges.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.metadata
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import simplismart

from .cases import TOKEN, Case, all_cases, get
from .judges import Outcome, Seen
from .server import FaultServer, answer

AT_ONCE = 12
LIMIT = 12.0
OWN_VARIABLES = ("SIMPLISMART_BASE_URL", "SIMPLISMART_TIMEOUT", "SIMPLISMART_TRACE_ID", "SIMPLISMART_LOG", "ORG_ID")
CLIENTS = ("sync", "async", "aiohttp")
OVER = {"async": "httpx", "aiohttp": "aiohttp"}

Results = dict[str, str]


class LogOfThreads(logging.Handler):
    """Keeps what each thread logged, at every level."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[int | None, list[str]] = defaultdict(list)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record under its thread."""
        self.lines[record.thread].append(self.format(record))


LOG = LogOfThreads()


def run_case(case: Case, client: str) -> str:
    """Return why a case was not survived, or nothing."""
    found: list[str] = []
    with FaultServer(answer({}), answer({})) as other, case.server(other.url) as server:
        thread = threading.Thread(target=lambda: found.append(_judged(case, client, server, other)), daemon=True)
        thread.start()
        thread.join(LIMIT)
    return found[0] if found else f"did not end within {LIMIT:.0f} s"


def _judged(case: Case, client: str, server: FaultServer, other: FaultServer) -> str:
    try:
        return case.judge(_seen(case, client, server, other))
    except Exception as error:
        return f"could not be run: {type(error).__name__}: {error}"


def _seen(case: Case, client: str, server: FaultServer, other: FaultServer) -> Seen:
    LOG.lines.pop(threading.get_ident(), None)
    before = _memory("VmRSS") if case.alone else 0
    start = time.monotonic()
    outcomes = asyncio.run(_asynchronous(case, server.url)) if client in OVER else _synchronous(case, server.url)
    elapsed = time.monotonic() - start
    growth = _memory("VmHWM") - before if case.alone else 0
    log = "\n".join(LOG.lines[threading.get_ident()])
    return Seen(outcomes, elapsed, list(server.requests), list(other.requests), log, growth)


def _synchronous(case: Case, url: str) -> list[Outcome]:
    client = simplismart.Simplismart(pg_token=TOKEN, base_url=url, timeout=case.timeout)
    outcomes = []
    for call in case.calls:
        try:
            outcomes.append(Outcome(call(client)))
        except BaseException as error:  # whatever it is, the judges tell
            outcomes.append(Outcome(error=error))
    if hasattr(client, "close"):
        client.close()
    return outcomes


async def _asynchronous(case: Case, url: str) -> list[Outcome]:
    client = simplismart.AsyncSimplismart(pg_token=TOKEN, base_url=url, timeout=case.timeout)
    outcomes = []
    for call in case.calls:
        try:
            outcomes.append(Outcome(await call(client)))
        except BaseException as error:  # whatever it is, the judges tell
            outcomes.append(Outcome(error=error))
    await client.aclose()
    return outcomes


def _memory(what: str) -> int:
    """Return a figure of ``/proc/self/status`` in bytes; 0 where there is none, so that nothing is judged."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{what}:"))


def run(client: str, cases: list[Case], *, here: bool = False) -> Results:
    """Return, for each case, why it was not survived, or nothing; ``here`` starts no process for it."""
    _prepare(client)

    def one(case: Case) -> str:
        apart = not here and (case.alone or case.environ)
        return run_apart(case, client) if apart else run_case(case, client)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(map(title, cases), pool.map(one, cases), strict=True))


def title(case: Case) -> str:
    """Return the name that a case goes by."""
    return f"{case.topic}: {case.name}"


def _prepare(client: str) -> None:
    """Clear the environment, listen to every logger, and make a first call, which imports what the package needs."""
    for name in OWN_VARIABLES:
        os.environ.pop(name, None)
    os.environ["SIMPLISMART_ASYNC_TRANSPORT"] = OVER.get(client, "")
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    os.environ.setdefault("NETRC", os.devnull)
    logging.basicConfig(level=logging.DEBUG, handlers=[LOG])
    first = Case("", "", lambda elsewhere: FaultServer(answer({})), (get,), lambda seen: "")
    run_case(first, client)


def run_apart(case: Case, client: str) -> str:
    """Run a case in a process of its own."""
    try:
        found = started(sys.executable, ["--client", client, "--case", title(case)], LIMIT + 20, case.environ)
    except (subprocess.SubprocessError, ValueError) as error:
        return f"its process failed: {type(error).__name__}"
    (why,) = found["results"].values()
    return str(why)


def started(python: str, arguments: list[str], limit: float, environ: Mapping[str, str] = {}) -> dict[str, Any]:
    """Return what the bench found in another process.

    It starts beside this folder, so that ``simplismart`` is the package installed there and not a folder of that name.
    """
    done = subprocess.run(
        [python, "-m", Path(__file__).parent.name, "--json", *arguments],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=limit,
        check=True,
    )
    (found,) = json.loads(done.stdout).values()
    return dict(found)


def bench(client: str, name: str | None) -> dict[str, Any]:
    """Return the package's version and the results of one client, for all cases or for one."""
    cases = [case for case in all_cases() if name in (None, title(case))]
    if not cases:
        raise SystemExit(f"There is no case {name!r}")
    return {"version": importlib.metadata.version("simplismart-sdk"), "results": run(client, cases, here=bool(name))}


def benches(clients: list[str], python: str | None, name: str | None) -> dict[str, dict[str, Any]]:
    """Return what each client survived; the published package's under its version."""
    found = {client: bench(client, name) for client in clients}
    if python is not None:
        arguments = ["--client", "sync", *(["--case", name] if name else [])]
        published = started(os.path.abspath(python), arguments, 300.0)
        found[f"published {published['version']}"] = published
    return found


def lines(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return a line for each case that was not survived, and the figure of each client."""
    text = []
    for client, bench in found.items():
        results: Results = bench["results"]
        text += [f"{client}: {name}: {why}" for name, why in results.items() if why]
    return text + [f"{client}: {_figure(bench['results'])}" for client, bench in found.items()]


def _figure(results: Results) -> str:
    return f"{sum(not why for why in results.values())} of {len(results)}"


def table(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the figures side by side, by topic, as Markdown."""
    columns = [_by_topic(bench["results"]) for bench in found.values()]
    rows = [[topic, *(_figure(column[topic]) for column in columns)] for topic in columns[0]]
    total = ["**all**", *(f"**{_figure(bench['results'])}**" for bench in found.values())]
    head = ["faults survived", *found]
    return ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows, total]]


def _by_topic(results: Results) -> dict[str, Results]:
    topics: dict[str, Results] = defaultdict(dict)
    for name, why in results.items():
        topics[name.partition(":")[0]][name] = why
    return topics


def main(arguments: list[str] | None = None) -> int:
    """Run the bench; 0 if each client of this package survived every case."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=main.__doc__)
    parser.add_argument("--client", choices=CLIENTS, action="append", help="a client to run; both if none is named")
    parser.add_argument("--python", help="the interpreter of an environment with the published package, to run it too")
    parser.add_argument("--case", help="run this case only, in this process")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print every result as JSON")
    form.add_argument("--markdown", action="store_true", help="print the figures side by side, by topic")
    options = parser.parse_args(arguments)
    found = benches(options.client or list(CLIENTS), options.python, options.case)
    text = [json.dumps(found)] if options.json else table(found) if options.markdown else lines(found)
    print("\n".join(text))
    return int(not options.json and any(any(bench["results"].values()) for bench in _ours(found)))


def _ours(found: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [found[client] for client in CLIENTS if client in found]
