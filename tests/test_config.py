"""The client's settings and token: arguments over environment over defaults, and what is refused."""

import copy
import math
import pickle
import uuid

import pytest

from simplismart import ConfigurationError, SimplismartError
from simplismart.config import (
    CLIENT_HEADERS,
    DEFAULT_BASE_URL,
    Settings,
    Token,
    changed,
    checked_base_url,
    checked_retries,
    checked_timeout,
    checked_token,
    checked_trace_id,
    settings,
    token,
)

SECRET = "eyJhbGciOi.SEKRIT.c2ln"
ORG = "6f1a2a47-0d0f-4f5c-9a55-5f3f0f0f1d11"


def make(environ=None, **arguments) -> Settings:
    return settings(environ=environ or {}, **arguments)


def test_defaults():
    """Without arguments and variables the client talks to the live API, five minutes a call, three attempts."""
    assert Settings("https://api.app.simplismart.ai", 300.0, 2, None, None, "sdk", 64 * 1024 * 1024) == make()


@pytest.mark.parametrize(
    ("field", "variable", "in_environment", "from_environment", "given", "from_argument"),
    [
        ("base_url", "SIMPLISMART_BASE_URL", "http://env:1/", "http://env:1", "http://arg:2/", "http://arg:2"),
        ("timeout", "SIMPLISMART_TIMEOUT", "12.5", 12.5, 7, 7.0),
        ("org_id", "ORG_ID", " org-env ", "org-env", " org-arg ", "org-arg"),
        ("org_id", "ORG_ID", "org-env", "org-env", uuid.UUID(ORG), ORG),
    ],
)
def test_an_argument_wins_over_its_variable(field, variable, in_environment, from_environment, given, from_argument):
    """The variable counts where there is no argument, and only there."""
    environ = {variable: in_environment}
    assert from_environment == getattr(make(environ), field)
    assert from_argument == getattr(make(environ, **{field: given}), field)


def test_the_trace_id_comes_from_the_environment():
    """SIMPLISMART_TRACE_ID is the trace id of every call that has none of its own."""
    assert "trace 1" == make({"SIMPLISMART_TRACE_ID": "trace 1"}).trace_id


@pytest.mark.parametrize("variable", ["SIMPLISMART_BASE_URL", "SIMPLISMART_TIMEOUT", "SIMPLISMART_TRACE_ID", "ORG_ID"])
def test_an_empty_variable_counts_as_not_set(variable):
    """An empty variable leaves the default."""
    assert make() == make({variable: ""})


