# Generated from openapi.yaml by `make generate`; do not edit.
"""``ModelRepoCompileCreateMode``."""

from typing import Literal, TypeAlias

ModelRepoCompileCreateMode: TypeAlias = Literal[
    "aws", "gcp", "private_hf", "public_hf", "public_url", "simplismart"
]
