# Generated from openapi.yaml by `make generate`; do not edit.
"""A model repo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, moment, nest, optional, required
from . import container_image as _container_image
from . import model_repo_secrets as _model_repo_secrets

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, Self

    from ..types import Field
    from .container_image import ContainerImage
    from .json_object import JsonObject
    from .model_repo_secrets import ModelRepoSecrets
    from .model_repo_status import ModelRepoStatus


class ModelRepo(Model):
    """A model repo."""

    __slots__ = ()

    uuid: Field[str] = required("uuid")
    """The id."""

    name: Field[str] = required("name")
    """Unique in the organisation."""

    status: Field[ModelRepoStatus] = required("status")

    status_description: Field[str | None] = optional("status_description")
    """More about the status, such as why it failed."""

    source_type: Field[str | None] = optional("source_type")
    """Where the model comes from."""

    source_url: Field[str | None] = optional("source_url")
    """The model's id at its source or the image with its tag."""

    is_byom: Field[bool | None] = optional("is_byom")
    """Whether it is a container image that was brought along."""

    is_public: Field[bool | None] = optional("is_public")

    accelerator: Field[Any] = optional("accelerator")
    """Null, or a value whose shape is not documented."""

    runtime_gpus: Field[int | None] = optional("runtime_gpus")
    """Number of GPUs."""

    byom: Field[ContainerImage | None] = optional("byom")

    secrets: Field[ModelRepoSecrets | None] = optional("secrets")

    model_type: Field[str | None] = optional("model_type")
    """Such as `byom` or `platform`."""

    env: Field[JsonObject | None] = optional("env")

    created_at: Field[datetime | None] = optional("created_at", moment)

    updated_at: Field[datetime | None] = optional("updated_at", moment)

    org_id: Field[str | None] = optional("org_id")
    """The organisation."""

    healthcheck: Field[JsonObject | None] = optional("healthcheck")

    ports: Field[JsonObject | None] = optional("ports")

    metrics_path: Field[list[str] | None] = optional("metrics_path")

    deployment_custom_configuration: Field[Any] = optional("deployment_custom_configuration")
    """An object or a list."""

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest(model, "byom", _container_image.ContainerImage)
        nest(model, "secrets", _model_repo_secrets.ModelRepoSecrets.adopt)
        return model
