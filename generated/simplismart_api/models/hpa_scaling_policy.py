# Generated from openapi.yaml by `make generate`; do not edit.
"""How fast replicas may be added or taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from .hpa_scaling_policy_type import HPAScalingPolicyType


class HPAScalingPolicy(TypedDict, total=False):
    """How fast replicas may be added or taken away."""

    type: Required[HPAScalingPolicyType]

    value: Required[int]
    """A number of pods, or a percentage up to 100."""

    periodSeconds: Required[int]
