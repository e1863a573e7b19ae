"""Model repos: lists, container images, compiles, deletion."""

import pytest

REPOS = "/models/client/model-repos/"


@pytest.fixture
def container(api):
    """What creates a container image."""
    secret = api.emulator.add_secret(name="docker creds")
    return {
        "name": "vision",
        "source_type": "docker_hub",
        "runtime_gpus": 1,
        "registry_path": "org/model",
        "docker_tag": "v1",
        "source_secret": secret["uuid"],
        "env": {"EXAMPLE_KEY": "value"},
        "healthcheck": {"path": "/", "port": 8000},
        "ports": {"http": {"port": 8000}},
    }


def test_a_container_image_is_ready_at_once(api, container):
    """The answer has the fields of the documented example, in their order."""
    repo = api.post(REPOS, container)
    assert {
        "uuid": repo["uuid"],
        "name": "vision",
        "source_type": "docker_hub",
        "source_url": "org/model:v1",
        "is_byom": True,
        "accelerator": None,
        "runtime_gpus": 1,
        "byom": {"image": "org/model:v1", "registry": "org/model", "tag": "v1"},
        "secrets": {"source_secret": {"uuid": container["source_secret"], "name": "docker creds"}},
        "status": "SUCCESS",
        "model_type": "byom",
        "env": {"EXAMPLE_KEY": "value"},
        "created_at": "2026-03-02T11:52:16.925151Z",
        "updated_at": "2026-03-02T11:52:16.925151Z",
        "org_id": api.org,
        "is_public": False,
        "healthcheck": {
            "path": "/",
            "port": 8000,
            "initialDelaySeconds": 30,
            "periodSeconds": 10,
            "timeoutSeconds": 5,
        },
        "ports": {"http": {"port": 8000}},
        "metrics_path": [],
        "deployment_custom_configuration": {"command": []},
    } == repo
    assert ["uuid", "name", "source_type"] == list(repo)[:3]
    assert "deployment_custom_configuration" == list(repo)[-1]


def test_a_healthcheck_of_ones_own_stays(api, container):
    """Defaults fill only what was not given."""
    container["healthcheck"] = {"path": "/", "port": 1, "periodSeconds": 99}
    assert 99 == api.post(REPOS, container)["healthcheck"]["periodSeconds"]


def test_a_secret_must_exist(api, container):
    """An unknown secret is refused by its field."""
    container["source_secret"] = "nowhere"
    assert {"source_secret": ["No Secret matches the given id."]} == api.refused("POST", REPOS, container)


def test_names_are_unique_until_the_repo_is_deleted(api, container):
    """The second of the same name is refused; after deletion the name is free."""
    repo = api.post(REPOS, container)
    expected = {"detail": "Model repo with this name already exists for this organization."}
    assert expected == api.refused("POST", REPOS, container)
    api.call("DELETE", REPOS, model_id=repo["uuid"])
    assert repo["uuid"] != api.post(REPOS, container)["uuid"]


def test_a_compile_goes_through_its_stages_on_the_clock(api):
    """PENDING, LAUNCHING_RAY_CLUSTER, OPTIMISING, SUCCESS within 15 to 60 minutes."""
    repo = api.compile()
    assert ("PENDING", "meta-llama/Llama-3.2-1B-Instruct") == (repo["status"], repo["source_url"])
    seen = []
    for _ in range(26):
        seen.append(api.get(REPOS, model_id=repo["uuid"])["results"][0]["status"])
        api.emulator.advance(60)
    assert ["PENDING"] * 2 + ["LAUNCHING_RAY_CLUSTER"] * 3 + ["OPTIMISING"] * 20 + ["SUCCESS"] == seen


def test_a_compiled_repo_is_no_container_image(api):
    """It has no image, and the accelerator it was compiled for."""
    repo = api.compile(accelerator_count=2, model_type="byom")
    assert (False, "nvidia-h100", 2, "byom") == (
        repo["is_byom"],
        repo["accelerator"],
        repo["runtime_gpus"],
        repo["model_type"],
    )
    assert "byom" not in repo
    assert "platform" == api.compile("other")["model_type"]


def test_a_compile_may_use_two_secrets(api):
    """Both are looked up."""
    first, second = api.emulator.add_secret(), api.emulator.add_secret()
    repo = api.compile(source_secret=first["uuid"], lora_secret=second["uuid"])
    assert {"source_secret", "lora_secret"} == set(repo["secrets"])


def test_updated_at_follows_the_status(api):
    """The last change of the status is the last update."""
    api.compile()
    api.emulator.advance(130)
    assert "2026-03-02T11:54:16.925151Z" == api.get(REPOS)["results"][0]["updated_at"]


def test_stages_can_be_set(make_api):
    """A test may want other durations."""
    api = make_api(compile_seconds={"PENDING": 1})
    api.compile()
    api.emulator.advance(1)
    assert "SUCCESS" == api.get(REPOS)["results"][0]["status"]


