"""The compiled result classes."""

from __future__ import annotations

import copy
import json
import pickle
import pprint
from datetime import UTC, datetime
from decimal import Decimal

import pytest


def test_is_its_json(part):
    """A result equals the JSON that it was made of, and is written as it."""
    fields = {"id": "1", "made_at": "2026-03-02T11:52:16.925151Z", "price": "1.50", "parent": {"id": "2"}}

    assert fields == part(**fields)
    assert json.dumps(fields) == json.dumps(part(**fields))


def test_reads_a_field_as_attribute_and_as_key(part):
    """A field is an attribute, a key and an entry of get."""
    assert ("1", "1", "1") == (part().id, part()["id"], part().get("id"))


def test_absent_optional_field_is_none(part):
    """An optional field that the API left out, or answered null for, is None."""
    assert part().color is None
    assert part(color=None).color is None


def test_absent_required_field_is_an_attribute_error(load):
    """A required field that is absent raises AttributeError, which names class and field."""
    with pytest.raises(AttributeError, match="Part has no 'id'"):
        _ = load("models").Part({}).id


def test_keeps_unknown_fields(part):
    """A field that the document does not know is kept, as key and as attribute."""
    assert (7, 7) == (part(brand_new=7).brand_new, part(brand_new=7)["brand_new"])
    assert "brand_new" in dir(part(brand_new=7))


def test_unknown_attribute_is_an_attribute_error(part):
    """A name that is no field raises AttributeError."""
    with pytest.raises(AttributeError, match="Part has no 'colour'"):
        _ = part().colour


@pytest.mark.parametrize("name", ["_repr_html_", "__deepcopy__", "__array__"])
def test_private_names_are_no_fields(part, name):
    """What tools probe for is not served from the JSON."""
    assert not hasattr(part(**{name: 1}), name)


def test_attributes_are_read_only(part):
    """A field is changed by its key, not by its attribute."""
    changed = part()
    changed["id"] = "2"

    with pytest.raises(AttributeError):
        changed.id = "3"
    assert changed.id == "2"


@pytest.mark.parametrize("key", ["class", "items", "optional", "list"])
def test_taken_names_get_an_underscore(load, part, key):
    """A field called like a keyword, a dict method or a name of the module gets an underscore behind."""
    if key == "items":
        assert load("models").Page({"items": [1]}).items_ == [1]
    else:
        assert getattr(part(**{key: "x"}), f"{key}_") == "x"


def test_names_are_in_snake_case(part):
    """A field in camel case has an attribute in snake case, and is still found under its own name."""
    assert (1, 1) == (part(camelCase=1).camel_case, part(camelCase=1).camelCase)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles(part, protocol):
    """A result survives pickling with its class, as do the results inside it."""
    original = part(parent={"id": "2"})
    restored = pickle.loads(pickle.dumps(original, protocol))

    assert restored == original
    assert type(restored) is type(original) is type(restored.parent)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda model: model.copy()])
def test_copies(part, copied):
    """Every way of copying keeps content and class."""
    original = part(parent={"id": "2"})

    assert copied(original) == original
    assert type(copied(original)) is type(original)


def test_hidden_values_are_not_shown(load, part):
    """repr, str, format and pprint hide what is marked as secret; the value stays reachable."""
    secret = part(pin={"token": "hunter2"})
    page = load("models").Page.from_json({"items": [dict(secret)]})

    for shown in (repr(secret), str(secret), f"{secret}", pprint.pformat(secret), repr(page), pprint.pformat(page)):
        assert "'pin': '<redacted — do not log or expose>'" in shown
        assert "hunter2" not in shown
    assert secret["pin"] == secret.pin == {"token": "hunter2"}


def test_without_secrets_looks_like_a_dict(load):
    """A result without secrets prints as the dict that it is."""
    assert "{'items': [], 'next': None}" == repr(load("models").Page({"items": [], "next": None}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T11:52:16.925151Z", datetime(2026, 3, 2, 11, 52, 16, 925151, UTC)),
        ("soon", None),
        (1772452336, None),
        (None, None),
    ],
)
def test_moments(part, text, expected):
    """A date and time is a datetime; an odd one is None, and its text stays reachable."""
    assert expected == part(made_at=text).made_at == part(seen_at=text).seen_at
    assert part(made_at=text)["made_at"] == text


@pytest.mark.parametrize(("value", "expected"), [("1.50", "1.50"), (2, "2"), (0.1, "0.1")])
def test_decimals(part, value, expected):
    """An amount is an exact decimal number."""
    assert Decimal(expected) == part(price=value).price == part(tax=value).tax


@pytest.mark.parametrize("value", ["much", "NaN", "Infinity", True, None, [1]])
def test_odd_decimals(part, value):
    """An odd amount is None where the field is optional, and an AttributeError where it is required."""
    assert part(tax=value).tax is None
    with pytest.raises(AttributeError, match="price"):
        _ = part(price=value).price


def test_open_enum_takes_new_values(part):
    """A value that the document does not know is read as it is."""
    assert ["red", "mauve"] == [part(color="red").color, part(color="mauve").color]


def test_wraps_what_is_inside(load, part):
    """Objects inside an answer are results, too, at any depth and in lists."""
    models = load("models")
    found = part(parent={"parent": {"id": "3"}}, either={"items": [{"id": "4"}]})

    assert "3" == found.parent.parent.id
    assert "4" == found.either.items_[0].id
    assert [models.Page, models.Leaf] == [type(part(either=value).either) for value in ({"items": []}, {"x": 1})]
    assert models.Leaf is type(part(either=[{}, None]).either[0])


@pytest.mark.parametrize("odd", ["text", 1, None, []])
def test_wraps_leniently(load, part, odd):
    """Where an object or a list should be and something else is, it is kept as it is."""
    page = load("models").Page.from_json({"items": odd})

    assert odd == part(parent=odd).parent
    assert odd == page.items_


def test_adopts_what_is_given_away(load):
    """Reading an answer makes the models in the place of the JSON, so that it is never held twice."""
    raw = {"items": [{"id": "1"}]}
    page = load("models").Page.adopt(raw)

    assert raw["items"] is page.items_
    assert load("models").Part is type(page.items_[0])


def test_leaves_its_source_alone(load):
    """Making a result does not change the JSON."""
    raw = {"items": [{"id": "1"}]}
    load("models").Page.from_json(raw)

    assert type(raw["items"][0]) is dict
