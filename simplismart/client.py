"""The clients under their public names; each is loaded when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._async.client import AsyncSimplismart as AsyncSimplismart
    from ._sync.client import Simplismart as Simplismart

    SimplismartClient = Simplismart

__all__ = ["AsyncSimplismart", "Simplismart", "SimplismartClient"]


def __getattr__(name: str) -> Any:
    if name == "AsyncSimplismart":
        from ._async.client import AsyncSimplismart

        return AsyncSimplismart
    if name in {"Simplismart", "SimplismartClient"}:
        from ._sync.client import Simplismart

        return Simplismart
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
