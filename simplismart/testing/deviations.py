"""Answers that openapi.yaml does not know: what a program, or a check of the contract, may meet one day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from .answers import Answer, answer

__all__ = ["DEVIATIONS", "Deviation", "deviation", "only"]

Deviation = Callable[[str, Answer], Answer]
"""Takes the operation's id and the right answer, and returns the one that is sent."""

IDS = frozenset({"uuid", "deployment_id"})


def only(operation: str, deviation: Deviation) -> Deviation:
    """Return a deviation that leaves all operations but one alone."""
    return lambda called, right: deviation(called, right) if called == operation else right


def deviation(name: str, operations: Iterable[str]) -> Deviation:
    """Return the deviation of a name such as ``new-field``, or ``new-field@list_secrets`` for one operation.

    Raises:
        ValueError: There is no such deviation, or no such operation among ``operations``.
    """
    kind, _, operation = name.partition("@")
    if kind not in DEVIATIONS:
        raise ValueError(f"no deviation {kind!r}; there are {', '.join(DEVIATIONS)}")
    if "@" in name and operation not in operations:
        raise ValueError(f"no operation {operation!r} in the OpenAPI document")
    return only(operation, DEVIATIONS[kind]) if operation else DEVIATIONS[kind]


def _in_json(change: Callable[[Any], Any], operation: str, right: Answer) -> Answer:
    if right.status >= 300 or not right.body:
        return right
    return right._replace(body=json.dumps(change(right.json())).encode())


def _in_records(change: Callable[[dict[str, Any]], dict[str, Any]], operation: str, right: Answer) -> Answer:
    return _in_json(partial(_each_record, change), operation, right)


def _each_record(change: Callable[[dict[str, Any]], dict[str, Any]], value: Any) -> Any:
    if isinstance(value, list):
        return [_each_record(change, item) for item in value]
    if not isinstance(value, dict):
        return value
    inside = {key: _each_record(change, item) for key, item in value.items()}
    return change(inside) if IDS & inside.keys() else inside


def _drop(name: str, record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != name}


def _rename(old: str, new: str, record: dict[str, Any]) -> dict[str, Any]:
    return {new if key == old else key: value for key, value in record.items()}


def _put(name: str, value: Any, record: dict[str, Any]) -> dict[str, Any]:
    return {**record, name: value} if name in record else record


def _wrap(value: Any) -> Any:
    return {"items": value} if isinstance(value, list) else value


def _other_status(operation: str, right: Answer) -> Answer:
    return right._replace(status=203) if right.status == 200 else right


def _other_media_type(operation: str, right: Answer) -> Answer:
    return right._replace(headers={**right.headers, "Content-Type": "text/plain"}) if right.body else right


def _login_page(operation: str, right: Answer) -> Answer:
    return answer(200, "<!DOCTYPE html><title>Log in</title>") if right.status < 300 else right


def _gone(operation: str, right: Answer) -> Answer:
    return answer(404, {"detail": "Not found."})


def _moved(operation: str, right: Answer) -> Answer:
    return answer(301, None, {"Location": "/v2/"})


def _other_error(operation: str, right: Answer) -> Answer:
    if right.status < 400:
        return right
    return answer(right.status, {"errors": [{"code": right.status}]}, right.headers)


DEVIATIONS: Mapping[str, Deviation] = {
    "new-field": partial(_in_records, lambda record: {**record, "tier": "standard"}),
    "missing-field": partial(_in_records, partial(_drop, "name")),
    "renamed-field": partial(_in_records, partial(_rename, "status", "state")),
    "new-enum-value": partial(_in_records, partial(_put, "status", "HIBERNATED")),
    "null-field": partial(_in_records, partial(_put, "name", None)),
    "changed-type": partial(_in_records, partial(_put, "name", {"en": "name"})),
    "changed-format": partial(_in_records, partial(_put, "created_at", "yesterday")),
    "wrapped-list": partial(_in_json, _wrap),
    "undocumented-status": _other_status,
    "wrong-media-type": _other_media_type,
    "not-json": _login_page,
    "removed-path": _gone,
    "moved-path": _moved,
    "changed-error": _other_error,
}
"""The named deviations; each leaves alone what it does not fit."""
