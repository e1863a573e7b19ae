"""Records the cassettes: ``python -m contract.cassettes``, or ``make record``.

By default from the emulator, over a socket on loopback, into ``cassettes/emulator``: one for each method of the client,
one for the whole quickstart, and some for what can befall a call. With ``--live`` from the API itself.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from simplismart import AuthenticationError, Simplismart
from simplismart.config import DEFAULT_BASE_URL
from simplismart.testing import Emulator

from . import files as cassettes
from .calls import EXAMPLES, QUICKSTART, Example, Server, call, furnish, run_program, without_pauses
from .files import Label, recording
from .live import Run, Target, cycle, new_name, plan, reads
from .scrubbing import Scrubber

__all__ = ["main", "record_emulator", "record_live", "replace"]

FOLDER = cassettes.FOLDER / "emulator"
STAGES = {"PENDING": 10.0, "LAUNCHING_RAY_CLUSTER": 10.0, "OPTIMISING": 10.0}
DEPLOY_SECONDS = 20.0


def record_emulator(folder: Path, *, asynchronous: bool = False) -> dict[str, Any]:
    """Record every cassette of the emulator.

    Args:
        folder: Where to, one file for each.
        asynchronous: Whether to use the asynchronous client, but for the quickstart.

    Returns:
        By the name of the cassette what the call returned or raised, or the program printed; credentials and all.
    """
    results = {example.name or example.method: _record(folder, example, asynchronous) for example in EXAMPLES}
    return results | {"quickstart": _record_quickstart(folder)}


def _emulator() -> Emulator:
    return Emulator(compile_seconds=STAGES, deploy_seconds=DEPLOY_SECONDS)


def _record(folder: Path, example: Example, asynchronous: bool) -> Any:
    emulator = _emulator()
    furnish(emulator)
    if example.before:
        example.before(emulator)
    name = example.name or example.method
    with emulator.serve() as base_url, without_pauses(emulator.advance):
        scrubber = Scrubber(base_url)
        label = Label(
            "emulator",
            emulator.org_id,
            method=example.method,
            arguments=scrubber.arguments(example.method, example.arguments),
            raises=example.raises,
        )
        with recording(folder / f"{name}.yaml", label, scrubber):
            result = call(_server(emulator, base_url), example.method, example.arguments, asynchronous=asynchronous)
            _check(name, example.raises, result)
    return result


def _record_quickstart(folder: Path) -> str:
    emulator = _emulator()
    label = Label("emulator", emulator.org_id, program=QUICKSTART)
    with emulator.serve() as base_url, without_pauses(emulator.advance):
        with recording(folder / "quickstart.yaml", label, Scrubber(base_url)):
            return run_program(_server(emulator, base_url), QUICKSTART)


def _server(emulator: Emulator, base_url: str) -> Server:
    return Server(base_url, emulator.token, emulator.org_id)


def _check(name: str, expected: str | None, result: Any) -> None:
    raised = type(result).__name__ if isinstance(result, Exception) else None
    if raised != expected:
        raise RuntimeError(f"{name}: expected {expected or 'no error'}, got {result!r}") from (
            result if isinstance(result, Exception) else None
        )


def replace(folder: Path) -> Sequence[str]:
    """Record every cassette of the emulator anew in place of those of a folder; return the names.

    The folder is as it was if one of them fails, and holds nothing else afterwards.
    """
    with tempfile.TemporaryDirectory() as temporary:
        names = list(record_emulator(Path(temporary)))
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for new in Path(temporary).iterdir():
            shutil.copyfile(new, folder / new.name)
    return names


def record_live(options: argparse.Namespace, say: Callable[[str], object] = print) -> int:
    """Record from the live API, or from another server, as the options say, and return the exit status."""
    target = _target(options)
    name = new_name() if options.writes else None
    what = "the live API" if target.origin == "live" else "not the live API"
    say(f"Recording from {target.base_url} ({what}), organisation …{target.org_id[-4:]}, into {target.folder}.")
    say(plan(name, options.gpu))
    if name and not _confirmed(options.confirm, target.org_id):
        say("Nothing was done: it was not confirmed.")
        return 1
    with Simplismart(timeout=60) as client:
        run = Run(client, target, say)
        try:
            reads(run)
            left = cycle(run, name, options.gpu) if name else []
        except AuthenticationError as error:
            say(f"The token was refused: {error}")
            return 1
    say(f"{len(run.results)} recorded, {len(run.failed)} failed, {len(left)} left behind.")
    return 1 if run.failed or left else 0


def _target(options: argparse.Namespace) -> Target:
    base_url = _base_url()
    origin = "live" if base_url == DEFAULT_BASE_URL else "rehearsal"
    folder = Path(options.into) if options.into else cassettes.FOLDER / "live"
    return Target(base_url, os.environ["ORG_ID"].strip(), folder, origin)


def _base_url() -> str:
    return (os.environ.get("SIMPLISMART_BASE_URL") or DEFAULT_BASE_URL).rstrip("/")


def _confirmed(given: str | None, org_id: str) -> bool:
    if given is not None:
        return given == org_id
    if not sys.stdin.isatty():
        return False
    return input("It will change things in this organisation. Type its whole id to go on: ").strip() == org_id


def _refusal(options: argparse.Namespace) -> str | None:
    """Return why these options make no sense here, None if they do."""
    if not options.live:
        given = [f"--{name}" for name in ("writes", "gpu", "confirm", "into") if getattr(options, name)]
        return f"only with --live: {', '.join(given)}" if given else None
    missing = [name for name in ("SIMPLISMART_PG_TOKEN", "ORG_ID") if not os.environ.get(name, "").strip()]
    if missing:
        return f"--live needs a real token and its organisation: set {' and '.join(missing)}"
    if options.gpu and not options.writes:
        return "--gpu: only with --writes"
    if _base_url() != DEFAULT_BASE_URL and _is_among_cassettes(options.into):
        return "SIMPLISMART_BASE_URL is not the live API: give with --into a folder that is not one of the project's"
    return None


def _is_among_cassettes(into: str | None) -> bool:
    return into is None or Path(into).resolve().is_relative_to(cassettes.FOLDER.resolve())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m contract.cassettes",
        description="Record the cassettes, by default from the emulator, which is not the live API.",
    )
    parser.add_argument("--live", action="store_true", help="from the live API, with the token of SIMPLISMART_PG_TOKEN")
    parser.add_argument("--writes", action="store_true", help="also make, change and delete things there")
    parser.add_argument("--gpu", help="also a deployment on this GPU, which costs money")
    parser.add_argument("--confirm", metavar="ORG_ID", help="where things may be changed, instead of a question")
    parser.add_argument("--into", metavar="FOLDER", help="where to (default: cassettes/live)")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Record as the arguments say, and return the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if refusal := _refusal(options):
        parser.error(refusal)
    if options.live:
        return record_live(options)
    print(f"{len(replace(FOLDER))} cassettes recorded from the emulator into {FOLDER}")
    return 0
