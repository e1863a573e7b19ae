# Made from tests/_async/test_network_volumes.py by `make generate`; do not edit.
"""Network volumes, on the emulator."""

import pytest

from simplismart import (
    NetworkVolumeCreate,
    NetworkVolumeListParams,
    NetworkVolumeResize,
    ServerError,
    Simplismart,
    ValidationError,
)
from simplismart.testing import Emulator


@pytest.fixture
def place(emulator: Emulator) -> dict[str, str]:
    volume = emulator.add_network_volume(name="known", size_gi=10)
    return {"region": volume["region"], "zone": volume["zone"]}


def test_a_volume_becomes_active_when_listed(client: Simplismart, place: dict[str, str]):
    """A new volume is provisioning until the list is called."""
    made = client.create_network_volume(NetworkVolumeCreate(name="weights", size_gi=10, **place))
    assert "provisioning" == made.status
    listed = client.list_network_volumes()
    assert isinstance(listed, list)
    assert {"active"} == {volume.status for volume in listed}


def test_a_page_needs_offset_and_limit(client: Simplismart, place: dict[str, str]):
    """Both give a page; one alone is refused, since the API would answer nothing."""
    page = client.list_network_volumes({"offset": 0, "limit": 1})
    assert not isinstance(page, list)
    assert (1, ["known"]) == (page.count, [volume.name for volume in page.results])
    with pytest.raises(ValidationError, match="limit"):
        client.list_network_volumes({"offset": 1})


def test_a_volume_is_found_grown_and_deleted(client: Simplismart, place: dict[str, str]):
    """The whole life of a volume, under the published names."""
    made = client.network_volumes.create({"name": "weights", "size_gi": 10, **place})
    client.list_network_volumes()
    grown = client.resize_network_volume(made.uuid, NetworkVolumeResize(size_gi=20))
    assert "pending" == (grown.resize and grown.resize.state)
    client.list_network_volumes()
    assert 20 == (client.get_network_volume(made.uuid)).size_gi
    gone = client.delete_network_volume(made.uuid)
    assert "deleting" == (gone and gone.status)


def test_a_lost_create_can_be_looked_up(client: Simplismart, emulator: Emulator, place: dict[str, str]):
    """With on_unknown="lookup" the volume that a 500 hid is returned, and a missing one raises."""
    emulator.fail_next("create_network_volume", 500, after=True)
    found = client.create_network_volume({"name": "one", "size_gi": 1, **place}, on_unknown="lookup")
    assert "one" == found.name
    emulator.fail_next("create_network_volume", 500)
    with pytest.raises(ServerError):
        client.create_network_volume({"name": "two", "size_gi": 1, **place}, on_unknown="lookup")


def test_a_paged_answer_is_looked_through(client: Simplismart, emulator: Emulator, place: dict[str, str]):
    """The look by name reads a page as well as an array."""
    emulator.fail_next("create_network_volume", 500)
    emulator.fail_next("list_network_volumes", 200, {"count": 1, "results": [{"uuid": "u", "name": "one"}]})
    found = client.create_network_volume({"name": "one", "size_gi": 1, **place}, on_unknown="lookup")
    assert "u" == found.uuid


def test_places_and_filters_are_any_json(client: Simplismart, emulator: Emulator, place: dict[str, str]):
    """Regions, zones, volumes of a cluster and filters come back as the API sent them."""
    assert (client.list_network_volume_regions()) is not None
    assert (client.list_network_volume_zones(place["region"])) is not None
    assert (client.list_network_volumes_by_cluster("some-cluster")) is not None
    assert (client.list_network_volume_filters(org_id=emulator.org_id)) is not None


def test_the_organisation_is_needed(emulator: Emulator):
    """Without an organisation the error says where one can be given; in the parameters it is enough."""
    with Simplismart(emulator.token, transport=emulator.transport) as client:
        with pytest.raises(ValidationError, match="org_id"):
            client.list_network_volumes()
        assert [] == client.list_network_volumes(NetworkVolumeListParams(org_id=emulator.org_id))
