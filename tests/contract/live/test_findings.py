"""What counts as a difference between an answer and openapi.yaml, and that no value of an answer is told."""

import json

import pytest

from contract.live.findings import Finding, Schemas, merged, never_seen, type_of, where

DOCUMENT = {
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["id", "state"],
                "properties": {
                    "id": {"type": "string"},
                    "state": {"$ref": "#/components/schemas/State"},
                    "mode": {"type": "string", "enum": ["on", "off"]},
                    "size": {"type": ["integer", "null"]},
                    "ratio": {"type": "number"},
                    "made": {"type": "string", "format": "date-time"},
                    "cost": {"type": "string", "format": "decimal"},
                    "part": {"$ref": "#/components/schemas/Part"},
                    "maybe": {"anyOf": [{"$ref": "#/components/schemas/Part"}, {"type": "null"}]},
                    "names": {"type": "array", "items": {"type": "string"}},
                    "env": {"type": "object", "additionalProperties": True},
                    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                    "anything": {"description": "Not documented."},
                },
            },
            "State": {"anyOf": [{"type": "string", "enum": ["UP", "DOWN"]}, {"type": "string"}]},
            "Part": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            "Page": {
                "type": "object",
                "required": ["results"],
                "properties": {"results": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}},
            },
            "Some": {
                "anyOf": [
                    {"$ref": "#/components/schemas/Page"},
                    {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                    {"$ref": "#/components/schemas/Thing"},
                ]
            },
        }
    }
}
THING = ("components", "schemas", "Thing")
GOOD = {"id": "1", "state": "UP"}


def found(value, schema="Thing"):
    """Return the differences, each as kind, place in words, name and types."""
    findings = merged(Schemas(DOCUMENT).compare(("components", "schemas", schema), value))
    return [(finding.kind, finding.where, finding.name, set(finding.seen)) for finding in findings]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"state": "DOWN", "mode": "off", "size": None, "ratio": 1},
        {"size": 2.0, "ratio": 0.5, "names": [], "env": {"A": 1}, "labels": {"a": "b"}},
        {"made": "2026-03-02T11:52:16.925151Z", "cost": "1.50", "maybe": None},
        {"part": {"id": "p"}, "maybe": {"id": "p"}, "anything": [None, {"x": 1}]},
    ],
)
def test_what_the_document_says_is_no_difference(more):
    """With or without the optional fields."""
    assert [] == found(GOOD | more)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"tier": "gold"}, ("new field", "Thing", "tier", {"string"})),
        ({"tags": ["a", 1]}, ("new field", "Thing", "tags", {"array", "items: string", "items: integer"})),
        ({"state": "ASLEEP"}, ("new enum value", "State", "ASLEEP", {"string"})),
        ({"mode": "dim"}, ("value outside enum", "Thing.mode", "dim", {"string"})),
        ({"id": None}, ("null", "Thing.id", "", {"null"})),
        ({"part": None}, ("null", "Thing.part", "", {"null"})),
        ({"state": None}, ("null", "Thing.state", "", {"null"})),
        ({"id": 1}, ("changed type", "Thing.id", "", {"integer"})),
        ({"id": True}, ("changed type", "Thing.id", "", {"boolean"})),
        ({"size": 1.5}, ("changed type", "Thing.size", "", {"number"})),
        ({"state": {"code": 1}}, ("changed type", "Thing.state", "", {"object"})),
        ({"maybe": "x"}, ("changed type", "Thing.maybe", "", {"string"})),
        ({"part": {}}, ("missing field", "Part", "id", set())),
        ({"part": {"id": 1}}, ("changed type", "Part.id", "", {"integer"})),
        ({"names": ["a", 1, None]}, ("changed type", "Thing.names[]", "", {"integer"})),
        ({"labels": {"a": 1}}, ("changed type", "Thing.labels.*", "", {"integer"})),
        ({"made": "yesterday"}, ("changed format", "Thing.made", "date-time", {"string"})),
        ({"made": "2026-03-02T11:52:16"}, ("changed format", "Thing.made", "date-time", {"string"})),
        ({"cost": "NaN"}, ("changed format", "Thing.cost", "decimal", {"string"})),
        ({"cost": "one"}, ("changed format", "Thing.cost", "decimal", {"string"})),
    ],
)
def test_a_difference_is_found(more, expected):
    """It stands where openapi.yaml would have to be changed."""
    assert expected in found(GOOD | more)


