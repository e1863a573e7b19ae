# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /deployments/model-deployments/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.created_deployment import CreatedDeployment
from ...types import Request, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_decode = as_object(CreatedDeployment)


def build(*, body: Mapping[str, Any]) -> Request[CreatedDeployment]:
    """Deploy a model repo on a cluster of your own.

    The fields are seen, not documented; the body is a free object.

    Operation: ``POST /deployments/model-deployments/``

    Args:
        body: A deployment on a cluster of your own; a free object whose fields were seen, not
            documented.

    Returns:
        The request; its decoded answer is ``CreatedDeployment``. The new deployment.
    """
    return Request(
        operation="create_byoc_deployment",
        method="POST",
        path="/deployments/model-deployments/",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
    )
