"""Pure decisions about waiting: which states are over, what a failed look means, and when to look next."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar

from .exceptions import (
    InvalidResponseError,
    NotFoundError,
    RateLimitError,
    ServerError,
    SimplismartError,
    TransportError,
)

if TYPE_CHECKING:
    from simplismart_api.models import (
        Deployment,
        DeploymentHealth,
        DeploymentSummary,
        ModelRepo,
        NetworkVolume,
        PodCounts,
    )

S = TypeVar("S")

Phase: TypeAlias = Literal["going", "reached", "failed"]
DeploymentGoal: TypeAlias = Literal["healthy", "deployed", "stopped", "deleted"]
VolumeGoal: TypeAlias = Literal["active", "resized", "deleted"]

DEPLOYMENT_GOALS = ("healthy", "deployed", "stopped", "deleted")
VOLUME_GOALS = ("active", "resized", "deleted")

FIRST_POLL = 1.0
LONGEST_POLL = 10.0
GROWTH = 1.5
JITTER = 0.1
TRANSIENT_GRACE = 300.0
NOT_FOUND_GRACE = 30.0
AILING_AFTER = 600.0

_STOPPED = frozenset({"STOPPED", "SCALED_DOWN"})
_GOING_AWAY = frozenset({"DELETING", "DELETED"})
_AILING = frozenset({"DEGRADED", "UNHEALTHY", "MISSING"})
_TRANSIENT = (TransportError, ServerError, RateLimitError, InvalidResponseError)
_TRANSIENT_STATUSES = frozenset({408, 425})


def poll_delay(
    number: int, interval: float | None = None, *, least: float = 0.0, jitter: Callable[[], float] = random.random
) -> float:
    """Return the seconds between look number ``number``, from 1, and the next.

    Args:
        number: How many looks there were.
        interval: A fixed number of seconds; None starts short and grows, with jitter.
        least: Seconds that the API asked to wait.
        jitter: Gives a number from 0 to 1.
    """
    if interval is not None:
        return max(interval, least)
    delay: float = min(LONGEST_POLL, FIRST_POLL * GROWTH ** min(number - 1, 16))
    return max(delay * (1 - JITTER + 2 * JITTER * jitter()), least)


def is_tolerable(error: SimplismartError, *, elapsed: float, failing_for: float) -> bool:
    """Tell whether a wait goes on after a look that failed.

    Args:
        error: Why it failed.
        elapsed: Seconds since the wait began: what was just made may not be found yet.
        failing_for: Seconds since the first of the looks that failed one after another.
    """
    if isinstance(error, NotFoundError):
        return elapsed < NOT_FOUND_GRACE
    return is_transient(error) and failing_for < TRANSIENT_GRACE


def is_transient(error: SimplismartError) -> bool:
    """Tell whether an error says nothing of the resource and may pass."""
    return isinstance(error, _TRANSIENT) or error.status_code in _TRANSIENT_STATUSES


class DeploymentState(NamedTuple):
    """What was seen of a deployment at one moment.

    Attributes:
        status: Its status, such as ``DEPLOYING``; empty if the API said none.
        health: Its health, such as ``Progressing``; None if it is not known.
        messages: What the platform says of its health.
        pods: How many pods are ready and how many are not; None if it is not known.
        deployment: The deployment itself.
        warning: That it has been up but not well for long; else empty.
    """

    status: str
    health: str | None
    messages: tuple[str, ...]
    pods: PodCounts | None
    deployment: Deployment | DeploymentSummary
    warning: str = ""

    def __str__(self) -> str:
        parts = [self.status or "of no known status", self.health, _pods_text(self.pods), self.warning]
        return ", ".join(part for part in parts if part)


def deployment_state(
    deployment: Deployment | DeploymentSummary, health: DeploymentHealth | None = None
) -> DeploymentState:
    """Return the state that a deployment and its health, if that is known, are in."""
    answer: Mapping[str, Any] = health or {}
    pods = answer.get("pods")
    return DeploymentState(
        _text(deployment.get("status")),
        _text(answer.get("data")) or None,
        tuple(_messages(answer.get("messages"))),
        pods if isinstance(pods, dict) else None,  # type: ignore[arg-type]
        deployment,
    )


def _messages(found: Any) -> list[str]:
    texts = (item.get("message") for item in found if isinstance(item, dict)) if isinstance(found, list) else ()
    return [text for text in texts if isinstance(text, str) and text]


def _pods_text(pods: PodCounts | None) -> str:
    counts = [pods.get(key) for key in ("ready", "not_ready")] if pods else []
    numbers = [count for count in counts if isinstance(count, int)]
    return f"{numbers[0]} of {sum(numbers)} pods ready" if len(numbers) == 2 else ""


class Ailment:
    """Notices a deployment that has been up but not well for long."""

    def __init__(self) -> None:
        self._since: float | None = None

    def observe(self, state: DeploymentState, now: float) -> DeploymentState:
        """Return the state, with a warning if there is reason for one; ``now`` is in seconds."""
        if _word(state.status) != "DEPLOYED" or _word(state.health) not in _AILING:
            self._since = None
            return state
        if self._since is None:
            self._since = now
        if now - self._since < AILING_AFTER:
            return state
        return state._replace(warning=f"up but not well for more than {AILING_AFTER / 60:.0f} minutes")


class Aim(Generic[S]):
    """What a wait is for, and how what is seen on the way is judged. ``S`` is what each look sees.

    Args:
        resource_id: The id of the resource.
        until: The goal.
    """

    kind = "resource"
    attribute = "resources"
    usual = ""

    def __init__(self, resource_id: str, until: str) -> None:
        self.resource_id = resource_id
        self.until = until

    @property
    def name(self) -> str:
        """The kind of the resource and its id."""
        return f"{self.kind} {self.resource_id}"

    @property
    def unmet(self) -> str:
        """The beginning of an error's message."""
        return f"{self.name[0].upper()}{self.name[1:]} is not {self.until}"

    @property
    def continuation(self) -> str:
        """How to go on after a wait that did not end."""
        call = f"client.{self.attribute}.wait_for({self.resource_id!r}{self._until_argument})"
        return f"The {self.kind} was left as it is. To go on waiting for it: {call}"

    @property
    def _until_argument(self) -> str:
        return f", until={self.until!r}"

    def phase(self, seen: S) -> Phase:
        """Tell whether the goal is reached, can't be reached any more, or is still ahead."""
        raise NotImplementedError

    def described(self, seen: S) -> str:
        """Return what was seen as a line; a change of the line is a change of the resource."""
        return str(seen)

    def resource(self, seen: S) -> Mapping[str, Any]:
        """Return the resource itself."""
        raise NotImplementedError

    def title(self, seen: S) -> str:
        """Return the name that people gave the resource, or an empty string."""
        resource = self.resource(seen)
        return _text(resource.get("name") or resource.get("deployment_name"))

    def reason(self, seen: S) -> str:
        """Return why it failed, or an empty string."""
        return ""

    def gone(self, last: S | None) -> S | None:
        """Return what is seen of a resource that is not there any more; None if that is not the goal."""
        return None


