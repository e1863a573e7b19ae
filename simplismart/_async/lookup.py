"""What becomes of a create whose answer was lost: an error, or a look at what was made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal, TypeAlias, TypeVar

from ..arguments import choice
from ..exceptions import SimplismartError

T = TypeVar("T")

OnUnknown: TypeAlias = Literal["raise", "lookup"]


async def create_or_look_up(
    create: Callable[[], Awaitable[T]], look_up: Callable[[], Awaitable[T | None]], on_unknown: OnUnknown
) -> T:
    """Return what a create answers, or what a look by name finds if its answer was lost."""
    choice(on_unknown, ("raise", "lookup"), "on_unknown")
    try:
        return await create()
    except SimplismartError as error:
        if on_unknown == "raise" or not error.may_have_succeeded:
            raise
        found = await _found(look_up, error)
        if found is None:
            raise
        return found


async def _found(look_up: Callable[[], Awaitable[T | None]], lost: SimplismartError) -> T | None:
    try:
        return await look_up()
    except SimplismartError as failed:
        lost.add_note(f"The look-up failed too: {failed}")
        return None
