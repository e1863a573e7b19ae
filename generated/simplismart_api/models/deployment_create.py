# Generated from openapi.yaml by `make generate`; do not edit.
"""A deployment on Simplismart's GPUs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .deployment_create_async_deployment_type import DeploymentCreateAsyncDeploymentType
    from .json_object import JsonObject
    from .persistent_volume_claim import PersistentVolumeClaim
    from .sidecar_create import SidecarCreate


class DeploymentCreate(TypedDict, total=False):
    """A deployment on Simplismart's GPUs. `max_pod_replicas` is at least `min_pod_replicas`; the
    minimum may be 0 only with a cron window; a cron window and scale-to-zero exclude each other.
    """

    model_repo: Required[str]

    org: Required[str]

    gpu_id: Required[str]
    """Such as `nvidia-h100`, `nvidia-a10`, `nvidia-l4` or `cpu`; an open list."""

    name: Required[str]

    min_pod_replicas: Required[int]

    max_pod_replicas: Required[int]

    autoscale_config: Mapping[str, Any]

    env_variables: JsonObject

    deployment_custom_configuration: JsonObject

    healthcheck: JsonObject

    ports: JsonObject

    metrics_path: list[str]

    persistent_volume_claims: JsonObject | list[PersistentVolumeClaim]

    fast_scaleup: bool

    deployment_tag: str

    scale_to_zero_enabled: bool

    async_deployment_type: DeploymentCreateAsyncDeploymentType

    auth_enabled: bool

    extra_details: JsonObject

    deployment_input_files: list[JsonObject]

    sidecars: list[SidecarCreate]

    advanced_configuration: JsonObject
