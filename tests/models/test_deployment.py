"""The payloads of the deployments and of their autoscaling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from simplismart.exceptions import ValidationError
from simplismart.models import (
    AutoscaleConfig,
    AutoscaleTarget,
    AutoscalingUpdate,
    CronScalingRule,
    DeploymentCreate,
    HPAScalingBehavior,
    HPAScalingPolicy,
    PersistentVolumeClaim,
    SidecarCreate,
    SidecarSecretRef,
)

ID = UUID("0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f")
TARGETS: list[Any] = [{"metric": "gpu", "target": 80}]
WINDOW: dict[str, Any] = {"timezone": "UTC", "start": "0 8 * * *", "end": "0 20 * * *"}
POLICY: dict[str, Any] = {"type": "Pods", "value": 2, "periodSeconds": 60}
BEHAVIOR: dict[str, Any] = {
    "stabilizationWindowSeconds": 0,
    "selectPolicy": "Max",
    "policies": [POLICY],
}
BASE: dict[str, Any] = {
    "model_repo": "repo",
    "gpu_id": "nvidia-h100",
    "name": "llama",
    "min_pod_replicas": 1,
    "max_pod_replicas": 1,
}
SENT = {**BASE, "scale_to_zero_enabled": False}


def replicas(least: int, most: int) -> dict[str, Any]:
    """Return a deployment with these replicas."""
    return {**BASE, "min_pod_replicas": least, "max_pod_replicas": most}


def fields(kind: Any, **given: Any) -> list[str]:
    """Return the fields that are refused."""
    with pytest.raises(ValidationError) as caught:
        kind(**given)
    return [problem.field for problem in caught.value.problems]


def test_smallest_deployment() -> None:
    """With one replica no autoscaling is needed; scale-to-zero is always sent."""
    assert SENT == DeploymentCreate(**BASE).to_payload()
    assert SENT == DeploymentCreate(**BASE, autoscale_config={}, sidecars=[]).to_payload()
    assert {**SENT, "org": str(ID)} == DeploymentCreate(**BASE, org=ID).to_payload()


def test_autoscaling_as_a_dict_is_kept_and_sent_as_given() -> None:
    """A program may read it from the payload; null and unknown keys stay."""
    config: dict[str, Any] = {
        "targets": [{"metric": "latency", "target": 80.5, "percentile": None, "unit": "ms"}],
        "note": {"a": [1]},
    }
    payload = DeploymentCreate(**replicas(1, 2), autoscale_config=config)
    assert config == payload.autoscale_config
    assert config == payload.to_payload()["autoscale_config"]


def test_autoscaling_as_a_dict_is_put_right() -> None:
    """Outer white space and the names of arguments don't reach the wire."""
    window = {key: f" {value} " for key, value in WINDOW.items()}
    target = AutoscaleTarget(metric="gpu", target=1)
    config = {"targets": [target], "cron_scaling": (window,)}
    payload = DeploymentCreate(**replicas(0, 2), autoscale_config=config)
    sent = {"targets": [{"metric": "gpu", "target": 1}], "cronScaling": [WINDOW]}
    assert sent == payload.to_payload()["autoscale_config"]


