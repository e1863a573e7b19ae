"""Brings the answers that have several shapes into the one that is documented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .exceptions import no_results, not_found

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
    results = model_repo_page(answer, 0, 1).get("results")
    for repo in results if isinstance(results, list) else ():
        if isinstance(repo, dict) and str(repo.get("uuid")).lower() == model_id.lower():
            found: ModelRepo = repo  # type: ignore[assignment]
            return found
    raise not_found("model repo", model_id)


def matching(deployments: list[DeploymentSummary], status: str | None) -> list[DeploymentSummary]:
    """Return the deployments of a status, all if there is none; ``FAILED`` also matches ``FAILED_…``."""
    return deployments if status is None else [item for item in deployments if _has_status(item, status)]


def _has_status(item: Mapping[str, Any], status: str) -> bool:
    found = str(item.get("status", "")).upper() if isinstance(item, Mapping) else ""
    return found == status or found.startswith(f"{status}_")


def with_deployment_id(created: CreatedDeployment, known: str | None = None) -> CreatedDeployment:
    """Return the answer of a create with ``deployment_id`` in it, wherever the API put the id."""
    found = created.get("deployment_id") or created.get("uuid") or created.get("id") or known
    if found and created.get("deployment_id") != found:
        created["deployment_id"] = found
    return created


def is_named(item: object, name: str, field: str = "name") -> bool:
    """Tell whether an item of a list has exactly this name and is not deleted."""
    return isinstance(item, Mapping) and item.get(field) == name and str(item.get("status")).upper() != "DELETED"


def results(page: Mapping[str, Any] | list[Any]) -> list[Any]:
    """Return the items of a page, or of a whole list.

    Raises:
        InvalidResponseError: The page has no list of results.
    """
    found = page if isinstance(page, list) else page.get("results")
    if not isinstance(found, list):
        raise no_results(page)
    return found


def restart_target(
    detail: Mapping[str, Any], org_id: str | None, namespace: str | None
) -> tuple[str | None, str | None]:
    """Return organisation and namespace of a restart, filled in from the deployment's detail."""
    own = detail.get("org")
    org = org_id or (own if isinstance(own, str) else None)
    return org, namespace or detail.get("namespace") or detail.get("slug")
