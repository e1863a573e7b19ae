"""Sending: retries, deadlines, answers that are not what they should be."""

import gzip

import httpx
import pytest
from simplismart_api.api import deployments as api

from simplismart import (
    AsyncSimplismart,
    BadRequestError,
    ConnectError,
    DeadlineExceededError,
    InvalidResponseError,
    RateLimitError,
    RedirectError,
    ResponseTooLargeError,
    ServerError,
    SimplismartError,
    TransportError,
)

LIST = api.list_deployments.build()
CREATE = api.create_byoc_deployment.build(body={"name": "x"})


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("simplismart._async.session.async_sleep", wait)
    return waits


class Script(httpx.MockTransport):
    """Answers from a list, the last one again and again; an exception in it is raised."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        super().__init__(self.next)

    def next(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def good() -> httpx.Response:
    return httpx.Response(200, json=[])


async def send(script: Script, request: object = LIST, **options: object) -> object:
    async with AsyncSimplismart("token", transport=script) as client:
        return await client.send(request, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_a_transient_status_is_sent_again(status: int, no_waiting: list[float]):
    """A read that fails for a moment succeeds, with the same trace id and a wait in between."""
    script = Script(httpx.Response(status), good())
    assert [] == await send(script)
    assert 1 == len({request.headers["x-trace-id"] for request in script.requests})
    assert 1 == len(no_waiting)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 501])
async def test_a_lasting_status_is_not(status: int):
    """An error that would come again is raised at once."""
    script = Script(httpx.Response(status, json={"detail": "no"}))
    with pytest.raises(SimplismartError, match="no") as caught:
        await send(script)
    assert (status, 1) == (caught.value.status_code, caught.value.attempts)


async def test_retries_end(no_waiting: list[float]):
    """Three attempts by default; max_retries=0 is one."""
    script = Script(httpx.Response(502))
    with pytest.raises(ServerError) as caught:
        await send(script)
    assert (3, 3) == (caught.value.attempts, len(script.requests))
    with pytest.raises(ServerError) as caught:
        await send(Script(httpx.Response(502)), max_retries=0)
    assert 1 == caught.value.attempts


async def test_retry_after_is_honoured(no_waiting: list[float]):
    """The wait is the one that the API asked for."""
    await send(Script(httpx.Response(429, headers={"Retry-After": "7"}), good()))
    assert [7.0] == no_waiting


async def test_a_long_retry_after_is_raised_at_once(no_waiting: list[float]):
    """An hour is not waited for; the error says how long it would be."""
    with pytest.raises(RateLimitError) as caught:
        await send(Script(httpx.Response(429, headers={"Retry-After": "3600"})))
    assert (3600.0, []) == (caught.value.retry_after, no_waiting)


@pytest.mark.parametrize("failure", [httpx.ReadError("reset"), httpx.ReadTimeout("slow"), OSError("odd")])
async def test_a_create_that_may_have_arrived_is_never_sent_twice(failure: Exception):
    """One request, and an error that says what may have happened, with the cause kept."""
    script = Script(failure)
    with pytest.raises(TransportError, match="may have taken effect") as caught:
        await send(script, CREATE)
    assert (1, True, failure) == (len(script.requests), caught.value.may_have_succeeded, caught.value.__cause__)


async def test_a_create_that_never_left_is_sent_again():
    """A connection that could not be made is tried again for any method, with the same idempotency key."""
    script = Script(httpx.ConnectError("refused"), httpx.Response(201, json={"deployment_id": "d"}))
    assert {"deployment_id": "d"} == await send(script, CREATE)
    assert 1 == len({request.headers["idempotency-key"] for request in script.requests})


@pytest.mark.parametrize("answer", [httpx.Response(429), httpx.Response(503, headers={"Retry-After": "1"})])
async def test_a_create_that_was_turned_away_is_sent_again(answer: httpx.Response):
    """429, and 503 with Retry-After, say that nothing was done."""
    script = Script(answer, httpx.Response(201, json={}))
    assert {} == await send(script, CREATE)


async def test_a_connection_that_is_never_made_is_a_connect_error():
    """Nothing was sent, so nothing may have happened."""
    with pytest.raises(ConnectError) as caught:
        await send(Script(httpx.ConnectError("refused")), CREATE)
    assert (False, 3) == (caught.value.may_have_succeeded, caught.value.attempts)


async def test_the_budget_ends_retries_in_an_outage():
    """A client that only fails stops repeating after a while."""
    script = Script(httpx.Response(503))
    async with AsyncSimplismart("token", transport=script) as client:
        for _ in range(20):
            with pytest.raises(ServerError):
                await client.send(LIST)
    assert 40 == len(script.requests)


async def test_a_deadline_that_passed_is_a_timeout_error(monkeypatch: pytest.MonkeyPatch):
    """When the time is up the error is also a TimeoutError and says how long it was."""
    monkeypatch.setattr("simplismart.policy.Deadline.remaining", lambda self: 0.0)
    with pytest.raises(DeadlineExceededError, match="2 s") as caught:
        await send(Script(httpx.ReadTimeout("late")), timeout=2)
    assert isinstance(caught.value, TimeoutError)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{", b'{"a": 1}', b"null", b"\xff\xfe\x00", b"[NaN]", b"[" * 100_000]
)
async def test_a_success_that_is_not_the_operations_json_is_an_error(body: bytes):
    """A 200 never passes for a success if its body is not what the operation answers."""
    with pytest.raises(InvalidResponseError) as caught:
        await send(Script(httpx.Response(200, content=body)))
    assert 200 == caught.value.status_code
    assert len(str(caught.value)) < 500


async def test_a_lost_answer_to_a_create_says_so():
    """A create whose 201 cannot be read may have succeeded."""
    with pytest.raises(InvalidResponseError) as caught:
        await send(Script(httpx.Response(201, content=b"<html>")), CREATE)
    assert caught.value.may_have_succeeded


@pytest.mark.parametrize("encoding", ["gzip", None])
async def test_a_body_above_the_limit_is_an_error(encoding: str | None):
    """The limit counts the decompressed size."""
    content = b" " * 10_000 + b"[]"
    headers = {"content-encoding": encoding} if encoding else {}
    body = gzip.compress(content) if encoding else content
    script = Script(httpx.Response(200, content=body, headers=headers))
    async with AsyncSimplismart("token", transport=script, max_response_bytes=5_000) as client:
        with pytest.raises(ResponseTooLargeError, match="5000"):
            await client.send(LIST)


async def test_a_redirect_names_its_target_and_is_not_followed():
    """The token never goes to another address."""
    script = Script(httpx.Response(302, headers={"Location": "https://elsewhere.example/x"}))
    with pytest.raises(RedirectError, match=r"https://elsewhere\.example/x"):
        await send(script)
    assert 1 == len(script.requests)


async def test_an_error_keeps_what_is_known_of_the_call():
    """Method, path, trace id, payload and the bare message are attributes."""
    script = Script(httpx.Response(400, json={"detail": "no"}))
    with pytest.raises(BadRequestError) as caught:
        await send(script, api.get_model_deployment.build("a/b"), trace_id="t")
    error = caught.value
    assert ("GET", "/deployments/model-deployments/a%2Fb/", "t", "no", {"detail": "no"}, "no (status=400)") == (
        error.method,
        error.path,
        error.trace_id,
        error.message,
        error.payload,
        str(error),
    )
