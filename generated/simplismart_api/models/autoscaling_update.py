# Generated from openapi.yaml by `make generate`; do not edit.
"""How a deployment scales from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .cron_scaling_rule import CronScalingRule
    from .hpa_scaling_behavior import HPAScalingBehavior


class AutoscalingUpdate(TypedDict, total=False):
    """How a deployment scales from now on. `max_replicas` is at least `min_replicas`; the minimum
    may be 0 only with a cron window; a cron window and scale-to-zero exclude each other.
    """

    min_replicas: Required[int]

    max_replicas: Required[int]

    scale_to_zero: bool

    cronScaling: list[CronScalingRule]
    """An empty list clears the windows."""

    targets: list[Mapping[str, Any]]

    cooldown_period: int
    """Seconds."""

    initial_cooldown_period: int
    """Seconds."""

    scaleDownBehavior: HPAScalingBehavior

    scaleUpBehavior: HPAScalingBehavior
