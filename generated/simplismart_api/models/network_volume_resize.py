# Generated from openapi.yaml by `make generate`; do not edit.
"""The new size of a network volume."""

from __future__ import annotations

from typing import Required, TypedDict


class NetworkVolumeResize(TypedDict, total=False):
    """The new size of a network volume."""

    org: Required[str]

    size_gi: Required[int]
    """The new total, in Gi; more than the present one."""