def test_autoscaling_as_a_class_is_rendered() -> None:
    """The JSON has the names of the API, with the default number of replicas in a window."""
    config = AutoscaleConfig(
        targets=[AutoscaleTarget(metric="gpu", target=80)],
        cronScaling=[CronScalingRule(**WINDOW)],
        cooldown_period=30,
        scaleUpBehavior=HPAScalingBehavior(**BEHAVIOR),
        scaleDownBehavior=BEHAVIOR,
    )
    body = {
        "targets": TARGETS,
        "cronScaling": [{**WINDOW, "desiredReplicas": 1}],
        "cooldown_period": 30,
        "scaleUpBehavior": BEHAVIOR,
        "scaleDownBehavior": BEHAVIOR,
    }
    assert body == config.to_payload()
    payload = DeploymentCreate(**replicas(0, 2), autoscale_config=config)
    assert body == payload.to_payload()["autoscale_config"]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        (replicas(1, 2), ["autoscale_config"]),
        (replicas(3, 2) | {"autoscale_config": {"targets": TARGETS}}, ["max_pod_replicas"]),
        (replicas(0, 1) | {"autoscale_config": {"targets": TARGETS}}, ["min_pod_replicas"]),
        (replicas(0, 1), ["autoscale_config", "min_pod_replicas"]),
        (
            BASE
            | {
                "scale_to_zero_enabled": True,
                "autoscale_config": {"targets": TARGETS, "cronScaling": [WINDOW]},
            },
            ["scale_to_zero_enabled"],
        ),
        (
            BASE | {"autoscale_config": {"targets": [*TARGETS, {"metric": "queue_length", "target": 1}]}},
            ["autoscale_config.targets[1].metric"],
        ),
        (BASE | {"autoscale_config": []}, ["autoscale_config"]),
        (BASE | {"autoscale_config": {"foo": 1}}, ["autoscale_config.targets"]),
        (BASE | {"name": "ab"}, ["name"]),
        (BASE | {"name": "a" * 61}, ["name"]),
        (BASE | {"deployment_tag": " "}, ["deployment_tag"]),
        (BASE | {"async_deployment_type": "sync"}, ["async_deployment_type"]),
        (BASE | {"scale_to_zero_enabled": None}, ["scale_to_zero_enabled"]),
        (BASE | {"sidecars": [{"model_repo": "r"}] * 4}, ["sidecars"]),
        (BASE | {"sidecars": {}}, ["sidecars"]),
        (BASE | {"persistent_volume_claims": "x"}, ["persistent_volume_claims"]),
        (
            BASE | {"persistent_volume_claims": [{"mount_path": "/a"}]},
            ["persistent_volume_claims[0].size"],
        ),
        (BASE | {"deployment_input_files": ["x"]}, ["deployment_input_files[0]"]),
    ],
)
def test_deployment_refuses(given: dict[str, Any], refused: list[str]) -> None:
    """Each rule names the field that breaks it."""
    assert refused == fields(DeploymentCreate, **given)


def test_rules_see_a_change_within_the_dict() -> None:
    """What was made wrong after the payload was built is found before it is sent."""
    config = {"targets": list(TARGETS)}
    payload = DeploymentCreate(**replicas(1, 2), autoscale_config=config)
    config["targets"].clear()
    with pytest.raises(ValidationError, match=r"autoscale_config\.targets: must have at least 1 item"):
        payload.to_payload()


def test_queue_length_of_an_async_deployment() -> None:
    """The metric is for asynchronous deployments."""
    config = {"targets": [{"metric": "queue_length", "target": 1}]}
    payload = DeploymentCreate(**BASE, async_deployment_type="ASYNC", autoscale_config=config)
    assert config == payload.to_payload()["autoscale_config"]


def test_volumes() -> None:
    """A list of classes or dicts, or an object of which nothing is known."""
    claims: list[Any] = [PersistentVolumeClaim(mount_path="/a", size=1), {"mount_path": " /b ", "size": 2}]
    payload = DeploymentCreate(**BASE, persistent_volume_claims=claims)
    sent = [{"mount_path": "/a", "size": 1}, {"mount_path": "/b", "size": 2}]
    assert sent == payload.to_payload()["persistent_volume_claims"]
    free = {"data": {"size": "1Gi"}}
    payload = DeploymentCreate(**BASE, persistent_volume_claims=free)
    assert free == payload.to_payload()["persistent_volume_claims"]


def test_sidecars() -> None:
    """A sidecar is a class or a dict; what is empty in it is left out."""
    secret = SidecarSecretRef(secret=ID, key="TOKEN")
    sidecar = SidecarCreate(model_repo=ID, secrets=[secret], command=[" run "])
    given: dict[str, Any] = {"model_repo": "r", "command": [], "secrets": [], "env_variables": None}
    payload = DeploymentCreate(**BASE, sidecars=[sidecar, given])
    assert payload.sidecars is not None
    assert given is payload.sidecars[1]
    assert [
        {
            "model_repo": str(ID),
            "command": ["run"],
            "secrets": [{"secret": str(ID), "key": "TOKEN"}],
        },
        {"model_repo": "r"},
    ] == payload.to_payload()["sidecars"]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"secrets": [{"secret": "s", "key": "A"}] * 2}, ["secrets[1].key"]),
        (
            {"secrets": [{"secret": "s", "key": "A"}], "env_variables": {"A": "x"}},
            ["secrets[0].key"],
        ),
        ({"secrets": [{"secret": "s", "key": str(key)} for key in range(11)]}, ["secrets"]),
        ({"command": {}}, ["command"]),
        ({"resources": []}, ["resources"]),
        ({"resources": {"request": {}}}, ["resources.request"]),
        ({"resources": {"limits": "1"}}, ["resources.limits"]),
        (
            {"resources": {"limits": {"gpu": 1, "cpu": ID}}},
            ["resources.limits.gpu", "resources.limits.cpu"],
        ),
        ({"ports": {}}, ["ports"]),
    ],
)
def test_sidecar_refuses(given: dict[str, Any], refused: list[str]) -> None:
    """Each rule names the field that breaks it."""
    assert refused == fields(SidecarCreate, model_repo="r", **given)


