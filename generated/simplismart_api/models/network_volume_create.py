# Generated from openapi.yaml by `make generate`; do not edit.
"""A network volume."""

from __future__ import annotations

from typing import Required, TypedDict


class NetworkVolumeCreate(TypedDict, total=False):
    """A network volume."""

    org: Required[str]

    name: Required[str]

    region: Required[str]

    zone: Required[str]

    size_gi: Required[int]
    """Gi."""
