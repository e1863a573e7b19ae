# Generated from openapi.yaml by `make generate`; do not edit.
"""``SimpleError``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, required

if TYPE_CHECKING:
    from ..types import Field


class SimpleError(Model):
    """SimpleError."""

    __slots__ = ()

    error: Field[str] = required("error")
