# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /deployments/list/model/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.deployment_summary import DeploymentSummary
from ...types import UNSET, Request, as_list, pairs

if TYPE_CHECKING:
    from ...models.deployment_status import DeploymentStatus
    from ...models.ordering import Ordering
    from ...types import Id, Unset

_decode = as_list(DeploymentSummary)


def build(
    *,
    ordering: Ordering | None | Unset = UNSET,
    model_repo_id: Id | None | Unset = UNSET,
    status: DeploymentStatus | None | Unset = UNSET,
) -> Request[list[DeploymentSummary]]:
    """List summaries of the deployments.

    The whole list at once; the service has no paging here. `status=FAILED` also matches `FAILED_…`.

    Operation: ``GET /deployments/list/model/``

    Args:
        ordering: Oldest first (`asc`) or newest first (`desc`).
        model_repo_id: Only deployments of this model repo.
        status: Only deployments of this status, in upper case.

    Returns:
        The request; its decoded answer is ``list[DeploymentSummary]``. Every deployment that
        matches.
    """
    return Request(
        operation="list_deployments",
        method="GET",
        path="/deployments/list/model/",
        query=pairs(("ordering", ordering), ("model_repo_id", model_repo_id), ("status", status)),
        json=None,
        decode=_decode,
        idempotent=True,
    )
