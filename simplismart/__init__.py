"""The Simplismart Python SDK: model repos, deployments, secrets, network volumes and usage.

Names are loaded when they are first used, so that importing the package costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .client import (
        AsyncSimplismart,
        Simplismart,
        SimplismartClient,
    )
    from .deployed import (
        DeployedModel,
    )
    from .exceptions import (
        APIError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConflictError,
        ConnectError,
        DeadlineExceededError,
        DeployError,
        InvalidResponseError,
        NotFoundError,
        PaymentRequiredError,
        PermissionDeniedError,
        Problem,
        RateLimitError,
        RedirectError,
        ResponseTooLargeError,
        ServerError,
        SimplismartError,
        TransportError,
        UnprocessableError,
        ValidationError,
        WaitError,
        WaitFailedError,
        WaitTimeoutError,
    )
    from .lifecycle import (
        DeploymentState,
    )
    from .models import (
        AutoscaleConfig,
        AutoscaleTarget,
        CronScalingRule,
        DeploymentCreate,
        HPAScalingBehavior,
        HPAScalingPolicy,
        ModelRepoCompileAvatar,
        ModelRepoCompileCreate,
        ModelRepoCreate,
        ModelRepoListParams,
        ModelRepoProfilesRequest,
        NetworkVolumeCreate,
        NetworkVolumeListParams,
        NetworkVolumeResize,
        PersistentVolumeClaim,
        SecretCreate,
        SidecarCreate,
        SidecarSecretRef,
        UsageStatsParams,
    )
    from .observe import (
        RequestEvent,
        ResponseEvent,
    )
    from .options import (
        CallOptions,
        PollOptions,
    )
    from .policy import (
        RateLimit,
    )
    from .wire import (
        RawResponse,
    )

_MODULES = {
    "client": (
        "AsyncSimplismart",
        "Simplismart",
        "SimplismartClient",
    ),
    "deployed": ("DeployedModel",),
    "exceptions": (
        "APIError",
        "AuthenticationError",
        "BadRequestError",
        "ConfigurationError",
        "ConflictError",
        "ConnectError",
        "DeadlineExceededError",
        "DeployError",
        "InvalidResponseError",
        "NotFoundError",
        "PaymentRequiredError",
        "PermissionDeniedError",
        "Problem",
        "RateLimitError",
        "RedirectError",
        "ResponseTooLargeError",
        "ServerError",
        "SimplismartError",
        "TransportError",
        "UnprocessableError",
        "ValidationError",
        "WaitError",
        "WaitFailedError",
        "WaitTimeoutError",
    ),
    "lifecycle": ("DeploymentState",),
    "models": (
        "AutoscaleConfig",
        "AutoscaleTarget",
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
        "PersistentVolumeClaim",
        "SecretCreate",
        "SidecarCreate",
        "SidecarSecretRef",
        "UsageStatsParams",
    ),
    "observe": (
        "RequestEvent",
        "ResponseEvent",
    ),
    "options": (
        "CallOptions",
        "PollOptions",
    ),
    "policy": ("RateLimit",),
    "wire": ("RawResponse",),
}
_SUBMODULES = frozenset({"client", "exceptions", "models"})
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "APIError",
    "AsyncSimplismart",
    "AuthenticationError",
    "AutoscaleConfig",
    "AutoscaleTarget",
    "BadRequestError",
    "CallOptions",
    "ConfigurationError",
    "ConflictError",
    "ConnectError",
    "CronScalingRule",
    "DeadlineExceededError",
    "DeployError",
    "DeployedModel",
    "DeploymentCreate",
    "DeploymentState",
    "HPAScalingBehavior",
    "HPAScalingPolicy",
    "InvalidResponseError",
    "ModelRepoCompileAvatar",
    "ModelRepoCompileCreate",
    "ModelRepoCreate",
    "ModelRepoListParams",
    "ModelRepoProfilesRequest",
    "NetworkVolumeCreate",
    "NetworkVolumeListParams",
    "NetworkVolumeResize",
    "NotFoundError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PersistentVolumeClaim",
    "PollOptions",
    "Problem",
    "RateLimit",
    "RateLimitError",
    "RawResponse",
    "RedirectError",
    "RequestEvent",
    "ResponseEvent",
    "ResponseTooLargeError",
    "SecretCreate",
    "ServerError",
    "SidecarCreate",
    "SidecarSecretRef",
    "Simplismart",
    "SimplismartClient",
    "SimplismartError",
    "TransportError",
    "UnprocessableError",
    "UsageStatsParams",
    "ValidationError",
    "WaitError",
    "WaitFailedError",
    "WaitTimeoutError",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        return import_module(f".{name}", __name__)
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{_HOME[name]}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
