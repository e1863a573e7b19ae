"""Writes packages whose parts are loaded when they are first used (PEP 562)."""

from __future__ import annotations

import re
from collections.abc import Iterable


def lazy_names(imports: Iterable[str]) -> str:
    """Return the body of a package whose names are loaded when they are first used."""
    found = sorted(re.findall(r"from (\.\w+) import (\w+)", "\n".join(imports)), key=lambda pair: pair[1])
    lines = [f"    from {module} import {name}" for module, name in found]
    table = [f'    "{name}": "{module}",' for module, name in found]
    return _lazy(lines, [name for _, name in found], f"_MODULES = {{\n{_joined(table)}\n}}", "_MODULES", _LOAD_NAME)


def lazy_submodules(names: Iterable[str]) -> str:
    """Return the body of a package whose modules are loaded when they are first used."""
    found = sorted(str(name) for name in names)
    lines = [f"    from . import {name}" for name in found]
    return _lazy(lines, found, "", "__all__", _LOAD_MODULE)


_LOAD_NAME = """\
            value = getattr(import_module(_MODULES[name], __name__), name)
            globals()[name] = value
            return value"""
_LOAD_MODULE = """\
            return import_module(f".{name}", __name__)"""


def _lazy(imports: list[str], names: list[str], table: str, known: str, load: str) -> str:
    listed = _joined(f'    "{name}",' for name in names)
    return f"""\
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
{_joined(imports)}

__all__ = [
{listed}
]

{table}

def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in {known}:
{load}
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
"""


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)
