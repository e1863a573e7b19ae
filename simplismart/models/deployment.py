"""Payloads of the deployments and of their autoscaling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

import attrs
from attrs.converters import optional

from ..exceptions import Problem
from ._payload import (
    Payload,
    Rule,
    as_given,
    boolean,
    build,
    build_all,
    identifier,
    identify,
    integer,
    items,
    json_object,
    json_value,
    named,
    nested,
    number,
    object_of,
    object_or,
    one_of,
    plain,
    sent,
    shown,
    shown_keys,
    strip,
    strip_all,
    text,
    whole,
)
from .persistent_volume_claim import PersistentVolumeClaim

METRICS = ("concurrency", "cpu", "gpu", "gram", "latency", "ram", "throughput", "queue_length")
RESOURCES = ("requests", "limits")
QUANTITIES = ("cpu", "memory")
CLAIMS = "must be a list of PersistentVolumeClaim or dicts, or a dict"


@attrs.define(kw_only=True)
class AutoscaleTarget(Payload):
    """What to scale by.

    Part of an ``AutoscaleConfig`` and of ``POST /deployments/{deployment_id}/update-replicas/``.

    Keys that are not listed here are kept in ``model_extra`` and sent.

    Args:
        metric: ``concurrency``, ``cpu``, ``gpu``, ``gram``, ``latency``, ``ram``, ``throughput``,
            or ``queue_length`` for asynchronous deployments.
        target: The value to hold, a finite number.
        percentile: 50, 75, 90 or 95; for ``latency`` only.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    _passes_unknown: ClassVar[bool] = True

    metric: str = attrs.field(converter=strip, validator=one_of(*METRICS))
    target: float = attrs.field(validator=number())
    percentile: float | None = attrs.field(default=None, validator=number(50, 75, 90, 95))
    model_extra: dict[str, Any] = attrs.field(factory=dict, init=False, validator=json_object)

    def _rules(self) -> Sequence[Rule]:
        return (self._percentile_of_latency,)

    def _percentile_of_latency(self) -> Iterator[Problem]:
        if self.percentile is not None and self.metric != "latency":
            yield Problem("percentile", "must only be given for the metric latency", f"metric {self.metric}")


@attrs.define(kw_only=True)
class CronScalingRule(Payload):
    """A window of time with a number of replicas of its own.

    Part of an ``AutoscaleConfig`` and of ``POST /deployments/{deployment_id}/update-replicas/``.

    Args:
        timezone: The time zone of the window, such as ``UTC``.
        start: When it opens, as a cron expression.
        end: When it closes, as a cron expression.
        desiredReplicas: The replicas within it, at least 1.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    timezone: str = attrs.field(converter=strip, validator=text())
    start: str = attrs.field(converter=strip, validator=text())
    end: str = attrs.field(converter=strip, validator=text())
    desiredReplicas: int = attrs.field(default=1, converter=whole, validator=integer(1))


@attrs.define(kw_only=True)
class HPAScalingPolicy(Payload):
    """How fast replicas may be added or taken away.

    Part of an ``HPAScalingBehavior``, so of ``POST /deployments/{deployment_id}/update-replicas/``.

    Args:
        type: ``Pods`` or ``Percent``.
        value: A number of pods, at least 1, or a percentage, 1 to 100.
        periodSeconds: The seconds in which that many may change, 1 to 1800.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    type: str = attrs.field(converter=strip, validator=one_of("Pods", "Percent"))
    value: int = attrs.field(converter=whole, validator=integer(1))
    periodSeconds: int = attrs.field(converter=whole, validator=integer(1, 1800))

    def _rules(self) -> Sequence[Rule]:
        return (self._percentage,)

    def _percentage(self) -> Iterator[Problem]:
        if self.type == "Percent" and self.value > 100:
            yield Problem("value", "must be at most 100 for the type Percent", shown(self.value))


