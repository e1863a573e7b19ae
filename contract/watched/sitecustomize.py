"""Notes every request that the client makes in a process that tests have started.

Its folder is on PYTHONPATH, so that each interpreter imports it at its start. It loads no other module, since tests
count what the package loads, and does nothing unless CONTRACT_LOG names a file.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Sent: TypeAlias = tuple[str, bytes, list[tuple[bytes, bytes]], bytes]
    Keep: TypeAlias = Callable[[Sent], object]

LOG = "CONTRACT_LOG"
SEAM = "simplismart.transports"
HEAD = 8


class ContractFinder:
    """Finds the module where requests are made, and has each of them noted.

    Args:
        keep: Takes a request.
    """

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return the module's spec with a loader that puts the notes in place; None for any other module."""
        if name != SEAM:
            return None
        found = (each.find_spec(name, path, target) for each in sys.meta_path if each is not self)
        spec: Any = next(filter(None, found), None)
        if spec is not None:
            self._extend(spec.loader)
        return spec

    def _extend(self, loader: Any) -> None:
        execute = loader.exec_module

        def exec_module(module: Any) -> None:
            execute(module)
            if hasattr(module, "outgoing"):
                module.outgoing = noting(module.outgoing, self._keep)

        loader.exec_module = exec_module


def noting(outgoing: Callable[..., Any], keep: Keep) -> Callable[..., Any]:
    """Return ``outgoing`` with a note of each request: method, target, headers and body; other notes end."""
    original = getattr(outgoing, "__wrapped__", outgoing)

    def noted(*arguments: Any, **options: Any) -> Any:
        request = original(*arguments, **options)
        keep((request.method, request.url.raw_path, request.headers.raw, b"".join(request.stream)))
        return request

    noted.__wrapped__ = original  # type: ignore[attr-defined]
    return noted


def install(keep: Keep) -> None:
    """Note the requests of this process, now or as soon as the module is imported that makes them."""
    sys.meta_path[:] = [each for each in sys.meta_path if type(each).__name__ != ContractFinder.__name__]
    sys.meta_path.insert(0, ContractFinder(keep))
    if SEAM in sys.modules:
        module: Any = sys.modules[SEAM]
        module.outgoing = noting(module.outgoing, keep)


def to_file(log: str) -> Keep:
    """Return what appends requests to a file, from any number of processes."""

    def keep(sent: Sent) -> None:
        data = marshal.dumps(sent)
        file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, len(data).to_bytes(HEAD) + data)
        finally:
            os.close(file)

    return keep


def from_file(log: str, start: int) -> tuple[list[Sent], int]:
    """Return the requests that a file holds in whole from a position on, and the position after them."""
    if not os.path.exists(log) or os.path.getsize(log) == start:
        return [], start
    with open(log, "rb") as file:
        file.seek(start)
        data = file.read()
    found, at = [], 0
    while (end := at + HEAD + int.from_bytes(data[at : at + HEAD])) <= len(data) and at < len(data):
        found.append(marshal.loads(data[at + HEAD : end]))  # noqa: S302 - what to_file wrote
        at = end
    return found, start + at


if log := os.environ.get(LOG):
    install(to_file(log))
