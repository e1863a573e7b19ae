# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /models/model-profiles/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_any

if TYPE_CHECKING:
    from typing import Any

    from ...models.model_repo_profiles_request import ModelRepoProfilesRequest


def build(*, body: ModelRepoProfilesRequest) -> Request[Any]:
    """Ask which profiles a model can be compiled with.

    The shape of the answer is not documented.

    Operation: ``POST /models/model-profiles/``

    Args:
        body: Where a model lies.

    Returns:
        The request; its decoded answer is ``Any``. Any JSON; the shape is not documented.
    """
    return Request(
        operation="get_model_repo_profiles",
        method="POST",
        path="/models/model-profiles/",
        query=(),
        json=body,
        decode=as_any,
        idempotent=False,
    )
