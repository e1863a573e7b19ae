# Generated from openapi.yaml by `make generate`; do not edit.
"""A secret with its credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import SecretModel, optional, required

if TYPE_CHECKING:
    from typing import Any

    from ..types import Field


class Secret(SecretModel):
    """A secret with its credentials."""

    __slots__ = ()
    _hidden = frozenset({"data"})

    uuid: Field[str] = required("uuid")
    """The id."""

    name: Field[str] = required("name")

    secret_type: Field[str | None] = optional("secret_type")

    org_id: Field[str | None] = optional("org_id")

    data: Field[Any] = optional("data")
    """The credentials."""
