"""What a wait shows: live lines in a terminal, plain lines elsewhere, nothing when off."""

import io
import sys

import pytest

from simplismart import progress
from simplismart.progress import shown


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, in seconds, as progress sees it."""
    time = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: time[0])
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    return time


def test_nothing_when_it_is_off(now: list[float]):
    """Neither a terminal nor a file gets anything."""
    for stream in (Terminal(), io.StringIO()):
        with shown("model repo m", "usually an hour", False, stream) as line:
            line.show("PENDING")
        assert "" == stream.getvalue()


def test_plain_lines(now: list[float]):
    """Each change is a line, with the time since the start and the usual one."""
    stream = io.StringIO()
    with shown("model repo m", "usually 15 to 60 minutes", True, stream) as line:
        for seconds, state in ((0, "PENDING"), (30, "PENDING"), (600, "OPTIMISING"), (3600, "SUCCESS")):
            now[0] += seconds
            line.show(state)
    assert [
        "model repo m: PENDING · 0:00 · usually 15 to 60 minutes",
        "model repo m: OPTIMISING · 10:30 · usually 15 to 60 minutes",
        "model repo m: SUCCESS · 1:10:30 · usually 15 to 60 minutes",
    ] == stream.getvalue().splitlines()


def test_plain_lines_without_rich(now: list[float], monkeypatch: pytest.MonkeyPatch):
    """A terminal gets plain lines if rich is not installed."""
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setitem(sys.modules, "rich.live", None)
    stream = Terminal()
    with shown("deployment d", "", True, stream) as line:
        line.show("DEPLOYING, 0 of 1 pods ready")
    assert "deployment d: DEPLOYING, 0 of 1 pods ready · 0:00\n" == stream.getvalue()


def test_live_lines_of_waits_at_the_same_time(now: list[float]):
    """One line for each resource; the time of one that is over stands still; the last leaves them on the terminal."""
    stream = Terminal()
    with shown("deployment a", "usually some minutes", True, stream) as first:
        with shown("deployment b", "", True, stream) as second:
            assert "deployment b: … · 0:00" == str(second)
            second.show("DEPLOYED, Healthy")
            now[0] += 5
        now[0] += 60
        first.show("FAILED")
        expected = "deployment a: FAILED · 1:05 · usually some minutes\ndeployment b: DEPLOYED, Healthy · 0:05"
        assert expected == progress.BOARD.text().plain
    written = stream.getvalue()
    assert expected.splitlines() == [line.strip() for line in expected.splitlines() if line in written]
    assert "" == progress.BOARD.text().plain


def test_the_terminal_is_left_as_it_was_after_an_error(now: list[float]):
    """The cursor is shown again, and the next wait starts with an empty board."""
    stream = Terminal()
    with pytest.raises(KeyboardInterrupt), shown("deployment a", "", True, stream):
        raise KeyboardInterrupt
    assert stream.getvalue().count("\x1b[?25l") == stream.getvalue().count("\x1b[?25h") == 1
    assert "" == progress.BOARD.text().plain


def test_what_is_printed_meanwhile(now: list[float], monkeypatch: pytest.MonkeyPatch):
    """Output that goes to a file still goes there; on the terminal it goes above the lines."""
    stream = Terminal()
    for stdout, above in ((io.StringIO(), False), (Terminal(), True)):
        monkeypatch.setattr(sys, "stdout", stdout)
        with shown("deployment a", "", True, stream):
            print("hello")
        assert (not above, above) == ("hello" in stdout.getvalue(), "hello" in stream.getvalue())


def test_no_stderr_at_all(now: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """A program without a console shows nothing."""
    monkeypatch.setattr(sys, "stderr", None)
    with shown("deployment a", "", True) as line:
        line.show("DEPLOYED")
    assert "" == capsys.readouterr().out


def test_stderr_is_the_default(now: list[float], capsys: pytest.CaptureFixture[str]):
    """Standard output is left to the program."""
    with shown("deployment a", "", True) as line:
        line.show("DEPLOYED")
    assert ("", "deployment a: DEPLOYED · 0:00\n") == capsys.readouterr()
