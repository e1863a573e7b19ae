"""The emulator in process, behind httpx clients."""

import asyncio

import httpx

URL = "https://api.app.simplismart.ai/models/client/model-repos/"
HEADERS = {"Authorization": "Bearer test-token"}


def test_a_sync_client(api):
    """Gets what the emulator answers."""
    api.emulator.add_model_repo(name="vision é")
    with httpx.Client(transport=api.emulator.transport, headers=HEADERS) as client:
        answer = client.get(URL, params={"name": "é"})
        assert (200, 1) == (answer.status_code, answer.json()["count"])
        assert 400 == client.post(URL, json={"name": "x"}).status_code
    assert {"name": "x"} == api.emulator.requests[-1].json


def test_an_async_client(api):
    """Shares the same transport object."""

    async def calls():
        async with httpx.AsyncClient(transport=api.emulator.transport, headers=HEADERS) as client:
            answers = await asyncio.gather(*(client.get(URL) for _ in range(5)))
            refused = await client.post(URL, json={"name": "x"})
        return [answer.status_code for answer in answers], refused.status_code

    assert ([200] * 5, 400) == asyncio.run(calls())


def test_there_is_one_transport(api):
    """Each time the same."""
    assert api.emulator.transport is api.emulator.transport


def test_headers_and_odd_bodies_come_through(api):
    """An injected failure reaches the client as it is."""
    api.emulator.fail_next("list_model_repos", 429, "slow down", {"Retry-After": "3"})
    with httpx.Client(transport=api.emulator.transport) as client:
        answer = client.get(URL)
    assert (429, "3", "slow down") == (answer.status_code, answer.headers["retry-after"], answer.text)
