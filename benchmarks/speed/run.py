"""Runs the bench and writes its results."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from . import environments, machine, measure, report, tls
from .measure import Places
from .processes import Server, versions
from .races import RACES, Race
from .targets import NAMES, TARGETS

RESULTS = Path(__file__).parents[1] / "results"
README = Path(__file__).parents[2] / "README.md"
QUICK = 3
NAMED = {
    "ours": ("simplismart-sdk", "httpx", "attrs", "python-dateutil"),
    "ours-aiohttp": ("simplismart-sdk", "httpx", "httpx-aiohttp", "aiohttp"),
    "published": ("simplismart-sdk", "requests", "urllib3", "pydantic"),
    "httpx": ("httpx", "httpcore", "h11", "anyio"),
    "requests": ("requests", "urllib3"),
    "aiohttp": ("aiohttp",),
    "floor": (),
}


def chosen(only: str | None) -> tuple[str, ...]:
    """Return the names of what is to be measured; all, if none is named."""
    names = tuple(only.split(",")) if only else NAMES
    if unknown := [name for name in names if name not in NAMES]:
        raise SystemExit(f"There is no {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    return names


def peers(names: Sequence[str]) -> frozenset[str]:
    """Return the peers that take part in what is measured."""
    taking_part = {side.peer for race in RACES if race.name in names for side in race.sides}
    return frozenset(taking_part | ({"ours"} if "idle" in names else set()) | {"httpx"})


def bench(names: Sequence[str], pythons: Mapping[str, str], quick: bool) -> dict[str, Any]:
    """Measure, and return everything that the results hold."""
    found: dict[str, Any] = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": machine.describe(),
        "versions": {peer: versions(python, NAMED[peer]) for peer, python in sorted(pythons.items())},
    }
    others, start = machine.Others(), time.monotonic()
    rows, races = _measured(names, pythons, quick)
    seconds = time.monotonic() - start
    found["seconds"] = round(seconds, 1)
    found["machine"]["others"] = others.share(seconds)
    return {**found, "targets": report.as_json(rows), "races": races}


def _measured(names: Sequence[str], pythons: Mapping[str, str], quick: bool) -> tuple[list[report.Row], dict[str, Any]]:
    rows: list[report.Row] = []
    races: dict[str, Any] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places = _places(stack, folder, pythons, secure="one-call-tls" in names)
        for race in RACES:
            if race.name in names:
                made, races[race.name] = _race(race._replace(rounds=QUICK) if quick else race, places)
                rows += made
        if "idle" in names:
            rows.append(report.idle_row(measure.idle(pythons["ours"])))
    return rows, races


def _places(stack: ExitStack, folder: Path, pythons: Mapping[str, str], secure: bool) -> Places:
    server = stack.enter_context(Server())
    made = tls.certificate(folder) if secure else None
    if made is None:
        return Places(pythons, server)
    return Places(pythons, server, stack.enter_context(Server(str(made))), tls.trust(folder, pythons["httpx"]))


def _race(race: Race, places: Places) -> tuple[list[report.Row], dict[str, Any]]:
    start = time.monotonic()
    outcome = measure.run(race, places)
    rows = [report.row(target, race, outcome) for target in TARGETS if target.race == race.name]
    print(f"{race.name}: {time.monotonic() - start:.1f} s", file=sys.stderr, flush=True)
    return rows, report.sides(race, outcome)


def write(found: Mapping[str, Any], folder: Path) -> None:
    """Write the results, in place of those of the last run."""
    folder.mkdir(exist_ok=True)
    (folder / "speed.json").write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "speed.md").write_text(report.markdown(found), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, and write it to benchmarks/results and the README if it is whole; 0 if all is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=main.__doc__)
    parser.add_argument(
        "--only", metavar="NAME,…", help=f"measure only some of: {', '.join(NAMES)}; nothing is written"
    )
    parser.add_argument("--quick", action="store_true", help="few rounds; nothing is written")
    parser.add_argument("--markdown", action="store_true", help="print the Markdown of the results")
    options = parser.parse_args(arguments)
    names = chosen(options.only)
    with environments.alone():
        pythons = environments.prepare(peers(names))
        found = bench(names, pythons, options.quick)
    if names == NAMES and not options.quick:
        write(found, RESULTS)
        README.write_text(report.shown(README.read_text(encoding="utf-8"), found), encoding="utf-8")
    print(report.markdown(found) if options.markdown else "\n".join(report.lines(found)))
    return int(any(not row["met"] for row in found["targets"]))
