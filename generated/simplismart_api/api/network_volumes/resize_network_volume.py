# Generated from openapi.yaml by `make generate`; do not edit.
"""``PATCH /volumes/{volume_id}/resize/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.network_volume import NetworkVolume
from ...types import Request, as_object, segment

if TYPE_CHECKING:
    from ...models.network_volume_resize import NetworkVolumeResize
    from ...types import Id

_decode = as_object(NetworkVolume.adopt)


def build(volume_id: Id, *, body: NetworkVolumeResize) -> Request[NetworkVolume]:
    """Grow a network volume.

    Operation: ``PATCH /volumes/{volume_id}/resize/``

    Args:
        volume_id: The id of the network volume.
        body: The new size of a network volume.

    Returns:
        The request; its decoded answer is ``NetworkVolume``. The network volume.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="resize_network_volume",
        method="PATCH",
        path=f"/volumes/{segment(volume_id, 'volume_id')}/resize/",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
    )
