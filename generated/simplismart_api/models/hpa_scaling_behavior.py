# Generated from openapi.yaml by `make generate`; do not edit.
"""How a deployment scales in one direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from .hpa_scaling_behavior_select_policy import HPAScalingBehaviorSelectPolicy
    from .hpa_scaling_policy import HPAScalingPolicy


class HPAScalingBehavior(TypedDict, total=False):
    """How a deployment scales in one direction."""

    stabilizationWindowSeconds: Required[int]

    selectPolicy: Required[HPAScalingBehaviorSelectPolicy]

    policies: Required[list[HPAScalingPolicy]]
