"""Decisions about sending: deadlines, retries, delays, Retry-After, rate limits, the retry budget."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simplismart.policy import (
    Deadline,
    Outcome,
    RateLimit,
    RetryBudget,
    delay_before,
    is_transient,
    may_have_succeeded,
    rate_limit,
    retry_after,
    retry_delay,
)

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"
NEVER_SENT = Outcome(failure="never_sent")
MAYBE_SENT = Outcome(failure="maybe_sent")


def status(code: int, after: float | None = None) -> Outcome:
    return Outcome(code, None, after)


def test_deadline_counts_down_on_its_clock():
    """What remains is the timeout less the time that passed, and goes below zero."""
    now = [100.0]
    deadline = Deadline(5.0, lambda: now[0])
    assert 5.0 == deadline.remaining()
    now[0] = 103.0
    assert 2.0 == deadline.remaining()
    now[0] = 106.0
    assert -1.0 == deadline.remaining()
    assert 5.0 == deadline.timeout


def test_deadline_uses_the_monotonic_clock():
    """Without a clock of one's own, the call's time is real time that never goes back."""
    assert 9.0 < Deadline(10.0).remaining() <= 10.0


def test_deadline_stays_within_what_sockets_and_locks_take():
    """A timeout of any size works: the operating system never sees more than some years."""
    assert 1e8 == Deadline(1e300, lambda: 0.0).remaining()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0.0),
        ("3", 3.0),
        (" 1.5 ", 1.5),
        ("120", 120.0),
        ("99999999999", 99999999999.0),
        ("1e300", 1e300),
        ("", None),
        ("   ", None),
        ("-1", None),
        ("nan", None),
        ("NaN", None),
        ("inf", None),
        ("-inf", None),
        ("1e999", None),
        ("9" * 400, None),
        ("0" * 101, None),
        ("soon", None),
        ("3 s", None),
        ("Wed, 99 Oct 2026 07:28:00 GMT", None),
        ("Wed, 21 Oct 99999 07:28:00 GMT", None),
        ("Wed, 21 Oct 2026 07:28:00 +9999", None),
    ],
)
def test_retry_after_in_seconds(value, expected):
    """A number of seconds from 0 counts; anything that is none, or no finite one, says nothing."""
    assert expected == retry_after({"retry-after": value})


@pytest.mark.parametrize(
    ("value", "date", "expected"),
    [
        ("Wed, 21 Oct 2026 07:28:30 GMT", DATE, 30.0),
        ("Wed, 21 Oct 2026 09:28:30 +0200", DATE, 30.0),
        ("Wednesday, 21-Oct-26 07:28:30 GMT", DATE, 30.0),
        ("Wed Oct 21 07:28:30 2026", DATE, 30.0),
        ("Wed, 21 Oct 2026 07:28:30 -0000", DATE, 30.0),
        (DATE, DATE, 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", DATE, 0.0),
        ("Thu, 22 Oct 2026 07:28:00 GMT", DATE, 86400.0),
    ],
)
def test_retry_after_date_counts_from_the_answers_own_date(value, date, expected):
    """The clock of this machine does not matter where the answer says what time it is; a past date means now."""

    def wrong_clock() -> datetime:
        return datetime(1999, 1, 1, tzinfo=UTC)

    assert expected == retry_after({"retry-after": value, "date": date}, wrong_clock)


@pytest.mark.parametrize("date", [{}, {"date": ""}, {"date": "today"}])
def test_retry_after_date_without_a_date_counts_from_now(date):
    """An answer that does not say what time it is leaves only this machine's clock."""
    now = datetime(2026, 10, 21, 7, 27, 50, tzinfo=UTC)
    assert 10.0 == retry_after({"retry-after": DATE} | date, lambda: now)
    assert 0.0 == retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"} | date)


def test_no_retry_after():
    """An answer without the header says nothing."""
    assert None is retry_after({"date": DATE})


@given(st.text(max_size=120), st.text(max_size=120))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_retry_after_never_raises(value, date):
    """Whatever stands in the headers, the result is None or a number from 0."""
    found = retry_after({"retry-after": value, "date": date})
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("outcome", "idempotent", "other"),
    [
        (NEVER_SENT, True, True),
        (MAYBE_SENT, True, False),
        (status(408), True, True),
        (status(429), True, True),
        (status(429, 1.0), True, True),
        (status(425), True, False),
        (status(500), True, False),
        (status(502), True, False),
        (status(503), True, False),
        (status(503, 1.0), True, True),
        (status(503, 0.0), True, True),
        (status(504), True, False),
        (status(504, 1.0), True, False),
        (status(500, 1.0), True, False),
        (status(200), False, False),
        (status(302), False, False),
        (status(400), False, False),
        (status(401), False, False),
        (status(402), False, False),
        (status(403), False, False),
        (status(404), False, False),
        (status(409), False, False),
        (status(409, 1.0), False, False),
        (status(422), False, False),
        (status(501), False, False),
        (status(520), False, False),
    ],
)
def test_what_is_sent_again(outcome, idempotent, other):
    """A request that may have taken effect is sent again only if twice does no more than once."""
    assert idempotent is is_transient(outcome, idempotent=True)
    assert other is is_transient(outcome, idempotent=False)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (NEVER_SENT, False),
        (MAYBE_SENT, True),
        (status(500), True),
        (status(503), True),
        (status(520), True),
        (status(400), False),
        (status(429), False),
        (status(302), False),
        (Outcome(), False),
    ],
)
def test_what_may_have_succeeded(outcome, expected):
    """Only a request that is not idempotent leaves a doubt, where it was sent and not refused."""
    assert expected is may_have_succeeded(outcome, idempotent=False)
    assert False is may_have_succeeded(outcome, idempotent=True)


