# Generated from openapi.yaml by `make generate`; do not edit.
"""For latency only."""

from typing import Literal, TypeAlias

AutoscaleTargetPercentile: TypeAlias = Literal[50, 75, 90, 95]
"""For latency only."""
