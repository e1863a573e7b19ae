"""Finds what differs between two versions of a schema; whether it matters is judged elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from codegen.spec import Json, Spec

DOCUMENTATION = frozenset(
    {"title", "summary", "description", "example", "examples", "externalDocs", "deprecated", "default", "$comment"}
)
STRUCTURE = frozenset(
    {"$ref", "type", "anyOf", "oneOf", "allOf", "enum", "const", "items"}
    | {"properties", "required", "additionalProperties", "x-hidden"}
)
LEADS_ON = frozenset({"$ref", "anyOf", "oneOf"})
LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
INTERPRETED = DOCUMENTATION | STRUCTURE | {*LOWER_BOUNDS, *UPPER_BOUNDS}
TYPED_FORMATS = frozenset({"date-time", "decimal"})
ARROW = " → "


class Finding(NamedTuple):
    """One difference: its kind, the keys that lead to it, and what was and is there."""

    kind: str
    place: tuple[str, ...]
    detail: str = ""


class Part(NamedTuple):
    """One of the alternatives that a schema allows, with the component that it stands in, if any."""

    label: str
    schema: Json
    component: str | None


class SchemaChanges:
    """Compares schemas of two documents.

    Args:
        old: The document as it was.
        new: The document as it is.
        renamed: The new name of each component that has another name now.
    """

    def __init__(self, old: Spec, new: Spec, renamed: Mapping[str, str]) -> None:
        self._old = old
        self._new = new
        self._renamed = renamed
        self._inside: set[tuple[str | None, str | None]] = set()

    def find(self, old: Any, new: Any, place: tuple[str, ...], *, optional: bool = False) -> Iterator[Finding]:
        """Go through the differences of two schemas; components of the same name are not looked into.

        Args:
            old: The schema as it was.
            new: The schema as it is.
            place: The keys that lead there.
            optional: Whether it is the schema of a field that may be absent.
        """
        before = component_of(old)
        yield from _rules(place, _beside(old), _beside(new))
        if before is not None and component_of(new) == self._renamed.get(before, before):
            return
        yield from dict.fromkeys(self._find(old, new, place, optional))

    def find_in_component(self, before: str, after: str) -> Iterator[Finding]:
        """Go through the differences of a component, which may have another name now."""
        yield from dict.fromkeys(self._find(_component(self._old, before), _component(self._new, after), (after,)))

    def with_new_names(self, node: Any) -> Any:
        """Return a part of the old document in which references have the new names of components."""
        if isinstance(node, list):
            return [self.with_new_names(item) for item in node]
        if not isinstance(node, dict) or not self._renamed:
            return node
        name = self._renamed.get(component_of(node) or "")
        reference = {"$ref": f"#/components/schemas/{name}"} if name else {}
        return {key: self.with_new_names(value) for key, value in node.items()} | reference

    def _find(self, old: Any, new: Any, place: tuple[str, ...], optional: bool = False) -> Iterator[Finding]:
        before, after = [*parts(self._old, old)], [*parts(self._new, new)]
        yield from _types(_labels(before), _labels(after), place, optional)
        for label in dict.fromkeys(part.label for part in before):
            ones, others = _labelled(before, label), _labelled(after, label)
            if others and not self._same_components(ones, others):
                yield from self._find_in_label(label, ones, others, place)
        yield from _rules(place, _beside(self._old.resolve(old)), _beside(self._new.resolve(new)))

    def _same_components(self, old: list[Part], new: list[Part]) -> bool:
        names = [self._new_name(part) for part in old]
        return None not in names and names == [part.component for part in new]

    def _new_name(self, part: Part) -> str | None:
        return self._renamed.get(part.component or "", part.component)

    def _find_in_label(self, label: str, old: list[Part], new: list[Part], place: tuple[str, ...]) -> Iterator[Finding]:
        if label == "object":
            yield from self._find_in_objects(old, new, place)
            return
        yield from _values(old, new, place)
        yield from _bounds(old, new, place)
        yield from _rules(place, _schemas(old), _schemas(new))
        if label == "array":
            before, after = _union(old, "items"), _union(new, "items")
            yield from self.find(before, after, (*place[:-1], f"{place[-1]}[]"))

    def _find_in_objects(self, old: list[Part], new: list[Part], place: tuple[str, ...]) -> Iterator[Finding]:
        known = {part.component for part in new} - {None}
        left_new = [part for part in new if part.component not in {self._new_name(one) for one in old} - {None}]
        left_old = [part for part in old if self._new_name(part) not in known]
        for before, after in zip(left_old, left_new, strict=False):
            if before.component or after.component:
                detail = f"{before.component or 'object'}{ARROW}{after.component or 'object'}"
                yield Finding("class-changed", place, detail)
            yield from self._find_in_object(before, after, place)
        for part in left_old[len(left_new) :]:
            yield Finding("type-narrowed", place, f"no longer {part.component or 'object'}")
        for part in left_new[len(left_old) :]:
            yield Finding("type-widened", place, f"also {part.component or 'object'}")

    def _find_in_object(self, old: Part, new: Part, place: tuple[str, ...]) -> Iterator[Finding]:
        pair = (old.component, new.component)
        if pair in self._inside:
            return
        self._inside |= {pair} if all(pair) else set()
        yield from self._find_in_members(old, new, place)
        self._inside.discard(pair)

    def _find_in_members(self, old: Part, new: Part, place: tuple[str, ...]) -> Iterator[Finding]:
        yield from self._find_in_fields(old.schema, new.schema, place)
        yield from self._find_in_extras(old.schema, new.schema, place)
        yield from _changes(set(old.schema.get("x-hidden", ())), set(new.schema.get("x-hidden", ())), "hidden", place)
        yield from _bounds([old], [new], place)
        yield from _rules(place, [old.schema], [new.schema])

    def _find_in_fields(self, old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Finding]:
        before, after = fields(self._old, old), fields(self._new, new)
        needed_before, needed_after = required(self._old, old), required(self._new, new)
        renamed = self._renamed_fields(before, after, needed_before, needed_after)
        for key in before:
            if key in renamed:
                yield Finding("field-renamed", (*place, key), f"{key}{ARROW}{renamed[key]}")
            elif key not in after:
                yield Finding("field-removed", (*place, key))
            else:
                yield from _necessity(key in needed_before, key in needed_after, (*place, key))
                yield from self.find(before[key], after[key], (*place, key), optional=key not in needed_before)
        for key in after:
            if key not in before and key not in renamed.values():
                yield Finding("required-field-added" if key in needed_after else "field-added", (*place, key))

    def _renamed_fields(
        self, before: Json, after: Json, needed_before: set[str], needed_after: set[str]
    ) -> dict[str, str]:
        def same(gone: str, came: str) -> bool:
            alike = (gone in needed_before) == (came in needed_after)
            return alike and not any(self.find(before[gone], after[came], (came,)))

        return renames([key for key in before if key not in after], [key for key in after if key not in before], same)

    def _find_in_extras(self, old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Finding]:
        before, after = old.get("additionalProperties", True), new.get("additionalProperties", True)
        if before is False or after is False:
            if before is not after:
                yield Finding("extras-forbidden" if after is False else "extras-allowed", place)
            return
        yield from self.find(_any_if_true(before), _any_if_true(after), (*place, "*"))


def _any_if_true(extras: Any) -> Any:
    return {} if extras is True else extras


def component_of(node: Any) -> str | None:
    """Return the name of the component that a node refers to."""
    reference = node.get("$ref") if isinstance(node, dict) else None
    return reference.rpartition("/")[2] if isinstance(reference, str) else None


def parts(spec: Spec, node: Any, component: str | None = None, inside: tuple[str, ...] = ()) -> Iterator[Part]:
    """Go through the alternatives that a schema allows, those of its references included."""
    name = component_of(node)
    if name in inside:
        return
    schema, component = spec.resolve(node), name or component
    alternatives = schema.get("anyOf") or schema.get("oneOf")
    for alternative in alternatives or ():
        yield from parts(spec, alternative, component, (*inside, name) if name else inside)
    for label in () if alternatives else _kinds(schema):
        yield Part(_typed(label, schema), schema, component)


def _typed(label: str, schema: Json) -> str:
    form = schema.get("format")
    return f"{label} ({form})" if label == "string" and form in TYPED_FORMATS else label


def _kinds(schema: Json) -> list[str]:
    kinds = schema.get("type")
    if kinds is not None:
        return [kinds] if isinstance(kinds, str) else list(kinds)
    if {"properties", "allOf", "additionalProperties"} & {*schema}:
        return ["object"]
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return list(dict.fromkeys(_kind_of_value(value) for value in values)) or ["any"]


def _kind_of_value(value: Any) -> str:
    names = {type(None): "null", bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return names.get(type(value), "object")


def fields(spec: Spec, schema: Json) -> Json:
    """Return the schemas of an object's fields, in their order."""
    found: Json = {}
    for part in schema.get("allOf", ()):
        found |= fields(spec, spec.resolve(part))
    return {**found, **schema.get("properties", {})}


