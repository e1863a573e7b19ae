# Made from tests/_async/test_client.py by `make generate`; do not edit.
"""The client: settings, options, hooks, and what it never shows."""

import pickle

import httpx
import pytest
from simplismart_api.api import deployments as api

from simplismart import (
    AuthenticationError,
    ConfigurationError,
    RequestEvent,
    ResponseEvent,
    Simplismart,
    SimplismartClient,
)
from simplismart.testing import Emulator

TOKEN = "a-very-secret-token"


def test_the_client_reads_the_environment(monkeypatch: pytest.MonkeyPatch, emulator: Emulator):
    """Token, base URL, timeout, trace id and organisation come from their variables."""
    monkeypatch.setenv("SIMPLISMART_PG_TOKEN", emulator.token)
    monkeypatch.setenv("SIMPLISMART_BASE_URL", "http://emulator.invalid/")
    monkeypatch.setenv("SIMPLISMART_TIMEOUT", "12.5")
    monkeypatch.setenv("SIMPLISMART_TRACE_ID", "from-the-environment")
    monkeypatch.setenv("ORG_ID", emulator.org_id)
    with Simplismart(transport=emulator.transport) as client:
        client.list_secrets()
        assert "Simplismart(base_url='http://emulator.invalid')" == repr(client)
    assert "from-the-environment" == emulator.requests[0].headers["x-trace-id"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({}, "SIMPLISMART_PG_TOKEN"),
        ({"pg_token": ""}, "pg_token"),
        ({"pg_token": f"{TOKEN}\n"}, "pg_token"),
        ({"pg_token": f"{TOKEN} x"}, "pg_token"),
        ({"pg_token": 7}, "pg_token"),
        ({"pg_token": TOKEN, "base_url": ""}, "base_url"),
        ({"pg_token": TOKEN, "base_url": "ftp://x"}, "base_url"),
        ({"pg_token": TOKEN, "timeout": 0}, "timeout"),
        ({"pg_token": TOKEN, "timeout": float("nan")}, "timeout"),
        ({"pg_token": TOKEN, "org_id": ""}, "org_id"),
        ({"pg_token": TOKEN, "max_retries": -1}, "max_retries"),
        ({"pg_token": TOKEN, "max_response_bytes": 0}, "max_response_bytes"),
        ({"pg_token": TOKEN, "source": "other"}, "source"),
    ],
)
def test_a_wrong_setting_is_named_and_the_token_is_not_shown(arguments: dict, named: str):
    """Construction fails with an error, also a ValueError, that names the argument or variable."""
    with pytest.raises(ConfigurationError, match=named) as caught:
        Simplismart(**arguments)
    assert isinstance(caught.value, ValueError)
    assert TOKEN not in str(caught.value)


def test_nothing_shows_the_token():
    """Neither repr nor vars, of the client or of what it holds."""
    client = Simplismart(TOKEN)
    held = [client, *vars(client).values()]
    assert TOKEN not in repr([(item, getattr(item, "__dict__", None)) for item in held])
    with pytest.raises(TypeError):
        pickle.dumps(client)


def test_the_names_of_the_client():
    """SimplismartClient is Simplismart, and both name themselves."""
    assert SimplismartClient is Simplismart
    assert "Simplismart(base_url='https://api.app.simplismart.ai')" == repr(Simplismart(TOKEN))


def test_the_headers_of_every_request(client: Simplismart, emulator: Emulator):
    """Each request says who it is from, and has a trace id of its own unless the call names one."""
    client.list_deployments()
    client.list_deployments(trace_id="mine")
    first, second = (request.headers for request in emulator.requests)
    assert ("application/json", "simplismart-python-sdk", "sdk", "mine") == (
        first["accept"],
        first["x-simplismart-client"],
        first["x-simplismart-client-source"],
        second["x-trace-id"],
    )
    assert 36 == len(first["x-trace-id"])


def test_a_command_line_says_so(emulator: Emulator):
    """source="cli" is what the requests carry."""
    with Simplismart(emulator.token, source="cli", transport=emulator.transport) as client:
        client.list_deployments()
    assert "cli" == emulator.requests[0].headers["x-simplismart-client-source"]