def test_only_what_is_new_does_not_break():
    """A field or an enum value more; everything else may break a program."""
    kinds = {kind: Finding(kind, THING).breaking for kind in ("new field", "new enum value", "null", "changed type")}
    assert {"new field": False, "new enum value": False, "null": True, "changed type": True} == kinds


@pytest.mark.parametrize("value", [{"results": [GOOD | {"id": 1}] * 5}, [GOOD | {"id": 1}], GOOD | {"id": 1}])
def test_the_nearest_of_several_shapes_counts(value):
    """A page with five wrong items is a page, not a strange thing."""
    assert [("changed type", "Thing.id", "", {"integer"})] == found(value, "Some")


def test_what_is_none_of_several_shapes():
    """It is told once, for all of them."""
    assert [("changed type", "Some", "", {"string"})] == found("x", "Some")


def test_each_difference_is_told_once_the_breaking_ones_first():
    """With every type and operation that it was seen in."""
    compare = Schemas(DOCUMENT).compare
    findings = [
        finding._replace(operations=frozenset({operation}))
        for operation, value in (("list", {"tier": 1}), ("get", {"tier": None, "id": 1}))
        for finding in compare(THING, GOOD | value)
    ]
    first, second = merged(findings)
    assert ("changed type: integer", {"get"}) == (first.told, set(first.operations))
    assert ("new field tier: integer, null", {"list", "get"}) == (second.told, set(second.operations))


def test_an_optional_field_that_no_object_has_is_told_apart():
    """One that some have is not; a required one is a difference."""
    compare = Schemas(DOCUMENT).compare
    unseen = never_seen([*compare(THING, GOOD | {"size": 1}), *compare(THING, GOOD | {"ratio": 1})])
    assert {"Thing.size", "Thing.ratio", "Thing.id"}.isdisjoint(unseen)
    assert {"Thing.mode", "Thing.part"} <= set(unseen)


def test_no_value_is_told():
    """But one that looks like a member of an enum."""
    secret = "hunter2 and more"
    value = {"state": secret, "mode": {"password": secret}, "made": secret, "tier": secret, "names": [{"x": secret}]}
    findings = merged(Schemas(DOCUMENT).compare(THING, value))
    assert 6 == len(findings)
    assert "hunter2" not in str(findings)
    assert "new enum value a text of 16 characters" in {finding.told for finding in findings}


def test_an_enum_value_that_is_an_object_is_told_by_its_type():
    """An enum need not have a type."""
    document = {"components": {"schemas": {"Open": {"enum": [1]}}}}
    place = ("components", "schemas", "Open")
    (finding,) = Schemas(document).compare(place, {"a": "secret"})
    assert "value outside enum an object" == finding.told


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (("components", "schemas", "Thing", "properties", "names", "items"), "Thing.names[]"),
        (("components", "responses", "AnyJson", "content"), "AnyJson"),
        (("paths", "/x/", "get"), "GET /x/"),
        (("paths", "/x/", "get", "responses"), "GET /x/"),
        (
            ("paths", "/x/", "get", "responses", "200", "content", "application/json", "schema", "items"),
            "GET /x/ 200[]",
        ),
    ],
)
def test_a_place_in_words(place, expected):
    """From its component, or its operation and status."""
    assert expected == where(place)


def test_every_json_value_has_a_type():
    """In the words of JSON Schema."""
    values = json.loads('[null, true, 1, 1.5, "x", [], {}]')
    assert ["null", "boolean", "integer", "number", "string", "array", "object"] == [type_of(value) for value in values]
