"""Answers of several shapes become the documented one."""

import pytest
from simplismart_api.models import CreatedDeployment, DeploymentSummary, ModelRepo, ModelRepoPage

from simplismart import InvalidResponseError, NotFoundError
from simplismart.answers import (
    is_named,
    matching,
    model_repo_page,
    one_model_repo,
    restart_target,
    results,
    with_deployment_id,
)

REPO = ModelRepo({"uuid": "6f1a2a47", "name": "llama"})
OTHER = ModelRepo({"uuid": "other", "name": "mistral"})
PAGE = ModelRepoPage({"limit": 5, "offset": 0, "count": 2, "results": [OTHER, REPO]})


def test_a_page_stays_a_page():
    """What the API calls a page is handed on untouched."""
    assert PAGE is model_repo_page(PAGE, 7, 8)


@pytest.mark.parametrize(("answer", "results"), [([OTHER, REPO], [OTHER, REPO]), ([], []), (REPO, [REPO])])
def test_an_array_or_one_object_becomes_a_page(answer, results):
    """The page says what was asked for, and counts what is known to exist."""
    page = model_repo_page(answer, 10, 5)
    assert {"limit": 5, "offset": 10, "count": 10 + len(results), "results": results} == page
    assert (ModelRepoPage, 5) == (type(page), page.limit)


@pytest.mark.parametrize("answer", [PAGE, [OTHER, REPO], REPO, ["odd", None, REPO]])
def test_one_model_repo(answer):
    """The one that was asked for is found in a page, in an array, or as it is."""
    assert REPO is one_model_repo(answer, "6f1a2a47")


def test_one_model_repo_whatever_the_case_of_its_id():
    """A UUID is the same in upper case."""
    assert REPO is one_model_repo(PAGE, "6F1A2A47")


@pytest.mark.parametrize(
    "answer", [[], OTHER, ModelRepoPage({"results": []}), ModelRepoPage({"results": None}), ModelRepoPage({})]
)
def test_a_model_repo_that_is_not_there(answer):
    """An answer without it is a 404, never another one's data."""
    with pytest.raises(NotFoundError, match="No model repo matches 6f1a2a47") as caught:
        one_model_repo(answer, "6f1a2a47")
    assert 404 == caught.value.status_code


STATUSES = ["DEPLOYED", "FAILED", "FAILED_OOM", "FAILEDISH", "failed", "PENDING_FAILED", None]
SUMMARIES = [DeploymentSummary({"status": status}) for status in STATUSES]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, STATUSES),
        ("DEPLOYED", ["DEPLOYED"]),
        ("FAILED", ["FAILED", "FAILED_OOM", "failed"]),
        ("FAILED_OOM", ["FAILED_OOM"]),
        ("STOPPED", []),
    ],
)
def test_matching(status, expected):
    """FAILED also matches FAILED_…, and only whole words match."""
    assert expected == [item["status"] for item in matching(SUMMARIES, status)]


def test_matching_passes_over_what_is_no_deployment():
    """An odd item in the list, or one without a status, matches no status."""
    assert [] == matching(["FAILED", None, DeploymentSummary()], "FAILED")


@pytest.mark.parametrize(
    "created",
    [
        {"deployment_id": "d1"},
        {"deployment_id": "d1", "uuid": "other", "id": 5},
        {"uuid": "d1"},
        {"id": "d1"},
        {"deployment_id": None, "uuid": "", "id": "d1"},
    ],
)
def test_the_id_of_a_created_deployment(created):
    """Wherever the API put the id, it stands in deployment_id; the rest is kept."""
    answer = CreatedDeployment({**created, "name": "llama"})
    assert {**created, "name": "llama", "deployment_id": "d1"} == with_deployment_id(answer)
    assert "d1" == answer.deployment_id


def test_the_id_of_a_created_deployment_that_the_answer_does_not_have():
    """An id that is known from elsewhere is put in; none is not invented."""
    assert {"deployment_id": "known"} == with_deployment_id(CreatedDeployment(), "known")
    assert {} == with_deployment_id(CreatedDeployment())


@pytest.mark.parametrize(("name", "expected"), [("llama", ["d2"]), ("Llama", []), ("x", [])])
def test_is_named(name, expected):
    """A deployment is found by its exact name, unless it is deleted."""
    listed = [
        "odd",
        DeploymentSummary(),
        DeploymentSummary({"deployment_name": "mistral", "deployment_id": "d1"}),
        DeploymentSummary({"deployment_name": "llama", "deployment_id": "d2"}),
        DeploymentSummary({"deployment_name": "llama", "deployment_id": "d3", "status": "Deleted"}),
    ]
    assert expected == [item["deployment_id"] for item in listed if is_named(item, name, "deployment_name")]


@pytest.mark.parametrize("page", [[1], {"results": [1]}])
def test_results_of_a_page_or_a_list(page):
    """The items are found in both shapes."""
    assert [1] == results(page)


@pytest.mark.parametrize("page", [{}, {"results": None}, {"results": {}}])
def test_a_page_without_results_is_no_empty_list(page):
    """A page that lacks its items is an error, which holds the page."""
    with pytest.raises(InvalidResponseError, match="without a list") as caught:
        results(page)
    assert {"raw": page} == caught.value.payload


@pytest.mark.parametrize(
    ("detail", "org", "namespace", "expected"),
    [
        ({"org": "o", "namespace": "n", "slug": "s"}, None, None, ("o", "n")),
        ({"org": "o", "slug": "s"}, None, None, ("o", "s")),
        ({"org": "o", "namespace": "n"}, "mine", "given", ("mine", "given")),
        ({"org": {"uuid": "o"}, "namespace": ""}, None, None, (None, None)),
        ({}, None, None, (None, None)),
    ],
)
def test_restart_target(detail, org, namespace, expected):
    """What the caller gave wins; the deployment's detail fills in the rest, the slug for a missing namespace."""
    assert expected == restart_target(detail, org, namespace)
