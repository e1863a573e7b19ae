# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /deployments/model-deployment/fetch-status/{deployment_id}/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.deployment_health import DeploymentHealth
from ...types import Request, as_object, segment

if TYPE_CHECKING:
    from ...types import Id

_decode = as_object(DeploymentHealth.adopt)


def build(deployment_id: Id) -> Request[DeploymentHealth]:
    """Get the health of a deployment and of its pods.

    Operation: ``GET /deployments/model-deployment/fetch-status/{deployment_id}/``

    Args:
        deployment_id: The id of the deployment.

    Returns:
        The request; its decoded answer is ``DeploymentHealth``. The health.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="fetch_deployment_health",
        method="GET",
        path=f"/deployments/model-deployment/fetch-status/{segment(deployment_id, 'deployment_id')}/",
        query=(),
        json=None,
        decode=_decode,
        idempotent=True,
    )