def test_any_generated_request_can_be_sent(client: Simplismart, emulator: Emulator):
    """client.send returns the typed result, client.send_raw the answer as it came."""
    known = emulator.add_deployment(name="served")
    request = api.get_model_deployment.build(known["uuid"])
    deployment = client.send(request, timeout=5, max_retries=0, trace_id="t")
    raw = client.send_raw(request, trace_id="raw")
    assert ("served", 200, "raw", 1) == (deployment.name, raw.status_code, raw.trace_id, raw.attempts)
    assert deployment == raw.json()
    assert raw.elapsed >= 0
    assert "application/json" == raw.headers["content-type"]


def test_with_options_shares_and_overrides(client: Simplismart, emulator: Emulator):
    """A copy sends through the same connections with its own options; None keeps what there was."""
    copy = client.with_options(trace_id="copy", org_id="another", timeout=3, max_retries=0)
    copy.list_deployments()
    copy.with_options().list_deployments()
    assert ["copy", "copy"] == [request.headers["x-trace-id"] for request in emulator.requests]
    with pytest.raises(ConfigurationError, match="timeout"):
        client.with_options(timeout=-1)


def test_the_rate_limit_is_visible(client: Simplismart, emulator: Emulator):
    """It is None until an answer says something of it, and then what the last one said."""
    client.list_deployments()
    assert client.rate_limit is None
    emulator.fail_next("list_deployments", 200, [], {"X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "7"})
    client.list_deployments()
    client.list_deployments()
    assert client.rate_limit is not None
    assert (100, 7, None) == client.rate_limit


def test_hooks_see_each_attempt_and_cannot_break_it(emulator: Emulator):
    """on_request and on_response are told of each attempt; what they raise is logged and forgotten."""
    seen: list[object] = []

    def broken(event: object) -> None:
        seen.append(event)
        raise RuntimeError("hook")

    with Simplismart(emulator.token, transport=emulator.transport, on_request=broken, on_response=broken) as client:
        client.list_deployments()
    assert [RequestEvent, ResponseEvent] == [type(event) for event in seen]


def test_a_call_after_close_works(emulator: Emulator):
    """Closing gives connections back; it does not end the client."""
    client = Simplismart(emulator.token, transport=emulator.transport)
    client.close()
    assert [] == client.list_deployments()


def test_a_callable_gives_the_token_and_is_asked_again_after_a_401(emulator: Emulator):
    """A token that the API refuses is renewed once, and the call succeeds."""
    tokens = iter(["stale", emulator.token])
    with Simplismart(lambda: next(tokens), transport=emulator.transport) as client:
        assert [] == client.list_deployments()


def test_a_token_that_stays_wrong_is_an_authentication_error(emulator: Emulator):
    """The token is asked for twice, not for ever."""
    asked: list[int] = []
    with Simplismart(lambda: asked.append(1) or "wrong", transport=emulator.transport) as client:
        with pytest.raises(AuthenticationError):
            client.list_deployments()
    assert 2 == len(asked)


def test_an_object_gives_the_token(emulator: Emulator):
    """An object with a token() method is asked once while its token is good."""

    class Provider:
        asked = 0

        def token(self) -> str:
            self.asked += 1
            return emulator.token

    provider = Provider()
    with Simplismart(provider, transport=emulator.transport) as client:
        client.list_deployments()
        client.list_deployments()
    assert 1 == provider.asked


def test_a_given_token_that_is_no_token_is_refused(emulator: Emulator):
    """What a callable gives is checked like an argument."""
    with Simplismart(lambda: "two words", transport=emulator.transport) as client:
        with pytest.raises(ConfigurationError, match="pg_token"):
            client.list_deployments()


def test_the_client_works_over_a_socket(emulator: Emulator):
    """The same calls over real HTTP on loopback, several on one connection."""
    known = emulator.add_deployment(name="served")
    with emulator.serve() as base_url:
        with Simplismart(emulator.token, base_url=base_url, org_id=emulator.org_id) as client:
            names = [(client.get_deployment(known["uuid"])).name for _ in range(3)]
    assert ["served"] * 3 == names


def test_the_transport_is_closed_with_the_client():
    """A transport that was given is closed when the client is."""

    class Transport(httpx.MockTransport):
        closed = False

        def close(self) -> None:
            self.closed = True

    transport = Transport(lambda request: httpx.Response(200, json=[]))
    with Simplismart(TOKEN, transport=transport) as client:
        assert [] == client.list_deployments()
    assert transport.closed
