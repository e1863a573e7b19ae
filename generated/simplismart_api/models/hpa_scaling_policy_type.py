# Generated from openapi.yaml by `make generate`; do not edit.
"""``HPAScalingPolicyType``."""

from typing import Literal, TypeAlias

HPAScalingPolicyType: TypeAlias = Literal["Percent", "Pods"]
