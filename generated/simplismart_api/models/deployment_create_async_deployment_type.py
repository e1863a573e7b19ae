# Generated from openapi.yaml by `make generate`; do not edit.
"""``DeploymentCreateAsyncDeploymentType``."""

from typing import Literal, TypeAlias

DeploymentCreateAsyncDeploymentType: TypeAlias = Literal["ASYNC", "SYNC"]
