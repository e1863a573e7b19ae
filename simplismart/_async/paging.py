"""Lists that are read page by page, only as far as somebody goes."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, Self, TypeVar

from ..answers import is_named

T = TypeVar("T")
M = TypeVar("M", bound=Mapping[str, Any])

PAGE_SIZE = 20
UNPAGED = -1


class AsyncPager(Generic[T]):
    """The items of a list, each once, read page by page as they are asked for.

    Each page begins with the last item of the one before. If it does not, items were removed, the rest has moved
    forward, and the pager goes back until it meets an item that it knows; so none that stays is left out. A page that
    is not full is the last; pages without anything new end it, too. After an error the next item can be asked for
    again.

    Args:
        read: Returns the page that begins at an offset.
        size: How many items a full page has; ``UNPAGED`` if the first page is the whole list.
    """

    def __init__(self, read: Callable[[int], Awaitable[Sequence[T]]], size: int = PAGE_SIZE) -> None:
        self._read = read
        self._size = size
        self._waiting: deque[T] = deque()
        self._seen: set[str] = set()
        self._keys: list[str] = []
        self._offset = self._barren = self._repeats = 0
        self._over = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while not self._waiting:
            if self._over:
                raise StopAsyncIteration
            self._take(await self._read(self._offset))
        return self._waiting.popleft()

    def _take(self, page: Sequence[T]) -> None:
        keys = [_identity(item) for item in page]
        if self._offset and not self._seen.intersection(keys[:1]):
            self._barren += 1
            self._over = self._is_stuck()
            self._offset = max(0, self._offset - self._size + 1)
            return
        self._keep(dict(zip(keys, page, strict=True)))
        self._repeats = self._repeats + 1 if keys == self._keys else 0
        self._keys = keys
        self._over = len(page) != self._size or self._is_stuck()
        self._offset += self._size - 1

    def _keep(self, items: Mapping[str, T]) -> None:
        new = {key: item for key, item in items.items() if key not in self._seen}
        self._seen.update(new)
        self._waiting.extend(new.values())
        self._barren = 0 if new else self._barren + 1

    def _is_stuck(self) -> bool:
        # One repeated page may be an accident: as many items were added at the front as the offset moved on.
        return self._repeats > 1 or self._barren > 2 * (len(self._seen) // (self._size - 1))


def _identity(item: object) -> str:
    ids: Iterable[Any] = (item.get("uuid"), item.get("deployment_id")) if isinstance(item, Mapping) else ()
    return next((str(found) for found in ids if found), repr(item))


async def first_named(items: AsyncIterator[M], name: str, field: str = "name") -> M | None:
    """Return the first item of exactly this name that is not deleted, or None."""
    async for item in items:
        if is_named(item, name, field):
            return item
    return None
