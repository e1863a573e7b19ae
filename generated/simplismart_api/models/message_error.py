# Generated from openapi.yaml by `make generate`; do not edit.
"""``MessageError``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, required

if TYPE_CHECKING:
    from ..types import Field


class MessageError(Model):
    """MessageError."""

    __slots__ = ()

    message: Field[str] = required("message")
