# Generated from openapi.yaml by `make generate`; do not edit.
"""What usage to sum up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from .usage_stats_params_group_by_item import UsageStatsParamsGroupByItem
    from .usage_stats_params_plan_type import UsageStatsParamsPlanType
    from .usage_stats_params_window_size import UsageStatsParamsWindowSize


class UsageStatsParams(TypedDict, total=False):
    """What usage to sum up. The deployment filters are for private, byoc and reserved; model_names
    for shared; the training filters for training; the model repo filters for compilation;
    group_by for private and reserved. Grouped by deployment it is `["source", "feature_id"]`, by
    accelerator `["feature_id"]`.
    """

    plan_type: Required[UsageStatsParamsPlanType]

    start_time: Required[str]
    """ISO 8601, with an offset."""

    end_time: Required[str]
    """ISO 8601, with an offset; after the start."""

    window_size: Required[UsageStatsParamsWindowSize]

    workspace_id: str

    deployment_ids: list[str]

    deployment_slugs: list[str]

    model_names: list[str]

    training_job_ids: list[str]

    training_job_names: list[str]

    model_repo_ids: list[str]

    model_repo_names: list[str]

    statuses: list[str]

    group_by: list[UsageStatsParamsGroupByItem]
