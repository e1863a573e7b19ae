"""Records cassettes from the live API: reads, and, if that is asked for, a cycle that deletes whatever it makes.

Nothing that could tell of the account is written down, see ``contract.scrubbing.AllowList``.
"""

from __future__ import annotations

import secrets
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from simplismart import AuthenticationError, Simplismart, SimplismartError

from ..requests import default_spec
from .cleanup import DEPLOYMENT, MODEL_REPO, NETWORK_VOLUME, Cleanup, Kind
from .files import CassetteError, Label, recording
from .scrubbing import AllowList, Scrubber

__all__ = ["READS", "NotAllowedError", "Run", "Target", "cycle", "new_name", "plan", "reads"]

ONLY_ASK = frozenset({"get_usage_stats", "get_model_repo_profiles"})
ANSWERS_CREDENTIALS = frozenset({"get_secret"})
GETS = frozenset(name for name, operation in default_spec().operations.items() if operation.method == "GET")
READS = (GETS | ONLY_ASK) - ANSWERS_CREDENTIALS
PREFIX = "sdk-recording-"
PUBLIC_IMAGE = {"registry_path": "library/hello-world", "docker_tag": "latest"}
PUBLIC_MODEL = "meta-llama/Llama-3.2-1B-Instruct"
CREATES = frozenset({"create_model_repo", "create_network_volume", "create_deployment"})
LONGEST_WAIT = 300.0


class NotAllowedError(RuntimeError):
    """A request was about to be sent that this run may not send; it was not."""


class Target(NamedTuple):
    """Where a run records from, where to, and as what it counts."""

    base_url: str
    org_id: str
    folder: Path
    origin: str


class Run:
    """One run: calls that are recorded, one cassette for each method, with the same stand-ins in all of them.

    A call that fails is noted, and the run goes on.

    Args:
        client: A client of the server.
        target: Where from and where to.
        say: Called with a line on each call.

    Attributes:
        results: What the methods returned that there is a cassette of.
        failed: The methods that failed.
        say: The function that was given.
    """

    def __init__(self, client: Simplismart, target: Target, say: Callable[[str], object] = print) -> None:
        self.client = client
        self.results: dict[str, Any] = {}
        self.failed: list[str] = []
        self._target = target
        self.say = say
        self._scrubber = Scrubber(target.base_url, AllowList())
        self._allowed = READS
        self._own: set[str] = set()
        self._today = datetime.now(UTC).date().isoformat()

    def allow_creates(self) -> None:
        """Allow this run to make things."""
        self._allowed |= CREATES

    def own(self, identifier: str) -> None:
        """Allow writes to something that this run made."""
        self._own.add(identifier)

    def record(self, method: str, **arguments: Any) -> Any:
        """Call a method, record it, and return what it returned; None if it failed.

        Raises:
            AuthenticationError: The token was refused, so that nothing else would go well either.
            NotAllowedError: The call is a write, to something that this run did not make.
        """
        try:
            with recording(self._path(method), self._label(method, arguments), self._scrubber, self._guard):
                result = getattr(self.client, method)(**arguments)
        except AuthenticationError:
            raise
        except (SimplismartError, CassetteError) as error:
            self.say(f"{method}: FAILED: {type(error).__name__}: {error}")
            self.failed.append(method)
            return None
        self.say(f"{method}: recorded")
        self.results[method] = result
        return result

    def skip(self, method: str, reason: str) -> None:
        """Note that a method is not called."""
        if method not in self.results:
            self.say(f"{method}: skipped: {reason}")

    def _path(self, method: str) -> Path:
        return self._target.folder / f"{method}.yaml"

    def _label(self, method: str, arguments: Mapping[str, Any]) -> Label:
        written = self._scrubber.arguments(method, {"org_id": self._target.org_id, **arguments})
        org_id = written.pop("org_id")
        return Label(self._target.origin, org_id, method, arguments=written, recorded=self._today)

    def _guard(self, request: Any) -> None:
        url = urlsplit(request.uri)
        path = url.path.removeprefix(urlsplit(self._target.base_url).path)
        operation = default_spec().operation(request.method, path)
        own = {*path.split("/"), *parse_qs(url.query).get("model_id", ())} & self._own
        if operation is None or (operation.id not in self._allowed and not own):
            what = operation.id if operation else f"{request.method} {path}"
            raise NotAllowedError(f"{what} would change what this run did not make; it was not sent")


def plan(name: str | None, gpu: str | None) -> str:
    """Return what a run will do.

    Args:
        name: The name of what it will make; None if it only reads.
        gpu: The GPU of the deployment that it will make; None for no deployment.
    """
    lines = ["It reads lists and the first thing of each list; no secret is opened."]
    if name:
        image = ":".join(PUBLIC_IMAGE.values())
        lines += [
            "It also makes, changes, and deletes at the end, whatever happens:",
            f"  a model repo {name} (the public image {image}, no GPU)",
            f"  a network volume {name} (1 Gi, then 2)",
        ]
        lines += [f"  a deployment {name} (one {gpu}, for some minutes, which COSTS MONEY)"] if gpu else []
        lines += ["It makes no secret, since the API documents no way to delete one, and compiles nothing."]
    return "\n".join(lines)


