"""Every example of the SDK page runs as it stands and prints what the page says, on the emulator (not the live API)."""

import ast
import contextlib
import io
import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import simplismart
from simplismart.testing import Emulator

EXAMPLES = Path(__file__).parent / "examples"
ORG = "org-uuid"
REPO_ID = "e079d5f9-9fa9-4664-82ce-0218b7d1c220"
DEPLOYMENT_ID = "0ee77f95-a49a-4965-9aa9-311fa9318c47"
HEALTHCHECK = {"path": "/health", "port": 8000, "periodSeconds": 10, "timeoutSeconds": 5, "initialDelaySeconds": 30}
VISION = {
    "uuid": "model-repo-uuid",
    "name": "vision-nemo-diarization",
    "source_type": "docker_hub",
    "source_url": "simplismart/MODEL-NAME:latest",
    "is_byom": True,
    "accelerator": None,
    "runtime_gpus": 1,
    "byom": {"image": "simplismart/MODEL-NAME:latest", "registry": "simplismart/REGISTRY-NAME", "tag": "latest"},
    "secrets": {"source_secret": {"uuid": "secret-uuid", "name": "SECRET-NAME"}},
    "status": "SUCCESS",
    "model_type": "byom",
    "env": {},
    "created_at": "2026-03-02T11:52:16.925151Z",
    "updated_at": "2026-03-02T11:52:16.925162Z",
    "org_id": ORG,
    "is_public": False,
    "healthcheck": HEALTHCHECK,
    "ports": {"http": {"port": 8000}},
    "metrics_path": [],
    "deployment_custom_configuration": {"command": []},
}
QUICKSTART_OUTPUT = """\
Model compilation initiated: llama-3.2-1b-instruct-SDK | uuid=e079d5f9-9fa9-4664-82ce-0218b7d1c220 | status=PENDING | source=meta-llama/Llama-3.2-1B-Instruct
Model Repo e079d5f9-9fa9-4664-82ce-0218b7d1c220: PENDING
Model Repo e079d5f9-9fa9-4664-82ce-0218b7d1c220: LAUNCHING_RAY_CLUSTER
Model Repo e079d5f9-9fa9-4664-82ce-0218b7d1c220: OPTIMISING
Model Repo e079d5f9-9fa9-4664-82ce-0218b7d1c220: SUCCESS
Deployment created: id=0ee77f95-a49a-4965-9aa9-311fa9318c47
Name=llama-3.2-1b-instruct-SDK
Model Endpoint=https://YOUR-ENDPOINT.HERE
Status: DEPLOYING
Health: Progressing — The deployment is progressing. Please wait for the application to be healthy.
Deployment is still in progress.
"""


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    ids = iter([REPO_ID, DEPLOYMENT_ID, *map(str, range(100))])
    emulator = Emulator(org_id=ORG, new_id=lambda: next(ids), endpoint="YOUR-ENDPOINT.HERE")
    with emulator.serve() as base_url:
        monkeypatch.setenv("SIMPLISMART_PG_TOKEN", emulator.token)
        monkeypatch.setenv("SIMPLISMART_BASE_URL", base_url)
        monkeypatch.setenv("SIMPLISMART_TIMEOUT", "300")
        monkeypatch.setenv("ORG_ID", ORG)
        monkeypatch.setattr("time.sleep", emulator.advance)
        yield emulator


@pytest.fixture
def deployed(emulator: Emulator) -> Emulator:
    emulator.add_model_repo(**VISION)
    emulator.add_deployment(uuid="deployment-uuid", name="vision-private", model_repo="model-repo-uuid")
    return emulator


def run(name: str) -> tuple[dict[str, Any], str]:
    """Run an example with the names that the page has in scope; return its variables and what it printed."""
    scope = {**vars(simplismart), "os": __import__("os"), "client": simplismart.Simplismart()}
    printed = io.StringIO()
    with scope["client"], contextlib.redirect_stdout(printed):
        result = runpy.run_path(str(EXAMPLES / f"{name}.py"), scope)
    if result["client"] is not scope["client"]:
        result["client"].close()
    return result, printed.getvalue()


def stripped(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def test_the_quickstart_prints_what_the_page_shows(emulator: Emulator):
    """The end-to-end example prints the page's lines, ids and all."""
    assert stripped(QUICKSTART_OUTPUT) == stripped(run("quickstart")[1])


def test_the_client_takes_the_page_s_arguments(emulator: Emulator):
    """Token, base URL and timeout, as the page gives them."""
    assert "Simplismart" == type(run("client")[0]["client"]).__name__


def test_list_model_repos_prints_the_page(deployed: Emulator):
    """The list prints as a plain dict with the page's fields and values."""
    repo = {key: value for key, value in VISION.items() if key != "created_by"}
    expected = {"limit": 5, "offset": 0, "count": 1, "results": [repo]}
    assert expected == ast.literal_eval(run("list_model_repos")[1])


def test_get_model_repo_prints_one_object(deployed: Emulator):
    """One object, as the page documents, not the page of a list."""
    assert VISION == ast.literal_eval(run("get_model_repo")[1])


def test_create_model_repo_answers_the_page_s_fields(emulator: Emulator, monkeypatch: pytest.MonkeyPatch):
    """The answer has every field that the page prints."""
    emulator.add_secret(uuid="secret-uuid", name="docker creds")
    monkeypatch.setenv("SOURCE_SECRET_ID", "secret-uuid")
    repo = run("create_model_repo")[0]["repo"]
    assert set(VISION) == set(repo)
    assert ("SUCCESS", {"source_secret": {"uuid": "secret-uuid", "name": "docker creds"}}) == (
        repo["status"],
        repo["secrets"],
    )


def test_create_model_repo_private_compile(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The configurations come from the page's three files."""
    for name in ("model_config", "optimisation_config", "pipeline_config"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"of": name}))
    monkeypatch.chdir(tmp_path)
    assert "PENDING" == run("create_model_repo_private_compile")[0]["repo"]["status"]
    sent = emulator.requests[-1].json
    assert ({"of": "model_config"}, "your-cloud-account-uuid", 0) == (
        sent["model_config"],
        sent["cloud_account"],
        sent["accelerator_count"],
    )


