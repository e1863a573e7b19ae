# Made from tests/_async/test_usage.py by `make generate`; do not edit.
"""Usage, on the emulator."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from simplismart import Simplismart, UsageStatsParams
from simplismart.testing import Emulator


def test_usage_is_what_ran(client: Simplismart, emulator: Emulator):
    """The cost of a deployment that ran is a Decimal as an attribute and the API's string by key."""
    start = emulator.clock.now()
    emulator.add_deployment(name="served")
    emulator.advance(2 * 3600)
    stats = client.get_usage_stats(
        UsageStatsParams(
            plan_type="private",
            start_time=start - timedelta(hours=1),
            end_time=emulator.clock.now() + timedelta(hours=1),
            window_size="HOUR",
        )
    )
    assert isinstance(stats["total_cost"], str)
    assert Decimal(stats["total_cost"]) == stats.total_cost > 0
    assert stats.total_cost == sum(item.total_cost or 0 for item in stats.items_ or [])


def test_items_of_one_source_are_joined(client: Simplismart, emulator: Emulator):
    """For a private plan two items of one source are one; a shared plan's items stay as they came."""
    item = {"source": "s", "currency": "usd", "total_cost": "0.1", "total_usage": "1", "event_count": 1, "points": []}
    answer = {"total_cost": "0.3", "items": [item, {**item, "total_cost": "0.2"}]}
    emulator.fail_next("get_usage_stats", 200, answer, times=2)
    span = {"start_time": datetime(2026, 3, 1, tzinfo=UTC), "end_time": datetime(2026, 3, 2, tzinfo=UTC)}
    joined = client.usage.get_stats({"plan_type": "private", "window_size": "DAY", **span})
    apart = client.usage.get_stats({"plan_type": "shared", "window_size": "DAY", **span})
    assert ["0.3"] == [found["total_cost"] for found in joined["items"]]
    assert ["0.1", "0.2"] == [found["total_cost"] for found in apart["items"]]
