# Generated from openapi.yaml by `make generate`; do not edit.
"""A container that runs beside the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from .json_object import JsonObject
    from .sidecar_resources import SidecarResources
    from .sidecar_secret_ref import SidecarSecretRef


class SidecarCreate(TypedDict, total=False):
    """A container that runs beside the model."""

    model_repo: Required[str]

    env_variables: JsonObject

    healthcheck: JsonObject

    command: list[str]

    resources: SidecarResources

    secrets: list[SidecarSecretRef]
    """No key twice, and none that env_variables has."""

    privileged_access: bool
