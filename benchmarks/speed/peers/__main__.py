"""``python -m …peers <peer> <address>``: run the loads that each line of JSON asks for."""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
import traceback
from typing import Any, TextIO

from .loads import Load


def timed(load: Load, calls: int, size: int) -> dict[str, Any]:
    """Return what a load saw, and the CPU and wall seconds of this process that it took."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    seen = load(calls, size)
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "seen": seen}


def shown(error: Exception) -> str:
    """Return an error as a line, without the notes on it."""
    return traceback.format_exception_only(error)[0].partition("\n")[0][:200]


def answered(loads: dict[str, Load], asked: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a request: the measurements, or the error that came in between."""
    try:
        load = loads[asked["load"]]
        if asked["warm"]:
            load(asked["warm"], asked["size"])
        return timed(load, asked["calls"], asked["size"])
    except Exception as error:
        return {"error": shown(error)}
    finally:
        gc.collect()


def main(peer: str, address: str, asked: TextIO, answers: TextIO) -> None:
    """Answer each line until the end."""
    loads = importlib.import_module(f".{peer}", __package__).loads(address)
    for line in asked:
        answer = answered(loads, json.loads(line))
        print(json.dumps({**answer, "aiohttp": "simplismart.over_aiohttp" in sys.modules}), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.stdin, sys.stdout)
