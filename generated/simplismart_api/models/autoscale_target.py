# Generated from openapi.yaml by `make generate`; do not edit.
"""What to scale by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional, required

if TYPE_CHECKING:
    from ..types import Field
    from .autoscale_target_metric import AutoscaleTargetMetric
    from .autoscale_target_percentile import AutoscaleTargetPercentile


class AutoscaleTarget(Model):
    """What to scale by. Further keys are passed on."""

    __slots__ = ()

    metric: Field[AutoscaleTargetMetric] = required("metric")
    """queue_length is for asynchronous deployments only."""

    target: Field[float] = required("target")
    """The value to hold."""

    percentile: Field[AutoscaleTargetPercentile | None] = optional("percentile")
    """For latency only."""
