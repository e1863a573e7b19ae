# Generated from openapi.yaml by `make generate`; do not edit.
"""Usage and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, exact, nest_list, optional, required
from . import reservation_commitment as _reservation_commitment
from . import usage_item as _usage_item

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Return the model of a JSON object, with the objects inside it as models, too."""
        model = cls(value)
        nest_list(model, "items", _usage_item.UsageItem.from_json)
        nest_list(
            model, "reservation_commitment", _reservation_commitment.ReservationCommitment.from_json
        )
        return model
