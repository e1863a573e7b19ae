# Generated from openapi.yaml by `make generate`; do not edit.
"""A deployment, in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional, required

if TYPE_CHECKING:
    from typing import Any

    from ..types import Field
    from .deployment_status import DeploymentStatus
    from .json_object import JsonObject


class Deployment(Model):
    """A deployment, in detail."""

    __slots__ = ()

    uuid: Field[str] = required("uuid")
    """The id."""

    name: Field[str] = required("name")
    """Unique in the organisation."""

    status: Field[DeploymentStatus] = required("status")

    model_repo: Field[Any] = optional("model_repo")
    """The id of the model repo, or an object."""

    org: Field[Any] = optional("org")
    """The id of the organisation, or an object."""

    autoscale_config: Field[JsonObject | None] = optional("autoscale_config")

    healthcheck: Field[JsonObject | None] = optional("healthcheck")

    ports: Field[JsonObject | None] = optional("ports")

    min_pod_replicas: Field[int | None] = optional("min_pod_replicas")

    max_pod_replicas: Field[int | None] = optional("max_pod_replicas")

    model_endpoint: Field[str | None] = optional("model_endpoint")
    """The host where the model answers."""

    namespace: Field[str | None] = optional("namespace")

    slug: Field[str | None] = optional("slug")

    api_details: Field[Any] = optional("api_details")
    """How the model is called; the shape is not documented."""
