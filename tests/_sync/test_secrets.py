# Made from tests/_async/test_secrets.py by `make generate`; do not edit.
"""Secrets, on the emulator."""

import pytest

from simplismart import BadRequestError, SecretCreate, ServerError, Simplismart, ValidationError
from simplismart.testing import Emulator

PASSWORD = "hunter2-hunter2"
SECRET = SecretCreate(name="registry", secret_type="docker_hub", data={"username": "me", "token": PASSWORD})


def test_a_secret_is_made_in_the_clients_organisation(client: Simplismart, emulator: Emulator):
    """The organisation may be left out of the payload."""
    client.create_secret(SECRET)
    assert emulator.org_id == emulator.requests[0].json["org"]
    assert ["registry"] == [secret.name for secret in (client.list_secrets()).data]


def test_credentials_are_reachable_by_key_and_never_shown(client: Simplismart, emulator: Emulator):
    """The value is there; repr and str hide it."""
    known = emulator.add_secret(name="known", data={"token": PASSWORD})
    secret = client.get_secret(known["uuid"])
    assert PASSWORD == secret["data"]["data"]["token"]
    assert PASSWORD not in f"{secret} {secret!r} {secret.data!r}"


def test_an_error_that_echoes_a_password_does_not_show_it(client: Simplismart, emulator: Emulator):
    """Neither the message nor the payload of the error has it."""
    emulator.fail_next("create_secret", 400, {"detail": f"bad token {PASSWORD}"})
    with pytest.raises(BadRequestError) as caught:
        client.create_secret(SECRET)
    assert PASSWORD not in f"{caught.value} {caught.value.payload}"


def test_a_lost_create_can_be_looked_up(client: Simplismart, emulator: Emulator):
    """With on_unknown="lookup" the secret that a 500 hid is returned, and a missing one raises."""
    emulator.fail_next("create_secret", 500, after=True)
    assert "registry" == (client.create_secret(SECRET, on_unknown="lookup")).name
    emulator.fail_next("create_secret", 500)
    with pytest.raises(ServerError, match=r"client\.secrets\.find\(name\) tells"):
        client.create_secret({**SECRET.to_payload(), "name": "another"}, on_unknown="lookup")


def test_a_look_up_that_fails_leaves_the_error_of_the_create(client: Simplismart, emulator: Emulator):
    """The doubt stays: the error is the create's, with a note of what went wrong with the look."""
    emulator.fail_next("create_secret", 500)
    emulator.fail_next("list_secrets", 403)
    with pytest.raises(ServerError) as caught:
        client.create_secret(SECRET, on_unknown="lookup")
    assert caught.value.may_have_succeeded
    assert "look-up failed too" in caught.value.__notes__[0]


def test_the_organisation_is_needed(emulator: Emulator):
    """Without an organisation the error says where one can be given; given to the call it is enough."""
    with Simplismart(emulator.token, transport=emulator.transport) as client:
        with pytest.raises(ValidationError, match="org_id"):
            client.list_secrets()
        assert [] == (client.list_secrets(emulator.org_id)).data


def test_configs_are_any_json(client: Simplismart):
    """The kinds of secrets come back as the API sent them."""
    assert (client.list_secret_configs()) is not None
