# Made from simplismart/_async/lookup.py by `make generate`; do not edit.
"""What becomes of a create whose answer was lost: an error, or a look at what was made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias, TypeVar

from ..arguments import choice
from ..exceptions import SimplismartError

T = TypeVar("T")

OnUnknown: TypeAlias = Literal["raise", "lookup"]


def create_or_look_up(create: Callable[[], T], look_up: Callable[[], T | None], on_unknown: OnUnknown) -> T:
    """Return what a create answers, or what a look by name finds if its answer was lost."""
    choice(on_unknown, ("raise", "lookup"), "on_unknown")
    try:
        return create()
    except SimplismartError as error:
        if on_unknown == "raise" or not error.may_have_succeeded:
            raise
        found = _found(look_up, error)
        if found is None:
            raise
        return found


def _found(look_up: Callable[[], T | None], lost: SimplismartError) -> T | None:
    try:
        return look_up()
    except SimplismartError as failed:
        lost.add_note(f"The look-up failed too: {failed}")
        return None
