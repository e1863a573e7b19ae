# Generated from openapi.yaml by `make generate`; do not edit.
"""``RestartActionAction``."""

from typing import Literal, TypeAlias

RestartActionAction: TypeAlias = Literal["restart"]
