# Generated from openapi.yaml by `make generate`; do not edit.
"""The container image of a model repo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional

if TYPE_CHECKING:
    from ..types import Field


class ContainerImage(Model):
    """The container image of a model repo."""

    __slots__ = ()

    image: Field[str | None] = optional("image")
    """Registry path and tag."""

    registry: Field[str | None] = optional("registry")

    tag: Field[str | None] = optional("tag")
