# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /deployments/{deployment_id}/restart/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_object, segment

if TYPE_CHECKING:
    from ...models.json_object import JsonObject
    from ...models.restart_action import RestartAction
    from ...types import Id

_decode = as_object(dict)


def build(deployment_id: Id, *, body: RestartAction) -> Request[JsonObject]:
    """Restart a deployment.

    Operation: ``POST /deployments/{deployment_id}/restart/``

    Args:
        deployment_id: The id of the deployment.
        body: What to restart.

    Returns:
        The request; its decoded answer is ``JsonObject``. An object whose fields are not
        documented.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="restart_deployment",
        method="POST",
        path=f"/deployments/{segment(deployment_id, 'deployment_id')}/restart/",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
    )
