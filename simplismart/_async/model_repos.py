"""Model repos: container images and models compiled from a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from simplismart_api.api import model_repos as api

from ..answers import model_repo_page, one_model_repo
from ..arguments import Id, identifier, optional_identifier
from ..arguments import payload as as_payload
from ..options import CallOptions
from .lookup import OnUnknown, create_or_look_up
from .resource import AsyncResource

if TYPE_CHECKING:
    from simplismart_api.models import ModelRepo, ModelRepoPage

    from ..models import ModelRepoCompileCreate, ModelRepoCreate, ModelRepoListParams, ModelRepoProfilesRequest


class AsyncModelRepos(AsyncResource):
    """The model repos of the organisation.

    Reads and deletes are sent again after a transient failure; a create never is once it may have reached the API.
    """

    __slots__ = ()

    async def list(
        self, params: ModelRepoListParams | Mapping[str, Any] | None = None, **options: Unpack[CallOptions]
    ) -> ModelRepoPage:
        """List a page of model repos.

        Operation: ``GET /models/client/model-repos/``

        Args:
            params: Which page and which filters; a dict is taken too. None is the first page of 5, newest first.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The page: ``limit``, ``offset``, ``count`` (how many there are in all) and ``results``.

        Raises:
            ValidationError: ``params`` is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        from ..models import ModelRepoListParams

        chosen = as_payload(ModelRepoListParams, {} if params is None else params)
        query = chosen.to_params()
        if self._org_id is not None:
            query.setdefault("org_id", self._org_id)
        answer = await self._session.send(api.list_model_repos.build(**query), **options)
        return model_repo_page(answer, chosen.offset, chosen.count)

    async def get(self, model_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> ModelRepo:
        """Get one model repo.

        Operation: ``GET /models/client/model-repos/?model_id=…``

        Args:
            model_id: The id of the model repo.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The model repo.

        Raises:
            ValidationError: An id is wrong; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        from ..models import ModelRepoListParams

        wanted = identifier(model_id, "model_id")
        org = optional_identifier(org_id, "org_id") or self._org_id
        query = ModelRepoListParams(model_id=wanted, org_id=org).to_params()
        answer = await self._session.send(api.list_model_repos.build(**query), **options)
        return one_model_repo(answer, wanted)

    async def create(
        self,
        payload: ModelRepoCreate | Mapping[str, Any],
        *,
        on_unknown: OnUnknown = "raise",
        **options: Unpack[CallOptions],
    ) -> ModelRepo:
        """Create a model repo from a container image.

        Operation: ``POST /models/client/model-repos/``

        Args:
            payload: The image and how it is run; a dict is taken too.
            on_unknown: What to do when the create may have reached the API but no success came back: ``"raise"``, or
                ``"lookup"`` to look the model repo up by its name, which is unique, and return it if it was made.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The new model repo.

        Raises:
            ValidationError: ``payload`` is wrong; nothing was sent.
            SimplismartError: The call failed; ``may_have_succeeded`` tells whether it may have been made all the same.
        """
        from ..models import ModelRepoCreate

        return await self._create(as_payload(ModelRepoCreate, payload).to_payload(), on_unknown, options)

    async def create_private_compile(
        self,
        payload: ModelRepoCompileCreate | Mapping[str, Any],
        *,
        on_unknown: OnUnknown = "raise",
        **options: Unpack[CallOptions],
    ) -> ModelRepo:
        """Have the platform compile a model from a source; it takes 15 to 60 minutes.

        Operation: ``POST /models/client/model-repos/``

        Args:
            payload: The model, its source and how it is compiled; a dict is taken too.
            on_unknown: What to do when the create may have reached the API but no success came back: ``"raise"``, or
                ``"lookup"`` to look the model repo up by its name, which is unique, and return it if it was made.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The new model repo, with status ``PENDING``.

        Raises:
            ValidationError: ``payload`` is wrong; nothing was sent.
            SimplismartError: The call failed; ``may_have_succeeded`` tells whether it may have been made all the same.
        """
        from ..models import ModelRepoCompileCreate

        return await self._create(as_payload(ModelRepoCompileCreate, payload).to_payload(), on_unknown, options)

    async def _create(self, body: dict[str, Any], on_unknown: OnUnknown, options: CallOptions) -> ModelRepo:
        if self._org_id is not None:
            body.setdefault("org", self._org_id)
        request = api.create_model_repo.build(body=body)  # type: ignore[arg-type]
        return await create_or_look_up(
            lambda: self._session.send(request, **options), lambda: self._of_name(body["name"], options), on_unknown
        )

    async def _of_name(self, name: str, options: CallOptions) -> ModelRepo | None:
        page = await self.list({"name": name, "count": 20}, **options)
        return next((repo for repo in page.results if repo.get("name") == name), None)

    async def profiles(
        self, payload: ModelRepoProfilesRequest | Mapping[str, Any], **options: Unpack[CallOptions]
    ) -> Any:
        """Ask which profiles a model can be compiled with.

        Operation: ``POST /models/model-profiles/``

        Args:
            payload: Where the model lies; a dict is taken too.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The JSON of the answer, whose shape is not documented.

        Raises:
            ValidationError: ``payload`` is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        from ..models import ModelRepoProfilesRequest

        body: Any = as_payload(ModelRepoProfilesRequest, payload).to_payload()
        return await self._session.send(api.get_model_repo_profiles.build(body=body), **options)

    async def delete(self, model_id: Id, **options: Unpack[CallOptions]) -> bool:
        """Delete a model repo.

        Operation: ``DELETE /models/client/model-repos/``

        Args:
            model_id: The id of the model repo.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            True.

        Raises:
            ValidationError: The id is wrong; nothing was sent.
            BadRequestError: Deployments use it.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        request = api.delete_model_repo.build(model_id=identifier(model_id, "model_id"))
        await self._session.send(request, **options)
        return True
