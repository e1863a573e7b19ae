# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /volumes/{volume_id}/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.network_volume import NetworkVolume
from ...types import Request, as_object, pairs, segment

if TYPE_CHECKING:
    from ...types import Id

_decode = as_object(NetworkVolume.adopt)


def build(volume_id: Id, *, org_id: Id) -> Request[NetworkVolume]:
    """Get a network volume.

    Shows the last known state; it does not advance it.

    Operation: ``GET /volumes/{volume_id}/``

    Args:
        volume_id: The id of the network volume.
        org_id: The organisation.

    Returns:
        The request; its decoded answer is ``NetworkVolume``. The network volume.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="get_network_volume",
        method="GET",
        path=f"/volumes/{segment(volume_id, 'volume_id')}/",
        query=pairs(("org_id", org_id)),
        json=None,
        decode=_decode,
        idempotent=True,
    )
