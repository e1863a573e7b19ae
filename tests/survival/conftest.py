"""Small raw servers on loopback, and one way to call both clients."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any, NamedTuple

import pytest

from simplismart import AsyncSimplismart, Simplismart

CLEARED = (
    "SIMPLISMART_PG_TOKEN",
    "SIMPLISMART_BASE_URL",
    "SIMPLISMART_TIMEOUT",
    "SIMPLISMART_TRACE_ID",
    "SIMPLISMART_LOG",
    "ORG_ID",
    *(f"{scheme}_proxy" for scheme in ("http", "https", "all", "no")),
    *(f"{scheme}_PROXY" for scheme in ("HTTP", "HTTPS", "ALL", "NO")),
)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CLEARED:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait next to nothing before an attempt is repeated."""
    monkeypatch.setattr("simplismart.policy.FIRST_DELAY", 0.001)


@pytest.fixture(autouse=True, scope="session")
def quick_collections() -> Iterator[None]:
    """Let the garbage collector look at what the tests make, not at all that pytest holds."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


class Received(NamedTuple):
    """A request as a server read it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Handle = Callable[[socket.socket, Received], object]


class Server:
    """Reads requests and lets a function answer them on the bare socket; False from it ends the connection."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._sockets: set[socket.socket] = set()
        self.closing = threading.Event()
        self.reads_bodies = True
        self.is_mute = False
        self.connections = 0
        self.requests: list[Received] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def base_url(self) -> str:
        return f"http://{self.address}"

    @property
    def open(self) -> int:
        """How many connections are open."""
        return len(self._sockets)

    def wait_until_open(self, count: int) -> int:
        """Wait a while until so many connections are open, and return how many are."""
        until = time.monotonic() + 5
        while self.open != count and time.monotonic() < until:
            time.sleep(0.005)
        return self.open

    def _accept(self) -> None:
        with suppress(OSError):
            while not self.closing.is_set():
                connection = self._listener.accept()[0]
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.connections += 1
                self._sockets.add(connection)
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream, suppress(OSError):
            while self.is_mute and connection.recv(65536):
                pass
            while request := _read(stream, self.reads_bodies):
                self.requests.append(request)
                if self._handle(connection, request) is False:
                    break
        self._sockets.discard(connection)

    def close(self) -> None:
        self.closing.set()
        for connection in [*self._sockets, self._listener]:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()


def _read(stream: Any, with_body: bool) -> Received | None:
    line = stream.readline(65536).decode("latin-1").split()
    if len(line) != 3:
        return None
    headers = {}
    while field := stream.readline(65536).decode("latin-1").strip():
        name, _, value = field.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0))) if with_body else b""
    return Received(line[0], line[1], headers, body)


def answer(value: Any, status: int = 200, **headers: str) -> bytes:
    """Return a whole answer in JSON; an underscore in a header's name stands for a hyphen."""
    body = json.dumps(value).encode()
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def echo(connection: socket.socket, request: Received) -> None:
    """Answer a deployment of the id that was asked for."""
    connection.sendall(answer({"uuid": request.target.rstrip("/").rpartition("/")[2]}))


def empty_list(connection: socket.socket, request: Received) -> None:
    """Answer an empty list."""
    connection.sendall(answer([]))


Serve = Callable[[Handle], Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server with a handler; it ends with the test, which fails if it left a socket unclosed."""
    with ExitStack() as stack:
        yield lambda handle: stack.enter_context(closing(Server(handle)))
    gc.collect()


def call(kind: str, method: str, *arguments: Any, token: Any = "token", **options: Any) -> Any:
    """Call a method once on a new client of a kind, which the fixture ``kind`` names."""
    if kind == "sync":
        with Simplismart(token, **options) as client:
            return getattr(client, method)(*arguments)

    async def main() -> Any:
        async with AsyncSimplismart(token, **options) as client:
            return await getattr(client, method)(*arguments)

    return asyncio.run(main())


@pytest.fixture(params=["sync", "async", "aiohttp"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name a client: the synchronous one, the asynchronous one, and that over aiohttp."""
    if request.param == "aiohttp":
        monkeypatch.setenv("SIMPLISMART_ASYNC_TRANSPORT", "aiohttp")
    return str(request.param)
