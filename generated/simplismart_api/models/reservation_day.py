# Generated from openapi.yaml by `make generate`; do not edit.
"""One day of a reservation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, decimal, moment, optional

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from ..types import Field


class ReservationDay(Model):
    """One day of a reservation."""

    __slots__ = ()

    timestamp: Field[datetime | None] = optional("timestamp", moment)

    overage_amount: Field[Decimal | None] = optional("overage_amount", decimal)

    true_up_amount: Field[Decimal | None] = optional("true_up_amount", decimal)
