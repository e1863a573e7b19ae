"""Network volumes, on the emulator."""

import pytest

from simplismart import (
    AsyncSimplismart,
    NetworkVolumeCreate,
    NetworkVolumeListParams,
    NetworkVolumeResize,
    ServerError,
    ValidationError,
)
from simplismart.testing import Emulator


@pytest.fixture
def place(emulator: Emulator) -> dict[str, str]:
    volume = emulator.add_network_volume(name="known", size_gi=10)
    return {"region": volume["region"], "zone": volume["zone"]}


async def test_a_volume_becomes_active_when_listed(client: AsyncSimplismart, place: dict[str, str]):
    """A new volume is provisioning until the list is called."""
    made = await client.create_network_volume(NetworkVolumeCreate(name="weights", size_gi=10, **place))
    assert "provisioning" == made.status
    listed = await client.list_network_volumes()
    assert isinstance(listed, list)
    assert {"active"} == {volume.status for volume in listed}


async def test_a_page_needs_offset_and_limit(client: AsyncSimplismart, place: dict[str, str]):
    """Both give a page; one alone is refused, since the API would answer nothing."""
    page = await client.list_network_volumes({"offset": 0, "limit": 1})
    assert not isinstance(page, list)
    assert (1, ["known"]) == (page.count, [volume.name for volume in page.results])
    with pytest.raises(ValidationError, match="limit"):
        await client.list_network_volumes({"offset": 1})


async def test_a_volume_is_found_grown_and_deleted(client: AsyncSimplismart, place: dict[str, str]):
    """The whole life of a volume, under the published names."""
    made = await client.network_volumes.create({"name": "weights", "size_gi": 10, **place})
    await client.list_network_volumes()
    grown = await client.resize_network_volume(made.uuid, NetworkVolumeResize(size_gi=20))
    assert "pending" == (grown.resize and grown.resize.state)
    await client.list_network_volumes()
    assert 20 == (await client.get_network_volume(made.uuid)).size_gi
    gone = await client.delete_network_volume(made.uuid)
    assert "deleting" == (gone and gone.status)


async def test_a_lost_create_can_be_looked_up(client: AsyncSimplismart, emulator: Emulator, place: dict[str, str]):
    """With on_unknown="lookup" the volume that a 500 hid is returned, and a missing one raises."""
    emulator.fail_next("create_network_volume", 500, after=True)
    found = await client.create_network_volume({"name": "one", "size_gi": 1, **place}, on_unknown="lookup")
    assert "one" == found.name
    emulator.fail_next("create_network_volume", 500)
    with pytest.raises(ServerError):
        await client.create_network_volume({"name": "two", "size_gi": 1, **place}, on_unknown="lookup")


async def test_a_paged_answer_is_looked_through(client: AsyncSimplismart, emulator: Emulator, place: dict[str, str]):
    """The look by name reads a page as well as an array."""
    emulator.fail_next("create_network_volume", 500)
    emulator.fail_next("list_network_volumes", 200, {"count": 1, "results": [{"uuid": "u", "name": "one"}]})
    found = await client.create_network_volume({"name": "one", "size_gi": 1, **place}, on_unknown="lookup")
    assert "u" == found.uuid


async def test_places_and_filters_are_any_json(client: AsyncSimplismart, emulator: Emulator, place: dict[str, str]):
    """Regions, zones, volumes of a cluster and filters come back as the API sent them."""
    assert (await client.list_network_volume_regions()) is not None
    assert (await client.list_network_volume_zones(place["region"])) is not None
    assert (await client.list_network_volumes_by_cluster("some-cluster")) is not None
    assert (await client.list_network_volume_filters(org_id=emulator.org_id)) is not None


async def test_the_organisation_is_needed(emulator: Emulator):
    """Without an organisation the error says where one can be given; in the parameters it is enough."""
    async with AsyncSimplismart(emulator.token, transport=emulator.transport) as client:
        with pytest.raises(ValidationError, match="org_id"):
            await client.list_network_volumes()
        assert [] == await client.list_network_volumes(NetworkVolumeListParams(org_id=emulator.org_id))
