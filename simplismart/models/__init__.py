"""What is sent, a class for each request body and for the parameters of lists, loaded when used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._payload import Payload
    from .deployment import (
        AutoscaleConfig,
        AutoscaleTarget,
        AutoscalingUpdate,
        CronScalingRule,
        DeploymentCreate,
        HPAScalingBehavior,
        HPAScalingPolicy,
        SidecarCreate,
        SidecarSecretRef,
    )
    from .model_repo import (
        ModelRepoCompileAvatar,
        ModelRepoCompileCreate,
        ModelRepoCreate,
        ModelRepoListParams,
        ModelRepoProfilesRequest,
    )
    from .network_volume import (
        NetworkVolumeCreate,
        NetworkVolumeListParams,
        NetworkVolumeResize,
        PersistentVolumeClaim,
    )
    from .secret import SecretCreate
    from .usage import UsageStatsParams

__all__ = [
    "AutoscaleConfig",
    "AutoscaleTarget",
    "AutoscalingUpdate",
    "CronScalingRule",
    "DeploymentCreate",
    "HPAScalingBehavior",
    "HPAScalingPolicy",
    "ModelRepoCompileAvatar",
    "ModelRepoCompileCreate",
    "ModelRepoCreate",
    "ModelRepoListParams",
    "ModelRepoProfilesRequest",
    "NetworkVolumeCreate",
    "NetworkVolumeListParams",
    "NetworkVolumeResize",
    "Payload",
    "PersistentVolumeClaim",
    "SecretCreate",
    "SidecarCreate",
    "SidecarSecretRef",
    "UsageStatsParams",
]

_PREFIXES = {
    "ModelRepo": "model_repo",
    "NetworkVolume": "network_volume",
    "Payload": "_payload",
    "PersistentVolumeClaim": "persistent_volume_claim",
    "Secret": "secret",
    "Usage": "usage",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = next((module for prefix, module in _PREFIXES.items() if name.startswith(prefix)), "deployment")
    value = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
