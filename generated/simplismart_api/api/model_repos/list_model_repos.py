# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /models/client/model-repos/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.model_repo import ModelRepo
from ...models.model_repo_page import ModelRepoPage
from ...types import UNSET, Request, as_list, as_object, as_union, either, pairs

if TYPE_CHECKING:
    from ...models.model_repo_status_filter import ModelRepoStatusFilter
    from ...models.ordering import Ordering
    from ...types import Id, Unset

_decode = as_union(
    as_object(
        either((("results",), ModelRepoPage.adopt), (("name", "status", "uuid"), ModelRepo.adopt))
    ),
    as_list(ModelRepo.adopt),
)


def build(
    *,
    offset: int | None | Unset = UNSET,
    count: int | None | Unset = UNSET,
    ordering: Ordering | None | Unset = UNSET,
    org_id: Id | None | Unset = UNSET,
    model_id: Id | None | Unset = UNSET,
    name: str | None | Unset = UNSET,
    status: ModelRepoStatusFilter | None | Unset = UNSET,
    model_type: str | None | Unset = UNSET,
    created_by: str | None | Unset = UNSET,
) -> Request[ModelRepoPage | list[ModelRepo] | ModelRepo]:
    """List the model repos of the organisation, or get one by its id.

    Lists a page of model repos, newest first unless `ordering` says otherwise. With `model_id` it
    gets that one. The page is what the live service answers; a bare array and, for `model_id`, a
    bare object are documented too.

    Operation: ``GET /models/client/model-repos/``

    Args:
        offset: How many model repos to skip.
        count: How many model repos to answer, at most 20.
        ordering: Oldest first (`asc`) or newest first (`desc`).
        org_id: The organisation, if not the token's own.
        model_id: The id of one model repo.
        name: Only model repos whose name contains this.
        status: Only model repos of this status, in upper case.
        model_type: Only model repos of this type.
        created_by: Only model repos that the user of this email address made.

    Returns:
        The request; its decoded answer is ``ModelRepoPage | list[ModelRepo] | ModelRepo``. A page
        of model repos.
    """
    return Request(
        operation="list_model_repos",
        method="GET",
        path="/models/client/model-repos/",
        query=pairs(
            ("offset", offset),
            ("count", count),
            ("ordering", ordering),
            ("org_id", org_id),
            ("model_id", model_id),
            ("name", name),
            ("status", status),
            ("model_type", model_type),
            ("created_by", created_by),
        ),
        json=None,
        decode=_decode,
        idempotent=True,
    )
