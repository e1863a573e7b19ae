# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /models/client/model-repos/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.model_repo import ModelRepo
from ...types import Request, as_object

if TYPE_CHECKING:
    from ...models.model_repo_compile_create import ModelRepoCompileCreate
    from ...models.model_repo_create import ModelRepoCreate

_decode = as_object(ModelRepo.adopt)


def build(*, body: ModelRepoCreate | ModelRepoCompileCreate) -> Request[ModelRepo]:
    """Create a model repo from a container image, or compile one from a model source.

    The body decides which: with `registry_path` it is a container image, with `model_class` a
    private compile, which takes 15 to 60 minutes on the live service. Names are unique in the
    organisation.

    Operation: ``POST /models/client/model-repos/``

    Returns:
        The request; its decoded answer is ``ModelRepo``. The model repo.
    """
    return Request(
        operation="create_model_repo",
        method="POST",
        path="/models/client/model-repos/",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
    )
