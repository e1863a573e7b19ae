# Generated from openapi.yaml by `make generate`; do not edit.
"""``UsageStatsParamsWindowSize``."""

from typing import Literal, TypeAlias

UsageStatsParamsWindowSize: TypeAlias = Literal[
    "12HOUR", "15MIN", "30MIN", "3HOUR", "6HOUR", "DAY", "HOUR", "MINUTE", "WEEK"
]
