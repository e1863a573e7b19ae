"""The payloads of the model repos."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from simplismart.exceptions import ValidationError
from simplismart.models import (
    ModelRepoCompileAvatar,
    ModelRepoCompileCreate,
    ModelRepoCreate,
    ModelRepoListParams,
    ModelRepoProfilesRequest,
)

ID = UUID("0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f")
CONTAINER: dict[str, Any] = {
    "name": "vision",
    "source_type": "docker_hub",
    "runtime_gpus": 1,
    "registry_path": "org/model",
    "docker_tag": "latest",
}
COMPILE: dict[str, Any] = {
    "name": "llama",
    "avatar": ModelRepoCompileAvatar(image_url="https://example.com/llama.png", font_color="red"),
    "source_type": "huggingface",
    "source_url": "meta-llama/Llama-3.2-1B-Instruct",
    "model_class": "LlamaForCausalLM",
    "accelerator_type": "nvidia-h100",
}


def test_list_defaults() -> None:
    """Five from the start, newest first."""
    assert {"offset": 0, "count": 5, "ordering": "desc"} == ModelRepoListParams().to_params()


def test_list_filters() -> None:
    """The status is sent in upper case, a blank filter is left out."""
    params = ModelRepoListParams(
        org_id=ID,
        offset=20_000,
        count=20,
        model_id="m",
        name=" vision ",
        status="success",
        model_type=" ",
        created_by=None,
        order_type="asc",
    )
    assert {
        "org_id": str(ID),
        "offset": 20_000,
        "count": 20,
        "model_id": "m",
        "name": "vision",
        "status": "SUCCESS",
        "ordering": "asc",
    } == params.to_params()
    assert ModelRepoListParams() == ModelRepoListParams(status=" ")


@pytest.mark.parametrize(
    "given",
    [
        {"count": 21},
        {"count": -1},
        {"offset": -1},
        {"order_type": "up"},
        {"name": 0},
        {"status": []},
        {"model_id": ""},
    ],
)
def test_list_refuses(given: dict[str, Any]) -> None:
    """Nothing is cut to size in silence."""
    with pytest.raises(ValidationError, match=f"ModelRepoListParams: {next(iter(given))}: must be"):
        ModelRepoListParams(**given)


def test_container() -> None:
    """The body has the organisation as ``org`` and the kind of registry in lower case."""
    repo = ModelRepoCreate(
        **{**CONTAINER, "source_type": " Depot "},
        org_id=ID,
        source_secret=ID,
        env={"KEY": "value"},
        metrics_path=[" /metrics "],
        deployment_custom_configuration=[" python ", {"a": 1}],
    )
    assert {
        **CONTAINER,
        "source_type": "depot",
        "org": str(ID),
        "source_secret": str(ID),
        "env": {"KEY": "value"},
        "metrics_path": ["/metrics"],
        "deployment_custom_configuration": ["python", {"a": 1}],
    } == repo.to_payload()


def test_container_settings_are_a_dict_or_a_list() -> None:
    """Either is taken, nothing else."""
    settings = {"command": ["python"]}
    repo = ModelRepoCreate(**CONTAINER, deployment_custom_configuration=settings)
    assert settings == repo.to_payload()["deployment_custom_configuration"]
    with pytest.raises(ValidationError, match="must be a dict or a list, got 'python'"):
        ModelRepoCreate(**CONTAINER, deployment_custom_configuration="python")


def test_container_needs_its_image() -> None:
    """Path and tag are always needed, the secret unless the registry is Docker Hub."""
    with pytest.raises(ValidationError) as caught:
        ModelRepoCreate(name="n", source_type="nvidiadockersecret", runtime_gpus=0)
    assert ["registry_path", "docker_tag", "source_secret"] == [problem.field for problem in caught.value.problems]
    assert "source_secret" not in ModelRepoCreate(**CONTAINER).to_payload()


def test_compile_defaults() -> None:
    """What has a default is sent, and the platform's own infrastructure always."""
    body = {
        **COMPILE,
        "avatar": {"image_url": "https://example.com/llama.png", "font_color": "red"},
        "mode": "public_hf",
        "accelerator_count": 0,
        "use_simplismart_infrastructure": True,
    }
    assert body == ModelRepoCompileCreate(**COMPILE).to_payload()
    repo = ModelRepoCompileCreate(**COMPILE, use_simplismart_infrastructure=False)
    assert body == repo.to_payload()


def test_compile_normalises() -> None:
    """Letter case, ``llm``, blank ids and an absent number of accelerators are put right."""
    repo = ModelRepoCompileCreate(
        **COMPILE,
        model_type="LLM",
        processing_mode=" async ",
        accelerator_count=None,
        cloud_account=" ",
        source_secret="",
        lora_secret=ID,
        tasks=[" chat "],
        description="",
    )
    body = repo.to_payload()
    assert ("platform", "ASYNC", str(ID), ["chat"], "") == (
        body["model_type"],
        body["processing_mode"],
        body["lora_secret"],
        body["tasks"],
        body["description"],
    )
    assert not {"accelerator_count", "cloud_account", "source_secret"} & {*body}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mode", "ftp"),
        ("model_type", "gguf"),
        ("processing_mode", "BATCH"),
        ("accelerator_count", -1),
        ("avatar", "https://example.com/llama.png"),
        ("avatar", {}),
        ("tasks", "chat"),
        ("source_type", 1),
        ("processing_mode", 1),
    ],
)
def test_compile_refuses(field: str, value: Any) -> None:
    """A value that the API does not know is refused."""
    with pytest.raises(ValidationError, match=f"ModelRepoCompileCreate: {field}"):
        ModelRepoCompileCreate(**{**COMPILE, field: value})


def test_profiles() -> None:
    """A blank secret is left out."""
    request = ModelRepoProfilesRequest(type="hf", path="meta-llama/Llama-3.2-1B", secret_id=" ")
    assert {"type": "hf", "path": "meta-llama/Llama-3.2-1B"} == request.to_payload()
    with pytest.raises(ValidationError, match="type: must be one of hf, s3, azure_blob, got 'gs'"):
        ModelRepoProfilesRequest(type="gs", path="p")
