"""Joining the items of one source in a usage answer."""

import copy
from decimal import Decimal

import pytest
from simplismart_api.models import UsageStats

from simplismart.usage import join_items, joined


def item(source="llama", **fields):
    return {
        "event_name": "pod_hours",
        "source": source,
        "feature_id": "nvidia-h100",
        "total_cost": "1.10",
        "total_usage": "0.5",
        "currency": "USD",
        "unit_price": "2.20",
        "event_count": 3,
        "points": [],
    } | fields


def point(timestamp="2026-03-02T11:00:00Z", **fields):
    return {"timestamp": timestamp, "usage": "0.5", "cost": "1.10", "event_count": 3} | fields


def join_points(*points):
    """Join items of one point each, and return the points."""
    return join_items([item(points=[each]) for each in points])[0]["points"]


def test_items_of_one_source_become_one():
    """Totals are added; what names and prices the item is the first's."""
    result = join_items([item(), item(total_cost="2.20", total_usage="1", event_count=4, extra="first seen second")])
    assert [item(total_cost="3.30", total_usage="1.5", event_count=7)] == result


def test_other_sources_stay_apart_in_their_order():
    """Each source has one item, where its first one stood."""
    result = join_items([item("a"), item("b"), item("a"), item("c")])
    assert ["a", "b", "c"] == [each["source"] for each in result]
    assert ["2.20", "1.10", "1.10"] == [each["total_cost"] for each in result]


def test_currencies_are_not_added():
    """A dollar and a euro are not two of anything."""
    items = [item(currency="USD"), item(currency="EUR"), item(currency=None)]
    assert items == join_items(items)


@pytest.mark.parametrize(
    "odd",
    [
        "text",
        None,
        [],
        item(source=None),
        item(source=""),
        item(source=["llama"]),
        item(points="none"),
        item(points=[1]),
        item(points={"a": 1}),
    ],
)
def test_what_cannot_be_read_stays_as_it_came(odd):
    """An item without a source, or not like one at all, is neither joined nor lost."""
    assert [odd, odd, item()] == join_items([odd, odd, item()])


def test_a_currency_of_any_kind_keeps_items_apart():
    """An odd currency does not stop the joining."""
    items = [item(currency=["USD"]), item(currency="USD")]
    assert items == join_items(items)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-03-02T11:00:00Z", "2026-03-02T11:00:00+00:00"),
        ("2026-03-02T11:00:00Z", "2026-03-02T16:30:00+05:30"),
        ("2026-03-02T11:00:00Z", "2026-03-02T11:00:00.000000Z"),
        ("2026-03-02T11:00:00Z", "2026-03-02T11:00:00"),
        ("2026-03-02T11:00:00Z", "20260302T110000Z"),
        ("someday", "someday"),
        ("0001-01-01T00:00:00+23:00", "0001-01-01T00:00:00+23:00"),
        (None, None),
        (1772449200, 1772449200),
    ],
)
def test_points_of_one_instant_are_added(one, other):
    """The same instant is one point however it is written, and keeps the first spelling."""
    assert [point(one, usage="1.0", cost="2.20", event_count=6)] == join_points(point(one), point(other))


def test_times_without_an_offset_do_not_depend_on_this_machine(monkeypatch):
    """Two different times stay two, even where this machine's zone skips an hour."""
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        assert 2 == len(join_points(point("2026-03-29T02:30:00"), point("2026-03-29T03:30:00")))
    finally:
        monkeypatch.undo()
        time.tzset()


def test_points_come_in_the_order_of_time():
    """Points of all the joined items are sorted by instant, fractions of a second included."""
    times = ["2026-03-02T11:00:01Z", "2026-03-02T11:00:00.5Z", "2026-03-02T12:00:00+02:00", "2026-03-02T11:00:00Z"]
    assert [times[2], times[3], times[1], times[0]] == [each["timestamp"] for each in join_points(*map(point, times))]


