# Generated from openapi.yaml by `make generate`; do not edit.
"""``GET /accounts/secrets/{secret_id}/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.secret_envelope import SecretEnvelope
from ...types import Request, as_object, segment

if TYPE_CHECKING:
    from ...types import Id

_decode = as_object(SecretEnvelope.adopt)


def build(secret_id: Id) -> Request[SecretEnvelope]:
    """Get a secret with its credentials.

    Operation: ``GET /accounts/secrets/{secret_id}/``

    Args:
        secret_id: The id of the secret.

    Returns:
        The request; its decoded answer is ``SecretEnvelope``. The secret. Its inner `data` holds
        the credentials.

    Raises:
        ValueError: An id is blank, ``.``, ``..`` or neither a string nor a UUID.
    """
    return Request(
        operation="get_secret",
        method="GET",
        path=f"/accounts/secrets/{segment(secret_id, 'secret_id')}/",
        query=(),
        json=None,
        decode=_decode,
        idempotent=True,
    )
