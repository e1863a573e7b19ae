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
from ..tasks import AsyncPool, async_sleep
from ..wire import Call, Inflater, RawResponse, content_encoding, decode, prepare, whole
from .tokens import AsyncTokens

if TYPE_CHECKING:
    import httpx
    from simplismart_api.types import Request

T = TypeVar("T")


class Shared:
    """What a client and the copies made by ``with_options`` have in common."""

    __slots__ = ("budget", "observer", "pool", "rate_limit_headers", "tokens")

    def __init__(self, pool: AsyncPool, tokens: AsyncTokens, observer: Observer) -> None:
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


class AsyncSession:
    """Sends requests with a deadline, retries where that is safe, and turns what goes wrong into errors."""

    __slots__ = ("_shared", "settings")

    def __init__(self, settings: Settings, shared: Shared) -> None:
        self.settings = settings
        self._shared = shared

    def with_settings(self, settings: Settings) -> AsyncSession:
        """Return a session of other settings that shares connections, token and retry budget."""
        return AsyncSession(settings, self._shared)

    @property
    def rate_limit(self) -> RateLimit | None:
        """What the last answer said of the rate limit."""
        return policy.rate_limit(self._shared.rate_limit_headers)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._shared.pool.aclose()

    async def send(
        self,
        request: Request[T],
        *,
        trace_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> T:
        """Send a request and return its typed result."""
        call = prepare(request, self.settings, trace_id=trace_id, timeout=timeout, max_retries=max_retries)
        return decode(request, *await self._answer(call))

    async def send_raw(
        self,
        request: Request[Any],
        *,
        trace_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> RawResponse:
        """Send a request and return the success as it came, not decoded."""
        call = prepare(request, self.settings, trace_id=trace_id, timeout=timeout, max_retries=max_retries)
        return (await self._answer(call))[0]

    async def _answer(self, call: Call) -> tuple[RawResponse, Attempted]:
        start = time.monotonic()
        attempts, renewed = 0, False
        while True:
            attempts += 1
            attempt = await self._attempt(call, attempts)
            if 200 <= attempt.status < 300:
                self._shared.budget.succeeded()
                elapsed = time.monotonic() - start
                raw = RawResponse(attempt.status, attempt.headers, attempt.body, call.trace_id, attempts, elapsed)
                return raw, call.attempted(attempts, attempt.token)
            if attempt.status == 401 and not renewed and self._shared.tokens.renews:
                self._shared.tokens.expire(attempt.token)
                renewed = True
                continue
            await self._wait_or_raise(call, attempt, attempts)

    async def _wait_or_raise(self, call: Call, attempt: Attempt, attempts: int) -> None:
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
        await async_sleep(delay)

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

    async def _attempt(self, call: Call, number: int) -> Attempt:
        token = await self._shared.tokens.get()
        span = self._shared.observer.started(call, number)
        try:
            attempt = await self._try(call, number, token)
        except SimplismartError as error:
            self._shared.observer.ended(span, error.status_code or 0, None, error)
            raise
        self._shared.observer.ended(span, attempt.status, attempt.headers, attempt.error)
        return attempt

    async def _try(self, call: Call, number: int, token: str) -> Attempt:
        from ..transports import FAILURES, never_sent

        try:
            return await self._exchange(call, number, token)
        except FAILURES as error:
            failure: policy.Failure = "never_sent" if never_sent(error) else "maybe_sent"
            return Attempt(Outcome(failure=failure), error=untied(error))

    async def _exchange(self, call: Call, number: int, token: str) -> Attempt:
        from ..transports import outgoing

        request = outgoing(call, token)
        async with self._shared.pool.lease(call.deadline) as transport:
            response = await transport.handle_async_request(request)
            body = await self._read(response, call.attempted(number))
        headers = response.headers
        if policy.tells_rate_limit(headers.raw):
            self._shared.rate_limit_headers = headers
        status = response.status_code
        outcome = Outcome(status, None, None if 200 <= status < 300 else policy.retry_after(headers))
        return Attempt(outcome, status, headers, body, token)

    async def _read(self, response: httpx.Response, attempted: Attempted) -> bytes:
        limit = self.settings.max_response_bytes
        if response.is_stream_consumed:
            return whole(response.content, limit, attempted, response.status_code)
        stream: Any = response.stream
        inflater = Inflater(content_encoding(response.headers.raw), limit, attempted, response.status_code)
        try:
            async for piece in stream:
                inflater.feed(piece)
        finally:
            await stream.aclose()
        return inflater.body()
