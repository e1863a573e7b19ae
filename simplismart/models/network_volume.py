"""Payloads of the network volumes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from attrs.converters import optional

from ..exceptions import Problem
from ._payload import (
    Check,
    Payload,
    Rule,
    identifier,
    identify,
    integer,
    items,
    strip,
    strip_all,
    strip_or_none,
    text,
    whole,
)
from .persistent_volume_claim import PersistentVolumeClaim

__all__ = [
    "NetworkVolumeCreate",
    "NetworkVolumeListParams",
    "NetworkVolumeResize",
    "PersistentVolumeClaim",
]

MAX_SIZE_GI = 10_000


def _strip_filter(value: str | Sequence[str] | None) -> str | list[str] | None:
    return strip_or_none(value) if value is None or isinstance(value, str) else strip_all(value)


_texts = items(text(), allowed="must be a text or a list of texts")
_filter = Check(lambda value: (text() if isinstance(value, str) else _texts).find(value))


def _csv(value: Any) -> Any:
    return ",".join(filter(None, value)) if isinstance(value, list) else value


@attrs.define(kw_only=True)
class NetworkVolumeCreate(Payload):
    """A network volume to make: ``POST /volumes/``.

    Args:
        name: The name, 1 to 255 characters.
        region: The code of the region, one of ``list_network_volume_regions``.
        zone: The zone, one of ``list_network_volume_zones``.
        size_gi: The size in Gi, 1 to 10,000.
        org: The id of the organisation; the client's own if left out.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    org: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    name: str = attrs.field(converter=strip, validator=text(1, 255))
    region: str = attrs.field(converter=strip, validator=text(1))
    zone: str = attrs.field(converter=strip, validator=text(1))
    size_gi: int = attrs.field(converter=whole, validator=integer(1, MAX_SIZE_GI))


@attrs.define(kw_only=True)
class NetworkVolumeResize(Payload):
    """The new size of a network volume: ``PATCH /volumes/{volume_id}/resize/``.

    Args:
        size_gi: The new total in Gi, 1 to 10,000; a volume can only grow.
        org: The id of the organisation; the client's own if left out.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    org: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    size_gi: int = attrs.field(converter=whole, validator=integer(1, MAX_SIZE_GI))


@attrs.define(kw_only=True)
class NetworkVolumeListParams(Payload):
    """Which network volumes to list: ``GET /volumes/``.

    Args:
        org_id: The id of the organisation; the client's own if left out.
        status: Only volumes of this status, or of one of these.
        region: Only volumes in this region, or in one of these.
        created_by: Only volumes that this user made, or one of these.
        cluster_id: Only volumes of this cluster.
        offset: How many to skip, at least 0; only together with ``limit``.
        limit: How many to answer, at least 0; only together with ``offset``.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    org_id: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    status: str | list[str] | None = attrs.field(default=None, converter=_strip_filter, validator=_filter)
    region: str | list[str] | None = attrs.field(default=None, converter=_strip_filter, validator=_filter)
    created_by: str | list[str] | None = attrs.field(default=None, converter=_strip_filter, validator=_filter)
    cluster_id: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    offset: int | None = attrs.field(default=None, converter=optional(whole), validator=integer(0))
    limit: int | None = attrs.field(default=None, converter=optional(whole), validator=integer(0))

    def to_params(self) -> dict[str, Any]:
        """Return the query parameters; several values of a filter are joined with commas.

        Raises:
            ValidationError: The parameters were changed since they were made, and are wrong now.
        """
        return self.to_payload()

    def _wire(self) -> dict[str, Any]:
        values = {name: _csv(value) for name, value in super()._wire().items()}
        return {name: value for name, value in values.items() if value != ""}

    def _rules(self) -> Sequence[Rule]:
        return (self._paged_by_both,)

    def _paged_by_both(self) -> Iterator[Problem]:
        if (self.offset is None) != (self.limit is None):
            missing, given = ("limit", "offset") if self.limit is None else ("offset", "limit")
            yield Problem(missing, f"is required together with {given}", "")
