"""What a program can see of its calls."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any

import pytest
from simplismart_api.api import deployments as api

from simplismart import AsyncSimplismart, RequestEvent, ResponseEvent, Simplismart, SimplismartError

from .conftest import Serve, answer, call, empty_list

pytestmark = pytest.mark.usefixtures("quick_retries")

LIST = api.list_deployments.build()


def fail_first(connection: Any, request: Any) -> None:
    """Answer 503 to the first request, with the trace id ``retried``, and a list to others."""
    status = 503 if request.headers["x-trace-id"] == "retried" and not SEEN else 200
    SEEN.append(request)
    connection.sendall(answer([], status, Retry_After="0", X_RateLimit_Limit="100", X_RateLimit_Remaining="7"))


SEEN: list[Any] = []


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    SEEN.clear()


def test_copies_share_connection_rate_limit_and_budget(serve: Serve):
    """with_options makes no connection of its own, and what one learns of the rate limit the other knows."""
    server = serve(fail_first)
    with Simplismart("token", base_url=server.base_url) as client:
        copy = client.with_options(timeout=5, max_retries=0, trace_id="copy")
        assert (None, None) == (client.rate_limit, copy.rate_limit)
        copy.list_deployments()
        client.list_deployments()
        client.with_options().list_deployments()
        assert (100, 7, None) == client.rate_limit == copy.rate_limit
    assert 1 == server.connections
    assert "copy" == server.requests[0].headers["x-trace-id"]
    assert "copy" != server.requests[1].headers["x-trace-id"]


@pytest.mark.usefixtures("over")
def test_copies_of_the_async_client_share_its_connection(serve: Serve):
    """The same for tasks."""
    server = serve(fail_first)

    async def main() -> Any:
        async with AsyncSimplismart("token", base_url=server.base_url) as client:
            await client.with_options(timeout=5).list_deployments()
            await client.list_deployments()
            return client.with_options().rate_limit

    assert (100, 7, None) == asyncio.run(main())
    assert 1 == server.connections


def test_the_raw_answer_says_what_the_call_took(serve: Serve, kind: str):
    """send_raw gives status, headers, body, trace id, attempts and the seconds of the whole call."""
    raw = call(kind, "send_raw", LIST, base_url=serve(fail_first).base_url)
    again = call_retried(kind, serve(fail_first).base_url)
    assert (200, b"[]", 1, "100") == (raw.status_code, raw.body, raw.attempts, raw.headers["X-RateLimit-Limit"])
    assert 36 == len(raw.trace_id)
    assert ("retried", 2, []) == (again.trace_id, again.attempts, again.json())
    assert raw.elapsed > 0


def call_retried(kind: str, base_url: str, **options: Any) -> Any:
    SEEN.clear()
    if kind == "sync":
        with Simplismart("token", base_url=base_url, **options) as client:
            return client.send_raw(LIST, trace_id="retried")

    async def main() -> Any:
        async with AsyncSimplismart("token", base_url=base_url, **options) as client:
            return await client.send_raw(LIST, trace_id="retried")

    return asyncio.run(main())


def test_hooks_are_told_of_every_attempt(serve: Serve, kind: str):
    """on_request before and on_response after each: number, status, headers, seconds."""
    events: list[Any] = []
    call_retried(kind, serve(fail_first).base_url, on_request=events.append, on_response=events.append)
    path = "/deployments/list/model/"
    assert [RequestEvent("GET", path, "retried", 1), RequestEvent("GET", path, "retried", 2)] == events[::2]
    assert [(1, 503, None), (2, 200, None)] == [(each.attempt, each.status_code, each.error) for each in events[1::2]]
    assert all(isinstance(each, ResponseEvent) and each.elapsed >= 0 for each in events[1::2])
    assert "0" == events[1].headers["Retry-After"]


def test_hooks_are_told_of_a_failure_without_an_answer(serve: Serve, kind: str):
    """on_response gets the error of an attempt that got no answer."""
    events: list[ResponseEvent] = []
    server = serve(lambda connection, request: False)
    with pytest.raises(SimplismartError):
        call(kind, "list_deployments", base_url=server.base_url, max_retries=1, on_response=events.append)
    assert [(1, None, True), (2, None, True)] == [
        (each.attempt, each.status_code, isinstance(each.error, Exception)) for each in events
    ]


def test_a_hook_that_fails_breaks_nothing(serve: Serve, kind: str, caplog: pytest.LogCaptureFixture):
    """What a hook raises is logged, once for each event, and the call succeeds."""

    def broken(event: object) -> None:
        raise RuntimeError("broken hook")

    raw = call_retried(kind, serve(fail_first).base_url, on_request=broken, on_response=broken)
    assert 200 == raw.status_code
    assert 4 == caplog.text.count("RuntimeError: broken hook")


def test_the_log_line(serve: Serve, kind: str, caplog: pytest.LogCaptureFixture):
    """One line at DEBUG for each attempt: method, path, status, time, trace id; nothing else of the call."""
    caplog.set_level(logging.DEBUG, "simplismart")
    call_retried(kind, serve(fail_first).base_url)
    line = r"GET /deployments/list/model/ {} \d+ ms trace_id=retried attempt={}"
    messages = [record.getMessage() for record in caplog.records if record.name == "simplismart"]
    assert 2 == len(messages)
    assert re.fullmatch(line.format(503, 1), messages[0])
    assert re.fullmatch(line.format(200, 2), messages[1])


def test_the_log_says_what_stood_in_the_way(serve: Serve, kind: str, caplog: pytest.LogCaptureFixture):
    """An attempt without an answer is logged with the name of its error."""
    caplog.set_level(logging.DEBUG, "simplismart")
    with pytest.raises(SimplismartError):
        call(kind, "list_deployments", base_url=serve(lambda c, r: False).base_url, max_retries=0)
    assert re.search(r"GET /deployments/list/model/ RemoteProtocolError \d+ ms", caplog.text)


def test_nothing_is_logged_by_default(serve: Serve, kind: str, caplog: pytest.LogCaptureFixture):
    """A call that succeeds says nothing at INFO and above, where httpx would write the whole URL."""
    caplog.set_level(logging.INFO)
    call(kind, "list_deployments", base_url=serve(empty_list).base_url)
    assert "" == caplog.text