@pytest.mark.parametrize(
    ("attempt", "middle"), [(2, 0.5), (3, 1.0), (4, 2.0), (5, 4.0), (6, 8.0), (7, 8.0), (5000, 8.0)]
)
def test_delay_doubles_up_to_a_bound_within_a_quarter(attempt, middle):
    """Delays grow from half a second to eight, each a quarter less to a quarter more."""
    assert middle * 0.75 == delay_before(attempt, MAYBE_SENT, lambda: 0.0)
    assert middle == delay_before(attempt, MAYBE_SENT, lambda: 0.5)
    assert middle * 1.25 == delay_before(attempt, MAYBE_SENT, lambda: 1.0)
    assert middle * 0.75 <= delay_before(attempt, MAYBE_SENT) <= middle * 1.25


def test_delays_differ():
    """Clients that failed together do not come back together."""
    assert 1 < len({delay_before(2, MAYBE_SENT) for _ in range(20)})


def test_retry_after_is_obeyed_to_the_second():
    """What the API asked for is neither shortened nor spread."""
    assert 7.0 == delay_before(2, status(429, 7.0), lambda: 1.0)


@pytest.mark.parametrize(
    ("outcome", "attempt", "max_retries", "remaining", "expected"),
    [
        (NEVER_SENT, 1, 2, 100.0, 0.5),
        (NEVER_SENT, 2, 2, 100.0, 1.0),
        (NEVER_SENT, 3, 2, 100.0, None),
        (NEVER_SENT, 1, 0, 100.0, None),
        (NEVER_SENT, 1, 2, 0.5, None),
        (NEVER_SENT, 1, 2, 0.51, 0.5),
        (NEVER_SENT, 1, 2, -1.0, None),
        (status(404), 1, 2, 100.0, None),
        (status(429, 60.0), 1, 2, 100.0, 60.0),
        (status(429, 60.5), 1, 2, 100.0, None),
        (status(429, 1e300), 1, 2, 1e8, None),
        (status(429, 30.0), 1, 2, 29.0, None),
        (status(429, 0.0), 1, 2, 100.0, 0.0),
    ],
)
def test_retry_delay(outcome, attempt, max_retries, remaining, expected):
    """There is a next attempt if one is left, is safe, and its wait is at most a minute and ends within the deadline."""
    assert expected == retry_delay(
        outcome, attempt=attempt, max_retries=max_retries, idempotent=True, remaining=remaining, jitter=lambda: 0.5
    )


def test_a_create_is_not_repeated():
    """A create that may have reached the server is never sent twice."""
    assert None is retry_delay(MAYBE_SENT, attempt=1, max_retries=2, idempotent=False, remaining=100.0)
    assert None is retry_delay(status(500), attempt=1, max_retries=2, idempotent=False, remaining=100.0)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"x-ratelimit-limit": "soon"}, None),
        ({"x-ratelimit-limit": "nan", "x-ratelimit-reset": "inf"}, None),
        ({"x-ratelimit-limit": "9" * 400}, None),
        ({"x-ratelimit-limit": "100"}, RateLimit(100, None, None)),
        ({"x-ratelimit-remaining": "0"}, RateLimit(None, 0, None)),
        (
            {"x-ratelimit-limit": "100", "x-ratelimit-remaining": "99.0", "x-ratelimit-reset": "1.5"},
            RateLimit(100, 99, 1.5),
        ),
    ],
)
def test_rate_limit(headers, expected):
    """The headers are read if they are numbers; no readable header is no rate limit."""
    assert expected == rate_limit(headers)


def test_budget_stops_repeats_until_successes_refill_it():
    """An outage is not multiplied: the budget runs out, and each success gives a part back."""
    budget = RetryBudget(capacity=2.0, refill=0.5)
    assert [True, True, False, False] == [budget.spend() for _ in range(4)]
    budget.succeeded()
    assert False is budget.spend()
    budget.succeeded()
    assert [True, False] == [budget.spend() for _ in range(2)]


def test_budget_never_grows_beyond_its_capacity():
    """A long time of successes does not save up repeats."""
    budget = RetryBudget(capacity=1.0, refill=0.7)
    budget.succeeded()
    assert [True, False] == [budget.spend() for _ in range(2)]
    budget.succeeded()
    budget.succeeded()
    assert [True, False] == [budget.spend() for _ in range(2)]
