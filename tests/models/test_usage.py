"""The payload of the usage statistics."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from simplismart.exceptions import ValidationError
from simplismart.models import UsageStatsParams

ID = UUID("0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f")
DAY: dict[str, Any] = {
    "start_time": "2026-01-01T00:00:00Z",
    "end_time": "2026-01-02T00:00:00Z",
    "window_size": "DAY",
}


def fields(**given: Any) -> list[str]:
    """Return the fields that are refused."""
    with pytest.raises(ValidationError) as caught:
        UsageStatsParams(**given)
    return [problem.field for problem in caught.value.problems]


def test_body() -> None:
    """Times are sent as they were given, ids as texts."""
    params = UsageStatsParams(plan_type="shared", **DAY, workspace_id=ID, model_names=["llama"])
    body = {"plan_type": "shared", **DAY, "workspace_id": str(ID), "model_names": ["llama"]}
    assert body == params.to_payload()


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (" 2026-01-01T00:00Z ", "2026-01-01T00:00Z"),
        (date(2026, 1, 1), "2026-01-01T00:00:00+00:00"),
        (
            datetime(2026, 1, 1, 5, 30, tzinfo=timezone(timedelta(hours=5.5))),
            "2026-01-01T05:30:00+05:30",
        ),
    ],
)
def test_times(given: Any, sent: str) -> None:
    """A text, an aware datetime or a date, which is midnight UTC."""
    params = UsageStatsParams(plan_type="shared", **{**DAY, "start_time": given})
    assert sent == params.start_time == params.to_payload()["start_time"]


@pytest.mark.parametrize(
    ("given", "fix"),
    [
        (datetime(2026, 1, 1), "tzinfo=datetime.UTC"),
        ("2026-01-01T00:00:00", "append Z"),
        ("2026-01-01", "append Z"),
        ("yesterday", "such as 2026-01-31T00:00:00Z"),
        ("9999-12-31T24:00Z", "such as"),
        (1767225600, "such as"),
    ],
)
def test_time_without_an_offset_is_refused(given: Any, fix: str) -> None:
    """The problem names what to do."""
    with pytest.raises(ValidationError) as caught:
        UsageStatsParams(plan_type="shared", **{**DAY, "start_time": given})
    ((field, allowed, _),) = caught.value.problems
    assert "start_time" == field
    assert fix in allowed


def test_end_is_after_the_start() -> None:
    """Compared as instants, whatever their offsets."""
    assert ["end_time"] == fields(plan_type="shared", **{**DAY, "end_time": "2026-01-01T01:00+05:30"})


def test_filters_are_trimmed_and_distinct() -> None:
    """Each value is sent once; ids may be UUIDs."""
    params = UsageStatsParams(plan_type="private", **DAY, deployment_ids=[" a", "a ", "", ID], statuses=("x", "y"))
    body = params.to_payload()
    assert (["a", str(ID)], ["x", "y"]) == (body["deployment_ids"], body["statuses"])


@pytest.mark.parametrize("values", [[], [" "], "abc", [1], [["a"]]])
def test_empty_filter_is_refused(values: Any) -> None:
    """Without it the usage of the whole account would be asked for."""
    assert fields(plan_type="private", **DAY, deployment_ids=values)[0].startswith("deployment_ids")


def test_filters_of_other_plans_are_refused() -> None:
    """Each filter and the grouping go with their plans only; all that don't are named."""
    given: Any = {"deployment_slugs": ["a"], "training_job_ids": ["b"], "model_repo_names": ["c"]}
    assert [*given, "group_by"] == fields(plan_type="shared", **DAY, **given, group_by="deployment")
    assert ["model_repo_names"] == fields(plan_type="private", **DAY, model_repo_names=["a"]), (
        "a filter of the plan itself is fine"
    )


@pytest.mark.parametrize(
    ("given", "grouping"),
    [
        ({"plan_type": "private"}, None),
        ({"plan_type": "private", "group_by": "deployment"}, ["source", "feature_id"]),
        ({"plan_type": "private", "group_by": ["source", "feature_id"]}, ["source", "feature_id"]),
        ({"plan_type": "private", "group_by": "accelerator"}, ["feature_id"]),
        ({"plan_type": "reserved"}, ["feature_id"]),
        ({"plan_type": "reserved", "deployment_slugs": ["a"]}, ["source", "feature_id"]),
        ({"plan_type": "byoc", "deployment_ids": ["a"]}, None),
    ],
)
def test_grouping(given: Any, grouping: list[str] | None) -> None:
    """The names stand for lists; reserved has a default of its own."""
    assert grouping == UsageStatsParams(**DAY, **given).to_payload().get("group_by")


@pytest.mark.parametrize("grouping", ["source", ["source"], [["x"]], 1])
def test_other_grouping_is_refused(grouping: Any) -> None:
    """There are two groupings."""
    assert ["group_by"] == fields(plan_type="private", **DAY, group_by=grouping)


def test_deployments_are_not_grouped_by_accelerator() -> None:
    """The filter would be ignored."""
    given: Any = {"deployment_ids": ["a"], "group_by": "accelerator"}
    assert ["group_by"] == fields(plan_type="private", **DAY, **given)