class ModelRepoAim(Aim["ModelRepo"]):
    """A model repo that is ready."""

    kind = "model repo"
    attribute = "model_repos"
    usual = "usually 15 to 60 minutes"

    def __init__(self, resource_id: str) -> None:
        super().__init__(resource_id, "ready")

    @property
    def _until_argument(self) -> str:
        return ""

    def phase(self, seen: ModelRepo) -> Phase:
        """Tell by the status; one that is not known is still ahead of the goal."""
        status = _word(seen.get("status"))
        if status == "SUCCESS":
            return "reached"
        return "failed" if _is_failure(status) or status == "DELETED" else "going"

    def described(self, seen: ModelRepo) -> str:
        """Return the status."""
        return _text(seen.get("status")) or "of no known status"

    def resource(self, seen: ModelRepo) -> ModelRepo:
        """Return the model repo."""
        return seen

    def reason(self, seen: ModelRepo) -> str:
        """Return the description of the status."""
        return _text(seen.get("status_description"))


class DeploymentAim(Aim[DeploymentState]):
    """A deployment that is healthy, deployed, stopped or deleted."""

    kind = "deployment"
    attribute = "deployments"

    def __init__(self, resource_id: str, until: str) -> None:
        super().__init__(resource_id, until)
        self.usual = "usually some minutes" if until in {"healthy", "deployed"} else ""

    def phase(self, seen: DeploymentState) -> Phase:
        """Tell by the status and, for ``healthy``, by the health, which is compared as a whole word."""
        status = _word(seen.status)
        if self._is_reached(status, _word(seen.health)):
            return "reached"
        # What is deleted because it failed may say so until it is gone.
        if self.until != "deleted" and (_is_failure(status) or status in _GOING_AWAY):
            return "failed"
        return "going"

    def _is_reached(self, status: str, health: str) -> bool:
        if self.until == "healthy":
            return status == "DEPLOYED" and health == "HEALTHY"
        if self.until == "deployed":
            return status == "DEPLOYED"
        return status in _STOPPED if self.until == "stopped" else status == "DELETED"

    def resource(self, seen: DeploymentState) -> Mapping[str, Any]:
        """Return the deployment."""
        return seen.deployment

    def reason(self, seen: DeploymentState) -> str:
        """Return what the platform says of the health."""
        return "; ".join(seen.messages)

    def needs_health(self, status: str) -> bool:
        """Tell whether a deployment of this status can't be judged without its health."""
        return self.until == "healthy" and _word(status) == "DEPLOYED"

    def gone(self, last: DeploymentState | None) -> DeploymentState | None:
        """Return the deployment as deleted, if that is the goal."""
        return self._deleted(last) if self.until == "deleted" else None

    def _deleted(self, last: DeploymentState | None) -> DeploymentState:
        from simplismart_api.models import Deployment

        known = Deployment({"uuid": self.resource_id}) if last is None else last.deployment.copy()
        known["status"] = "DELETED"
        return deployment_state(known)


