"""Model repos: container images and models compiled from a source."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from simplismart_api.api import model_repos as api

from ..answers import model_repo_page, one_model_repo, results
from ..arguments import Id, identifier, optional_identifier, text
from ..arguments import payload as as_payload
from ..lifecycle import ModelRepoAim
from ..options import CallOptions, PollOptions
from .lookup import OnUnknown, create_or_look_up
from .paging import PAGE_SIZE, AsyncPager, first_named
from .resource import AsyncResource
from .waiting import MODEL_REPO_TIMEOUT, OnUpdate, limits, wait_until

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

    def iterate(
        self,
        *,
        name: str | None = None,
        status: str | None = None,
        model_type: str | None = None,
        created_by: str | None = None,
        order_type: str = "desc",
        org_id: Id | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncIterator[ModelRepo]:
        """Go through all model repos, in pages of 20 that are read as they are needed.

        Operation: ``GET /models/client/model-repos/``

        Each comes once, and none that is there all the time is left out, even if others are added or removed in
        between. Of those that are added or removed meanwhile, or change so that a filter takes them in or no longer
        does, some come and some do not.

        Args:
            name: Only those whose name contains this.
            status: Only those of this status, in any case: ``SUCCESS``, ``FAILED``, ``DELETED``, ``PROGRESSING``.
            model_type: Only those of this type.
            created_by: Only those that the user of this email address made.
            order_type: ``"desc"``, newest first, or ``"asc"``.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``, for the call of each page.

        Returns:
            An iterator of the model repos. After an error it can be asked again, and goes on where it was.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            SimplismartError: A call failed, while iterating; see ``simplismart.exceptions``.
        """
        from ..models import ModelRepoListParams

        filters = ModelRepoListParams(
            name=name,
            status=status,
            model_type=model_type,
            created_by=created_by,
            order_type=order_type,  # type: ignore[arg-type]
            org_id=optional_identifier(org_id, "org_id"),
        ).to_params()

        async def read(offset: int) -> Sequence[ModelRepo]:
            return results(await self.list({**filters, "offset": offset, "count": PAGE_SIZE}, **options))

        return AsyncPager(read)

    async def find(self, name: str, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> ModelRepo | None:
        """Find the model repo of a name.

        Operation: ``GET /models/client/model-repos/?name=…``

        Args:
            name: The whole name, in its own letter case.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``, for each call.

        Returns:
            The model repo; None if there is none of this name, or it is deleted.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            SimplismartError: A call failed; see ``simplismart.exceptions``.
        """
        wanted = text(name, "name")
        return await first_named(self.iterate(name=wanted, org_id=org_id, **options), wanted)

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
        wanted = identifier(model_id, "model_id")
        request = api.list_model_repos.build(
            model_id=wanted, org_id=self._org(org_id), offset=0, count=5, ordering="desc"
        )
        answer = await self._session.send(request, **options)
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
            lambda: self._session.send(request, **options),
            lambda: self.find(body["name"], org_id=body.get("org"), **options),
            on_unknown,
        )

    async def wait_for(
        self,
        model_id: Id,
        *,
        org_id: Id | None = None,
        timeout: float | None = None,
        poll_interval: float | None = None,
        on_update: OnUpdate[ModelRepo] | None = None,
        progress: bool = False,
        **options: Unpack[PollOptions],
    ) -> ModelRepo:
        """Wait until a model repo is ready, which takes a compile 15 to 60 minutes.

        Operation: ``GET /models/client/model-repos/?model_id=…``

        An unknown status is waited out. For some minutes so are failures that may pass, and for half a minute that the
        model repo is not found, as it may be right after its create. Ending the wait leaves the model repo as it is.

        Args:
            model_id: The id of the model repo.
            org_id: The organisation, if not the client's.
            timeout: Seconds that the wait may take, from 0, which looks once; None is 2 hours.
            poll_interval: Seconds between two looks, above 0; None starts with 1 and grows to 10.
            on_update: Called with what was seen before, first None, and what is seen now, whenever its status
                has changed.
            progress: Whether to show a live line on stderr, or plain lines where it is no terminal or rich is missing.
            **options: ``trace_id``, ``max_retries``, for each call.

        Returns:
            The model repo, with status ``SUCCESS``.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            WaitFailedError: It failed or was deleted; the message has its ``status_description``.
            WaitTimeoutError: The time is over.
            NotFoundError: There is none of this id.
            SimplismartError: A call failed; see ``simplismart.exceptions``.
        """
        wanted = identifier(model_id, "model_id")
        within = limits(timeout, poll_interval, MODEL_REPO_TIMEOUT, self._session.settings.timeout)
        return await wait_until(
            ModelRepoAim(wanted),
            lambda seconds: self.get(wanted, org_id=org_id, timeout=seconds, **options),
            within,
            on_update,
            progress,
        )

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
