"""Compares what two annotations allow, by their alternatives: names, ``None`` and the values of literals."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

import griffe
from griffe import Expr, ExprBinOp, ExprName, ExprSubscript

Annotation = str | Expr | None

UNCHECKED = frozenset({"Any", "object"})
MORE_GENERAL = {
    "int": {"float"},
    "list": {"Sequence", "Iterable", "Collection"},
    "tuple": {"Sequence", "Iterable", "Collection"},
    "Sequence": {"Iterable", "Collection"},
    "dict": {"Mapping"},
    "Mapping": {"Collection"},
    "Generator": {"Iterator", "Iterable"},
    "AsyncGenerator": {"AsyncIterator", "AsyncIterable"},
}
STANDARD = {*dir(builtins), "UUID", *MORE_GENERAL, *(name for names in MORE_GENERAL.values() for name in names)}


def lost(old: Annotation, new: Annotation) -> set[str]:
    """Return the alternatives of an annotation that another one does not allow; none if there is no annotation."""
    if old is None or new is None:
        return set()
    before, after = {*alternatives(old)}, {*alternatives(new)}
    return {one for one in before if _is_known(one) and not _allowed(one, after)}


def _is_known(alternative: str) -> bool:
    return alternative in STANDARD or alternative.startswith(("'", '"')) or alternative in UNCHECKED


def _allowed(alternative: str, others: set[str]) -> bool:
    if alternative in others or others & UNCHECKED or others & MORE_GENERAL.get(alternative, set()):
        return True
    return alternative.startswith(("'", '"')) and "str" in others


def alternatives(annotation: str | Expr) -> Iterator[str]:
    """Go through the alternatives of an annotation, those of type aliases included, without their parameters."""
    if isinstance(annotation, ExprBinOp) and annotation.operator == "|":
        yield from alternatives(annotation.left)
        yield from alternatives(annotation.right)
    elif isinstance(annotation, ExprSubscript):
        yield from _subscript(annotation)
    elif isinstance(annotation, ExprName):
        yield from _named(annotation)
    else:
        yield str(annotation)


def _subscript(annotation: ExprSubscript) -> Iterator[str]:
    name = annotation.canonical_path.rpartition(".")[2]
    if name in {"Literal", "Union"}:
        inner = annotation.slice
        for item in getattr(inner, "elements", [inner]):
            yield from [str(item)] if name == "Literal" else alternatives(item)
    else:
        yield from alternatives(annotation.left)


def _named(annotation: ExprName) -> Iterator[str]:
    found = resolve(annotation)
    if isinstance(found, griffe.Attribute) and found.value is not None:
        yield from alternatives(found.value)
    else:
        yield annotation.canonical_path.rpartition(".")[2]


def resolve(name: ExprName) -> griffe.Object | None:
    """Return what a name stands for, if it is in one of the packages that were loaded."""
    scope = name.parent
    if not isinstance(scope, griffe.Object):
        return None
    try:
        found = scope.modules_collection[name.canonical_path]
        return found.final_target if isinstance(found, griffe.Alias) else found
    except (KeyError, griffe.GriffeError):
        return None


def classes(annotation: Annotation) -> Iterator[griffe.Class]:
    """Go through the classes of the packages that an annotation names."""
    if isinstance(annotation, Expr):
        for one in annotation.iterate(flat=True):
            found = resolve(one) if isinstance(one, ExprName) else None
            if isinstance(found, griffe.Class):
                yield found
