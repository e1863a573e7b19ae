"""Secrets, on the emulator."""

import pytest

from simplismart import AsyncSimplismart, BadRequestError, SecretCreate, ServerError, ValidationError
from simplismart.testing import Emulator

PASSWORD = "hunter2-hunter2"
SECRET = SecretCreate(name="registry", secret_type="docker_hub", data={"username": "me", "token": PASSWORD})


async def test_a_secret_is_made_in_the_clients_organisation(client: AsyncSimplismart, emulator: Emulator):
    """The organisation may be left out of the payload."""
    await client.create_secret(SECRET)
    assert emulator.org_id == emulator.requests[0].json["org"]
    assert ["registry"] == [secret.name for secret in (await client.list_secrets()).data]


async def test_credentials_are_reachable_by_key_and_never_shown(client: AsyncSimplismart, emulator: Emulator):
    """The value is there; repr and str hide it."""
    known = emulator.add_secret(name="known", data={"token": PASSWORD})
    secret = await client.get_secret(known["uuid"])
    assert PASSWORD == secret["data"]["data"]["token"]
    assert PASSWORD not in f"{secret} {secret!r} {secret.data!r}"


async def test_an_error_that_echoes_a_password_does_not_show_it(client: AsyncSimplismart, emulator: Emulator):
    """Neither the message nor the payload of the error has it."""
    emulator.fail_next("create_secret", 400, {"detail": f"bad token {PASSWORD}"})
    with pytest.raises(BadRequestError) as caught:
        await client.create_secret(SECRET)
    assert PASSWORD not in f"{caught.value} {caught.value.payload}"


async def test_a_lost_create_can_be_looked_up(client: AsyncSimplismart, emulator: Emulator):
    """With on_unknown="lookup" the secret that a 500 hid is returned, and a missing one raises."""
    emulator.fail_next("create_secret", 500, after=True)
    assert "registry" == (await client.create_secret(SECRET, on_unknown="lookup")).name
    emulator.fail_next("create_secret", 500)
    with pytest.raises(ServerError, match=r"client\.secrets\.find\(name\) tells"):
        await client.create_secret({**SECRET.to_payload(), "name": "another"}, on_unknown="lookup")


async def test_a_look_up_that_fails_leaves_the_error_of_the_create(client: AsyncSimplismart, emulator: Emulator):
    """The doubt stays: the error is the create's, with a note of what went wrong with the look."""
    emulator.fail_next("create_secret", 500)
    emulator.fail_next("list_secrets", 403)
    with pytest.raises(ServerError) as caught:
        await client.create_secret(SECRET, on_unknown="lookup")
    assert caught.value.may_have_succeeded
    assert "look-up failed too" in caught.value.__notes__[0]


async def test_the_organisation_is_needed(emulator: Emulator):
    """Without an organisation the error says where one can be given; given to the call it is enough."""
    async with AsyncSimplismart(emulator.token, transport=emulator.transport) as client:
        with pytest.raises(ValidationError, match="org_id"):
            await client.list_secrets()
        assert [] == (await client.list_secrets(emulator.org_id)).data


async def test_configs_are_any_json(client: AsyncSimplismart):
    """The kinds of secrets come back as the API sent them."""
    assert (await client.list_secret_configs()) is not None
