"""A server of canned answers for a process of its own: it prints its address and ends when its standard input does.

Each line that it reads asks for the CPU seconds that it has used so far.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import sys
import time
from collections.abc import Iterator
from functools import cache
from itertools import chain, cycle, repeat

from . import records

_ADDRESS = re.compile(r"(?:/(of|waiting)/(\d+))?(/[^?]*)(?:\?(.*))?$")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


def answer(status: str, content: bytes) -> bytes:
    """Return an answer with the headers that any server sends."""
    head = (
        f"HTTP/1.1 {status}\r\nDate: Mon, 02 Mar 2026 11:52:16 GMT\r\nServer: canned\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def answers(method: str, target: str) -> Iterator[bytes]:
    """Return the answers to a request, one after another, without an end.

    ``/of/N`` before the path says how many deployments there are, and ``/waiting/N`` too, of which every tenth look
    sees that all are deployed.
    """
    found = _ADDRESS.match(target)
    if found is None:
        return repeat(answer("400 Bad Request", b"{}"))
    kind, number, path, query = found.groups()
    count = int(number or 1000)
    if method == "POST" and path == records.DEPLOY:
        return repeat(_created())
    if method == "GET" and path == records.REPOS:
        return repeat(_one_repo() if "model_id=" in (query or "") else _page_of_repos())
    if method == "GET" and path == records.DEPLOYMENTS:
        return _waiting(count) if kind == "waiting" else repeat(_deployments(count, "DEPLOYED"))
    return repeat(answer("404 Not Found", b'{"detail":"Not found."}'))


@cache
def _created() -> bytes:
    return answer("201 Created", records.body(records.created()))


@cache
def _one_repo() -> bytes:
    return answer("200 OK", records.body(records.repo_page(1, 1)))


@cache
def _page_of_repos() -> bytes:
    return answer("200 OK", records.body(records.repo_page(records.PAGE, 1000)))


@cache
def _deployments(count: int, status: str) -> bytes:
    return answer("200 OK", records.body(records.deployments(count, status)))


def _waiting(count: int) -> Iterator[bytes]:
    looks = repeat(_deployments(count, "DEPLOYING"), records.POLLS - 1)
    return cycle(chain(looks, [_deployments(count, "DEPLOYED")]))


class Connection(asyncio.Protocol):
    """A connection that is kept alive.

    Args:
        known: The answers to each request line, shared by all connections.
    """

    def __init__(self, known: dict[bytes, Iterator[bytes]]) -> None:
        self._known = known
        self._received = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where the answers go."""
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        assert self._transport is not None  # noqa: S101
        self._received += data
        while (line := self._next()) is not None:
            self._transport.write(next(self._answers(line)))

    def _next(self) -> bytes | None:
        """Take out a request and return its first line, or None if it is not complete."""
        end = self._received.find(_END)
        if end < 0:
            return None
        length = None if self._received.startswith(b"GET") else _LENGTH.search(self._received, 0, end)
        end += len(_END) + (int(length[1]) if length else 0)
        if len(self._received) < end:
            return None
        line = self._received[: self._received.index(b"\r\n")]
        self._received = self._received[end:]
        return line

    def _answers(self, line: bytes) -> Iterator[bytes]:
        if line not in self._known:
            method, target, _ = line.decode("latin-1").split(" ", 2)
            self._known[line] = answers(method, target)
        return self._known[line]


async def serve(certificate: str | None) -> None:
    """Serve until the end of the standard input."""
    known: dict[bytes, Iterator[bytes]] = {}
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    tls = _tls(certificate) if certificate else None
    server = await loop.create_server(lambda: Connection(known), "127.0.0.1", 0, ssl=tls, backlog=2048)
    host, port = server.sockets[0].getsockname()
    print(f"{'https' if tls else 'http'}://{host}:{port}", flush=True)

    def asked() -> None:
        if sys.stdin.readline():
            print(time.process_time(), flush=True)
        else:
            ended.set()

    loop.add_reader(sys.stdin, asked)
    await ended.wait()
    server.close()


def _tls(certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1] if len(sys.argv) > 1 else None))
