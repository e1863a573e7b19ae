"""The package of this checkout, all at its defaults: deadline, size limit, retries, trace ids, typed results."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from simplismart_api.api.deployments import list_deployments
from simplismart_api.api.model_repos import list_model_repos
from simplismart_api.models import ModelRepoPage

import simplismart
from simplismart import AsyncSimplismart, DeploymentCreate, ModelRepoListParams, Simplismart
from simplismart.wire import read

from .. import records
from .loads import Load, Loop, Threads, one_by_one, read_list, sized

INSTANT = 1e-6
"""Seconds between two looks of a wait, so that only the looks are measured."""


def loads(address: str) -> dict[str, Load]:
    """Return the loads of the synchronous and of the asynchronous client, and those that send nothing."""
    return {**_synchronous(address), **_asynchronous(address), **_local()}


def _read_page(page: ModelRepoPage) -> list[Any]:
    for repo in page.results:
        row = (repo.uuid, repo.name, repo.status, repo.created_at)
    return [len(page.results), *row[:3], str(row[3])[:4]]


def _payload() -> DeploymentCreate:
    return DeploymentCreate(**records.NEW_DEPLOYMENT)


def _synchronous(address: str) -> dict[str, Load]:
    client = Simplismart(pg_token=records.TOKEN, base_url=address)
    of = _clients(lambda prefix: Simplismart(pg_token=records.TOKEN, base_url=f"{address}{prefix}"))

    def get() -> str:
        return client.get_model_repo(records.REPO_ID).uuid

    def wait(size: int) -> list[Any]:
        waiting = of(f"/waiting/{size}").deployments
        rows = waiting.wait_for_all(records.deployment_ids(size), until="deployed", poll_interval=INSTANT)
        return [len(rows), rows[-1].status]

    return {
        "get": one_by_one(get),
        "page": one_by_one(lambda: _read_page(client.list_model_repos(ModelRepoListParams(offset=0, count=20)))),
        "create": one_by_one(lambda: client.create_deployment(_payload()).deployment_id),
        "list": sized(lambda size: read_list(of(f"/of/{size}").deployments.list())),
        "wait": sized(wait),
        "threads": Threads().at_once(get, records.REPO_ID),
    }


def _asynchronous(address: str) -> dict[str, Load]:
    client = AsyncSimplismart(pg_token=records.TOKEN, base_url=address)
    of = _clients(lambda prefix: AsyncSimplismart(pg_token=records.TOKEN, base_url=f"{address}{prefix}"))
    loop = Loop()

    async def wait(size: int) -> list[Any]:
        waiting = of(f"/waiting/{size}").deployments
        rows = await waiting.wait_for_all(records.deployment_ids(size), until="deployed", poll_interval=INSTANT)
        return [len(rows), rows[-1].status]

    async def get() -> str:
        return (await client.get_model_repo(records.REPO_ID)).uuid

    async def page() -> list[Any]:
        return _read_page(await client.list_model_repos(ModelRepoListParams(offset=0, count=20)))

    async def create() -> str | None:
        return (await client.create_deployment(_payload())).deployment_id

    return {
        "async get": loop.one_by_one(get),
        "async page": loop.one_by_one(page),
        "async create": loop.one_by_one(create),
        "async at once": loop.at_once(get, records.REPO_ID),
        "async wait": loop.sized(wait),
    }


def _clients(make: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return what gives one client for each prefix, made when it is first asked for."""
    made: dict[str, Any] = {}

    def of(prefix: str) -> Any:
        if prefix not in made:
            made[prefix] = make(prefix)
        return made[prefix]

    return of


def _local() -> dict[str, Load]:
    @cache
    def deployments(size: int) -> bytes:
        return records.body(records.deployments(size))

    @cache
    def repos(size: int) -> bytes:
        return records.body(records.repo_page(size, size))

    return {
        "decode": sized(lambda size: read_list(_rows(deployments(size)))),
        "decode dicts": sized(lambda size: read_list(json.loads(deployments(size)))),
        "build results": sized(lambda size: _read_built(_results(repos(size)))),
        "build dicts": sized(lambda size: _read_built(json.loads(repos(size))["results"])),
        "hold results": lambda calls, size: _held(lambda: _results(repos(size))),
        "hold dicts": lambda calls, size: _held(lambda: json.loads(repos(size))["results"]),
        "client": _clients_made,
    }


def _rows(body: bytes) -> list[Any]:
    return read(list_deployments.build(), body)


def _results(body: bytes) -> Sequence[Any]:
    """Return the model repos of an answer, read as the client reads it."""
    page: Any = read(list_model_repos.build(), body)
    return page.results  # type: ignore[no-any-return]


def _read_built(rows: Sequence[Any]) -> list[Any]:
    return [len(rows), rows[-1]["uuid"]]


def _held(make: Callable[[], Any]) -> int:
    """Return the bytes of what is still there after it was made."""
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    held = make()
    gc.collect()
    size = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    del held
    return size


def _clients_made(calls: int, size: int) -> int:
    """Make clients with the default address, which is https, and let go of each."""
    return sum(simplismart.Simplismart(pg_token=records.TOKEN) is not None for _ in range(calls))