def test_delete_model_repo_returns_true(emulator: Emulator):
    """The page says: True on success."""
    emulator.add_model_repo(**VISION)
    assert run("delete_model_repo")[0]["result"] is True


def test_create_deployment(emulator: Emulator):
    """Every argument of the page's example is accepted."""
    emulator.add_model_repo(**VISION)
    assert "deployment_id" in run("create_deployment")[0]["deployment"]


def test_list_deployments_prints_the_page(deployed: Emulator, monkeypatch: pytest.MonkeyPatch):
    """A list of summaries with the page's fields."""
    monkeypatch.setenv("MODEL_REPO_ID", "model-repo-uuid")
    (summary,) = ast.literal_eval(run("list_deployments")[1])
    assert {
        "deployment_id",
        "deployment_name",
        "model_repo_id",
        "model_repo_name",
        "model_type",
        "accelerator_type",
        "accelerator_count",
        "status",
    } == set(summary)
    assert ("deployment-uuid", "DEPLOYED") == (summary["deployment_id"], summary["status"])


def test_list_model_deployments(deployed: Emulator):
    """The organisation is the page's placeholder, which need not be a UUID."""
    assert ["deployment-uuid"] == [item["uuid"] for item in run("list_model_deployments")[0]["deployments"]]


def test_get_model_deployment_prints_the_fields(deployed: Emulator):
    """The fields that the page lists are there."""
    printed = ast.literal_eval(run("get_model_deployment")[1])
    listed = "uuid name status model_repo org autoscale_config healthcheck ports min_pod_replicas max_pod_replicas"
    assert set() == set(listed.split()) - set(printed)


@pytest.mark.parametrize(
    ("example", "variable"),
    [
        ("get_deployment", "deployment"),
        ("update_deployment", "updated"),
        ("stop_deployment", "result"),
        ("start_deployment", "result"),
        ("restart_deployment", "result"),
        ("update_deployment_autoscaling", "result"),
    ],
)
def test_the_calls_of_a_deployment_return_objects(deployed: Emulator, example: str, variable: str):
    """Each runs with the id alone and returns an object."""
    assert isinstance(run(example)[0][variable], dict)


def test_delete_deployment_returns_true(deployed: Emulator):
    """Deleting succeeds."""
    assert run("delete_deployment")[0]["result"] is True


def test_fetch_deployment_health_prints_the_page(deployed: Emulator):
    """Health, message and pods, as printed on the page."""
    expected = {
        "data": "Healthy",
        "messages": [
            {"message": "Ready to use, the model is running and available for inference.", "severity": "info"}
        ],
        "pods": {"ready": 1, "not_ready": 0},
    }
    assert expected == ast.literal_eval(run("fetch_deployment_health")[1])


@pytest.mark.parametrize("example", ["create_secret", "create_secret_depot", "create_secret_nvidia"])
def test_create_secret_without_an_organisation(emulator: Emulator, example: str, monkeypatch: pytest.MonkeyPatch):
    """The payload names no organisation; the client fills it in."""
    monkeypatch.setenv("NVIDIA_OAUTH_TOKEN", "a-token")
    assert "uuid" in run(example)[0]["secret"]
    assert ORG == emulator.requests[-1].json["org"]


def test_list_secrets_has_the_page_s_fields(emulator: Emulator):
    """Summaries without credentials."""
    emulator.add_secret(uuid="secret-uuid", name="registry-secret")
    (summary,) = run("list_secrets")[0]["secrets"]["data"]
    assert {"uuid", "name", "secret_type", "created_at", "updated_at", "org"} == set(summary)


def test_get_secret_prints_no_credentials(emulator: Emulator):
    """What the page asks people not to print is not printed."""
    emulator.add_secret(uuid="secret-uuid", name="registry-secret", secret_type="docker_hub", data={"token": "hunter2"})
    printed = ast.literal_eval(run("get_secret")[1])
    assert {
        "uuid": "secret-uuid",
        "name": "registry-secret",
        "secret_type": "docker_hub",
        "org_id": ORG,
        "data": "<redacted — do not log or expose>",
    } == printed["data"]


def test_error_handling_prints_the_page(emulator: Emulator):
    """Status, message with its suffix, and the payload."""
    assert """\
Status: 404
Message: No ModelDeployment matches the given query. (status=404)
Payload: {'detail': 'No ModelDeployment matches the given query.'}
""" == run("error_handling")[1]


def test_no_example_is_left_out():
    """Each file of examples is run by a test above."""
    source = Path(__file__).read_text()
    assert [] == [path.stem for path in EXAMPLES.glob("*.py") if f'"{path.stem}"' not in source]
