"""Writes the client's convenience methods, each with the signature and docstring of the method that it calls."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .errors import CodegenError

METHODS = {
    "list_model_repos": ("model_repos", "list"),
    "get_model_repo": ("model_repos", "get"),
    "create_model_repo": ("model_repos", "create"),
    "create_model_repo_private_compile": ("model_repos", "create_private_compile"),
    "get_model_repo_profiles": ("model_repos", "profiles"),
    "delete_model_repo": ("model_repos", "delete"),
    "create_deployment": ("deployments", "create"),
    "create_private_deployment": ("deployments", "create_private_deployment"),
    "create_byoc_deployment": ("deployments", "create_byoc"),
    "list_deployments": ("deployments", "list"),
    "list_model_deployments": ("deployments", "list_model_deployments"),
    "get_deployment": ("deployments", "get"),
    "get_model_deployment": ("deployments", "get_model_deployment"),
    "update_deployment": ("deployments", "update"),
    "stop_deployment": ("deployments", "stop"),
    "start_deployment": ("deployments", "start"),
    "restart_deployment": ("deployments", "restart"),
    "fetch_deployment_health": ("deployments", "health"),
    "update_deployment_autoscaling": ("deployments", "update_autoscaling"),
    "delete_deployment": ("deployments", "delete"),
    "delete_model_deployment": ("deployments", "delete"),
    "create_secret": ("secrets", "create"),
    "list_secrets": ("secrets", "list"),
    "get_secret": ("secrets", "get"),
    "list_secret_configs": ("secrets", "list_configs"),
    "create_network_volume": ("network_volumes", "create"),
    "list_network_volumes": ("network_volumes", "list"),
    "get_network_volume": ("network_volumes", "get"),
    "delete_network_volume": ("network_volumes", "delete"),
    "resize_network_volume": ("network_volumes", "resize"),
    "list_network_volume_regions": ("network_volumes", "list_regions"),
    "list_network_volume_zones": ("network_volumes", "list_zones"),
    "list_network_volumes_by_cluster": ("network_volumes", "list_by_cluster"),
    "list_network_volume_filters": ("network_volumes", "list_filters"),
    "get_usage_stats": ("usage", "get_stats"),
}
RESOURCES = tuple(dict.fromkeys(resource for resource, _ in METHODS.values()))

HEADER = "# Made from the resource modules by `make generate`; do not edit.\n"
DOCSTRING = "The documented names of the calls; each is a method of one of the resources."

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Piece(NamedTuple):
    """A statement of a module that gives a name its meaning."""

    name: str
    statement: str
    needs: frozenset[str]


class Resource:
    """The source of a resource class.

    Args:
        name: The client's attribute for it, which is the module's name, too.
        source: The module's source.
    """

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.class_name = f"Async{''.join(word.capitalize() for word in name.split('_'))}"
        self._source = source
        self._tree = ast.parse(source)
        self._class = self._find_class()
        self.pieces = {piece.name: piece for piece in _pieces(self._tree.body, source)}

    def _find_class(self) -> ast.ClassDef:
        for node in self._tree.body:
            if isinstance(node, ast.ClassDef) and node.name == self.class_name:
                return node
        raise CodegenError(f"_async/{self.name}.py has no class {self.class_name}")

    def method(self, name: str) -> Function:
        """Return a method by its name or by another name that the class gives it."""
        for node in self._class.body:
            if isinstance(node, Function) and node.name == name:
                return node
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and _assigns(node, name):
                return self.method(node.value.id)
        raise CodegenError(f"{self.class_name} has no method {name}, which codegen/facade.py names")

    def text(self, node: ast.AST) -> str:
        """Return the source of a node."""
        return ast.get_source_segment(self._source, node) or ""

    def signature(self, method: Function) -> str:
        """Return the source of a method from its first parenthesis to the colon before its body."""
        lines = self._source.splitlines(keepends=True)[method.lineno - 1 : method.body[0].lineno - 1]
        head = "".join(lines) or self.text(method)
        return head[head.index("(") : _end_of_head(head)]

    def docstring(self, method: Function) -> str:
        """Return the source of a method's docstring."""
        first = method.body[0]
        if ast.get_docstring(method) is None:
            raise CodegenError(f"{self.class_name}.{method.name} has no docstring")
        return self.text(first)


