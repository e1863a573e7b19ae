# Generated from openapi.yaml by `make generate`; do not edit.
"""Usage and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, exact, nest_list, optional, required
from . import reservation_commitment as _reservation_commitment
from . import usage_item as _usage_item

if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Any, Self

    from ..types import Field
    from .reservation_commitment import ReservationCommitment
    from .usage_item import UsageItem


class UsageStats(Model):
    """Usage and cost. Money and usage are decimal strings."""

    __slots__ = ()

    total_cost: Field[Decimal] = required("total_cost", exact)

    currency: Field[str | None] = optional("currency")

    items_: Field[list[UsageItem]] = required("items")

    reservation_commitment: Field[list[ReservationCommitment] | None] = optional(
        "reservation_commitment"
    )

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest_list(model, "items", _usage_item.UsageItem.adopt)
        nest_list(
            model, "reservation_commitment", _reservation_commitment.ReservationCommitment.adopt
        )
        return model
