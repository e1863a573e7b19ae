# Generated from openapi.yaml by `make generate`; do not edit.
"""A secret, wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest, required
from . import secret as _secret

if TYPE_CHECKING:
    from typing import Any, Self

    from ..types import Field
    from .secret import Secret


class SecretEnvelope(Model):
    """A secret, wrapped."""

    __slots__ = ()

    data: Field[Secret] = required("data")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest(model, "data", _secret.Secret)
        return model
