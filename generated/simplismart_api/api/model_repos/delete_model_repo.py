# Generated from openapi.yaml by `make generate`; do not edit.
"""``DELETE /models/client/model-repos/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import Request, as_any, pairs

if TYPE_CHECKING:
    from typing import Any

    from ...types import Id


def build(*, model_id: Id) -> Request[Any]:
    """Delete a model repo.

    Refused with 400 while deployments use it.

    Operation: ``DELETE /models/client/model-repos/``

    Args:
        model_id: The id of the model repo.

    Returns:
        The request; its decoded answer is ``Any``. Done. The body, if there is one, is not
        documented.
    """
    return Request(
        operation="delete_model_repo",
        method="DELETE",
        path="/models/client/model-repos/",
        query=pairs(("model_id", model_id)),
        json=None,
        decode=as_any,
        idempotent=True,
    )