def required(spec: Spec, schema: Json) -> set[str]:
    """Return the keys that an object must have."""
    inherited = (required(spec, spec.resolve(part)) for part in schema.get("allOf", ()))
    return set(schema.get("required", ())).union(*inherited)


def similar(one: str, other: str) -> bool:
    """Tell whether two names look like one that was renamed."""
    ratio = SequenceMatcher(None, one.lower(), other.lower()).ratio()
    return ratio >= (0.5 if {*one.lower().split("_")} & {*other.lower().split("_")} else 0.7)


def renames(gone: Iterable[str], came: Iterable[str], same: Callable[[str, str], bool]) -> dict[str, str]:
    """Return which of the names that came stand for which that are gone: similar, and ``same(gone, came)``."""
    found: dict[str, str] = {}
    left = list(came)
    for name in gone:
        fitting = [other for other in left if similar(name, other) and same(name, other)]
        if fitting:
            found[name] = max(fitting, key=lambda other: SequenceMatcher(None, name, other).ratio())
            left.remove(found[name])
    return found


def bare(node: Any) -> Any:
    """Return a part of a document without what only documents it."""
    if isinstance(node, list):
        return [bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if key not in DOCUMENTATION}
    return {key: _bare_fields(value) if key == "properties" else bare(value) for key, value in kept.items()}