def test_sidecar_resources() -> None:
    """Requests and limits of processor and memory are free."""
    resources = {"requests": {"cpu": "250m"}, "limits": {"cpu": 1, "memory": "512Mi"}}
    sent = SidecarCreate(model_repo="r", resources=resources).to_payload()
    assert {"model_repo": "r", "resources": resources} == sent


@pytest.mark.parametrize(
    ("kind", "given", "refused"),
    [
        (AutoscaleTarget, {"metric": "gpu", "target": 1, "percentile": 95}, ["percentile"]),
        (AutoscaleTarget, {"metric": "latency", "target": 1, "percentile": 80}, ["percentile"]),
        (AutoscaleTarget, {"metric": "latency", "target": True}, ["target"]),
        (AutoscaleConfig, {"targets": []}, ["targets"]),
        (AutoscaleConfig, {"targets": "gpu"}, ["targets"]),
        (AutoscaleConfig, {"targets": TARGETS, "scaleUpBehavior": 1}, ["scaleUpBehavior"]),
        (CronScalingRule, WINDOW | {"desiredReplicas": 0}, ["desiredReplicas"]),
        (HPAScalingPolicy, POLICY | {"type": "Percent", "value": 101}, ["value"]),
        (HPAScalingPolicy, POLICY | {"periodSeconds": 1801}, ["periodSeconds"]),
        (
            HPAScalingBehavior,
            BEHAVIOR | {"stabilizationWindowSeconds": 3601},
            ["stabilizationWindowSeconds"],
        ),
        (
            HPAScalingBehavior,
            BEHAVIOR | {"policies": [{}]},
            [f"policies[0].{key}" for key in POLICY],
        ),
    ],
)
def test_autoscaling_refuses(kind: Any, given: dict[str, Any], refused: list[str]) -> None:
    """Each limit names the field that is beyond it."""
    assert refused == fields(kind, **given)


def test_percentile_of_latency() -> None:
    """A float that is one of the percentiles is sent as it is."""
    target = AutoscaleTarget(metric="latency", target=0.5, percentile=95.0)
    assert {"metric": "latency", "target": 0.5, "percentile": 95.0} == target.to_payload()
    assert 100 == HPAScalingPolicy(**POLICY | {"type": "Percent", "value": 100}).value


def test_update_of_autoscaling() -> None:
    """What is None is left out, an empty list of windows is sent to clear them."""
    update = AutoscalingUpdate(min_replicas=1, max_replicas=3)
    assert {"min_replicas": 1, "max_replicas": 3} == update.to_payload()
    update = AutoscalingUpdate(
        min_replicas=1,
        max_replicas=3,
        scale_to_zero=True,
        cron_scaling=[],
        targets=TARGETS,
        cooldown_period=0,
        initial_cooldown_period=5,
        scale_down_behavior=BEHAVIOR,
        scale_up_behavior=HPAScalingBehavior(**BEHAVIOR),
    )
    assert {
        "min_replicas": 1,
        "max_replicas": 3,
        "scale_to_zero": True,
        "cronScaling": [],
        "targets": TARGETS,
        "cooldown_period": 0,
        "initial_cooldown_period": 5,
        "scaleDownBehavior": BEHAVIOR,
        "scaleUpBehavior": BEHAVIOR,
    } == update.to_payload()


def test_update_of_autoscaling_refuses() -> None:
    """The rules of replicas and windows hold here too."""
    assert ["max_replicas"] == fields(AutoscalingUpdate, min_replicas=2, max_replicas=1)
    assert ["min_replicas"] == fields(AutoscalingUpdate, min_replicas=0, max_replicas=1, cron_scaling=[])
    given: Any = {"min_replicas": 0, "max_replicas": 1, "cron_scaling": [CronScalingRule(**WINDOW)]}
    assert ["scale_to_zero"] == fields(AutoscalingUpdate, **given, scale_to_zero=True)
    assert 0 == AutoscalingUpdate(**given).to_payload()["min_replicas"]
