"""Deployments: model repos that are served on GPUs."""

from __future__ import annotations

import builtins
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Literal, Unpack

from simplismart_api.api import deployments as api

from ..answers import matching, restart_target, with_deployment_id
from ..arguments import (
    Id,
    choice,
    identifier,
    identifiers,
    json_object,
    optional_identifier,
    organisation,
    refuse,
    text,
    whole_number,
)
from ..arguments import payload as as_payload
from ..exceptions import SimplismartError, no_id, taken
from ..lifecycle import DEPLOYMENT_GOALS, DeploymentAim, DeploymentGoal, DeploymentState
from ..options import CallOptions, PollOptions
from .lookup import OnUnknown, create_or_look_up
from .paging import UNPAGED, AsyncPager, first_named
from .resource import AsyncResource
from .waiting import (
    DEPLOYMENT_TIMEOUT,
    NO_TIMEOUT,
    AsyncDeploymentsWait,
    OnUpdate,
    limits,
    wait_for_deployment,
    watch_deployment,
)

if TYPE_CHECKING:
    from simplismart_api.models import (
        CreatedDeployment,
        Deployment,
        DeploymentHealth,
        DeploymentSummary,
        JsonObject,
    )

    from ..models import AutoscaleTarget, CronScalingRule, DeploymentCreate, HPAScalingBehavior

ORDERS = ("asc", "desc")
STOPPED = frozenset({"STOPPED"})
RUNNING = frozenset({"PENDING", "DEPLOYING", "DEPLOYED"})


