# Generated from openapi.yaml by `make generate`; do not edit.
"""A page of model repos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest_list, optional, required
from . import model_repo as _model_repo

if TYPE_CHECKING:
    from typing import Any, Self

    from ..types import Field
    from .model_repo import ModelRepo


class ModelRepoPage(Model):
    """A page of model repos."""

    __slots__ = ()

    limit: Field[int | None] = optional("limit")
    """The size of the page that was asked for."""

    offset: Field[int | None] = optional("offset")
    """How many were skipped."""

    count: Field[int | None] = optional("count")
    """How many there are in all."""

    results: Field[list[ModelRepo]] = required("results")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest_list(model, "results", _model_repo.ModelRepo.adopt)
        return model
