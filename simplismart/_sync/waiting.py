# Made from simplismart/_async/waiting.py by `make generate`; do not edit.
"""Waits: looks at a resource again and again until it is what it is waited for, or can't be any more."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from .. import lifecycle
from ..arguments import seconds
from ..exceptions import (
    NotFoundError,
    SimplismartError,
    WaitFailedError,
    WaitTimeoutError,
    not_found,
    wait_failed,
    wait_timed_out,
)
from ..lifecycle import Ailment, Aim, DeploymentAim, DeploymentEnd, DeploymentState, deployment_state
from ..progress import Line, shown
from ..threads import each, resolve, sleep

if TYPE_CHECKING:
    from simplismart_api.models import Deployment, DeploymentHealth, DeploymentSummary

    from ..options import PollOptions
    from .deployments import Deployments

S = TypeVar("S")

Look: TypeAlias = Callable[[float], S]
OnUpdate: TypeAlias = Callable[[S | None, S], object]

MODEL_REPO_TIMEOUT = 7200.0
DEPLOYMENT_TIMEOUT = 3600.0
NETWORK_VOLUME_TIMEOUT = 1800.0
NO_TIMEOUT = math.inf
LAST_LOOK = 5.0


class Limits(NamedTuple):
    """How long a wait takes at most, how often it looks, and how long a look takes at most, in seconds."""

    timeout: float
    poll_interval: float | None
    call_timeout: float


def limits(timeout: float | None, poll_interval: float | None, default: float, call_timeout: float) -> Limits:
    """Return the limits of a wait, checked; None is the default."""
    chosen = default if timeout is None else seconds(timeout, "timeout")
    interval = None if poll_interval is None else seconds(poll_interval, "poll_interval", positive=True)
    return Limits(chosen, interval, call_timeout)


class Poller(Generic[S]):
    """Looks again and again, with pauses, and tolerates for a while that a look fails.

    Args:
        look: Looks once, within the seconds that it is given.
        within: The limits of the wait.
    """

    def __init__(self, look: Look[S], within: Limits) -> None:
        self.error: SimplismartError | None = None
        self._look = look
        self._within = within
        self._started = monotonic()
        self._looks = 0
        self._failing_since = self._started

    @property
    def elapsed(self) -> float:
        """Seconds since the wait began."""
        return monotonic() - self._started

    def next(self) -> S | None:
        """Return what is seen after a pause, or None when the time is over; raise what can't be tolerated."""
        while self._pause():
            self._looks += 1
            try:
                seen = self._look(self.call_timeout)
            except SimplismartError as error:
                self._tolerate(error)
            else:
                self.error = None
                return seen
        return None

    def _pause(self) -> bool:
        if self._looks:
            remaining = self._within.timeout - self.elapsed
            if remaining <= 0:
                return False
            asked = self.error.retry_after if self.error else None
            delay = lifecycle.poll_delay(self._looks, self._within.poll_interval, least=asked or 0.0)
            sleep(min(delay, remaining))
        return True

    @property
    def call_timeout(self) -> float:
        """Seconds that a call may take now."""
        return min(self._within.call_timeout, max(LAST_LOOK, self._within.timeout - self.elapsed))

    def _tolerate(self, error: SimplismartError) -> None:
        if self.error is None:
            self._failing_since = monotonic()
        failing_for = monotonic() - self._failing_since
        if not lifecycle.is_tolerable(error, elapsed=self.elapsed, failing_for=failing_for):
            raise error
        self.error = error


class Wait(Generic[S]):
    """The wait for one resource.

    Args:
        aim: What it is for.
        look: Looks once, within the seconds that it is given.
        within: The limits of the wait.
    """

    def __init__(self, aim: Aim[S], look: Look[S], within: Limits) -> None:
        self.last: S | None = None
        self._aim = aim
        self._look = look
        self._within = within
        self._poller = Poller(self._seen, within)

    def _seen(self, timeout: float) -> S:
        try:
            return self._look(timeout)
        except NotFoundError:
            gone = self._aim.gone(self.last)
            if gone is None:
                raise
            return gone

    def next(self) -> tuple[S | None, S] | None:
        """Return what was seen last time and what is seen now, or None when the time is over."""
        try:
            seen = self._poller.next()
        except NotFoundError as error:
            if self.last is None:
                raise
            raise vanished(self._aim, self.last) from error
        if seen is None:
            return None
        previous, self.last = self.last, seen
        return previous, seen

    def run(self, on_update: OnUpdate[S] | None, line: Line) -> S:
        """Look until the goal is reached; raise if it can't be, or when the time is over."""
        while (pair := self.next()) is not None:
            previous, seen = pair
            report(self._aim, previous, seen, on_update, line)
            phase = self._aim.phase(seen)
            if phase == "reached":
                return seen
            if phase == "failed":
                raise failed(self._aim, seen)
        raise timed_out(self._aim, self.last, self._within.timeout) from self._poller.error

    def changes(self) -> Generator[S, None]:
        """Yield what is seen whenever it has changed, until the goal is reached or the time is over."""
        while (pair := self.next()) is not None:
            previous, seen = pair
            if is_change(self._aim, previous, seen):
                yield seen
            if self._aim.phase(seen) == "reached":
                return


