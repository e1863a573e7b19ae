"""The processes of the bench: the server, a worker for each peer, fresh interpreters. One of them works at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple, Self

HERE = Path(__file__).parent
SETTINGS = ("SIMPLISMART_", "PYTHON", "REQUESTS_", "SSL_CERT_", "CURL_CA_")
ALSO = frozenset({"ORG_ID", "NETRC", "COVERAGE_PROCESS_START"})


ISOLATED = ("-I",)
LIMIT = 60.0
"""Seconds that a sample may take; the longest takes about three."""


class PeerError(Exception):
    """A peer did not do its work, so that it can't be measured."""


def environment() -> dict[str, str]:
    """Return the environment variables without those that change what the peers do."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(SETTINGS) and key not in ALSO}
    return {key: value for key, value in kept.items() if not key.lower().endswith("_proxy")}


class Program:
    """A program that answers each line that it gets with a line, and ends when its input does.

    It starts beside this folder, so that ``simplismart`` is the package installed there and not a folder of that name.
    """

    def __init__(self, python: str, module: str, *arguments: str) -> None:
        self._errors: IO[str] = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self._process = subprocess.Popen(
            [python, "-m", f"{HERE.name}.{module}", *arguments],
            cwd=HERE.parent,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()
        self._errors.close()

    def read(self) -> str:
        """Return the next line; PeerError if the program ended instead."""
        assert self._process.stdout is not None  # noqa: S101
        with _limited(self._process):
            line: str = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._errors.seek(0)
            raise PeerError(_last_line(self._errors.read()) or "it ended without a word")
        return line.strip()

    def ask(self, line: str = "") -> str:
        """Return the answer to a line."""
        assert self._process.stdin is not None  # noqa: S101
        try:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return self.read()
        return self.read()


class Server(Program):
    """The server of canned answers."""

    def __init__(self, *certificate: str) -> None:
        super().__init__(sys.executable, "server", *certificate)
        self.address = self.read()

    def cpu(self) -> float:
        """Return the CPU seconds that the server has used so far."""
        return float(self.ask())


class Worker(Program):
    """A peer in its own interpreter."""

    def __init__(self, python: str, program: str, address: str) -> None:
        super().__init__(python, "peers", program, address)

    def run(self, load: str, calls: int, size: int, warm: int) -> dict[str, Any]:
        """Return what a load took, and saw."""
        asked = {"load": load, "calls": calls, "size": size, "warm": warm}
        answer: dict[str, Any] = json.loads(self.ask(json.dumps(asked)))
        if "error" in answer:
            raise PeerError(answer["error"])
        return answer


class Spent(NamedTuple):
    """What a process took from its start to its end, in seconds, and what it printed."""

    cpu: float
    wall: float
    printed: str = ""


def fresh(python: str, code: str, arguments: Sequence[str] = (), extra: dict[str, str] | None = None) -> Spent:
    """Run code in a new interpreter, isolated (``-I``), and return what the whole process took."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [python, *ISOLATED, "-c", code, *arguments],
        env={**environment(), **(extra or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with _limited(process):
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    printed, errors = process.communicate()
    if process.returncode:
        raise PeerError(_last_line(errors) or f"exit status {process.returncode}")
    return Spent(used.ru_utime + used.ru_stime, wall, printed)


@contextmanager
def _limited(process: subprocess.Popen[str]) -> Iterator[None]:
    """End a process that takes too long, so that it loses its race instead of holding up the bench."""
    end = threading.Timer(LIMIT, process.kill)
    end.start()
    try:
        yield
    finally:
        end.cancel()


def versions(python: str, names: Sequence[str]) -> dict[str, str]:
    """Return the version of each distribution that an environment has, and that of its Python."""
    code = (
        "import sys, json, platform; from importlib.metadata import version, PackageNotFoundError\n"
        "found = {'python': platform.python_version()}\n"
        "for name in sys.argv[1:]:\n"
        "    try: found[name] = version(name)\n"
        "    except PackageNotFoundError: pass\n"
        "print(json.dumps(found))"
    )
    found: dict[str, str] = json.loads(fresh(python, code, names).printed)
    return found


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]
