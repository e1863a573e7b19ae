# Generated from openapi.yaml by `make generate`; do not edit.
"""The operations, one package for each tag."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import deployments, model_repos, network_volumes, secrets, usage

__all__ = [
    "deployments",
    "model_repos",
    "network_volumes",
    "secrets",
    "usage",
]


def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in __all__:
            return import_module(f".{name}", __name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
