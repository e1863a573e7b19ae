"""The connections: httpx transports of one connection each, with a deadline that holds inside a read.

Imported at the first call, since it imports httpx.
"""

from __future__ import annotations

import ssl
import zlib
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from .exceptions import ConfigurationError
from .idle import PoolTimeoutError
from .policy import Deadline
from .sockets import KEEPALIVE_EXPIRY, DeadlineBackend, Line, Seconds, left_over
from .wire import Call

CONNECT_TIMEOUT = 10.0
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
LARGE = 1024 * 1024
"""The bytes up to which a transport finds the content in the request; of a larger one it takes the stream."""

NEVER_SENT = (
    PoolTimeoutError,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
    httpx.LocalProtocolError,
    httpx.InvalidURL,
)
FAILURES = (*NEVER_SENT, httpx.HTTPError, httpx.StreamError, OSError, EOFError, zlib.error)
CONNECTING = frozenset({"ClientConnectorError", "ConnectionTimeoutError", "InvalidURL"})

_ONE_CONNECTION = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEEPALIVE_EXPIRY)


_url = lru_cache(maxsize=256)(httpx.URL)


def outgoing(call: Call, token: str) -> httpx.Request:
    """Return the request of one attempt, as it goes onto the wire; every request that is sent is made here."""
    url = _url(call.url)
    headers = [("Host", url.netloc.decode("ascii")), *call.headers, ("Authorization", f"Bearer {token}")]
    if call.content or call.method in WITH_BODY:
        headers.append(("Content-Length", str(len(call.content))))
    request = httpx.Request(
        call.method,
        url,
        headers=headers,
        stream=httpx.ByteStream(call.content),
        extensions={"timeout": timeouts(call.deadline)},
    )
    if len(call.content) <= LARGE:
        request.read()
    return request


def never_sent(error: BaseException) -> bool:
    """Tell whether an error says that the request did not go out.

    httpx-aiohttp, which a caller may have passed as the transport, says it of a lost connection, too; there the cause
    tells, the error of aiohttp.
    """
    return isinstance(error, NEVER_SENT) and not _is_lost(error.__cause__)


def _is_lost(cause: BaseException | None) -> bool:
    """Tell whether this is an error of aiohttp's that came after connecting."""
    names = {kind.__name__ for kind in type(cause).__mro__ if kind.__module__.startswith("aiohttp.")}
    return bool(names) and not names & CONNECTING


def timeouts(deadline: Deadline) -> dict[str, float]:
    """Return the timeouts of one attempt, in the form of httpx's ``timeout`` extension."""
    left = Seconds(max(0.0, deadline.remaining()))
    connect = Seconds(min(left, CONNECT_TIMEOUT))
    left.deadline = connect.deadline = deadline
    return {"connect": connect, "read": left, "write": left, "pool": left}


def _is_ready(line: Any) -> bool:
    """Tell whether a connection, or the one in a proxy's pool, may be used for another request."""
    if isinstance(line, httpcore.ConnectionPool | httpcore.AsyncConnectionPool):
        return not any(map(left_over, line.connections))
    ready: bool = line.is_ready()
    return ready


class Transport(httpx.HTTPTransport):
    """One connection, for one call at a time, in the place of the pool that httpx would make.

    Behind a proxy the pool stays: only there does httpcore make such connections.
    """

    _pool: Any

    def __init__(self, base_url: str) -> None:
        context, through = ssl_context(base_url), proxy(base_url)
        if through is None:
            self._pool = Line(_origin(base_url), context)
        else:
            super().__init__(verify=context, limits=_ONE_CONNECTION, proxy=through, trust_env=False)
            self._pool._network_backend = DeadlineBackend()

    def is_ready(self) -> bool:
        """Tell whether the connection may be used for another request."""
        return _is_ready(self._pool)


class AsyncTransport(httpx.AsyncHTTPTransport):
    """One connection, for one call at a time, in the place of the pool that httpx would make.

    Behind a proxy the pool stays, and forgets a socket whose TLS handshake is cancelled, so that it is closed here.
    """

    _pool: Any
    backstop = 1.0
    """The seconds after the deadline at which a call ends that the timeouts of the sockets did not end."""

    def __init__(self, base_url: str) -> None:
        from .async_sockets import AsyncDeadlineBackend, AsyncLine

        context, through = ssl_context(base_url), proxy(base_url)
        if through is None:
            self._backend: Any = None
            self._pool = AsyncLine(_origin(base_url), context)
        else:
            super().__init__(verify=context, limits=_ONE_CONNECTION, proxy=through, trust_env=False)
            self._backend = self._pool._network_backend = AsyncDeadlineBackend()

    def is_ready(self) -> bool:
        """Tell whether the connection may be used for another request."""
        return _is_ready(self._pool)

    async def aclose(self) -> None:
        """Close the connection, whatever state it is in."""
        await super().aclose()
        if self._backend is not None:
            await self._backend.aclose()


@cache
def _origin(base_url: str) -> httpcore.Origin:
    url = httpx.URL(base_url)
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/").origin


def ssl_context(base_url: str) -> ssl.SSLContext:
    """Return the TLS settings that every connection of the process shares."""
    return _verifying_context() if _needs_roots(base_url) else _plain_context()


def _needs_roots(base_url: str) -> bool:
    return base_url.startswith("https:") or (proxy(base_url) or "").startswith("https:")


@cache
def _verifying_context() -> ssl.SSLContext:
    context = httpx.create_ssl_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


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
