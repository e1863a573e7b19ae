# Generated from openapi.yaml by `make generate`; do not edit.
"""How a deployment scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest_list, optional, required
from . import autoscale_target as _autoscale_target

if TYPE_CHECKING:
    from typing import Any, Self

    from ..types import Field
    from .autoscale_target import AutoscaleTarget
    from .cron_scaling_rule import CronScalingRule
    from .hpa_scaling_behavior import HPAScalingBehavior


class AutoscaleConfig(Model):
    """How a deployment scales. Further keys are passed on."""

    __slots__ = ()

    targets: Field[list[AutoscaleTarget]] = required("targets")

    cron_scaling: Field[list[CronScalingRule] | None] = optional("cronScaling")

    cooldown_period: Field[int | None] = optional("cooldown_period")
    """Seconds."""

    scale_up_behavior: Field[HPAScalingBehavior | None] = optional("scaleUpBehavior")

    scale_down_behavior: Field[HPAScalingBehavior | None] = optional("scaleDownBehavior")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest_list(model, "targets", _autoscale_target.AutoscaleTarget)
        return model