def _bare_fields(properties: Any) -> Any:
    return {key: bare(value) for key, value in properties.items()}


def _component(spec: Spec, name: str) -> Json:
    schema: Json = spec.document["components"]["schemas"][name]
    return schema


def _beside(node: Any) -> list[Json]:
    """Return what stands beside a reference or beside alternatives, where nothing else looks."""
    bared = bare(node)
    if not isinstance(bared, dict) or not LEADS_ON & bared.keys():
        return []
    return [{f"{key} beside {', '.join(LEADS_ON & bared.keys())}": bared[key] for key in bared.keys() - LEADS_ON}]


def _labels(found: Iterable[Part]) -> list[str]:
    labels = list(dict.fromkeys(part.label for part in found))
    return ["any"] if "any" in labels else labels


def _labelled(found: Iterable[Part], label: str) -> list[Part]:
    return [part for part in found if part.label == label]


def _schemas(found: Iterable[Part]) -> list[Json]:
    return [part.schema for part in found]


def _union(found: Sequence[Part], key: str) -> Json:
    inner = [part.schema.get(key, {}) for part in found]
    return inner[0] if len(inner) == 1 else {"anyOf": inner}


def _types(old: list[str], new: list[str], place: tuple[str, ...], optional: bool) -> Iterator[Finding]:
    if ("any" in old) != ("any" in new):
        yield Finding("type-narrowed" if "any" in old else "type-widened", place, _change(old, new))
        return
    lost = [label for label in old if not _covered(label, new)]
    gained = [label for label in new if not _covered(label, old)]
    prefix = "optional-" if optional else ""
    if "null" in lost:
        yield Finding(f"{prefix}null-removed", place)
    if "null" in gained:
        yield Finding(f"{prefix}null-added", place)
    if _solid(lost) or _solid(gained):
        both = bool(_solid(old) and _solid(new))
        yield Finding(_type_kind(_solid(lost), _solid(gained), both), place, _change(old, new))