def _end_of_head(head: str) -> int:
    found = re.search(r":[ \t]*(?:#[^\n]*)?\n\s*\Z", head)
    return found.start() if found else head.index(":\n")


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def _pieces(body: Iterable[ast.stmt], source: str) -> Iterator[Piece]:
    for node in body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from _pieces(node.body, source)
        elif isinstance(node, ast.ImportFrom):
            yield from (Piece(one.asname or one.name, _import(node, one), frozenset()) for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (Piece(one.asname or one.name, f"import {_named(one)}", frozenset()) for one in node.names)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _assigned(node, source)


def _assigned(node: ast.Assign | ast.AnnAssign, source: str) -> Iterator[Piece]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        if isinstance(target, ast.Name):
            yield Piece(target.id, ast.get_source_segment(source, node) or "", frozenset(_names(node)) - {target.id})


def _import(node: ast.ImportFrom, one: ast.alias) -> str:
    return f"from {'.' * node.level}{node.module or ''} import {_named(one)}"


def _named(one: ast.alias) -> str:
    return f"{one.name} as {one.asname}" if one.asname else one.name


def _names(node: ast.AST | None) -> Iterator[str]:
    for inner in ast.walk(node) if node else ():
        if isinstance(inner, ast.Name):
            yield inner.id
        elif isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield from (word for word in re.findall(r"[A-Za-z_]\w*", inner.value))


def needed_names(method: Function) -> tuple[set[str], set[str]]:
    """Return the names that a signature needs for its annotations, and those that it needs to run."""
    arguments = method.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    notes = [one.annotation for one in every if one] + [method.returns]
    defaults = [one for one in (*arguments.defaults, *arguments.kw_defaults) if one]
    typed = {name for note in notes for name in _names(note)}
    run = {inner.id for one in defaults for inner in ast.walk(one) if isinstance(inner, ast.Name)}
    return typed, run


def call_arguments(method: Function) -> str:
    """Return the arguments of a call that passes on everything that a method takes."""
    arguments = method.args
    passed = [one.arg for one in (*arguments.posonlyargs, *arguments.args)[1:]]
    passed += [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    passed += [f"{one.arg}={one.arg}" for one in arguments.kwonlyargs]
    passed += [f"**{arguments.kwarg.arg}"] if arguments.kwarg else []
    return ", ".join(passed)


def write(folder: Path) -> str:
    """Return the source of convenience.py, made from the resource modules of a folder."""
    resources = {name: _load(folder, name) for name in RESOURCES}
    typed: dict[str, str] = {}
    run: dict[str, str] = {}
    methods = []
    for name, (attribute, called) in METHODS.items():
        resource = resources[attribute]
        method = resource.method(called)
        methods.append(_method(name, resource, method, called))
        for_types, to_run = needed_names(method)
        _collect(typed, resource, for_types)
        _collect(run, resource, to_run)
    return _module(resources.values(), methods, typed, run)


def _load(folder: Path, name: str) -> Resource:
    path = folder / f"{name}.py"
    if not path.exists():
        raise CodegenError(f"{path.parent.name}/{path.name} is missing; codegen/facade.py names methods of it")
    return Resource(name, path.read_text("utf-8"))


def _method(name: str, resource: Resource, method: Function, called: str) -> str:
    word, wait = ("async def", "await ") if isinstance(method, ast.AsyncFunctionDef) else ("def", "")
    return (
        f"    {word} {name}{resource.signature(method)}:\n"
        f"        {resource.docstring(method)}\n"
        f"        return {wait}self.{resource.name}.{called}({call_arguments(method)})\n"
    )


def _collect(found: dict[str, str], resource: Resource, names: Iterable[str]) -> None:
    for name in sorted(names):
        piece = resource.pieces.get(name)
        if piece is None:
            continue
        if found.setdefault(name, piece.statement) != piece.statement:
            raise CodegenError(f"{resource.class_name}: {name} means something else in another resource module")
        _collect(found, resource, piece.needs)


def _module(resources: Collection[Resource], methods: Iterable[str], typed: dict[str, str], run: dict[str, str]) -> str:
    known = [f"from .{one.name} import {one.class_name}" for one in resources]
    later = _ordered({name: text for name, text in typed.items() if name not in run})
    attributes = "\n".join(f"    {one.name}: {one.class_name}" for one in resources)
    return "\n".join(
        [
            HEADER + f'"""{DOCSTRING}"""\n',
            "from __future__ import annotations\n",
            "from typing import TYPE_CHECKING",
            *_ordered(run),
            "\nif TYPE_CHECKING:",
            *(f"    {line}" for line in [*known, *later]),
            f'\n\nclass AsyncConvenience:\n    """{DOCSTRING}"""\n\n    __slots__ = ()\n',
            f"{attributes}\n",
            "\n".join(methods),
        ]
    )


def _ordered(pieces: dict[str, str]) -> list[str]:
    imports = [text for text in pieces.values() if text.startswith(("from ", "import "))]
    aliases = [text for name, text in pieces.items() if text not in imports and not hasattr(builtins, name)]
    return [*sorted(imports), *reversed(aliases)]