def is_change(aim: Aim[S], previous: S | None, seen: S) -> bool:
    """Tell whether there is something new to say."""
    return previous is None or aim.described(previous) != aim.described(seen)


def report(aim: Aim[S], previous: S | None, seen: S, on_update: OnUpdate[S] | None, line: Line) -> None:
    """Say what is new."""
    line.show(aim.described(seen), aim.title(seen))
    if on_update is not None and is_change(aim, previous, seen):
        resolve(on_update(previous, seen))


def failed(aim: Aim[S], seen: S) -> WaitFailedError:
    """Return the error of a goal that can't be reached any more."""
    return wait_failed(aim.unmet, aim.described(seen), aim.reason(seen), aim.resource(seen))


def vanished(aim: Aim[S], last: S) -> WaitFailedError:
    """Return the error of a resource that was there and is not any more."""
    return wait_failed(aim.unmet, f"gone, last seen {aim.described(last)}", "", aim.resource(last))


def timed_out(aim: Aim[S], last: S | None, timeout: float) -> WaitTimeoutError:
    """Return the error of a wait whose time is over."""
    if last is None:
        return wait_timed_out(aim.unmet, timeout, "", None)
    return wait_timed_out(aim.unmet, timeout, aim.described(last), aim.resource(last))


@contextmanager
def continued(note: Callable[[], str]) -> Iterator[None]:
    """Let whatever ends a wait early say how to go on."""
    try:
        yield
    except WaitFailedError:
        raise
    except BaseException as error:
        if text := note():
            error.add_note(text)
        raise


def wait_until(
    aim: Aim[S], look: Look[S], within: Limits, on_update: OnUpdate[S] | None = None, progress: bool = False
) -> S:
    """Return what is seen of a resource when the goal is reached.

    Raises:
        WaitFailedError: The goal can't be reached any more.
        WaitTimeoutError: The time is over.
        SimplismartError: The looks failed for longer than can be tolerated.
    """
    with continued(lambda: aim.continuation), shown(aim.name, aim.usual, progress) as line:
        return Wait(aim, look, within).run(on_update, line)


class DeploymentLook:
    """Looks at a deployment and its health.

    Args:
        deployments: The resource.
        aim: What the wait is for.
        options: The options of each call.
    """

    def __init__(self, deployments: Deployments, aim: DeploymentAim, options: PollOptions) -> None:
        self._deployments = deployments
        self._aim = aim
        self._options = options
        self._ailment = Ailment()

    def __call__(self, timeout: float) -> DeploymentState:
        """Return the state that the deployment is in."""
        deployment = self._deployments.get(self._aim.resource_id, timeout=timeout, **self._options)
        return self.state(deployment, timeout)

    def state(self, deployment: Deployment | DeploymentSummary, timeout: float) -> DeploymentState:
        """Return the state of a deployment whose health is not known yet."""
        return self.observed(deployment, self._health(str(deployment.get("status")), timeout))

    def observed(
        self, deployment: Deployment | DeploymentSummary, health: DeploymentHealth | None = None
    ) -> DeploymentState:
        """Return the state of a deployment and its health, if that is known."""
        return self._ailment.observe(deployment_state(deployment, health), monotonic())

    def _health(self, status: str, timeout: float) -> DeploymentHealth | None:
        if self._aim.until == "deleted":
            return None
        try:
            return self._deployments.health(self._aim.resource_id, timeout=timeout, **self._options)
        except NotFoundError:
            return None
        except SimplismartError:
            if self._aim.needs_health(status):
                raise
            return None


def wait_for_deployment(
    deployments: Deployments,
    aim: DeploymentAim,
    within: Limits,
    on_update: OnUpdate[DeploymentState] | None,
    progress: bool,
    options: PollOptions,
) -> Deployment:
    """Return a deployment when the goal is reached; see ``wait_until``."""
    state = wait_until(aim, DeploymentLook(deployments, aim, options), within, on_update, progress)
    return state.deployment  # type: ignore[return-value]


def watch_deployment(
    deployments: Deployments, deployment_id: str, within: Limits, options: PollOptions
) -> Generator[DeploymentState, None]:
    """Return the states of a deployment as they change, until it is over or the time is."""
    aim = DeploymentEnd(deployment_id)
    return Wait(aim, DeploymentLook(deployments, aim, options), within).changes()


