"""Fixtures: emulators whose every answer is checked against openapi.yaml."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from simplismart.testing import Answer, Emulator

SPEC = yaml.safe_load((Path(__file__).parents[2] / "openapi.yaml").read_text("utf-8"))
REGISTRY = Registry().with_resource("urn:spec", DRAFT202012.create_resource(SPEC))


class Api:
    """Calls an emulator with the right token, and holds each answer against the document."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.org = emulator.org_id

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Answer:
        """Send one request with the token, and check the answer."""
        headers = {"Authorization": f"Bearer {self.emulator.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        raw = b"" if body is None else json.dumps(body).encode()
        pairs = {name: str(value) for name, value in query.items()}
        answer = self.emulator.handle(method, path, pairs, headers, raw)
        check(self.emulator.requests[-1].operation, answer)
        return answer

    def get(self, path: str, **query: Any) -> Any:
        """Return what a GET answers with 200."""
        answer = self.call("GET", path, **query)
        assert 200 == answer.status, answer.json()
        return answer.json()

    def post(self, path: str, body: Any) -> Any:
        """Return what a POST answers with a success."""
        answer = self.call("POST", path, body)
        assert answer.status in {200, 201, 202}, answer.json()
        return answer.json()

    def refused(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """Return the body of a 400."""
        answer = self.call(method, path, body, **query)
        assert 400 == answer.status, answer
        return answer.json()

    def compile(self, name: str = "llama", **fields: Any) -> Any:
        """Begin a compile."""
        body = {
            "name": name,
            "avatar": {"image_url": "https://example.com/llama.png"},
            "source_type": "huggingface",
            "source_url": "meta-llama/Llama-3.2-1B-Instruct",
            "mode": "public_hf",
            "model_class": "LlamaForCausalLM",
            "accelerator_type": "nvidia-h100",
            "use_simplismart_infrastructure": True,
        }
        return self.post("/models/client/model-repos/", body | fields)

    def deployment(self, **fields: Any) -> dict[str, Any]:
        """Return the body that creates a deployment, of a model repo that is ready."""
        repo = fields.pop("model_repo", None) or self.emulator.add_model_repo()["uuid"]
        return {
            "model_repo": repo,
            "org": self.org,
            "gpu_id": "nvidia-h100",
            "name": "llama",
            "min_pod_replicas": 1,
            "max_pod_replicas": 2,
            "autoscale_config": {"targets": [{"metric": "gpu", "target": 80}]},
        } | fields

    def deploy(self, **fields: Any) -> str:
        """Create a deployment and return its id."""
        return self.post("/deployments/private/deploy-model/", self.deployment(**fields))["deployment_id"]

    def detail(self, deployment_id: str) -> Any:
        """Return a deployment in detail."""
        return self.get(f"/deployments/model-deployments/{quote(deployment_id, safe='')}/")

    def health(self, deployment_id: str) -> Any:
        """Return the health of a deployment."""
        return self.get(f"/deployments/model-deployment/fetch-status/{deployment_id}/")


def check(operation: str | None, answer: Answer) -> None:
    """Assert that the answer is one that the document has for the operation."""
    if operation is None or answer.headers.get("Content-Type", "application/json") != "application/json":
        return
    if answer.body:
        Draft202012Validator(
            _schema(operation, answer.status), registry=REGISTRY, format_checker=FormatChecker()
        ).validate(answer.json())
    else:
        assert "content" not in _resolve(_responses(operation)[str(answer.status)])[1]


def _responses(operation: str) -> dict[str, Any]:
    return next(
        item["responses"]
        for path in SPEC["paths"].values()
        for item in path.values()
        if item["operationId"] == operation
    )


def _schema(operation: str, status: int) -> dict[str, Any]:
    responses = _responses(operation)
    _, response = _resolve(responses.get(str(status)) or responses[f"{status // 100}XX"])
    return _absolute(response["content"]["application/json"]["schema"])


def _absolute(schema: Any) -> Any:
    return json.loads(json.dumps(schema).replace('"#/components', '"urn:spec#/components'))


def _resolve(node: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if "$ref" not in node:
        return "", node
    target: Any = SPEC
    for key in node["$ref"].removeprefix("#/").split("/"):
        target = target[key]
    return node["$ref"], target


@pytest.fixture(scope="session")
def spec() -> dict[str, Any]:
    """The OpenAPI document."""
    return SPEC


@pytest.fixture
def make_api() -> Any:
    """Make an emulator with settings of one's own, to be called with the right token."""
    return lambda **settings: Api(Emulator(**({"spec": SPEC} | settings)))


@pytest.fixture
def api(make_api: Any) -> Api:
    """An emulator to be called with the right token."""
    return make_api()
