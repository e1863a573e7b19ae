"""Turns what was measured into a table, as Markdown, and into JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .measure import Figure, Outcome, Sample, figure, is_met, ratio
from .races import Race
from .targets import IDLE, Target

Found = Mapping[str, Any]


class Row(NamedTuple):
    """A row of the table of targets; ``problem`` says why there is no figure."""

    what: str
    against: str
    race: str
    limit: float
    least: bool
    figure: Figure | None
    met: bool
    problem: str = ""

    @property
    def verdict(self) -> str:
        """Whether the target is met."""
        return "met" if self.met else "not measured" if self.figure is None else "not met"


def row(target: Target, race: Race, outcome: Outcome) -> Row:
    """Return the row of a target."""
    for label in dict.fromkeys(label for pair in target.pairs for label in pair):
        if label in outcome.lost:
            problem = f"{label}: {outcome.lost[label]}"
            return Row(*_key(target), None, False, problem)
    found = ratio(target, outcome, race.unit)
    return Row(*_key(target), found, is_met(target, found))


def _key(target: Target) -> tuple[str, str, str, float, bool]:
    return target.what, target.against, target.race, target.limit, target.least


def idle_row(counts: Mapping[str, int]) -> Row:
    """Return the row of the client that did nothing."""
    total = float(sum(counts.values()))
    return Row(IDLE, "none", "idle", 0.0, False, Figure(total, total, total), not total)


def sides(race: Race, outcome: Outcome) -> dict[str, Any]:
    """Return the figures of each side of a race, for the JSON."""
    return {
        "what": race.what,
        "unit": race.unit,
        "rounds": max(map(len, outcome.samples.values()), default=0),
        "sides": {label: _side(race, samples) for label, samples in outcome.samples.items()},
        "not measured": outcome.lost,
    }


def _side(race: Race, samples: Sequence[Sample]) -> dict[str, Any]:
    names = ("bytes",) if race.unit == "bytes" else ("cpu_seconds", "wall_seconds", "server_share")
    fields = ("value",) if race.unit == "bytes" else ("cpu", "wall", "server")
    return {
        name: _rounded(figure(getattr(sample, field) for sample in samples))
        for name, field in zip(names, fields, strict=True)
    }


def _rounded(found: Figure) -> dict[str, float]:
    return {name: float(f"{value:.4g}") for name, value in found._asdict().items()}


def as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the rows for the JSON."""
    return [
        {**item._asdict(), "figure": item.figure and _rounded(item.figure), "verdict": item.verdict} for item in rows
    ]


def table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the targets as a Markdown table."""
    head = ["| what | against | target | figure | quartiles | |", "| --- | --- | --- | --- | --- | --- |"]
    return head + [f"| {item['what']} | {_target(item)} | {_figure(item)} | {item['verdict']} |" for item in rows]


def _target(item: Found) -> str:
    return f"{item['against']} | {'>=' if item['least'] else '<='} {item['limit']:g}"


def _figure(item: Found) -> str:
    found = item["figure"]
    if found is None:
        return f"- | {item['problem']}"
    if not item["limit"]:
        return f"{found['median']:g} |"
    return f"{_number(found['median'])} | {_number(found['low'])} to {_number(found['high'])}"


def _number(value: float) -> str:
    return f"{value:.4f}" if value < 0.1 else f"{value:.2f}"


def busiest(found: Found) -> str:
    """Return how busy the server was at most, and while which side ran."""
    shares = [
        (side["server_share"]["median"], f"{name}, {label}")
        for name, race in found.items()
        if race["unit"] != "bytes"
        for label, side in race["sides"].items()
    ]
    share, where = max(shares, default=(0.0, "nothing"))
    return f"{share:.0%} of a core ({where})"


def lines(found: Found) -> list[str]:
    """Return what a terminal shows: the sides of each race, the targets, and the names of those that are not met."""
    unmet = [
        f"{item['verdict']}: {item['race']}: {item['what']}, against {item['against']}"
        for item in found["targets"]
        if not item["met"]
    ]
    met = f"{len(found['targets']) - len(unmet)} of {len(found['targets'])} targets met"
    return [*races(found["races"]), "", *table(found["targets"]), "", *unmet, met]


def races(found: Found) -> list[str]:
    """Return the sides of each race as Markdown tables."""
    lines: list[str] = []
    for name, race in found.items():
        lines += ["", f"**{name}**: {race['what']}; {race['rounds']} rounds.", "", *_race(race)]
        lines += [f"\nNot measured: {label}: {why}." for label, why in race["not measured"].items()]
    return lines


def _race(race: Found) -> list[str]:
    if race["unit"] == "bytes":
        head = ["| | MB |", "| --- | --- |"]
        return head + [f"| {label} | {side['bytes']['median'] / 1e6:.2f} |" for label, side in race["sides"].items()]
    head = ["| | CPU, µs | quartiles | wall, µs | calls/s | server busy |", "| --- | --- | --- | --- | --- | --- |"]
    return head + [f"| {label} | {_costs(side)} |" for label, side in race["sides"].items()]


def _costs(side: Found) -> str:
    cpu, wall, server = side["cpu_seconds"], side["wall_seconds"], side["server_share"]
    micro = [f"{_micro(cpu['median'])}", f"{_micro(cpu['low'])} to {_micro(cpu['high'])}", _micro(wall["median"])]
    rate = f"{1 / wall['median']:,.0f}" if wall["median"] > 0 else "-"
    return " | ".join([*micro, rate, f"{server['median']:.0%}"])


def _micro(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f}" if abs(seconds) >= 1e-5 else f"{seconds * 1e6:.2f}"


def markdown(found: Found) -> str:
    """Return everything as Markdown."""
    machine = found["machine"]
    head = [
        "# Speed",
        "",
        "Made by `make bench`, against a server of canned answers on loopback, not the live API. Every figure is this",
        "package over the other one, the median of the ratios of interleaved rounds, with quartiles: of the CPU time",
        "(user and system) of the process, for throughput of calls in a second. Everything is at its defaults.",
        "",
        *table(found["targets"]),
        "",
        f"{found['date']}, in {found['seconds']:.0f} s: {machine['cpu']}, {machine['cores']} cores,",
        f"{machine['system']}, Python {machine['python']}. Load average before: {machine['load']};",
        f"CPU of other processes meanwhile: {machine['others']}. The server, a process of its own, took at most",
        f"{busiest(found['races'])}; the tables below say it of each load.",
        "",
        *(f"- {peer}: {_versions(versions)}" for peer, versions in found["versions"].items()),
        "",
        "## What was compared",
    ]
    return "\n".join([*head, *races(found["races"]), ""])


def shown(text: str, found: Found) -> str:
    """Return a text with the table of targets between its two marks."""
    head, start, rest = text.partition("<!-- speed -->\n")
    _, end, tail = rest.partition("<!-- /speed -->")
    return "".join([head, start, *(f"{line}\n" for line in table(found["targets"])), end, tail])


def _versions(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())
