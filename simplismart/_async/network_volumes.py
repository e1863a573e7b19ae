"""Network volumes: files that several deployments can mount."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from simplismart_api.api import network_volumes as api

from ..arguments import Id, identifier, organisation
from ..arguments import payload as as_payload
from ..options import CallOptions
from .lookup import OnUnknown, create_or_look_up
from .resource import AsyncResource

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
            lambda: self._of_name(body["name"], org, options),
            on_unknown,
        )

    async def _of_name(self, name: str, org_id: str, options: CallOptions) -> NetworkVolume | None:
        known = await self.list({"org_id": org_id}, **options)
        volumes = known if isinstance(known, list) else known.results
        return next((volume for volume in volumes if volume.get("name") == name), None)

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
        query["org_id"] = organisation(query.get("org_id"), self._org_id)
        return await self._session.send(api.list_network_volumes.build(**query), **options)

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
        request = api.get_network_volume.build(
            identifier(volume_id, "volume_id"), org_id=organisation(org_id, self._org_id)
        )
        return await self._session.send(request, **options)

    retrieve = get

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
        request = api.delete_network_volume.build(
            identifier(volume_id, "volume_id"), org_id=organisation(org_id, self._org_id)
        )
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
        request = api.list_network_volume_regions.build(org_id=organisation(org_id, self._org_id))
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
            identifier(region_code, "region_code"), org_id=organisation(org_id, self._org_id)
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
            identifier(cluster_id, "cluster_id"), org_id=organisation(org_id, self._org_id)
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
        request = api.list_network_volume_filters.build(org_id=organisation(org_id, self._org_id))
        return await self._session.send(request, **options)
