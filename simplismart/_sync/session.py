# Made from simplismart/_async/session.py by `make generate`; do not edit.
"""Sends requests: the only place that waits for the network."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from .. import policy
from ..config import Settings
from ..exceptions import (
    Attempted,
    SimplismartError,
    answer_error,
    deadline_exceeded,
    transport_error,
    untied,
)
from ..observe import Observer
from ..policy import Outcome, RateLimit, RetryBudget
from ..threads import Pool, sleep
from ..wire import Call, Inflater, RawResponse, content_encoding, decode, prepare, whole
from .tokens import Tokens

if TYPE_CHECKING:
    import httpx
    from simplismart_api.types import Request

T = TypeVar("T")


class Shared:
    """What a client and the copies made by ``with_options`` have in common."""

    __slots__ = ("budget", "observer", "pool", "rate_limit_headers", "tokens")

    def __init__(self, pool: Pool, tokens: Tokens, observer: Observer) -> None:
        self.pool = pool
        self.tokens = tokens
        self.observer = observer
        self.budget = RetryBudget()
        self.rate_limit_headers: Mapping[str, str] = {}


class Attempt:
    """What came of sending once: an answer, or the error that stood in its way."""

    __slots__ = ("body", "error", "headers", "outcome", "status", "token")

    def __init__(
        self,
        outcome: Outcome,
        status: int = 0,
        headers: Any = None,
        body: bytes = b"",
        token: str = "",
        error: BaseException | None = None,
    ) -> None:
        self.outcome = outcome
        self.status = status
        self.headers = headers
        self.body = body
        self.token = token
        self.error = error

    def take_error(self) -> BaseException | None:
        """Return the error and let go of it: the frames of its traceback lead back to this attempt."""
        error, self.error = self.error, None
        return error


class Session:
    """Sends requests with a deadline, retries where that is safe, and turns what goes wrong into errors."""

    __slots__ = ("_shared", "settings")

    def __init__(self, settings: Settings, shared: Shared) -> None:
        self.settings = settings
        self._shared = shared

    def with_settings(self, settings: Settings) -> Session:
        """Return a session of other settings that shares connections, token and retry budget."""
        return Session(settings, self._shared)

    @property
    def rate_limit(self) -> RateLimit | None:
        """What the last answer said of the rate limit."""
        return policy.rate_limit(self._shared.rate_limit_headers)

    def close(self) -> None:
        """Close the connections."""
        self._shared.pool.close()

    def send(
        self,
        request: Request[T],
        *,
        trace_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> T:
        """Send a request and return its typed result."""
        call = prepare(request, self.settings, trace_id=trace_id, timeout=timeout, max_retries=max_retries)
        return decode(request, *self._answer(call))

    def send_raw(
        self,
        request: Request[Any],
        *,
        trace_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> RawResponse:
        """Send a request and return the success as it came, not decoded."""
        call = prepare(request, self.settings, trace_id=trace_id, timeout=timeout, max_retries=max_retries)
        return (self._answer(call))[0]

    def _answer(self, call: Call) -> tuple[RawResponse, Attempted]:
        start = time.monotonic()
        attempts, renewed = 0, False
        while True:
            attempts += 1
            attempt = self._attempt(call, attempts)
            if 200 <= attempt.status < 300:
                self._shared.budget.succeeded()
                elapsed = time.monotonic() - start
                raw = RawResponse(attempt.status, attempt.headers, attempt.body, call.trace_id, attempts, elapsed)
                return raw, call.attempted(attempts, attempt.token)
            if attempt.status == 401 and not renewed and self._shared.tokens.renews:
                self._shared.tokens.expire(attempt.token)
                renewed = True
                continue
            self._wait_or_raise(call, attempt, attempts)

    def _wait_or_raise(self, call: Call, attempt: Attempt, attempts: int) -> None:
        delay = policy.retry_delay(
            attempt.outcome,
            attempt=attempts,
            max_retries=call.max_retries,
            idempotent=call.idempotent,
            remaining=call.deadline.remaining(),
        )
        if delay is None or not self._shared.budget.spend():
            self._raise(call, attempt, attempts)
        attempt.take_error()
        sleep(delay)

    def _raise(self, call: Call, attempt: Attempt, attempts: int) -> NoReturn:
        attempted = call.attempted(attempts, attempt.token)
        doubtful = policy.may_have_succeeded(attempt.outcome, idempotent=call.idempotent)
        error = attempt.take_error()
        if error is None:
            raise answer_error(
                attempt.status,
                attempt.body,
                attempted,
                location=attempt.headers.get("location", ""),
                retry_after=attempt.outcome.retry_after,
                may_have_succeeded=doubtful,
            )
        if call.deadline.remaining() <= 0:
            raise deadline_exceeded(call.deadline.timeout, attempted, may_have_succeeded=doubtful) from error
        sent = attempt.outcome.failure == "maybe_sent"
        raise transport_error(error, attempted, sent=sent, may_have_succeeded=doubtful) from error

    def _attempt(self, call: Call, number: int) -> Attempt:
        token = self._shared.tokens.get()
        span = self._shared.observer.started(call, number)
        try:
            attempt = self._try(call, number, token)
        except SimplismartError as error:
            self._shared.observer.ended(span, error.status_code or 0, None, error)
            raise
        self._shared.observer.ended(span, attempt.status, attempt.headers, attempt.error)
        return attempt

    def _try(self, call: Call, number: int, token: str) -> Attempt:
        from ..transports import FAILURES, never_sent

        try:
            return self._exchange(call, number, token)
        except FAILURES as error:
            failure: policy.Failure = "never_sent" if never_sent(error) else "maybe_sent"
            return Attempt(Outcome(failure=failure), error=untied(error))

    def _exchange(self, call: Call, number: int, token: str) -> Attempt:
        from ..transports import outgoing

        request = outgoing(call, token)
        with self._shared.pool.lease(call.deadline) as transport:
            response = transport.handle_request(request)
            body = self._read(response, call.attempted(number))
        headers = response.headers
        if policy.tells_rate_limit(headers.raw):
            self._shared.rate_limit_headers = headers
        status = response.status_code
        outcome = Outcome(status, None, None if 200 <= status < 300 else policy.retry_after(headers))
        return Attempt(outcome, status, headers, body, token)

    def _read(self, response: httpx.Response, attempted: Attempted) -> bytes:
        limit = self.settings.max_response_bytes
        if response.is_stream_consumed:
            return whole(response.content, limit, attempted, response.status_code)
        stream: Any = response.stream
        inflater = Inflater(content_encoding(response.headers.raw), limit, attempted, response.status_code)
        try:
            for piece in stream:
                inflater.feed(piece)
        finally:
            stream.close()
        return inflater.body()
