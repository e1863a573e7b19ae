"""Where the token comes from, when it is asked for again, and how often."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from simplismart import AsyncSimplismart, AuthenticationError, Simplismart

from .conftest import Serve, Server, answer, call, empty_list


def jwt(seconds: float, name: str = "x") -> str:
    """Return an unsigned JWT that expires so many seconds from now."""
    parts = ({"alg": "none"}, {"exp": time.time() + seconds, "sub": name})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*encoded, "signature"])


class Provider:
    """Gives one token after another, the last again and again, slowly, and counts how often it was asked."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = tokens
        self.asked = 0
        self._at_once = threading.Semaphore(1)

    def token(self) -> str:
        assert self._at_once.acquire(blocking=False), "asked by two at once"
        self.asked += 1
        time.sleep(0.02)
        self._at_once.release()
        return self._tokens[min(self.asked, len(self._tokens)) - 1]

    async def later(self) -> str:
        assert self._at_once.acquire(blocking=False), "asked by two at once"
        self.asked += 1
        await asyncio.sleep(0.02)
        self._at_once.release()
        return self._tokens[min(self.asked, len(self._tokens)) - 1]


def sent(server: Server) -> list[str]:
    return [request.headers["authorization"] for request in server.requests]


def refuse_all_but(token: str) -> Callable[..., None]:
    def handle(connection: Any, request: Any) -> None:
        good = request.headers["authorization"] == f"Bearer {token}"
        body: Any = [] if request.method == "GET" else {}
        connection.sendall(answer(body) if good else answer({"detail": "expired"}, 401))

    return handle


@pytest.mark.parametrize(
    "source", ["secret", lambda: "secret", Provider("secret")], ids=["string", "callable", "object"]
)
def test_a_token_is_a_string_a_callable_or_an_object(serve: Serve, kind: str, source: Any):
    """Each of them ends in the same header, for both clients."""
    server = serve(empty_list)
    call(kind, "list_deployments", token=source, base_url=server.base_url)
    assert ["Bearer secret"] == sent(server)


@pytest.mark.usefixtures("over")
def test_the_async_client_awaits_an_async_callable(serve: Serve):
    """A coroutine function gives the token, too."""
    server = serve(empty_list)
    call("async", "list_deployments", token=Provider("secret").later, base_url=server.base_url)
    assert ["Bearer secret"] == sent(server)


@pytest.mark.parametrize(("seconds", "asked"), [(-5, 3), (55, 3), (90, 1), (3600, 1)])
def test_a_jwt_is_asked_for_again_within_60_s_of_its_end(serve: Serve, seconds: float, asked: int):
    """A token that is about to expire is not used for another call; one that is good is kept."""
    provider = Provider(jwt(seconds))
    with Simplismart(provider, base_url=serve(empty_list).base_url) as client:
        for _ in range(3):
            client.list_deployments()
    assert asked == provider.asked


@pytest.mark.parametrize(
    "token", ["opaque", "a.b.c", "a.bm90IGpzb24.c", "a.W10.c", "a.e30.c", "a.eyJleHAiOiAic29vbiJ9.c"]
)
def test_a_token_that_says_no_end_is_kept(serve: Serve, token: str):
    """One that is no JWT, or whose exp is missing or no number, is asked for once."""
    provider = Provider(token)
    with Simplismart(provider, base_url=serve(empty_list).base_url) as client:
        client.list_deployments()
        client.list_deployments()
    assert 1 == provider.asked


def test_a_jwt_near_its_end_is_replaced_and_the_new_one_kept(serve: Serve):
    """The first call uses what it got; the next asks again, and what it gets is good for all that follow."""
    old, new = jwt(30, "old"), jwt(3600, "new")
    server = serve(empty_list)
    provider = Provider(old, new)
    with Simplismart(provider, base_url=server.base_url) as client:
        for _ in range(3):
            client.list_deployments()
    assert [f"Bearer {token}" for token in (old, new, new)] == sent(server)


def test_a_create_is_sent_again_with_a_new_token_after_a_401(serve: Serve, kind: str):
    """A 401 says that nothing was done: any method is sent once more, with the same idempotency key."""
    server = serve(refuse_all_but("new"))
    call(kind, "create_byoc_deployment", {"name": "x"}, token=Provider("old", "new"), base_url=server.base_url)
    assert ["Bearer old", "Bearer new"] == sent(server)
    assert 1 == len({request.headers["idempotency-key"] for request in server.requests})


@pytest.mark.parametrize(("source", "requests"), [("wrong", 1), (lambda: "wrong", 2)])
def test_a_token_is_asked_for_once_after_a_401(serve: Serve, kind: str, source: Any, requests: int):
    """A token that stays wrong ends in an AuthenticationError after one more attempt; a string is not tried again."""
    server = serve(refuse_all_but("right"))
    with pytest.raises(AuthenticationError):
        call(kind, "list_deployments", token=source, base_url=server.base_url)
    assert requests == len(server.requests)


def test_a_late_401_does_not_forget_a_newer_token(serve: Serve):
    """A call that used the old token and is refused after another was given uses that one."""
    provider = Provider("old", "new", "newer")
    refused = threading.Barrier(2)

    def handle(connection: Any, request: Any) -> None:
        old = request.headers["authorization"] == "Bearer old"
        if old:
            refused.wait(5)
            time.sleep(0.1 * (request.headers["x-trace-id"] == "late"))
        connection.sendall(answer({}, 401) if old else answer([]))

    with Simplismart(provider, base_url=serve(handle).base_url) as client, ThreadPoolExecutor(2) as threads:
        assert [[], []] == list(threads.map(lambda trace: client.list_deployments(trace_id=trace), ["early", "late"]))
    assert 2 == provider.asked


@pytest.mark.parametrize(("tokens", "asked"), [(["new"], 1), (["old", "new"], 2)], ids=["at first", "after a 401"])
def test_32_threads_cause_one_refresh(serve: Serve, tokens: list[str], asked: int):
    """However many threads need a token at once, one asks and the others wait for what it gets."""
    provider = Provider(*tokens)
    barrier = threading.Barrier(32)
    with Simplismart(provider, base_url=serve(refuse_all_but("new")).base_url) as client:

        def ask(_: int) -> object:
            barrier.wait()
            return client.list_deployments()

        with ThreadPoolExecutor(32) as threads:
            assert [[]] * 32 == list(threads.map(ask, range(32)))
    assert asked == provider.asked


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(("tokens", "asked"), [(["new"], 1), (["old", "new"], 2)], ids=["at first", "after a 401"])
def test_32_tasks_cause_one_refresh(serve: Serve, tokens: list[str], asked: int):
    """However many tasks need a token at once, one asks and the others wait for what it gets."""
    provider = Provider(*tokens)
    base_url = serve(refuse_all_but("new")).base_url

    async def main() -> list[object]:
        async with AsyncSimplismart(provider.later, base_url=base_url) as client:
            return await asyncio.gather(*(client.list_deployments() for _ in range(32)))

    assert [[]] * 32 == asyncio.run(main())
    assert asked == provider.asked


def test_a_netrc_does_not_replace_the_token(serve: Serve, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A .netrc that names the host of the API changes nothing."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login someone password something\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server = serve(empty_list)
    call(kind, "list_deployments", base_url=server.base_url)
    assert ["Bearer token"] == sent(server)
