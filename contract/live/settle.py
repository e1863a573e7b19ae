"""Edits the text of openapi.yaml so that a difference is settled, and leaves all the rest of it as it is."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from .findings import ENUM_LIKE, Finding, Kind, Place

__all__ = ["diff", "parsed", "settled"]

PLAIN = re.compile(r"[A-Za-z_/][\w/.+-]*")
RESERVED = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
OBJECT = '{$ref: "#/components/schemas/JsonObject"}'
UNKNOWN = "{description: The shape is not documented.}"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Node = Any
"""A node of PyYAML."""


class Edit(NamedTuple):
    """What stands from ``start`` to ``end`` in the text is replaced."""

    start: int
    end: int
    text: str


def parsed(text: str) -> dict[str, Any]:
    """Return the document of a text."""
    document: dict[str, Any] = LOADER(text).get_single_data()
    return document


def settled(text: str, findings: Iterable[Finding]) -> str:
    """Return the text of openapi.yaml as it would have to be for the findings to be none."""
    for finding in findings:
        edit = EDITS[finding.kind](Source(text), finding)
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def diff(text: str, findings: Iterable[Finding], name: str = "openapi.yaml") -> str:
    """Return a unified diff that settles the findings, for ``git apply`` or ``patch -p1``."""
    before, after = text.splitlines(keepends=True), settled(text, findings).splitlines(keepends=True)
    return "".join(difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"))


@lru_cache(maxsize=2)
def _root(text: str) -> Node:
    return LOADER(text).get_single_node()


class Source:
    """The text of openapi.yaml and where its nodes are."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._root = _root(text)

    def pair(self, place: Place) -> tuple[Node, Node]:
        """Return the key and the value at a place; references are not followed."""
        key, node = self._root, self._root
        for step in place:
            key, node = self.child(node, step)
        return key, node

    def child(self, node: Node, step: str | int) -> tuple[Node, Node]:
        """Return key and value inside a node; for an item of a list both are the item."""
        if isinstance(node, yaml.SequenceNode):
            return node.value[int(step)], node.value[int(step)]
        return next((key, value) for key, value in node.value if key.value == str(step))

    def has(self, node: Node, name: str) -> bool:
        """Tell whether a mapping has a key."""
        return any(key.value == name for key, _ in node.value)

    def end(self, node: Node) -> int:
        """Return where the text of a node ends, without the blank lines and comments after it."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
            return len(self.text[: node.end_mark.index].rstrip())
        last = node.value[-1]
        return self.end(last[1] if isinstance(last, tuple) else last)

    def after(self, node: Node) -> int:
        """Return where the last line of a node ends, with the comment that may stand on it."""
        return self.line_end(self.end(node)) - 1

    def line_start(self, index: int) -> int:
        """Return where the line of an index begins."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Return where the next line begins."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def indent(self, node: Node) -> str:
        """Return the spaces before a node of a block."""
        return " " * int(node.start_mark.column)


def _append(source: Source, node: Node, name: str, value: str) -> Edit:
    """Add ``name: value`` to a mapping, or the item ``value`` to a list, at its end."""
    entry = value if isinstance(node, yaml.SequenceNode) else f"{name}: {value}"
    if node.flow_style:
        return _at(source.end(_last(node)), f", {entry}")
    first = node.value[0][0] if isinstance(node, yaml.MappingNode) else node.value[0]
    if isinstance(node, yaml.SequenceNode):
        dash = source.text.rindex("-", 0, first.start_mark.index)
        return _at(source.after(node), f"\n{' ' * (dash - source.line_start(dash))}- {entry}")
    return _at(source.after(node), f"\n{source.indent(first)}{entry}")


def _last(node: Node) -> Node:
    last = node.value[-1]
    return last[1] if isinstance(last, tuple) else last


def _at(index: int, text: str) -> Edit:
    return Edit(index, index, text)


def _remove(source: Source, node: Node, index: int) -> Edit:
    """Remove an entry of a mapping or list that has others."""
    starts = [(entry[0] if isinstance(entry, tuple) else entry).start_mark.index for entry in node.value]
    ends = [source.end(entry[1] if isinstance(entry, tuple) else entry) for entry in node.value]
    if not node.flow_style:
        return Edit(source.line_start(starts[index]), source.line_end(ends[index]), "")
    if index == 0:
        return Edit(starts[0], starts[1], "")
    return Edit(ends[index - 1], ends[index], "")


def _remove_pair(source: Source, place: Place) -> Edit:
    node = source.pair(place[:-1])[1]
    return _remove(source, node, [key.value for key, _ in node.value].index(str(place[-1])))


def _new_field(source: Source, finding: Finding) -> Edit:
    properties = source.pair((*finding.place, "properties"))[1]
    return _append(source, properties, _plain(finding.name), _schema(finding.seen))


def _missing_field(source: Source, finding: Finding) -> Edit:
    required = source.pair((*finding.place, "required"))[1]
    names = [item.value for item in required.value]
    if names == [finding.name]:
        return _remove_pair(source, (*finding.place, "required"))
    return _remove(source, required, names.index(finding.name))


