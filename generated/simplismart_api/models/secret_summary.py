# Generated from openapi.yaml by `make generate`; do not edit.
"""A secret without its credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, moment, optional, required

if TYPE_CHECKING:
    from datetime import datetime

    from ..types import Field


class SecretSummary(Model):
    """A secret without its credentials."""

    __slots__ = ()

    uuid: Field[str] = required("uuid")
    """The id."""

    name: Field[str] = required("name")

    secret_type: Field[str | None] = optional("secret_type")

    created_at: Field[datetime | None] = optional("created_at", moment)

    updated_at: Field[datetime | None] = optional("updated_at", moment)

    org: Field[str | None] = optional("org")
