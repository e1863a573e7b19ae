"""What surviving means: pure functions of what was seen, which return why it was not survived, or nothing."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote

from simplismart import SimplismartError

from .server import Request

MAX_MESSAGE = 500
MAX_GROWTH = 3 * 64 * 1024 * 1024


class Outcome(NamedTuple):
    """What one call returned or raised."""

    value: Any = None
    error: BaseException | None = None

    @property
    def text(self) -> str:
        """Everything that a log of the error would show."""
        error = self.error
        return "" if error is None else f"{error} {error!r} {''.join(traceback.format_exception(error))}"


class Seen(NamedTuple):
    """What came of a case: the calls, the requests at the server and at another origin, the log, the memory."""

    outcomes: list[Outcome]
    elapsed: float
    requests: list[Request]
    elsewhere: list[Request]
    log: str
    growth: int

    @property
    def last(self) -> Outcome:
        """What the last call returned or raised."""
        return self.outcomes[-1]

    @property
    def creates(self) -> int:
        """How many creates the server saw."""
        return sum(request.method == "POST" for request in self.requests)


Judge: TypeAlias = Callable[[Seen], str]


def all_of(*judges: Judge) -> Judge:
    """Every one of the judges must be content."""
    return lambda seen: next((why for judge in judges if (why := judge(seen))), "")


def settles(seen: Seen) -> str:
    """Each call ends in a result or in a SimplismartError that can be read."""
    return next((why for outcome in seen.outcomes if (why := _unsettled(outcome.error))), "")


def _unsettled(error: BaseException | None) -> str:
    if error is None:
        return ""
    if not isinstance(error, SimplismartError):
        return f"raised {type(error).__name__}, no SimplismartError"
    if len(str(error)) >= MAX_MESSAGE:
        return f"the message has {len(str(error))} characters"
    return "" if _is_utf8(str(error)) else "the message cannot be printed"


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def works(seen: Seen) -> str:
    """Every call returns something."""
    return settles(seen) or next((f"raised {_short(str(o.error))}" for o in seen.outcomes if o.error is not None), "")


def fails(seen: Seen) -> str:
    """The last call ends in a SimplismartError."""
    return settles(seen) or ("" if seen.last.error else f"returned {_short(seen.last.value)} as if all were well")


def fails_with(status: int) -> Judge:
    """The last call ends in a SimplismartError of a status."""
    return lambda seen: fails(seen) or _unlike(status, getattr(seen.last.error, "status_code", None), "status")


def returns(expected: Any) -> Judge:
    """Each call returns this."""
    return lambda seen: next((why for outcome in seen.outcomes if (why := _other(outcome, expected))), "")


def ends_with(expected: Any) -> Judge:
    """The last call returns this, or raises a SimplismartError; it never returns anything else."""
    return lambda seen: settles(seen) or ("" if seen.last.error else _other(seen.last, expected))


def _other(outcome: Outcome, expected: Any) -> str:
    if outcome.error is not None:
        return f"raised {type(outcome.error).__name__}: {_short(str(outcome.error))}"
    return "" if outcome.value == expected else f"returned {_short(outcome.value)}"


def within(seconds: float) -> Judge:
    """The calls end in time, well or not."""
    return lambda seen: "" if seen.elapsed <= seconds else f"took {seen.elapsed:.1f} s"


def sends(at_most: int) -> Judge:
    """The server sees no more requests than this."""
    return lambda seen: "" if len(seen.requests) <= at_most else f"sent {len(seen.requests)} requests"


def creates(count: int) -> Judge:
    """The server sees this many creates."""
    return lambda seen: _unlike(count, seen.creates, "creates")


def says_doubt(seen: Seen) -> str:
    """The error says that the create may have succeeded."""
    error = seen.last.error
    said = getattr(error, "may_have_succeeded", False) or "may have" in str(error).lower()
    return "" if said else "the error does not say that it may have succeeded"


def says_no_doubt(seen: Seen) -> str:
    """The error does not pretend that a refused create may have succeeded."""
    return "the error claims a doubt" if getattr(seen.last.error, "may_have_succeeded", False) else ""


def reaches_no_other_origin(*secrets: str) -> Judge:
    """No secret, and no body, reaches the other origin."""

    def judge(seen: Seen) -> str:
        for request in seen.elsewhere:
            if request.body or any(secret in request.raw for secret in secrets):
                return "a token or a body reached another origin"
        return ""

    return judge


def authorized_by(token: str) -> Judge:
    """Every request carries the token that was given, and no other credential."""
    return lambda seen: next(
        (
            "sent another credential"
            for request in seen.requests
            if request.headers.get("authorization") != f"Bearer {token}"
        ),
        "",
    )


def stays_in_segment(identifier: str, prefix: str, suffix: str) -> Judge:
    """The identifier is refused before anything is sent, or fills exactly its own path segment."""

    def judge(seen: Seen) -> str:
        if not seen.requests:
            refused = isinstance(seen.last.error, SimplismartError | ValueError | TypeError)
            return "" if refused else "sent nothing and refused nothing"
        return next((why for request in seen.requests if (why := _strays(request.target))), "")

    def _strays(target: str) -> str:
        segment = target.removeprefix(prefix).removesuffix(suffix)
        at_home = target.startswith(prefix) and target.endswith(suffix) and not set(segment) & set("/?#")
        same = unquote(segment, errors="surrogatepass") == identifier and segment not in {"", ".", ".."}
        return "" if at_home and same else f"asked for {_short(target)}"

    return judge


def bounded(seen: Seen) -> str:
    """The memory that the calls took stays within a small multiple of 64 MiB."""
    return "" if seen.growth <= MAX_GROWTH else f"took {seen.growth // 2**20} MiB of memory"


def hides(*secrets: str) -> Judge:
    """No secret is in an error, its traceback or the log at DEBUG."""
    return all_of(hides_in_errors(*secrets), lambda seen: _holds(secrets, seen.log, "the log"))


def hides_in_errors(*secrets: str) -> Judge:
    """No secret is in an error or its traceback."""
    return lambda seen: _holds(secrets, "".join(outcome.text for outcome in seen.outcomes), "the error")


def _holds(secrets: tuple[str, ...], text: str, where: str) -> str:
    return f"a secret is in {where}" if any(secret in text for secret in secrets) else ""


def _unlike(expected: object, found: object, what: str) -> str:
    return "" if expected == found else f"{what}: {found}, not {expected}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
