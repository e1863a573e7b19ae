"""The emulator as an HTTP/1.1 server."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from .answers import Answer, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .emulator import Emulator

__all__ = ["serve"]


class EmulatorServer(ThreadingHTTPServer):
    """Serves an emulator; closing it ends its idle connections too."""

    daemon_threads = False

    def __init__(self, emulator: Emulator, host: str, port: int) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__((host, port), type("EmulatorHandler", (Handler,), {"emulator": emulator}))

    @property
    def base_url(self) -> str:
        """The address that clients use."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Begin to serve a connection."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what went wrong, unless the client merely went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """End all connections, then the server."""
        for connection in list(self._connections):
            _hang_up(connection)
        super().server_close()


class Handler(BaseHTTPRequestHandler):
    """Passes each request of a connection to the emulator."""

    emulator: Emulator

    protocol_version = "HTTP/1.1"
    server_version = "simplismart.testing"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1

    def do(self) -> None:
        """Answer one request."""
        path, _, query = self.path.partition("?")
        body = self._read_body()
        if body is None:
            self._send(answer(411, {"detail": "A body needs a Content-Length."}, {"Connection": "close"}))
            return
        headers = dict(self.headers.items())
        self._send(self.emulator.handle(self.command, path, query, headers, body))

    def __getattr__(self, name: str) -> Any:
        """Answer every method, known or not: http.server looks for ``do_`` and its name."""
        return self.do if name.startswith("do_") else object.__getattribute__(self, name)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is not HTTP as the API refuses everything else, and end the connection."""
        self.close_connection = True
        self._send(answer(code, {"detail": message}, {"Connection": "close"}))

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: the emulator records the requests."""

    def _read_body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            return None
        return self.rfile.read(int(length))

    def _send(self, reply: Answer) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)


@contextmanager
def serve(emulator: Emulator, host: str, port: int) -> Iterator[str]:
    """Serve an emulator while the block runs, which gets the base URL."""
    with EmulatorServer(emulator, host, port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.base_url
        finally:
            server.shutdown()
            thread.join()


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
