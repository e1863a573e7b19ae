# Generated from openapi.yaml by `make generate`; do not edit.
"""The kind of registry."""

from typing import Literal, TypeAlias

ModelRepoCreateSourceType: TypeAlias = Literal["depot", "docker_hub", "nvidiadockersecret"]
"""The kind of registry."""