def _enum_value(source: Source, finding: Finding) -> Edit:
    if "string" not in finding.seen:
        return _append(source, source.pair(finding.place)[1], "", finding.name)
    if not ENUM_LIKE.fullmatch(finding.name):
        return _remove_pair(source, finding.place)
    return _append(source, source.pair(finding.place)[1], "", _plain(finding.name))


def _other_type(source: Source, finding: Finding) -> Edit:
    node = source.pair(finding.place)[1]
    more = sorted(_types(finding.seen))
    if source.has(node, "anyOf"):
        return _append(source, source.child(node, "anyOf")[1], "", f"{{type: {_flow(more)}}}")
    if source.has(node, "$ref"):
        key, reference = source.child(node, "$ref")
        branches = f"{{$ref: {json.dumps(reference.value)}}}, {{type: {_flow(more)}}}"
        return Edit(key.start_mark.index, source.end(reference), f"anyOf: [{branches}]")
    if source.has(node, "enum"):
        return _beside(source, node, f"{{type: {_flow(more)}}}")
    types = source.child(node, "type")[1]
    old = [types.value] if isinstance(types, yaml.ScalarNode) else [item.value for item in types.value]
    return Edit(types.start_mark.index, source.end(types), _flow([*old, *(name for name in more if name not in old)]))


def _beside(source: Source, node: Node, other: str) -> Edit:
    """Make a schema one of two."""
    begin, end = node.start_mark.index, source.end(node)
    text = source.text[begin:end]
    if node.flow_style:
        return Edit(begin, end, f"{{anyOf: [{text}, {other}]}}")
    inner, deeper = source.indent(node) + "  ", text.replace("\n", "\n    ")
    return Edit(begin, end, f"anyOf:\n{inner}- {deeper}\n{inner}- {other}")


def _no_format(source: Source, finding: Finding) -> Edit:
    return _remove_pair(source, (*finding.place, "format"))


def _new_status(source: Source, finding: Finding) -> Edit:
    responses = source.pair(finding.place)[1]
    entries = [(key, value) for key, value in responses.value if key.value.startswith("2")]
    key, known = entries[-1]
    begin = f"\n{source.indent(key)}{json.dumps(finding.name)}:"
    if finding.name.startswith("3"):
        return _at(source.after(known), f"{begin} {{description: The operation is somewhere else.}}")
    return _at(source.after(known), begin + _answer_like(source, known, source.indent(key)))


def _answer_like(source: Source, known: Node, indent: str) -> str:
    if known.flow_style:
        return " " + source.text[known.start_mark.index : source.end(known)]
    key, schema = source.child(source.child(source.child(known, "content")[1], "application/json")[1], "schema")
    lines = ("  description: Seen; not documented.", "  content:", "    application/json:")
    text = source.text[source.line_start(key.start_mark.index) : source.end(schema)]
    return "".join(f"\n{indent}{line}" for line in lines) + f"\n{text}"


def _new_media_type(source: Source, finding: Finding) -> Edit:
    content = source.pair(finding.place)[1]
    return _append(
        source, content, finding.name if "*" not in finding.name else json.dumps(finding.name), "{schema: {}}"
    )


def _no_operation(source: Source, finding: Finding) -> Edit:
    path = finding.place[:-1]
    if len(source.pair(path)[1].value) > 1:
        return _remove_pair(source, finding.place)
    edit = _remove_pair(source, path)
    blank = re.compile(r"\n*").match(source.text, edit.end)
    return edit._replace(end=blank.end() if blank else edit.end)


EDITS: Mapping[Kind, Callable[[Source, Finding], Edit]] = {
    "new field": _new_field,
    "missing field": _missing_field,
    "new enum value": _enum_value,
    "value outside enum": _enum_value,
    "null": _other_type,
    "changed type": _other_type,
    "changed format": _no_format,
    "undocumented status": _new_status,
    "undocumented media type": _new_media_type,
    "removed operation": _no_operation,
}


def _types(seen: Iterable[str]) -> set[str]:
    found = {name for name in seen if not name.startswith("items: ")}
    return found - {"integer"} if "number" in found else found


def _schema(seen: frozenset[str]) -> str:
    """Return the schema of a new field, as flow YAML."""
    types, nullable = _types(seen) - {"null"}, "null" in seen
    if types == {"object"}:
        return f'{{anyOf: [{OBJECT}, {{type: "null"}}]}}' if nullable else OBJECT
    if not types or (len(types) > 1 and types & {"object", "array"}):
        return UNKNOWN
    items = f", items: {_items(seen)}" if types == {"array"} else ""
    return f"{{type: {_flow([*sorted(types), *(['null'] if nullable else [])])}{items}}}"


def _items(seen: frozenset[str]) -> str:
    inner = frozenset(name.removeprefix("items: ") for name in seen if name.startswith("items: "))
    return _schema(inner) if inner and "array" not in inner else "{}"


def _flow(names: Iterable[str]) -> str:
    texts = [_plain(name) for name in names]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _plain(name: str) -> str:
    return name if PLAIN.fullmatch(name) and name.lower() not in RESERVED else json.dumps(name)
