"""The package of this checkout over httpx-aiohttp: what an extra for it would bring."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import httpx

from simplismart import AsyncSimplismart

from .. import records
from .loads import Load, Loop
from .ours import calls_of

aiohttp: Any = import_module("aiohttp")
httpx_aiohttp: Any = import_module("httpx_aiohttp")

CONNECTIONS = 100
"""As many as the client has of its own, and as many as httpx-aiohttp takes by default."""


class Whole(httpx.AsyncBaseTransport):
    """Gives httpx-aiohttp each request with its content read; else it would send every GET a chunked body."""

    def __init__(self) -> None:
        self._sessions: list[Any] = []
        self._inner: Any = httpx_aiohttp.AiohttpTransport(client=self._session)

    @property
    def used(self) -> bool:
        """Whether anything was sent by aiohttp."""
        return bool(self._sessions)

    def _session(self) -> Any:
        """Return the session, which httpx-aiohttp asks for when it sends the first request."""
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        self._sessions.append(aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()))
        return self._sessions[-1]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        await request.aread()
        answer: httpx.Response = await self._inner.handle_async_request(request)
        return answer

    async def aclose(self) -> None:
        """Close the session."""
        await self._inner.aclose()


def through(transport: Whole, load: Load) -> Load:
    """Return a load that fails if nothing was sent by aiohttp."""

    def run(calls: int, size: int) -> Any:
        seen = load(calls, size)
        if not transport.used:
            raise RuntimeError("it did not go through aiohttp")
        return seen

    return run


def loads(address: str) -> dict[str, Load]:
    """Return the loads of the asynchronous client, each of which fails if it did not go through aiohttp."""
    transport, loop = Whole(), Loop()
    client = AsyncSimplismart(pg_token=records.TOKEN, base_url=address, transport=transport)
    loop.at_exit(client.aclose)
    return {name: through(transport, load) for name, load in calls_of(client, loop).items()}
