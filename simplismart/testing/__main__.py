"""``python -m simplismart.testing``: the emulator as a server, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import signal
import threading
from typing import TYPE_CHECKING

from .clock import Clock
from .deviations import DEVIATIONS
from .emulator import BEARER, ORG_ID, Emulator

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the emulator as the arguments say, and return the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        emulator = _emulator(options)
    except ValueError as error:
        parser.error(str(error))
    try:
        _run(emulator, options.host, options.port)
    except OSError as error:
        parser.error(f"cannot listen on {options.host}:{options.port}: {error.strerror}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m simplismart.testing",
        description="Serve an emulator of the Simplismart management API. It is not the live API.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8787, help="0 for any free one (default %(default)s)")
    parser.add_argument("--token", default=BEARER, help="the token that it accepts (default %(default)s)")
    parser.add_argument("--org", default=ORG_ID, help="the organisation of the token (default %(default)s)")
    parser.add_argument("--speed", type=float, default=1.0, help="emulated seconds per second (default %(default)s)")
    parser.add_argument(
        "--deviate",
        action="append",
        default=[],
        metavar="NAME[@OPERATION]",
        help=f"answer against openapi.yaml, everywhere or in one operation: {', '.join(DEVIATIONS)}",
    )
    return parser


def _emulator(options: argparse.Namespace) -> Emulator:
    clock = Clock(speed=options.speed)
    return Emulator(token=options.token, org_id=options.org, clock=clock, deviations=options.deviate)


def _run(emulator: Emulator, host: str, port: int) -> None:
    stop = threading.Event()
    with emulator.serve(host, port) as base_url:
        numbers = (signal.SIGINT, signal.SIGTERM)
        previous = [signal.signal(number, lambda *_: stop.set()) for number in numbers]
        try:
            print(_greeting(emulator, base_url), flush=True)
            stop.wait()
        finally:
            for number, handler in zip(numbers, previous, strict=True):
                signal.signal(number, handler)


def _greeting(emulator: Emulator, base_url: str) -> str:
    return (
        f"Emulator of the Simplismart management API on {base_url}\n"
        f'export SIMPLISMART_BASE_URL="{base_url}"\n'
        f'export SIMPLISMART_PG_TOKEN="{emulator.token}"\n'
        f'export ORG_ID="{emulator.org_id}"'
    )


if __name__ == "__main__":
    raise SystemExit(main())
