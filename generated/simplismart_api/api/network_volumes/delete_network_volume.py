# Generated from openapi.yaml by `make generate`; do not edit.
"""``DELETE /volumes/{volume_id}/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.network_volume import NetworkVolume
from ...types import Request, as_object, or_none, pairs, segment

if TYPE_CHECKING:
    from ...types import Id

_decode = or_none(as_object(NetworkVolume.adopt))


def build(volume_id: Id, *, org_id: Id) -> Request[NetworkVolume | None]:
    """Delete a network volume.

    Operation: ``DELETE /volumes/{volume_id}/``

    Args:
        volume_id: The id of the network volume.
        org_id: The organisation.

    Returns:
        The request; its decoded answer is ``NetworkVolume | None``. The network volume.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="delete_network_volume",
        method="DELETE",
        path=f"/volumes/{segment(volume_id, 'volume_id')}/",
        query=pairs(("org_id", org_id)),
        json=None,
        decode=_decode,
        idempotent=True,
    )
