"""``python -m contract.changes OLD [NEW]``: what a new openapi.yaml changes for users of the package, and how much.

It exits with 1 if something breaks, and with 2 if a document can't be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from referencing.exceptions import Unresolvable
from rich import box
from rich.console import Console
from rich.table import Table
from ruamel.yaml.error import YAMLError

from codegen.spec import METHODS, Json, Operation, Spec

from .. import ROOT
from .judgement import OF_OPERATIONS, ORDER, Judgement, Severity, Use, judge, proposed
from .names import PythonNames
from .operations import Found, OperationChanges
from .schemas import ARROW, Finding, SchemaChanges, bare, renames
from .version import SpecVersion

SHOWN = 4
COLUMNS = {"severity": 8, "what": 28, "where": 32, "why it matters": 34, "in Python": 60}
DESCRIBED = {"info", "tags", "externalDocs"}
COMPARED = {"paths", "components", "security", "servers"}


@dataclass(frozen=True)
class Change:
    """What is another in a new version of openapi.yaml, and what users of the package notice of it."""

    severity: Severity
    kind: str
    place: str
    detail: str
    why: str
    python: tuple[str, ...]

    def as_dict(self) -> Json:
        """Return the change as plain data."""
        words = {"severity": self.severity.name.lower(), "kind": self.kind, "place": self.place}
        return {**words, "detail": self.detail, "why": self.why, "python": list(self.python)}


class UnreadableSpecError(Exception):
    """A document can't be compared; the message says why."""


class Comparison:
    """Compares two versions of openapi.yaml.

    Args:
        old: The document as it was.
        new: The document as it is.
        names: The Python names of its operations and schemas.
    """

    def __init__(self, old: Spec, new: Spec, names: PythonNames) -> None:
        self._old, self._new = SpecVersion(old), SpecVersion(new)
        self._names = names
        self._renamed = self._renamed_schemas()
        self._schemas = SchemaChanges(old, new, self._renamed)
        self._operations = OperationChanges(self._old, self._new, self._schemas)

    def _renamed_schemas(self) -> dict[str, str]:
        old, new = self._old.schemas, self._new.schemas
        gone, came = [name for name in old if name not in new], [name for name in new if name not in old]
        return renames(gone, came, lambda was, is_: bool(bare(old[was]) == bare(new[is_])))

    def changes(self) -> list[Change]:
        """Return every change, the gravest first."""
        found = [*self._of_document(), *self._of_operations(), *self._of_schemas()]
        return sorted(dict.fromkeys(found), key=lambda one: ORDER.index(one.severity))

    def _of_document(self) -> Iterator[Change]:
        old, new = self._old.spec.document, self._new.spec.document
        if old.get("servers") != new.get("servers"):
            yield _change("server-changed", "servers", _urls(old, new), OF_OPERATIONS["server-changed"], ())
        for key in sorted({*old, *new} - COMPARED):
            if old.get(key) != new.get(key):
                kind = "text-changed" if key in DESCRIBED else "unclassified"
                yield _change(kind, key, "", OF_OPERATIONS[kind], ())
        schemes = [version.components.get("securitySchemes") for version in (self._old, self._new)]
        if schemes[0] != schemes[1]:
            kind = _scheme_kind(self._old.schemes(), self._new.schemes())
            yield _change(kind, "securitySchemes", "", OF_OPERATIONS[kind], ())

    def _of_operations(self) -> Iterator[Change]:
        renamed = self._operations.renamed()
        for key, operation in self._old.operations.items():
            found = self._new.operations.get(renamed.get(key, key))
            if found is None:
                yield self._of_operation(Found(Finding("operation-removed", (key,))), [operation], self._old)
            else:
                for one in self._operations.find(operation, found):
                    yield self._of_operation(one, [operation, found], self._old)
        for key, operation in self._new.operations.items():
            if key not in self._old.operations and key not in renamed.values():
                yield self._of_operation(Found(Finding("operation-added", (key,))), [operation], self._new)

    def _of_operation(self, found: Found, versions: list[Operation], version: SpecVersion) -> Change:
        kind, place, detail = found.finding
        judgement = judge(kind, {found.use}) if found.use else OF_OPERATIONS[kind]
        argument = "" if found.use is Use.RESULT else "".join(place[1:2]).replace("[]", "")
        build = self._names.build(versions[0], version.tag(versions[0]), argument)
        shown = f"{place[0]}({'.'.join(place[1:])})" if argument else ".".join(place)
        return _change(kind, shown, detail, judgement, (build, *self._names.methods(versions)))

    def _of_schemas(self) -> Iterator[Change]:
        old, new = self._old.schemas, self._new.schemas
        for name in old:
            after = self._renamed.get(name, name)
            if after not in new:
                yield self._of_schema(Finding(self._naming("removed", self._old, name), (name,)), name, name)
                continue
            if after != name:
                kind = self._naming("renamed", self._new, after)
                yield self._of_schema(Finding(kind, (name,), f"{name}{ARROW}{after}"), name, after)
            for finding in self._in_schema(name, after):
                yield self._of_schema(finding, name, after)
        for name in new:
            if name not in old and name not in self._renamed.values():
                yield self._of_schema(Finding(self._naming("added", self._new, name), (name,)), name, name)

    def _in_schema(self, name: str, after: str) -> list[Finding]:
        old, new = self._schemas.with_new_names(self._old.schemas[name]), self._new.schemas[after]
        if old == new:
            return []
        rest = Finding("text-changed" if bare(old) == bare(new) else "respelled", (after,))
        return [*self._schemas.find_in_component(name, after)] or [rest]

    @staticmethod
    def _naming(verb: str, version: SpecVersion, name: str) -> str:
        return f"schema-{verb}" if version.makes_class(name) else f"nameless-schema-{verb}"

    def _of_schema(self, finding: Finding, before: str, after: str) -> Change:
        uses, operations = set(), {}
        for version, name in ((self._old, before), (self._new, after)):
            for use in Use:
                found = version.uses.get((name, use), [])
                uses |= {use} if found else set()
                operations.update({operation.id: operation for operation in found})
        python = (*self._names.fields(finding.place, uses), *self._names.methods(operations.values()))
        return _change(finding.kind, ".".join(finding.place), finding.detail, judge(finding.kind, uses), python)


