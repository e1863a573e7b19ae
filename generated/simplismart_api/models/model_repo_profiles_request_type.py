# Generated from openapi.yaml by `make generate`; do not edit.
"""``ModelRepoProfilesRequestType``."""

from typing import Literal, TypeAlias

ModelRepoProfilesRequestType: TypeAlias = Literal["azure_blob", "hf", "s3"]
