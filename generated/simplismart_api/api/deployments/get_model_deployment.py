# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /deployments/model-deployments/{deployment_id}/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.deployment import Deployment
from ...types import Request, as_object, segment

if TYPE_CHECKING:
    from ...types import Id

_decode = as_object(Deployment)


def build(deployment_id: Id) -> Request[Deployment]:
    """Get a deployment in detail.

    Operation: ``GET /deployments/model-deployments/{deployment_id}/``

    Args:
        deployment_id: The id of the deployment.

    Returns:
        The request; its decoded answer is ``Deployment``. The deployment.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="get_model_deployment",
        method="GET",
        path=f"/deployments/model-deployments/{segment(deployment_id, 'deployment_id')}/",
        query=(),
        json=None,
        decode=_decode,
        idempotent=True,
    )
