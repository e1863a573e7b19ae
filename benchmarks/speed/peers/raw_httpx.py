"""httpx itself: one client that is kept, ``base_url`` and the token in it, ``.json()`` of the answer."""

from __future__ import annotations

from typing import Any

import httpx

from .. import records
from .loads import Load, Loop, Threads, one_by_one, read_list, read_one, read_page, sized


def loads(address: str) -> dict[str, Load]:
    """Return the loads of both clients; the timeout is this package's, since 5 s are too few for 1,000 at once."""
    settings: dict[str, Any] = {
        "base_url": address,
        "headers": {"Authorization": f"Bearer {records.TOKEN}"},
        "timeout": 300.0,
    }
    return {**_synchronous(settings), **_asynchronous(settings), "client": _clients_made}


def _synchronous(settings: dict[str, Any]) -> dict[str, Load]:
    client = httpx.Client(**settings)

    def get() -> Any:
        return read_one(client.get(records.REPOS, params=records.ONE).json())

    return {
        "get": one_by_one(get),
        "page": one_by_one(lambda: read_page(client.get(records.REPOS, params=records.FIRST_PAGE).json())),
        "create": one_by_one(lambda: client.post(records.DEPLOY, json=records.NEW_DEPLOYMENT).json()["deployment_id"]),
        "list": sized(
            lambda size: read_list(client.get(f"/of/{size}{records.DEPLOYMENTS}", params=records.NEWEST).json())
        ),
        "threads": Threads().at_once(get, records.REPO_ID),
    }


def _asynchronous(settings: dict[str, Any]) -> dict[str, Load]:
    client = httpx.AsyncClient(**settings)
    loop = Loop()

    async def get() -> Any:
        return read_one((await client.get(records.REPOS, params=records.ONE)).json())

    async def page() -> Any:
        return read_page((await client.get(records.REPOS, params=records.FIRST_PAGE)).json())

    async def create() -> Any:
        return (await client.post(records.DEPLOY, json=records.NEW_DEPLOYMENT)).json()["deployment_id"]

    return {
        "async get": loop.one_by_one(get),
        "async page": loop.one_by_one(page),
        "async create": loop.one_by_one(create),
        "async at once": loop.at_once(get, records.REPO_ID),
    }


def _clients_made(calls: int, size: int) -> int:
    return sum(httpx.Client() is not None for _ in range(calls))
