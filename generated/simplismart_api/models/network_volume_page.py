# Generated from openapi.yaml by `make generate`; do not edit.
"""A page of network volumes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..types import Model, nest_list, optional, required
from . import network_volume as _network_volume

if TYPE_CHECKING:
    from typing import Any, Self

    from ..types import Field
    from .network_volume import NetworkVolume


class NetworkVolumePage(Model):
    """A page of network volumes."""

    __slots__ = ()

    count: Field[int | None] = optional("count")
    """How many there are in all."""

    offset: Field[int | None] = optional("offset")

    limit: Field[int | None] = optional("limit")

    results: Field[list[NetworkVolume]] = required("results")

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        model = cls(value)
        nest_list(model, "results", _network_volume.NetworkVolume.adopt)
        return model
