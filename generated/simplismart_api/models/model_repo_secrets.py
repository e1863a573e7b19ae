# Generated from openapi.yaml by `make generate`; do not edit.
"""The secrets that a model repo uses, without credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest, optional
from . import secret_reference as _secret_reference

if TYPE_CHECKING:
    from typing import Any, Self

    from ..types import Field
    from .secret_reference import SecretReference


class ModelRepoSecrets(Model):
    """The secrets that a model repo uses, without credentials."""

    __slots__ = ()

    source_secret: Field[SecretReference | None] = optional("source_secret")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest(model, "source_secret", _secret_reference.SecretReference)
        return model
