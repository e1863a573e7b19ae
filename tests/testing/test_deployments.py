"""Deployments: every endpoint, and the clock."""

import pytest

CREATE = "/deployments/private/deploy-model/"
BYOC = "/deployments/model-deployments/"
LIST = "/deployments/list/model/"
GONE = {"detail": "Deployment is deleted."}
CRON = [{"timezone": "UTC", "start": "0 8 * * *", "end": "0 20 * * *", "desiredReplicas": 1}]


def test_create_answers_id_name_status_and_endpoint(api):
    """With 201, in the shape of the documented example."""
    answer = api.call("POST", CREATE, api.deployment(name="Llama 3.2 (SDK)"))
    created = answer.json()
    slug = f"llama-3-2-sdk-{created['deployment_id'][:8]}"
    assert 201 == answer.status
    assert {
        "deployment_id": created["deployment_id"],
        "name": "Llama 3.2 (SDK)",
        "status": "DEPLOYING",
        "model_endpoint": f"{slug}.emulator.invalid",
    } == created


@pytest.mark.parametrize("field", ["uuid", "id", None])
def test_the_id_may_stand_in_another_field_or_nowhere(make_api, field):
    """All of them were seen."""
    api = make_api(created_id_field=field)
    created = api.post(CREATE, api.deployment())
    assert {"name", "status", "model_endpoint"} | ({field} - {None}) == set(created)


def test_the_endpoint_can_be_given(make_api):
    """As a callable that takes the slug."""
    api = make_api(endpoint=lambda slug: f"localhost/{slug[:5]}")
    assert "localhost/llama" == api.post(CREATE, api.deployment())["model_endpoint"]


def test_a_deployment_comes_up_on_the_clock(api):
    """DEPLOYING and Progressing, then DEPLOYED and Healthy."""
    deployment = api.deploy(min_pod_replicas=2)
    progressing = "The deployment is progressing. Please wait for the application to be healthy."
    assert "DEPLOYING" == api.detail(deployment)["status"]
    assert {
        "data": "Progressing",
        "messages": [{"message": progressing, "severity": "info"}],
        "pods": {"ready": 0, "not_ready": 2},
    } == api.health(deployment)
    api.emulator.advance(240)
    ready = "Ready to use, the model is running and available for inference."
    assert "DEPLOYED" == api.detail(deployment)["status"]
    assert {
        "data": "Healthy",
        "messages": [{"message": ready, "severity": "info"}],
        "pods": {"ready": 2, "not_ready": 0},
    } == api.health(deployment)


def test_a_deployment_can_be_told_to_fail(api):
    """Its health is then Unhealthy; it can be started again."""
    api.emulator.fail_deployment("llama", "FAILED_DEPLOYING")
    deployment = api.deploy()
    api.emulator.advance(240)
    assert "FAILED_DEPLOYING" == api.detail(deployment)["status"]
    assert ("Unhealthy", {"ready": 0, "not_ready": 1}) == (
        api.health(deployment)["data"],
        api.health(deployment)["pods"],
    )
    api.post(f"/deployments/{deployment}/startstop/", {"action": "start"})
    api.emulator.advance(240)
    assert "DEPLOYED" == api.detail(deployment)["status"]


@pytest.mark.parametrize(
    ("status", "health"),
    [("PENDING", "Progressing"), ("SCALED_DOWN", "SCALED_DOWN"), ("DELETED", "Missing"), ("NEW", "Unhealthy")],
)
def test_each_status_has_a_health(api, status, health):
    """Also one that is not known."""
    deployment = api.emulator.add_deployment(status=status)
    assert health == api.health(deployment["uuid"])["data"]


def test_the_detail_holds_what_was_given(api):
    """With namespace and slug, which the client needs to restart it."""
    deployment = api.deploy(healthcheck={"path": "/"})
    detail = api.detail(deployment)
    assert (deployment, "llama", api.org) == (detail["uuid"], detail["name"], detail["org"])
    assert ({"path": "/"}, None) == (detail["healthcheck"], detail["ports"])
    assert f"llama-{deployment[:8]}" == detail["slug"] == detail["namespace"]


def test_the_detail_has_no_field_that_is_not_documented(api, spec):
    """What the API is not known to show, the emulator does not, unless it was seeded."""
    known = set(spec["components"]["schemas"]["Deployment"]["properties"])
    assert known == set(api.detail(api.deploy(env_variables={"KEY": "value"})))
    assert {*known, "tier"} == set(api.detail(api.emulator.add_deployment(tier="gold")["uuid"]))


