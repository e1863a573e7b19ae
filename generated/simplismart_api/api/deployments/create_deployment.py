# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /deployments/private/deploy-model/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.created_deployment import CreatedDeployment
from ...types import Request, as_object

if TYPE_CHECKING:
    from ...models.deployment_create import DeploymentCreate

_decode = as_object(CreatedDeployment)


def build(*, body: DeploymentCreate) -> Request[CreatedDeployment]:
    """Deploy a model repo on Simplismart's GPUs.

    Names are unique in the organisation. A create that answered 500 has been seen to have made the
    deployment all the same; no idempotency key is documented.

    Operation: ``POST /deployments/private/deploy-model/``

    Args:
        body: A deployment on Simplismart's GPUs. `max_pod_replicas` is at least `min_pod_replicas`;
            the minimum may be 0 only with a cron window; a cron window and scale-to-zero exclude
            each other.

    Returns:
        The request; its decoded answer is ``CreatedDeployment``. The new deployment.
    """
    return Request(
        operation="create_deployment",
        method="POST",
        path="/deployments/private/deploy-model/",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
    )
