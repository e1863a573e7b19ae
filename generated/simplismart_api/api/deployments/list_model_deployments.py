# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /deployments/model-deployments/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.deployment import Deployment
from ...types import UNSET, Request, as_list, pairs

if TYPE_CHECKING:
    from ...models.ordering import Ordering
    from ...types import Id, Unset

_decode = as_list(Deployment)


def build(
    *, ordering: Ordering | None | Unset = UNSET, org: Id | None | Unset = UNSET
) -> Request[list[Deployment]]:
    """List the deployments of the organisation, in detail.

    Operation: ``GET /deployments/model-deployments/``

    Args:
        ordering: Oldest first (`asc`) or newest first (`desc`).
        org: The organisation, if not the token's own.

    Returns:
        The request; its decoded answer is ``list[Deployment]``. Every deployment.
    """
    return Request(
        operation="list_model_deployments",
        method="GET",
        path="/deployments/model-deployments/",
        query=pairs(("ordering", ordering), ("org", org)),
        json=None,
        decode=_decode,
        idempotent=True,
    )