def test_an_unknown_deployment_is_404(api):
    """With the message that the page shows."""
    for method, path, body in [
        ("GET", "/deployments/model-deployments/x/", None),
        ("GET", "/deployments/model-deployment/fetch-status/x/", None),
        ("POST", "/deployments/x/edit", {}),
        ("DELETE", "/deployments/x/delete/", None),
    ]:
        answer = api.call(method, path, body)
        assert 404 == answer.status
        assert {"detail": "No ModelDeployment matches the given query."} == answer.json()


def test_names_are_unique_until_the_deployment_is_gone(api):
    """Also across both kinds of deployments."""
    body = api.deployment()
    deployment = api.post(CREATE, body)["deployment_id"]
    expected = {"detail": "Deployment with this name already exists for this organization."}
    assert expected == api.refused("POST", CREATE, body)
    assert expected == api.refused("POST", BYOC, {"model_repo": body["model_repo"], "name": "llama"})
    api.call("DELETE", f"/deployments/{deployment}/delete/")
    assert expected == api.refused("POST", CREATE, body)
    api.emulator.advance(60)
    assert deployment != api.post(CREATE, body)["deployment_id"]


def test_the_model_repo_must_exist_and_be_ready(api):
    """A compile must have come to its end."""
    missing = {"model_repo": ["No ModelRepo matches the given id."]}
    assert missing == api.refused("POST", CREATE, api.deployment(model_repo="x"))
    gone = api.emulator.add_model_repo(status="DELETED")["uuid"]
    assert missing == api.refused("POST", CREATE, api.deployment(model_repo=gone))
    body = api.deployment(model_repo=api.compile()["uuid"])
    assert {"detail": "Model repo is not ready: its status is PENDING."} == api.refused("POST", CREATE, body)
    api.emulator.advance(1500)
    assert 201 == api.call("POST", CREATE, body).status


def test_a_mounted_volume_must_exist(api):
    """Claims of a size, and claims as an object, need none."""
    claim = {"mount_path": "/data", "network_volume_id": "x"}
    expected = {"persistent_volume_claims": ["No NetworkVolume matches the given id."]}
    assert expected == api.refused("POST", CREATE, api.deployment(persistent_volume_claims=[claim]))
    claim["network_volume_id"] = api.emulator.add_network_volume()["uuid"]
    api.deploy(persistent_volume_claims=[claim, {"mount_path": "/tmp", "size": 1}])
    api.deploy(name="other", persistent_volume_claims={"any": "thing"})


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"min_pod_replicas": 3}, "The maximum of replicas must be at least the minimum."),
        ({"min_pod_replicas": 0}, "The minimum of replicas may be 0 only with a cron window."),
        (
            {"autoscale_config": {"targets": [{"metric": "queue_length", "target": 1}]}},
            "The metric queue_length is for ASYNC deployments only.",
        ),
        (
            {
                "autoscale_config": {"targets": [{"metric": "gpu", "target": 80}], "cronScaling": CRON},
                "scale_to_zero_enabled": True,
            },
            "A cron window and scale-to-zero exclude each other.",
        ),
        (
            {"sidecars": [{"model_repo": "x", "env_variables": {"A": 1}, "secrets": [{"secret": "s", "key": "A"}]}]},
            "The keys of a sidecar's secrets must be unique and not in its env_variables.",
        ),
    ],
)
def test_rules_that_the_schema_cannot_say(api, fields, problem):
    """Each is refused."""
    assert {"non_field_errors": [problem]} == api.refused("POST", CREATE, api.deployment(**fields))


def test_what_the_rules_allow(api):
    """No replicas with a cron window, the queue's length when asynchronous, sidecars with keys of their own."""
    targets = [{"metric": "queue_length", "target": 1}]
    api.deploy(
        min_pod_replicas=0,
        autoscale_config={"targets": targets, "cronScaling": CRON},
        async_deployment_type="ASYNC",
        sidecars=[{"model_repo": "x", "secrets": [{"secret": "s", "key": "A"}]}],
    )


def test_one_replica_needs_no_autoscaling(api):
    """It may be left out only when both counts are 1."""
    body = api.deployment(max_pod_replicas=1)
    del body["autoscale_config"]
    assert 201 == api.call("POST", CREATE, body).status
    refused = api.refused("POST", CREATE, body | {"name": "other", "max_pod_replicas": 2})
    assert {"autoscale_config": ["This field is required."]} == refused


def test_byoc_takes_a_free_object(api):
    """With a name and a model repo; fields of the other create must be as there."""
    repo = api.emulator.add_model_repo()["uuid"]
    required = ["This field is required."]
    assert {"model_repo": required, "name": required} == api.refused("POST", BYOC, {"cluster": "c"})
    refused = api.refused("POST", BYOC, {"model_repo": repo, "name": "ab", "anything": 1})
    assert {"name": ["Must have at least 3 characters."]} == refused
    created = api.post(BYOC, {"model_repo": repo, "name": "byoc", "cluster": "c", "nodegroups": ["n"]})
    assert "byoc" == api.detail(created["deployment_id"])["name"]
    assert ([], 1) == (api.get(LIST)[0]["accelerator_type"], api.get(LIST)[0]["accelerator_count"])


