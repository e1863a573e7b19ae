"""Usage, from what ran on the clock."""

from decimal import Decimal

import pytest

BODY = {
    "plan_type": "private",
    "start_time": "2026-03-02T11:00:00Z",
    "end_time": "2026-03-03T11:00:00Z",
    "window_size": "HOUR",
}


@pytest.fixture
def api(make_api):
    """An emulator where an hour costs 2.50."""
    return make_api(hourly_price="2.50")


def usage(api, **fields):
    """Return the usage of a day."""
    return api.post("/usage/stats/", BODY | fields)


def run(api, seconds=3600, **fields):
    """Let a deployment run so long, and stop it."""
    deployment = api.deploy(**fields)
    api.emulator.advance(240 + seconds)
    api.post(f"/deployments/{deployment}/startstop/", {"action": "stop"})
    return deployment


def test_nothing_ran(api):
    """Then there is nothing to pay."""
    assert {"total_cost": "0", "currency": "USD", "items": []} == usage(api)


def test_a_deployment_is_paid_by_the_hour_that_it_was_up(api):
    """Deploying and being stopped cost nothing; each replica counts."""
    deployment = run(api, 3600, min_pod_replicas=2)
    api.emulator.advance(7200)
    stats = usage(api)
    (item,) = stats["items"]
    assert ("5.00000000", "USD") == (stats["total_cost"], stats["currency"])
    assert (deployment, "nvidia-h100", "2.50", "2.000000") == (
        item["source"],
        item["feature_id"],
        item["unit_price"],
        item["total_usage"],
    )


def test_points_stand_in_windows_from_the_start(api):
    """Up from 11:56:16.925151 to 12:56:16.925151: two windows of an hour, whose sums are the totals."""
    run(api)
    stats = usage(api)
    (item,) = stats["items"]
    points = item["points"]
    assert ["2026-03-02T11:00:00.000000Z", "2026-03-02T12:00:00.000000Z"] == [point["timestamp"] for point in points]
    assert ["0.061965", "0.938035"] == [point["usage"] for point in points]
    assert Decimal(item["total_usage"]) == sum(Decimal(point["usage"]) for point in points)
    assert Decimal(stats["total_cost"]) == sum(Decimal(point["cost"]) for point in points)
    assert (2, [1, 1]) == (item["event_count"], [point["event_count"] for point in points])


@pytest.mark.parametrize(("window", "count"), [("MINUTE", 61), ("15MIN", 5), ("DAY", 1), ("WEEK", 1)])
def test_windows(api, window, count):
    """Of any size."""
    run(api)
    assert count == len(usage(api, window_size=window)["items"][0]["points"])


def test_only_the_period_counts(api):
    """What ran before and after is not in it; nor is the future."""
    api.deploy()
    api.emulator.advance(240 + 3600)
    day = usage(api)["items"][0]["total_usage"]
    half = usage(api, start_time="2026-03-02T12:00:00+00:00", end_time="2026-03-02T12:30:00+00:00")
    assert ("1.000000", "0.500000") == (day, half["items"][0]["total_usage"])
    assert [] == usage(api, end_time="2026-03-02T11:30:00Z")["items"]


def test_a_change_of_replicas_counts_from_then_on(api):
    """One replica for an hour, three for another, none for a third."""
    deployment = api.deploy(max_pod_replicas=5)
    api.emulator.advance(240 + 3600)
    path = f"/deployments/{deployment}/update-replicas/"
    api.post(path, {"min_replicas": 3, "max_replicas": 5})
    api.emulator.advance(3600)
    cron = [{"timezone": "UTC", "start": "0 8 * * *", "end": "0 20 * * *"}]
    api.post(path, {"min_replicas": 0, "max_replicas": 5, "cronScaling": cron})
    api.emulator.advance(3600)
    assert "4.000000" == usage(api)["items"][0]["total_usage"]


def test_grouping(api):
    """By deployment, which is the default, or by accelerator."""
    first, second = run(api), run(api, name="other")
    run(api, name="small", gpu_id="nvidia-l4")
    pairs = [(first, "nvidia-h100"), (second, "nvidia-h100")]
    by_deployment = usage(api, group_by=["source", "feature_id"])
    assert pairs == [(item["source"], item["feature_id"]) for item in by_deployment["items"]][:2]
    assert by_deployment == usage(api)
    by_accelerator = usage(api, group_by=["feature_id"])
    assert [(None, "nvidia-h100", "2.000000"), (None, "nvidia-l4", "1.000000")] == [
        (item["source"], item["feature_id"], item["total_usage"]) for item in by_accelerator["items"]
    ]
    assert Decimal(by_deployment["total_cost"]) == Decimal(by_accelerator["total_cost"])


def test_filters_of_deployments(api):
    """By id, by slug and by status."""
    deployment = run(api)
    run(api, name="other")
    slug = api.detail(deployment)["slug"]
    for filters in ({"deployment_ids": [deployment]}, {"deployment_slugs": [slug, "x"]}):
        assert [deployment] == [item["source"] for item in usage(api, **filters)["items"]]
    assert 2 == len(usage(api, statuses=["STOPPED"])["items"])
    assert [] == usage(api, statuses=["DEPLOYED"])["items"]


def test_a_compile_is_paid_while_it_runs(api):
    """On as many accelerators as it was given."""
    repo = api.compile(accelerator_count=4)
    api.compile("other")
    api.emulator.add_model_repo()
    api.emulator.advance(36_000)
    stats = usage(api, plan_type="compilation", model_repo_ids=[repo["uuid"]])
    (item,) = stats["items"]
    assert (repo["uuid"], "nvidia-h100", "compilation_hours") == (
        item["source"],
        item["feature_id"],
        item["event_name"],
    )
    assert Decimal(25 * 4) / 60 - Decimal(item["total_usage"]) < Decimal("0.00001")
    assert 2 == len(usage(api, plan_type="compilation")["items"])
    assert 1 == len(usage(api, plan_type="compilation", model_repo_names=["other"])["items"])


@pytest.mark.parametrize("plan", ["shared", "byoc", "reserved", "training"])
def test_other_plans_have_no_usage(api, plan):
    """The emulator does not run them, nor do they count as private ones."""
    repo = api.emulator.add_model_repo()["uuid"]
    api.post("/deployments/model-deployments/", {"model_repo": repo, "name": "byoc"})
    api.emulator.advance(3600)
    assert [] == usage(api, plan_type=plan)["items"] == usage(api)["items"]


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"start_time": "yesterday"}, {"start_time": ["Must be an ISO 8601 time."]}),
        ({"end_time": "2026-03-03T11:00:00"}, {"end_time": ["Must have an offset from UTC."]}),
        ({"end_time": "2026-03-02T11:00:00Z"}, {"end_time": ["Must be after start_time."]}),
        ({"deployment_ids": []}, {"deployment_ids": ["Must have at least 1 items."]}),
        ({"model_names": ["x"]}, {"model_names": ["Only for the plan types shared."]}),
        (
            {"plan_type": "byoc", "group_by": ["feature_id"]},
            {"group_by": ["Only for the plan types private, reserved."]},
        ),
    ],
)
def test_what_is_refused(api, fields, problems):
    """Times that cannot be read, and filters of another plan."""
    assert problems == api.refused("POST", "/usage/stats/", BODY | fields)
