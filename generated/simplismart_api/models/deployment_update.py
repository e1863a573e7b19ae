# Generated from openapi.yaml by `make generate`; do not edit.
"""The fields to change; which ones can be is not documented."""

from typing import Any, TypeAlias

DeploymentUpdate: TypeAlias = dict[str, Any]
"""The fields to change; which ones can be is not documented."""
