# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /accounts/secrets/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.secret_list import SecretList
from ...types import Request, as_object, pairs

if TYPE_CHECKING:
    from ...types import Id

_decode = as_object(SecretList.adopt)


def build(*, org_id: Id) -> Request[SecretList]:
    """List the secrets of an organisation, without their credentials.

    Operation: ``GET /accounts/secrets/``

    Args:
        org_id: The organisation.

    Returns:
        The request; its decoded answer is ``SecretList``. Every secret.
    """
    return Request(
        operation="list_secrets",
        method="GET",
        path="/accounts/secrets/",
        query=pairs(("org_id", org_id)),
        json=None,
        decode=_decode,
        idempotent=True,
    )
