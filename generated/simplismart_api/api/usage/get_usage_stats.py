# Generated from openapi.yaml by `make generate`; do not edit.
"""``POST /usage/stats/``"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...models.usage_stats import UsageStats
from ...types import Request, as_object

if TYPE_CHECKING:
    from ...models.usage_stats_params import UsageStatsParams

_decode = as_object(UsageStats.adopt)


def build(*, body: UsageStatsParams) -> Request[UsageStats]:
    """Get usage and cost over a span of time.

    Operation: ``POST /usage/stats/``

    Args:
        body: What usage to sum up. The deployment filters are for private, byoc and reserved;
            model_names for shared; the training filters for training; the model repo filters for
            compilation; group_by for private and reserved. Grouped by deployment it is `["source",
            "feature_id"]`, by accelerator `["feature_id"]`.

    Returns:
        The request; its decoded answer is ``UsageStats``. The usage.
    """
    return Request(
        operation="get_usage_stats",
        method="POST",
        path="/usage/stats/",
        query=(),
        json=body,
        decode=_decode,
        idempotent=False,
    )
