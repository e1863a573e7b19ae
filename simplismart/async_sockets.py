"""The sockets of the asynchronous client, on asyncio's own transports instead of anyio's layers over them.

Imported at the first asynchronous call, since it imports asyncio and httpcore.
"""

from __future__ import annotations

import asyncio
import selectors
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from ipaddress import ip_address
from typing import Any

import httpcore

from .sockets import KEEPALIVE_EXPIRY, SLICE, is_ready, within

READ_AHEAD = 256 * 1024
HAPPY_EYEBALLS_DELAY = 0.25

Selector: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)


class Wire(asyncio.Protocol):
    """What asyncio tells of one connection: the bytes that came, its end, and whether it takes more."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self.received = b""
        self.ended = False
        self._error: Exception | None = None
        self._full = False
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection over."""
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Keep what came; no more of it than a little."""
        self.received += data
        if len(self.received) > READ_AHEAD:
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Note that nothing more will come."""
        self.ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note the end, and why."""
        self.ended, self._full, self._error = True, False, exc
        self._wake()

    def pause_writing(self) -> None:
        """Note that the server does not keep up."""
        self._full = True

    def resume_writing(self) -> None:
        """Note that it does again."""
        self._full = False
        self._wake()

    async def read(self, max_bytes: int) -> bytes:
        """Return what came, at least one byte; nothing at the end."""
        while not self.received and not self.ended:
            await self._wait()
        if not self.received and self._error is not None:
            raise self._error
        taken, self.received = self.received[:max_bytes], self.received[max_bytes:]
        self.transport.resume_reading()
        return taken

    async def write(self, data: bytes) -> None:
        """Send, and wait until there is room for more."""
        if self.ended:
            raise ConnectionResetError("the server closed the connection")
        self.transport.write(data)
        while self._full:
            await self._wait()

    async def _wait(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None) -> None:
        """Put TLS over the connection."""
        loop = asyncio.get_running_loop()
        over = await loop.start_tls(self.transport, self, ssl_context, server_hostname=server_hostname)
        if over is None:
            raise ConnectionResetError("the server closed the connection")
        self.transport = over

    async def close(self) -> None:
        """End the connection, and let asyncio close the socket."""
        self.transport.abort()
        await asyncio.sleep(0)

    def is_readable(self) -> bool:
        """Tell whether something came or the connection ended, even if the event loop has not seen it yet."""
        return bool(self.received) or self.ended or is_readable(self.transport.get_extra_info("socket"))


def is_readable(connection: Any) -> bool:
    """Tell whether a socket has bytes to read, or came to its end."""
    with Selector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return bool(selector.select(0))


class AsyncDeadlineStream(httpcore.AsyncNetworkStream):
    """The asynchronous twin of ``DeadlineStream``."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._unsent = b""
        self._timeout: float | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Send what was written, and wait for what comes."""
        if self._unsent:
            with suppress(httpcore.WriteError):
                await self._send()
        try:
            async with asyncio.timeout(within(timeout, httpcore.ReadTimeout)):
                return await self._wire.read(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout("no more came in time") from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send what is large, keep what is small for the next read."""
        self._unsent += buffer
        self._timeout = timeout
        if len(self._unsent) > SLICE:
            await self._send()

    async def _send(self) -> None:
        unsent, self._unsent = self._unsent, b""
        try:
            async with asyncio.timeout(within(self._timeout, httpcore.WriteTimeout)):
                await self._wire.write(unsent)
        except TimeoutError as error:
            raise httpcore.WriteTimeout("the server did not take the request in time") from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Put TLS over the socket."""
        async with _connecting(timeout):
            await self._wire.start_tls(ssl_context, server_hostname)
        return self

    async def aclose(self) -> None:
        """Close the socket at once."""
        await self._wire.close()

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks of a socket."""
        return self._wire.is_readable() if info == "is_readable" else self._wire.transport.get_extra_info(info)


@asynccontextmanager
async def _connecting(timeout: float | None) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(within(timeout, httpcore.ConnectTimeout)):
            yield
    except TimeoutError as error:
        raise httpcore.ConnectTimeout("no connection in time") from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error


def _head_start(host: str) -> float | None:
    """Return the seconds before the next address of a name is tried, too; None for an address, which has no other."""
    try:
        ip_address(host)
    except ValueError:
        return HAPPY_EYEBALLS_DELAY
    return None


class AsyncDeadlineBackend(httpcore.AsyncNetworkBackend):
    """Opens sockets that keep the call's deadline, and keeps the last one.

    httpcore forgets a socket whose TLS handshake is cancelled; ``aclose`` closes it all the same.
    """

    def __init__(self) -> None:
        self._last: Wire | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open a socket; neither a local address nor options are ever given."""
        loop = asyncio.get_running_loop()
        async with _connecting(timeout):
            _, self._last = await loop.create_connection(Wire, host, port, happy_eyeballs_delay=_head_start(host))
        return AsyncDeadlineStream(self._last)

    async def aclose(self) -> None:
        """Close the last socket, if one was opened."""
        if self._last is not None:
            await self._last.close()


class _NoLock:
    """A lock for a connection that only one task uses; anyio's lets every other task run first, each time."""

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        return None


class AsyncLine:
    """The asynchronous twin of ``Line``."""

    def __init__(self, origin: httpcore.Origin, context: ssl.SSLContext) -> None:
        self._origin = origin
        self._context = context
        self._backend = AsyncDeadlineBackend()
        self._connection: httpcore.AsyncHTTP11Connection | None = None

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request."""
        if self._connection is None:
            self._connection = await self._open(request.extensions["timeout"]["connect"])
        return await self._connection.handle_async_request(request)

    async def _open(self, timeout: float) -> httpcore.AsyncHTTP11Connection:
        host = self._origin.host.decode("ascii")
        stream = await self._backend.connect_tcp(host, self._origin.port, timeout)
        if self._origin.scheme == b"https":
            stream = await stream.start_tls(self._context, host, timeout)
        connection = httpcore.AsyncHTTP11Connection(self._origin, stream, KEEPALIVE_EXPIRY)
        connection._state_lock = _NoLock()  # type: ignore[assignment]
        return connection

    def is_ready(self) -> bool:
        """Tell whether the connection may be used for another request."""
        return is_ready(self._connection)

    async def aclose(self) -> None:
        """Close the connection, whatever state it is in."""
        await self._backend.aclose()
