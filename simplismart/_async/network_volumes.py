"""Network volumes: files that several deployments can mount."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from simplismart_api.api import network_volumes as api

from ..answers import results
from ..arguments import Id, choice, identifier, optional_identifier, organisation, text
from ..arguments import payload as as_payload
from ..exceptions import not_found
from ..lifecycle import VOLUME_GOALS, NetworkVolumeAim, VolumeGoal
from ..options import CallOptions, PollOptions
from .lookup import OnUnknown, create_or_look_up
from .paging import PAGE_SIZE, AsyncPager, first_named
from .resource import AsyncResource
from .waiting import NETWORK_VOLUME_TIMEOUT, OnUpdate, limits, wait_until

if TYPE_CHECKING:
    from simplismart_api.models import NetworkVolume, NetworkVolumePage

    from ..models import NetworkVolumeCreate, NetworkVolumeListParams, NetworkVolumeResize


class AsyncNetworkVolumes(AsyncResource):
    """The network volumes of the organisation.

    Reads and deletes are sent again after a transient failure; a create or resize never is once it may have reached the
    API. The state of a volume advances only when ``list`` is called.
    """

    __slots__ = ()

    async def create(
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
        from ..models import NetworkVolumeCreate

        body: Any = as_payload(NetworkVolumeCreate, payload).to_payload()
        org = body["org"] = organisation(body.get("org"), self._org_id, "org")
        request = api.create_network_volume.build(body=body)
        return await create_or_look_up(
            lambda: self._session.send(request, **options),
            lambda: self.find(body["name"], org_id=org, **options),
            on_unknown,
        )

    async def list(
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
        from ..models import NetworkVolumeListParams

        query = as_payload(NetworkVolumeListParams, {} if params is None else params).to_params()
        query["org_id"] = self._needed_org(query.get("org_id"))
        return await self._session.send(api.list_network_volumes.build(**query), **options)

    def iterate(
        self,
        *,
        status: str | builtins.list[str] | None = None,
        region: str | builtins.list[str] | None = None,
        created_by: str | builtins.list[str] | None = None,
        cluster_id: Id | None = None,
        org_id: Id | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncIterator[NetworkVolume]:
        """Go through all network volumes, in pages of 20 that are read as they are needed.

        Operation: ``GET /volumes/``

        Each comes once, and none that is there all the time is left out, even if others are added or removed in
        between, as long as the API keeps their order. Of those that are added or removed meanwhile, or change so that
        a filter takes them in or no longer does, some come and some do not. Each page lets the API advance the state
        of the volumes.

        Args:
            status: Only volumes of this status, or of one of these.
            region: Only volumes in this region, or in one of these.
            created_by: Only volumes that this user made, or one of these.
            cluster_id: Only volumes of this cluster.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``, for the call of each page.

        Returns:
            An iterator of the volumes. After an error it can be asked again, and goes on where it was.

        Raises:
            ValidationError: An argument is wrong or no organisation is known; nothing was sent.
            SimplismartError: A call failed, while iterating; see ``simplismart.exceptions``.
        """
        from ..models import NetworkVolumeListParams

        filters = NetworkVolumeListParams(
            org_id=self._needed_org(org_id),
            status=status,
            region=region,
            created_by=created_by,
            cluster_id=optional_identifier(cluster_id, "cluster_id"),
        ).to_params()

        async def read(offset: int) -> Sequence[NetworkVolume]:
            return results(await self.list({**filters, "offset": offset, "limit": PAGE_SIZE}, **options))

        return AsyncPager(read)

    async def find(
        self, name: str, *, org_id: Id | None = None, **options: Unpack[CallOptions]
    ) -> NetworkVolume | None:
        """Find the network volume of a name, and let the API advance the state of those that it lists.

        Operation: ``GET /volumes/``

        Args:
            name: The whole name, in its own letter case.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``, for each call.

        Returns:
            The volume; None if there is none of this name, or it is deleted.

        Raises:
            ValidationError: ``name`` is blank or no organisation is known; nothing was sent.
            SimplismartError: A call failed; see ``simplismart.exceptions``.
        """
        return await first_named(self.iterate(org_id=org_id, **options), text(name, "name"))

    async def get(self, volume_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> NetworkVolume:
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
        request = api.get_network_volume.build(identifier(volume_id, "volume_id"), org_id=self._needed_org(org_id))
        return await self._session.send(request, **options)

    retrieve = get

    async def wait_for(
        self,
        volume_id: Id,
        *,
        until: VolumeGoal = "active",
        org_id: Id | None = None,
        timeout: float | None = None,
        poll_interval: float | None = None,
        on_update: OnUpdate[NetworkVolume] | None = None,
        progress: bool = False,
        **options: Unpack[PollOptions],
    ) -> NetworkVolume:
        """Wait until a network volume is active, resized or deleted.

        Operation: ``GET /volumes/``

        It asks for the list, since only that advances the state. An unknown status is waited out. For some minutes so
        are failures that may pass, and for half a minute that the volume is not in the list. Ending the wait leaves
        the volume as it is.

        Args:
            volume_id: The id of the volume.
            until: ``"active"``; ``"resized"``, which an active volume without a resize is, too; or ``"deleted"``,
                which one that is not in the list is, too.
            org_id: The organisation, if not the client's.
            timeout: Seconds that the wait may take, from 0, which looks once; None is 30 minutes.
            poll_interval: Seconds between two looks, above 0; None starts with 1 and grows to 10.
            on_update: Called with what was seen before, first None, and what is seen now, whenever its state
                has changed.
            progress: Whether to show a live line on stderr, or plain lines where it is no terminal or rich is missing.
            **options: ``trace_id``, ``max_retries``, for each call.

        Returns:
            The volume.

        Raises:
            ValidationError: An argument is wrong or no organisation is known; nothing was sent.
            WaitFailedError: It failed, its resize failed, or it was deleted.
            WaitTimeoutError: The time is over.
            NotFoundError: There is none of this id.
            SimplismartError: A call failed; see ``simplismart.exceptions``.
        """
        wanted = identifier(volume_id, "volume_id")
        org = self._needed_org(org_id)
        aim = NetworkVolumeAim(wanted, choice(until, VOLUME_GOALS, "until"))
        within = limits(timeout, poll_interval, NETWORK_VOLUME_TIMEOUT, self._session.settings.timeout)
        return await wait_until(
            aim,
            lambda seconds: self._in_list(wanted, org, {**options, "timeout": seconds}),
            within,
            on_update,
            progress,
        )

    async def _in_list(self, volume_id: str, org_id: str, options: CallOptions) -> NetworkVolume:
        known = await self.list({"org_id": org_id}, **options)
        for volume in known if isinstance(known, list) else known.results:
            if str(volume.get("uuid")).lower() == volume_id.lower():
                return volume
        raise not_found("network volume", volume_id)

    async def delete(
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
        request = api.delete_network_volume.build(identifier(volume_id, "volume_id"), org_id=self._needed_org(org_id))
        return await self._session.send(request, **options)

    async def resize(
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
        from ..models import NetworkVolumeResize

        body: Any = as_payload(NetworkVolumeResize, payload).to_payload()
        body["org"] = organisation(body.get("org"), self._org_id, "org")
        request = api.resize_network_volume.build(identifier(volume_id, "volume_id"), body=body)
        return await self._session.send(request, **options)

    async def list_regions(self, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> Any:
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
        request = api.list_network_volume_regions.build(org_id=self._needed_org(org_id))
        return await self._session.send(request, **options)

    async def list_zones(self, region_code: str, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> Any:
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
        request = api.list_network_volume_zones.build(
            identifier(region_code, "region_code"), org_id=self._needed_org(org_id)
        )
        return await self._session.send(request, **options)

    async def list_by_cluster(self, cluster_id: Id, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> Any:
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
        request = api.list_network_volumes_by_cluster.build(
            identifier(cluster_id, "cluster_id"), org_id=self._needed_org(org_id)
        )
        return await self._session.send(request, **options)

    async def list_filters(self, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> Any:
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
        request = api.list_network_volume_filters.build(org_id=self._needed_org(org_id))
        return await self._session.send(request, **options)
