# Generated from openapi.yaml by `make generate`; do not edit.
"""What the platform says of the deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional

if TYPE_CHECKING:
    from ..types import Field


class HealthMessage(Model):
    """What the platform says of the deployment."""

    __slots__ = ()

    message: Field[str | None] = optional("message")

    severity: Field[str | None] = optional("severity")
