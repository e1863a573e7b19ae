"""The names that generated modules use: those of types.py, and those of fields and arguments beside them."""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword

from openapi_python_client.strings import snake_case

TYPES = [
    "UNSET",
    "Field",
    "Id",
    "Model",
    "Request",
    "SecretModel",
    "UnexpectedJson",
    "Unset",
    "as_any",
    "as_list",
    "as_none",
    "as_object",
    "as_scalar",
    "as_union",
    "decimal",
    "either",
    "exact",
    "given",
    "moment",
    "nest",
    "nest_list",
    "optional",
    "or_none",
    "pairs",
    "required",
    "segment",
]
USED_IN_CLASSES = {"bool", "datetime", "dict", "float", "frozenset", "int", "list", "property", "str", "classmethod"}
TAKEN = frozenset({*dir(dict), *TYPES, *USED_IN_CLASSES, "adopt", "from_json"})


def attribute_name(key: str) -> str:
    """Return the attribute of a field: its name in snake case, with an underscore behind if the name is taken."""
    name = snake_case(key)
    if not name.isidentifier() or key.startswith("_"):
        name = f"field_{name}"
    return f"{name}_" if iskeyword(name) or name in TAKEN else name


def argument_name(name: str) -> str:
    """Return the argument of a parameter, with an underscore behind if the module needs the name itself."""
    return f"{name}_" if name in {*TYPES, "body"} else name


def imports(names: Iterable[str], module: str) -> list[str]:
    """Return the statements that import names of a module."""
    return [f"from {module} import {name}" for name in sorted(names)]
