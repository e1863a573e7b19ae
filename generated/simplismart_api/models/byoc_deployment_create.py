# Generated from openapi.yaml by `make generate`; do not edit.
"""``ByocDeploymentCreate``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional

if TYPE_CHECKING:
    from typing import Any

    from ..types import Field
    from .json_object import JsonObject


class ByocDeploymentCreate(Model):
    """A deployment on a cluster of your own; a free object whose fields were seen, not documented."""

    __slots__ = ()

    model_repo: Field[str | None] = optional("model_repo")

    org: Field[str | None] = optional("org")

    name: Field[str | None] = optional("name")

    cluster: Field[str | None] = optional("cluster")

    nodegroups: Field[list[Any] | None] = optional("nodegroups")

    cpu_request: Field[Any] = optional("cpu_request")
    """A quantity as Kubernetes writes it."""

    cpu_limit: Field[Any] = optional("cpu_limit")
    """A quantity as Kubernetes writes it."""

    memory_request: Field[Any] = optional("memory_request")
    """A quantity as Kubernetes writes it."""

    memory_limit: Field[Any] = optional("memory_limit")
    """A quantity as Kubernetes writes it."""

    min_pod_replicas: Field[int | None] = optional("min_pod_replicas")

    max_pod_replicas: Field[int | None] = optional("max_pod_replicas")

    autoscale_config: Field[JsonObject | None] = optional("autoscale_config")
