"""Shows what a wait waits for: a live line for each resource, plain lines where there is no terminal."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text


class Line:
    """The line of one resource.

    Args:
        name: The kind of the resource and its id.
        usual: How long it usually takes, or an empty string.
    """

    def __init__(self, name: str, usual: str = "") -> None:
        self.name = name
        self.usual = usual
        self.state = ""
        self._started = monotonic()
        self._ended: float | None = None

    def show(self, state: str, name: str = "") -> None:
        """Take in what was seen, and the name that people gave the resource, if it is known."""
        self.state = state
        self.name = name or self.name

    def end(self) -> None:
        """Let the time stand still."""
        self._ended = monotonic()

    def __str__(self) -> str:
        until = monotonic() if self._ended is None else self._ended
        parts = [self.state or "…", _elapsed(until - self._started), self.usual]
        return f"{self.name}: " + " · ".join(part for part in parts if part)


class PlainLine(Line):
    """A line that is printed anew whenever what was seen changes."""

    def __init__(self, name: str, usual: str, stream: TextIO) -> None:
        super().__init__(name, usual)
        self._stream = stream

    def show(self, state: str, name: str = "") -> None:
        """Take in what was seen, and print it if it is new."""
        if state != self.state:
            super().show(state, name)
            print(self, file=self._stream, flush=True)


class Board:
    """The live lines of all waits of this process, so that waits at the same time do not write over each other."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._lines: list[Line] = []
        self._open = 0
        self._live: Live | None = None

    def add(self, line: Line, stream: TextIO) -> None:
        """Show a line from now on."""
        with self._lock:
            self._lines.append(line)
            self._open += 1
            if self._live is None:
                self._live = _live(self, stream)
                self._live.start()

    def end(self, line: Line) -> None:
        """Let a line stay as it is; the last one leaves the terminal as it was, with the lines on it."""
        with self._lock:
            line.end()
            self._open -= 1
            if self._open == 0 and self._live is not None:
                self._live.stop()
                self._live, self._lines = None, []

    def text(self) -> Text:
        """Return what is shown at this moment; without the lock, since who stops the display waits for its thread."""
        from rich.text import Text

        return Text("\n".join(map(str, list(self._lines))), overflow="ellipsis", no_wrap=True)


def _live(board: Board, stream: TextIO) -> Live:
    from rich.console import Console
    from rich.live import Live

    # What the program prints goes above the lines, but not to stderr where its output goes elsewhere.
    redirected = _is_terminal(sys.stdout)
    console = Console(file=stream)
    return Live(get_renderable=board.text, console=console, redirect_stdout=redirected, refresh_per_second=4)


BOARD = Board()


@contextmanager
def shown(name: str, usual: str, enabled: bool, stream: TextIO | None = None) -> Iterator[Line]:
    """Give the line of a resource while a ``with`` block runs.

    Args:
        name: The kind of the resource and its id.
        usual: How long it usually takes, or an empty string.
        enabled: Whether anything is shown at all.
        stream: Where to; None is stderr.
    """
    target = stream or sys.stderr
    if not enabled or target is None:
        yield Line(name, usual)
    elif not _is_terminal(target) or not _has_rich():
        yield PlainLine(name, usual, target)
    else:
        line = Line(name, usual)
        BOARD.add(line, target)
        try:
            yield line
        finally:
            BOARD.end(line)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _has_rich() -> bool:
    try:
        import rich.live
    except ImportError:
        return False
    return bool(rich.live)


def _elapsed(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