def test_a_blank_organisation_in_the_environment_counts_as_not_set():
    """Blanks are no organisation."""
    assert None is make({"ORG_ID": "  "}).org_id


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("base_url", ""),
        ("base_url", 5),
        ("timeout", 0),
        ("timeout", ""),
        ("max_retries", -1),
        ("max_retries", True),
        ("max_retries", 1.0),
        ("max_retries", "2"),
        ("org_id", ""),
        ("org_id", "  "),
        ("org_id", 5),
        ("source", "web"),
        ("source", ""),
        ("source", []),
        ("max_response_bytes", 0),
        ("max_response_bytes", True),
        ("max_response_bytes", 1.5),
        ("max_response_bytes", "1"),
    ],
)
def test_a_wrong_argument_is_an_error_that_names_it(argument, value):
    """An empty or wrong argument never falls back to the variable or the default in silence."""
    everything = {"SIMPLISMART_BASE_URL": "http://env", "SIMPLISMART_TIMEOUT": "5", "ORG_ID": "org"}
    with pytest.raises(ConfigurationError, match=argument):
        make(everything, **{argument: value})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SIMPLISMART_BASE_URL", "api.example.com"),
        ("SIMPLISMART_TIMEOUT", "0"),
        ("SIMPLISMART_TIMEOUT", "-3"),
        ("SIMPLISMART_TIMEOUT", "nan"),
        ("SIMPLISMART_TIMEOUT", "inf"),
        ("SIMPLISMART_TIMEOUT", "1e999"),
        ("SIMPLISMART_TIMEOUT", "5 min"),
        ("SIMPLISMART_TIMEOUT", "9" * 5000),
        ("SIMPLISMART_TRACE_ID", "a\nb"),
    ],
)
def test_a_wrong_variable_is_an_error_that_names_it(variable, value):
    """A variable that is set is checked like an argument, and the message is short."""
    with pytest.raises(ConfigurationError, match=variable) as caught:
        make({variable: value})
    assert 300 > len(str(caught.value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (DEFAULT_BASE_URL, DEFAULT_BASE_URL),
        ("https://api.example.com/", "https://api.example.com"),
        ("https://api.example.com/prefix//", "https://api.example.com/prefix"),
        ("http://127.0.0.1:8787", "http://127.0.0.1:8787"),
        ("http://[::1]:8787/", "http://[::1]:8787"),
        ("HTTPS://api.example.com", "HTTPS://api.example.com"),
    ],
)
def test_base_urls(value, expected):
    """Paths follow a base URL, so it ends without a slash."""
    assert expected == checked_base_url(value, "base_url")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "   ",
        "api.example.com",
        "/relative",
        "//api.example.com",
        "ftp://api.example.com",
        "https://",
        "https:///path",
        "https://api.example.com:0",
        "https://api.example.com:99999",
        "https://api.example.com:http",
        "https://[::1",
        "https://user:pass@api.example.com",
        "https://user@api.example.com",
        "https://@api.example.com",
        "https://api.example.com?a=b",
        "https://api.example.com/?",
        "https://api.example.com#part",
        "https://api.example.com/#",
        "https://api.example.com/ path",
        " https://api.example.com",
        "https://api.example.com\n",
        "https://api.exa\tmple.com",
        "https://münchen.example",
        None,
        b"https://api.example.com",
    ],
)
def test_what_is_no_base_url(value):
    """Anything that requests could not simply be appended to is refused by name."""
    with pytest.raises(ConfigurationError, match="base_url"):
        checked_base_url(value, "base_url")


def test_a_password_in_a_base_url_is_not_shown():
    """The message about a user name and password repeats neither."""
    with pytest.raises(ConfigurationError) as caught:
        checked_base_url(f"https://user:{SECRET}@api.example.com", "base_url")
    assert SECRET not in repr(caught.value) + str(caught.value)


@pytest.mark.parametrize("value", [1, 0.001, 300.0, 1e300])
def test_timeouts(value):
    """Any finite number of seconds above 0 is a timeout."""
    assert float(value) == checked_timeout(value)


@pytest.mark.parametrize(
    "value", [True, False, math.nan, math.inf, -math.inf, 0, 0.0, -0.0, -1, "5", "", None, 10**400, 5j, [5]]
)
def test_what_is_no_timeout(value):
    """A timeout is never none, never endless, and never text."""
    with pytest.raises(ConfigurationError, match="timeout must be a number of seconds above 0"):
        checked_timeout(value)


def test_retries():
    """Zero retries is one attempt."""
    assert [0, 5] == [checked_retries(0), checked_retries(5)]


@pytest.mark.parametrize("value", ["", " ", " a", "a ", "a\r\nX-Evil: 1", "a\x00", "é", None, 5, b"a"])
def test_what_is_no_trace_id(value):
    """A trace id stands in a header: line breaks and other control characters are refused."""
    with pytest.raises(ConfigurationError, match="trace_id"):
        checked_trace_id(value)


def test_the_token_argument_wins_over_the_variable():
    """pg_token= first, then SIMPLISMART_PG_TOKEN."""
    environ = {"SIMPLISMART_PG_TOKEN": "from-env"}
    assert "from-env" == token(None, environ).reveal()
    assert "from-arg" == token("from-arg", environ).reveal()


