# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /volumes/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.network_volume import NetworkVolume
from ...types import Request, as_object

if TYPE_CHECKING:
    from ...models.network_volume_create import NetworkVolumeCreate

_decode = as_object(NetworkVolume.adopt)


def build(*, body: NetworkVolumeCreate) -> Request[NetworkVolume]:
    """Create a network volume.

    Operation: ``POST /volumes/``

    Args:
        body: A network volume.

    Returns:
        The request; its decoded answer is ``NetworkVolume``. The volume, in status `provisioning`.
    """
    return Request(
        operation="create_network_volume",
        method="POST",
        path="/volumes/",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
    )
