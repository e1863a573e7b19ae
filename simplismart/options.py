"""The options that every call takes besides its own arguments."""

from __future__ import annotations

from typing import TypedDict


class PollOptions(TypedDict, total=False):
    """Options of each call of a wait; those left out are the client's.

    trace_id: The ``X-Trace-Id`` to send; made anew for each call if neither this nor ``SIMPLISMART_TRACE_ID`` is set.
    max_retries: How often a failed request may be sent again, where that is safe.
    """

    trace_id: str | None
    max_retries: int | None


class CallOptions(PollOptions, total=False):
    """Options of one call; those left out are the client's.

    trace_id: The ``X-Trace-Id`` to send; made anew for each call if neither this nor ``SIMPLISMART_TRACE_ID`` is set.
    timeout: Seconds that the whole call may take, attempts, waits and body included.
    max_retries: How often a failed request may be sent again, where that is safe.
    """

    timeout: float | None
