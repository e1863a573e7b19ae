"""Payloads of the model repos."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs
from attrs.converters import optional

from ..exceptions import Problem
from ._payload import (
    Payload,
    Rule,
    boolean,
    build,
    each,
    identifier,
    identify,
    identify_or_none,
    integer,
    items,
    json_object,
    json_value,
    lower,
    named,
    nested,
    nullable,
    object_or,
    one_of,
    shown_keys,
    strip,
    strip_all,
    strip_or_none,
    text,
    upper,
    upper_or_none,
    whole,
)

MODES = ("public_hf", "private_hf", "aws", "gcp", "public_url", "simplismart")
OBJECT_OR_LIST = "must be a dict or a list"


def _avatar(value: ModelRepoCompileAvatar | Mapping[str, Any]) -> ModelRepoCompileAvatar:
    avatar: ModelRepoCompileAvatar = build(ModelRepoCompileAvatar, value)
    return avatar


def _model_type(value: str) -> str:
    return "platform" if lower(value) == "llm" else lower(value)


def _settings(value: dict[str, Any] | Sequence[Any]) -> dict[str, Any] | list[Any]:
    settings: dict[str, Any] | list[Any] = each(strip, value)
    return settings


@attrs.define(kw_only=True)
class ModelRepoListParams(Payload):
    """Which model repos to list: ``GET /models/client/model-repos/``.

    Args:
        org_id: The id of the organisation; the client's own if left out.
        offset: How many to skip, at least 0.
        count: How many to answer, 0 to 20.
        model_id: Only the model repo of this id.
        name: Only those whose name contains this.
        status: Only those of this status, in any letter case: ``SUCCESS``, ``FAILED``, ``DELETED``,
            ``PROGRESSING``.
        model_type: Only those of this type.
        created_by: Only those that the user of this email address made.
        order_type: ``desc``, newest first, or ``asc``.

    A blank filter is left out.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    org_id: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    offset: int = attrs.field(default=0, converter=whole, validator=integer(0))
    count: int = attrs.field(default=5, converter=whole, validator=integer(0, 20))
    model_id: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    name: str | None = attrs.field(default=None, converter=strip_or_none, validator=text())
    status: str | None = attrs.field(default=None, converter=upper_or_none, validator=text())
    model_type: str | None = attrs.field(default=None, converter=strip_or_none, validator=text())
    created_by: str | None = attrs.field(default=None, converter=strip_or_none, validator=text())
    order_type: Literal["asc", "desc"] = attrs.field(
        default="desc", validator=one_of("asc", "desc"), metadata=named("ordering")
    )

    def to_params(self) -> dict[str, Any]:
        """Return the query parameters.

        Raises:
            ValidationError: The parameters were changed since they were made, and are wrong now.
        """
        return self.to_payload()


@attrs.define(kw_only=True)
class ModelRepoCreate(Payload):
    """A model repo to make from a container image: ``POST /models/client/model-repos/``.

    Args:
        name: The name, 1 to 255 characters, unique in the organisation.
        org_id: The id of the organisation; the client's own if left out.
        source_type: The kind of registry: ``docker_hub``, ``depot`` or ``nvidiadockersecret``.
        runtime_gpus: The number of GPUs, at least 0.
        env: Environment variables.
        source_secret: The id of the registry's secret; needed but for ``docker_hub``.
        registry_path: The repository in the registry, 1 to 255 characters; needed.
        docker_tag: The tag of the image, 1 to 255 characters; needed.
        healthcheck: How the container's health is checked.
        ports: The container's ports.
        metrics_path: The paths of the metrics.
        deployment_custom_configuration: Further settings of a deployment, a dict or a list.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    name: str = attrs.field(converter=strip, validator=text(1, 255))
    org_id: str | None = attrs.field(
        default=None, converter=optional(identify), validator=identifier, metadata=named("org")
    )
    source_type: str = attrs.field(converter=lower, validator=one_of("docker_hub", "depot", "nvidiadockersecret"))
    runtime_gpus: int = attrs.field(converter=whole, validator=integer(0))
    env: dict[str, Any] | None = attrs.field(default=None, validator=json_object, repr=shown_keys)
    source_secret: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    registry_path: str | None = attrs.field(default=None, converter=optional(strip), validator=text(1, 255))
    docker_tag: str | None = attrs.field(default=None, converter=optional(strip), validator=text(1, 255))
    healthcheck: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    ports: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    metrics_path: list[str] | None = attrs.field(default=None, converter=optional(strip_all), validator=items(text()))
    deployment_custom_configuration: dict[str, Any] | list[Any] | None = attrs.field(
        default=None,
        converter=optional(_settings),
        validator=object_or(items(json_value, allowed=OBJECT_OR_LIST)),
    )

    def _rules(self) -> Sequence[Rule]:
        return self._needs_path, self._needs_tag, self._needs_secret

    def _needs_path(self) -> Iterator[Problem]:
        if self.registry_path is None:
            yield Problem("registry_path", "is required", "")

    def _needs_tag(self) -> Iterator[Problem]:
        if self.docker_tag is None:
            yield Problem("docker_tag", "is required", "")

    def _needs_secret(self) -> Iterator[Problem]:
        if self.source_type != "docker_hub" and self.source_secret is None:
            yield Problem("source_secret", f"is required for source_type {self.source_type}", "")


@attrs.define(kw_only=True)
class ModelRepoCompileAvatar(Payload):
    """The picture of a model repo, part of ``POST /models/client/model-repos/``.

    Args:
        image_url: The address of the picture.
        font_color: The colour of the text.
        background_color: The colour behind it.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    image_url: str = attrs.field(converter=strip, validator=text(1))
    font_color: str | None = attrs.field(default=None, converter=optional(strip), validator=text())
    background_color: str | None = attrs.field(default=None, converter=optional(strip), validator=text())


