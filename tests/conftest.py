"""A server on loopback whose connections can be told apart, and the event loop of the async tests."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest_plugins = ["contract.plugin"]

# The extra aiohttp is installed for the tests, which go over it where they say so.
os.environ["SIMPLISMART_ASYNC_TRANSPORT"] = "httpx"


@pytest.fixture(params=["httpx", "aiohttp"])
def over(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the asynchronous client go over the package's own sockets, and over aiohttp."""
    monkeypatch.setenv("SIMPLISMART_ASYNC_TRANSPORT", request.param)
    return str(request.param)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def pytest_make_parametrize_id(val: object) -> str | None:
    """Keep the names of tests short where a parameter is long."""
    return f"{val[:30]!r} and so on" if isinstance(val, str | bytes) and len(val) > 60 else None


class Loopback:
    """A server that answers every GET with ``[]`` and notes the connection that each request came over."""

    def __init__(self) -> None:
        self.connections: list[Any] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        connections = self.connections

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                connections.append(self.client_address)
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"[]")

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def __enter__(self) -> "Loopback":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def dripping() -> Iterator[Callable[[bytes], str]]:
    """Start a server that sends some bytes at once, and then one byte after another for ever; return its URL."""
    over = threading.Event()
    threads: list[threading.Thread] = []

    def drip(listener: socket.socket, at_once: bytes) -> None:
        with listener, closing(listener.accept()[0]) as connection, suppress(OSError):
            connection.recv(65_536)
            connection.sendall(at_once)
            while not over.wait(0.02):
                connection.sendall(b"x")

    def start(at_once: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(5)
        threads.append(threading.Thread(target=drip, args=(listener, at_once)))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    over.set()
    for thread in threads:
        thread.join()
