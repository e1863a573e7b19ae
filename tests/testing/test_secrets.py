"""Secrets."""

import pytest

SECRETS = "/accounts/secrets/"


@pytest.fixture
def body(api):
    """What creates a secret."""
    data = {"username": "user", "token": "hunter2"}
    return {"name": "registry-secret", "secret_type": "docker_hub", "data": data, "org": api.org}


def test_lists_hold_no_credentials(api, body):
    """Neither does the answer to the create; getting the secret shows them."""
    answer = api.call("POST", SECRETS, body)
    created = answer.json()
    assert 201 == answer.status
    assert {
        "uuid": created["uuid"],
        "name": "registry-secret",
        "secret_type": "docker_hub",
        "created_at": "2026-03-02T11:52:16.925151Z",
        "updated_at": "2026-03-02T11:52:16.925151Z",
        "org": api.org,
    } == created
    assert {"data": [created]} == api.get(SECRETS, org_id=api.org)
    assert {
        "data": {
            "uuid": created["uuid"],
            "name": "registry-secret",
            "secret_type": "docker_hub",
            "org_id": api.org,
            "data": body["data"],
        }
    } == api.get(f"{SECRETS}{created['uuid']}/")


def test_names_are_unique(api, body):
    """The second of the same name is refused."""
    api.post(SECRETS, body)
    expected = {"detail": "Secret with this name already exists for this organization."}
    assert expected == api.refused("POST", SECRETS, body)


def test_documented_types_need_their_keys(api, body):
    """The others take any object."""
    required = "This field is required."
    expected = {"data": [f"server: {required}", f"username: {required}"]}
    assert expected == api.refused("POST", SECRETS, body | {"secret_type": "nvidia_nim", "data": {"password": "p"}})
    api.post(SECRETS, body | {"secret_type": "generic", "data": {}})


def test_an_unknown_secret_is_404(api):
    """As everything that is not there."""
    answer = api.call("GET", f"{SECRETS}x/")
    assert (404, {"detail": "No Secret matches the given query."}) == (answer.status, answer.json())


def test_configs_are_any_json(api):
    """Their shape is not documented; the emulator names the keys of each type."""
    assert ["username", "token"] == api.get("/accounts/secret/config/")["docker_hub"]


def test_a_seeded_secret_has_the_fields_it_was_given(api):
    """Its credentials are shown only when it is got."""
    secret = api.emulator.add_secret(uuid="secret-uuid", data={"hf_token": "t"}, secret_type="huggingface")
    assert ("huggingface", False) == (secret["secret_type"], "data" in secret)
    assert {"hf_token": "t"} == api.get(f"{SECRETS}secret-uuid/")["data"]["data"]