class DeploymentsWait:
    """The wait for many deployments, with one list call for each round of looks.

    Args:
        deployments: The resource.
        ids: The ids of the deployments, none twice.
        until: The goal.
        within: The limits of the wait.
        options: The options of each call.
    """

    def __init__(
        self, deployments: Deployments, ids: Iterable[str], until: str, within: Limits, options: PollOptions
    ) -> None:
        self.states: dict[str, DeploymentState] = {}
        self.errors: dict[str, Exception] = {}
        self._aims = {one: DeploymentAim(one, until) for one in ids}
        self._looks = {one: DeploymentLook(deployments, aim, options) for one, aim in self._aims.items()}
        self._pending = dict.fromkeys(self._aims)
        self._until = until
        self._deployments = deployments
        self._within = within
        self._options = options
        self._poller = Poller(self._list, within)

    def run(self, on_update: OnUpdate[DeploymentState] | None, progress: bool) -> None:
        """Look until every deployment has reached the goal or can't any more.

        Raises:
            ExceptionGroup: One or more could not, or not in time.
        """
        with ExitStack() as stack:
            stack.enter_context(continued(self._continuation))
            lines = {one: stack.enter_context(shown(aim.name, aim.usual, progress)) for one, aim in self._aims.items()}
            while self._pending:
                self._round(on_update, lines)
        if self.errors:
            raise self._group()

    def _round(self, on_update: OnUpdate[DeploymentState] | None, lines: Mapping[str, Line]) -> None:
        rows = self._next_rows()
        if rows is None:
            self.errors.update(self._timeouts())
            raise self._group()
        health = self._read_health(rows)
        for one in list(self._pending):
            try:
                seen = self._seen(one, rows.get(one.lower()), health.get(one))
            except SimplismartError as error:
                self._end(one, error)
            else:
                self._take(one, seen, on_update, lines[one])

    def _next_rows(self) -> dict[str, DeploymentSummary] | None:
        try:
            return self._poller.next()
        except SimplismartError as error:
            if self.errors:
                raise self._group(error) from error
            raise

    def _list(self, timeout: float) -> dict[str, DeploymentSummary]:
        rows = self._deployments.list(timeout=timeout, **self._options)
        return {str(row.get("deployment_id")).lower(): row for row in rows if isinstance(row, dict)}

    def _read_health(self, rows: Mapping[str, DeploymentSummary]) -> dict[str, DeploymentState | SimplismartError]:
        """Read the health of the deployments that may be there already, several at once."""
        pending = [(one, rows[one.lower()]) for one in self._pending if one.lower() in rows]
        asked = [(one, row) for one, row in pending if self._aims[one].needs_health(str(row.get("status")))]
        found = each(lambda pair: self._health(*pair), asked)
        return {one: seen for (one, _), seen in zip(asked, found, strict=True)}

    def _health(self, one: str, row: DeploymentSummary) -> DeploymentState | SimplismartError:
        try:
            return self._looks[one].state(row, self._poller.call_timeout)
        except SimplismartError as error:
            return deployment_state(row) if lifecycle.is_transient(error) else error

    def _seen(
        self, one: str, row: DeploymentSummary | None, health: DeploymentState | SimplismartError | None
    ) -> DeploymentState | None:
        if row is None:
            return self._missing(self._aims[one], self.states.get(one))
        if isinstance(health, SimplismartError):
            raise health
        return health or self._looks[one].observed(row)

    def _missing(self, aim: DeploymentAim, last: DeploymentState | None) -> DeploymentState | None:
        from simplismart_api.models import DeploymentSummary

        gone = aim.gone(last or deployment_state(DeploymentSummary({"deployment_id": aim.resource_id})))
        if gone is None and self._poller.elapsed >= lifecycle.NOT_FOUND_GRACE:
            raise vanished(aim, last) if last else not_found(aim.kind, aim.resource_id)
        return gone

    def _take(
        self, one: str, seen: DeploymentState | None, on_update: OnUpdate[DeploymentState] | None, line: Line
    ) -> None:
        if seen is None:
            return
        aim, previous = self._aims[one], self.states.get(one)
        self.states[one] = seen
        phase = aim.phase(seen)
        if phase != "going":
            self._end(one, failed(aim, seen) if phase == "failed" else None)
        report(aim, previous, seen, on_update, line)

    def _end(self, one: str, error: Exception | None) -> None:
        del self._pending[one]
        if error is not None:
            self.errors[one] = error

    def _timeouts(self) -> Iterator[tuple[str, Exception]]:
        for one in self._pending:
            error = timed_out(self._aims[one], self.states.get(one), self._within.timeout)
            error.__cause__ = self._poller.error
            yield one, error

    def _group(self, *more: Exception) -> ExceptionGroup[Any]:
        found = [*(self.errors[one] for one in self._aims if one in self.errors), *more]
        return ExceptionGroup(f"{len(found)} of {len(self._aims)} deployments are not {self._until}", found)

    def _continuation(self) -> str:
        if not self._pending:
            return ""
        call = f"client.deployments.wait_for_all({list(self._pending)!r}, until={self._until!r})"
        return f"The deployments were left as they are. To go on waiting for the others: {call}"
