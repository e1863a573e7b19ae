"""What can be seen of a call: the log line and the hooks, which never break it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .wire import Call

if TYPE_CHECKING:
    import logging

DEBUG = 10


@cache
def logger() -> logging.Logger:
    """Return the log of the package. Like httpx, which needs it too, logging is imported at the first call."""
    from logging import getLogger

    return getLogger("simplismart")


class RequestEvent(NamedTuple):
    """An attempt that is about to be sent."""

    method: str
    path: str
    trace_id: str
    attempt: int


class ResponseEvent(NamedTuple):
    """An attempt that ended: with a status, or with the error that stood in its way."""

    method: str
    path: str
    trace_id: str
    attempt: int
    elapsed: float
    status_code: int | None
    headers: Mapping[str, str] | None
    error: BaseException | None


class Span(NamedTuple):
    """An attempt under way."""

    request: RequestEvent
    start: float


class Observer:
    """Tells the log and the hooks of each attempt."""

    __slots__ = ("_on_request", "_on_response")

    def __init__(
        self,
        on_request: Callable[[RequestEvent], object] | None = None,
        on_response: Callable[[ResponseEvent], object] | None = None,
    ) -> None:
        self._on_request = on_request
        self._on_response = on_response

    def started(self, call: Call, attempt: int) -> Span:
        """Note that an attempt begins."""
        event = RequestEvent(call.method, call.path, call.trace_id, attempt)
        if self._on_request is not None:
            _tell(self._on_request, event)
        return Span(event, time.monotonic())

    def ended(self, span: Span, status: int, headers: Mapping[str, str] | None, error: BaseException | None) -> None:
        """Note what came of an attempt."""
        elapsed = time.monotonic() - span.start
        if logger().isEnabledFor(DEBUG):
            what = status or type(error).__name__
            request = span.request
            logger().debug("%s %s %s %.0f ms trace_id=%s attempt=%d", request.method, request.path, what,
                         elapsed * 1000, request.trace_id, request.attempt)  # fmt: skip
        if self._on_response is not None:
            _tell(self._on_response, ResponseEvent(*span.request, elapsed, status or None, headers, error))


def _tell(hook: Callable[..., object], event: object) -> None:
    try:
        hook(event)
    except Exception:
        logger().exception("a hook of the client failed")


def log_from_environment() -> None:
    """Send the log to stderr if ``SIMPLISMART_LOG`` names a level, such as ``debug``."""
    name = os.environ.get("SIMPLISMART_LOG", "").strip().upper()
    if name:
        _log_at(name)


def _log_at(name: str) -> None:
    import logging

    level = logging.getLevelName(name)
    if isinstance(level, int) and not logger().handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logger().addHandler(handler)
        logger().setLevel(level)
