# Generated from openapi.yaml by `make generate`; do not edit.
"""A window of time with a number of replicas of its own."""

from __future__ import annotations

from typing import Required, TypedDict


class CronScalingRule(TypedDict, total=False):
    """A window of time with a number of replicas of its own."""

    timezone: Required[str]
    """Such as `UTC`."""

    start: Required[str]
    """When the window opens"""

    end: Required[str]
    """When the window closes"""

    desiredReplicas: int
