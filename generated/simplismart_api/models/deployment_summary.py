# Generated from openapi.yaml by `make generate`; do not edit.
"""A deployment, in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, optional, required

if TYPE_CHECKING:
    from ..types import Field
    from .deployment_status import DeploymentStatus


class DeploymentSummary(Model):
    """A deployment, in short."""

    __slots__ = ()

    deployment_id: Field[str] = required("deployment_id")
    """The id."""

    deployment_name: Field[str | None] = optional("deployment_name")

    model_repo_id: Field[str | None] = optional("model_repo_id")

    model_repo_name: Field[str | None] = optional("model_repo_name")

    model_type: Field[str | None] = optional("model_type")

    accelerator_type: Field[list[str] | None] = optional("accelerator_type")

    accelerator_count: Field[int | None] = optional("accelerator_count")

    status: Field[DeploymentStatus] = required("status")