def _covered(label: str, labels: Iterable[str]) -> bool:
    return label in labels or (label == "integer" and "number" in labels)


def _solid(labels: Iterable[str]) -> set[str]:
    return {*labels} - {"null"}


def _type_kind(lost: set[str], gained: set[str], both: bool) -> str:
    if (lost and gained) or not both:
        return "type-changed"
    return "type-narrowed" if lost else "type-widened"


def _change(old: list[str], new: list[str]) -> str:
    return f"{' or '.join(old)}{ARROW}{' or '.join(new)}"


def _necessity(before: bool, after: bool, place: tuple[str, ...]) -> Iterator[Finding]:
    if before != after:
        yield Finding("newly-required" if after else "now-optional", place)


def _values(old: list[Part], new: list[Part], place: tuple[str, ...]) -> Iterator[Finding]:
    (before, closed_before), (after, closed_after) = _known_values(old), _known_values(new)
    if closed_before != closed_after:
        values = _listed(after if closed_after else before)
        yield Finding("enum-closed" if closed_after else "enum-opened", place, values)
        return
    yield from _changes(before, after, "value" if closed_after else "known-value", place)


def _known_values(found: Sequence[Part]) -> tuple[set[str], bool]:
    closed = [part.schema for part in found if {"enum", "const"} & {*part.schema}]
    values = [value for schema in closed for value in [*schema.get("enum", ()), *_constant(schema)]]
    return {json.dumps(value) for value in values if value is not None}, len(closed) == len(found)


def _constant(schema: Json) -> list[Any]:
    return [schema["const"]] if "const" in schema else []


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


def _changes(before: set[str], after: set[str], what: str, place: tuple[str, ...]) -> Iterator[Finding]:
    if before - after:
        yield Finding(f"{what}-removed", place, _listed(before - after))
    if after - before:
        yield Finding(f"{what}-added", place, _listed(after - before))


def _bounds(old: Sequence[Part], new: Sequence[Part], place: tuple[str, ...]) -> Iterator[Finding]:
    for key in (*LOWER_BOUNDS, *UPPER_BOUNDS):
        before, after = _loosest(old, key), _loosest(new, key)
        if before == after:
            continue
        raised = after is not None and (before is None or (after > before) == (key in LOWER_BOUNDS))
        yield Finding("bound-tightened" if raised else "bound-loosened", place, _rule_change(key, before, after))


def _loosest(found: Sequence[Part], key: str) -> Any:
    bounded = [part.schema for part in found if "enum" not in part.schema and "const" not in part.schema]
    values: list[Any] = [schema.get(key) for schema in bounded]
    if not values or None in values:
        return None
    return min(values) if key in LOWER_BOUNDS else max(values)


def _rule_change(key: str, before: Any, after: Any) -> str:
    shown = [json.dumps(value) if value is not None else "none" for value in (before, after)]
    return f"{key} {ARROW.join(shown)}"


def _rules(place: tuple[str, ...], old: Iterable[Json], new: Iterable[Json]) -> Iterator[Finding]:
    before, after = _uninterpreted(old), _uninterpreted(new)
    for key in dict.fromkeys([*before, *after]):
        if key not in before:
            yield Finding("rule-added", place, key)
        elif key not in after:
            yield Finding("rule-removed", place, key)
        elif before[key] != after[key]:
            yield Finding("rule-changed", place, key)


def _uninterpreted(schemas: Iterable[Json]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for schema in schemas:
        for key in schema:
            if key not in INTERPRETED and not (key == "format" and schema[key] in TYPED_FORMATS):
                found.setdefault(key, []).append(json.dumps(bare(schema[key]), sort_keys=True))
    return {key: sorted(values) for key, values in found.items()}
