# Generated from openapi.yaml by `make generate`; do not edit.
"""``DeploymentStatus``."""

from typing import Literal, TypeAlias

DeploymentStatus: TypeAlias = (
    Literal[
        "DELETED",
        "DELETING",
        "DEPLOYED",
        "DEPLOYING",
        "FAILED",
        "PENDING",
        "SCALED_DOWN",
        "STOPPED",
    ]
    | str
)
"""PENDING and DEPLOYING while it is made, DEPLOYED when up, STOPPED or SCALED_DOWN, DELETING; over
are FAILED, any FAILED_… and DELETED. New ones may appear.
"""
