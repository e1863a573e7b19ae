"""The published package, by the methods that its documentation names, with one client that is kept."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .. import records
from .loads import Load, Threads, one_by_one, read_list, read_one, read_page, sized

simplismart: Any = import_module("simplismart")


def loads(address: str) -> dict[str, Load]:
    """Return its loads; it has no asynchronous client."""
    client = simplismart.Simplismart(pg_token=records.TOKEN, base_url=address)

    def get() -> Any:
        return read_one(client.get_model_repo(records.REPO_ID))

    def create() -> Any:
        payload = simplismart.DeploymentCreate(**records.NEW_DEPLOYMENT)
        return client.create_deployment(payload)["deployment_id"]

    def page() -> Any:
        return read_page(client.list_model_repos(simplismart.ModelRepoListParams(offset=0, count=records.PAGE)))

    def whole_list(size: int) -> Any:
        """Read the list by pages of 20, the most that it gives; each downloads the whole list."""
        rows: list[Any] = []
        while found := client.list_deployments(offset=len(rows), count=20):
            rows += found
            if len(rows) >= size:
                break
        return read_list(rows)

    return {
        "get": one_by_one(get),
        "page": one_by_one(page),
        "create": one_by_one(create),
        "list": sized(whole_list),
        "threads": Threads().at_once(get, records.REPO_ID),
    }