def _policies(values: Sequence[HPAScalingPolicy | Mapping[str, Any]]) -> list[HPAScalingPolicy]:
    policies: list[HPAScalingPolicy] = build_all(HPAScalingPolicy, values)
    return policies


@attrs.define(kw_only=True)
class HPAScalingBehavior(Payload):
    """How a deployment scales in one direction.

    Part of an ``AutoscaleConfig`` and of ``POST /deployments/{deployment_id}/update-replicas/``.

    Args:
        stabilizationWindowSeconds: The seconds over which recommendations are smoothed, 0 to 3600.
        selectPolicy: Which policy counts: ``Min``, ``Max`` or ``Disabled``.
        policies: One or more ``HPAScalingPolicy`` or dicts.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    stabilizationWindowSeconds: int = attrs.field(converter=whole, validator=integer(0, 3600))
    selectPolicy: str = attrs.field(converter=strip, validator=one_of("Min", "Max", "Disabled"))
    policies: list[HPAScalingPolicy] = attrs.field(converter=_policies, validator=items(nested(HPAScalingPolicy), 1))


def _targets(values: Sequence[AutoscaleTarget | Mapping[str, Any]]) -> list[AutoscaleTarget]:
    targets: list[AutoscaleTarget] = build_all(AutoscaleTarget, values)
    return targets


def _windows(values: Sequence[CronScalingRule | Mapping[str, Any]]) -> list[CronScalingRule]:
    windows: list[CronScalingRule] = build_all(CronScalingRule, values)
    return windows


def _behavior(value: HPAScalingBehavior | Mapping[str, Any]) -> HPAScalingBehavior:
    behavior: HPAScalingBehavior = build(HPAScalingBehavior, value)
    return behavior


@attrs.define(kw_only=True)
class AutoscaleConfig(Payload):
    """How a deployment scales, part of ``POST /deployments/private/deploy-model/``.

    Keys that are not listed here are kept in ``model_extra`` and sent.

    Args:
        targets: One or more ``AutoscaleTarget`` or dicts.
        cronScaling: Windows of time, ``CronScalingRule`` or dicts; the attribute is
            ``cron_scaling``.
        cooldown_period: The seconds between two changes, at least 0.
        scaleUpBehavior: How replicas are added, an ``HPAScalingBehavior`` or a dict; the attribute
            is ``scale_up_behavior``.
        scaleDownBehavior: How replicas are taken away; the attribute is ``scale_down_behavior``.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    _passes_unknown: ClassVar[bool] = True

    targets: list[AutoscaleTarget] = attrs.field(converter=_targets, validator=items(nested(AutoscaleTarget), 1))
    cron_scaling: list[CronScalingRule] | None = attrs.field(
        default=None,
        alias="cronScaling",
        converter=optional(_windows),
        validator=items(nested(CronScalingRule)),
    )
    cooldown_period: int | None = attrs.field(default=None, converter=optional(whole), validator=integer(0))
    scale_up_behavior: HPAScalingBehavior | None = attrs.field(
        default=None,
        alias="scaleUpBehavior",
        converter=optional(_behavior),
        validator=nested(HPAScalingBehavior),
    )
    scale_down_behavior: HPAScalingBehavior | None = attrs.field(
        default=None,
        alias="scaleDownBehavior",
        converter=optional(_behavior),
        validator=nested(HPAScalingBehavior),
    )
    model_extra: dict[str, Any] = attrs.field(factory=dict, init=False, validator=json_object)


