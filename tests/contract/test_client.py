"""What each method of the client sends, and what the emulator (not the live API) answers, is as openapi.yaml has it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from operator import attrgetter
from typing import Any

import httpx
import pytest

from contract.cassettes import calls
from contract.requests import check_request, check_response, operation_id
from simplismart import AsyncSimplismart, Simplismart
from simplismart.testing import Emulator

from .methods import CASES, DOCUMENTED, Case

AT_ONCE = {"PENDING": 0.0, "LAUNCHING_RAY_CLUSTER": 0.0, "OPTIMISING": 0.0}
ARGUMENTS = {example.method: example.arguments for example in calls.EXAMPLES if not example.name}
NAMES = {f"{resource}.{method}": name for name, (resource, method) in DOCUMENTED.items()}


class Exchanges(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Passes requests on to an emulator, and keeps them with their answers."""

    def __init__(self, emulator: Emulator) -> None:
        self.kept: list[tuple[httpx.Request, httpx.Response]] = []
        self._transport = emulator.transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._transport.handle_request(request)
        self.kept.append((request, response))
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)

    @property
    def operations(self) -> list[str | None]:
        """Return each operation once, in the order of their first use."""
        return list(dict.fromkeys(operation_id(request) for request, _ in self.kept))

    @property
    def sent(self) -> list[tuple[str, str, bytes]]:
        """Return each request once: how often a wait looks is up to chance."""
        return list(dict.fromkeys((each.method, str(each.url), each.content) for each, _ in self.kept))


def perform(kind: str, method: str, arguments: Mapping[str, Any], before: Any = None, raises: Any = None) -> Exchanges:
    """Call a method of a new client of one kind, to its end, and return what went to and fro."""
    emulator = Emulator(compile_seconds=AT_ONCE, deploy_seconds=0)
    calls.furnish(emulator)
    if before is not None:
        before(emulator)
    exchanges = Exchanges(emulator)
    options = {"org_id": emulator.org_id, "transport": exchanges}
    with calls.without_pauses(emulator.advance), pytest.raises(raises) if raises else nullcontext():
        if kind == "sync":
            perform_sync(Simplismart(emulator.token, **options), method, arguments)
        else:
            asyncio.run(perform_async(AsyncSimplismart(emulator.token, **options), method, arguments))
    return exchanges


def perform_sync(client: Simplismart, method: str, arguments: Mapping[str, Any]) -> None:
    with client:
        result = attrgetter(method)(client)(**arguments)
        if hasattr(result, "__enter__"):
            with result:
                return
        if hasattr(result, "__next__"):
            list(result)


async def perform_async(client: AsyncSimplismart, method: str, arguments: Mapping[str, Any]) -> None:
    async with client:
        result = attrgetter(method)(client)(**arguments)
        if hasattr(result, "__aenter__"):
            async with result:
                return
        if hasattr(result, "__anext__"):
            _ = [each async for each in result]
        else:
            await result


def arguments_of(case: Case) -> Mapping[str, Any]:
    return ARGUMENTS[NAMES[case.method]] if case.arguments is None else case.arguments


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_method_uses_the_operations_of_the_table(case: Case):
    """Those and no others; both clients send the same, and each request and answer is on the contract."""
    exchanges, twin = (
        perform(kind, case.method, arguments_of(case), case.before, case.raises) for kind in ("sync", "async")
    )
    assert list(case.operations) == exchanges.operations
    assert exchanges.sent == twin.sent
    for request, response in exchanges.kept:
        assert [] == check_request(request)
        assert [] == check_response(str(operation_id(request)), response)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_documented_name_sends_what_its_resource_sends(name: str):
    """``client.create_secret(…)`` and ``client.secrets.create(…)`` are the same on the wire, for both clients."""
    wanted = perform("sync", ".".join(DOCUMENTED[name]), ARGUMENTS[name]).sent
    assert wanted
    assert [wanted, wanted] == [perform(kind, name, ARGUMENTS[name]).sent for kind in ("sync", "async")]
