"""``python -m contract.changes.release``: what openapi.yaml and the public names have lost since the last release.

It exits with 1 if something breaks, unless the major version in ``simplismart/_version.py`` is above the last tag's.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from packaging.version import InvalidVersion, Version

from .. import ROOT
from . import surface
from .judgement import Severity
from .report import Change, UnreadableSpecError, compare, read, report
from .surface import Break

TAGS = "v[0-9]*"
VERSION = "simplismart/_version.py"
COMPARED = ("openapi.yaml", *(Path(folder, name).as_posix() for name, folder in surface.PACKAGES.items()))


class NoReleaseError(Exception):
    """There is nothing to compare with; the message says why."""


class ReleaseError(Exception):
    """The last release can't be compared with; the message says why."""


def git(root: Path, *arguments: str) -> bytes:
    """Return what git prints.

    Raises:
        ReleaseError: It failed; the message is its own.
    """
    command = ["git", "-c", f"safe.directory={root.resolve()}", *arguments]
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise ReleaseError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def last_tag(root: Path) -> str:
    """Return the last tag of a release that the commit of a checkout descends from.

    Raises:
        NoReleaseError: There is none, or it is no git checkout.
        ReleaseError: Git failed.
    """
    _require_checkout(root)
    try:
        return git(root, "describe", "--tags", "--abbrev=0", f"--match={TAGS}").decode().strip()
    except ReleaseError as error:
        if not re.search(r"No names found|No tags can describe|Not a valid object name HEAD", str(error)):
            raise
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise NoReleaseError("no release tag in this shallow clone: nothing to compare with; fetch history and tags")
    raise NoReleaseError("no release tag yet: nothing to compare with")


def _require_checkout(root: Path) -> None:
    try:
        top = git(root, "rev-parse", "--show-toplevel").decode().strip()
    except FileNotFoundError as error:
        raise NoReleaseError("git is not installed: nothing to compare with") from error
    except ReleaseError as error:
        if "not a git repository" not in str(error):
            raise
        raise NoReleaseError("not a git checkout: nothing to compare with") from error
    if Path(top).resolve() != root.resolve():
        raise NoReleaseError("not a git checkout of its own: nothing to compare with")


def take_out(root: Path, tag: str, target: Path) -> None:
    """Write the compared files of a tag into a folder.

    Raises:
        ReleaseError: The tag has not all of them.
    """
    archive = git(root, "archive", "--format=tar", tag, "--", *COMPARED)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(target, filter="data")


def version_of(text: str) -> Version:
    """Return the version that a tag or ``_version.py`` holds.

    Raises:
        ReleaseError: It holds none.
    """
    found = re.search(r"\d[\w.+!-]*", text.rpartition("__version__")[2])
    try:
        return Version(found[0] if found else "")
    except InvalidVersion as error:
        raise ReleaseError(f"there is no version in {text.strip()!r}") from error


def verdict(changes: list[Change], breaks: list[Break], old: Version, new: Version) -> tuple[str, int]:
    """Return what is to be said of what has changed from one version to another, and the exit status."""
    if not breaks and all(one.severity is not Severity.BREAKING for one in changes):
        return "nothing breaks", 0
    if new.major > old.major:
        return f"this breaks programs, which the major version {new} allows", 0
    wanted = f"{old.major + 1}.0.0"
    return f"this breaks programs, which {new} must not after {old}: take it back, or put {wanted} into {VERSION}", 1


def show(changes: list[Change], breaks: list[Break]) -> str:
    """Return what has changed as text: first in openapi.yaml, then in the public names."""
    lost = [f"  {one.place}: {one.what}" for one in breaks] or ["nothing is lost"]
    return "\n".join(["openapi.yaml:", report(changes), "", "public names:", *lost])


def check(root: Path) -> int:
    """Compare a checkout with its last release, tell of it, and return the exit status."""
    tag = last_tag(root)
    with tempfile.TemporaryDirectory(prefix="release-") as name:
        released = Path(name)
        take_out(root, tag, released)
        changes = compare(read(released / "openapi.yaml"), read(root / "openapi.yaml"))
        breaks = surface.find(surface.load(released), surface.load(root))
    print(f"since {tag}\n\n{show(changes, breaks)}\n")
    text, status = verdict(changes, breaks, version_of(tag), version_of((root / VERSION).read_text("utf-8")))
    print(text)
    return status


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser("contract.changes.release", description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout")
    root = parser.parse_args(arguments).root
    try:
        return check(root)
    except NoReleaseError as error:
        print(error)
        return 0
    except (ReleaseError, UnreadableSpecError) as error:
        print(f"compatible: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
