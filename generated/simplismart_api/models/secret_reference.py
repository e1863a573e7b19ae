# Generated from openapi.yaml by `make generate`; do not edit.
"""The id and name of a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional

if TYPE_CHECKING:
    from ..types import Field


class SecretReference(Model):
    """The id and name of a secret."""

    __slots__ = ()

    uuid: Field[str | None] = optional("uuid")

    name: Field[str | None] = optional("name")
