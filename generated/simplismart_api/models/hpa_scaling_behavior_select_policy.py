# Generated from openapi.yaml by `make generate`; do not edit.
"""``HPAScalingBehaviorSelectPolicy``."""

from typing import Literal, TypeAlias

HPAScalingBehaviorSelectPolicy: TypeAlias = Literal["Disabled", "Max", "Min"]
