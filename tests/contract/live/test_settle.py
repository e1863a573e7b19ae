"""The edits of openapi.yaml that settle a difference: small, and everything else stays as it is."""

import re

import pytest

from contract.live.findings import Finding
from contract.live.settle import diff, parsed, settled

TEXT = """\
openapi: 3.1.0
paths:
  /things/:
    get:
      operationId: list_things
      responses:
        "200":
          description: All.  # of them
          content:
            application/json:
              schema:
                type: array
                items: {$ref: "#/components/schemas/Thing"}
        "4XX": {$ref: "#/components/responses/Error"}
    post:
      operationId: make_thing
      responses:
        "201": {description: Made.}

  # The only operation of this path.
  /parts/:
    get:
      operationId: list_parts
      responses:
        "200": {$ref: "#/components/responses/AnyJson"}

  /last/:
    get: {operationId: last, responses: {"200": {description: Last.}}}

components:
  responses:
    AnyJson:
      description: Any.
      content:
        application/json:
          schema: {}
  schemas:
    Thing:
      type: object
      required: [id, name]  # both
      properties:
        id: {type: string, description: The id.}
        name:
          type: string
        made: {type: string, format: date-time}
        seen: {format: date-time, type: string}
        mode: {type: string, enum: [on, "off"]}
        state:
          type: string
          enum:
            - UP
            - DOWN
        size: {type: [integer, "null"]}
        level: {enum: [1, 2]}
        part: {$ref: "#/components/schemas/Part"}
        whole:
          $ref: "#/components/schemas/Part"
        maybe:
          anyOf:
            - $ref: "#/components/schemas/Part"
            - type: "null"
        flow: {anyOf: [{type: string}, {type: integer}]}
        when:
          type: string
          format: date-time
        note:
          type: string
          description: |
            Several
            lines.

    # A comment between components.
    Part:
      type: object
      required: [id]
      properties:
        id: {type: string}  # at the end of a line
"""
THING = ("components", "schemas", "Thing")
FIELDS = (*THING, "properties")
PART = ("components", "schemas", "Part")
GET = ("paths", "/things/", "get")


def changed(finding):
    """Return the lines that an edit takes away and adds."""
    lines = [line for line in diff(TEXT, [finding]).splitlines() if re.match(r"[-+](?![-+]{2} )", line)]
    return [line[1:].strip() for line in lines if line[0] == "-"], [line[1:] for line in lines if line[0] == "+"]


def new(name, *seen):
    """Return the finding of a new field."""
    return Finding("new field", PART, name, frozenset(seen))


@pytest.mark.parametrize(
    ("finding", "schema"),
    [
        (new("a", "string"), "{type: string}"),
        (new("a", "integer", "null"), '{type: [integer, "null"]}'),
        (new("a", "integer", "number"), "{type: number}"),
        (new("a", "string", "boolean"), "{type: [boolean, string]}"),
        (new("a", "object"), '{$ref: "#/components/schemas/JsonObject"}'),
        (new("a", "object", "null"), '{anyOf: [{$ref: "#/components/schemas/JsonObject"}, {type: "null"}]}'),
        (new("a", "array", "items: string"), "{type: array, items: {type: string}}"),
        (new("a", "array", "null", "items: integer"), '{type: [array, "null"], items: {type: integer}}'),
        (new("a", "array", "items: object"), '{type: array, items: {$ref: "#/components/schemas/JsonObject"}}'),
        (new("a", "array", "items: array"), "{type: array, items: {}}"),
        (new("a", "array"), "{type: array, items: {}}"),
        (new("a", "null"), "{description: The shape is not documented.}"),
        (new("a", "object", "string"), "{description: The shape is not documented.}"),
    ],
)
def test_a_new_field_is_added_with_its_type(finding, schema):
    """As the last of its object."""
    assert ([], [f"        a: {schema}"]) == changed(finding)


@pytest.mark.parametrize("name", ["null", "on", "1", "a: b", "#", "ü", "-"])
def test_an_odd_name_is_quoted(name):
    """So that it stays a string."""
    after = parsed(settled(TEXT, [new(name, "string")]))
    assert {"id", name} == set(after["components"]["schemas"]["Part"]["properties"])


