# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /accounts/secret/config/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_any

if TYPE_CHECKING:
    from typing import Any


def build() -> Request[Any]:
    """Get what kinds of secrets there are and what each needs.

    The shape of the answer is not documented.

    Operation: ``GET /accounts/secret/config/``

    Returns:
        The request; its decoded answer is ``Any``. Any JSON; the shape is not documented.
    """
    return Request(
        operation="list_secret_configs",
        method="GET",
        path="/accounts/secret/config/",
        query=(),
        json=None,
        decode=as_any,
        idempotent=True,
    )
