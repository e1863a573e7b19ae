# Generated from openapi.yaml by `make generate`; do not edit.
"""A key of a secret that becomes an environment variable of the same name."""

from __future__ import annotations

from typing import Required, TypedDict


class SidecarSecretRef(TypedDict, total=False):
    """A key of a secret that becomes an environment variable of the same name."""

    secret: Required[str]

    key: Required[str]
