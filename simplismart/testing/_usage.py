"""Usage: summed up from what ran on the clock. The prices are the emulator's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ._model_repos import is_over
from .answers import Refused, bad_request
from .clock import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .contract import Call
    from .state import Deployment, Handler, ModelRepo, Reply, State

__all__ = ["HANDLERS"]

CURRENCY = "USD"
MICRO = Decimal("0.000001")
HOUR = timedelta(hours=1)
WINDOWS = {
    "MINUTE": timedelta(minutes=1),
    "15MIN": timedelta(minutes=15),
    "30MIN": timedelta(minutes=30),
    "HOUR": HOUR,
    "3HOUR": 3 * HOUR,
    "6HOUR": 6 * HOUR,
    "12HOUR": 12 * HOUR,
    "DAY": timedelta(days=1),
    "WEEK": timedelta(weeks=1),
}
DEPLOYED_PLANS = frozenset({"private", "byoc", "reserved"})
PLANS: Mapping[str, frozenset[str]] = {
    "deployment_ids": DEPLOYED_PLANS,
    "deployment_slugs": DEPLOYED_PLANS,
    "model_names": frozenset({"shared"}),
    "training_job_ids": frozenset({"training"}),
    "training_job_names": frozenset({"training"}),
    "model_repo_ids": frozenset({"compilation"}),
    "model_repo_names": frozenset({"compilation"}),
    "group_by": frozenset({"private", "reserved"}),
}


class Period(NamedTuple):
    """The time that is asked for, and the windows that it is cut into."""

    start: datetime
    end: datetime
    window: timedelta


class Run(NamedTuple):
    """Something that ran from ``begin`` to ``end`` on ``units`` accelerators."""

    source: str
    feature_id: str
    begin: datetime
    end: datetime
    units: int


@dataclass
class Point:
    """The usage in one window, in hours of an accelerator."""

    usage: Decimal = Decimal(0)
    events: int = 0


@dataclass
class Item:
    """The usage of one thing, window by window."""

    points: dict[datetime, Point] = field(default_factory=dict)

    def add(self, run: Run, period: Period) -> None:
        """Add what ran, each part to its window."""
        for window, elapsed in _windows(run, period):
            point = self.points.setdefault(window, Point())
            point.usage += (_hours(elapsed) * run.units).quantize(MICRO)
            point.events += 1


def get_usage_stats(state: State, call: Call) -> Reply:
    """Answer usage and cost of a period; plans that the emulator does not run have none."""
    body = call.body
    _check_filters(body)
    period = _period(body)
    runs = {"private": _deployment_runs, "compilation": _compile_runs}.get(body["plan_type"], _no_runs)
    by_source = "source" in body.get("group_by", ["source"])
    items: dict[tuple[str | None, str], Item] = {}
    for run in runs(state, body, period):
        items.setdefault((run.source if by_source else None, run.feature_id), Item()).add(run, period)
    price = state.settings.hourly_price
    shown = [_show_item(body["plan_type"], key, items[key].points, price) for key in items]
    total = sum((Decimal(item["total_cost"]) for item in shown), Decimal(0))
    return 200, {"total_cost": f"{total:f}", "currency": CURRENCY, "items": shown}


def _check_filters(body: Mapping[str, Any]) -> None:
    problems = {
        name: [f"Only for the plan types {', '.join(sorted(plans))}."]
        for name, plans in PLANS.items()
        if name in body and body["plan_type"] not in plans
    }
    if problems:
        raise Refused(400, problems)


def _period(body: Mapping[str, Any]) -> Period:
    start, end = _instant(body, "start_time"), _instant(body, "end_time")
    if end <= start:
        raise bad_request("Must be after start_time.", "end_time")
    return Period(start, end, WINDOWS[body["window_size"]])


def _instant(body: Mapping[str, Any], name: str) -> datetime:
    try:
        instant = datetime.fromisoformat(body[name])
    except ValueError as error:
        raise bad_request("Must be an ISO 8601 time.", name) from error
    if instant.utcoffset() is None:
        raise bad_request("Must have an offset from UTC.", name)
    return instant


def _deployment_runs(state: State, body: Mapping[str, Any], period: Period) -> Iterator[Run]:
    wanted = (
        deployment
        for deployment in state.deployments.values()
        if deployment.plan == "private" and _deployment_matches(state, deployment, body)
    )
    for deployment in wanted:
        yield from _deployed(deployment, period.start, min(period.end, state.now))


def _deployed(deployment: Deployment, start: datetime, end: datetime) -> Iterator[Run]:
    data = deployment.data
    for begin, finish, status in deployment.timeline.spans(start, end):
        for lower, upper, pods in deployment.pods.spans(begin, finish):
            if status == "DEPLOYED" and pods:
                yield Run(data["uuid"], data["gpu_id"], lower, upper, pods)


def _deployment_matches(state: State, deployment: Deployment, body: Mapping[str, Any]) -> bool:
    data = deployment.data
    return _passes(
        body,
        deployment_ids=data["uuid"],
        deployment_slugs=data["slug"],
        statuses=deployment.status(state.now),
    )


def _compile_runs(state: State, body: Mapping[str, Any], period: Period) -> Iterator[Run]:
    end = min(period.end, state.now)
    for repo in state.model_repos.values():
        if _repo_matches(state, repo, body):
            yield from _compiled(repo, period.start, end)


def _compiled(repo: ModelRepo, start: datetime, end: datetime) -> Iterator[Run]:
    for begin, finish, status in repo.timeline.spans(start, end):
        if not is_over(status):
            accelerator = str(repo.data["accelerator"])
            yield Run(repo.data["uuid"], accelerator, begin, finish, repo.accelerators)


def _repo_matches(state: State, repo: ModelRepo, body: Mapping[str, Any]) -> bool:
    return _passes(
        body,
        model_repo_ids=repo.data["uuid"],
        model_repo_names=repo.data["name"],
        statuses=repo.status(state.now),
    )


def _no_runs(state: State, body: Mapping[str, Any], period: Period) -> Iterable[Run]:
    return ()


def _passes(body: Mapping[str, Any], **values: str) -> bool:
    return all(value in body[name] for name, value in values.items() if name in body)


def _windows(run: Run, period: Period) -> Iterator[tuple[datetime, timedelta]]:
    lower = period.start + (run.begin - period.start) // period.window * period.window
    while lower < run.end:
        upper = lower + period.window
        yield lower, min(run.end, upper) - max(run.begin, lower)
        lower = upper


def _hours(elapsed: timedelta) -> Decimal:
    return Decimal(elapsed // timedelta(microseconds=1)) / Decimal(HOUR // timedelta(microseconds=1))


def _show_item(
    plan: str, key: tuple[str | None, str], points: Mapping[datetime, Point], price: Decimal
) -> dict[str, Any]:
    usage = sum((point.usage for point in points.values()), Decimal(0))
    return {
        "event_name": f"{plan}_hours",
        "source": key[0],
        "feature_id": key[1],
        "total_cost": f"{usage * price:f}",
        "total_usage": f"{usage:f}",
        "currency": CURRENCY,
        "unit_price": f"{price:f}",
        "event_count": sum(point.events for point in points.values()),
        "points": [_show_point(window, points[window], price) for window in sorted(points)],
    }


def _show_point(window: datetime, point: Point, price: Decimal) -> dict[str, Any]:
    return {
        "timestamp": stamp(window),
        "usage": f"{point.usage:f}",
        "cost": f"{point.usage * price:f}",
        "event_count": point.events,
    }


HANDLERS: Mapping[str, Handler] = {"get_usage_stats": get_usage_stats}
