# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /volumes/filters/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_any, pairs

if TYPE_CHECKING:
    from typing import Any

    from ...types import Id


def build(*, org_id: Id) -> Request[Any]:
    """List what network volumes can be filtered by.

    The shape of the answer is not documented.

    Operation: ``GET /volumes/filters/``

    Args:
        org_id: The organisation.

    Returns:
        The request; its decoded answer is ``Any``. Any JSON; the shape is not documented.
    """
    return Request(
        operation="list_network_volume_filters",
        method="GET",
        path="/volumes/filters/",
        query=pairs(("org_id", org_id)),
        json=None,
        decode=as_any,
        idempotent=True,
    )
