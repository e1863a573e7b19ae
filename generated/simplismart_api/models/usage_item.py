# Generated from openapi.yaml by `make generate`; do not edit.
"""The usage of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, decimal, nest_list, optional
from . import usage_point as _usage_point

if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Any, Self

    from ..types import Field
    from .usage_point import UsagePoint


class UsageItem(Model):
    """The usage of one thing."""

    __slots__ = ()

    event_name: Field[str | None] = optional("event_name")

    source: Field[str | None] = optional("source")
    """What was used."""

    feature_id: Field[str | None] = optional("feature_id")

    total_cost: Field[Decimal | None] = optional("total_cost", decimal)

    total_usage: Field[Decimal | None] = optional("total_usage", decimal)

    currency: Field[str | None] = optional("currency")

    unit_price: Field[Decimal | None] = optional("unit_price", decimal)

    event_count: Field[int | None] = optional("event_count")

    points: Field[list[UsagePoint] | None] = optional("points")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest_list(model, "points", _usage_point.UsagePoint)
        return model
