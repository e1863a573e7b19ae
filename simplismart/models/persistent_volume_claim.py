"""A volume that a deployment mounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
from attrs.converters import optional

from ..exceptions import Problem
from ._payload import (
    Payload,
    Rule,
    identifier,
    identify,
    integer,
    shown,
    strip,
    text,
    whole,
)


@attrs.define(kw_only=True)
class PersistentVolumeClaim(Payload):
    """A volume that a deployment mounts: a new one of its own, or a network volume.

    Part of ``POST /deployments/private/deploy-model/``.

    Args:
        mount_path: Where the volume is mounted.
        network_volume_id: The id of a network volume; excludes ``name``, ``size`` and
            ``access_mode``.
        name: The name of the deployment's own volume.
        size: The size of the deployment's own volume in Gi, at least 1; needed unless
            ``network_volume_id`` is given.
        access_mode: How the deployment's own volume may be accessed.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    mount_path: str = attrs.field(converter=strip, validator=text(1))
    network_volume_id: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    name: str | None = attrs.field(default=None, converter=optional(strip), validator=text())
    size: int | None = attrs.field(default=None, converter=optional(whole), validator=integer(1))
    access_mode: str | None = attrs.field(default=None, converter=optional(strip), validator=text())

    def _rules(self) -> Sequence[Rule]:
        return (self._one_kind,)

    def _one_kind(self) -> Iterator[Problem]:
        if self.network_volume_id is None:
            if self.size is None:
                yield Problem("size", "is required unless network_volume_id is given", "")
            return
        for name in ("size", "name", "access_mode"):
            if (value := getattr(self, name)) is not None:
                yield Problem(name, "must not be given together with network_volume_id", shown(value))
