# Generated from openapi.yaml by `make generate`; do not edit.
"""``PersistentVolumeClaim``."""

from __future__ import annotations

from typing import Required, TypedDict


class PersistentVolumeClaim(TypedDict, total=False):
    """A volume of the deployment's own (`size`) or a network volume (`network_volume_id`), not
    both.
    """

    mount_path: Required[str]

    size: int
    """Gi."""

    name: str

    access_mode: str

    network_volume_id: str
