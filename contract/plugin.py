"""A pytest plugin that holds every request of the client against openapi.yaml, whoever sends it and to whatever.

A test that means to send something else says so with the marker ``off_contract``.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import deque
from collections.abc import Generator, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from .watched import sitecustomize
from .watched.sitecustomize import LOG, SEAM

if TYPE_CHECKING:
    from .watched.sitecustomize import Sent

MARKER = "off_contract(*problems, reason): the test means to send requests that openapi.yaml has these problems with"
WATCHED = str(Path(sitecustomize.__file__).parent)
ISOLATED = re.compile(r"-\w*[EIS]")
VARIES = frozenset({"authorization", "content-length", "host", "idempotency-key", "x-trace-id"})

Headers = tuple[tuple[str, str], ...]


class Note(NamedTuple):
    """Something that is off the contract, and why."""

    what: str
    problem: str

    def __str__(self) -> str:
        return f"{self.what}: {self.problem}"


class Excuse(NamedTuple):
    """What a test says of the requests that it means to send."""

    problems: tuple[str, ...]
    reason: str

    @classmethod
    def of(cls, item: pytest.Item) -> Excuse:
        """Return the excuse of a test; an empty one if it has none."""
        marker = item.get_closest_marker("off_contract")
        return cls(marker.args, marker.kwargs.get("reason", "")) if marker else cls((), "none needed")

    def covers(self, note: Note) -> bool:
        """Tell whether a problem is one of those that are meant."""
        return bool(self.reason) and any(text in str(note) for text in self.problems)

    def stale(self, notes: list[Note]) -> list[str]:
        """Return what is wrong with the excuse itself, after everything that the test sent."""
        unused = [text for text in self.problems if not any(text in str(note) for note in notes)]
        wrong = [f"excused, but nothing of the kind was sent: {text}" for text in unused]
        return wrong if self.reason else [*wrong, "off_contract needs a reason"]


class Watch:
    """Gathers the requests of this process and of those that it starts, and lets tests fail for them."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="contract-")
        self._process = os.getpid()
        self._sent: deque[Sent] = deque()
        self._log = os.path.join(self._folder.name, "requests")
        self._to_file = sitecustomize.to_file(self._log)
        self._read = 0
        self._unwatched: deque[str] = deque()
        self._seen: list[Note] = []

    def start(self) -> None:
        """Begin to watch."""
        sitecustomize.install(self._keep)
        os.environ[LOG] = self._log
        others = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path not in ("", WATCHED)]
        os.environ["PYTHONPATH"] = os.pathsep.join([WATCHED, *others])
        sys.addaudithook(self._audit)

    def close(self) -> None:
        """Forget the file."""
        self._folder.cleanup()

    def _keep(self, sent: Sent) -> None:
        if os.getpid() == self._process:
            self._sent.append(sent)
        else:
            self._to_file(sent)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "subprocess.Popen" and not _is_watched(*arguments):
            self._unwatched.append(f"{arguments[1]}")

    def new(self) -> list[Note]:
        """Return what is off the contract since this was last asked."""
        found = [note for sent in (*self._taken(), *self._from_file()) for note in _notes(sent)]
        while self._unwatched:
            found.append(Note("a process that is not watched", self._unwatched.popleft()))
        seam: Any = sys.modules.get(SEAM)
        if seam is not None and not hasattr(seam.outgoing, "__wrapped__"):
            found.append(Note(SEAM, "outgoing was replaced, so that requests went out unseen"))
            sitecustomize.install(self._keep)
        return found

    def _taken(self) -> Iterator[Sent]:
        while self._sent:
            yield self._sent.popleft()

    def _from_file(self) -> list[Sent]:
        found, self._read = sitecustomize.from_file(self._log, self._read)
        return found

    def judge(self, item: pytest.Item, report: pytest.TestReport) -> list[str]:
        """Return why a phase of a test is a failure, because of what it sent or did not send."""
        excuse, new = Excuse.of(item), self.new()
        if report.when == "setup":
            self._seen.clear()
        self._seen += new
        wrong = [str(note) for note in new if not excuse.covers(note)]
        if report.when == "call" and report.passed:
            wrong += excuse.stale(self._seen)
        return list(dict.fromkeys(wrong))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Let a test fail whose requests are off the contract, whatever else came of it."""
        report = yield
        if wrong := self.judge(item, report):
            _fail(report, "\n".join(["off the contract (openapi.yaml):", *wrong]))
        return report

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self) -> Generator[None, None, None]:
        """Let the run fail if something was sent after the last test."""
        yield
        if notes := self.new():
            raise pytest.UsageError("\n".join(["off the contract, after the last test:", *map(str, notes)]))


def watched_environment() -> dict[str, str]:
    """Return the variables that a process needs to be watched, for one that inherits no others."""
    return {LOG: os.environ[LOG], "PYTHONPATH": WATCHED}


def pytest_configure(config: pytest.Config) -> None:
    """Begin to watch."""
    config.addinivalue_line("markers", MARKER)
    watch = Watch()
    watch.start()
    config.pluginmanager.register(watch, "contract-watch")
    config.add_cleanup(watch.close)


def _is_watched(program: Any, command: Any, _: Any, environment: Any) -> bool:
    if "python" not in os.path.basename(str(program)):
        return True
    variables = os.environ if environment is None else environment
    is_isolated = any(ISOLATED.match(str(argument)) for argument in command[1:3])
    return not is_isolated and LOG in variables and WATCHED in variables.get("PYTHONPATH", "")


def _fail(report: pytest.TestReport, text: str) -> None:
    before = f"{report.longreprtext}\n" if report.failed else ""
    report.outcome = "failed"
    report.longrepr = before + text
    vars(report).pop("wasxfail", None)


def _notes(sent: Sent) -> tuple[Note, ...]:
    from .requests import default_spec

    method, target, fields, body = sent
    headers = tuple(_header(name.decode("ascii").lower(), value.decode("latin-1")) for name, value in fields)
    return _judged(method, default_spec().exemplary(method, target.decode("ascii")), headers, body)


def _header(name: str, value: str) -> tuple[str, str]:
    """Leave out what is secret or differs from request to request, but not whether it is there."""
    return (name, re.sub(r"\S+\Z", "…", value)) if name in VARIES else (name, value)


@lru_cache(maxsize=4096)
def _judged(method: str, target: str, headers: Headers, body: bytes) -> tuple[Note, ...]:
    from .requests import default_spec

    operation = default_spec().operation(method, target.partition("?")[0])
    name = operation.id if operation else f"{method} {target}"
    return tuple(Note(name, problem) for problem in default_spec().check_request(method, target, headers, body))
