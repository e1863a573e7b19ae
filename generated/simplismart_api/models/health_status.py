# Generated from openapi.yaml by `make generate`; do not edit.
"""A whole word; a deployment is ready when it is DEPLOYED and Healthy."""

from typing import Literal, TypeAlias

HealthStatus: TypeAlias = (
    Literal[
        "Degraded",
        "Healthy",
        "Initializing",
        "Missing",
        "Progressing",
        "SCALED_DOWN",
        "Unhealthy",
        "Unknown",
    ]
    | str
)
"""A whole word; a deployment is ready when it is DEPLOYED and Healthy."""