@attrs.define(kw_only=True)
class AutoscalingUpdate(Payload):
    """How a deployment scales from now on: ``POST /deployments/{deployment_id}/update-replicas/``.

    Args:
        min_replicas: The fewest replicas: at least 1, or 0 with a window in ``cron_scaling``.
        max_replicas: The most replicas, at least 1 and ``min_replicas``.
        scale_to_zero: Whether an idle deployment is scaled to zero; excludes windows in
            ``cron_scaling``.
        cron_scaling: Windows of time, ``CronScalingRule`` or dicts; an empty list clears them.
        targets: What to scale by, ``AutoscaleTarget`` or dicts.
        cooldown_period: The seconds between two changes, at least 0.
        initial_cooldown_period: The seconds before the first change, at least 0.
        scale_down_behavior: How replicas are taken away, an ``HPAScalingBehavior`` or a dict.
        scale_up_behavior: How replicas are added, likewise.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    min_replicas: int = attrs.field(converter=whole, validator=integer(0))
    max_replicas: int = attrs.field(converter=whole, validator=integer(1))
    scale_to_zero: bool | None = attrs.field(default=None, validator=boolean)
    cron_scaling: list[CronScalingRule] | None = attrs.field(
        default=None,
        converter=optional(_windows),
        validator=items(nested(CronScalingRule)),
        metadata=named("cronScaling"),
    )
    targets: list[AutoscaleTarget] | None = attrs.field(
        default=None, converter=optional(_targets), validator=items(nested(AutoscaleTarget))
    )
    cooldown_period: int | None = attrs.field(default=None, converter=optional(whole), validator=integer(0))
    initial_cooldown_period: int | None = attrs.field(default=None, converter=optional(whole), validator=integer(0))
    scale_down_behavior: HPAScalingBehavior | None = attrs.field(
        default=None,
        converter=optional(_behavior),
        validator=nested(HPAScalingBehavior),
        metadata=named("scaleDownBehavior"),
    )
    scale_up_behavior: HPAScalingBehavior | None = attrs.field(
        default=None,
        converter=optional(_behavior),
        validator=nested(HPAScalingBehavior),
        metadata=named("scaleUpBehavior"),
    )

    def _rules(self) -> Sequence[Rule]:
        return self._ordered, self._zero_in_window, self._window_or_zero

    def _ordered(self) -> Iterator[Problem]:
        yield from _ordered("min_replicas", self.min_replicas, "max_replicas", self.max_replicas)

    def _zero_in_window(self) -> Iterator[Problem]:
        if self.min_replicas == 0 and not self.cron_scaling:
            yield Problem("min_replicas", "must be at least 1, unless cron_scaling has a window", "0")

    def _window_or_zero(self) -> Iterator[Problem]:
        if self.scale_to_zero and self.cron_scaling:
            yield Problem("scale_to_zero", "must not be True together with windows in cron_scaling", "True")


def _ordered(least: str, minimum: int, most: str, maximum: int) -> Iterator[Problem]:
    if maximum < minimum:
        yield Problem(most, f"must be at least {least} ({minimum})", str(maximum))


@attrs.define(kw_only=True)
class SidecarSecretRef(Payload):
    """A key of a secret that a sidecar gets as an environment variable of the same name.

    Part of a ``SidecarCreate``, so of ``POST /deployments/private/deploy-model/``.

    Args:
        secret: The id of the secret.
        key: The key in the secret's data.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    secret: str = attrs.field(converter=identify, validator=identifier)
    key: str = attrs.field(converter=strip, validator=text(1))


def _empty(values: Any) -> bool:
    return isinstance(values, (list, tuple)) and not values


def _secrets(
    values: Sequence[SidecarSecretRef | Mapping[str, Any]],
) -> list[SidecarSecretRef] | None:
    return None if _empty(values) else build_all(SidecarSecretRef, values)


def _command(values: Sequence[str]) -> list[str] | None:
    return None if _empty(values) else strip_all(values)


