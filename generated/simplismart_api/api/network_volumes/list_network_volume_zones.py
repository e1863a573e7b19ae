# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /volumes/regions/{region_code}/zones/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_any, pairs, segment

if TYPE_CHECKING:
    from typing import Any

    from ...types import Id


def build(region_code: Id, *, org_id: Id) -> Request[Any]:
    """List the zones of a region where network volumes can be made.

    The shape of the answer is not documented.

    Operation: ``GET /volumes/regions/{region_code}/zones/``

    Args:
        region_code: The code of the region.
        org_id: The organisation.

    Returns:
        The request; its decoded answer is ``Any``. Any JSON; the shape is not documented.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="list_network_volume_zones",
        method="GET",
        path=f"/volumes/regions/{segment(region_code, 'region_code')}/zones/",
        query=pairs(("org_id", org_id)),
        json=None,
        decode=as_any,
        idempotent=True,
    )