def new_name() -> str:
    """Return a name that nothing has, and that says where it comes from and since when."""
    return f"{PREFIX}{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def reads(run: Run) -> None:
    """Record what can be read."""
    repos = run.record("list_model_repos", params={"count": 5})
    _read_model_repo(run, _first(repos, "uuid"))
    run.record("get_model_repo_profiles", payload={"type": "hf", "path": PUBLIC_MODEL})
    run.record("list_model_deployments")
    _read_deployment(run, _first(run.record("list_deployments"), "deployment_id"))
    run.record("list_secrets")
    run.record("list_secret_configs")
    volumes = run.record("list_network_volumes")
    _read_network_volume(run, _first(volumes, "uuid"))
    _read(run, "list_network_volumes_by_cluster", cluster_id=_first(volumes, "cluster_id"))
    _read(run, "list_network_volume_zones", region_code=_code(run.record("list_network_volume_regions")))
    run.record("list_network_volume_filters")
    run.record("get_usage_stats", params=_yesterday())


def cycle(run: Run, name: str, gpu: str | None) -> list[str]:
    """Record what makes, changes and deletes things, on things that are made for it.

    Args:
        run: The run.
        name: The name of what is made.
        gpu: The GPU of the deployment to make; None for no deployment.

    Returns:
        What could not be deleted again.
    """
    run.allow_creates()
    with _ended_by_sigterm(), Cleanup(run.client, run.say) as cleanup:
        repo = _make(run, cleanup, MODEL_REPO, "create_model_repo", _container(name))
        if repo is not None:
            _read_model_repo(run, repo)
        if repo is not None and gpu:
            _deployment(run, cleanup, _one_replica(name, repo, gpu))
        _network_volume(run, cleanup, name)
        if repo is not None:
            run.record("delete_model_repo", model_id=repo)
    return cleanup.left


def _make(run: Run, cleanup: Cleanup, kind: Kind, method: str, payload: dict[str, Any]) -> str | None:
    made = cleanup.will_make(kind, payload["name"])
    result = run.record(method, payload=payload)
    identifier = result and result.get(kind.id_field)
    if not identifier:
        return None
    made.settled = True
    run.own(str(identifier))
    return str(identifier)


def _deployment(run: Run, cleanup: Cleanup, payload: dict[str, Any]) -> None:
    deployment = _make(run, cleanup, DEPLOYMENT, "create_deployment", payload)
    if deployment is None:
        return
    _read_deployment(run, deployment)
    run.record("update_deployment_autoscaling", deployment_id=deployment, min_replicas=1, max_replicas=1)
    run.record("update_deployment", deployment_id=deployment, payload={"max_pod_replicas": 1})
    for method in ("stop_deployment", "start_deployment", "restart_deployment"):
        run.record(method, deployment_id=deployment)
    if run.record("delete_deployment", deployment_id=deployment):
        with suppress(SimplismartError):
            run.client.deployments.wait_for(deployment, until="deleted", timeout=LONGEST_WAIT)


def _network_volume(run: Run, cleanup: Cleanup, name: str) -> None:
    region = _code(run.results.get("list_network_volume_regions"))
    zone = _code(run.results.get("list_network_volume_zones"))
    if region is None or zone is None:
        run.skip("create_network_volume", "no region and zone are known")
        return
    payload = {"name": name, "region": region, "zone": zone, "size_gi": 1}
    volume = _make(run, cleanup, NETWORK_VOLUME, "create_network_volume", payload)
    if volume is None:
        return
    _read_network_volume(run, volume)
    with suppress(SimplismartError):
        run.client.network_volumes.wait_for(volume, timeout=LONGEST_WAIT)
    run.record("resize_network_volume", volume_id=volume, payload={"size_gi": 2})
    run.record("delete_network_volume", volume_id=volume)


def _read_model_repo(run: Run, identifier: str | None) -> None:
    _read(run, "get_model_repo", model_id=identifier)


def _read_deployment(run: Run, identifier: str | None) -> None:
    for method in ("get_deployment", "get_model_deployment", "fetch_deployment_health"):
        _read(run, method, deployment_id=identifier)


def _read_network_volume(run: Run, identifier: str | None) -> None:
    _read(run, "get_network_volume", volume_id=identifier)


def _read(run: Run, method: str, **arguments: str | None) -> None:
    if None in arguments.values():
        run.skip(method, f"no {next(iter(arguments))} is known")
    elif method not in run.results:
        run.record(method, **arguments)


def _first(listed: Any, field: str) -> str | None:
    """Return a field of the first thing of a list or a page that has it."""
    found = listed.get("results") if isinstance(listed, Mapping) else listed
    items = found if isinstance(found, list) else []
    return next((str(item[field]) for item in items if isinstance(item, Mapping) and item.get(field)), None)


def _code(answer: Any) -> str | None:
    """Return the code of the first region or zone; the shape of these answers is not documented."""
    if isinstance(answer, Mapping):
        answer = next((value for value in answer.values() if isinstance(value, list)), None)
    first = answer[0] if isinstance(answer, list) and answer else None
    if isinstance(first, Mapping):
        first = next((first[key] for key in ("code", "name", "id") if first.get(key)), None)
    return first if isinstance(first, str) else None


def _yesterday() -> dict[str, Any]:
    end = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    start = end - timedelta(days=1)
    span = {"start_time": start.isoformat(), "end_time": end.isoformat()}
    return {"plan_type": "private", "window_size": "DAY", **span}


def _container(name: str) -> dict[str, Any]:
    return {"name": name, "source_type": "docker_hub", "runtime_gpus": 0, **PUBLIC_IMAGE}


def _one_replica(name: str, repo: str, gpu: str) -> dict[str, Any]:
    return {"name": name, "model_repo": repo, "gpu_id": gpu, "min_pod_replicas": 1, "max_pod_replicas": 1}


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM end the block as an exception does, so that what it made is deleted."""

    def end(*_: object) -> None:
        raise SystemExit("ended by SIGTERM")

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