@attrs.define(kw_only=True)
class ModelRepoCompileCreate(Payload):
    """A model repo for the platform to compile: ``POST /models/client/model-repos/``.

    Args:
        name: The name, 1 to 255 characters, unique in the organisation.
        avatar: The picture, a ``ModelRepoCompileAvatar`` or a dict.
        source_type: The kind of source, such as ``huggingface``.
        source_url: The model's id or address at its source.
        mode: How the source is reached: ``public_hf``, ``private_hf``, ``aws``, ``gcp``,
            ``public_url`` or ``simplismart``.
        model_type: ``platform`` or ``byom``; ``llm`` is sent as ``platform``.
        model_class: The class of the model, such as ``LlamaForCausalLM``.
        accelerator_type: The accelerator, such as ``nvidia-h100``.
        org_id: The id of the organisation, also taken as ``org``; the client's own if left out.
        accelerator_count: The number of accelerators, at least 0.
        cloud_account: The id of the cloud account.
        source_secret: The id of the secret that opens the source.
        lora_secret: The id of the secret that opens the LoRA's source.
        optimisation_config: How the model is optimised.
        pipeline_config: How it is served.
        model_config_data: Its architecture, also taken as ``model_config``.
        env: Environment variables.
        output_metadata: Metadata of the output.
        additional_details: Further details.
        tags: Tags.
        tasks: Tasks.
        model_family: The family of the model.
        description: A description.
        short_description: A short description.
        dropdown_description: The description in a menu.
        processing_mode: ``SYNC``, ``ASYNC`` or ``REALTIME_ASYNC``.
        machine_type: The type of machine.
        region: The region.
        resource_group: The resource group.
        use_simplismart_infrastructure: Sent as true whatever is given, because this operation is
            for nothing else.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    name: str = attrs.field(converter=strip, validator=text(1, 255))
    avatar: ModelRepoCompileAvatar = attrs.field(converter=_avatar, validator=nested(ModelRepoCompileAvatar))
    source_type: str = attrs.field(converter=lower, validator=text(1))
    source_url: str = attrs.field(converter=strip, validator=text(1))
    mode: str = attrs.field(default="public_hf", converter=strip, validator=one_of(*MODES))
    model_type: str | None = attrs.field(
        default=None, converter=optional(_model_type), validator=one_of("platform", "byom")
    )
    model_class: str = attrs.field(converter=strip, validator=text(1))
    accelerator_type: str = attrs.field(converter=strip, validator=text(1))
    org_id: str | None = attrs.field(
        default=None, converter=optional(identify), validator=identifier, metadata=named("org")
    )
    accelerator_count: int | None = attrs.field(default=0, converter=optional(whole), validator=nullable(integer(0)))
    cloud_account: str | None = attrs.field(default=None, converter=identify_or_none, validator=identifier)
    source_secret: str | None = attrs.field(default=None, converter=identify_or_none, validator=identifier)
    lora_secret: str | None = attrs.field(default=None, converter=identify_or_none, validator=identifier)
    optimisation_config: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    pipeline_config: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    model_config_data: dict[str, Any] | None = attrs.field(
        default=None, validator=json_object, metadata=named("model_config")
    )
    env: dict[str, Any] | None = attrs.field(default=None, validator=json_object, repr=shown_keys)
    output_metadata: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    additional_details: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    tags: dict[str, Any] | None = attrs.field(default=None, validator=json_object)
    tasks: list[str] | None = attrs.field(default=None, converter=optional(strip_all), validator=items(text()))
    model_family: str | None = attrs.field(default=None, converter=optional(strip), validator=text())
    description: str | None = attrs.field(default=None, converter=optional(strip), validator=text())
    short_description: str | None = attrs.field(default=None, converter=optional(strip), validator=text())
    dropdown_description: str | None = attrs.field(default=None, converter=optional(strip), validator=text())
    processing_mode: str | None = attrs.field(
        default=None, converter=optional(upper), validator=one_of("SYNC", "ASYNC", "REALTIME_ASYNC")
    )
    machine_type: str | None = attrs.field(default=None, converter=optional(strip), validator=text())
    region: str | None = attrs.field(default=None, converter=optional(strip), validator=text())
    resource_group: str | None = attrs.field(default=None, converter=optional(strip), validator=text())
    use_simplismart_infrastructure: bool | None = attrs.field(default=None, validator=boolean)

    def _wire(self) -> dict[str, Any]:
        return {**super()._wire(), "use_simplismart_infrastructure": True}


@attrs.define(kw_only=True)
class ModelRepoProfilesRequest(Payload):
    """The model to find profiles for: ``POST /models/model-profiles/``.

    Args:
        type: Where the model lies: ``hf``, ``s3`` or ``azure_blob``.
        path: Its id or path there.
        secret_id: The id of the secret that opens it.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    type: str = attrs.field(converter=strip, validator=one_of("hf", "s3", "azure_blob"))
    path: str = attrs.field(converter=strip, validator=text(1))
    secret_id: str | None = attrs.field(default=None, converter=identify_or_none, validator=identifier)
