# Generated from openapi.yaml by `make generate`; do not edit.
"""A new secret; which fields the answer has is not documented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import SecretModel, moment, optional

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from ..types import Field


class CreatedSecret(SecretModel):
    """A new secret; which fields the answer has is not documented."""

    __slots__ = ()
    _hidden = frozenset({"data"})

    uuid: Field[str | None] = optional("uuid")
    """The id."""

    name: Field[str | None] = optional("name")

    secret_type: Field[str | None] = optional("secret_type")

    created_at: Field[datetime | None] = optional("created_at", moment)

    updated_at: Field[datetime | None] = optional("updated_at", moment)

    org: Field[str | None] = optional("org")

    data: Field[Any] = optional("data")
    """The credentials or a wrapped secret."""
