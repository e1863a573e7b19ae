# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /deployments/{deployment_id}/update-replicas/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_object, segment

if TYPE_CHECKING:
    from ...models.autoscaling_update import AutoscalingUpdate
    from ...models.json_object import JsonObject
    from ...types import Id

_decode = as_object(dict)


def build(deployment_id: Id, *, body: AutoscalingUpdate) -> Request[JsonObject]:
    """Change how a deployment scales.

    Here the parts of the autoscaling configuration stand at the top level of the body.

    Operation: ``POST /deployments/{deployment_id}/update-replicas/``

    Args:
        deployment_id: The id of the deployment.
        body: How a deployment scales from now on. `max_replicas` is at least `min_replicas`; the
            minimum may be 0 only with a cron window; a cron window and scale-to-zero exclude each
            other.

    Returns:
        The request; its decoded answer is ``JsonObject``. An object whose fields are not
        documented.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="update_deployment_autoscaling",
        method="POST",
        path=f"/deployments/{segment(deployment_id, 'deployment_id')}/update-replicas/",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
    )
