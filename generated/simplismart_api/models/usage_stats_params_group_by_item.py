# Generated from openapi.yaml by `make generate`; do not edit.
"""``UsageStatsParamsGroupByItem``."""

from typing import Literal, TypeAlias

UsageStatsParamsGroupByItem: TypeAlias = Literal["feature_id", "source"]
