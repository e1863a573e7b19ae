"""Compares an answer with openapi.yaml and tells the differences, without the values of the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NamedTuple

__all__ = ["BREAKING", "Finding", "Kind", "Place", "Schemas", "merged", "never_seen", "type_of", "where"]

Place = tuple[str | int, ...]
"""The way from the root of openapi.yaml to a node of it."""

Kind = Literal[
    "new field",
    "new enum value",
    "missing field",
    "null",
    "changed type",
    "changed format",
    "value outside enum",
    "undocumented status",
    "undocumented media type",
    "removed operation",
    "optional field",
    "absent field",
]
BREAKING: frozenset[Kind] = frozenset(
    {
        "missing field",
        "null",
        "changed type",
        "changed format",
        "value outside enum",
        "undocumented status",
        "undocumented media type",
        "removed operation",
    }
)
NOTES: frozenset[Kind] = frozenset({"optional field", "absent field"})
"""No differences: an optional field that an object had, or did not have."""

ENUM_LIKE = re.compile(r"[A-Za-z0-9][\w.-]{0,39}")


class Finding(NamedTuple):
    """A difference between what openapi.yaml says and what was answered.

    Attributes:
        kind: What sort of difference it is.
        place: The node of openapi.yaml that says otherwise.
        name: The field, enum value, status or media type that it is about; empty if the place says it.
        seen: The JSON types that were seen there; for arrays also those of the items, as ``items: string``.
        operations: The operations whose answers had it.
    """

    kind: Kind
    place: Place
    name: str = ""
    seen: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()

    @property
    def breaking(self) -> bool:
        """Whether it breaks the contract: programs that rely on openapi.yaml may fail."""
        return self.kind in BREAKING

    @property
    def told(self) -> str:
        """The difference in words, such as ``new field tier: string``."""
        what = f"{self.kind} {self.name}".rstrip()
        return f"{what}: {', '.join(sorted(self.seen))}" if self.kind in {"new field", "changed type"} else what

    @property
    def where(self) -> str:
        """The place in words, such as ``ModelRepo.status``."""
        return where(self.place)


def never_seen(findings: Iterable[Finding]) -> list[str]:
    """Return the optional fields that no object had, such as ``ModelRepo.is_public``."""
    noted: dict[Kind, dict[tuple[Place, str], str]] = {kind: {} for kind in NOTES}
    for finding in findings:
        if finding.kind in NOTES:
            noted[finding.kind][finding.place, finding.name] = f"{finding.where}.{finding.name}"
    return [told for key, told in noted["absent field"].items() if key not in noted["optional field"]]


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return each difference once, with everything that was seen of it, the breaking ones first."""
    found: dict[tuple[Kind, Place, str], Finding] = {}
    for finding in _differences(findings):
        key = (finding.kind, finding.place, finding.name)
        other = found.get(key, finding)
        found[key] = finding._replace(seen=finding.seen | other.seen, operations=finding.operations | other.operations)
    return sorted(found.values(), key=lambda finding: not finding.breaking)


def where(place: Place) -> str:
    """Return a place in words: from the name of its component, or from its operation and status."""
    if place[:2] == ("components", "schemas"):
        return str(place[2]) + "".join(_steps(place[3:]))
    if place[:2] == ("components", "responses"):
        return str(place[2]) + "".join(_steps(place[_after("schema", place) :]))
    path, method, *rest = place[1:]
    status = f" {rest[1]}" if len(rest) > 1 else ""
    return f"{str(method).upper()} {path}{status}" + "".join(_steps(place[_after("schema", place) :]))


def _after(name: str, place: Place) -> int:
    return place.index(name) + 1 if name in place else len(place)


def _steps(place: Place) -> Iterator[str]:
    names = iter(place)
    for name in names:
        if name == "properties":
            yield f".{next(names)}"
        elif name == "items":
            yield "[]"
        elif name == "additionalProperties":
            yield ".*"


