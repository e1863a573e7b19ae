"""aiohttp itself: one ``ClientSession`` that is kept, the token in its headers, ``.json()`` of the answer."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .. import records
from .loads import Load, Loop, read_one, read_page

aiohttp: Any = import_module("aiohttp")


def loads(address: str) -> dict[str, Load]:
    """Return its loads; it has no synchronous client."""
    sessions: list[Any] = []
    loop = Loop()

    def session() -> Any:
        """Return the session, which can only be made while an event loop runs."""
        if not sessions:
            sessions.append(aiohttp.ClientSession(address, headers={"Authorization": f"Bearer {records.TOKEN}"}))
            loop.at_exit(sessions[0].close)
        return sessions[0]

    async def get_json(path: str, query: dict[str, Any]) -> Any:
        async with session().get(path, params=query) as response:
            return await response.json()

    async def get() -> Any:
        return read_one(await get_json(records.REPOS, records.ONE))

    async def page() -> Any:
        return read_page(await get_json(records.REPOS, records.FIRST_PAGE))

    async def create() -> Any:
        async with session().post(records.DEPLOY, json=records.NEW_DEPLOYMENT) as response:
            return (await response.json())["deployment_id"]

    return {
        "async get": loop.one_by_one(get),
        "async page": loop.one_by_one(page),
        "async create": loop.one_by_one(create),
        "async at once": loop.at_once(get, records.REPO_ID),
    }
