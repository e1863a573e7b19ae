"""What the figures were made on, without the names of the machine or of its folders."""

from __future__ import annotations

import os
import platform
import resource
from pathlib import Path
from typing import Any


def describe() -> dict[str, Any]:
    """Return the description of the machine as it is before the first measurement."""
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load": ", ".join(f"{load:.2f}" for load in os.getloadavg()),
    }


def cpu_model() -> str:
    """Return the name of the processor."""
    names = (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()


class Others:
    """How much of the machine other processes used since this was made."""

    def __init__(self) -> None:
        self._before = _busy(), _own()

    def share(self, seconds: float) -> str:
        """Return it as a number of cores; children that still run count as others."""
        busy, own = _busy(), _own()
        if not busy:
            return "not known"
        return f"{max(0.0, busy - self._before[0] - own + self._before[1]) / seconds:.2f} cores"


def _busy() -> float:
    """Return the seconds in which any core was busy; 0 where that is not known."""
    fields = next((line.split()[1:] for line in _lines("/proc/stat") if line.startswith("cpu ")), [])
    ticks = [int(field) for field in fields]
    return (sum(ticks[:3]) + sum(ticks[5:8])) / os.sysconf("SC_CLK_TCK") if ticks else 0.0


def _own() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
