"""Joins the items of one source in a usage answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation, localcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simplismart_api.models import UsageStats

JOINED_PLANS = frozenset({"private", "byoc", "reserved", "training"})
_ITEM_SUMS = ("total_cost", "total_usage", "event_count")
_NOT_SUMMED = frozenset({"timestamp"})
_MOST_DIGITS = 100


def joined(stats: UsageStats, plan_type: str) -> UsageStats:
    """Return usage in which each source and currency has one item, for the plans where that is so."""
    items = stats.get("items")
    if plan_type not in JOINED_PLANS or not isinstance(items, list):
        return stats
    return type(stats).from_json({**stats, "items": join_items(items)})


def join_items(items: Iterable[Any]) -> list[Any]:
    """Return items with those of one source and currency joined into the first of them."""
    groups: dict[Any, list[Any]] = {}
    for number, item in enumerate(items):
        groups.setdefault(_group(item, number), []).append(item)
    return [group[0] if len(group) == 1 else _join(group) for group in groups.values()]


def _group(item: Any, number: int) -> Any:
    source = item.get("source") if _is_readable(item) else None
    return (source, str(item.get("currency"))) if isinstance(source, str) and source else number


def _is_readable(item: Any) -> bool:
    points = item.get("points") or [] if isinstance(item, Mapping) else None
    return isinstance(points, list) and all(isinstance(point, Mapping) for point in points)


def _join(group: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    joined = dict(group[0])
    for key in _ITEM_SUMS:
        if amounts := [item[key] for item in group if _is_amount(item.get(key))]:
            joined[key] = _sum(amounts)
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
        if known.get(key) is None:
            known[key] = value
        elif key not in _NOT_SUMMED and _is_amount(value) and _is_amount(known[key]):
            known[key] = _sum([known[key], value])


def _instant(timestamp: Any) -> str:
    """Return a key that is the same, and sorts the same, for the same instant however it is written."""
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(timestamp)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (TypeError, ValueError, OverflowError):
        return str(timestamp)


def _is_amount(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    try:
        number = Decimal(str(value))
        return number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS
    except InvalidOperation:
        return False


def _sum(amounts: Sequence[Any]) -> int | str:
    if all(isinstance(amount, int) for amount in amounts):
        return int(sum(amounts))
    with localcontext(prec=3 * _MOST_DIGITS):
        return format(sum((Decimal(str(amount)) for amount in amounts), Decimal(0)), "f")
