"""The clock, and values over time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from simplismart.testing.clock import Clock, Timeline, stamp

START = datetime(2026, 3, 2, 11, 52, 16, 925151, tzinfo=UTC)


def test_a_clock_starts_at_a_fixed_instant_and_stands_still():
    """By default time is the same in every run."""
    clock = Clock()
    assert START == clock.now() == clock.now()


def test_advance_moves_the_clock():
    """Advance moves it by seconds, and adds up."""
    clock = Clock(datetime(2026, 1, 1, tzinfo=UTC))
    clock.advance(90)
    clock.advance(0.5)
    assert datetime(2026, 1, 1, 0, 1, 30, 500000, tzinfo=UTC) == clock.now()


def test_time_never_goes_back():
    """A negative advance is refused."""
    with pytest.raises(ValueError, match="at least 0, got -1"):
        Clock().advance(-1)


def test_a_clock_with_a_speed_follows_real_time():
    """With a speed it starts at the present and runs that many times as fast."""
    real = [100.0]
    clock = Clock(speed=60, monotonic=lambda: real[0])
    first = clock.now()
    real[0] += 2
    assert timedelta(seconds=120) == clock.now() - first
    assert timedelta(minutes=1) > abs(datetime.now(UTC) - first)


def test_stamp_is_utc_with_microseconds():
    """Times are written as the API writes them."""
    assert "2026-03-02T11:52:16.925151Z" == stamp(START)
    assert "2026-03-02T11:52:16.925151Z" == stamp(START.astimezone(timezone(timedelta(hours=5, minutes=30))))


def test_a_timeline_follows_its_plan():
    """Each value holds from its instant on."""
    timeline = Timeline(START, [(0, "a"), (10, "b")])
    assert ["a", "a", "b", "b"] == [timeline.at(START + timedelta(seconds=s)) for s in (0, 9.9, 10, 99)]
    assert START + timedelta(seconds=10) == timeline.since(START + timedelta(seconds=99))


def test_a_new_plan_replaces_what_was_to_come():
    """What is past stays; what was planned is dropped."""
    timeline = Timeline(START, [(0, "a"), (10, "b")])
    timeline.plan(START + timedelta(seconds=5), [(0, "c")])
    assert "c" == timeline.at(START + timedelta(seconds=99))
    assert "a" == timeline.at(START + timedelta(seconds=4))


def test_spans_are_cut_to_what_is_asked_for():
    """Spans before, after and of no length are left out."""
    minute = [START + timedelta(minutes=number) for number in range(5)]
    timeline = Timeline(START, [(0, "a"), (60, "b"), (120, "c"), (120, "d")])
    middle = minute[0] + timedelta(seconds=30)
    assert [(middle, minute[1], "a"), (minute[1], minute[2], "b")] == list(timeline.spans(middle, minute[2]))
    assert [(minute[3], minute[4], "d")] == list(timeline.spans(minute[3], minute[4]))
