"""requests itself: one ``Session`` that is kept, the token in its headers, ``.json()`` of the answer."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .. import records
from .loads import Load, Threads, one_by_one, read_list, read_one, read_page, sized

requests: Any = import_module("requests")


def loads(address: str) -> dict[str, Load]:
    """Return its loads; it has no asynchronous client."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {records.TOKEN}"

    def get_json(path: str, query: dict[str, Any]) -> Any:
        return session.get(f"{address}{path}", params=query, timeout=300).json()

    def get() -> Any:
        return read_one(get_json(records.REPOS, records.ONE))

    def create() -> Any:
        answer = session.post(f"{address}{records.DEPLOY}", json=records.NEW_DEPLOYMENT, timeout=300)
        return answer.json()["deployment_id"]

    return {
        "get": one_by_one(get),
        "page": one_by_one(lambda: read_page(get_json(records.REPOS, records.FIRST_PAGE))),
        "create": one_by_one(create),
        "list": sized(lambda size: read_list(get_json(f"/of/{size}{records.DEPLOYMENTS}", records.NEWEST))),
        "threads": Threads().at_once(get, records.REPO_ID),
    }
