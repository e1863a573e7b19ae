# Made from tests/_async/conftest.py by `make generate`; do not edit.
"""An emulator of the API, not the live one, and a client of it."""

from collections.abc import Iterator

import pytest

from simplismart import Simplismart
from simplismart.testing import Emulator

NO_ENVIRONMENT = (
    "SIMPLISMART_PG_TOKEN",
    "SIMPLISMART_BASE_URL",
    "SIMPLISMART_TIMEOUT",
    "SIMPLISMART_TRACE_ID",
    "ORG_ID",
)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NO_ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def emulator() -> Emulator:
    return Emulator()


@pytest.fixture(params=["in process", "over a socket"])
def client(request: pytest.FixtureRequest, emulator: Emulator) -> Iterator[Simplismart]:
    if request.param == "in process":
        with Simplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport) as client:
            yield client
        return
    with emulator.serve() as base_url:
        with Simplismart(emulator.token, org_id=emulator.org_id, base_url=base_url) as client:
            yield client
