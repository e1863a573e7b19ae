# Generated from openapi.yaml by `make generate`; do not edit.
"""The operations of one tag; each module is loaded when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import create_secret, get_secret, list_secret_configs, list_secrets

__all__ = [
    "create_secret",
    "get_secret",
    "list_secret_configs",
    "list_secrets",
]


def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in __all__:
            return import_module(f".{name}", __name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
