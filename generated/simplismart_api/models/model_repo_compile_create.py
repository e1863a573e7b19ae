# Generated from openapi.yaml by `make generate`; do not edit.
"""A model repo that the platform compiles from a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from .json_object import JsonObject
    from .model_repo_compile_avatar import ModelRepoCompileAvatar
    from .model_repo_compile_create_mode import ModelRepoCompileCreateMode
    from .model_repo_compile_create_model_type import ModelRepoCompileCreateModelType
    from .model_repo_compile_create_processing_mode import ModelRepoCompileCreateProcessingMode


class ModelRepoCompileCreate(TypedDict, total=False):
    """A model repo that the platform compiles from a source."""

    name: Required[str]

    avatar: Required[ModelRepoCompileAvatar]

    source_type: Required[str]
    """Such as `huggingface`."""

    source_url: Required[str]
    """The model's id or address at its source."""

    mode: Required[ModelRepoCompileCreateMode]

    model_class: Required[str]
    """Such as `LlamaForCausalLM`."""

    accelerator_type: Required[str]
    """Such as `nvidia-h100`."""

    use_simplismart_infrastructure: Required[bool]

    org: str

    accelerator_count: int

    cloud_account: str

    source_secret: str

    lora_secret: str

    model_config: JsonObject

    optimisation_config: JsonObject

    pipeline_config: JsonObject

    env: JsonObject

    output_metadata: JsonObject

    additional_details: JsonObject

    tags: JsonObject

    tasks: list[str]

    model_family: str

    model_type: ModelRepoCompileCreateModelType

    description: str

    short_description: str

    dropdown_description: str

    processing_mode: ModelRepoCompileCreateProcessingMode

    machine_type: str

    region: str

    resource_group: str
