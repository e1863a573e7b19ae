"""The cassettes of the emulator, recorded afresh: what they would hold now, and what the calls returned."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from contract.cassettes.recording import record_emulator
from simplismart import transports


class Recorded(NamedTuple):
    folder: Path
    results: dict[str, Any]


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("recorded")
    return Recorded(folder, record_emulator(folder))


@pytest.fixture(scope="session")
def recorded_asynchronously(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("recorded_asynchronously")
    return Recorded(folder, record_emulator(folder, asynchronous=True))


@pytest.fixture(scope="session")
def recorded_over_aiohttp(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("recorded_over_aiohttp")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("SIMPLISMART_ASYNC_TRANSPORT", "aiohttp")
        return Recorded(folder, record_emulator(folder, asynchronous=True))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """Every request that the clients send from now on."""
    requests: list[httpx.Request] = []
    outgoing = transports.outgoing

    @functools.wraps(outgoing)
    def note(*arguments: Any) -> httpx.Request:
        requests.append(outgoing(*arguments))
        return requests[-1]

    monkeypatch.setattr(transports, "outgoing", note)
    return requests


@pytest.fixture(params=["sync", "async", "aiohttp"])
def asynchronous(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Tell whether the asynchronous client is meant; once it goes over aiohttp."""
    if request.param == "aiohttp":
        monkeypatch.setenv("SIMPLISMART_ASYNC_TRANSPORT", "aiohttp")
    return bool(request.param != "sync")
