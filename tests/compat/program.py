"""A program written for simplismart-sdk 0.1.14: every call, and what each put on the wire, printed as JSON.

It runs in an environment of its own with whichever package is installed there as ``simplismart``. The server that it calls
is a stand-in on loopback with canned answers, not the live API.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from simplismart import (
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
    Simplismart,
    SimplismartClient,
    SimplismartError,
    UsageStatsParams,
)
from simplismart.client import Simplismart as FromClient
from simplismart.exceptions import SimplismartError as FromExceptions
from simplismart.models import AutoscaleConfig

ORG = "0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f"
REPO = "e079d5f9-9fa9-4664-82ce-0218b7d1c220"
DEPLOYMENT = "0ee77f95-a49a-4965-9aa9-311fa9318c47"
SECRET = "0b8af8a8-d149-4262-b5b4-804ee6b98311"
VOLUME = "7a1d2c3b-1111-4222-8333-444455556666"
CLUSTER = "9a1d2c3b-1111-4222-8333-444455556666"

SUMMARIES = [
    {"deployment_id": f"d{number}", "deployment_name": f"n{number}", "status": status}
    for number, status in enumerate(["DEPLOYED", "FAILED", "FAILED_SCHEDULING", "STOPPED", "deployed"])
]
POINTS = [{"timestamp": "2026-03-01T00:00:00Z", "usage": "1.5", "cost": "3", "event_count": 1}]
ITEM = {"event_name": "h100", "source": "a", "feature_id": "f", "total_cost": "3", "total_usage": "1.5", "currency": "usd",
        "unit_price": "2", "event_count": 1, "points": POINTS}  # fmt: skip
USAGE = {"total_cost": "6", "currency": "usd", "items": [ITEM, {**ITEM, "feature_id": "g"}]}
REPO_ANSWER = {"uuid": REPO, "name": "r", "status": "PENDING", "source_url": "s"}
DETAIL = {"uuid": DEPLOYMENT, "name": "d", "status": "DEPLOYED"}
ANSWERS = {
    ("GET", "/models/client/model-repos/"): (200, {"limit": 5, "offset": 0, "count": 1, "results": [REPO_ANSWER]}),
    ("POST", "/models/client/model-repos/"): (201, REPO_ANSWER),
    ("POST", "/models/model-profiles/"): (200, {"profiles": []}),
    ("POST", "/deployments/private/deploy-model/"): (201, {"deployment_id": DEPLOYMENT, "name": "d"}),
    ("POST", "/deployments/model-deployments/"): (201, {"deployment_id": DEPLOYMENT}),
    ("GET", "/deployments/model-deployments/"): (200, [DETAIL]),
    ("GET", "/deployments/list/model/"): (200, SUMMARIES),
    ("GET", f"/deployments/model-deployments/{DEPLOYMENT}/"): (200, DETAIL),
    ("GET", f"/deployments/model-deployment/fetch-status/{DEPLOYMENT}/"): (200, {"data": "Healthy"}),
    ("DELETE", f"/deployments/{DEPLOYMENT}/delete/"): (200, "Deployment already Deleted"),
    ("GET", "/deployments/model-deployments/00000000-0000-0000-0000-000000000000/"): (
        404, {"detail": "No ModelDeployment matches the given query."}),
    ("POST", "/accounts/secrets/"): (201, {"uuid": SECRET, "name": "s"}),
    ("GET", "/accounts/secrets/"): (200, {"data": []}),
    ("GET", f"/accounts/secrets/{SECRET}/"): (200, {"data": {"uuid": SECRET, "name": "s", "data": {"token": "t"}}}),
    ("GET", "/accounts/secret/config/"): (200, [{"secret_type": "depot"}]),
    ("POST", "/volumes/"): (202, {"uuid": VOLUME, "status": "provisioning"}),
    ("GET", "/volumes/"): (200, [{"uuid": VOLUME}]),
    ("DELETE", f"/volumes/{VOLUME}/"): (202, {"uuid": VOLUME, "status": "deleting"}),
    ("GET", "/volumes/regions/"): (200, ["us"]),
    ("POST", "/usage/stats/"): (200, USAGE),
}  # fmt: skip


class Recorder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[dict] = []  # noqa: RUF012

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path)
        self.seen.append(
            {
                "method": self.command,
                "path": path.path,
                "query": sorted(parse_qsl(path.query, keep_blank_values=True)),
                "body": json.loads(body) if body else None,
                "headers": {
                    name: self.headers.get(name)
                    for name in ("Authorization", "Accept", "X-Simplismart-Client", "X-Simplismart-Client-Source")
                }
                | {"X-Trace-Id": self.headers.get("X-Trace-Id") if "my-trace" in str(self.headers) else "given"},
            }
        )
        status, value = ANSWERS.get((self.command, path.path), (200, {"uuid": VOLUME, "ok": True}))
        content = b"" if self.command == "DELETE" and "model-repos" in path.path else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_DELETE = answer

    def log_message(self, *args):
        pass


AVATAR = ModelRepoCompileAvatar(image_url="https://example.com/a.png")
COMPILE = {
    "name": "llama", "avatar": AVATAR, "source_type": "HuggingFace", "source_url": "meta-llama/Llama-3.2-1B-Instruct",
    "model_class": "LlamaForCausalLM", "accelerator_type": "nvidia-h100",
}  # fmt: skip
CONTAINER = {
    "name": "vision",
    "source_type": "docker_hub",
    "runtime_gpus": 1,
    "registry_path": "org/m",
    "docker_tag": "v1",
}
TARGETS = [{"metric": "gpu", "target": 80}]
DEPLOY = {
    "model_repo": REPO, "org": ORG, "gpu_id": "nvidia-h100", "name": "vision-deploy", "min_pod_replicas": 1,
    "max_pod_replicas": 2, "autoscale_config": {"targets": TARGETS},
}  # fmt: skip
CRON = {"timezone": "UTC", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "desiredReplicas": 2}
BEHAVIOUR = HPAScalingBehavior(
    stabilizationWindowSeconds=60,
    selectPolicy="Max",
    policies=[HPAScalingPolicy(type="Pods", value=2, periodSeconds=30)],
)
SPAN = {"start_time": "2026-03-01T00:00:00Z", "end_time": "2026-03-02T00:00:00Z", "window_size": "DAY"}


def usage(**more):
    return lambda client: client.get_usage_stats(UsageStatsParams(**{"plan_type": "private", **SPAN, **more}))


CALLS = {
    "list_model_repos": lambda c: c.list_model_repos(ModelRepoListParams()),
    "list_model_repos, all filters": lambda c: c.list_model_repos(
        ModelRepoListParams(org_id=ORG, offset=5, count=20, model_id=REPO, name="vision", status=" success ",
                            model_type="BYOM", created_by="user@example.com", order_type="asc"), trace_id="my-trace"),
    "get_model_repo": lambda c: c.get_model_repo(REPO),
    "get_model_repo, by name": lambda c: c.get_model_repo(model_id=REPO, org_id=ORG),
    "create_model_repo": lambda c: c.create_model_repo(ModelRepoCreate(**CONTAINER)),
    "create_model_repo, full": lambda c: c.create_model_repo(
        ModelRepoCreate(**{**CONTAINER, "source_type": "Depot"}, source_secret=SECRET, org_id=ORG, env={"A": "b", "N": None},
                        healthcheck={"path": "/", "port": 8000}, ports={"http": {"port": 8000}}, metrics_path=["/m"],
                        deployment_custom_configuration={"command": ["python"]})),
    "create_model_repo, padded": lambda c: c.create_model_repo(ModelRepoCreate(**{**CONTAINER, "name": "  vision "})),
    "create_model_repo_private_compile": lambda c: c.create_model_repo_private_compile(ModelRepoCompileCreate(**COMPILE)),
    "create_model_repo_private_compile, full": lambda c: c.create_model_repo_private_compile(
        ModelRepoCompileCreate(
            **COMPILE, mode="private_hf", model_type="llm", org=ORG, accelerator_count=2, cloud_account=SECRET,
            source_secret=SECRET, lora_secret=SECRET, optimisation_config={"a": 1}, pipeline_config={"b": []},
            model_config={"c": None}, env={}, output_metadata={}, additional_details={}, tags={"t": 1}, tasks=["x"],
            model_family="f", description="d", short_description="s", dropdown_description="dd",
            processing_mode="async", machine_type="m", region="r", resource_group="g",
            use_simplismart_infrastructure=False)),
    "create_model_repo_private_compile, by field names": lambda c: c.create_model_repo_private_compile(
        ModelRepoCompileCreate(**COMPILE, org_id=ORG, model_config_data={"x": 1}, accelerator_count=None)),
    "get_model_repo_profiles": lambda c: c.get_model_repo_profiles(ModelRepoProfilesRequest(type="hf", path="a/b")),
    "get_model_repo_profiles, secret": lambda c: c.get_model_repo_profiles(
        ModelRepoProfilesRequest(type="s3", path="s3://b", secret_id=SECRET)),
    "delete_model_repo": lambda c: c.delete_model_repo(REPO),
    "create_deployment": lambda c: c.create_deployment(DeploymentCreate(**DEPLOY)),
    "create_private_deployment": lambda c: c.create_private_deployment(
        DeploymentCreate(**{**DEPLOY, "max_pod_replicas": 1, "autoscale_config": None})),
    "create_private_deployment, full": lambda c: c.create_private_deployment(
        DeploymentCreate(**{**DEPLOY, "autoscale_config": {"targets": [{"metric": "latency", "target": 1.5, "percentile": 95,
                                                                        "unit": "ms"}]}},
                         env_variables={"KEY": "value"}, deployment_custom_configuration={"c": 1},
                         healthcheck={"path": "/"}, ports={"http": {"port": 1}}, metrics_path=["/m"],
                         persistent_volume_claims=[{"mount_path": "/d", "name": "n", "size": 5}],
                         scale_to_zero_enabled=True, deployment_tag="v1", fast_scaleup=True, async_deployment_type="ASYNC",
                         auth_enabled=False, extra_details={"w": False}, deployment_input_files=[{"name": "w"}],
                         sidecars=[SidecarCreate(model_repo=REPO, env_variables={"Q": "u"}, command=["x"],
                                                 resources={"requests": {"cpu": "250m"}}, privileged_access=True,
                                                 secrets=[SidecarSecretRef(secret=SECRET, key="K")])])),
    "create_private_deployment, cron": lambda c: c.create_private_deployment(
        DeploymentCreate(**{**DEPLOY, "min_pod_replicas": 0, "autoscale_config": {"targets": TARGETS, "cronScaling": [CRON]}})),
    "create_byoc_deployment": lambda c: c.create_byoc_deployment({"model_repo": REPO, "name": "x", "nodegroups": [None]}),
    "list_deployments": lambda c: c.list_deployments(),
    "list_deployments, page": lambda c: c.list_deployments(
        model_repo_id=REPO, status="deployed", offset=0, count=1, order_type="asc", trace_id="my-trace"),
    "list_deployments, failed": lambda c: c.list_deployments(status="FAILED"),
    "list_model_deployments": lambda c: c.list_model_deployments(),
    "list_model_deployments, org": lambda c: c.list_model_deployments(org_id=ORG, order_type="asc"),
    "get_model_deployment": lambda c: c.get_model_deployment(DEPLOYMENT),
    "get_deployment": lambda c: c.get_deployment(deployment_id=DEPLOYMENT),
    "get_deployment, missing": lambda c: c.get_deployment("00000000-0000-0000-0000-000000000000"),
    "update_deployment": lambda c: c.update_deployment(DEPLOYMENT, {"min_pod_replicas": 1, "x": None}),
    "stop_deployment": lambda c: c.stop_deployment(DEPLOYMENT),
    "stop_deployment, org": lambda c: c.stop_deployment(deployment_id=DEPLOYMENT, org_id=ORG),
    "start_deployment": lambda c: c.start_deployment(DEPLOYMENT),
    "restart_deployment": lambda c: c.restart_deployment(DEPLOYMENT, org_id=ORG, namespace="ns"),
    "fetch_deployment_health": lambda c: c.fetch_deployment_health(DEPLOYMENT),
    "update_deployment_autoscaling": lambda c: c.update_deployment_autoscaling(DEPLOYMENT, min_replicas=1, max_replicas=3),
    "update_deployment_autoscaling, full": lambda c: c.update_deployment_autoscaling(
        DEPLOYMENT, min_replicas=0, max_replicas=3, scale_to_zero=False, cron_scaling=[CronScalingRule(**CRON)],
        cooldown_period=60, initial_cooldown_period=30,
        targets=[AutoscaleTarget(metric="cpu", target=70, unit="%")],
        scale_down_behavior=BEHAVIOUR, scale_up_behavior=BEHAVIOUR),
    "update_deployment_autoscaling, clear": lambda c: c.update_deployment_autoscaling(
        DEPLOYMENT, min_replicas=1, max_replicas=3, scale_to_zero=True, cron_scaling=[]),
    "delete_deployment": lambda c: c.delete_deployment(DEPLOYMENT),
    "delete_model_deployment": lambda c: c.delete_model_deployment(DEPLOYMENT, org_id=ORG),
    "create_secret": lambda c: c.create_secret(
        SecretCreate(name="s", secret_type="docker_hub", data={"username": "u", "token": "t"}, org=ORG)),
    "list_secrets": lambda c: c.list_secrets(ORG),
    "list_secrets, by name": lambda c: c.list_secrets(org_id=ORG),
    "get_secret": lambda c: c.get_secret(SECRET),
    "list_secret_configs": lambda c: c.list_secret_configs(),
    "create_network_volume": lambda c: c.create_network_volume(
        NetworkVolumeCreate(org=ORG, name="v", region="us", zone="a", size_gi=10)),
    "list_network_volumes": lambda c: c.list_network_volumes(NetworkVolumeListParams(org_id=ORG)),
    "list_network_volumes, filters": lambda c: c.list_network_volumes(
        NetworkVolumeListParams(org_id=ORG, status=["active", " provisioning ", ""], region="us", created_by=["a@b"],
                                cluster_id=CLUSTER, offset=0, limit=10)),
    "get_network_volume": lambda c: c.get_network_volume(VOLUME, org_id=ORG),
    "delete_network_volume": lambda c: c.delete_network_volume(VOLUME, org_id=ORG),
    "resize_network_volume": lambda c: c.resize_network_volume(VOLUME, NetworkVolumeResize(org=ORG, size_gi=20)),
    "list_network_volume_regions": lambda c: c.list_network_volume_regions(org_id=ORG),
    "list_network_volume_zones": lambda c: c.list_network_volume_zones("us-1", org_id=ORG),
    "list_network_volumes_by_cluster": lambda c: c.list_network_volumes_by_cluster(CLUSTER, org_id=ORG),
    "list_network_volume_filters": lambda c: c.list_network_volume_filters(org_id=ORG),
    "get_usage_stats": usage(),
    "get_usage_stats, filters": usage(deployment_ids=[" a ", "a", "b"], statuses=["x"], workspace_id="w"),
    "get_usage_stats, by deployment": usage(group_by="deployment"),
    "get_usage_stats, by accelerator": usage(group_by="accelerator"),
    "get_usage_stats, reserved": usage(plan_type="reserved"),
    "get_usage_stats, reserved and filtered": usage(plan_type="reserved", deployment_slugs=["s"]),
    "get_usage_stats, shared": usage(plan_type="shared", model_names=["m"]),
    "get_usage_stats, training": usage(plan_type="training", training_job_ids=["t"], training_job_names=["n"]),
    "get_usage_stats, compilation": usage(plan_type="compilation", model_repo_ids=["t"], model_repo_names=["n"]),
    "model_repos.list": lambda c: c.model_repos.list(ModelRepoListParams()),
    "model_repos.profiles": lambda c: c.model_repos.profiles(ModelRepoProfilesRequest(type="hf", path="a/b")),
    "model_repos.create_private_compile": lambda c: c.model_repos.create_private_compile(ModelRepoCompileCreate(**COMPILE)),
    "model_repos.delete": lambda c: c.model_repos.delete(REPO),
    "deployments.list": lambda c: c.deployments.list(status="STOPPED"),
    "deployments.create_private_deployment": lambda c: c.deployments.create_private_deployment(DeploymentCreate(**DEPLOY)),
    "deployments.create_byoc_deployment": lambda c: c.deployments.create_byoc_deployment({"name": "x"}),
    "deployments.get_model_deployment": lambda c: c.deployments.get_model_deployment(DEPLOYMENT),
    "deployments.update_deployment": lambda c: c.deployments.update_deployment(DEPLOYMENT, {"a": 1}),
    "deployments.stop": lambda c: c.deployments.stop(DEPLOYMENT),
    "deployments.fetch_health": lambda c: c.deployments.fetch_health(DEPLOYMENT),
    "deployments.delete": lambda c: c.deployments.delete(DEPLOYMENT, org_id=ORG),
    "secrets.list": lambda c: c.secrets.list(org_id=ORG),
    "secrets.list_configs": lambda c: c.secrets.list_configs(),
    "network_volumes.retrieve": lambda c: c.network_volumes.retrieve(VOLUME, org_id=ORG),
    "usage.get_stats": lambda c: c.usage.get_stats(UsageStatsParams(plan_type="private", **SPAN)),
    "payloads": lambda c: [
        ModelRepoListParams(count=3).to_params(),
        ModelRepoCreate(**CONTAINER).to_payload(),
        AVATAR.to_payload(),
        ModelRepoProfilesRequest(type="hf", path="p").to_payload(),
        DeploymentCreate(**DEPLOY).to_payload(),
        DeploymentCreate(**DEPLOY).autoscale_config["targets"],
        PersistentVolumeClaim(mount_path="/d", name="n", size=5).to_payload(),
        PersistentVolumeClaim(mount_path="/d", network_volume_id=VOLUME).to_payload(),
        AutoscaleConfig(targets=[AutoscaleTarget(metric="gpu", target=1)], cronScaling=[CronScalingRule(**CRON)]).cron_scaling[0].start,
        SecretCreate(name="s", secret_type="depot", data={"username": "u", "token": "t"}, org=ORG).to_payload(),
        NetworkVolumeCreate(org=ORG, name="v", region="us", zone="a", size_gi=10).to_payload(),
        NetworkVolumeResize(org=ORG, size_gi=10).to_payload(),
        NetworkVolumeListParams(org_id=ORG).to_params(),
        UsageStatsParams(plan_type="private", **SPAN).to_payload(),
    ],
    "ModelRepoCompileCreate.to_payload": lambda c: ModelRepoCompileCreate(**COMPILE).to_payload(),
    "names": lambda c: [SimplismartClient is Simplismart is FromClient, SimplismartError is FromExceptions],
    "an error made by a program": lambda c: [str(SimplismartError("m", 400, {"a": 1})), SimplismartError("m").payload],
    "wrong payloads are ValueErrors": lambda c: [refused(lambda: DeploymentCreate()), refused(lambda: SecretCreate(name="")),
                                                 refused(lambda: ModelRepoCreate(**CONTAINER, nonsense=1)),
                                                 refused(lambda: Simplismart())],
}  # fmt: skip


def refused(make):
    try:
        make()
    except ValueError:
        return "ValueError"
    return "accepted"


def outcome(call, client):
    try:
        return {"result": call(client)}
    except SimplismartError as error:
        return {"error": str(error), "status": error.status_code, "payload": error.payload}


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = Simplismart("token", base_url=f"http://127.0.0.1:{server.server_port}", timeout=20)
    done = {}
    for name, call in CALLS.items():
        Recorder.seen = []
        done[name] = outcome(call, client) | {"requests": Recorder.seen}
    server.shutdown()
    json.dump(done, sys.stdout)


main()
