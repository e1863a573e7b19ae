# Generated from openapi.yaml by `make generate`; do not edit.
"""queue_length is for asynchronous deployments only."""

from typing import Literal, TypeAlias

AutoscaleTargetMetric: TypeAlias = Literal[
    "concurrency", "cpu", "gpu", "gram", "latency", "queue_length", "ram", "throughput"
]
"""queue_length is for asynchronous deployments only."""
