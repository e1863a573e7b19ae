"""The fixtures that users get, as they would use them."""

import asyncio

from simplismart.testing import Emulator
from simplismart.testing.plugin import async_simplismart_client, emulator, simplismart_client

__all__ = ["async_simplismart_client", "emulator", "simplismart_client"]


def test_each_test_has_an_emulator_and_a_client_of_it(emulator: Emulator, simplismart_client):
    """The client sees what was put into the emulator, in its organisation."""
    secret = emulator.add_secret(name="registry-secret")
    assert [secret] == simplismart_client.list_secrets()["data"]
    assert [("org_id", emulator.org_id)] == list(emulator.requests[0].query)


def test_there_is_an_async_client_too(emulator: Emulator, async_simplismart_client):
    """It needs no plugin for async tests."""
    secret = emulator.add_secret(name="registry-secret")
    assert [secret] == asyncio.run(async_simplismart_client.list_secrets())["data"]
