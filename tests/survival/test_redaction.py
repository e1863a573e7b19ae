"""Tokens and the values of secrets appear nowhere but on the wire."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from simplismart import AsyncSimplismart, Simplismart, SimplismartError

from .conftest import Serve, answer, call

TOKEN = "the-token-4711"
PASSWORD = 'the-"password\\-4712'
SECRET = {"name": "s", "secret_type": "docker_hub", "org": "org", "data": {"username": "someone", "token": PASSWORD}}
VISIBLE = ("the-token", "4711", "password\\", "4712")


def echo(status: int) -> Callable[..., None]:
    """Answer an error in JSON that repeats token, body and password."""

    def handle(connection: Any, request: Any) -> None:
        told = {"detail": request.body.decode(), "sent": request.headers["authorization"], "again": PASSWORD}
        connection.sendall(answer(told, status))

    return handle


def echo_text(status: int, start: bytes, end: bytes) -> Callable[..., None]:
    """Answer the body that came and the token, between other text."""

    def handle(connection: Any, request: Any) -> None:
        body = start + request.body + request.headers["authorization"].encode() + PASSWORD.encode() + end
        connection.sendall(b"HTTP/1.1 %d Status\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))

    return handle


def redirect(connection: Any, request: Any) -> None:
    """Answer a redirect that repeats token and password in its target."""
    connection.sendall(answer({}, 302, Location=f"https://elsewhere.invalid/{PASSWORD}/{TOKEN}"))


ECHOES: dict[str, Callable[..., Any]] = {
    "JSON": echo(400),
    "unauthorized": echo(401),
    "server error": echo(500),
    "text": echo_text(400, b"Bad request: ", b""),
    "HTML": echo_text(500, b"<html><title>", b"</title>"),
    "a success that is no JSON": echo_text(201, b"{", b""),
    "a success of another shape": echo_text(201, b"[1, ", b"]"),
    "redirect": redirect,
    "no answer": lambda connection, request: False,
}


@pytest.mark.parametrize("case", ECHOES)
def test_an_error_shows_neither_token_nor_secret(serve: Serve, kind: str, case: str, caplog: pytest.LogCaptureFixture):
    """Not in str, repr, traceback, payload, pickle or any log at DEBUG, whatever the answer echoes.

    At DEBUG httpcore logs the headers of answers, and so what the API itself puts into these.
    """
    for name in ("simplismart", "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    with pytest.raises(SimplismartError) as caught:
        call(kind, "create_secret", SECRET, token=TOKEN, base_url=serve(ECHOES[case]).base_url, max_retries=0)
    error = caught.value
    shown = {
        "str": str(error),
        "repr": repr(error),
        "vars": repr(vars(error)),
        "traceback": "".join(traceback.format_exception(error)),
        "pickle": pickle.dumps(error).decode("latin-1"),
        "log": "\n".join(line for line in caplog.text.splitlines() if "receive_response_headers" not in line),
    }
    assert {} == {name: text for name, text in shown.items() if any(part in text for part in VISIBLE)}
    assert "simplismart" in caplog.text


@pytest.mark.parametrize("client", [Simplismart, AsyncSimplismart])
def test_a_client_shows_no_token(client: type):
    """Neither repr, str nor the repr of all that it holds does."""
    seen: list[object] = []
    held: list[object] = [client(TOKEN, base_url="http://api.invalid")]
    while held:
        item = held.pop()
        seen.append(item)
        if type(item).__module__.startswith("simplismart") and type(item).__name__ != "Token":
            names = [*getattr(item, "__dict__", ()), *getattr(type(item), "__slots__", ())]
            held += [getattr(item, name) for name in names if not any(getattr(item, name) is each for each in seen)]
    assert len(seen) > 10
    assert TOKEN not in repr(seen)
