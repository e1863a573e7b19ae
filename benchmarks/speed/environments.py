"""An environment for each peer under ``.bench/``, made once; the package is installed anew when it has changed."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".bench"
SOURCES = ("simplismart", "generated/simplismart_api")
BUILD = "build"
OURS = {"ours": None, "ours-aiohttp": "aiohttp"}
"""The extra of the package that each has."""
RAW = {"httpx": ("httpx",), "requests": ("requests",), "aiohttp": ("aiohttp",)}


def requirements(project: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what pip installs into each environment, before the package itself."""
    pinned = ["--constraint", str(ROOT / "constraints.txt")]
    extras = project["optional-dependencies"]
    return {
        BUILD: [*pinned, "hatchling"],
        **{peer: [*pinned, *project["dependencies"], *extras.get(extra, ())] for peer, extra in OURS.items()},
        "published": ["--requirement", str(ROOT / "constraints-published.txt")],
        **{peer: [*pinned, *names] for peer, names in RAW.items()},
    }


def project() -> dict[str, Any]:
    """Return what ``pyproject.toml`` says of the package."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return found


def interpreter(peer: str) -> str:
    """Return the interpreter of an environment; the floor needs none of its own."""
    return sys.executable if peer == "floor" else str(FOLDER / peer / "bin" / "python")


def prepare(peers: frozenset[str]) -> dict[str, str]:
    """Make the environments that are not there yet, and return the interpreter of each peer."""
    wanted = requirements(project())
    for name in sorted(peers & wanted.keys()):
        _environment(name, wanted[name])
    if own := [peer for peer in OURS if peer in peers]:
        _environment(BUILD, wanted[BUILD])
        _install(own)
    return {peer: interpreter(peer) for peer in peers}


def _environment(name: str, requirements: list[str]) -> None:
    stamp, key = FOLDER / name / "ready", _digest([requirements, sys.version], _constraints())
    if _is(stamp, key):
        return
    _say(f"making the environment {name}")
    subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER / name], check=True)
    _pip(name, "install", *requirements)
    stamp.write_text(key)


def _install(peers: list[str]) -> None:
    """Build a wheel of the checkout and install it where another one is; pip compiles its bytecode."""
    key = _digest([sys.version], _sources())
    stale = [peer for peer in peers if not _is(FOLDER / peer / "installed", key)]
    if not stale:
        return
    _say("building and installing the package")
    wheels = FOLDER / "wheels"
    for old in wheels.glob("*.whl"):
        old.unlink()
    _pip(BUILD, "wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    (wheel,) = wheels.glob("*.whl")
    for peer in stale:
        _pip(peer, "install", "--no-deps", "--force-reinstall", str(wheel))
        (FOLDER / peer / "installed").write_text(key)


def _pip(name: str, *arguments: str) -> None:
    quiet = ["--quiet", "--quiet", "--disable-pip-version-check"]
    subprocess.run([interpreter(name), "-m", "pip", arguments[0], *quiet, *arguments[1:]], check=True)


def _constraints() -> list[Path]:
    return [ROOT / "constraints.txt", ROOT / "constraints-published.txt"]


def _sources() -> list[Path]:
    files = (path for source in SOURCES for path in (ROOT / source).rglob("*"))
    return [ROOT / "pyproject.toml", *sorted(path for path in files if path.is_file() and path.suffix != ".pyc")]


def _digest(key: object, files: list[Path]) -> str:
    digest = hashlib.sha256(repr(key).encode())
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _is(stamp: Path, key: str) -> bool:
    return stamp.is_file() and stamp.read_text() == key


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other bench runs on this checkout, since each would measure the other one's load."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("waiting for another bench to end")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
