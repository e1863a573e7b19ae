# Generated from openapi.yaml by `make generate`; do not edit.
"""What a sidecar asks for and may use at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from .sidecar_quantities import SidecarQuantities


class SidecarResources(TypedDict, total=False):
    """What a sidecar asks for and may use at most."""

    requests: SidecarQuantities

    limits: SidecarQuantities
