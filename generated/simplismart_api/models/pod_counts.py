# Generated from openapi.yaml by `make generate`; do not edit.
"""How many pods are ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional

if TYPE_CHECKING:
    from ..types import Field


class PodCounts(Model):
    """How many pods are ready."""

    __slots__ = ()

    ready: Field[int | None] = optional("ready")

    not_ready: Field[int | None] = optional("not_ready")
