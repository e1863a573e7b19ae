# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /deployments/{deployment_id}/edit``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_object, segment

if TYPE_CHECKING:
    from ...models.deployment_update import DeploymentUpdate
    from ...models.json_object import JsonObject
    from ...types import Id

_decode = as_object(dict)


def build(deployment_id: Id, *, body: DeploymentUpdate) -> Request[JsonObject]:
    """Change a deployment.

    A partial object. What it accepts and answers is not documented. The path has no slash at its
    end.

    Operation: ``POST /deployments/{deployment_id}/edit``

    Args:
        deployment_id: The id of the deployment.
        body: The fields to change; which ones can be is not documented.

    Returns:
        The request; its decoded answer is ``JsonObject``. An object whose fields are not
        documented.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="update_deployment",
        method="POST",
        path=f"/deployments/{segment(deployment_id, 'deployment_id')}/edit",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
    )
