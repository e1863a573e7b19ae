# Generated from openapi.yaml by `make generate`; do not edit.
"""A secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from .json_object import JsonObject
    from .secret_create_secret_type import SecretCreateSecretType


class SecretCreate(TypedDict, total=False):
    """A secret. docker_hub and depot need `username` and `token`; nvidia_nim needs `server`,
    `username` (`$oauthtoken`) and `password`; huggingface was seen with `hf_token`; gcp and
    generic were seen, their shape is not documented.
    """

    name: Required[str]

    secret_type: Required[SecretCreateSecretType]

    data: Required[JsonObject]

    org: Required[str]
