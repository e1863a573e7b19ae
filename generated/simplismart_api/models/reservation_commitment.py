# Generated from openapi.yaml by `make generate`; do not edit.
"""How a reservation was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest_list, optional
from . import reservation_day as _reservation_day

if TYPE_CHECKING:
    from typing import Any, Self

    from ..types import Field
    from .reservation_day import ReservationDay


class ReservationCommitment(Model):
    """How a reservation was used."""

    __slots__ = ()

    name: Field[str | None] = optional("name")

    is_reserved: Field[bool | None] = optional("is_reserved")

    daily: Field[list[ReservationDay] | None] = optional("daily")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest_list(model, "daily", _reservation_day.ReservationDay)
        return model