def _change(kind: str, place: str, detail: str, judgement: Judgement, python: tuple[str, ...]) -> Change:
    return Change(judgement.severity, kind, place, detail, judgement.why, python)


def _scheme_kind(old: Json, new: Json) -> str:
    if old == new:
        return "text-changed"
    return "security-changed" if all(new.get(name) == old[name] for name in old) else "security-replaced"


def _urls(old: Json, new: Json) -> str:
    return ARROW.join(", ".join(server["url"] for server in one.get("servers", ())) for one in (old, new))


def compare(old: Spec, new: Spec, names: PythonNames | None = None) -> list[Change]:
    """Return what a new version of a document changes for users of the package, the gravest first."""
    return Comparison(old, new, names or PythonNames.of_checkout(ROOT)).changes()


def read(path: Path) -> Spec:
    """Return the document of a file.

    Raises:
        UnreadableSpecError: There is no such file, or it is no valid OpenAPI 3.1 document with named operations.
    """
    try:
        spec = Spec.load(path)
        _require_operations(spec.document)
        validate(spec.document)
    except OSError as error:
        raise UnreadableSpecError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, YAMLError) as error:
        raise UnreadableSpecError(f"{path} is not YAML: {error}") from error
    except RecursionError as error:
        raise UnreadableSpecError(f"{path}: a schema refers to itself without an end") from error
    except (OpenAPIValidationError, Unresolvable, ValueError) as error:
        reason = str(getattr(error, "message", error)).partition("\n")[0]
        raise UnreadableSpecError(f"{path} is no valid OpenAPI document: {reason}") from error
    return spec


def _require_operations(document: Any) -> None:
    if not isinstance(document, dict) or not str(document.get("openapi")).startswith("3.1."):
        raise ValueError("it does not say that it is OpenAPI 3.1")
    if not isinstance(document.get("paths"), dict):
        raise ValueError("it has no paths")
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item and not item[method].get("operationId"):
                raise ValueError(f"{method.upper()} {path} has no operationId")


def table(changes: list[Change]) -> Table:
    """Return a table of changes."""
    shown = Table(box=box.SIMPLE, pad_edge=False)
    for title, width in COLUMNS.items():
        shown.add_column(title, overflow="fold", width=width)
    for one in changes:
        what = f"{one.kind}\n{one.detail}".strip()
        shown.add_row(one.severity.name.lower(), what, one.place, one.why, _brief(one.python))
    return shown


def _brief(names: tuple[str, ...]) -> str:
    more = len(names) - SHOWN
    return "\n".join([*names[:SHOWN], *([f"and {more} more"] if more > 0 else [])])


def summary(changes: list[Change]) -> str:
    """Return how many changes there are of each severity, and which part of the version must rise."""
    counted = [(severity.name.lower(), sum(one.severity is severity for one in changes)) for severity in ORDER]
    counts = ", ".join(f"{count} {name}" for name, count in counted)
    return f"{counts}; version: {proposed({one.severity for one in changes})}"


def report(changes: list[Change]) -> str:
    """Return changes as a table with a summary."""
    if not changes:
        return "no changes"
    console = Console(width=sum(COLUMNS.values()) + 3 * len(COLUMNS), color_system=None)
    with console.capture() as captured:
        console.print(table(changes), summary(changes), sep="", highlight=False, markup=False)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def as_json(changes: list[Change]) -> str:
    """Return changes as JSON."""
    document = {
        "version": proposed({one.severity for one in changes}),
        "changes": [one.as_dict() for one in changes],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser("contract.changes", description=__doc__.splitlines()[0])
    parser.add_argument("old", type=Path, help="openapi.yaml as it was")
    parser.add_argument("new", type=Path, nargs="?", default=ROOT / "openapi.yaml", help="as it is; the checkout's own")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    given = parser.parse_args(arguments)
    try:
        changes = compare(read(given.old), read(given.new))
    except UnreadableSpecError as error:
        print(f"diff: {error}", file=sys.stderr)
        return 2
    print(as_json(changes) if given.json else report(changes))
    return 1 if any(one.severity is Severity.BREAKING for one in changes) else 0
