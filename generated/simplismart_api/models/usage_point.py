# Generated from openapi.yaml by `make generate`; do not edit.
"""The usage in one window of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, decimal, moment, optional

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from ..types import Field


class UsagePoint(Model):
    """The usage in one window of time."""

    __slots__ = ()

    timestamp: Field[datetime | None] = optional("timestamp", moment)
    """When the window starts."""

    usage: Field[Decimal | None] = optional("usage", decimal)

    cost: Field[Decimal | None] = optional("cost", decimal)

    event_count: Field[int | None] = optional("event_count")

    computed_commitment_utilized_amount: Field[Decimal | None] = optional(
        "computed_commitment_utilized_amount", decimal
    )

    computed_overage_amount: Field[Decimal | None] = optional("computed_overage_amount", decimal)

    computed_true_up_amount: Field[Decimal | None] = optional("computed_true_up_amount", decimal)
