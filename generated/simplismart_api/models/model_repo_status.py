# Generated from openapi.yaml by `make generate`; do not edit.
"""``ModelRepoStatus``."""

from typing import Literal, TypeAlias

ModelRepoStatus: TypeAlias = (
    Literal[
        "DELETED", "ERROR", "FAILED", "LAUNCHING_RAY_CLUSTER", "OPTIMISING", "PENDING", "SUCCESS"
    ]
    | str
)
"""PENDING, LAUNCHING_RAY_CLUSTER, OPTIMISING, then SUCCESS; over too are FAILED, any FAILED_…,
ERROR and DELETED. Anything else, known or new, is still in progress.
"""