class AsyncDeployments(AsyncResource):
    """The deployments of the organisation.

    Reads and deletes are sent again after a transient failure; a create, start, stop, restart or change never is once
    it may have reached the API.
    """

    __slots__ = ()

    async def create(
        self,
        payload: DeploymentCreate | Mapping[str, Any],
        *,
        on_unknown: OnUnknown = "raise",
        **options: Unpack[CallOptions],
    ) -> CreatedDeployment:
        """Deploy a model repo on Simplismart's GPUs.

        Operation: ``POST /deployments/private/deploy-model/``

        Args:
            payload: What to deploy, on which GPU, with how many replicas; a dict is taken too. Its ``org`` may be left
                out if the client knows the organisation.
            on_unknown: What to do when the create may have reached the API but no success came back: ``"raise"``, or
                ``"lookup"`` to look the deployment up by its name, which is unique, and return it if it was made.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The new deployment, with its id in ``deployment_id``, wherever the API put it.

        Raises:
            ValidationError: ``payload`` is wrong; nothing was sent.
            SimplismartError: The call failed; ``may_have_succeeded`` tells whether it may have been made all the same.
        """
        from ..models import DeploymentCreate

        body: Any = as_payload(DeploymentCreate, payload).to_payload()
        body["org"] = organisation(body.get("org"), self._org_id, "org")
        request = api.create_deployment.build(body=body)
        created = await create_or_look_up(
            lambda: self._session.send(request, **options), lambda: self._of_name(body["name"], options), on_unknown
        )
        return await self._with_id(created, body["name"], options)

    create_private_deployment = create

    @asynccontextmanager
    async def temporary(
        self,
        payload: DeploymentCreate | Mapping[str, Any],
        *,
        timeout: float | None = None,
        poll_interval: float | None = None,
        on_update: OnUpdate[DeploymentState] | None = None,
        progress: bool = False,
        **options: Unpack[PollOptions],
    ) -> AsyncIterator[Deployment]:
        """Make a deployment, wait until it is healthy, give it to a ``with`` block, and delete it at the end.

        Operation: ``POST /deployments/private/deploy-model/``

        It is deleted after an error, a failed wait or an interrupt, too. An error of the block stays the one that is
        raised; if the deployment then could not be deleted, a note on it says so.

        Args:
            payload: What to deploy, as for ``create``.
            timeout: Seconds that the wait may take; None is 1 hour.
            poll_interval: Seconds between two looks, above 0; None starts with 1 and grows to 10.
            on_update: Called with what was seen before and what is seen now, as by ``wait_for``.
            progress: Whether to show a live line on stderr.
            **options: ``trace_id``, ``max_retries``, for each call.

        Returns:
            A context manager that gives the deployment, in detail.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            ConflictError: There is a deployment of this name, which is left alone; nothing was made.
            WaitFailedError: It failed; it is deleted.
            WaitTimeoutError: The time is over; it is deleted.
            SimplismartError: A call failed; see ``simplismart.exceptions``.
        """
        from ..models import DeploymentCreate

        wanted = as_payload(DeploymentCreate, payload)
        limits(timeout, poll_interval, DEPLOYMENT_TIMEOUT, self._session.settings.timeout)
        if await self.find(wanted.name, **options):
            raise taken("deployment", wanted.name)
        made = await self.create(wanted, on_unknown="lookup", **options)
        if not made.deployment_id:
            raise no_id(wanted.name)
        try:
            yield await self.wait_for(
                made.deployment_id,
                timeout=timeout,
                poll_interval=poll_interval,
                on_update=on_update,
                progress=progress,
                **options,
            )
        except BaseException as error:
            await self._delete_after(error, made.deployment_id, options)
            raise
        await self.delete(made.deployment_id, **options)

    async def _delete_after(self, error: BaseException, deployment_id: str, options: PollOptions) -> None:
        try:
            await self.delete(deployment_id, **options)
        except SimplismartError as failure:
            error.add_note(f"The deployment {deployment_id} could not be deleted: {failure}")

    async def create_byoc(self, payload: Mapping[str, Any], **options: Unpack[CallOptions]) -> CreatedDeployment:
        """Deploy a model repo on a cluster of your own.

        Operation: ``POST /deployments/model-deployments/``

        Args:
            payload: The body as the API takes it, a free object; seen are ``model_repo``, ``org``, ``name``,
                ``cluster``, ``nodegroups``, ``cpu_request``, ``cpu_limit``, ``memory_request``, ``memory_limit``,
                ``min_pod_replicas``, ``max_pod_replicas`` and ``autoscale_config``.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The new deployment, with its id in ``deployment_id``, if the API said one.

        Raises:
            ValidationError: ``payload`` is not a dict or is empty; nothing was sent.
            SimplismartError: The call failed; ``may_have_succeeded`` tells whether it may have been made all the same.
        """
        body: Any = json_object(payload)
        return with_deployment_id(await self._session.send(api.create_byoc_deployment.build(body=body), **options))

    create_byoc_deployment = create_byoc

    async def _of_name(self, name: str, options: CallOptions) -> CreatedDeployment | None:
        from simplismart_api.models import CreatedDeployment

        found = await self.find(name, **options)
        return None if found is None else CreatedDeployment({"deployment_id": found.deployment_id, "name": name})

    async def _with_id(self, created: CreatedDeployment, name: str, options: CallOptions) -> CreatedDeployment:
        if with_deployment_id(created).deployment_id:
            return created
        found = await self.find(name, **options)
        return with_deployment_id(created, found.deployment_id if found else None)

    async def list(
        self,
        *,
        model_repo_id: Id | None = None,
        status: str | None = None,
        offset: int = 0,
        count: int | None = None,
        order_type: str = "desc",
        **options: Unpack[CallOptions],
    ) -> builtins.list[DeploymentSummary]:
        """List summaries of the deployments.

        Operation: ``GET /deployments/list/model/``

        The API answers the whole list; ``offset`` and ``count`` are applied to it here.

        Args:
            model_repo_id: Only deployments of this model repo.
            status: Only deployments of this status, in any case: ``DEPLOYED``, ``PENDING``, ``FAILED`` (which also
                matches ``FAILED_…``), ``STOPPED``, ``DELETED`` and others.
            offset: How many to leave out at the start, from 0.
            count: How many to return at most, from 0; None is all.
            order_type: ``"desc"``, newest first, or ``"asc"``.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The summaries.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        start = whole_number(offset, "offset")
        end = None if count is None else start + whole_number(count, "count")
        wanted = status.strip().upper() or None if status else None
        request = api.list_deployments.build(
            ordering=choice(order_type, ORDERS, "order_type"),  # type: ignore[arg-type]
            model_repo_id=optional_identifier(model_repo_id, "model_repo_id"),
            status=wanted,
        )
        return matching(await self._session.send(request, **options), wanted)[start:end]

    def iterate(
        self,
        *,
        model_repo_id: Id | None = None,
        status: str | None = None,
        order_type: str = "desc",
        **options: Unpack[CallOptions],
    ) -> AsyncIterator[DeploymentSummary]:
        """Go through summaries of all deployments; the API answers them in one list, which is read at the first.

        Operation: ``GET /deployments/list/model/``

        Args:
            model_repo_id: Only deployments of this model repo.
            status: Only deployments of this status, in any case; ``FAILED`` also matches ``FAILED_…``.
            order_type: ``"desc"``, newest first, or ``"asc"``.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            An iterator of the summaries, each once.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            SimplismartError: The call failed, while iterating; see ``simplismart.exceptions``.
        """
        chosen = optional_identifier(model_repo_id, "model_repo_id")
        choice(order_type, ORDERS, "order_type")

        async def read(_: int) -> Sequence[DeploymentSummary]:
            return await self.list(model_repo_id=chosen, status=status, order_type=order_type, **options)

        return AsyncPager(read, UNPAGED)

    def iterate_model_deployments(
        self, *, org_id: Id | None = None, order_type: str = "desc", **options: Unpack[CallOptions]
    ) -> AsyncIterator[Deployment]:
        """Go through all deployments in detail; the API answers them in one list, which is read at the first.

        Operation: ``GET /deployments/model-deployments/``

        Args:
            org_id: The organisation, if not the client's.
            order_type: ``"desc"``, newest first, or ``"asc"``.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            An iterator of the deployments, each once.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            SimplismartError: The call failed, while iterating; see ``simplismart.exceptions``.
        """
        org = optional_identifier(org_id, "org_id")
        choice(order_type, ORDERS, "order_type")

        async def read(_: int) -> Sequence[Deployment]:
            return await self.list_model_deployments(org_id=org, order_type=order_type, **options)

        return AsyncPager(read, UNPAGED)

    async def find(self, name: str, **options: Unpack[CallOptions]) -> DeploymentSummary | None:
        """Find the deployment of a name.

        Operation: ``GET /deployments/list/model/``

        Args:
            name: The whole name, in its own letter case.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            Its summary; None if there is none of this name, or it is deleted.

        Raises:
            ValidationError: ``name`` is blank; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return await first_named(self.iterate(**options), text(name, "name"), "deployment_name")

    async def list_model_deployments(
        self, *, org_id: Id | None = None, order_type: str = "desc", **options: Unpack[CallOptions]
    ) -> builtins.list[Deployment]:
        """List the deployments of the organisation in detail.

        Operation: ``GET /deployments/model-deployments/``

        Args:
            org_id: The organisation, if not the client's.
            order_type: ``"desc"``, newest first, or ``"asc"``.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The deployments.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        request = api.list_model_deployments.build(
            ordering=choice(order_type, ORDERS, "order_type"),  # type: ignore[arg-type]
            org=self._org(org_id),
        )
        return await self._session.send(request, **options)

    async def get(self, deployment_id: Id, **options: Unpack[CallOptions]) -> Deployment:
        """Get a deployment in detail.

        Operation: ``GET /deployments/model-deployments/{deployment_id}/``

        Args:
            deployment_id: The id of the deployment.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The deployment.

        Raises:
            ValidationError: The id is wrong; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        request = api.get_model_deployment.build(identifier(deployment_id, "deployment_id"))
        return await self._session.send(request, **options)

    get_model_deployment = get

    async def update(self, deployment_id: Id, payload: Mapping[str, Any], **options: Unpack[CallOptions]) -> JsonObject:
        """Change the configuration of a deployment.

        Operation: ``POST /deployments/{deployment_id}/edit``

        Args:
            deployment_id: The id of the deployment.
            payload: The fields to change, as the API takes them; which ones can be is not documented.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The object of the answer, whose fields are not documented.

        Raises:
            ValidationError: The id is wrong, or ``payload`` is empty; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        body: Any = json_object(payload)
        request = api.update_deployment.build(identifier(deployment_id, "deployment_id"), body=body)
        return await self._session.send(request, **options)

    update_deployment = update

    async def stop(self, deployment_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> JsonObject:
        """Stop a running deployment.

        Operation: ``POST /deployments/{deployment_id}/startstop/``

        Args:
            deployment_id: The id of the deployment.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The object of the answer, whose fields are not documented.

        Raises:
            ValidationError: An id is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return await self._start_stop("stop", deployment_id, org_id, options)

    async def start(self, deployment_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> JsonObject:
        """Start a stopped deployment.

        Operation: ``POST /deployments/{deployment_id}/startstop/``

        Args:
            deployment_id: The id of the deployment.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The object of the answer, whose fields are not documented.

        Raises:
            ValidationError: An id is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return await self._start_stop("start", deployment_id, org_id, options)

    async def pause(self, deployment_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> bool:
        """Stop a deployment, unless it is stopped already. One that is scaled down is stopped, too: it would wake up.

        Operation: ``POST /deployments/{deployment_id}/startstop/``

        Args:
            deployment_id: The id of the deployment.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``, for each of the two calls.

        Returns:
            True if this call stopped it; False if it was stopped already.

        Raises:
            ValidationError: An id is wrong; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: A call failed; see ``simplismart.exceptions``.
        """
        if await self._is_one_of(STOPPED, deployment_id, options):
            return False
        await self.stop(deployment_id, org_id=org_id, **options)
        return True

    async def resume(self, deployment_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> bool:
        """Start a deployment, unless it is up or on its way.

        Operation: ``POST /deployments/{deployment_id}/startstop/``

        Args:
            deployment_id: The id of the deployment.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``, for each of the two calls.

        Returns:
            True if this call started it; False if it was started already.

        Raises:
            ValidationError: An id is wrong; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: A call failed; see ``simplismart.exceptions``.
        """
        if await self._is_one_of(RUNNING, deployment_id, options):
            return False
        await self.start(deployment_id, org_id=org_id, **options)
        return True

    async def _is_one_of(self, statuses: frozenset[str], deployment_id: Id, options: CallOptions) -> bool:
        return str((await self.get(deployment_id, **options)).get("status")).upper() in statuses

    async def _start_stop(
        self, action: Literal["start", "stop"], deployment_id: Id, org_id: Id | None, options: CallOptions
    ) -> JsonObject:
        body: Any = {"action": action}
        org = self._org(org_id)
        if org is not None:
            body["org"] = org
        request = api.start_stop_deployment.build(identifier(deployment_id, "deployment_id"), body=body)
        return await self._session.send(request, **options)

    async def restart(
        self,
        deployment_id: Id,
        *,
        org_id: Id | None = None,
        namespace: str | None = None,
        **options: Unpack[CallOptions],
    ) -> JsonObject:
        """Restart a deployment.

        Operation: ``POST /deployments/{deployment_id}/restart/``

        Args:
            deployment_id: The id of the deployment.
            org_id: The organisation, if not the client's.
            namespace: The deployment's namespace; None takes it from the deployment's detail, with one call more.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The object of the answer, whose fields are not documented.

        Raises:
            ValidationError: An id is wrong, or neither the arguments nor the deployment's detail name the organisation
                or the namespace; nothing was restarted.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        wanted = identifier(deployment_id, "deployment_id")
        org = self._org(org_id)
        space = optional_identifier(namespace, "namespace")
        if org is None or space is None:
            org, space = restart_target(await self.get(wanted, **options), org, space)
        if not space:
            raise refuse("namespace", "is needed: give namespace=, the deployment's detail names none", "")
        body: Any = {"action": "restart", "org": organisation(org, None), "namespace": space}
        return await self._session.send(api.restart_deployment.build(wanted, body=body), **options)

    async def health(self, deployment_id: Id, **options: Unpack[CallOptions]) -> DeploymentHealth:
        """Get the health of a deployment and of its pods.

        Operation: ``GET /deployments/model-deployment/fetch-status/{deployment_id}/``

        Args:
            deployment_id: The id of the deployment.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The health: ``data`` (``Healthy``, ``Progressing`` and others), ``messages`` and ``pods``.

        Raises:
            ValidationError: The id is wrong; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        request = api.fetch_deployment_health.build(identifier(deployment_id, "deployment_id"))
        return await self._session.send(request, **options)

    fetch_health = health

    async def scale(
        self,
        deployment_id: Id,
        *,
        min: int,
        max: int,
        **options: Unpack[CallOptions],
    ) -> JsonObject:
        """Change how many replicas a deployment has, and nothing else of how it scales.

        Operation: ``POST /deployments/{deployment_id}/update-replicas/``

        Args:
            deployment_id: The id of the deployment.
            min: The fewest replicas, from 1.
            max: The most replicas, from 1 and not below ``min``.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The object of the answer, whose fields are not documented.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return await self.update_autoscaling(deployment_id, min_replicas=min, max_replicas=max, **options)

    async def wait_for(
        self,
        deployment_id: Id,
        *,
        until: DeploymentGoal = "healthy",
        timeout: float | None = None,
        poll_interval: float | None = None,
        on_update: OnUpdate[DeploymentState] | None = None,
        progress: bool = False,
        **options: Unpack[PollOptions],
    ) -> Deployment:
        """Wait until a deployment is healthy, deployed, stopped or deleted.

        Operation: ``GET /deployments/model-deployments/{deployment_id}/``

        Each look reads the detail and the health. An unknown status is waited out, and so is a deployment that is up
        but not well, which the state and a timeout's message say after ten minutes, or one that is stopped and may be
        about to start. Failures that may pass are tolerated for some minutes, and for half a minute that the deployment
        is not found, as it may be right after its create. Ending the wait leaves the deployment as it is.

        Args:
            deployment_id: The id of the deployment.
            until: ``"healthy"``, which is status ``DEPLOYED`` and health ``Healthy``; ``"deployed"``; ``"stopped"``,
                which ``SCALED_DOWN`` is, too; or ``"deleted"``, which one that is not found is, too.
            timeout: Seconds that the wait may take, from 0, which looks once; None is 1 hour.
            poll_interval: Seconds between two looks, above 0; None starts with 1 and grows to 10.
            on_update: Called with what was seen before, first None, and what is seen now, whenever status, health
                or pods have changed.
            progress: Whether to show a live line on stderr, or plain lines where it is no terminal or rich is missing.
            **options: ``trace_id``, ``max_retries``, for each call.

        Returns:
            The deployment, in detail.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            WaitFailedError: It failed or is being deleted; the message has those of its health.
            WaitTimeoutError: The time is over.
            NotFoundError: There is none of this id.
            SimplismartError: A call failed; see ``simplismart.exceptions``.
        """
        aim = DeploymentAim(identifier(deployment_id, "deployment_id"), choice(until, DEPLOYMENT_GOALS, "until"))
        within = limits(timeout, poll_interval, DEPLOYMENT_TIMEOUT, self._session.settings.timeout)
        return await wait_for_deployment(self, aim, within, on_update, progress, options)

    async def wait_for_all(
        self,
        deployment_ids: Iterable[Id],
        *,
        until: DeploymentGoal = "healthy",
        timeout: float | None = None,
        poll_interval: float | None = None,
        on_update: OnUpdate[DeploymentState] | None = None,
        progress: bool = False,
        **options: Unpack[PollOptions],
    ) -> builtins.list[DeploymentSummary]:
        """Wait until each of many deployments is healthy, deployed, stopped or deleted.

        Operation: ``GET /deployments/list/model/``

        Each look reads the list once; only ``until="healthy"`` also reads the health of those that are ``DEPLOYED``
        and not healthy yet. One that fails does not end the wait for the others. Otherwise like ``wait_for``.

        Args:
            deployment_ids: The ids of the deployments.
            until: ``"healthy"``, ``"deployed"``, ``"stopped"`` or ``"deleted"``.
            timeout: Seconds that the wait may take, from 0, which looks once; None is 1 hour.
            poll_interval: Seconds between two looks, above 0; None starts with 1 and grows to 10.
            on_update: Called with what was seen before, first None, and what is seen now, whenever status, health
                or pods of one have changed.
            progress: Whether to show a live line for each on stderr, or plain lines where it is no
                terminal or rich is missing.
            **options: ``trace_id``, ``max_retries``, for each call.

        Returns:
            The summaries of the deployments, in the order of the ids.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            ExceptionGroup: Of ``WaitFailedError``, ``WaitTimeoutError`` and other errors, one for each deployment that
                did not get there.
            SimplismartError: A call for the list failed; see ``simplismart.exceptions``.
        """
        ids = identifiers(deployment_ids, "deployment_ids")
        within = limits(timeout, poll_interval, DEPLOYMENT_TIMEOUT, self._session.settings.timeout)
        wait = AsyncDeploymentsWait(self, ids, choice(until, DEPLOYMENT_GOALS, "until"), within, options)
        await wait.run(on_update, progress)
        return [wait.states[one].deployment for one in ids]  # type: ignore[misc]

    def watch(
        self,
        deployment_id: Id,
        *,
        timeout: float | None = None,
        poll_interval: float | None = None,
        **options: Unpack[PollOptions],
    ) -> AsyncGenerator[DeploymentState, None]:
        """Watch a deployment: iterate over the changes of its status, its health and its pods.

        Operation: ``GET /deployments/model-deployments/{deployment_id}/``

        It begins with the present state and ends when the deployment has failed or is deleted, when the time is over,
        or when the iterator is closed. Failures that may pass are tolerated like in ``wait_for``.

        Args:
            deployment_id: The id of the deployment.
            timeout: Seconds to watch, from 0; None is without an end.
            poll_interval: Seconds between two looks, above 0; None starts with 1 and grows to 10.
            **options: ``trace_id``, ``max_retries``, for each call.

        Returns:
            An iterator of states: ``status``, ``health``, ``messages``, ``pods`` and ``deployment``.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: A call failed; see ``simplismart.exceptions``.
        """
        within = limits(timeout, poll_interval, NO_TIMEOUT, self._session.settings.timeout)
        return watch_deployment(self, identifier(deployment_id, "deployment_id"), within, options)

    async def update_autoscaling(
        self,
        deployment_id: Id,
        *,
        min_replicas: int,
        max_replicas: int,
        scale_to_zero: bool | None = None,
        cron_scaling: Sequence[CronScalingRule | Mapping[str, Any]] | None = None,
        cooldown_period: int | None = None,
        initial_cooldown_period: int | None = None,
        targets: Sequence[AutoscaleTarget | Mapping[str, Any]] | None = None,
        scale_down_behavior: HPAScalingBehavior | Mapping[str, Any] | None = None,
        scale_up_behavior: HPAScalingBehavior | Mapping[str, Any] | None = None,
        **options: Unpack[CallOptions],
    ) -> JsonObject:
        """Change how a deployment scales.

        Operation: ``POST /deployments/{deployment_id}/update-replicas/``

        Args:
            deployment_id: The id of the deployment.
            min_replicas: The fewest replicas, from 1, or 0 with a cron window.
            max_replicas: The most replicas, from 1 and not below ``min_replicas``.
            scale_to_zero: Whether it may scale to none; not together with cron windows.
            cron_scaling: Windows of time with replicas of their own; an empty list clears them.
            cooldown_period: Seconds between two changes.
            initial_cooldown_period: Seconds after the start without a change.
            targets: What to scale by.
            scale_down_behavior: How replicas are taken away.
            scale_up_behavior: How replicas are added.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The object of the answer, whose fields are not documented.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        from ..models import AutoscalingUpdate

        update = AutoscalingUpdate(
            min_replicas=min_replicas,
            max_replicas=max_replicas,
            scale_to_zero=scale_to_zero,
            cron_scaling=cron_scaling,
            cooldown_period=cooldown_period,
            initial_cooldown_period=initial_cooldown_period,
            targets=targets,
            scale_down_behavior=scale_down_behavior,
            scale_up_behavior=scale_up_behavior,
        )
        body: Any = update.to_payload()
        request = api.update_deployment_autoscaling.build(identifier(deployment_id, "deployment_id"), body=body)
        return await self._session.send(request, **options)

    async def delete(self, deployment_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> bool:
        """Delete a deployment; deleting it again succeeds too.

        Operation: ``DELETE /deployments/{deployment_id}/delete/``

        Args:
            deployment_id: The id of the deployment.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            True.

        Raises:
            ValidationError: An id is wrong; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        org = self._org(org_id)
        request = api.delete_deployment.build(identifier(deployment_id, "deployment_id"), org_id=org)
        await self._session.send(request, **options)
        return True
