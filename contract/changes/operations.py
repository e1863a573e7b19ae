"""Finds what differs between two versions of an operation, as its build function shows it or hides it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from codegen.spec import Json, Operation

from .judgement import Use
from .schemas import ARROW, Finding, SchemaChanges, bare, renames
from .version import SpecVersion, answer_of, content_of, media_types, successes

SEEN = {"name", "in", "required", "schema"}


class Found(NamedTuple):
    """A difference of an operation; of a schema in it, if ``use`` says which."""

    finding: Finding
    use: Use | None = None


class OperationChanges:
    """Compares the operations of two documents.

    Args:
        old: The document as it was.
        new: The document as it is.
        schemas: What compares their schemas.
    """

    def __init__(self, old: SpecVersion, new: SpecVersion, schemas: SchemaChanges) -> None:
        self._old = old
        self._new = new
        self._schemas = schemas

    def renamed(self) -> dict[str, str]:
        """Return the new id of each operation that has another one now, at the same place or all else being equal."""
        gone = {key: one for key, one in self._old.operations.items() if key not in self._new.operations}
        came = {key: one for key, one in self._new.operations.items() if key not in self._old.operations}
        at = {(one.method, one.path): key for key, one in came.items()}
        found = {key: at[one.method, one.path] for key, one in gone.items() if (one.method, one.path) in at}
        left = [key for key in came if key not in found.values()]
        return found | renames([key for key in gone if key not in found], left, self._same)

    def _same(self, gone: str, came: str) -> bool:
        old, new = self._old.operations[gone], self._new.operations[came]
        views = [bare({**view, "operationId": ""}) for view in (self._old.data(old), self._new.data(new))]
        return old.method == new.method and views[0] == views[1]

    def find(self, old: Operation, new: Operation) -> Iterator[Found]:
        """Go through the differences of an operation."""
        before, after = self._old.data(old), self._new.data(new)
        named = self._schemas.with_new_names(before)
        if (old.path, old.method, named) == (new.path, new.method, after):
            return
        found = [
            *self._of_call(old, new, before, after),
            *self._of_parameters(old, new, before, after),
            *self._of_body(new.id, before, after),
            *self._of_answers(new.id, before, after),
        ]
        yield from found or _rest(new.id, named, after)

    def _of_call(self, old: Operation, new: Operation, before: Json, after: Json) -> Iterator[Found]:
        pairs = {
            "operation-renamed": (old.id, new.id),
            "operation-regrouped": (self._old.tag(old), self._new.tag(new)),
            "path-changed": (old.path, new.path),
            "method-changed": (old.method, new.method),
        }
        for kind, (was, is_) in pairs.items():
            if was != is_:
                yield Found(Finding(kind, (old.id,), f"{was}{ARROW}{is_}"))
        if before["security"] != after["security"]:
            yield Found(Finding("security-changed" if self._authorised(after) else "security-replaced", (new.id,)))

    def _authorised(self, after: Json) -> bool:
        known = self._old.schemes().keys()
        return not after["security"] or any(one.keys() <= known for one in after["security"])

    def _of_parameters(self, old: Operation, new: Operation, before: Json, after: Json) -> Iterator[Found]:
        ones, others = _by_name(before), _by_name(after)
        renamed = self._renamed_parameters(old, new, ones, others)
        for name, parameter in ones.items():
            if name in renamed:
                yield Found(Finding("parameter-renamed", (new.id, name), f"{name}{ARROW}{renamed[name]}"))
            elif name not in others:
                yield Found(Finding("parameter-removed", (new.id, name)))
            else:
                yield from self._of_parameter(parameter, others[name], (new.id, name))
        for name in others.keys() - ones.keys() - {*renamed.values()}:
            yield _added(others[name].get("required", False), (new.id, name))
        stayed = [[name for name in _positional(one) if name in ones and name in others] for one in (old, new)]
        if stayed[0] != stayed[1] and {*stayed[0]} == {*stayed[1]}:
            yield Found(Finding("parameters-reordered", (new.id,), ARROW.join(", ".join(names) for names in stayed)))

    def _renamed_parameters(self, old: Operation, new: Operation, ones: Json, others: Json) -> dict[str, str]:
        gone, came = [name for name in ones if name not in others], [name for name in others if name not in ones]
        places = zip(_positional(old), _positional(new), strict=False)
        found = {was: is_ for was, is_ in places if was in gone and is_ in came}

        def same(was: str, is_: str) -> bool:
            return not any(self._of_parameter(ones[was], others[is_], (new.id, is_)))

        left = [name for name in came if name not in found.values()]
        return found | renames([name for name in gone if name not in found], left, same)

    def _of_parameter(self, old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Found]:
        if old["in"] != new["in"]:
            yield Found(Finding("parameter-moved", place, f"{old['in']}{ARROW}{new['in']}"))
        yield from _necessity(old, new, place)
        for finding in self._schemas.find(old.get("schema", {}), new.get("schema", {}), place):
            yield Found(finding, Use.ARGUMENT)
        sent = [{key: value for key, value in bare(one).items() if key not in SEEN} for one in (old, new)]
        if sent[0] != sent[1]:
            yield Found(Finding("encoding-changed", place))

    def _of_body(self, name: str, before: Json, after: Json) -> Iterator[Found]:
        old, new, place = before.get("requestBody"), after.get("requestBody"), (name, "body")
        if old is None and new is not None:
            yield _added(new.get("required", False), place)
        elif old is not None and new is None:
            yield Found(Finding("parameter-removed", place))
        elif old is not None and new is not None:
            yield from _necessity(old, new, place)
            yield from _media(old, new, place)
            for finding in self._schemas.find(content_of(old) or {}, content_of(new) or {}, place):
                yield Found(finding, Use.ARGUMENT)

    def _of_answers(self, name: str, before: Json, after: Json) -> Iterator[Found]:
        old, new, place = successes(before), successes(after), (f"{name} answer",)
        for kind, codes in (("success-removed", old.keys() - new.keys()), ("success-added", new.keys() - old.keys())):
            if codes:
                yield Found(Finding(kind, place, ", ".join(sorted(codes))))
        for finding in self._schemas.find(answer_of(before), answer_of(after), place):
            yield Found(finding, Use.RESULT)
        both = [code for code in old if code in new]
        for code in both:
            yield from _media(old[code], new[code], place)
        if _headers(old, both) != _headers(new, both):
            yield Found(Finding("headers-changed", place))
        if _errors(before) != _errors(after):
            yield Found(Finding("error-changed", place))


def _by_name(data: Json) -> Json:
    return {parameter["name"]: parameter for parameter in data["parameters"]}


def _positional(operation: Operation) -> list[str]:
    return re.findall(r"{(\w+)}", operation.path)


def _added(required: bool, place: tuple[str, ...]) -> Found:
    return Found(Finding("required-parameter-added" if required else "parameter-added", place))


def _necessity(old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Found]:
    before, after = old.get("required", False), new.get("required", False)
    if before != after:
        yield Found(Finding("newly-required" if after else "now-optional", place), Use.ARGUMENT)


def _media(old: Json, new: Json, place: tuple[str, ...]) -> Iterator[Found]:
    before, after = media_types(old), media_types(new)
    if before and after and before != after:
        detail = ARROW.join(", ".join(sorted(types)) for types in (before, after))
        yield Found(Finding("content-changed", place, detail))


def _headers(answers: Json, codes: list[str]) -> list[Json]:
    return [{key: value for key, value in bare(answers[code]).items() if key != "content"} for code in codes]


def _errors(data: Json) -> Json:
    errors: Json = bare({code: answer for code, answer in data["responses"].items() if not code.startswith("2")})
    return errors


def _rest(name: str, before: Json, after: Json) -> Iterator[Found]:
    kind = "text-changed"
    if bare(before) != bare(after):
        same = _without_schemas(bare(before)) == _without_schemas(bare(after))
        kind = "respelled" if same else "unclassified"
    yield Found(Finding(kind, (name,)))


def _without_schemas(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_schemas(item) for item in node]
    if isinstance(node, dict):
        return {key: _without_schemas(value) for key, value in node.items() if key != "schema"}
    return node
