# Generated from openapi.yaml by `make generate`; do not edit.
"""Where a model lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from .model_repo_profiles_request_type import ModelRepoProfilesRequestType


class ModelRepoProfilesRequest(TypedDict, total=False):
    """Where a model lies."""

    type: Required[ModelRepoProfilesRequestType]

    path: Required[str]
    """The model's id or path there."""

    secret_id: str
