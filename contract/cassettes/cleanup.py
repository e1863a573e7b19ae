"""Deletes what a program made on a server, whatever befalls the program."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NamedTuple, Self

from simplismart import Simplismart, SimplismartError

__all__ = ["DEPLOYMENT", "MODEL_REPO", "NETWORK_VOLUME", "Cleanup", "Kind"]

GOING = frozenset({"DELETING", "DELETED"})
LOOKS = 4
BETWEEN_LOOKS = 5.0
LONGEST_DELETE = 900.0


class Kind(NamedTuple):
    """A kind of thing: what it is called, the field of its id, and how it is found, deleted and seen to be gone."""

    title: str
    id_field: str
    find: Callable[[Simplismart, str], Mapping[str, Any] | None]
    delete: Callable[[Simplismart, str], object]
    wait: Callable[[Simplismart, str], object]
    by_hand: str


MODEL_REPO = Kind(
    "model repo",
    "uuid",
    lambda client, name: client.model_repos.find(name),
    lambda client, identifier: client.delete_model_repo(identifier),
    lambda client, identifier: None,
    "delete_model_repo",
)
DEPLOYMENT = Kind(
    "deployment",
    "deployment_id",
    lambda client, name: client.deployments.find(name),
    lambda client, identifier: client.delete_deployment(identifier),
    lambda client, identifier: client.deployments.wait_for(identifier, until="deleted", timeout=LONGEST_DELETE),
    "delete_deployment",
)
NETWORK_VOLUME = Kind(
    "network volume",
    "uuid",
    lambda client, name: client.network_volumes.find(name),
    lambda client, identifier: client.delete_network_volume(identifier),
    lambda client, identifier: client.network_volumes.wait_for(identifier, until="deleted", timeout=LONGEST_DELETE),
    "delete_network_volume",
)


@dataclass
class Made:
    """Something that was asked for under a name of its own; ``settled`` once the server said that it made it."""

    kind: Kind
    name: str
    settled: bool = False

    def __str__(self) -> str:
        return f"{self.kind.title} {self.name}"


class Cleanup:
    """Deletes at the end of a ``with`` block what was made in it, the newest first, however the block ends.

    Args:
        client: A client of the server.
        say: Called with a line on each thing.

    Attributes:
        left: What could not be deleted.
    """

    def __init__(self, client: Simplismart, say: Callable[[str], object] = print) -> None:
        self.left: list[str] = []
        self._client = client
        self._say = say
        self._made: list[Made] = []

    def will_make(self, kind: Kind, name: str) -> Made:
        """Note, before it is asked for, that something of this name may be there from now on."""
        self._made.append(Made(kind, name))
        return self._made[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._made:
            made = self._made[-1]
            try:
                self._say(self._remove(made))
            except SimplismartError as problem:
                self.left.append(str(made))
                self._say(f"LEFT BEHIND: {made}: {problem}\n  delete it by hand: client.{made.kind.by_hand}(its id)")
            except BaseException:
                self._say(f"LEFT BEHIND, interrupted: {', '.join(map(str, self._made))}")
                raise
            self._made.pop()

    def _remove(self, made: Made) -> str:
        found = self._find(made)
        if found is None:
            return f"{made}: is not there"
        identifier = str(found[made.kind.id_field])
        if str(found.get("status")).upper() not in GOING:
            made.kind.delete(self._client, identifier)
        made.kind.wait(self._client, identifier)
        return f"{made}: deleted"

    def _find(self, made: Made) -> Mapping[str, Any] | None:
        """Look a thing up by its name; what may still be under way at the server is looked for again."""
        for _ in range(0 if made.settled else LOOKS - 1):
            if (found := made.kind.find(self._client, made.name)) is not None:
                return found
            time.sleep(BETWEEN_LOOKS)
        return made.kind.find(self._client, made.name)
