"""Where a token comes from, and when it ends."""

import base64
import json

import pytest

from simplismart import ConfigurationError
from simplismart.auth import expires_at, given_token, needs_renewal, token_source


def jwt(claims: object, padding: str = "") -> str:
    raw = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    return f"h.{base64.urlsafe_b64encode(raw).decode().rstrip('=')}{padding}.s"


class Provider:
    def token(self) -> str:
        return "provided"


class Both(Provider):
    def __call__(self) -> str:
        return "called"


def test_a_string_is_fixed():
    """A token given as a string is known at once and never asked for again."""
    fixed, get, renews = token_source("secret")
    assert ("secret", "secret", False) == (fixed.reveal(), get(), renews)


def test_nothing_means_the_environment(monkeypatch):
    """None reads SIMPLISMART_PG_TOKEN, when the client is made."""
    monkeypatch.setenv("SIMPLISMART_PG_TOKEN", "from-env")
    assert "from-env" == token_source(None)[1]()


@pytest.mark.parametrize(
    ("source", "expected"), [(lambda: "called", "called"), (Provider(), "provided"), (Both(), "provided")]
)
def test_a_callable_or_an_object_is_asked(source, expected):
    """Nothing is asked for before it is needed, and it may be asked again."""
    fixed, get, renews = token_source(source)
    assert (None, expected, True) == (fixed, get(), renews)


@pytest.mark.parametrize("source", [5, object(), b"token", ["token"]])
def test_anything_else_is_refused(source):
    """The error names the argument and what it may be."""
    with pytest.raises(ConfigurationError, match=r"pg_token must be .*token\(\) method"):
        token_source(source)


def test_a_token_that_was_given_is_checked():
    """What a callable gave is checked like an argument."""
    assert "good" == given_token("good").reveal()


@pytest.mark.parametrize("value", ["", "SEKRIT\n", "SEK RIT", None, b"SEKRIT"])
def test_a_bad_token_that_was_given_is_not_shown(value):
    """The error says that pg_token gave it, and no part of it."""
    with pytest.raises(ConfigurationError, match="the token that pg_token gave") as caught:
        given_token(value)
    assert "SEK" not in str(caught.value)


@pytest.mark.parametrize(
    ("expires", "now", "expected"),
    [(None, 1e12, False), (1000.0, 939.9, False), (1000.0, 940.0, True), (1000.0, 2000.0, True)],
)
def test_a_token_is_renewed_a_minute_before_its_end(expires, now, expected):
    """A token without an end is never old."""
    assert expected is needs_renewal(expires, now)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (jwt({"exp": 1767225600}), 1767225600.0),
        (jwt({"exp": 1767225600.5}), 1767225600.5),
        (jwt({"exp": 1, "pad": ""}), 1.0),
        (jwt({"exp": 12, "pad": ""}), 12.0),
        (jwt({"exp": 123, "pad": ""}), 123.0),
        (jwt({"exp": 7}, "=="), 7.0),
        (jwt({}), None),
        (jwt({"exp": None}), None),
        (jwt({"exp": True}), None),
        (jwt({"exp": "1767225600"}), None),
        (jwt({"exp": [1]}), None),
        (jwt({"exp": 10**400}), None),
        (jwt(b'{"exp": NaN}'), None),
        (jwt(b'{"exp": Infinity}'), None),
        (jwt(b'{"exp": 1e999}'), None),
        (jwt([1]), None),
        (jwt("text"), None),
        (jwt(b"[" * 100_000), None),
        (jwt(b"\xff\xfe"), None),
        (jwt(b"{"), None),
        ("opaque", None),
        ("", None),
        ("a.b", None),
        ("a.b.c.d", None),
        ("..", None),
        ("h.a.s", None),
        ("h.%%%.s", None),
        ("h.é.s", None),
    ],
)
def test_the_end_of_a_jwt(value, expected):
    """A token says when it ends if it is a JWT with a number in exp; anything else says nothing and never fails."""
    assert expected == expires_at(value)
