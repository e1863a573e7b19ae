"""The payloads of the network volumes, and the claims of volumes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from simplismart.exceptions import ValidationError
from simplismart.models import (
    NetworkVolumeCreate,
    NetworkVolumeListParams,
    NetworkVolumeResize,
    PersistentVolumeClaim,
)

ID = UUID("0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f")


def test_create() -> None:
    """The body has the five fields; the organisation may be left to the client."""
    body = {"name": "data", "region": "eu", "zone": "eu-1", "size_gi": 10_000}
    assert body == NetworkVolumeCreate(**body).to_payload()  # type: ignore[arg-type]
    assert {**body, "org": str(ID)} == NetworkVolumeCreate(**body, org=ID).to_payload()  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [0, 10_001, True, "10"])
def test_size_is_limited(size: Any) -> None:
    """A volume has 1 to 10,000 Gi."""
    with pytest.raises(ValidationError, match="size_gi: must be a whole number from 1 to 10000"):
        NetworkVolumeResize(size_gi=size)
    assert {"size_gi": 1, "org": "o"} == NetworkVolumeResize(size_gi=1, org="o").to_payload()


def test_list_filters_are_joined() -> None:
    """One value or several of a filter become one parameter; blanks are left out."""
    params = NetworkVolumeListParams(
        org_id=ID,
        status=["active", " ", " deleting "],
        region=" eu ",
        created_by=[],
        cluster_id="c",
        offset=0,
        limit=5,
    )
    assert {
        "org_id": str(ID),
        "status": "active,deleting",
        "region": "eu",
        "cluster_id": "c",
        "offset": 0,
        "limit": 5,
    } == params.to_params()
    assert {} == NetworkVolumeListParams(status=" ").to_params()


@pytest.mark.parametrize("status", [1, [1], {"a": 1}])
def test_list_filter_is_text(status: Any) -> None:
    """A filter is a text or a list of texts."""
    with pytest.raises(ValidationError, match="status"):
        NetworkVolumeListParams(status=status)


@pytest.mark.parametrize(("given", "missing"), [("offset", "limit"), ("limit", "offset")])
def test_page_needs_both(given: str, missing: str) -> None:
    """With one of the two alone the API answers nothing."""
    with pytest.raises(ValidationError) as caught:
        NetworkVolumeListParams.model_validate({given: 1})
    expected = f"NetworkVolumeListParams: {missing}: is required together with {given}"
    assert expected == str(caught.value)


def test_claims() -> None:
    """A claim is a new volume or a network volume."""
    own = PersistentVolumeClaim(mount_path="/data", size=5)
    assert {"mount_path": "/data", "size": 5} == own.to_payload()
    shared = PersistentVolumeClaim(mount_path="/data", network_volume_id=ID)
    assert {"mount_path": "/data", "network_volume_id": str(ID)} == shared.to_payload()


def test_claim_is_not_both() -> None:
    """Every field that does not go with a network volume is named."""
    with pytest.raises(ValidationError) as caught:
        PersistentVolumeClaim(mount_path="/data", network_volume_id=ID, size=1, name="n", access_mode="RWX")
    assert ["size", "name", "access_mode"] == [problem.field for problem in caught.value.problems]
    with pytest.raises(ValidationError, match="size: is required unless network_volume_id"):
        PersistentVolumeClaim(mount_path="/data", name="n")
