"""Sockets for httpcore: they end at the deadline of a call, and send its headers and a small body at once.

Imported at the first call, since it imports httpcore.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, overload

import httpcore

from .policy import Deadline

SLICE = 64 * 1024
KEEPALIVE_EXPIRY = 300.0


class Seconds(float):
    """A timeout for httpx that also knows the deadline of the whole call."""

    __slots__ = ("deadline",)

    deadline: Deadline


@overload
def within(timeout: float, error: type[Exception]) -> float: ...


@overload
def within(timeout: float | None, error: type[Exception]) -> float | None: ...


def within(timeout: float | None, error: type[Exception]) -> float | None:
    """Return a timeout, cut to what is left of the call, or raise if nothing is."""
    if not isinstance(timeout, Seconds):
        return timeout
    left = timeout.deadline.remaining()
    if left <= 0:
        raise error("the deadline of the call has passed")
    return min(timeout, left)


class DeadlineStream(httpcore.NetworkStream):
    """A socket whose reads and writes end at the call's deadline, however often they are repeated.

    What is written goes out with the next read, so that the headers and a small body are sent at once. As in httpcore,
    a server that stops reading may still have answered.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._unsent = b""
        self._timeout: float | None = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Send what was written, and wait for what comes."""
        if self._unsent:
            with suppress(httpcore.WriteError):
                self._send()
        return self._stream.read(max_bytes, within(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send what is large, keep what is small for the next read."""
        self._unsent += buffer
        self._timeout = timeout
        if len(self._unsent) > SLICE:
            self._send()

    def _send(self) -> None:
        unsent, self._unsent = self._unsent, b""
        for start in range(0, len(unsent), SLICE):
            self._stream.write(unsent[start : start + SLICE], within(self._timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the socket."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the socket with TLS over it."""
        left = within(timeout, httpcore.ConnectTimeout)
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks of a socket."""
        return self._stream.get_extra_info(info)


class DeadlineBackend(httpcore.NetworkBackend):
    """Opens sockets that keep the call's deadline."""

    def __init__(self, backend: httpcore.NetworkBackend | None = None) -> None:
        self._backend = backend or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a socket."""
        left = within(timeout, httpcore.ConnectTimeout)
        return DeadlineStream(self._backend.connect_tcp(host, port, left, local_address, socket_options))


class Line:
    """The one connection of a transport, opened with its first request.

    It stands where httpx has a pool, which costs as much as the connection does.

    Args:
        origin: The server.
        context: The TLS settings; used for ``https`` only.
    """

    def __init__(self, origin: httpcore.Origin, context: ssl.SSLContext) -> None:
        self._origin = origin
        self._context = context
        self._connection: httpcore.HTTP11Connection | None = None

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request."""
        if self._connection is None:
            self._connection = self._open(request.extensions["timeout"]["connect"])
        return self._connection.handle_request(request)

    def _open(self, timeout: float) -> httpcore.HTTP11Connection:
        host = self._origin.host.decode("ascii")
        stream = DeadlineBackend().connect_tcp(host, self._origin.port, timeout)
        if self._origin.scheme == b"https":
            stream = stream.start_tls(self._context, host, timeout)
        return httpcore.HTTP11Connection(self._origin, stream, KEEPALIVE_EXPIRY)

    def is_ready(self) -> bool:
        """Tell whether the connection may be used for another request."""
        return is_ready(self._connection)

    def close(self) -> None:
        """Close the connection, if it was opened."""
        if self._connection is not None:
            self._connection.close()


def is_ready(connection: Any) -> bool:
    """Tell whether a connection is open and nothing came after its last answer."""
    return (
        connection is not None
        and connection.is_available()
        and not connection.has_expired()
        and not left_over(connection)
    )


def left_over(connection: Any) -> bytes:
    """Return what came after the last answer, which would pass for the answer to the next request.

    httpcore (1.0) keeps such bytes in the connection, and h11 shows them only there.
    """
    while (inner := getattr(connection, "_connection", None)) is not None:
        connection = inner
    state = getattr(connection, "_h11_state", None)
    found: bytes = state.trailing_data[0] if state is not None else b""
    return found
