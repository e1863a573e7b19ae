"""The connections: httpx transports of one connection each, with a deadline that holds inside a read.

Imported at the first call, since it imports httpx.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from .exceptions import ConfigurationError
from .policy import Deadline
from .wire import Call

KEEPALIVE_EXPIRY = 300.0
CONNECT_TIMEOUT = 10.0
SLICE = 64 * 1024

NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
    httpx.LocalProtocolError,
    httpx.InvalidURL,
)
FAILURES = (httpx.HTTPError, httpx.StreamError, OSError, EOFError, zlib.error)

_ONE_CONNECTION = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEEPALIVE_EXPIRY)


def outgoing(call: Call, token: str) -> httpx.Request:
    """Return the request of one attempt, as it goes onto the wire; every request that is sent is made here."""
    return httpx.Request(
        call.method,
        call.url,
        headers=[*call.headers, ("Authorization", f"Bearer {token}")],
        content=call.content,
        extensions={"timeout": timeouts(call.deadline)},
    )


class Seconds(float):
    """A timeout for httpx that also knows the deadline of the whole call."""

    __slots__ = ("deadline",)

    deadline: Deadline


def timeouts(deadline: Deadline) -> dict[str, float]:
    """Return the timeouts of one attempt, in the form of httpx's ``timeout`` extension."""
    left = Seconds(max(0.0, deadline.remaining()))
    connect = Seconds(min(left, CONNECT_TIMEOUT))
    left.deadline = connect.deadline = deadline
    return {"connect": connect, "read": left, "write": left, "pool": left}


def _within(timeout: float | None, error: type[Exception]) -> float | None:
    if not isinstance(timeout, Seconds):
        return timeout
    left = timeout.deadline.remaining()
    if left <= 0:
        raise error("the deadline of the call has passed")
    return min(timeout, left)


class _DeadlineStream(httpcore.NetworkStream):
    """A socket whose reads and writes end at the call's deadline, however often they are repeated."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _within(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), SLICE):
            self._stream.write(buffer[start : start + SLICE], _within(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _within(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, left))

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
        left = _within(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._backend.connect_tcp(host, port, left, local_address, socket_options))


def _is_clean(pool: Any) -> bool:
    """Tell whether nothing came after the last answer, which would pass for the answer to the next request.

    httpcore (1.0) keeps such bytes in the connection, and h11 shows them only there.
    """
    return not any(_left_over(connection) for connection in pool.connections)


def _left_over(connection: Any) -> bytes:
    while (inner := getattr(connection, "_connection", None)) is not None:
        connection = inner
    state = getattr(connection, "_h11_state", None)
    found: bytes = state.trailing_data[0] if state is not None else b""
    return found


class Transport(httpx.HTTPTransport):
    """One connection, for one call at a time.

    httpx offers no way to hand httpcore a network backend, so it is put in place here.
    """

    def __init__(self, base_url: str) -> None:
        super().__init__(verify=ssl_context(base_url), limits=_ONE_CONNECTION, proxy=proxy(base_url), trust_env=False)
        self._pool._network_backend = _DeadlineBackend(self._pool._network_backend)

    def is_clean(self) -> bool:
        """Tell whether the connection may be used for another request."""
        return _is_clean(self._pool)


class _KeepingBackend(httpcore.AsyncNetworkBackend):
    """Opens sockets and keeps the last one."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend
        self._last: httpcore.AsyncNetworkStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        left = _within(timeout, httpcore.ConnectTimeout)
        self._last = await self._backend.connect_tcp(host, port, left, local_address, socket_options)
        return self._last

    async def aclose(self) -> None:
        """Close the last socket, if one was opened."""
        if self._last is not None:
            await self._last.aclose()


class AsyncTransport(httpx.AsyncHTTPTransport):
    """One connection, for one call at a time.

    httpcore forgets a socket whose TLS handshake is cancelled, so that it is closed here.
    """

    def __init__(self, base_url: str) -> None:
        super().__init__(verify=ssl_context(base_url), limits=_ONE_CONNECTION, proxy=proxy(base_url), trust_env=False)
        self._backend = self._pool._network_backend = _KeepingBackend(self._pool._network_backend)

    def is_clean(self) -> bool:
        """Tell whether the connection may be used for another request."""
        return _is_clean(self._pool)

    async def aclose(self) -> None:
        """Close the connection, whatever state it is in."""
        await super().aclose()
        await self._backend.aclose()


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
    if proxy_bypass(parts.hostname or "") or proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    return _checked_proxy(found if "://" in found else f"http://{found}") if found else None


def _checked_proxy(url: str) -> str:
    try:
        scheme = httpx.Proxy(url).url.scheme
    except (ValueError, httpx.InvalidURL):
        raise ConfigurationError("The proxy that the environment names is not a URL of http, https or socks5") from None
    if scheme.startswith("socks") and find_spec("socksio") is None:
        raise ConfigurationError("The environment names a SOCKS proxy, which needs: pip install 'httpx[socks]'")
    return url
