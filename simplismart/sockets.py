"""Sockets for httpcore: they end at the deadline of a call, and send its headers and a small body at once.

Imported at the first call, since it imports httpcore.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpcore

from .policy import Deadline

SLICE = 64 * 1024


class Seconds(float):
    """A timeout for httpx that also knows the deadline of the whole call."""

    __slots__ = ("deadline",)

    deadline: Deadline


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
