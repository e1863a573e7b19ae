"""Pure decisions about sending: how long a call may take, whether to send again, and when."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

MAX_RETRY_AFTER = 60.0
LONGEST = 1e8
FIRST_DELAY = 0.5
MAX_DELAY = 8.0
JITTER = 0.25

Failure = Literal["never_sent", "maybe_sent"]

_TRANSIENT_FOR_ANY_METHOD = frozenset({408, 429})
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


class Deadline:
    """The instant, on the monotonic clock, at which a call must have ended."""

    __slots__ = ("_clock", "at", "timeout")

    def __init__(self, timeout: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.timeout = timeout
        self.at = clock() + min(timeout, LONGEST)
        self._clock = clock

    def remaining(self) -> float:
        """Return the seconds that are left; zero or less when it is over."""
        return self.at - self._clock()


class Outcome(NamedTuple):
    """What came of one attempt: a status, or a failure without one."""

    status: int | None = None
    failure: Failure | None = None
    retry_after: float | None = None


def is_transient(outcome: Outcome, *, idempotent: bool) -> bool:
    """Tell whether sending the same request once more is safe and may help."""
    if outcome.failure == "never_sent":
        return True
    if outcome.failure == "maybe_sent":
        return idempotent
    if outcome.status == 503 and outcome.retry_after is not None:
        return True
    return outcome.status in (_TRANSIENT if idempotent else _TRANSIENT_FOR_ANY_METHOD)


def may_have_succeeded(outcome: Outcome, *, idempotent: bool) -> bool:
    """Tell whether a request that is not idempotent may have taken effect although it failed."""
    if idempotent or outcome.failure == "never_sent":
        return False
    return outcome.failure == "maybe_sent" or (outcome.status or 0) >= 500


def delay_before(attempt: int, outcome: Outcome, jitter: Callable[[], float] = random.random) -> float:
    """Return the seconds to wait before attempt number ``attempt`` (2 is the first that repeats)."""
    if outcome.retry_after is not None:
        return outcome.retry_after
    delay: float = min(MAX_DELAY, FIRST_DELAY * 2.0 ** min(attempt - 2, 16))
    return delay * (1 - JITTER + 2 * JITTER * jitter())


def retry_delay(
    outcome: Outcome,
    *,
    attempt: int,
    max_retries: int,
    idempotent: bool,
    remaining: float,
    jitter: Callable[[], float] = random.random,
) -> float | None:
    """Return the seconds to wait before the next attempt, or None if there is to be none."""
    if attempt > max_retries or not is_transient(outcome, idempotent=idempotent):
        return None
    delay = delay_before(attempt + 1, outcome, jitter)
    return delay if delay <= MAX_RETRY_AFTER and delay < remaining else None


def retry_after(headers: Mapping[str, str], now: Callable[[], datetime] | None = None) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, or None if it says nothing usable.

    A date counts from the answer's own ``Date``, so that a wrong clock here does not matter.
    """
    value = headers.get("retry-after", "").strip()
    if not value or len(value) > 100:
        return None
    seconds = _number(value)
    if seconds is not None:
        return seconds if math.isfinite(seconds) and seconds >= 0 else None
    until = _date(value)
    if until is None:
        return None
    since = _date(headers.get("date", "")) or (now or _utc_now)()
    return max(0.0, (until - since).total_seconds())


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _date(value: str) -> datetime | None:
    from datetime import UTC
    from email.utils import parsedate_to_datetime

    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _utc_now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC)


class RateLimit(NamedTuple):
    """What the last answer said of the rate limit; a field that it did not say is None."""

    limit: int | None
    remaining: int | None
    reset: float | None


def tells_rate_limit(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Tell whether there is a header of the rate limit among raw ones."""
    return any(name[:12].lower() == b"x-ratelimit-" for name, _ in headers)


def rate_limit(headers: Mapping[str, str]) -> RateLimit | None:
    """Return what the ``X-RateLimit-…`` headers say, or None if there are none."""
    numbers = [_finite(headers.get(f"x-ratelimit-{name}")) for name in ("limit", "remaining", "reset")]
    if all(number is None for number in numbers):
        return None
    limit, remaining, reset = numbers
    return RateLimit(_whole(limit), _whole(remaining), reset)


def _finite(value: str | None) -> float | None:
    number = _number(value) if value and len(value) <= 100 else None
    return number if number is not None and math.isfinite(number) else None


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


class RetryBudget:
    """How many attempts a client may repeat, so that an outage is not multiplied.

    Each repeated attempt costs one; each success gives a tenth back, up to the capacity.
    """

    def __init__(self, capacity: float = 20.0, refill: float = 0.1) -> None:
        self._capacity = capacity
        self._refill = refill
        self._left = capacity
        self._lock = threading.Lock()

    def spend(self) -> bool:
        """Take one repeated attempt out of the budget; False if it is used up."""
        with self._lock:
            if self._left < 1:
                return False
            self._left -= 1
            return True

    def succeeded(self) -> None:
        """Give a part of an attempt back after a success."""
        if self._left < self._capacity:
            with self._lock:
                self._left = min(self._capacity, self._left + self._refill)
