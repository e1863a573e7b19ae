# Generated from openapi.yaml by `make generate`; do not edit.
"""``NonFieldErrors``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, required

if TYPE_CHECKING:
    from ..types import Field


class NonFieldErrors(Model):
    """NonFieldErrors."""

    __slots__ = ()

    non_field_errors: Field[list[str]] = required("non_field_errors")