class DeploymentEnd(DeploymentAim):
    """Any end of a deployment, for those who watch it."""

    def __init__(self, resource_id: str) -> None:
        super().__init__(resource_id, "over")

    def phase(self, seen: DeploymentState) -> Phase:
        """Tell whether it failed or is deleted."""
        status = _word(seen.status)
        return "reached" if _is_failure(status) or status == "DELETED" else "going"

    def gone(self, last: DeploymentState | None) -> DeploymentState | None:
        """Return the deployment as deleted, if it was there before."""
        return None if last is None else self._deleted(last)


class NetworkVolumeAim(Aim["NetworkVolume"]):
    """A network volume that is active, resized or deleted."""

    kind = "network volume"
    attribute = "network_volumes"

    def phase(self, seen: NetworkVolume) -> Phase:
        """Tell by the status and, for ``resized``, by the state of the resize."""
        status = _word(seen.get("status"))
        if self.until == "deleted":
            return "reached" if status == "DELETED" else "going"
        if _is_failure(status) or status in _GOING_AWAY:
            return "failed"
        if self.until == "resized" and (resize := _resize(seen)):
            return "reached" if resize == "COMPLETE" else "failed" if resize in {"FAILED", "TIMEOUT"} else "going"
        return "reached" if status == "ACTIVE" else "going"

    def described(self, seen: NetworkVolume) -> str:
        """Return the status and the state of a resize."""
        status, resize = _text(seen.get("status")) or "of no known status", _resize(seen)
        return f"{status}, resize {resize.lower()}" if resize else status

    def resource(self, seen: NetworkVolume) -> NetworkVolume:
        """Return the volume."""
        return seen

    def gone(self, last: NetworkVolume | None) -> NetworkVolume | None:
        """Return the volume as deleted, if that is the goal."""
        from simplismart_api.models import NetworkVolume

        if self.until != "deleted":
            return None
        return NetworkVolume({**(last or {"uuid": self.resource_id}), "status": "deleted"})


def _resize(volume: NetworkVolume) -> str:
    resize = volume.get("resize")
    return _word(resize.get("state")) if isinstance(resize, dict) else ""


def _is_failure(status: str) -> bool:
    return status in {"FAILED", "ERROR"} or status.startswith("FAILED_")


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _word(value: Any) -> str:
    return _text(value).upper()
