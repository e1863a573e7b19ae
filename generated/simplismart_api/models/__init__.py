# Generated from openapi.yaml by `make generate`; do not edit.
"""The results and request bodies; each module is loaded when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .autoscale_config import AutoscaleConfig
    from .autoscale_target import AutoscaleTarget
    from .autoscale_target_metric import AutoscaleTargetMetric
    from .autoscale_target_percentile import AutoscaleTargetPercentile
    from .autoscaling_update import AutoscalingUpdate
    from .byoc_deployment_create import ByocDeploymentCreate
    from .container_image import ContainerImage
    from .created_deployment import CreatedDeployment
    from .created_secret import CreatedSecret
    from .cron_scaling_rule import CronScalingRule
    from .deployment import Deployment
    from .deployment_create import DeploymentCreate
    from .deployment_create_async_deployment_type import DeploymentCreateAsyncDeploymentType
    from .deployment_health import DeploymentHealth
    from .deployment_status import DeploymentStatus
    from .deployment_summary import DeploymentSummary
    from .deployment_update import DeploymentUpdate
    from .detail_error import DetailError
    from .field_errors import FieldErrors
    from .health_message import HealthMessage
    from .health_status import HealthStatus
    from .hpa_scaling_behavior import HPAScalingBehavior
    from .hpa_scaling_behavior_select_policy import HPAScalingBehaviorSelectPolicy
    from .hpa_scaling_policy import HPAScalingPolicy
    from .hpa_scaling_policy_type import HPAScalingPolicyType
    from .json_object import JsonObject
    from .message_error import MessageError
    from .model_repo import ModelRepo
    from .model_repo_compile_avatar import ModelRepoCompileAvatar
    from .model_repo_compile_create import ModelRepoCompileCreate
    from .model_repo_compile_create_mode import ModelRepoCompileCreateMode
    from .model_repo_compile_create_model_type import ModelRepoCompileCreateModelType
    from .model_repo_compile_create_processing_mode import ModelRepoCompileCreateProcessingMode
    from .model_repo_create import ModelRepoCreate
    from .model_repo_create_source_type import ModelRepoCreateSourceType
    from .model_repo_page import ModelRepoPage
    from .model_repo_profiles_request import ModelRepoProfilesRequest
    from .model_repo_profiles_request_type import ModelRepoProfilesRequestType
    from .model_repo_secrets import ModelRepoSecrets
    from .model_repo_status import ModelRepoStatus
    from .model_repo_status_filter import ModelRepoStatusFilter
    from .network_volume import NetworkVolume
    from .network_volume_create import NetworkVolumeCreate
    from .network_volume_page import NetworkVolumePage
    from .network_volume_resize import NetworkVolumeResize
    from .network_volume_status import NetworkVolumeStatus
    from .non_field_errors import NonFieldErrors
    from .ordering import Ordering
    from .persistent_volume_claim import PersistentVolumeClaim
    from .pod_counts import PodCounts
    from .reservation_commitment import ReservationCommitment
    from .reservation_day import ReservationDay
    from .resize_state import ResizeState
    from .restart_action import RestartAction
    from .restart_action_action import RestartActionAction
    from .secret import Secret
    from .secret_create import SecretCreate
    from .secret_create_secret_type import SecretCreateSecretType
    from .secret_envelope import SecretEnvelope
    from .secret_list import SecretList
    from .secret_reference import SecretReference
    from .secret_summary import SecretSummary
    from .sidecar_create import SidecarCreate
    from .sidecar_quantities import SidecarQuantities
    from .sidecar_resources import SidecarResources
    from .sidecar_secret_ref import SidecarSecretRef
    from .simple_error import SimpleError
    from .start_stop_action import StartStopAction
    from .start_stop_action_action import StartStopActionAction
    from .usage_item import UsageItem
    from .usage_point import UsagePoint
    from .usage_stats import UsageStats
    from .usage_stats_params import UsageStatsParams
    from .usage_stats_params_group_by_item import UsageStatsParamsGroupByItem
    from .usage_stats_params_plan_type import UsageStatsParamsPlanType
    from .usage_stats_params_window_size import UsageStatsParamsWindowSize
    from .volume_resize import VolumeResize

__all__ = [
    "AutoscaleConfig",
    "AutoscaleTarget",
    "AutoscaleTargetMetric",
    "AutoscaleTargetPercentile",
    "AutoscalingUpdate",
    "ByocDeploymentCreate",
    "ContainerImage",
    "CreatedDeployment",
    "CreatedSecret",
    "CronScalingRule",
    "Deployment",
    "DeploymentCreate",
    "DeploymentCreateAsyncDeploymentType",
    "DeploymentHealth",
    "DeploymentStatus",
    "DeploymentSummary",
    "DeploymentUpdate",
    "DetailError",
    "FieldErrors",
    "HPAScalingBehavior",
    "HPAScalingBehaviorSelectPolicy",
    "HPAScalingPolicy",
    "HPAScalingPolicyType",
    "HealthMessage",
    "HealthStatus",
    "JsonObject",
    "MessageError",
    "ModelRepo",
    "ModelRepoCompileAvatar",
    "ModelRepoCompileCreate",
    "ModelRepoCompileCreateMode",
    "ModelRepoCompileCreateModelType",
    "ModelRepoCompileCreateProcessingMode",
    "ModelRepoCreate",
    "ModelRepoCreateSourceType",
    "ModelRepoPage",
    "ModelRepoProfilesRequest",
    "ModelRepoProfilesRequestType",
    "ModelRepoSecrets",
    "ModelRepoStatus",
    "ModelRepoStatusFilter",
    "NetworkVolume",
    "NetworkVolumeCreate",
    "NetworkVolumePage",
    "NetworkVolumeResize",
    "NetworkVolumeStatus",
    "NonFieldErrors",
    "Ordering",
    "PersistentVolumeClaim",
    "PodCounts",
    "ReservationCommitment",
    "ReservationDay",
    "ResizeState",
    "RestartAction",
    "RestartActionAction",
    "Secret",
    "SecretCreate",
    "SecretCreateSecretType",
    "SecretEnvelope",
    "SecretList",
    "SecretReference",
    "SecretSummary",
    "SidecarCreate",
    "SidecarQuantities",
    "SidecarResources",
    "SidecarSecretRef",
    "SimpleError",
    "StartStopAction",
    "StartStopActionAction",
    "UsageItem",
    "UsagePoint",
    "UsageStats",
    "UsageStatsParams",
    "UsageStatsParamsGroupByItem",
    "UsageStatsParamsPlanType",
    "UsageStatsParamsWindowSize",
    "VolumeResize",
]

_MODULES = {
    "AutoscaleConfig": ".autoscale_config",
    "AutoscaleTarget": ".autoscale_target",
    "AutoscaleTargetMetric": ".autoscale_target_metric",
    "AutoscaleTargetPercentile": ".autoscale_target_percentile",
    "AutoscalingUpdate": ".autoscaling_update",
    "ByocDeploymentCreate": ".byoc_deployment_create",
    "ContainerImage": ".container_image",
    "CreatedDeployment": ".created_deployment",
    "CreatedSecret": ".created_secret",
    "CronScalingRule": ".cron_scaling_rule",
    "Deployment": ".deployment",
    "DeploymentCreate": ".deployment_create",
    "DeploymentCreateAsyncDeploymentType": ".deployment_create_async_deployment_type",
    "DeploymentHealth": ".deployment_health",
    "DeploymentStatus": ".deployment_status",
    "DeploymentSummary": ".deployment_summary",
    "DeploymentUpdate": ".deployment_update",
    "DetailError": ".detail_error",
    "FieldErrors": ".field_errors",
    "HPAScalingBehavior": ".hpa_scaling_behavior",
    "HPAScalingBehaviorSelectPolicy": ".hpa_scaling_behavior_select_policy",
    "HPAScalingPolicy": ".hpa_scaling_policy",
    "HPAScalingPolicyType": ".hpa_scaling_policy_type",
    "HealthMessage": ".health_message",
    "HealthStatus": ".health_status",
    "JsonObject": ".json_object",
    "MessageError": ".message_error",
    "ModelRepo": ".model_repo",
    "ModelRepoCompileAvatar": ".model_repo_compile_avatar",
    "ModelRepoCompileCreate": ".model_repo_compile_create",
    "ModelRepoCompileCreateMode": ".model_repo_compile_create_mode",
    "ModelRepoCompileCreateModelType": ".model_repo_compile_create_model_type",
    "ModelRepoCompileCreateProcessingMode": ".model_repo_compile_create_processing_mode",
    "ModelRepoCreate": ".model_repo_create",
    "ModelRepoCreateSourceType": ".model_repo_create_source_type",
    "ModelRepoPage": ".model_repo_page",
    "ModelRepoProfilesRequest": ".model_repo_profiles_request",
    "ModelRepoProfilesRequestType": ".model_repo_profiles_request_type",
    "ModelRepoSecrets": ".model_repo_secrets",
    "ModelRepoStatus": ".model_repo_status",
    "ModelRepoStatusFilter": ".model_repo_status_filter",
    "NetworkVolume": ".network_volume",
    "NetworkVolumeCreate": ".network_volume_create",
    "NetworkVolumePage": ".network_volume_page",
    "NetworkVolumeResize": ".network_volume_resize",
    "NetworkVolumeStatus": ".network_volume_status",
    "NonFieldErrors": ".non_field_errors",
    "Ordering": ".ordering",
    "PersistentVolumeClaim": ".persistent_volume_claim",
    "PodCounts": ".pod_counts",
    "ReservationCommitment": ".reservation_commitment",
    "ReservationDay": ".reservation_day",
    "ResizeState": ".resize_state",
    "RestartAction": ".restart_action",
    "RestartActionAction": ".restart_action_action",
    "Secret": ".secret",
    "SecretCreate": ".secret_create",
    "SecretCreateSecretType": ".secret_create_secret_type",
    "SecretEnvelope": ".secret_envelope",
    "SecretList": ".secret_list",
    "SecretReference": ".secret_reference",
    "SecretSummary": ".secret_summary",
    "SidecarCreate": ".sidecar_create",
    "SidecarQuantities": ".sidecar_quantities",
    "SidecarResources": ".sidecar_resources",
    "SidecarSecretRef": ".sidecar_secret_ref",
    "SimpleError": ".simple_error",
    "StartStopAction": ".start_stop_action",
    "StartStopActionAction": ".start_stop_action_action",
    "UsageItem": ".usage_item",
    "UsagePoint": ".usage_point",
    "UsageStats": ".usage_stats",
    "UsageStatsParams": ".usage_stats_params",
    "UsageStatsParamsGroupByItem": ".usage_stats_params_group_by_item",
    "UsageStatsParamsPlanType": ".usage_stats_params_plan_type",
    "UsageStatsParamsWindowSize": ".usage_stats_params_window_size",
    "VolumeResize": ".volume_resize",
}


def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in _MODULES:
            value = getattr(import_module(_MODULES[name], __name__), name)
            globals()[name] = value
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
