"""The floor: one raw socket, a request of prebuilt bytes, and ``json.loads`` of the answer. No checks, no errors."""

from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import urlencode, urlsplit

from .. import records
from .loads import Load, one_by_one, read_list, read_one, read_page, sized

_LENGTH = b"Content-Length: "


def loads(address: str) -> dict[str, Load]:
    """Return its loads, one call after another."""
    parts = urlsplit(address)
    connection = socket.create_connection((parts.hostname or "", parts.port or 0))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    one, page = _get(records.REPOS, records.ONE), _get(records.REPOS, records.FIRST_PAGE)

    def create() -> Any:
        return _exchanged(connection, _post(records.DEPLOY, records.body(records.NEW_DEPLOYMENT)))["deployment_id"]

    def whole_list(size: int) -> Any:
        return read_list(_exchanged(connection, _get(f"/of/{size}{records.DEPLOYMENTS}", records.NEWEST)))

    return {
        "get": one_by_one(lambda: read_one(_exchanged(connection, one))),
        "page": one_by_one(lambda: read_page(_exchanged(connection, page))),
        "create": one_by_one(create),
        "list": sized(whole_list),
    }


def _get(path: str, query: dict[str, Any]) -> bytes:
    return f"GET {path}?{urlencode(query)} HTTP/1.1\r\nHost: localhost\r\n{_AUTHORIZATION}\r\n".encode()


def _post(path: str, content: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{_AUTHORIZATION}Content-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


_AUTHORIZATION = f"Authorization: Bearer {records.TOKEN}\r\n"


def _exchanged(connection: socket.socket, request: bytes) -> Any:
    connection.sendall(request)
    received = connection.recv(65536)
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += connection.recv(65536)
    start = received.index(_LENGTH) + len(_LENGTH)
    missing = end + 4 + int(received[start : received.index(b"\r", start)]) - len(received)
    pieces = [received]
    while missing > 0:
        pieces.append(connection.recv(262144))
        missing -= len(pieces[-1])
    return json.loads(b"".join(pieces)[end + 4 :])
