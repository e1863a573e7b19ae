# Generated from openapi.yaml by `make generate`; do not edit.
"""The operations of one tag; each module is loaded when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import (
        create_network_volume,
        delete_network_volume,
        get_network_volume,
        list_network_volume_filters,
        list_network_volume_regions,
        list_network_volume_zones,
        list_network_volumes,
        list_network_volumes_by_cluster,
        resize_network_volume,
    )

__all__ = [
    "create_network_volume",
    "delete_network_volume",
    "get_network_volume",
    "list_network_volume_filters",
    "list_network_volume_regions",
    "list_network_volume_zones",
    "list_network_volumes",
    "list_network_volumes_by_cluster",
    "resize_network_volume",
]


def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in __all__:
            return import_module(f".{name}", __name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
