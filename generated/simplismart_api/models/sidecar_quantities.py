# Generated from openapi.yaml by `make generate`; do not edit.
"""Quantities as Kubernetes writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from typing import Any


class SidecarQuantities(TypedDict, total=False):
    """Quantities as Kubernetes writes them."""

    cpu: Any
    """Such as `250m`."""

    memory: Any
    """Such as `512Mi`."""
