# Generated from openapi.yaml by `make generate`; do not edit.
"""``ModelRepoCompileCreateModelType``."""

from typing import Literal, TypeAlias

ModelRepoCompileCreateModelType: TypeAlias = Literal["byom", "platform"]
