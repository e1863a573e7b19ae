# Generated from openapi.yaml by `make generate`; do not edit.
"""``UsageStatsParamsPlanType``."""

from typing import Literal, TypeAlias

UsageStatsParamsPlanType: TypeAlias = Literal[
    "byoc", "compilation", "private", "reserved", "shared", "training"
]
