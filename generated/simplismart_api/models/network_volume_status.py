# Generated from openapi.yaml by `make generate`; do not edit.
"""From provisioning to active, from deleting to deleted."""

from typing import Literal, TypeAlias

NetworkVolumeStatus: TypeAlias = Literal["active", "deleted", "deleting", "provisioning"] | str
"""From provisioning to active, from deleting to deleted."""
