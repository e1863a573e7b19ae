# Generated from openapi.yaml by `make generate`; do not edit.
"""``ModelRepoCompileCreateProcessingMode``."""

from typing import Literal, TypeAlias

ModelRepoCompileCreateProcessingMode: TypeAlias = Literal["ASYNC", "REALTIME_ASYNC", "SYNC"]
