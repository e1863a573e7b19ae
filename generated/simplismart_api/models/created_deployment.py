# Generated from openapi.yaml by `make generate`; do not edit.
"""A new deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional

if TYPE_CHECKING:
    from ..types import Field
    from .deployment_status import DeploymentStatus


class CreatedDeployment(Model):
    """A new deployment. Its id stands in `deployment_id`, `uuid` or `id`, or is absent."""

    __slots__ = ()

    deployment_id: Field[str | None] = optional("deployment_id")

    uuid: Field[str | None] = optional("uuid")

    id: Field[str | None] = optional("id")

    name: Field[str | None] = optional("name")

    status: Field[DeploymentStatus | None] = optional("status")

    model_endpoint: Field[str | None] = optional("model_endpoint")
    """The host where the model answers."""

    message: Field[str | None] = optional("message")
