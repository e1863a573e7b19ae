"""The connections: httpx transports of one connection each, with a deadline that holds inside a read.

Imported at the first call, since it imports httpx.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from .policy import Deadline

KEEPALIVE_EXPIRY = 300.0
CONNECT_TIMEOUT = 10.0

NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
    httpx.LocalProtocolError,
)
FAILURES = (httpx.HTTPError, httpx.StreamError, OSError, EOFError, zlib.error)

_ONE_CONNECTION = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEEPALIVE_EXPIRY)


class Seconds(float):
    """A timeout for httpx that also knows the deadline of the whole call."""

    __slots__ = ("deadline",)

    deadline: Deadline


def timeouts(deadline: Deadline) -> dict[str, float]:
    """Return the timeouts of one attempt, in the form of httpx's ``timeout`` extension."""
    left = max(0.0, deadline.remaining())
    seconds = Seconds(left)
    seconds.deadline = deadline
    return {"connect": min(left, CONNECT_TIMEOUT), "read": seconds, "write": seconds, "pool": left}


class _DeadlineStream(httpcore.NetworkStream):
    """A socket whose reads and writes end at the call's deadline, however often they are repeated."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if isinstance(timeout, Seconds) and (timeout := timeout.deadline.remaining()) <= 0:
            raise httpcore.ReadTimeout("the deadline of the call has passed")
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if isinstance(timeout, Seconds) and (timeout := timeout.deadline.remaining()) <= 0:
            raise httpcore.WriteTimeout("the deadline of the call has passed")
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _DeadlineBackend(httpcore.NetworkBackend):
    """Opens sockets that keep the call's deadline."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _DeadlineStream(self._backend.connect_tcp(host, port, timeout, local_address, socket_options))


class Transport(httpx.HTTPTransport):
    """One connection, for one call at a time.

    httpx offers no way to hand httpcore a network backend, so it is put in place here.
    """

    def __init__(self, base_url: str) -> None:
        super().__init__(verify=ssl_context(base_url), limits=_ONE_CONNECTION, proxy=proxy(base_url), trust_env=False)
        self._pool._network_backend = _DeadlineBackend(self._pool._network_backend)


class AsyncTransport(httpx.AsyncHTTPTransport):
    """One connection, for one call at a time."""

    def __init__(self, base_url: str) -> None:
        super().__init__(verify=ssl_context(base_url), limits=_ONE_CONNECTION, proxy=proxy(base_url), trust_env=False)


def ssl_context(base_url: str) -> ssl.SSLContext:
    """Return the TLS settings that every connection of the process shares."""
    return _verifying_context() if _needs_roots(base_url) else _plain_context()


def _needs_roots(base_url: str) -> bool:
    return base_url.startswith("https:") or (proxy(base_url) or "").startswith("https:")


@cache
def _verifying_context() -> ssl.SSLContext:
    return httpx.create_ssl_context()


@cache
def _plain_context() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def proxy(base_url: str) -> str | None:
    """Return the proxy that the environment names for a URL, or None."""
    parts = urlsplit(base_url)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return found if not found or "://" in found else f"http://{found}"
