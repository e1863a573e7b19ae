# Generated from openapi.yaml by `make generate`; do not edit.
"""Secrets without their credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest_list, required
from . import secret_summary as _secret_summary

if TYPE_CHECKING:
    from typing import Any, Self

    from ..types import Field
    from .secret_summary import SecretSummary


class SecretList(Model):
    """Secrets without their credentials."""

    __slots__ = ()

    data: Field[list[SecretSummary]] = required("data")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest_list(model, "data", _secret_summary.SecretSummary)
        return model
