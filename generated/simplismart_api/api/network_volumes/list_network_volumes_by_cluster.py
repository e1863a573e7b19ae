# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /volumes/by-cluster/{cluster_id}/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_any, pairs, segment

if TYPE_CHECKING:
    from typing import Any

    from ...types import Id


def build(cluster_id: Id, *, org_id: Id) -> Request[Any]:
    """List the active network volumes of a cluster.

    The shape of the answer is not documented.

    Operation: ``GET /volumes/by-cluster/{cluster_id}/``

    Args:
        cluster_id: The id of the cluster.
        org_id: The organisation.

    Returns:
        The request; its decoded answer is ``Any``. Any JSON; the shape is not documented.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="list_network_volumes_by_cluster",
        method="GET",
        path=f"/volumes/by-cluster/{segment(cluster_id, 'cluster_id')}/",
        query=pairs(("org_id", org_id)),
        json=None,
        decode=as_any,
        idempotent=True,
    )