@pytest.mark.parametrize("environ", [{}, {"SIMPLISMART_PG_TOKEN": ""}])
def test_a_missing_token_says_how_to_give_one(environ):
    """The message names the argument and the variable."""
    with pytest.raises(ConfigurationError, match=r"pg_token= .* SIMPLISMART_PG_TOKEN"):
        token(None, environ)


def test_an_empty_token_argument_is_an_error():
    """An empty argument does not fall back to the variable."""
    with pytest.raises(ConfigurationError, match="pg_token is empty"):
        token("", {"SIMPLISMART_PG_TOKEN": "from-env"})


@pytest.mark.parametrize(
    "value",
    [
        f"{SECRET}\n",
        f" {SECRET}",
        f"{SECRET} {SECRET}",
        f"{SECRET}\x7f",
        f"{SECRET}é",
        f"{SECRET}\ud800",
        f"{SECRET}\r\nX-Evil: 1",
        "\t",
    ],
)
def test_a_token_that_cannot_stand_in_a_header_is_never_shown(value):
    """The error names where the token came from, and holds no part of it."""
    for source, make_token in {
        "pg_token": lambda: token(value, {}),
        "SIMPLISMART_PG_TOKEN": lambda: token(None, {"SIMPLISMART_PG_TOKEN": value}),
    }.items():
        with pytest.raises(ConfigurationError, match=source) as caught:
            make_token()
        assert "SEKRIT" not in str(caught.value) + repr(caught.value) + repr(vars(caught.value))


def test_a_token_of_another_type_is_named_not_shown():
    """Bytes are not decoded by guess; the message says the type only."""
    with pytest.raises(ConfigurationError, match="got bytes") as caught:
        checked_token(SECRET.encode(), "pg_token")
    assert "SEKRIT" not in str(caught.value)


def test_a_token_shows_itself_only_when_asked():
    """Neither repr, str, format nor vars shows it, and it is neither pickled nor copied."""
    hidden = Token(SECRET)
    assert SECRET == hidden.reveal()
    assert {"Token('***')"} == {repr(hidden), str(hidden), f"{hidden}"}
    with pytest.raises(TypeError):
        vars(hidden)
    for write in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="a token is not pickled"):
            write(hidden)


def test_settings_hold_no_token():
    """What a client shows of itself has no place for a token."""
    assert "token" not in " ".join(Settings._fields)


def test_a_configuration_error_is_a_value_error_too():
    """Both `except SimplismartError` and `except ValueError` catch it."""
    assert (SimplismartError, ValueError) == ConfigurationError.__bases__


def test_changed_keeps_what_is_none():
    """with_options replaces what it is given, and checks that."""
    old = make(org_id="org", timeout=5)
    keep = {"timeout": None, "max_retries": None, "org_id": None, "trace_id": None}
    assert old == changed(old, **keep)
    new = {"timeout": 9, "max_retries": 0, "org_id": "other", "trace_id": "t"}
    assert old._replace(timeout=9.0, max_retries=0, org_id="other", trace_id="t") == changed(old, **new)


@pytest.mark.parametrize("wrong", [{"timeout": 0}, {"max_retries": -1}, {"org_id": ""}, {"trace_id": ""}])
def test_changed_refuses_what_a_client_refuses(wrong):
    """An empty or wrong option is an error that names it."""
    keep = {"timeout": None, "max_retries": None, "org_id": None, "trace_id": None}
    with pytest.raises(ConfigurationError, match=next(iter(wrong))):
        changed(make(), **(keep | wrong))


def test_a_larger_answer_can_be_allowed():
    """max_response_bytes is the caller's to choose."""
    assert 10**9 == make(max_response_bytes=10**9).max_response_bytes


def test_what_every_request_says_of_the_client():
    """The headers name the client and its version, and hold nothing else."""
    names = [name for name, _ in CLIENT_HEADERS]
    assert ["Accept", "Accept-Encoding", "User-Agent", "X-Simplismart-Client", "X-Simplismart-Client-Version"] == names
    assert "simplismart-python-sdk" == dict(CLIENT_HEADERS)["X-Simplismart-Client"]
