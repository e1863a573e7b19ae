# Generated from openapi.yaml by `make generate`; do not edit.
"""``StartStopActionAction``."""

from typing import Literal, TypeAlias

StartStopActionAction: TypeAlias = Literal["start", "stop"]
