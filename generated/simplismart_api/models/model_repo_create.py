# Generated from openapi.yaml by `make generate`; do not edit.
"""A model repo from a container image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from typing import Any

    from .json_object import JsonObject
    from .model_repo_create_source_type import ModelRepoCreateSourceType


class ModelRepoCreate(TypedDict, total=False):
    """A model repo from a container image."""

    name: Required[str]

    org: str

    source_type: Required[ModelRepoCreateSourceType]
    """The kind of registry."""

    runtime_gpus: Required[int]
    """Number of GPUs."""

    registry_path: Required[str]
    """The repository in the registry."""

    docker_tag: Required[str]
    """The tag of the image."""

    source_secret: str
    """The id of the registry's secret; needed but for docker_hub, where an image may be public."""

    env: JsonObject

    healthcheck: JsonObject

    ports: JsonObject

    metrics_path: list[str]

    deployment_custom_configuration: JsonObject | list[Any]
