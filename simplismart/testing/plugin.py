"""Fixtures for tests of programs that use the SDK: ``pytest_plugins = ["simplismart.testing.plugin"]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simplismart import AsyncSimplismart, Simplismart

__all__ = ["async_simplismart_client", "emulator", "simplismart_client"]


@pytest.fixture
def emulator() -> Emulator:
    """A new emulator, whose clock stands still until ``emulator.advance`` is called."""
    return Emulator()


@pytest.fixture
def simplismart_client(emulator: Emulator) -> Iterator[Simplismart]:
    """A client of the emulator, in process."""
    from simplismart import Simplismart

    with Simplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport) as client:
        yield client


@pytest.fixture
def async_simplismart_client(emulator: Emulator) -> AsyncSimplismart:
    """An async client of the emulator, in process: it holds no socket that would have to be closed."""
    from simplismart import AsyncSimplismart

    return AsyncSimplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport)
