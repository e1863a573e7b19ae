# Generated from openapi.yaml by `make generate`; do not edit.
"""``Ordering``."""

from typing import Literal, TypeAlias

Ordering: TypeAlias = Literal["asc", "desc"]