def test_the_list_is_an_array_of_summaries(api):
    """With the fields of the documented example."""
    api.emulator.add_model_repo(uuid="model-repo-uuid", name="speechbrain", runtime_gpus=2)
    api.emulator.add_deployment(
        uuid="deployment-uuid", name="speechbrain-v3", model_repo="model-repo-uuid", gpu_id="nvidia-l40s"
    )
    assert [
        {
            "deployment_id": "deployment-uuid",
            "deployment_name": "speechbrain-v3",
            "model_repo_id": "model-repo-uuid",
            "model_repo_name": "speechbrain",
            "model_type": "byom",
            "accelerator_type": ["nvidia-l40s"],
            "accelerator_count": 2,
            "status": "DEPLOYED",
        }
    ] == api.get(LIST)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["broken", "failed", "up"]),
        ({"ordering": "asc"}, ["up", "failed", "broken"]),
        ({"status": "DEPLOYED"}, ["up"]),
        ({"status": "FAILED"}, ["broken", "failed"]),
        ({"status": "DELETED"}, ["gone"]),
        ({"model_repo_id": "one"}, ["up"]),
        ({"model_repo_id": "nowhere"}, []),
    ],
)
def test_filters_of_the_list(api, query, names):
    """FAILED also matches FAILED_…; deleted ones are shown only when asked for."""
    api.emulator.add_deployment(name="up", model_repo="one")
    api.emulator.add_deployment(name="failed", status="FAILED")
    api.emulator.add_deployment(name="broken", status="FAILED_SCALING")
    api.emulator.add_deployment(name="gone", status="DELETED")
    assert names == [summary["deployment_name"] for summary in api.get(LIST, **query)]


def test_the_list_has_no_paging(api):
    """All are in it, whatever their number."""
    for _ in range(25):
        api.emulator.add_deployment()
    assert 25 == len(api.get(LIST))
    assert {"count": ["Unknown parameter."]} == api.refused("GET", LIST, count=5)


def test_model_deployments_are_details(api):
    """Without the deleted ones."""
    api.emulator.add_deployment(status="DELETED")
    deployment = api.emulator.add_deployment()
    assert [deployment] == api.get(BYOC, org=api.org, ordering="asc")


def test_edit_merges_the_body(api):
    """What is not known is kept; id, status and organisation stay."""
    deployment = api.deploy()
    api.emulator.advance(10)
    edited = api.post(
        f"/deployments/{deployment}/edit",
        {"min_pod_replicas": 2, "new": 1, "uuid": "x", "status": "x", "slug": "x", "org": api.org},
    )
    assert (2, 1, deployment) == (edited["min_pod_replicas"], edited["new"], edited["uuid"])
    assert ("DEPLOYING", "2026-03-02T11:52:26.925151Z") == (edited["status"], edited["updated_at"])
    assert api.detail(deployment).items() <= edited.items()
    assert 2 == api.health(deployment)["pods"]["not_ready"]


def test_edit_keeps_to_the_rules(api):
    """Known fields are checked, also with those that stay."""
    deployment = api.deploy()
    api.deploy(name="other", model_repo=api.detail(deployment)["model_repo"])
    path = f"/deployments/{deployment}/edit"
    assert {"max_pod_replicas": ["Must be at least 1."]} == api.refused("POST", path, {"max_pod_replicas": 0})
    expected = {"non_field_errors": ["The maximum of replicas must be at least the minimum."]}
    assert expected == api.refused("POST", path, {"min_pod_replicas": 9})
    expected = {"detail": "Deployment with this name already exists for this organization."}
    assert expected == api.refused("POST", path, {"name": "other"})
    assert {"model_repo": ["No ModelRepo matches the given id."]} == api.refused("POST", path, {"model_repo": "x"})
    assert "llama" == api.post(path, {"name": "llama"})["name"]
    assert "renamed" == api.post(path, {"name": "renamed"})["name"]


def test_stop_and_start(api):
    """STOPPED at once, without pods; up again on the clock."""
    deployment = api.deploy()
    path = f"/deployments/{deployment}/startstop/"
    api.emulator.advance(240)
    assert "STOPPED" == api.post(path, {"action": "stop", "org": api.org})["status"]
    assert {"data": "SCALED_DOWN", "messages": [], "pods": {"ready": 0, "not_ready": 0}} == api.health(deployment)
    api.emulator.advance(1000)
    assert "STOPPED" == api.post(path, {"action": "stop"})["status"]
    assert "DEPLOYING" == api.post(path, {"action": "start"})["status"]
    api.emulator.advance(200)
    assert "DEPLOYING" == api.post(path, {"action": "start"})["status"]
    api.emulator.advance(40)
    assert "DEPLOYED" == api.post(path, {"action": "start"})["status"]


