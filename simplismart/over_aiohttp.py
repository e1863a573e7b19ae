"""The connections of the asynchronous client over aiohttp, which the extra of that name installs.

Imported at the first asynchronous call, since it imports aiohttp.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import Any

import aiohttp
import httpx
import httpx_aiohttp
from aiohttp.http import HttpProcessingError
from yarl import URL

from .async_sockets import is_readable
from .sockets import KEEPALIVE_EXPIRY, within
from .transports import ssl_context

HEADER_BYTES = 64 * 1024
ROUNDED_UP = 5.0
FAILURES = (aiohttp.ClientError, HttpProcessingError, httpx.HTTPError, OSError)
NOT_HTTP = (aiohttp.ServerDisconnectedError, aiohttp.ClientResponseError, aiohttp.ClientPayloadError)


@lru_cache(maxsize=256)
def _as_it_is(url: httpx.URL) -> URL:
    """Return a URL for aiohttp, which by itself would undo some of its percent-encoding."""
    return URL(str(url), encoded=True)


def _limit(request: httpx.Request) -> None:
    """Let the transport limit nothing but the time of connecting."""
    timeout: dict[str, float] = request.extensions["timeout"]
    limits = {name: _rounded(within(timeout[name], httpx.ConnectTimeout)) for name in ("connect", "pool")}
    request.extensions = {"timeout": limits}


def _rounded(seconds: float) -> float:
    """Return a time that aiohttp does not make longer: above 5 s it rounds up to a whole second of its clock."""
    return seconds if seconds <= ROUNDED_UP else max(seconds - 1, ROUNDED_UP)


class _Connector(aiohttp.TCPConnector):
    """Leaves it to asyncio to warn of a connection that was not closed."""

    def __del__(self, *_: Any) -> None:
        return


class _Request(aiohttp.ClientRequest):
    """A request that tells its exchange which connection it goes out on."""

    exchange: Exchange

    async def send(self, conn: Any) -> aiohttp.ClientResponse:
        """Send it."""
        self.exchange.goes_out(conn)
        return await super().send(conn)


class Exchange:
    """One connection, and whether the request of the call went out on it.

    aiohttp would send a GET again by itself; being middleware, this turns a failure into one that it does not know.
    """

    def __init__(self) -> None:
        self._protocol: Any = None
        self._transport: Any = None
        self._url = httpx.URL()
        self._sent = False

    def begin(self, request: httpx.Request) -> None:
        """Take the next request, which was not sent yet."""
        self._url = request.url
        self._sent = False

    async def __call__(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Send the request once, to the very URL that it has."""
        request.exchange = self  # type: ignore[attr-defined]
        request.url = _as_it_is(self._url)
        try:
            return await handler(request)
        except FAILURES as error:
            raise self.failure(error) from error

    def goes_out(self, connection: Any) -> None:
        """Note that the request goes out, and on which connection."""
        self._protocol, self._transport = connection.protocol, connection.transport
        self._sent = True

    def failure(self, error: Exception) -> httpx.TransportError:
        """Return the error of httpx, which says whether the request went out."""
        what = str(error) or type(error).__name__
        if isinstance(error, TimeoutError | httpx.TimeoutException):
            return (httpx.ReadTimeout if self._sent else httpx.ConnectTimeout)(what)
        if isinstance(error, NOT_HTTP):
            return httpx.RemoteProtocolError(what)
        return (httpx.ReadError if self._sent else httpx.ConnectError)(what)

    def is_ready(self) -> bool:
        """Tell whether the connection is open and nothing came after its last answer."""
        return (
            self._protocol is not None
            and self._protocol.is_connected()
            and not self._protocol.should_close
            and not is_readable(self._transport.get_extra_info("socket"))
        )

    async def abort(self) -> None:
        """End the connection without waiting for the server to take what was not sent yet."""
        if self._transport is not None:
            self._transport.abort()
            await asyncio.sleep(0)


class _Body(httpx.AsyncByteStream):
    """The body of an answer."""

    def __init__(self, stream: Any, exchange: Exchange) -> None:
        self._stream = stream
        self._exchange = exchange

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._stream:
                yield piece
        except FAILURES as error:
            raise self._exchange.failure(error) from error

    async def aclose(self) -> None:
        await self._stream.aclose()


class AiohttpTransport(httpx_aiohttp.AiohttpTransport):
    """One connection of aiohttp's, for one call at a time. Whoever sends ends the wait for the answer."""

    backstop = 0.01

    def __init__(self, base_url: str) -> None:
        super().__init__(verify=ssl_context(base_url), trust_env=False)
        self._exchange = Exchange()

    def get_client(self) -> aiohttp.ClientSession:
        """Return a session of one connection, which keeps no cookies."""
        return aiohttp.ClientSession(
            connector=_Connector(limit=1, keepalive_timeout=KEEPALIVE_EXPIRY, ssl=self.ssl_context),
            cookie_jar=aiohttp.DummyCookieJar(),
            request_class=_Request,
            middlewares=(self._exchange,),
            max_line_size=HEADER_BYTES,
            max_field_size=HEADER_BYTES,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        self._exchange.begin(request)
        _limit(request)
        response = await super().handle_async_request(request)
        response.stream = _Body(response.stream, self._exchange)
        return response

    def is_ready(self) -> bool:
        """Tell whether the connection may be used for another request."""
        return self._exchange.is_ready()

    async def aclose(self) -> None:
        """Close the connection, whatever state it is in."""
        await self._exchange.abort()
        await super().aclose()

    def __del__(self) -> None:
        if isinstance(self.client, aiohttp.ClientSession):
            self.client.detach()
