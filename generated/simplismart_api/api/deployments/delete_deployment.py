# Generated from openapi.yaml by `make generate`; do not edit.
"""``DELETE /deployments/{deployment_id}/delete/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import UNSET, Request, as_any, pairs, segment

if TYPE_CHECKING:
    from typing import Any

    from ...types import Id, Unset


def build(deployment_id: Id, *, org_id: Id | None | Unset = UNSET) -> Request[Any]:
    """Delete a deployment.

    Deleting it again answers 200, "Deployment already Deleted".

    Operation: ``DELETE /deployments/{deployment_id}/delete/``

    Args:
        deployment_id: The id of the deployment.
        org_id: The organisation, if not the token's own.

    Returns:
        The request; its decoded answer is ``Any``. Done. The body, if there is one, is not
        documented.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="delete_deployment",
        method="DELETE",
        path=f"/deployments/{segment(deployment_id, 'deployment_id')}/delete/",
        query=pairs(("org_id", org_id)),
        json=None,
        decode=as_any,
        idempotent=True,
    )
