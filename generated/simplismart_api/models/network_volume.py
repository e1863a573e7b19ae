# Generated from openapi.yaml by `make generate`; do not edit.
"""A network volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest, optional
from . import volume_resize as _volume_resize

if TYPE_CHECKING:
    from typing import Any, Self

    from ..types import Field
    from .network_volume_status import NetworkVolumeStatus
    from .volume_resize import VolumeResize


class NetworkVolume(Model):
    """A network volume. Which further fields there are is not documented."""

    __slots__ = ()

    uuid: Field[str | None] = optional("uuid")
    """The id."""

    name: Field[str | None] = optional("name")

    org: Field[Any] = optional("org")
    """The id of the organisation, or an object."""

    region: Field[str | None] = optional("region")

    zone: Field[str | None] = optional("zone")

    size_gi: Field[int | None] = optional("size_gi")
    """Gi."""

    status: Field[NetworkVolumeStatus | None] = optional("status")

    resize: Field[VolumeResize | None] = optional("resize")

    created_by: Field[Any] = optional("created_by")
    """Who made it; the shape is not documented."""

    cluster_id: Field[str | None] = optional("cluster_id")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest(model, "resize", _volume_resize.VolumeResize)
        return model