def type_of(value: Any) -> str:
    """Return the name that JSON Schema has for the type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    kinds: Mapping[type, str] = {float: "number", str: "string", list: "array", dict: "object"}
    return kinds[type(value)]


def _seen(value: Any) -> frozenset[str]:
    items = value if isinstance(value, list) else ()
    return frozenset({type_of(value), *(f"items: {type_of(item)}" for item in items)})


class Schemas:
    """Holds values against the schemas of a document.

    Args:
        document: An OpenAPI 3.1 document. Its references are local to it.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def node(self, place: Place) -> tuple[Place, Any]:
        """Return the node at a place, and its own place, which is another if there is a reference on the way."""
        node: Any = self._document
        here: Place = ()
        for key in place:
            here, node = self._resolve((*here, key), node[key])
        return here, node

    def compare(self, place: Place, value: Any) -> list[Finding]:
        """Return how a value differs from the schema at a place."""
        schema_place, schema = self.node(place)
        if "anyOf" in schema:
            return self._compare_any(place, schema_place, schema["anyOf"], value)
        problem = self._type_problem(place, schema, value)
        return problem or [
            *self._compare_scalar(schema_place, schema, value),
            *self._inside(schema_place, schema, value),
        ]

    def _resolve(self, place: Place, node: Any) -> tuple[Place, Any]:
        if not isinstance(node, dict) or "$ref" not in node:
            return place, node
        return self.node(tuple(_unescape(key) for key in node["$ref"].removeprefix("#/").split("/")))

    def _type_problem(self, place: Place, schema: Mapping[str, Any], value: Any) -> list[Finding]:
        if _allows(schema, value):
            return []
        return [Finding("null" if value is None else "changed type", place, seen=_seen(value))]

    def _compare_any(self, place: Place, schema_place: Place, branches: Sequence[Any], value: Any) -> list[Finding]:
        places: list[Place] = [(*schema_place, "anyOf", index) for index in range(len(branches))]
        fitting = [branch for branch in places if self._fits(branch, value)]
        if not fitting:
            return [Finding("null" if value is None else "changed type", place, seen=_seen(value))]
        if known := self._open_enum(places, value):
            return (
                []
                if value in self.node(known)[1]
                else [Finding("new enum value", known, _enum_value(value), _seen(value))]
            )
        return min((self._candidate(branch, value) for branch in fitting), key=lambda candidate: candidate[0])[1]

    def _candidate(self, place: Place, value: Any) -> tuple[tuple[int, ...], list[Finding]]:
        """Return how far a branch is from a value, first of all in the names of its own fields, and the findings."""
        findings = self.compare(place, value)
        differences = _differences(findings)
        own = [finding for finding in differences if finding.place == self.node(place)[0]]
        return (_breaking(own), len(own), _breaking(differences), len(differences)), findings

    def _fits(self, place: Place, value: Any) -> bool:
        schema = self.node(place)[1]
        if "anyOf" in schema:
            return any(self._fits((*place, "anyOf", index), value) for index in range(len(schema["anyOf"])))
        return _allows(schema, value)

    def _open_enum(self, places: Iterable[Place], value: Any) -> Place | None:
        """Return where the known values stand, if one branch has them and another takes any of their type."""
        schemas = [(*self.node(place), place) for place in places]
        known = [place for place, schema, _ in schemas if "enum" in schema and _allows(schema, value)]
        opens = [place for place, schema, _ in schemas if "enum" not in schema and _allows(schema, value)]
        return (*known[0], "enum") if known and opens else None

    def _compare_scalar(self, place: Place, schema: Mapping[str, Any], value: Any) -> Iterator[Finding]:
        if "enum" in schema and value not in schema["enum"]:
            yield Finding("value outside enum", (*place, "enum"), _enum_value(value), _seen(value))
        if isinstance(value, str) and not FORMATS.get(schema.get("format", ""), _any)(value):
            yield Finding("changed format", place, schema["format"], _seen(value))

    def _inside(self, place: Place, schema: Mapping[str, Any], value: Any) -> Iterator[Finding]:
        if isinstance(value, list) and "items" in schema:
            for item in value:
                yield from self.compare((*place, "items"), item)
        if isinstance(value, dict):
            yield from self._fields(place, schema, value)

    def _fields(self, place: Place, schema: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Finding]:
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        required = schema.get("required", ())
        for name in required:
            if name not in value:
                yield Finding("missing field", place, name)
        for name in known.keys() - required:
            yield Finding("optional field" if name in value else "absent field", place, name)
        for name, item in value.items():
            if name in known:
                yield from self.compare((*place, "properties", name), item)
            elif isinstance(others, dict):
                yield from self.compare((*place, "additionalProperties"), item)
            elif known:
                yield Finding("new field", place, name, _seen(item))


def _differences(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.kind not in NOTES]


def _breaking(findings: Iterable[Finding]) -> int:
    return sum(finding.breaking for finding in findings)


def _allows(schema: Mapping[str, Any], value: Any) -> bool:
    types = schema.get("type")
    if types is None:
        return True
    allowed = {types} if isinstance(types, str) else set(types)
    given = type_of(value)
    whole = isinstance(value, float) and value.is_integer() and "integer" in allowed
    return given in allowed or (given == "integer" and "number" in allowed) or whole


def _enum_value(value: Any) -> str:
    """Return a value that may be shown: one that looks like a member of an enum, else what it is."""
    if isinstance(value, dict | list):
        return f"an {type_of(value)}"
    if isinstance(value, str) and not ENUM_LIKE.fullmatch(value):
        return f"a text of {len(value)} characters"
    return str(value)


def _unescape(key: str) -> str:
    return key.replace("~1", "/").replace("~0", "~")


def _any(text: str) -> bool:
    return True


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).utcoffset() is not None
    except ValueError:
        return False


def _is_decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


FORMATS: Mapping[str, Callable[[str], bool]] = {"date-time": _is_instant, "decimal": _is_decimal}
