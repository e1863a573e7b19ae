"""Finds what the public Python names of a checkout have lost since another one, with griffe's check.

Griffe reads sources and runs nothing. What it can't know is told or added here: which modules are public, what attrs
makes of a class, that ``client.deployments`` leads to a class of a private module, base classes and annotations.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard, TypeVar

import griffe
from griffe import BreakageKind, ExprCall, ExprKeyword, ExprSubscript, ParameterKind

from . import hints
from .hints import Annotation

PACKAGES = {"simplismart": ".", "simplismart_api": "generated"}
PUBLIC = frozenset(
    {"simplismart", "simplismart.client", "simplismart.exceptions", "simplismart.models"}
    | {"simplismart.testing", "simplismart.testing.plugin"}
)
DEFAULTS = {"default", "factory"}

Modules = Mapping[str, griffe.Module]
Member = Any  # of griffe: an object, or an alias that passes everything on to one
ObjectT = TypeVar("ObjectT", bound=griffe.Object)


class Break(NamedTuple):
    """Something that programs could do with the package and can't any more."""

    place: str
    what: str


class Pair(NamedTuple):
    """A class that users meet, as it was and as it is, and how they get to it."""

    name: str
    old: griffe.Class
    new: griffe.Class


def load(root: Path) -> Modules:
    """Return the packages of a checkout."""
    loader = griffe.GriffeLoader(search_paths=[root / folder for folder in PACKAGES.values()], allow_inspection=False)
    for name in PACKAGES:
        loader.load(name, try_relative_path=False)
    loader.resolve_aliases(implicit=True, external=False)
    modules = {name: loader.modules_collection[name] for name in PACKAGES}
    for module in _within(modules.values(), griffe.Module):
        module.public = module.path in PUBLIC or module.path.startswith("simplismart_api")
    for kind in _within(modules.values(), griffe.Class):
        _add_constructor(kind)
    for function in _within(modules.values(), griffe.Function):
        _spread_options(function)
    return modules


def find(old: Modules, new: Modules) -> list[Break]:
    """Return everything that the packages of a checkout have lost since another one."""
    pairs = list(_pairs(old, new))
    routes = _routes(pairs)
    breaks = [
        *_no_longer_public(old["simplismart"], new["simplismart"]),
        *_no_longer_public(old["simplismart_api"], new["simplismart_api"]),
        *(_break(one, routes) for name in PACKAGES for one in _breakages(old[name], new[name])),
        *(_break(one, routes) for pair in pairs for one in _breakages(pair.old, pair.new)),
        *(one for pair in pairs for one in _of_pair(pair)),
    ]
    return sorted(set(breaks))


def _within(roots: Iterable[griffe.Object], kind: type[ObjectT]) -> Iterator[ObjectT]:
    for root in roots:
        if isinstance(root, kind):
            yield root
        yield from _within([one for one in root.members.values() if isinstance(one, griffe.Object)], kind)


def _routes(pairs: list[Pair]) -> dict[str, str]:
    """Return how users get to each class, by its path; to the base of a class as to the class, if not otherwise."""
    bases = {base.path: pair.name for pair in pairs for one in pair[1:] for base in one.mro() if _is_ours(base)}
    return bases | {one.path: pair.name for pair in pairs for one in pair[1:]}


def _is_ours(kind: griffe.Class) -> bool:
    return kind.package.name == "simplismart"


def _no_longer_public(old: griffe.Module, new: griffe.Module) -> Iterator[Break]:
    for before, after in _public_modules(old, new):
        for name in sorted({*(before.exports or ())} - {*(after.exports or ())}):
            if name in after.members:
                yield Break(f"{before.path}.{name}", "is not public any more")


def _breakages(old: griffe.Object, new: griffe.Object) -> Iterator[griffe.Breakage]:
    for one in griffe.find_breaking_changes(old, new):
        if one.kind is not BreakageKind.CLASS_REMOVED_BASE:
            yield one


def _break(breakage: griffe.Breakage, routes: Mapping[str, str]) -> Break:
    place = _place(breakage.obj, routes)
    if breakage.kind.name.startswith("PARAMETER_"):
        place = f"{place}({(breakage.old_value or breakage.new_value).name})"
    return Break(place, breakage.kind.value.lower())


def _place(member: Member, routes: Mapping[str, str]) -> str:
    owner = member.parent
    if owner is None or not owner.is_class:
        return str(member.path)
    return f"{routes.get(owner.canonical_path, owner.canonical_path)}.{member.name}"


def _pairs(old: Modules, new: Modules) -> Iterator[Pair]:
    modules = _public_modules(old["simplismart"], new["simplismart"])
    waiting = [pair for before, after in modules for pair in _classes_of(before, after)]
    seen: set[str] = set()
    while waiting:
        pair = waiting.pop(0)
        if pair.old.path not in seen and _is_ours(pair.old):
            seen.add(pair.old.path)
            waiting += _met_in(pair)
            yield pair


def _public_modules(old: griffe.Module, new: griffe.Module) -> Iterator[tuple[griffe.Module, griffe.Module]]:
    others = {module.path: module for module in _within([new], griffe.Module)}
    for before in _within([old], griffe.Module):
        if before.is_public and before.path in others:
            yield before, others[before.path]


