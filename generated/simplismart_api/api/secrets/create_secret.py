# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /accounts/secrets/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.created_secret import CreatedSecret
from ...types import Request, as_object

if TYPE_CHECKING:
    from ...models.secret_create import SecretCreate

_decode = as_object(CreatedSecret)


def build(*, body: SecretCreate) -> Request[CreatedSecret]:
    """Create a secret.

    What the answer holds besides the fields of a summary is not documented.

    Operation: ``POST /accounts/secrets/``

    Args:
        body: A secret. docker_hub and depot need `username` and `token`; nvidia_nim needs `server`,
            `username` (`$oauthtoken`) and `password`; huggingface was seen with `hf_token`; gcp and
            generic were seen, their shape is not documented.

    Returns:
        The request; its decoded answer is ``CreatedSecret``. The new secret.
    """
    return Request(
        operation="create_secret",
        method="POST",
        path="/accounts/secrets/",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
        hidden=("data",),
    )
