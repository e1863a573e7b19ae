# Generated from openapi.yaml by `make generate`; do not edit.
"""An object whose fields are not documented."""

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""An object whose fields are not documented."""