def _classes_of(old: griffe.Module, new: griffe.Module) -> Iterator[Pair]:
    for name, member in old.members.items():
        kind, found = _class(member), _class(new.members.get(name))
        if member.is_public and kind and found:
            yield Pair(f"{old.path}.{name}", kind, found)


def _class(member: Member) -> griffe.Class | None:
    try:
        target = member.final_target if isinstance(member, griffe.Alias) else member
    except griffe.GriffeError:
        return None
    return target if isinstance(target, griffe.Class) else None


def _members(pair: Pair) -> Iterator[tuple[str, Member, Member]]:
    others = pair.new.all_members
    for name, member in pair.old.all_members.items():
        if member.is_public and name in others:
            yield name, member, others[name]


def _met_in(pair: Pair) -> Iterator[Pair]:
    for name, old, new in _members(pair):
        route = f"{pair.name}.{name}()" if old.is_function else f"{pair.name}.{name}"
        found = {one.name: one for one in hints.classes(_result(new))}
        for kind in hints.classes(_result(old)):
            if kind.name in found:
                yield Pair(route, kind, found[kind.name])


def _result(member: Member) -> Annotation:
    result: Annotation = member.annotation if member.is_function or member.is_attribute else None
    return result


def _of_pair(pair: Pair) -> Iterator[Break]:
    gone = _ancestors(pair.old) - _ancestors(pair.new)
    if gone:
        yield Break(pair.name, f"is no {' and no '.join(sorted(gone))} any more")
    for name, old, new in _members(pair):
        place = f"{pair.name}.{name}"
        if old.is_function and new.is_function:
            yield from _of_function(place, old, new)
        if old.kind is new.kind and not _is_attrs(pair.old):
            yield from _of_result(place, _result(old), _result(new))


def _of_function(place: str, old: Member, new: Member) -> Iterator[Break]:
    if ("async" in old.labels) != ("async" in new.labels):
        yield Break(place, "is awaited now" if "async" in new.labels else "is not awaited any more")
    for parameter in old.parameters:
        if parameter.name in new.parameters:
            now = new.parameters[parameter.name]
            if lost := hints.lost(parameter.annotation, now.annotation):
                yield Break(f"{place}({parameter.name})", f"parameter no longer takes {', '.join(sorted(lost))}")


def _of_result(place: str, old: Annotation, new: Annotation) -> Iterator[Break]:
    if gained := hints.lost(new, old):
        yield Break(place, f"result may be {', '.join(sorted(gained))} now")


def _ancestors(kind: griffe.Class) -> set[str]:
    names = {str(base).rpartition(".")[2] for one in (kind, *kind.mro()) for base in one.bases}
    exported = kind.package.exports or ()
    return {name for name in names if name in exported or hasattr(builtins, name)}


def _add_constructor(kind: griffe.Class) -> None:
    if _is_attrs(kind) and "__init__" not in kind.members:
        owners = [one for one in (*reversed(kind.mro()), kind) if _is_attrs(one)]
        fields = {one.name: one for owner in owners for one in owner.members.values() if _is_field(one)}
        parameters = griffe.Parameters(
            griffe.Parameter("self", kind=ParameterKind.positional_or_keyword), *map(_parameter, fields.values())
        )
        kind.set_member("__init__", griffe.Function("__init__", parameters=parameters, returns="None"))


def _spread_options(function: griffe.Function) -> None:
    """Put the arguments that ``**options: Unpack[…]`` stands for into its place."""
    for parameter in list(function.parameters):
        annotation = parameter.annotation
        if isinstance(annotation, ExprSubscript) and annotation.canonical_path == "typing.Unpack":
            del function.parameters[parameter.name]
            options = _options_of(next(hints.classes(annotation.slice)))
            for name in [one for one in options if one not in function.parameters]:
                added = griffe.Parameter(name, annotation=options[name], kind=ParameterKind.keyword_only, default="...")
                function.parameters.add(added)


def _options_of(typed_dict: griffe.Class) -> dict[str, Annotation]:
    owners = (*reversed(typed_dict.mro()), typed_dict)
    return {field.name: field.annotation for owner in owners for field in owner.attributes.values()}


def _is_attrs(kind: griffe.Class) -> bool:
    return any(decorator.callable_path == "attrs.define" for decorator in kind.decorators)


def _is_field(member: Member) -> bool:
    if not member.is_attribute or member.annotation is None or "instance-attribute" not in member.labels:
        return False
    return _options(member.value).get("init") != "False"


def _parameter(field: Member) -> griffe.Parameter:
    options = _options(field.value)
    optional = DEFAULTS & options.keys() if _is_call(field.value) else field.value is not None
    return griffe.Parameter(
        options.get("alias", field.name.lstrip("_")).strip("'\""),
        annotation=field.annotation,
        kind=ParameterKind.keyword_only,
        default="..." if optional else None,
    )


def _is_call(value: object) -> TypeGuard[ExprCall]:
    return isinstance(value, ExprCall) and value.function.canonical_path == "attrs.field"


def _options(value: object) -> dict[str, str]:
    """Return the keywords of ``attrs.field(…)``."""
    if not _is_call(value):
        return {}
    return {one.name: str(one.value) for one in value.arguments if isinstance(one, ExprKeyword)}
