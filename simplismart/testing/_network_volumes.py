"""Network volumes: their state advances only when the list is called."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from .answers import bad_request, not_found
from .clock import stamp
from .state import Handler, NetworkVolume, Reply, State, newest_first, refuse_taken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .contract import Call

__all__ = ["HANDLERS", "seed"]

FILTERS = ("status", "region", "created_by", "cluster_id")
NEXT = {"provisioning": "active", "deleting": "deleted"}


def create_network_volume(state: State, call: Call) -> Reply:
    """Begin to provision a volume."""
    refuse_taken(state, "Network volume", state.network_volumes.values(), call.body["name"])
    return 202, _shown(state, _store(state, {"status": "provisioning", **call.body}))


def list_network_volumes(state: State, call: Call) -> Reply:
    """Advance every volume, then answer those that match: an array, or a page if both bounds are given."""
    for volume in state.network_volumes.values():
        _advance(state, volume)
    query = call.query
    volumes = newest_first(state.network_volumes.values())
    found = [_shown(state, volume) for volume in volumes if _matches(volume.data, query)]
    if "offset" not in query and "limit" not in query:
        return 200, found
    if "offset" not in query or "limit" not in query:
        return 200, _page([], query.get("offset", 0), query.get("limit", 0))
    return 200, _page(found, query["offset"], query["limit"])


def get_network_volume(state: State, call: Call) -> Reply:
    """Answer a volume as the last list left it."""
    return 200, _shown(state, _find(state, call))


def delete_network_volume(state: State, call: Call) -> Reply:
    """Begin to delete a volume."""
    volume = _find(state, call)
    if volume.data["status"] not in {"deleting", "deleted"}:
        _set(state, volume, status="deleting")
    return 202, _shown(state, volume)


def resize_network_volume(state: State, call: Call) -> Reply:
    """Begin to grow a volume that is active."""
    volume, size = _find(state, call), call.body["size_gi"]
    if volume.data["status"] != "active":
        raise bad_request(f"The volume is {volume.data['status']}, not active.")
    if size < volume.data["size_gi"]:
        raise bad_request(f"A volume can only grow; it has {volume.data['size_gi']} Gi.", "size_gi")
    if size == volume.data["size_gi"]:
        return 200, _shown(state, volume)
    volume.target = size
    _set(state, volume, resize={"state": "pending"})
    return 202, _shown(state, volume)


def list_network_volume_regions(state: State, call: Call) -> Reply:
    """Answer the regions of the settings; the live shape is not documented."""
    return 200, [{"code": region} for region in state.settings.regions]


def list_network_volume_zones(state: State, call: Call) -> Reply:
    """Answer the zones of a region of the settings; the live shape is not documented."""
    return 200, [{"code": zone} for zone in state.settings.regions.get(call.path["region_code"], ())]


def list_network_volumes_by_cluster(state: State, call: Call) -> Reply:
    """Answer the active volumes of a cluster."""
    wanted = {"cluster_id": call.path["cluster_id"], "status": "active"}
    volumes = newest_first(state.network_volumes.values())
    return 200, [_shown(state, volume) for volume in volumes if _matches(volume.data, wanted)]


def list_network_volume_filters(state: State, call: Call) -> Reply:
    """Answer the values that volumes have of each filter; the live shape is not documented."""
    rows = [volume.data for volume in state.network_volumes.values()]
    return 200, {key: sorted({row[key] for row in rows if row[key]}) for key in FILTERS}


def seed(state: State, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Add a volume; what ``fields`` leaves out is that of an active one."""
    volume = _store(state, fields)
    volume.seeded = frozenset(fields)
    return _shown(state, volume)


def _store(state: State, fields: Mapping[str, Any]) -> NetworkVolume:
    data: dict[str, Any] = {
        "uuid": state.new_id(),
        "name": f"network-volume-{len(state.network_volumes) + 1}",
        "org": state.settings.org_id,
        "region": "region-1",
        "zone": "zone-a",
        "size_gi": 10,
        "status": "active",
        "resize": None,
        "created_by": state.settings.user,
        "cluster_id": None,
        "created_at": stamp(state.now),
    }
    volume = NetworkVolume({**data, **fields}, state.now)
    state.network_volumes[volume.data["uuid"]] = volume
    return volume


def _shown(state: State, volume: NetworkVolume) -> dict[str, Any]:
    return state.contract.documented("NetworkVolume", volume.data, volume.seeded)


def _find(state: State, call: Call) -> NetworkVolume:
    volume = state.network_volumes.get(call.path["volume_id"])
    if volume is None:
        raise not_found("NetworkVolume")
    return volume


def _set(state: State, volume: NetworkVolume, **fields: Any) -> None:
    volume.data |= fields
    volume.changed = state.now


def _advance(state: State, volume: NetworkVolume) -> None:
    if state.now < volume.changed + timedelta(seconds=state.settings.volume_seconds):
        return
    if volume.data["status"] in NEXT:
        _set(state, volume, status=NEXT[volume.data["status"]])
    if volume.target is not None:
        _set(state, volume, size_gi=volume.target, resize={"state": "complete"})
        volume.target = None


def _matches(data: Mapping[str, Any], query: Mapping[str, Any]) -> bool:
    return all(data[key] in query[key].split(",") for key in FILTERS if key in query)


def _page(found: list[dict[str, Any]], offset: int, limit: int) -> dict[str, Any]:
    results = found[offset : offset + limit]
    return {"count": len(found), "offset": offset, "limit": limit, "results": results}


HANDLERS: Mapping[str, Handler] = {
    "create_network_volume": create_network_volume,
    "list_network_volumes": list_network_volumes,
    "get_network_volume": get_network_volume,
    "delete_network_volume": delete_network_volume,
    "resize_network_volume": resize_network_volume,
    "list_network_volume_regions": list_network_volume_regions,
    "list_network_volume_zones": list_network_volume_zones,
    "list_network_volumes_by_cluster": list_network_volumes_by_cluster,
    "list_network_volume_filters": list_network_volume_filters,
}
