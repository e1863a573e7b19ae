# Generated from openapi.yaml by `make generate`; do not edit.
"""Secrets without their credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest_list, required
from . import secret_summary as _secret_summary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Self

    from ..types import Field
    from .secret_summary import SecretSummary


class SecretList(Model):
    """Secrets without their credentials."""

    __slots__ = ()

    data: Field[list[SecretSummary]] = required("data")

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Return the model of a JSON object, with the objects inside it as models, too."""
        model = cls(value)
        nest_list(model, "data", _secret_summary.SecretSummary)
        return model
