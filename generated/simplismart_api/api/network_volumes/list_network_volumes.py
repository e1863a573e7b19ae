# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /volumes/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.network_volume import NetworkVolume
from ...models.network_volume_page import NetworkVolumePage
from ...types import UNSET, Request, as_list, as_object, as_union, pairs

if TYPE_CHECKING:
    from ...types import Id, Unset

_decode = as_union(as_object(NetworkVolumePage.adopt), as_list(NetworkVolume.adopt))


def build(
    *,
    org_id: Id,
    status: str | None | Unset = UNSET,
    region: str | None | Unset = UNSET,
    created_by: str | None | Unset = UNSET,
    cluster_id: Id | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
) -> Request[NetworkVolumePage | list[NetworkVolume]]:
    """List the network volumes of an organisation.

    `offset` and `limit` go together: one without the other answers an empty page; without both the
    answer is an array of all. The state of a volume, and of its resize, advances only when this
    operation is called.

    Operation: ``GET /volumes/``

    Args:
        org_id: The organisation.
        status: Only volumes of these statuses, separated by commas.
        region: Only volumes in these regions, separated by commas.
        created_by: Only volumes that these users made, separated by commas.
        cluster_id: Only volumes of this cluster.
        offset: How many volumes to skip.
        limit: How many volumes to answer.

    Returns:
        The request; its decoded answer is ``NetworkVolumePage | list[NetworkVolume]``. Every volume
        that matches, or a page of them.
    """
    return Request(
        operation="list_network_volumes",
        method="GET",
        path="/volumes/",
        query=pairs(
            ("org_id", org_id),
            ("status", status),
            ("region", region),
            ("created_by", created_by),
            ("cluster_id", cluster_id),
            ("offset", offset),
            ("limit", limit),
        ),
        json=None,
        decode=_decode,
        idempotent=True,
    )
