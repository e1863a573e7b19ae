"""Payload of the usage statistics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

import attrs
from attrs.converters import optional
from dateutil.parser import isoparse

from ..exceptions import Problem
from ._payload import (
    Check,
    Payload,
    Rule,
    identifier,
    identify,
    identify_all,
    items,
    one_of,
    shown,
    strip,
    text,
)

PlanType: TypeAlias = Literal["shared", "private", "byoc", "reserved", "training", "compilation"]
WindowSize: TypeAlias = Literal["MINUTE", "15MIN", "30MIN", "HOUR", "3HOUR", "6HOUR", "12HOUR", "DAY", "WEEK"]
GroupBy: TypeAlias = Literal["deployment", "accelerator"]

GROUPINGS: Mapping[str, Sequence[str]] = {
    "deployment": ("source", "feature_id"),
    "accelerator": ("feature_id",),
}
GROUPED_PLANS = ("private", "reserved")
FILTER_PLANS: Mapping[str, Sequence[str]] = {
    "deployment_ids": ("private", "byoc", "reserved"),
    "deployment_slugs": ("private", "byoc", "reserved"),
    "model_names": ("shared",),
    "training_job_ids": ("training",),
    "training_job_names": ("training",),
    "model_repo_ids": ("compilation",),
    "model_repo_names": ("compilation",),
}
INSTANT = "must be ISO 8601 with an offset, such as 2026-01-31T00:00:00Z, an aware datetime, or a date"


def _instant(value: str | date) -> str:
    if isinstance(value, datetime):
        return value if value.utcoffset() is None else value.isoformat()  # type: ignore[return-value]
    return f"{value.isoformat()}T00:00:00+00:00" if isinstance(value, date) else strip(value)


def _instant_problems(value: Any) -> Iterator[Problem]:
    if isinstance(value, datetime):
        yield Problem("", f"{INSTANT}; add an offset with .replace(tzinfo=datetime.UTC)", shown(value))
        return
    try:
        parsed = isoparse(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        parsed = None
    if parsed is None:
        yield Problem("", INSTANT, shown(value))
    elif parsed.tzinfo is None:
        yield Problem("", f"{INSTANT}; append Z if it is UTC", shown(value))


def _distinct(values: Sequence[str | UUID]) -> list[str]:
    texts: list[str] = identify_all(values)
    if not isinstance(texts, list) or not all(isinstance(value, str) for value in texts):
        return texts
    return [value for value in dict.fromkeys(texts) if value]


def _grouping(value: GroupBy) -> GroupBy:
    if not isinstance(value, (list, tuple)):
        return value
    matching: Any = (name for name, keys in GROUPINGS.items() if list(keys) == list(value))
    return next(matching, value)


def _for_plans(name: str, plans: Sequence[str], given: str) -> Problem:
    return Problem(name, f"must only be given for plan_type {', '.join(plans)}", f"plan_type {given}")


instant = Check(_instant_problems)
names = items(text(), 1, allowed="must be a list of texts")


@attrs.define(kw_only=True)
class UsageStatsParams(Payload):
    """What usage to sum up: ``POST /usage/stats/``.

    Args:
        plan_type: ``shared``, ``private``, ``byoc``, ``reserved``, ``training`` or ``compilation``.
        start_time: The start, as ISO 8601 with an offset, an aware ``datetime``, or a ``date``
            (midnight UTC).
        end_time: The end, likewise; after the start.
        window_size: The length of a point: ``MINUTE``, ``15MIN``, ``30MIN``, ``HOUR``, ``3HOUR``,
            ``6HOUR``, ``12HOUR``, ``DAY`` or ``WEEK``.
        workspace_id: Only this workspace.
        deployment_ids: Only these deployments; for private, byoc and reserved.
        deployment_slugs: Only the deployments of these slugs; for private, byoc and reserved.
        model_names: Only these models; for shared.
        training_job_ids: Only these training jobs; for training.
        training_job_names: Only the training jobs of these names; for training.
        model_repo_ids: Only these model repos; for compilation.
        model_repo_names: Only the model repos of these names; for compilation.
        statuses: Only these statuses.
        group_by: ``deployment`` or ``accelerator``, for private and reserved. A filter by
            deployment excludes ``accelerator``. Without it reserved is grouped by accelerator, with
            a filter by deployment by deployment.

    The values of a filter are trimmed and each is sent once.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem. A filter that
            comes out empty is wrong, because without it the usage of the whole account would be
            asked for.
    """

    plan_type: PlanType = attrs.field(
        validator=one_of("shared", "private", "byoc", "reserved", "training", "compilation")
    )
    start_time: str = attrs.field(converter=_instant, validator=instant)
    end_time: str = attrs.field(converter=_instant, validator=instant)
    window_size: WindowSize = attrs.field(
        validator=one_of("MINUTE", "15MIN", "30MIN", "HOUR", "3HOUR", "6HOUR", "12HOUR", "DAY", "WEEK")
    )
    workspace_id: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)
    deployment_ids: list[str] | None = attrs.field(default=None, converter=optional(_distinct), validator=names)
    deployment_slugs: list[str] | None = attrs.field(default=None, converter=optional(_distinct), validator=names)
    model_names: list[str] | None = attrs.field(default=None, converter=optional(_distinct), validator=names)
    training_job_ids: list[str] | None = attrs.field(default=None, converter=optional(_distinct), validator=names)
    training_job_names: list[str] | None = attrs.field(default=None, converter=optional(_distinct), validator=names)
    model_repo_ids: list[str] | None = attrs.field(default=None, converter=optional(_distinct), validator=names)
    model_repo_names: list[str] | None = attrs.field(default=None, converter=optional(_distinct), validator=names)
    statuses: list[str] | None = attrs.field(default=None, converter=optional(_distinct), validator=names)
    group_by: GroupBy | None = attrs.field(default=None, converter=optional(_grouping), validator=one_of(*GROUPINGS))

    def _wire(self) -> dict[str, Any]:
        body = super()._wire()
        group_by = self.group_by or self._default_grouping()
        return {**body, "group_by": list(GROUPINGS[group_by])} if group_by else body

    def _default_grouping(self) -> GroupBy | None:
        if self.plan_type != "reserved":
            return None
        return "deployment" if self._deployment_filters() else "accelerator"

    def _deployment_filters(self) -> list[str]:
        return [name for name in ("deployment_ids", "deployment_slugs") if getattr(self, name) is not None]

    def _rules(self) -> Sequence[Rule]:
        return (
            self._end_after_start,
            self._filters_of_plan,
            self._group_of_plan,
            self._group_and_filters,
        )

    def _end_after_start(self) -> Iterator[Problem]:
        if isoparse(self.end_time) <= isoparse(self.start_time):
            yield Problem("end_time", f"must be after start_time ({self.start_time})", shown(self.end_time))

    def _filters_of_plan(self) -> Iterator[Problem]:
        for name, plans in FILTER_PLANS.items():
            if self.plan_type not in plans and getattr(self, name, None) is not None:
                yield _for_plans(name, plans, self.plan_type)

    def _group_of_plan(self) -> Iterator[Problem]:
        if self.group_by is not None and self.plan_type not in GROUPED_PLANS:
            yield _for_plans("group_by", GROUPED_PLANS, self.plan_type)

    def _group_and_filters(self) -> Iterator[Problem]:
        if self.group_by == "accelerator" and (filters := self._deployment_filters()):
            yield Problem(
                "group_by",
                f"must be deployment together with {' and '.join(filters)}",
                "'accelerator'",
            )
