# Generated from openapi.yaml by `make generate`; do not edit.
"""How far the last resize is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional

if TYPE_CHECKING:
    from ..types import Field
    from .resize_state import ResizeState


class VolumeResize(Model):
    """How far the last resize is."""

    __slots__ = ()

    state: Field[ResizeState | None] = optional("state")
