# Made from simplismart/_async/convenience.py by `make generate`; do not edit.
# Made from the resource modules by `make generate`; do not edit.
"""The documented names of the calls; each is a method of one of the resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping, Sequence
    from typing import Any, Unpack

    from simplismart_api.models import (
        CreatedDeployment,
        CreatedSecret,
        Deployment,
        DeploymentHealth,
        DeploymentSummary,
        JsonObject,
        ModelRepo,
        ModelRepoPage,
        NetworkVolume,
        NetworkVolumePage,
        SecretEnvelope,
        SecretList,
        UsageStats,
    )

    from ..arguments import Id
    from ..models import (
        AutoscaleTarget,
        CronScalingRule,
        DeploymentCreate,
        HPAScalingBehavior,
        ModelRepoCompileCreate,
        ModelRepoCreate,
        ModelRepoListParams,
        ModelRepoProfilesRequest,
        NetworkVolumeCreate,
        NetworkVolumeListParams,
        NetworkVolumeResize,
        SecretCreate,
        UsageStatsParams,
    )
    from ..options import CallOptions
    from .deployments import Deployments
    from .lookup import OnUnknown
    from .model_repos import ModelRepos
    from .network_volumes import NetworkVolumes
    from .secrets import Secrets
    from .usage import Usage


class Convenience:
    """The documented names of the calls; each is a method of one of the resources."""

    __slots__ = ()

    model_repos: ModelRepos
    deployments: Deployments
    secrets: Secrets
    network_volumes: NetworkVolumes
    usage: Usage

    def list_model_repos(
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
        return self.model_repos.list(params, **options)

    def get_model_repo(self, model_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> ModelRepo:
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
        return self.model_repos.get(model_id, org_id=org_id, **options)

    def create_model_repo(
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
        return self.model_repos.create(payload, on_unknown=on_unknown, **options)

    def create_model_repo_private_compile(
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
        return self.model_repos.create_private_compile(payload, on_unknown=on_unknown, **options)

    def get_model_repo_profiles(
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
        return self.model_repos.profiles(payload, **options)

    def delete_model_repo(self, model_id: Id, **options: Unpack[CallOptions]) -> bool:
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
        return self.model_repos.delete(model_id, **options)

    def create_deployment(
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
        return self.deployments.create(payload, on_unknown=on_unknown, **options)

    def create_private_deployment(
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
        return self.deployments.create_private_deployment(payload, on_unknown=on_unknown, **options)

    def create_byoc_deployment(self, payload: Mapping[str, Any], **options: Unpack[CallOptions]) -> CreatedDeployment:
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
        return self.deployments.create_byoc(payload, **options)

    def list_deployments(
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
        return self.deployments.list(
            model_repo_id=model_repo_id, status=status, offset=offset, count=count, order_type=order_type, **options
        )

    def list_model_deployments(
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
        return self.deployments.list_model_deployments(org_id=org_id, order_type=order_type, **options)

    def get_deployment(self, deployment_id: Id, **options: Unpack[CallOptions]) -> Deployment:
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
        return self.deployments.get(deployment_id, **options)

    def get_model_deployment(self, deployment_id: Id, **options: Unpack[CallOptions]) -> Deployment:
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
        return self.deployments.get_model_deployment(deployment_id, **options)

    def update_deployment(
        self, deployment_id: Id, payload: Mapping[str, Any], **options: Unpack[CallOptions]
    ) -> JsonObject:
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
        return self.deployments.update(deployment_id, payload, **options)

    def stop_deployment(
        self, deployment_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]
    ) -> JsonObject:
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
        return self.deployments.stop(deployment_id, org_id=org_id, **options)

    def start_deployment(
        self, deployment_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]
    ) -> JsonObject:
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
        return self.deployments.start(deployment_id, org_id=org_id, **options)

    def restart_deployment(
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
        return self.deployments.restart(deployment_id, org_id=org_id, namespace=namespace, **options)

    def fetch_deployment_health(self, deployment_id: Id, **options: Unpack[CallOptions]) -> DeploymentHealth:
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
        return self.deployments.health(deployment_id, **options)

    def update_deployment_autoscaling(
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
        return self.deployments.update_autoscaling(
            deployment_id,
            min_replicas=min_replicas,
            max_replicas=max_replicas,
            scale_to_zero=scale_to_zero,
            cron_scaling=cron_scaling,
            cooldown_period=cooldown_period,
            initial_cooldown_period=initial_cooldown_period,
            targets=targets,
            scale_down_behavior=scale_down_behavior,
            scale_up_behavior=scale_up_behavior,
            **options,
        )

    def delete_deployment(self, deployment_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> bool:
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
        return self.deployments.delete(deployment_id, org_id=org_id, **options)

    def delete_model_deployment(
        self, deployment_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]
    ) -> bool:
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
        return self.deployments.delete(deployment_id, org_id=org_id, **options)

    def create_secret(
        self,
        payload: SecretCreate | Mapping[str, Any],
        *,
        on_unknown: OnUnknown = "raise",
        **options: Unpack[CallOptions],
    ) -> CreatedSecret:
        """Create a secret.

        Operation: ``POST /accounts/secrets/``

        Args:
            payload: Name, type and credentials; a dict is taken too. Its ``org`` may be left out if the client knows
                the organisation.
            on_unknown: What to do when the create may have reached the API but no success came back: ``"raise"``, or
                ``"lookup"`` to look the secret up by its name, which is unique, and return it if it was made.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The new secret.

        Raises:
            ValidationError: ``payload`` is wrong; nothing was sent.
            SimplismartError: The call failed; ``may_have_succeeded`` tells whether it may have been made all the same.
        """
        return self.secrets.create(payload, on_unknown=on_unknown, **options)

    def list_secrets(self, org_id: Id | None = None, **options: Unpack[CallOptions]) -> SecretList:
        """List the secrets, without their credentials.

        Operation: ``GET /accounts/secrets/``

        Args:
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            An object whose ``data`` is the list of secrets.

        Raises:
            ValidationError: No organisation is known; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.secrets.list(org_id, **options)

    def get_secret(self, secret_id: Id, **options: Unpack[CallOptions]) -> SecretEnvelope:
        """Get a secret with its credentials.

        Operation: ``GET /accounts/secrets/{secret_id}/``

        Args:
            secret_id: The id of the secret.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            An object whose ``data`` is the secret, whose own ``data`` holds the credentials. Its ``repr`` hides them.

        Raises:
            ValidationError: The id is wrong; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.secrets.get(secret_id, **options)

    def list_secret_configs(self, **options: Unpack[CallOptions]) -> Any:
        """Get what kinds of secrets there are and what each needs.

        Operation: ``GET /accounts/secret/config/``

        Args:
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The JSON of the answer, whose shape is not documented.

        Raises:
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.secrets.list_configs(**options)

    def create_network_volume(
        self,
        payload: NetworkVolumeCreate | Mapping[str, Any],
        *,
        on_unknown: OnUnknown = "raise",
        **options: Unpack[CallOptions],
    ) -> NetworkVolume:
        """Create a network volume.

        Operation: ``POST /volumes/``

        Args:
            payload: Name, region, zone and size; a dict is taken too. Its ``org`` may be left out if the client knows
                the organisation.
            on_unknown: What to do when the create may have reached the API but no success came back: ``"raise"``, or
                ``"lookup"`` to look the volume up by its name and return it if it was made.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The new volume, with status ``provisioning``.

        Raises:
            ValidationError: ``payload`` is wrong; nothing was sent.
            SimplismartError: The call failed; ``may_have_succeeded`` tells whether it may have been made all the same.
        """
        return self.network_volumes.create(payload, on_unknown=on_unknown, **options)

    def list_network_volumes(
        self, params: NetworkVolumeListParams | Mapping[str, Any] | None = None, **options: Unpack[CallOptions]
    ) -> NetworkVolumePage | builtins.list[NetworkVolume]:
        """List network volumes, and let the API advance their state.

        Operation: ``GET /volumes/``

        Args:
            params: Filters and page; a dict is taken too. Its ``org_id`` may be left out if the client knows the
                organisation.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            With ``offset`` and ``limit`` a page: ``count`` (how many there are in all), ``offset``, ``limit`` and
            ``results``; else the list of all.

        Raises:
            ValidationError: ``params`` is wrong or no organisation is known; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.network_volumes.list(params, **options)

    def get_network_volume(
        self, volume_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]
    ) -> NetworkVolume:
        """Get a network volume; its state is the one that the last ``list`` left.

        Operation: ``GET /volumes/{volume_id}/``

        Args:
            volume_id: The id of the volume.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The volume.

        Raises:
            ValidationError: An id is wrong or no organisation is known; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.network_volumes.get(volume_id, org_id=org_id, **options)

    def delete_network_volume(
        self, volume_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]
    ) -> NetworkVolume | None:
        """Delete a network volume.

        Operation: ``DELETE /volumes/{volume_id}/``

        Args:
            volume_id: The id of the volume.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The volume, usually with status ``deleting``; None if the API answered nothing.

        Raises:
            ValidationError: An id is wrong or no organisation is known; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.network_volumes.delete(volume_id, org_id=org_id, **options)

    def resize_network_volume(
        self, volume_id: Id, payload: NetworkVolumeResize | Mapping[str, Any], **options: Unpack[CallOptions]
    ) -> NetworkVolume:
        """Grow a network volume.

        Operation: ``PATCH /volumes/{volume_id}/resize/``

        Args:
            volume_id: The id of the volume.
            payload: The new total size in Gi, more than the present one; a dict is taken too. Its ``org`` may be left
                out if the client knows the organisation.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The volume, with ``resize.state`` ``pending``, or as it is if it has that size already.

        Raises:
            ValidationError: An argument is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.network_volumes.resize(volume_id, payload, **options)

    def list_network_volume_regions(self, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> Any:
        """List the regions where network volumes can be made.

        Operation: ``GET /volumes/regions/``

        Args:
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The JSON of the answer, whose shape is not documented.

        Raises:
            ValidationError: No organisation is known; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.network_volumes.list_regions(org_id=org_id, **options)

    def list_network_volume_zones(
        self, region_code: str, *, org_id: Id | None = None, **options: Unpack[CallOptions]
    ) -> Any:
        """List the zones of a region where network volumes can be made.

        Operation: ``GET /volumes/regions/{region_code}/zones/``

        Args:
            region_code: The code of the region.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The JSON of the answer, whose shape is not documented.

        Raises:
            ValidationError: An argument is wrong or no organisation is known; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.network_volumes.list_zones(region_code, org_id=org_id, **options)

    def list_network_volumes_by_cluster(
        self, cluster_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]
    ) -> Any:
        """List the active network volumes of a cluster.

        Operation: ``GET /volumes/by-cluster/{cluster_id}/``

        Args:
            cluster_id: The id of the cluster.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The JSON of the answer, whose shape is not documented.

        Raises:
            ValidationError: An id is wrong or no organisation is known; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.network_volumes.list_by_cluster(cluster_id, org_id=org_id, **options)

    def list_network_volume_filters(self, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> Any:
        """List what network volumes can be filtered by.

        Operation: ``GET /volumes/filters/``

        Args:
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The JSON of the answer, whose shape is not documented.

        Raises:
            ValidationError: No organisation is known; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.network_volumes.list_filters(org_id=org_id, **options)

    def get_usage_stats(
        self, params: UsageStatsParams | Mapping[str, Any], **options: Unpack[CallOptions]
    ) -> UsageStats:
        """Get usage and cost over a span of time.

        Operation: ``POST /usage/stats/``

        For the plans private, byoc, reserved and training the items of one source and currency are joined into one.

        Args:
            params: Plan, span, window and filters; a dict is taken too.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The usage. Amounts are ``Decimal`` as attributes (``stats.total_cost``) and the API's strings by key
            (``stats["total_cost"]``).

        Raises:
            ValidationError: ``params`` is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return self.usage.get_stats(params, **options)