def test_other_fields_of_a_point_are_kept():
    """A field that only one of the points has, or that is no amount, is not lost."""
    first = point(computed_overage_amount=None, note="a", reserved=True, tags=["x"])
    second = point(computed_overage_amount="5.00", note="b", reserved=False, tags=["y"], computed_true_up_amount="1")
    assert [
        point(usage="1.0", cost="2.20", event_count=6, note="a", reserved=True, tags=["x"])
        | {"computed_overage_amount": "5.00", "computed_true_up_amount": "1"}
    ] == join_points(first, second)


def test_computed_amounts_are_added():
    """Amounts of a commitment are amounts like the cost."""
    points = [point(computed_overage_amount="5.01"), point(computed_overage_amount="0.09")]
    assert "5.10" == join_points(*points)[0]["computed_overage_amount"]


def test_items_without_points_join():
    """null or absent points are no points."""
    assert [item(total_cost="2.20", total_usage="1.0", event_count=6, points=[point()])] == join_items(
        [item(points=None), item(points=[point()])]
    )


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["0.1", "0.2"], "0.3"),
        ([0.1, 0.2], "0.3"),
        ([1, 2], 3),
        ([1, "2"], "3"),
        (["0.00000000", "0.00000000"], "0.00000000"),
        (["0.10", "0.200"], "0.300"),
        (["-1.5", "1"], "-0.5"),
        (["1E+3", "1"], "1001"),
        (["123456789012345678901234567890.12", "0.000000000000000000000000000001"],
         "123456789012345678901234567890.120000000000000000000000000001"),
        (["1.10", None], "1.10"),
        (["1.10", "much"], "1.10"),
        (["1.10", True], "1.10"),
        (["1.10", "NaN"], "1.10"),
        (["1.10", "Infinity"], "1.10"),
        (["1.10", "9E+999999"], "1.10"),
        ([None, "1.10"], "1.10"),
        ([None, None], None),
        (["much", "NaN"], "much"),
    ],
)  # fmt: skip
def test_sums_are_exact_decimals(amounts, expected):
    """Money is added as Decimal, never as float; what is no amount does not count."""
    result = join_items([item(total_cost=amount) for amount in amounts])[0]["total_cost"]
    assert (expected, type(expected)) == (result, type(result))


def test_many_small_amounts_add_up():
    """Ten thousand times a hundredth of a cent is a dollar, to the digit."""
    assert "1.0000" == join_items([item(total_cost="0.0001")] * 10_000)[0]["total_cost"]


def test_a_total_that_no_item_has_is_not_invented():
    """An item without a count has none after the joining."""
    plain = item()
    del plain["event_count"]
    assert "event_count" not in join_items([plain, plain])[0]


def test_joining_changes_nothing_that_it_was_given():
    """The answer as it came stays as it came."""
    items = [item(points=[point(), point()]), item(points=[point()])]
    before = copy.deepcopy(items)
    join_items(items)
    assert before == items


def stats(**fields) -> UsageStats:
    return UsageStats.from_json({"total_cost": "2.20", "currency": "USD", "items": [item(), item()]} | fields)


@pytest.mark.parametrize(
    ("plan", "count"),
    [("private", 1), ("byoc", 1), ("reserved", 1), ("training", 1), ("shared", 2), ("compilation", 2)],
)
def test_the_plans_whose_items_are_joined(plan, count):
    """The other plans keep their items as the API sent them."""
    result = joined(stats(), plan)
    assert count == len(result["items"])
    assert Decimal("2.20") == result.total_cost


def test_joined_items_have_typed_attributes():
    """A joined answer reads like one that was not joined, points included."""
    items = [item(points=[point()]), item(points=[point()])]
    only = joined(stats(items=items), "private").items_[0]
    assert (Decimal("2.20"), "USD", Decimal("2.20")) == (only.total_cost, only.currency, only.points[0].cost)


@pytest.mark.parametrize("items", [None, {}, "none"])
def test_an_answer_without_items_stays_as_it_came(items):
    """Odd items are not the joining's business."""
    assert items == joined(stats(items=items), "private")["items"]


def test_nothing_to_join():
    """No items are no items."""
    assert [] == join_items([])
