# Generated from openapi.yaml by `make generate`; do not edit.
"""``DetailError``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, required

if TYPE_CHECKING:
    from ..types import Field
    from .field_errors import FieldErrors


class DetailError(Model):
    """DetailError."""

    __slots__ = ()

    detail: Field[str | FieldErrors] = required("detail")
