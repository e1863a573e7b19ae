"""The proxy of the environment."""

from __future__ import annotations

import pytest

from simplismart import ConfigurationError, ConnectError, SimplismartError

from .conftest import Serve, answer, call, empty_list


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_the_proxy_of_the_environment_is_used(serve: Serve, kind: str, monkeypatch: pytest.MonkeyPatch, variable: str):
    """A call goes to the proxy that the environment names, with the whole URL of the API."""
    proxy = serve(empty_list)
    monkeypatch.setenv(variable, proxy.base_url)
    assert [] == call(kind, "list_deployments", base_url="http://api.invalid")
    assert ["http://api.invalid/deployments/list/model/"] == [each.target.partition("?")[0] for each in proxy.requests]


def test_a_proxy_is_asked_for_a_tunnel_and_never_sees_the_token(
    serve: Serve, kind: str, monkeypatch: pytest.MonkeyPatch
):
    """An HTTPS call asks the proxy to connect; one that refuses is a ConnectError, and nothing was sent."""
    proxy = serve(lambda connection, request: connection.sendall(answer({}, 407)))
    monkeypatch.setenv("https_proxy", proxy.address)
    with pytest.raises(ConnectError):
        call(kind, "list_deployments", base_url="https://api.invalid", max_retries=0)
    assert ["CONNECT api.invalid:443"] == [f"{each.method} {each.target}" for each in proxy.requests]
    assert "authorization" not in proxy.requests[0].headers


@pytest.mark.parametrize("excepted", ["127.0.0.1", "example.com, 127.0.0.1", "*", "{address}"])
def test_no_proxy_is_honoured(serve: Serve, kind: str, monkeypatch: pytest.MonkeyPatch, excepted: str):
    """A host that NO_PROXY names, with or without its port, is called directly."""
    server, proxy = serve(empty_list), serve(empty_list)
    monkeypatch.setenv("HTTP_PROXY", proxy.base_url)
    monkeypatch.setenv("NO_PROXY", excepted.format(address=server.address))
    call(kind, "list_deployments", base_url=server.base_url)
    assert (1, 0) == (server.connections, proxy.connections)


@pytest.mark.parametrize("url", ["gopher://user:the-password@127.0.0.1:1", "socks5://user:the-password@127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_named_without_its_password(
    kind: str, monkeypatch: pytest.MonkeyPatch, url: str
):
    """A scheme that is not spoken is a ConfigurationError that says what is wrong."""
    monkeypatch.setenv("ALL_PROXY", url)
    with pytest.raises(ConfigurationError, match="proxy") as caught:
        call(kind, "list_deployments", base_url="http://api.invalid")
    assert "the-password" not in str(caught.value)


def test_the_password_of_a_proxy_is_not_shown(serve: Serve, kind: str, monkeypatch: pytest.MonkeyPatch):
    """A proxy that can't be reached ends in an error without its user and password."""
    monkeypatch.setenv("ALL_PROXY", "http://user:the-password@127.0.0.1:1")
    with pytest.raises(SimplismartError) as caught:
        call(kind, "list_deployments", base_url="http://api.invalid", max_retries=0)
    assert "the-password" not in f"{caught.value!r} {caught.value.__cause__!r}"