def test_stop_ends_what_was_planned(api):
    """A deployment stopped while it comes up stays down."""
    deployment = api.deploy()
    api.post(f"/deployments/{deployment}/startstop/", {"action": "stop"})
    api.emulator.advance(1000)
    assert "STOPPED" == api.detail(deployment)["status"]


def test_restart_deploys_again(api):
    """If the namespace is the deployment's own."""
    deployment = api.deploy()
    api.emulator.advance(240)
    path, namespace = f"/deployments/{deployment}/restart/", api.detail(deployment)["namespace"]
    body = {"action": "restart", "org": api.org, "namespace": namespace}
    expected = {"namespace": ["The deployment is in another namespace."]}
    assert expected == api.refused("POST", path, body | {"namespace": "x"})
    assert "DEPLOYED" == api.detail(deployment)["status"]
    assert "DEPLOYING" == api.post(path, body)["status"]
    api.emulator.advance(240)
    assert "DEPLOYED" == api.detail(deployment)["status"]


def test_update_replicas(api):
    """The parts of the autoscaling configuration stand at the top level; those not given stay."""
    deployment = api.deploy()
    path = f"/deployments/{deployment}/update-replicas/"
    changed = api.post(path, {"min_replicas": 2, "max_replicas": 5, "cronScaling": CRON, "cooldown_period": 60})
    assert (2, 5) == (changed["min_pod_replicas"], changed["max_pod_replicas"])
    targets = [{"metric": "gpu", "target": 80}]
    expected = {"targets": targets, "cronScaling": CRON, "cooldown_period": 60}
    assert expected == changed["autoscale_config"]
    changed = api.post(path, {"min_replicas": 1, "max_replicas": 5, "cronScaling": [], "scale_to_zero": True})
    assert ([], True) == (changed["autoscale_config"]["cronScaling"], changed["scale_to_zero_enabled"])


def test_update_replicas_keeps_to_the_rules(api):
    """The same ones as for a new deployment, looked at together with what stays."""
    deployment = api.deploy()
    path = f"/deployments/{deployment}/update-replicas/"
    for body, problem in [
        ({"min_replicas": 3, "max_replicas": 2}, "The maximum of replicas must be at least the minimum."),
        ({"min_replicas": 0, "max_replicas": 2}, "The minimum of replicas may be 0 only with a cron window."),
        (
            {"min_replicas": 1, "max_replicas": 2, "cronScaling": CRON, "scale_to_zero": True},
            "A cron window and scale-to-zero exclude each other.",
        ),
        (
            {"min_replicas": 1, "max_replicas": 2, "targets": [{"metric": "queue_length", "target": 5}]},
            "The metric queue_length is for ASYNC deployments only.",
        ),
    ]:
        assert {"non_field_errors": [problem]} == api.refused("POST", path, body)


def test_delete_takes_time_and_is_said_once(api):
    """DELETING, then DELETED; again it is deleted already; nothing else can be done with it."""
    deployment = api.deploy()
    path = f"/deployments/{deployment}/delete/"
    assert 202 == api.call("DELETE", path, org_id=api.org).status
    assert ("DELETING", "Unknown") == (api.detail(deployment)["status"], api.health(deployment)["data"])
    again = api.call("DELETE", path)
    assert (200, {"message": "Deployment already Deleted"}) == (again.status, again.json())
    api.emulator.advance(60)
    assert "DELETED" == api.detail(deployment)["status"]
    assert 200 == api.call("DELETE", path).status
    replicas = {"min_replicas": 1, "max_replicas": 1}
    restart = {"action": "restart", "org": api.org, "namespace": "x"}
    for end, body in [
        ("edit", {}),
        ("startstop/", {"action": "start"}),
        ("restart/", restart),
        ("update-replicas/", replicas),
    ]:
        assert GONE == api.refused("POST", f"/deployments/{deployment}/{end}", body)


def test_a_seeded_deployment_brings_its_model_repo(api):
    """Under the id that it names, and with the fields it was given."""
    deployment = api.emulator.add_deployment(uuid="deployment-uuid", model_repo="repo", namespace=None, plan="byoc")
    assert ("repo", None) == (deployment["model_repo"], deployment["namespace"])
    assert "repo" == api.get("/models/client/model-repos/", model_id="repo")["results"][0]["uuid"]
    assert deployment == api.detail("deployment-uuid")
    assert "plan" not in deployment
