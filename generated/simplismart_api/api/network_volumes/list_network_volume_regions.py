# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /volumes/regions/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_any, pairs

if TYPE_CHECKING:
    from typing import Any

    from ...types import Id


def build(*, org_id: Id) -> Request[Any]:
    """List the regions where network volumes can be made.

    The shape of the answer is not documented.

    Operation: ``GET /volumes/regions/``

    Args:
        org_id: The organisation.

    Returns:
        The request; its decoded answer is ``Any``. Any JSON; the shape is not documented.
    """
    return Request(
        operation="list_network_volume_regions",
        method="GET",
        path="/volumes/regions/",
        query=pairs(("org_id", org_id)),
        json=None,
        decode=as_any,
        idempotent=True,
    )
