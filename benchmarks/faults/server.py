"""A server on loopback that misbehaves on purpose: it does to each request what the next step of a script says."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

DRIP = 0.05
PIECE = 65_536


class Request(NamedTuple):
    """A request as it arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def raw(self) -> str:
        """Everything in it as text, to look for what leaked."""
        return f"{self.target} {dict(self.headers)} {self.body.decode('utf-8', 'replace')}"


class Connection:
    """An accepted connection, and what can be done to it."""

    def __init__(self, sock: socket.socket, stopped: threading.Event) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sock = sock
        self._stopped = stopped
        self._buffer = b""
        self.open = True

    def read(self) -> Request | None:
        """Return the next request; None at the end of the connection."""
        head = self._read_head()
        if head is None:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return Request(method, target, headers, self._read_body(int(headers.get("content-length", 0))))

    def _read_head(self) -> bytes | None:
        while b"\r\n\r\n" not in self._buffer:
            if not self._receive():
                return None
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return head

    def _read_body(self, size: int) -> bytes:
        while len(self._buffer) < size and self._receive():
            pass
        body, self._buffer = self._buffer[:size], self._buffer[size:]
        return body

    def _receive(self) -> bool:
        piece = self._sock.recv(PIECE)
        self._buffer += piece
        return bool(piece)

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._sock.sendall(data)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait, for ever if no time is given; False once the server stops."""
        return not self._stopped.wait(seconds)

    def wait_for_more(self) -> None:
        """Wait until the next request begins to arrive, and leave it unread."""
        self._sock.recv(1, socket.MSG_PEEK)

    def drip(self, data: Iterable[int]) -> None:
        """Send a byte at a time."""
        for byte in data:
            if not self.wait(DRIP):
                return
            self.send(bytes([byte]))

    def close(self) -> None:
        """End the connection in order."""
        self.open = False
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()

    def reset(self) -> None:
        """End the connection with a TCP reset."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.open = False
        self._sock.close()


Step: TypeAlias = Callable[[Connection], object]


class FaultServer:
    """Serves on a port that the system chooses; the last step of the script is repeated.

    Args:
        steps: What to do once a request has been read, one for each request.
        accept: What to do to a connection before anything is read, one for each connection.
        refuse: Seconds in which connections are refused; None is for ever.
    """

    def __init__(self, *steps: Step, accept: Sequence[Step] = (), refuse: float | None = 0.0) -> None:
        self.requests: list[Request] = []
        self._steps = list(steps)
        self._accept = list(accept)
        self._refuse = refuse
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._connections: list[Connection] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64) if refuse == 0 else _not_listening()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> FaultServer:
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._connections:
            connection.close()

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            if self._refuse != 0:
                self._stopped.wait(self._refuse)
                self._listener.listen(64)
            while not self._stopped.is_set():
                sock, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=[Connection(sock, self._stopped)], daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        self._connections.append(connection)
        with contextlib.suppress(OSError, ValueError):
            if (first := self._next(self._accept)) is not None:
                first(connection)
            while connection.open and (request := connection.read()) is not None:
                self._answer(connection, request)
            connection.close()

    def _answer(self, connection: Connection, request: Request) -> None:
        with self._lock:
            self.requests.append(request)
            step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        step(connection)

    def _next(self, steps: list[Step]) -> Step | None:
        with self._lock:
            return steps.pop(0) if steps else None


def _not_listening() -> socket.socket:
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    return sock


def head(status: str = "200 OK", **headers: object) -> bytes:
    """Return a status line and headers; an underscore in a name stands for a hyphen."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def message(body: bytes | Any = b"", status: str = "200 OK", **headers: object) -> bytes:
    """Return a whole answer; a body that is not bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = {"Content_Type": "application/json", "Content_Length": len(content)}
    return head(status, **{**kind, **headers}) + content


def chunk(data: bytes) -> bytes:
    """Return one chunk of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def answer(body: bytes | Any = b"", status: str = "200 OK", **headers: object) -> Step:
    """Send a whole answer."""
    return raw(message(body, status, **headers))


def raw(data: bytes) -> Step:
    """Send bytes as they are, and keep the connection."""
    return lambda connection: connection.send(data)


def cut(data: bytes) -> Step:
    """Send bytes as they are, and close."""
    return then(raw(data), Connection.close)


def then(*steps: Step) -> Step:
    """Do one step after another."""

    def run(connection: Connection) -> None:
        for step in steps:
            step(connection)

    return run


def hang(connection: Connection) -> None:
    """Never answer."""
    connection.wait()


def drip(start: bytes, rest: bytes) -> Step:
    """Send the start at once and the rest a byte at a time."""
    return then(raw(start), lambda connection: connection.drip(rest))


def endless(start: bytes, piece: bytes, pause: float = 0.0, count: int = 1_000_000) -> Step:
    """Send the start, and then the same piece again and again."""

    def run(connection: Connection) -> None:
        connection.send(start)
        for _ in range(count):
            if not connection.wait(pause):
                return
            connection.send(piece)
        connection.close()

    return run
