"""Deployments: model repos that are served on GPUs."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Unpack

from simplismart_api.api import deployments as api

from ..answers import id_of_name, matching, restart_target, with_deployment_id
from ..arguments import Id, choice, identifier, json_object, optional_identifier, organisation, refuse, whole_number
from ..arguments import payload as as_payload
from ..options import CallOptions
from .lookup import OnUnknown, create_or_look_up
from .resource import AsyncResource

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

        found = id_of_name(await self.list(**options), name)
        return None if found is None else CreatedDeployment({"deployment_id": found, "name": name})

    async def _with_id(self, created: CreatedDeployment, name: str, options: CallOptions) -> CreatedDeployment:
        if with_deployment_id(created).deployment_id:
            return created
        return with_deployment_id(created, id_of_name(await self.list(**options), name))

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
            org=optional_identifier(org_id, "org_id") or self._org_id,
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

    async def _start_stop(
        self, action: Literal["start", "stop"], deployment_id: Id, org_id: Id | None, options: CallOptions
    ) -> JsonObject:
        body: Any = {"action": action}
        org = optional_identifier(org_id, "org_id") or self._org_id
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
        org = optional_identifier(org_id, "org_id") or self._org_id
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
        org = optional_identifier(org_id, "org_id") or self._org_id
        request = api.delete_deployment.build(identifier(deployment_id, "deployment_id"), org_id=org)
        await self._session.send(request, **options)
        return True
