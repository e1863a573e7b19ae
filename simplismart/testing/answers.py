"""What the emulator answers, and how it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Answer", "Refused", "answer", "bad_request", "not_found"]


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON; None if there is none."""
        return json.loads(self.body) if self.body else None


class Refused(Exception):
    """The request ends here, with an error answer."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, body)
        self.answer = answer(status, body, headers)


def answer(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer: ``bytes`` and ``str`` as they are, None without a body, all else as JSON."""
    given = dict(headers or {})
    if body is None:
        return Answer(status, given, b"")
    if isinstance(body, bytes | str):
        raw = body.encode() if isinstance(body, str) else body
        return Answer(status, {"Content-Type": "text/html; charset=utf-8"} | given, raw)
    return Answer(status, {"Content-Type": "application/json"} | given, json.dumps(body).encode())


def bad_request(message: str, field: str = "detail") -> Refused:
    """Return a 400 about ``field``, or about the request as a whole."""
    return Refused(400, {field: message if field == "detail" else [message]})


def not_found(kind: str) -> Refused:
    """Return the 404 of a thing that is not there."""
    return Refused(404, {"detail": f"No {kind} matches the given query."})
