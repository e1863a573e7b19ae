"""The Python names in which the operations and schemas of openapi.yaml show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from openapi_python_client.strings import PythonIdentifier

from codegen.facade import RESOURCES
from codegen.names import argument_name, attribute_name
from codegen.spec import Operation

from .judgement import Use

Functions = ast.FunctionDef | ast.AsyncFunctionDef


class PythonNames:
    """The names of the package.

    Args:
        methods: The client's methods that send each operation, such as ``GET /volumes/``.
        payloads: The classes of what is sent.
    """

    def __init__(self, methods: Mapping[str, list[str]], payloads: Iterable[str]) -> None:
        self._methods = methods
        self._payloads = {*payloads}

    @classmethod
    def of_checkout(cls, root: Path) -> PythonNames:
        """Return the names of a checkout, which its sources say."""
        source = root / "simplismart"
        return cls(_methods(source / "_async"), _payloads(source / "models" / "__init__.py"))

    def methods(self, operations: Iterable[Operation]) -> list[str]:
        """Return the client's methods that send any of some operations, first one of each."""
        found = [self._methods.get(f"{operation.method} {operation.path}", []) for operation in operations]
        rounds = (name for names in zip_longest(*found) for name in names if name)
        return list(dict.fromkeys(f"{name}(…)" for name in rounds))

    def build(self, operation: Operation, tag: str, argument: str = "") -> str:
        """Return the build function of an operation, with one of its arguments."""
        shown = f"{_argument(argument)}=" if argument else "…"
        return f"simplismart_api.api.{_identifier(tag)}.{_identifier(operation.id)}.build({shown})"

    def fields(self, place: tuple[str, ...], uses: Iterable[Use]) -> list[str]:
        """Return a class, or an attribute or argument of it, that the keys of a schema lead to."""
        owner, *keys = (key.replace("[]", "") for key in place)
        attributes = [attribute_name(key) for key in keys if key != "*"]
        path = ".".join([owner, *attributes])
        if Use.ARGUMENT not in uses or not attributes:
            return [f"simplismart_api.models.{path}", *self._payload(owner)]
        argument = f"{owner}({attributes[0]}=)"
        return [f"simplismart.models.{argument}" if owner in self._payloads else f"simplismart_api.models.{path}"]

    def _payload(self, owner: str) -> list[str]:
        return [f"simplismart.models.{owner}"] if owner in self._payloads else []


def _argument(name: str) -> str:
    return name if name == "body" else argument_name(_identifier(name))


def _identifier(name: str) -> str:
    return str(PythonIdentifier(name, "field_"))


def _methods(source: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in (*RESOURCES, "client", "convenience"):
        owner = f"client.{name}" if name in RESOURCES else "client"
        for method, operation in _documented(source / f"{name}.py"):
            found.setdefault(operation, []).append(f"{owner}.{method}")
    return found


def _documented(module: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, Functions) and not node.name.startswith("_"):
            found = re.search(r"Operation: ``(\w+ [^?`]+)", ast.get_docstring(node) or "")
            if found:
                yield node.name, found[1]


def _payloads(module: Path) -> Iterator[str]:
    for node in _tree(module).body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            yield from map(str, ast.literal_eval(node.value))


def _tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))
