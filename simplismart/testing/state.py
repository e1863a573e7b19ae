"""What the emulator remembers, and the settings that its rules look at."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from .answers import bad_request
from .clock import Clock, Timeline, stamp
from .contract import Call, Contract

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

__all__ = [
    "Deployment",
    "Handler",
    "ModelRepo",
    "NetworkVolume",
    "Secret",
    "Settings",
    "State",
    "counted_ids",
    "newest_first",
    "refuse_taken",
    "status_matches",
]

Reply = tuple[int, Any]

COMPILE_SECONDS: Mapping[str, float] = {"PENDING": 120, "LAUNCHING_RAY_CLUSTER": 180, "OPTIMISING": 1200}
REGIONS: Mapping[str, Sequence[str]] = {"region-1": ("zone-a", "zone-b"), "region-2": ("zone-a",)}


@dataclass(frozen=True)
class Settings:
    """How this emulator behaves where the API is not documented or takes its time."""

    org_id: str
    user: str
    endpoint: str | Callable[[str], str]
    single: Literal["page", "object", "array"]
    created_id_field: Literal["deployment_id", "uuid", "id"] | None
    compile_seconds: Mapping[str, float]
    deploy_seconds: float
    delete_seconds: float
    volume_seconds: float
    hourly_price: Decimal
    regions: Mapping[str, Sequence[str]]


class Record(Protocol):
    """Anything with a name that may be gone."""

    data: dict[str, Any]

    def status(self, now: datetime) -> str:
        """Return the status at ``now``."""
        ...


R = TypeVar("R", bound=Record)


@dataclass
class ModelRepo:
    """A model repo; ``data`` is its answer but for what changes with time."""

    data: dict[str, Any]
    timeline: Timeline[str]
    created_by: str
    accelerators: int = 1

    def status(self, now: datetime) -> str:
        """Return the status at ``now``."""
        return self.timeline.at(now)

    def view(self, now: datetime) -> dict[str, Any]:
        """Return the answer at ``now``."""
        changed = stamp(self.timeline.since(now))
        updated = max(self.data["updated_at"], changed)
        return self.data | {"status": self.status(now), "updated_at": updated}


@dataclass
class Deployment:
    """A deployment; ``pods`` is how many replicas it was told to run at least, ``seeded`` the fields seeded with it."""

    data: dict[str, Any]
    timeline: Timeline[str]
    pods: Timeline[int]
    plan: str
    seeded: frozenset[str] = frozenset()

    def status(self, now: datetime) -> str:
        """Return the status at ``now``."""
        return self.timeline.at(now)

    def view(self, now: datetime) -> dict[str, Any]:
        """Return the answer at ``now``."""
        return self.data | {"status": self.status(now)}


@dataclass
class Secret:
    """A secret; ``data`` is its summary."""

    data: dict[str, Any]
    credentials: Any

    def status(self, now: datetime) -> str:
        """Return the status at ``now``: secrets stay."""
        return "active"


@dataclass
class NetworkVolume:
    """A network volume; ``target`` is the size that a pending resize leads to, ``seeded`` the fields seeded with it."""

    data: dict[str, Any]
    changed: datetime
    seeded: frozenset[str] = frozenset()
    target: int | None = None

    def status(self, now: datetime) -> str:
        """Return the status, which time alone does not change."""
        return str(self.data["status"])


@dataclass
class State:
    """Everything that one emulator knows."""

    settings: Settings
    clock: Clock
    contract: Contract
    new_id: Callable[[], str]
    model_repos: dict[str, ModelRepo] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)
    network_volumes: dict[str, NetworkVolume] = field(default_factory=dict)
    failing_compiles: dict[str, str] = field(default_factory=dict)
    failing_deployments: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.clock.now()


Handler = Callable[[State, Call], Reply]


def counted_ids() -> Callable[[], str]:
    """Return a source of UUIDs that are the same in every run."""
    space = uuid.uuid5(uuid.NAMESPACE_DNS, "testing.simplismart")
    numbers = iter(range(1, 1 << 62))
    return lambda: str(uuid.uuid5(space, str(next(numbers))))


def newest_first(records: Iterable[R], ordering: str = "desc") -> list[R]:
    """Return the records by age: the newest first, or last if ``ordering`` is ``asc``."""
    oldest_first = sorted(records, key=lambda record: str(record.data["created_at"]))
    return oldest_first if ordering == "asc" else oldest_first[::-1]


def refuse_taken(state: State, kind: str, records: Iterable[Record], name: str) -> None:
    """Raise Refused (400) if one of ``records`` that is not gone has the name."""
    for record in records:
        if record.data["name"] == name and record.status(state.now).upper() != "DELETED":
            raise bad_request(f"{kind} with this name already exists for this organization.")


def status_matches(status: str, wanted: str | None) -> bool:
    """Return whether a list filtered by ``wanted`` holds ``status``; without a filter all but DELETED."""
    if wanted is None:
        return status != "DELETED"
    return status == wanted or (wanted == "FAILED" and status.startswith("FAILED_"))
