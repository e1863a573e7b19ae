"""Network volumes, whose state advances only when the list is called."""

import pytest

VOLUMES = "/volumes/"


@pytest.fixture
def body(api):
    """What creates a volume."""
    return {"org": api.org, "name": "weights", "region": "region-1", "zone": "zone-a", "size_gi": 10}


def get(api, volume):
    """Return a volume."""
    return api.get(f"{VOLUMES}{volume}/", org_id=api.org)


def listed(api, **query):
    """Return what the list answers."""
    return api.get(VOLUMES, org_id=api.org, **query)


def resize(api, volume, size):
    """Ask for another size."""
    return api.call("PATCH", f"{VOLUMES}{volume}/resize/", {"org": api.org, "size_gi": size})


def test_a_volume_becomes_active_when_the_list_is_called(api, body):
    """Not by time, and not by getting it."""
    answer = api.call("POST", VOLUMES, body)
    volume = answer.json()["uuid"]
    assert (202, "provisioning") == (answer.status, answer.json()["status"])
    api.emulator.advance(3600)
    assert "provisioning" == get(api, volume)["status"]
    assert ["active"] == [found["status"] for found in listed(api)]
    assert "active" == get(api, volume)["status"]


def test_a_state_can_be_made_to_last(make_api):
    """Then a list that is called too early does not advance it."""
    api = make_api(volume_seconds=30)
    volume = api.emulator.add_network_volume(status="provisioning")["uuid"]
    listed(api)
    assert "provisioning" == get(api, volume)["status"]
    api.emulator.advance(30)
    listed(api)
    assert "active" == get(api, volume)["status"]


def test_names_are_unique_until_the_volume_is_deleted(api, body):
    """The second of the same name is refused."""
    volume = api.post(VOLUMES, body)["uuid"]
    expected = {"detail": "Network volume with this name already exists for this organization."}
    assert expected == api.refused("POST", VOLUMES, body)
    api.call("DELETE", f"{VOLUMES}{volume}/", org_id=api.org)
    assert expected == api.refused("POST", VOLUMES, body)
    listed(api)
    api.post(VOLUMES, body)


def test_a_volume_is_deleted_when_the_list_is_called(api):
    """First deleting, then deleted; again changes nothing."""
    volume = api.emulator.add_network_volume()["uuid"]
    for expected in ("deleting", "deleting"):
        answer = api.call("DELETE", f"{VOLUMES}{volume}/", org_id=api.org)
        assert (202, expected) == (answer.status, answer.json()["status"])
    assert ["deleted"] == [found["status"] for found in listed(api)]
    assert "deleted" == api.call("DELETE", f"{VOLUMES}{volume}/", org_id=api.org).json()["status"]


def test_a_volume_grows_when_the_list_is_called(api):
    """202 and pending; the new size is there when the resize is complete."""
    volume = api.emulator.add_network_volume(size_gi=10)["uuid"]
    answer = resize(api, volume, 20)
    assert (202, 10, {"state": "pending"}) == (answer.status, answer.json()["size_gi"], answer.json()["resize"])
    assert "pending" == get(api, volume)["resize"]["state"]
    listed(api)
    assert (20, {"state": "complete"}) == (get(api, volume)["size_gi"], get(api, volume)["resize"])
    assert 200 == resize(api, volume, 20).status


def test_a_volume_only_grows(api):
    """And only when it is active."""
    volume = api.emulator.add_network_volume(size_gi=10)["uuid"]
    answer = resize(api, volume, 9)
    assert (400, {"size_gi": ["A volume can only grow; it has 10 Gi."]}) == (answer.status, answer.json())
    volume = api.emulator.add_network_volume(status="provisioning")["uuid"]
    answer = resize(api, volume, 20)
    assert (400, {"detail": "The volume is provisioning, not active."}) == (answer.status, answer.json())


def test_a_volume_has_no_field_that_is_not_documented(api, body, spec):
    """What the API is not known to show, the emulator does not, unless it was seeded."""
    known = set(spec["components"]["schemas"]["NetworkVolume"]["properties"])
    assert known == set(api.post(VOLUMES, body))
    assert {*known, "tier"} == set(api.emulator.add_network_volume(tier="gold"))


def test_the_list_is_an_array_or_a_page(api):
    """A page if both bounds are given; one bound alone answers nothing."""
    volumes = [api.emulator.add_network_volume() for _ in range(3)]
    newest = volumes[::-1]
    assert newest == listed(api)
    assert {"count": 3, "offset": 1, "limit": 1, "results": [newest[1]]} == listed(api, offset=1, limit=1)
    assert {"count": 0, "offset": 1, "limit": 0, "results": []} == listed(api, offset=1)
    assert {"count": 0, "offset": 0, "limit": 5, "results": []} == listed(api, limit=5)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"status": "active"}, ["b", "a"]),
        ({"status": "active,deleted"}, ["c", "b", "a"]),
        ({"region": "region-2"}, ["b"]),
        ({"created_by": "ann@example.com,x"}, ["c"]),
        ({"cluster_id": "k"}, ["c", "a"]),
        ({"cluster_id": "k", "status": "active"}, ["a"]),
    ],
)
def test_filters(api, query, names):
    """Several values are separated by commas."""
    api.emulator.add_network_volume(name="a", cluster_id="k")
    api.emulator.add_network_volume(name="b", region="region-2")
    api.emulator.add_network_volume(name="c", status="deleted", cluster_id="k", created_by="ann@example.com")
    assert names == [volume["name"] for volume in listed(api, **query)]


def test_by_cluster_has_the_active_ones(api):
    """Those of the cluster only."""
    volume = api.emulator.add_network_volume(cluster_id="k")
    api.emulator.add_network_volume(cluster_id="k", status="deleting")
    api.emulator.add_network_volume()
    assert [volume] == api.get(f"{VOLUMES}by-cluster/k/", org_id=api.org)


def test_regions_zones_and_filters(make_api):
    """Regions and zones are those of the settings; filters name the values that there are."""
    api = make_api(regions={"r": ["z1", "z2"]})
    api.emulator.add_network_volume(region="r")
    assert [{"code": "r"}] == api.get(f"{VOLUMES}regions/", org_id=api.org)
    assert [{"code": "z1"}, {"code": "z2"}] == api.get(f"{VOLUMES}regions/r/zones/", org_id=api.org)
    assert [] == api.get(f"{VOLUMES}regions/x/zones/", org_id=api.org)
    assert {
        "status": ["active"],
        "region": ["r"],
        "created_by": ["user@example.com"],
        "cluster_id": [],
    } == api.get(f"{VOLUMES}filters/", org_id=api.org)


def test_an_unknown_volume_is_404(api):
    """As everything that is not there."""
    answer = api.call("GET", f"{VOLUMES}x/", org_id=api.org)
    assert (404, {"detail": "No NetworkVolume matches the given query."}) == (answer.status, answer.json())
