# Generated from openapi.yaml by `make generate`; do not edit.
"""From pending to complete, failed or timeout."""

from typing import Literal, TypeAlias

ResizeState: TypeAlias = Literal["complete", "failed", "pending", "timeout"] | str
"""From pending to complete, failed or timeout."""