@pytest.mark.parametrize(
    ("finding", "before", "after"),
    [
        (Finding("missing field", THING, "id"), ["required: [id, name]  # both"], ["      required: [name]  # both"]),
        (Finding("missing field", THING, "name"), ["required: [id, name]  # both"], ["      required: [id]  # both"]),
        (Finding("missing field", PART, "id"), ["required: [id]"], []),
        (
            Finding("value outside enum", (*FIELDS, "mode", "enum"), "dim", frozenset({"string"})),
            ['mode: {type: string, enum: [on, "off"]}'],
            ['        mode: {type: string, enum: [on, "off", dim]}'],
        ),
        (
            Finding("new enum value", (*FIELDS, "state", "enum"), "ASLEEP", frozenset({"string"})),
            [],
            ["            - ASLEEP"],
        ),
        (
            Finding("value outside enum", (*FIELDS, "mode", "enum"), "a text of 99 characters", frozenset({"string"})),
            ['mode: {type: string, enum: [on, "off"]}'],
            ["        mode: {type: string}"],
        ),
        (
            Finding("value outside enum", (*FIELDS, "level", "enum"), "3", frozenset({"integer"})),
            ["level: {enum: [1, 2]}"],
            ["        level: {enum: [1, 2, 3]}"],
        ),
        (
            Finding("null", (*FIELDS, "id"), seen=frozenset({"null"})),
            ["id: {type: string, description: The id.}"],
            ['        id: {type: [string, "null"], description: The id.}'],
        ),
        (
            Finding("changed type", (*FIELDS, "name"), seen=frozenset({"integer"})),
            ["type: string"],
            ["          type: [string, integer]"],
        ),
        (
            Finding("changed type", (*FIELDS, "size"), seen=frozenset({"string"})),
            ['size: {type: [integer, "null"]}'],
            ['        size: {type: [integer, "null", string]}'],
        ),
        (
            Finding("null", (*FIELDS, "part"), seen=frozenset({"null"})),
            ['part: {$ref: "#/components/schemas/Part"}'],
            ['        part: {anyOf: [{$ref: "#/components/schemas/Part"}, {type: "null"}]}'],
        ),
        (
            Finding("null", (*FIELDS, "whole"), seen=frozenset({"null"})),
            ['$ref: "#/components/schemas/Part"'],
            ['          anyOf: [{$ref: "#/components/schemas/Part"}, {type: "null"}]'],
        ),
        (
            Finding("changed type", (*FIELDS, "maybe"), seen=frozenset({"string"})),
            [],
            ["            - {type: string}"],
        ),
        (
            Finding("changed type", (*FIELDS, "flow"), seen=frozenset({"boolean"})),
            ["flow: {anyOf: [{type: string}, {type: integer}]}"],
            ["        flow: {anyOf: [{type: string}, {type: integer}, {type: boolean}]}"],
        ),
        (
            Finding("null", (*FIELDS, "mode"), seen=frozenset({"null"})),
            ['mode: {type: string, enum: [on, "off"]}'],
            ['        mode: {anyOf: [{type: string, enum: [on, "off"]}, {type: "null"}]}'],
        ),
        (
            Finding("changed format", (*FIELDS, "made"), "date-time"),
            ["made: {type: string, format: date-time}"],
            ["        made: {type: string}"],
        ),
        (
            Finding("changed format", (*FIELDS, "seen"), "date-time"),
            ["seen: {format: date-time, type: string}"],
            ["        seen: {type: string}"],
        ),
        (Finding("changed format", (*FIELDS, "when"), "date-time"), ["format: date-time"], []),
        (
            Finding("undocumented media type", ("components", "responses", "AnyJson", "content"), "text/html"),
            [],
            ["        text/html: {schema: {}}"],
        ),
        (
            Finding("undocumented media type", ("components", "responses", "AnyJson", "content"), "*/*"),
            [],
            ['        "*/*": {schema: {}}'],
        ),
        (
            Finding("undocumented status", ("paths", "/parts/", "get", "responses"), "203"),
            [],
            ['        "203": {$ref: "#/components/responses/AnyJson"}'],
        ),
        (
            Finding("undocumented status", (*GET, "responses"), "301"),
            [],
            ['        "301": {description: The operation is somewhere else.}'],
        ),
    ],
)
def test_an_edit_touches_its_line_only(finding, before, after):
    """Comments and layout stay."""
    assert (before, after) == changed(finding)


def test_an_enum_in_a_block_may_be_null_too():
    """The schema as it was is one of two."""
    after = parsed(settled(TEXT, [Finding("null", (*FIELDS, "state"), seen=frozenset({"null"}))]))
    branches = [{"type": "string", "enum": ["UP", "DOWN"]}, {"type": "null"}]
    assert {"anyOf": branches} == after["components"]["schemas"]["Thing"]["properties"]["state"]


def test_a_new_status_answers_what_the_known_one_does():
    """It stands behind it."""
    after = parsed(settled(TEXT, [Finding("undocumented status", (*GET, "responses"), "206")]))
    responses = after["paths"]["/things/"]["get"]["responses"]
    assert ["200", "206", "4XX"] == list(responses)
    assert responses["200"]["content"] == responses["206"]["content"]


def test_a_removed_operation_goes_with_its_path_if_it_is_the_only_one():
    """Other operations and paths stay."""
    without_list = parsed(settled(TEXT, [Finding("removed operation", GET, "404")]))
    assert ["post"] == list(without_list["paths"]["/things/"])
    without_parts = parsed(settled(TEXT, [Finding("removed operation", ("paths", "/parts/", "get"), "404")]))
    assert ["/things/", "/last/"] == list(without_parts["paths"])
    without_last = parsed(settled(TEXT, [Finding("removed operation", ("paths", "/last/", "get"), "404")]))
    assert ["/things/", "/parts/"] == list(without_last["paths"])


def test_several_findings_are_settled_one_after_the_other():
    """Also in the same place."""
    findings = [
        new("a", "string"),
        new("b", "string"),
        Finding("null", (*FIELDS, "part"), seen=frozenset({"null"})),
        Finding("changed type", (*FIELDS, "part"), seen=frozenset({"string"})),
    ]
    schemas = parsed(settled(TEXT, findings))["components"]["schemas"]
    assert ["id", "a", "b"] == list(schemas["Part"]["properties"])
    branches = [{"$ref": "#/components/schemas/Part"}, {"type": "null"}, {"type": "string"}]
    assert {"anyOf": branches} == schemas["Thing"]["properties"]["part"]


def test_a_field_behind_the_last_line_of_a_text_is_no_part_of_it():
    """A block of text ends where the next key stands."""
    after = parsed(settled(TEXT, [Finding("new field", THING, "tier", frozenset({"string"}))]))
    properties = after["components"]["schemas"]["Thing"]["properties"]
    assert ("Several\nlines.\n", {"type": "string"}) == (properties["note"]["description"], properties["tier"])
    assert parsed(TEXT)["components"]["schemas"]["Part"] == after["components"]["schemas"]["Part"]
