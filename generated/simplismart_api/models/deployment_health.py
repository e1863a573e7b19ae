# Generated from openapi.yaml by `make generate`; do not edit.
"""The health of a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest, nest_list, optional, required
from . import health_message as _health_message
from . import pod_counts as _pod_counts

if TYPE_CHECKING:
    from typing import Any, Self

    from ..types import Field
    from .health_message import HealthMessage
    from .health_status import HealthStatus
    from .pod_counts import PodCounts


class DeploymentHealth(Model):
    """The health of a deployment."""

    __slots__ = ()

    data: Field[HealthStatus] = required("data")

    messages: Field[list[HealthMessage] | None] = optional("messages")

    pods: Field[PodCounts | None] = optional("pods")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest_list(model, "messages", _health_message.HealthMessage)
        nest(model, "pods", _pod_counts.PodCounts)
        return model
