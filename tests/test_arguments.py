"""The checks of ids, choices, numbers and payloads."""

import math
import uuid
from types import MappingProxyType

import pytest

from simplismart import ModelRepoListParams, SecretCreate, ValidationError
from simplismart.arguments import (
    choice,
    identifier,
    identifiers,
    is_id,
    json_object,
    optional_identifier,
    organisation,
    payload,
    refuse,
    seconds,
    text,
    whole_number,
)

ID = "6f1a2a47-0d0f-4f5c-9a55-5f3f0f0f1d11"


def test_refuse():
    """An error of one argument names it, what is allowed and what was given."""
    assert "count: must be a whole number, got '5'" == str(refuse("count", "must be a whole number", "'5'"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(ID, ID), (uuid.UUID(ID), ID), (f" {ID}\n", ID), ("org-uuid", "org-uuid"), ("a/b", "a/b"), ("...", "...")],
)
def test_ids(value, expected):
    """Any string is an id, and so is a UUID; outer blanks do not count."""
    assert expected == identifier(value, "deployment_id")
    assert expected == optional_identifier(value, "deployment_id")


@pytest.mark.parametrize("value", ["", "  ", "\n", ".", "..", " .. ", None, 5, True, b"id", ["id"], object()])
def test_what_is_no_id(value):
    """An id never turns a path into another one: empty ones and path steps are refused by name."""
    with pytest.raises(ValidationError, match="deployment_id"):
        identifier(value, "deployment_id")


def test_many_ids():
    """Each is checked like one alone."""
    assert [ID, "b"] == identifiers([uuid.UUID(ID), " b "], "ids")
    assert ["a"] == identifiers((each for each in "a"), "ids")
    with pytest.raises(ValidationError, match="ids: must be an id"):
        identifiers(["a", ""], "ids")


@pytest.mark.parametrize("value", ["abc", uuid.UUID(ID), 5, None])
def test_one_id_is_not_many(value):
    """The characters of an id are no ids."""
    with pytest.raises(ValidationError, match="ids: must be a list of ids"):
        identifiers(value, "ids")


def test_no_id():
    """An id that may be left out may be None, but not empty."""
    assert None is optional_identifier(None, "org_id")
    with pytest.raises(ValidationError, match="org_id"):
        optional_identifier("", "org_id")


def test_another_class_called_uuid_is_no_id():
    """Only the standard library's UUID counts."""
    assert [True, True, False] == [is_id("x"), is_id(uuid.UUID(ID)), is_id(type("UUID", (), {})())]


def test_a_long_wrong_id_is_cut():
    """The message stays short."""
    with pytest.raises(ValidationError) as caught:
        json_object("x" * 10_000)
    assert 200 > len(str(caught.value))


@pytest.mark.parametrize(
    ("given", "default", "expected"),
    [("mine", "clients", "mine"), (uuid.UUID(ID), None, ID), (None, "clients", "clients")],
)
def test_organisation(given, default, expected):
    """The call's own organisation wins over the client's."""
    assert expected == organisation(given, default)


def test_no_organisation():
    """A call that needs one says the three ways to give it."""
    with pytest.raises(ValidationError, match=r"^org: is needed: give org=, or org_id= to the client, or set ORG_ID$"):
        organisation(None, None, "org")


def test_an_empty_organisation_is_no_fall_back():
    """An empty argument is an error, although the client has an organisation."""
    with pytest.raises(ValidationError, match="org_id"):
        organisation("", "clients")


def test_payload():
    """A payload is taken as it is; a mapping becomes one."""
    params = ModelRepoListParams(count=3)
    assert params is payload(ModelRepoListParams, params)
    assert 3 == payload(ModelRepoListParams, {"count": 3}).count
    assert 3 == payload(ModelRepoListParams, MappingProxyType({"count": 3})).count


@pytest.mark.parametrize("value", [{"count": 21}, {"cuont": 3}, None, 5, "count", [("count", 3)]])
def test_what_is_no_payload(value):
    """A mapping is checked like the class; anything else is refused with the class's name."""
    with pytest.raises(ValidationError, match=r"ModelRepoListParams|count"):
        payload(ModelRepoListParams, value)


def test_another_payload_is_refused():
    """A payload of another class is not taken for its fields."""
    secret = SecretCreate(name="s", secret_type="generic", data={"k": "SEKRIT"})
    with pytest.raises(ValidationError, match="must be a ModelRepoListParams or a dict, got SecretCreate") as caught:
        payload(ModelRepoListParams, secret)
    assert "SEKRIT" not in str(caught.value)


def test_json_object():
    """A non-empty mapping becomes a dict of its own."""
    given = {"a": 1}
    assert given == json_object(given)
    assert given is not json_object(given)
    assert given == json_object(MappingProxyType(given))


@pytest.mark.parametrize("value", [{}, None, [], [("a", 1)], "a"])
def test_what_is_no_json_object(value):
    """An empty object would change nothing, and anything else is none."""
    with pytest.raises(ValidationError, match="payload: must be a dict with at least one key"):
        json_object(value)


def test_choice():
    """One of the allowed words, exactly."""
    assert "asc" == choice("asc", ["asc", "desc"], "order_type")
    with pytest.raises(ValidationError, match="order_type: must be one of asc, desc, got 'ASC'"):
        choice("ASC", ["asc", "desc"], "order_type")


def test_whole_number():
    """Whole numbers from 0."""
    assert [0, 10**20] == [whole_number(0, "offset"), whole_number(10**20, "offset")]


@pytest.mark.parametrize("value", [-1, True, False, 1.0, "1", None])
def test_what_is_no_whole_number(value):
    """Neither a bool nor a float nor text is taken for one."""
    with pytest.raises(ValidationError, match="offset: must be a whole number from 0"):
        whole_number(value, "offset")


def test_text():
    """A text loses its outer white space."""
    assert "a b" == text(" a b\n", "name")


@pytest.mark.parametrize("value", ["", " \n", None, 5, b"a"])
def test_what_is_no_text(value):
    """A blank is no text."""
    with pytest.raises(ValidationError, match="name: must be a text that is not blank"):
        text(value, "name")


@pytest.mark.parametrize("value", [0, 0.0, 1.5, 7, math.inf])
def test_seconds(value):
    """Any number from 0, without an end if need be."""
    assert value == seconds(value, "interval")


@pytest.mark.parametrize(("value", "positive"), [(-1, False), (0, True), (-0.5, True)])
def test_too_few_seconds(value, positive):
    """The message says whether 0 is allowed."""
    with pytest.raises(ValidationError, match=f"interval: .* {'above' if positive else 'from'} 0, got {value}"):
        seconds(value, "interval", positive=positive)


@pytest.mark.parametrize("value", [True, "5", None, math.nan, 5j])
def test_what_is_no_number_of_seconds(value):
    """Neither a bool nor text nor NaN is a time."""
    for positive in (True, False):
        with pytest.raises(ValidationError, match="interval: must be a number of seconds"):
            seconds(value, "interval", positive=positive)
