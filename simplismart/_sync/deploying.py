# Made from simplismart/_async/deploying.py by `make generate`; do not edit.
"""The whole way from a model to a healthy deployment; a later run goes on where an earlier one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from ..deployed import DeployedModel
from ..exceptions import DeployError, SimplismartError, WaitError, deploy_failed, no_id, taken
from ..plans import Plan, is_same_source, source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from simplismart_api.models import ModelRepo

    from ..lifecycle import DeploymentState
    from ..models import ModelRepoCompileCreate, ModelRepoCreate
    from ..options import PollOptions
    from .deployments import Deployments
    from .model_repos import ModelRepos

OnDeployUpdate: TypeAlias = "Callable[[ModelRepo | DeploymentState | None, ModelRepo | DeploymentState], object]"

STOPPED = frozenset({"STOPPED", "SCALED_DOWN"})


def _status(found: Mapping[str, Any]) -> str:
    return str(found.get("status")).upper()


class Waits(TypedDict):
    """How each of the waits is done."""

    timeout: float | None
    poll_interval: float | None
    on_update: OnDeployUpdate | None
    progress: bool


class Deploying:
    """One run of ``client.deploy``: which step it is at, what there is, and what of that it made itself.

    Args:
        model_repos: The model repos.
        deployments: The deployments.
        plan: What to do.
        waits: How to wait.
        options: The options of each call.
    """

    def __init__(
        self,
        model_repos: ModelRepos,
        deployments: Deployments,
        plan: Plan,
        waits: Waits,
        options: PollOptions,
    ) -> None:
        self._model_repos = model_repos
        self._deployments = deployments
        self._plan = plan
        self._waits = waits
        self._options = options
        self._step = "model repo"
        self._repo: ModelRepo | None = None
        self._deployment: Mapping[str, Any] | None = None
        self._deployment_id = ""
        self._made: set[str] = set()

    def run(self, cleanup_on_failure: bool) -> DeployedModel:
        """Return the deployment when it is healthy.

        Raises:
            DeployError: A step failed.
        """
        try:
            return self._run()
        except SimplismartError as error:
            self._see(error)
            failure = deploy_failed(self._step, error, self._repo, self._deployment)
            self._end(failure, cleanup_on_failure)
            raise failure from error
        except Exception as error:
            self._end(error, cleanup_on_failure)
            raise
        except BaseException as error:
            error.add_note(self._state())
            raise

    def _run(self) -> DeployedModel:
        self._repo = self._take_repo()
        self._step = "compile"
        self._repo = self._model_repos.wait_for(self._repo.uuid, **self._waits, **self._options)
        self._step = "deployment"
        self._deployment_id = self._take_deployment(self._repo)
        self._step = "health"
        self._deployment = found = self._deployments.wait_for(
            self._deployment_id, until="healthy", **self._waits, **self._options
        )
        return DeployedModel(found)

    def _take_repo(self) -> ModelRepo:
        wanted = self._plan.repo
        if wanted is None:
            return self._model_repos.get(str(self._plan.repo_id), **self._options)
        self._repo = self._model_repos.find(wanted.name, org_id=wanted.org_id, **self._options)
        if self._repo is None:
            made = self._make_repo(wanted)
            self._made.add("model repo")
            return made
        if not is_same_source(self._repo, wanted):
            but = f"it comes from {self._repo.source_url}, not from {source_of(wanted)}; choose another name"
            raise taken("model repo", wanted.name, but)
        return self._repo

    def _make_repo(self, wanted: ModelRepoCreate | ModelRepoCompileCreate) -> ModelRepo:
        from ..models import ModelRepoCompileCreate

        if isinstance(wanted, ModelRepoCompileCreate):
            return self._model_repos.create_private_compile(wanted, on_unknown="lookup", **self._options)
        return self._model_repos.create(wanted, on_unknown="lookup", **self._options)

    def _take_deployment(self, repo: ModelRepo) -> str:
        wanted = self._plan.deployment_of(repo.uuid, repo.name)
        found = self._deployments.find(wanted.name, **self._options)
        if found is None:
            made = self._deployments.create(wanted, on_unknown="lookup", **self._options)
            self._deployment = made
            self._made.add("deployment")
            if not made.deployment_id:
                raise no_id(wanted.name)
            return made.deployment_id
        self._deployment = found
        self._refuse_another(found, repo, wanted.name)
        if _status(found) in STOPPED:
            self._deployments.start(found.deployment_id, **self._options)
        return found.deployment_id

    def _refuse_another(self, found: Mapping[str, Any], repo: ModelRepo, name: str) -> None:
        served = str(found.get("model_repo_id"))
        if served.lower() != repo.uuid.lower():
            but = f"it serves the model repo {served}, not {repo.uuid}; choose another name"
            raise taken("deployment", name, but)
        if _status(found) == "DELETING":
            raise taken("deployment", name, "it is being deleted; wait until it is gone, or choose another name")

    def _see(self, error: SimplismartError) -> None:
        if not isinstance(error, WaitError) or error.resource is None:
            return
        if self._step == "compile":
            self._repo = error.resource  # type: ignore[assignment]
        else:
            self._deployment = error.resource

    def _end(self, error: Exception, cleanup: bool) -> None:
        if cleanup:
            self._clean_up(error)
        if isinstance(error, DeployError):
            error.model_repo, error.deployment = self._repo, self._deployment
        error.add_note(self._state())

    def _clean_up(self, error: Exception) -> None:
        try:
            self._delete_what_was_made()
        except SimplismartError as failure:
            error.add_note(f"Deleting what this call made failed: {failure}")

    def _delete_what_was_made(self) -> None:
        if "deployment" in self._made and self._deployment_id:
            self._deployments.delete(self._deployment_id, **self._options)
            if "model repo" in self._made:
                self._deployments.wait_for(self._deployment_id, until="deleted", **self._options)
            self._deployment = None
        if "model repo" in self._made and self._repo is not None:
            self._model_repos.delete(self._repo.uuid, **self._options)
            self._repo = None

    def _state(self) -> str:
        """Return what there is, for those who have to go on from there."""
        known = {"model repo": self._repo, "deployment": self._deployment}
        parts = [self._described(kind, found) for kind, found in known.items() if found is not None]
        there = "; ".join(parts) or "nothing that this call knows of"
        return (
            f"The deploy ended at the step {self._step!r}. There is now: {there}. "
            "The same call takes up what is there; what has failed must be deleted first."
        )

    def _described(self, kind: str, found: Mapping[str, Any]) -> str:
        identity = found.get("deployment_id") or found.get("uuid") or "of unknown id"
        origin = "made by this call" if kind in self._made else "found there"
        name = found.get("name") or found.get("deployment_name")
        return f"{kind} {name!r} ({identity}, {found.get('status', 'of unknown status')}), {origin}"