@attrs.define(kw_only=True)
class SidecarCreate(Payload):
    """A container that runs beside the model, part of ``POST /deployments/private/deploy-model/``.

    Args:
        model_repo: The id of the model repo with its image.
        env_variables: Environment variables.
        healthcheck: How its health is checked.
        command: The command to run; an empty one is left out.
        resources: ``{"requests": {"cpu", "memory"}, "limits": {"cpu", "memory"}}``, each of them
            optional.
        secrets: At most 10 ``SidecarSecretRef`` or dicts, no key twice and none that is in
            ``env_variables``.
        privileged_access: Whether it runs privileged.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    model_repo: str = attrs.field(converter=identify, validator=identifier)
    env_variables: dict[str, Any] | None = attrs.field(default=None, validator=json_object, repr=shown_keys)
    healthcheck: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    command: list[str] | None = attrs.field(default=None, converter=optional(_command), validator=items(text()))
    resources: dict[str, Any] | None = attrs.field(
        default=None, validator=object_of(RESOURCES, object_of(QUANTITIES, json_value))
    )
    secrets: list[SidecarSecretRef] | None = attrs.field(
        default=None,
        converter=optional(_secrets),
        validator=items(nested(SidecarSecretRef), maximum=10),
    )
    privileged_access: bool | None = attrs.field(default=None, validator=boolean)

    def _rules(self) -> Sequence[Rule]:
        return (self._distinct_keys,)

    def _distinct_keys(self) -> Iterator[Problem]:
        taken = set(self.env_variables or ())
        for index, reference in enumerate(self.secrets or ()):
            if reference.key in taken:
                allowed = "must differ from the other keys and from those of env_variables"
                yield Problem(f"secrets[{index}].key", allowed, shown(reference.key))
            taken.add(reference.key)


def _scaling(value: AutoscaleConfig | dict[str, Any]) -> AutoscaleConfig | dict[str, Any] | None:
    return None if value == {} else value


def _part(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)


def _targets_of(config: Any) -> Sequence[Any]:
    targets = _part(config, "targets")
    return targets if isinstance(targets, (list, tuple)) else ()


def _sidecars(
    values: Sequence[SidecarCreate | dict[str, Any]],
) -> Sequence[SidecarCreate | dict[str, Any]] | None:
    return None if _empty(values) else values


def _claims_as_given(claims: Any) -> Any:
    each = partial(as_given, PersistentVolumeClaim)
    return list(map(each, claims)) if isinstance(claims, (list, tuple)) else plain(claims)


@attrs.define(kw_only=True)
class DeploymentCreate(Payload):
    """A deployment to make on Simplismart's GPUs: ``POST /deployments/private/deploy-model/``.

    Args:
        model_repo: The id of the model repo.
        org: The id of the organisation; the client's own if left out.
        gpu_id: The kind of GPU, such as ``nvidia-h100``, ``nvidia-a10`` or ``nvidia-l4``.
        name: The name, 3 to 60 characters, unique in the organisation.
        min_pod_replicas: The fewest replicas: at least 1, or 0 with a cron window in
            ``autoscale_config``.
        max_pod_replicas: The most replicas, at least 1 and ``min_pod_replicas``.
        autoscale_config: How it scales, an ``AutoscaleConfig`` or a dict; may be left out only if
            both numbers of replicas are 1.
        env_variables: Environment variables.
        deployment_custom_configuration: Further settings.
        healthcheck: How its health is checked.
        ports: Its ports.
        metrics_path: The paths of its metrics.
        persistent_volume_claims: Its volumes, a list of ``PersistentVolumeClaim`` or dicts, or a
            dict.
        scale_to_zero_enabled: Whether it is scaled to zero when idle; excludes cron windows.
        deployment_tag: A label.
        fast_scaleup: Whether it scales up fast.
        async_deployment_type: ``SYNC`` or ``ASYNC``; the metric ``queue_length`` needs ``ASYNC``.
        auth_enabled: Whether calls of the model need a token.
        extra_details: Further details.
        deployment_input_files: Input files, dicts.
        sidecars: At most 3 ``SidecarCreate`` or dicts.
        advanced_configuration: Advanced settings.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    model_repo: str = attrs.field(converter=identify, validator=identifier)
    org: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    gpu_id: str = attrs.field(converter=strip, validator=text(1))
    name: str = attrs.field(converter=strip, validator=text(3, 60))
    min_pod_replicas: int = attrs.field(converter=whole, validator=integer(0))
    max_pod_replicas: int = attrs.field(converter=whole, validator=integer(1))
    autoscale_config: AutoscaleConfig | dict[str, Any] | None = attrs.field(
        default=None,
        converter=optional(_scaling),
        validator=nested(AutoscaleConfig),
        metadata=sent(partial(as_given, AutoscaleConfig), refuses=True),
    )
    env_variables: dict[str, Any] | None = attrs.field(default=None, validator=json_object, repr=shown_keys)
    deployment_custom_configuration: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    healthcheck: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    ports: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    metrics_path: list[str] | None = attrs.field(default=None, converter=optional(strip_all), validator=items(text()))
    persistent_volume_claims: Sequence[PersistentVolumeClaim | dict[str, Any]] | dict[str, Any] | None = attrs.field(
        default=None,
        validator=object_or(items(nested(PersistentVolumeClaim), allowed=CLAIMS)),
        metadata=sent(_claims_as_given),
    )
    scale_to_zero_enabled: bool = attrs.field(default=False, validator=boolean)
    deployment_tag: str | None = attrs.field(default=None, converter=optional(strip), validator=text(1))
    fast_scaleup: bool | None = attrs.field(default=None, validator=boolean)
    async_deployment_type: str | None = attrs.field(
        default=None, converter=optional(strip), validator=one_of("SYNC", "ASYNC")
    )
    auth_enabled: bool | None = attrs.field(default=None, validator=boolean)
    extra_details: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    deployment_input_files: list[dict[str, Any]] | None = attrs.field(default=None, validator=items(json_object))
    sidecars: Sequence[SidecarCreate | dict[str, Any]] | None = attrs.field(
        default=None,
        converter=optional(_sidecars),
        validator=items(nested(SidecarCreate), maximum=3),
        metadata=sent(lambda sidecars: plain(build_all(SidecarCreate, sidecars))),
    )
    advanced_configuration: dict[str, Any] | None = attrs.field(default=None, validator=json_object)

    def _rules(self) -> Sequence[Rule]:
        return (
            self._ordered,
            self._autoscaling_needed,
            self._zero_in_window,
            self._window_or_zero,
            self._queue_when_async,
        )

    def _scaling(self) -> AutoscaleConfig | None:
        config: AutoscaleConfig | None = build(AutoscaleConfig, self.autoscale_config)
        return config

    def _windows(self) -> Sequence[CronScalingRule]:
        config = self._scaling()
        return (config.cron_scaling if config else None) or ()

    def _ordered(self) -> Iterator[Problem]:
        yield from _ordered("min_pod_replicas", self.min_pod_replicas, "max_pod_replicas", self.max_pod_replicas)

    def _autoscaling_needed(self) -> Iterator[Problem]:
        if self.autoscale_config is None and not self.min_pod_replicas == self.max_pod_replicas == 1:
            allowed = "is required unless min_pod_replicas and max_pod_replicas are both 1"
            yield Problem("autoscale_config", allowed, "")

    def _zero_in_window(self) -> Iterator[Problem]:
        if self.min_pod_replicas == 0 and not self._windows():
            allowed = "must be at least 1, unless autoscale_config has a window in cronScaling"
            yield Problem("min_pod_replicas", allowed, "0")

    def _window_or_zero(self) -> Iterator[Problem]:
        if self.scale_to_zero_enabled and self._windows():
            yield Problem("scale_to_zero_enabled", "must not be True together with cronScaling", "True")

    def _queue_when_async(self) -> Iterator[Problem]:
        if self.async_deployment_type == "ASYNC":
            return
        for index, target in enumerate(_targets_of(self.autoscale_config)):
            if strip(_part(target, "metric")) == "queue_length":
                allowed = "must not be queue_length unless async_deployment_type is ASYNC"
                yield Problem(f"autoscale_config.targets[{index}].metric", allowed, "'queue_length'")
