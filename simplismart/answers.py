"""Brings the answers that have several shapes into the one that is documented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .exceptions import not_found

if TYPE_CHECKING:
    from simplismart_api.models import CreatedDeployment, DeploymentSummary, ModelRepo, ModelRepoPage


def model_repo_page(answer: ModelRepoPage | list[ModelRepo] | ModelRepo, offset: int, count: int) -> ModelRepoPage:
    """Return a page, whether the API answered a page, an array or one object."""
    from simplismart_api.models import ModelRepoPage

    if isinstance(answer, ModelRepoPage):
        return answer
    results = answer if isinstance(answer, list) else [answer]
    return ModelRepoPage({"limit": count, "offset": offset, "count": offset + len(results), "results": results})


def one_model_repo(answer: ModelRepoPage | list[ModelRepo] | ModelRepo, model_id: str) -> ModelRepo:
    """Return the model repo that was asked for.

    Raises:
        NotFoundError: The answer does not hold it.
    """
    for repo in model_repo_page(answer, 0, 1)["results"]:
        if isinstance(repo, dict) and repo.get("uuid") == model_id:
            found: ModelRepo = repo  # type: ignore[assignment]
            return found
    raise not_found("model repo", model_id)


def matching(deployments: Iterable[DeploymentSummary], status: str | None) -> list[DeploymentSummary]:
    """Return the deployments of a status; ``FAILED`` also matches ``FAILED_…``."""
    return [item for item in deployments if status is None or _has_status(item, status)]


def _has_status(item: Mapping[str, Any], status: str) -> bool:
    found = str(item.get("status", "")).upper()
    return found == status or found.startswith(f"{status}_")


def with_deployment_id(created: CreatedDeployment, known: str | None = None) -> CreatedDeployment:
    """Return the answer of a create with ``deployment_id`` in it, wherever the API put the id."""
    found = created.get("deployment_id") or created.get("uuid") or created.get("id") or known
    if found and created.get("deployment_id") != found:
        created["deployment_id"] = found
    return created


def id_of_name(deployments: Iterable[DeploymentSummary], name: str) -> str | None:
    """Return the id of the deployment of a name, or None."""
    for item in deployments:
        if item.get("deployment_name") == name:
            found: str | None = item.get("deployment_id")
            return found
    return None


def restart_target(
    detail: Mapping[str, Any], org_id: str | None, namespace: str | None
) -> tuple[str | None, str | None]:
    """Return organisation and namespace of a restart, filled in from the deployment's detail."""
    own = detail.get("org")
    org = org_id or (own if isinstance(own, str) else None)
    return org, namespace or detail.get("namespace") or detail.get("slug")