@pytest.mark.parametrize(
    ("status", "seconds"),
    [("FAILED_OPTIMISING", 1500), ("FAILED_LAUNCHING_RAY_CLUSTER", 300), ("ERROR", 1500)],
)
def test_a_compile_can_be_told_to_fail(api, status, seconds):
    """It fails after the stage that the status names, else at the end; the next one works."""
    api.emulator.fail_compile("llama", status)
    repo = api.compile()
    api.emulator.advance(seconds - 1)
    assert status != api.get(REPOS, model_id=repo["uuid"])["results"][0]["status"]
    api.emulator.advance(1)
    assert status == api.get(REPOS, model_id=repo["uuid"])["results"][0]["status"]
    api.compile("llama 2")
    api.emulator.advance(1500)
    assert "SUCCESS" == api.get(REPOS)["results"][0]["status"]


def test_the_list_is_a_page_of_five_newest_first(api):
    """The count is the total."""
    for number in range(7):
        api.emulator.add_model_repo(name=f"repo {number}")
    page = api.get(REPOS)
    assert (5, 0, 7) == (page["limit"], page["offset"], page["count"])
    assert [f"repo {number}" for number in (6, 5, 4, 3, 2)] == [repo["name"] for repo in page["results"]]
    page = api.get(REPOS, offset=5, count=20, ordering="asc")
    assert ["repo 5", "repo 6"] == [repo["name"] for repo in page["results"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "isio"}, ["vision"]),
        ({"status": "SUCCESS"}, ["vision"]),
        ({"status": "FAILED"}, ["broken", "failed"]),
        ({"status": "PROGRESSING"}, ["running"]),
        ({"status": "DELETED"}, ["gone"]),
        ({"status": "OPTIMISING"}, ["running"]),
        ({"model_type": "BYOM"}, ["broken", "failed", "running", "vision"]),
        ({"model_type": "platform"}, []),
        ({"created_by": "ann@example.com"}, ["failed"]),
        ({}, ["broken", "failed", "running", "vision"]),
        ({"count": 0}, []),
    ],
)
def test_filters(api, query, names):
    """Each filter as documented; deleted ones are shown only when asked for."""
    api.emulator.add_model_repo(name="vision")
    api.emulator.add_model_repo(name="running", status="OPTIMISING")
    api.emulator.add_model_repo(name="failed", status="FAILED", created_by="ann@example.com")
    api.emulator.add_model_repo(name="broken", status="FAILED_OPTIMISING")
    api.emulator.add_model_repo(name="gone", status="DELETED")
    assert names == [repo["name"] for repo in api.get(REPOS, **query)["results"]]


def test_one_repo_is_a_page_of_one(api):
    """With model_id the live service answers a page."""
    repo = api.emulator.add_model_repo()
    api.emulator.add_model_repo()
    page = api.get(REPOS, model_id=repo["uuid"])
    assert {"limit": 1, "offset": 0, "count": 1, "results": [repo]} == page
    assert [] == api.get(REPOS, model_id="nowhere")["results"]


def test_one_repo_can_be_an_array(make_api):
    """A shape that is documented elsewhere."""
    api = make_api(single="array")
    repo = api.emulator.add_model_repo()
    assert [repo] == api.get(REPOS, model_id=repo["uuid"])
    assert [] == api.get(REPOS, model_id="nowhere")


def test_one_repo_can_be_an_object(make_api):
    """A shape that is documented elsewhere; none is 404."""
    api = make_api(single="object")
    repo = api.emulator.add_model_repo()
    assert repo == api.get(REPOS, model_id=repo["uuid"])
    answer = api.call("GET", REPOS, model_id="nowhere")
    assert (404, {"detail": "No ModelRepo matches the given query."}) == (answer.status, answer.json())


def test_a_deleted_repo_is_gone(make_api):
    """It is in no list, cannot be got, and cannot be deleted again."""
    api = make_api(single="object")
    repo = api.emulator.add_model_repo()
    answer = api.call("DELETE", REPOS, model_id=repo["uuid"])
    assert (204, b"", None) == (answer.status, answer.body, answer.json())
    assert 0 == api.get(REPOS)["count"]
    assert [404, 404] == [api.call(method, REPOS, model_id=repo["uuid"]).status for method in ("GET", "DELETE")]


def test_a_repo_in_use_is_not_deleted(api):
    """Only when the deployment is gone."""
    deployment = api.emulator.add_deployment()
    repo = deployment["model_repo"]
    expected = {"detail": "Model repo is in use by deployments; delete them first."}
    assert expected == api.refused("DELETE", REPOS, model_id=repo)
    api.call("DELETE", f"/deployments/{deployment['uuid']}/delete/")
    api.refused("DELETE", REPOS, model_id=repo)
    api.emulator.advance(60)
    assert 204 == api.call("DELETE", REPOS, model_id=repo).status


def test_profiles_are_any_json(api):
    """Their shape is not documented."""
    body = {"type": "hf", "path": "meta-llama/Llama-3.2-1B-Instruct"}
    assert body | {"profiles": []} == api.post("/models/model-profiles/", body)


def test_a_seeded_repo_has_the_fields_it_was_given(api):
    """Any field of the answer can be set."""
    secrets = {"source_secret": {"uuid": "s", "name": "n"}}
    repo = api.emulator.add_model_repo(uuid="model-repo-uuid", registry_path="org/model", secrets=secrets)
    assert ("model-repo-uuid", "org/model:latest", secrets) == (repo["uuid"], repo["source_url"], repo["secrets"])
    assert "registry_path" not in repo
    assert "model-repo-uuid" == api.get(REPOS, model_id="model-repo-uuid")["results"][0]["uuid"]
