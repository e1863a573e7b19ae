"""Joins the items of one source in a usage answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simplismart_api.models import UsageStats

JOINED_PLANS = frozenset({"private", "byoc", "reserved", "training"})
_ITEM_SUMS = ("total_cost", "total_usage", "event_count")
_NOT_SUMMED = frozenset({"timestamp"})


def joined(stats: UsageStats, plan_type: str) -> UsageStats:
    """Return usage in which each source and currency has one item, for the plans where that is so."""
    items = stats.get("items")
    if plan_type not in JOINED_PLANS or not isinstance(items, list):
        return stats
    return type(stats)({**stats, "items": join_items(items)})


def join_items(items: Iterable[Any]) -> list[Any]:
    """Return items with those of one source and currency joined into the first of them."""
    groups: dict[Any, list[Any]] = {}
    for number, item in enumerate(items):
        groups.setdefault(_group(item, number), []).append(item)
    return [group[0] if len(group) == 1 else _join(group) for group in groups.values()]


def _group(item: Any, number: int) -> Any:
    source = item.get("source") if isinstance(item, Mapping) else None
    return (source, item.get("currency")) if source else number


def _join(group: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    joined = dict(group[0])
    for key in _ITEM_SUMS:
        joined[key] = _sum(item.get(key) for item in group)
    points: dict[Any, dict[str, Any]] = {}
    for item in group:
        for point in item.get("points") or []:
            _add_point(points, point)
    joined["points"] = [points[instant] for instant in sorted(points)]
    return joined


def _add_point(points: dict[Any, dict[str, Any]], point: Mapping[str, Any]) -> None:
    instant = _instant(point.get("timestamp"))
    known = points.get(instant)
    if known is None:
        points[instant] = dict(point)
        return
    for key, value in point.items():
        if key in known and key not in _NOT_SUMMED and _is_amount(value) and _is_amount(known[key]):
            known[key] = _sum([known[key], value])
        else:
            known.setdefault(key, value)


def _instant(timestamp: Any) -> str:
    """Return a key that is the same, and sorts the same, for the same instant however it is written."""
    from datetime import UTC, datetime

    try:
        return datetime.fromisoformat(timestamp).astimezone(UTC).isoformat()
    except (TypeError, ValueError):
        return str(timestamp)


def _is_amount(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _sum(values: Iterable[Any]) -> Any:
    amounts = [value for value in values if _is_amount(value)]
    total = sum((Decimal(str(value)) for value in amounts), Decimal(0))
    return int(total) if amounts and all(isinstance(value, int) for value in amounts) else str(total)
