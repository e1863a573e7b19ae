"""Emulator against openapi.yaml: schemathesis sends it what the document allows and what it forbids."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import schemathesis
import schemathesis.hooks
import yaml
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from schemathesis import HookContext, Response
from schemathesis.core import NotSet
from schemathesis.core.failures import Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.schemas import BaseSchema

from simplismart.testing import Answer, Emulator
from simplismart.testing._usage import PLANS

from . import OPENAPI

if TYPE_CHECKING:
    from schemathesis import Case

    AnyCase = Case[Any]

__all__ = ["EXCUSES", "Excuse", "Outcome", "World", "fuzz", "walk"]

CASES = 15
WALKS = 40


class Excuse(NamedTuple):
    """A finding that is no fault: of which check, on which operations, every text of the answer, and the reason."""

    check: str
    operations: frozenset[str]
    text: str
    reason: str


REPLICAS = r"The (min|max)imum of replicas .*|A cron window and scale-to-zero .*|The metric queue_length .*"
EXCUSES = (
    Excuse(
        "positive_data_acceptance",
        frozenset({"create_model_repo"}),
        r"No \w+ matches the given id\.",
        "JSON Schema cannot say that a thing of an id exists; what is missing in a body is 400, not 404.",
    ),
    Excuse(
        "positive_data_acceptance",
        frozenset({"create_deployment", "update_deployment_autoscaling"}),
        REPLICAS,
        "JSON Schema cannot compare two fields; openapi.yaml has these rules in words.",
    ),
    Excuse(
        "positive_data_acceptance",
        frozenset({"create_deployment"}),
        r"The keys of a sidecar's secrets must be unique .*",
        "JSON Schema cannot compare two lists; openapi.yaml has this rule in words.",
    ),
    Excuse(
        "positive_data_acceptance",
        frozenset({"create_secret"}),
        r"(server|username|token|password): This field is required\.",
        "What each type of secret needs stands in openapi.yaml in words, as some types were only seen.",
    ),
    Excuse(
        "positive_data_acceptance",
        frozenset({"create_byoc_deployment"}),
        rf"(.+: )?(This field is required\.|Must .*)|No \w+ matches the given id\.|{REPLICAS}",
        "A free object, as its fields were only seen; the emulator refuses what the documented create would.",
    ),
    Excuse(
        "positive_data_acceptance",
        frozenset({"get_usage_stats"}),
        r"Only for the plan types .*|Must be an ISO 8601 time\.|Must have an offset from UTC\.|Must be after .*",
        "JSON Schema cannot compare two fields, nor say ISO 8601; openapi.yaml has these rules in words.",
    ),
    Excuse(
        "use_after_free",
        frozenset({"get_network_volume"}),
        r".*",
        "Deleting takes time: the volume can be read on, with the status deleting, and later deleted.",
    ),
)
UNCHECKED_WALKING: Mapping[str, str] = {
    "positive_data_acceptance": "What is accepted depends on the calls before: a name is taken, a deployment is gone.",
    "ignored_auth": "It is checked on every operation by itself.",
}

ORG = Emulator().org_id
GIVEN: Mapping[str, Any] = {
    "org": ORG,
    "org_id": ORG,
    "model_repo": "repo",
    "source_secret": "secret",
    "lora_secret": "secret",
    "network_volume_id": "volume",
    "data": {"server": "s", "username": "u", "token": "t", "password": "p"},
    "min_pod_replicas": 1,
    "min_replicas": 1,
    "start_time": "2026-03-02T00:00:00Z",
    "end_time": "2026-03-03T00:00:00Z",
}
ADDED: Mapping[str, Mapping[str, Any]] = {
    "create_byoc_deployment": {
        "model_repo": "repo",
        "name": "on-my-cluster",
        "max_pod_replicas": 2,
        "autoscale_config": {"targets": [{"metric": "gpu", "target": 80}]},
    },
}
IDS: Mapping[str, Any] = {
    "model_id": "unused-repo",
    "deployment_id": "deployment",
    "namespace": "deployment-namespace",
    "secret_id": "secret",
    "volume_id": "volume",
    "cluster_id": "cluster",
    "region_code": "region-1",
}
LINKS: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    ("/deployments/private/deploy-model/", "deployment_id", "deployment_id"): (
        "get_model_deployment",
        "fetch_deployment_health",
        "start_stop_deployment",
        "delete_deployment",
    ),
    ("/accounts/secrets/", "secret_id", "uuid"): ("get_secret",),
}


def add_things(emulator: Emulator) -> None:
    """Add one of each thing, under the ids of ``GIVEN`` and ``IDS``."""
    emulator.add_secret(uuid="secret")
    emulator.add_model_repo(uuid="repo")
    emulator.add_model_repo(uuid="unused-repo")
    emulator.add_deployment(uuid="deployment", model_repo="repo", namespace="deployment-namespace")
    emulator.add_network_volume(uuid="volume", cluster_id="cluster", size_gi=1)


class World(Emulator):
    """An emulator that answers every request from the same things, so that no case depends on another.

    Args:
        settings: As for ``Emulator``.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._settings = settings

    def handle(self, *request: Any, **options: Any) -> Answer:
        """Answer one request, and forget what it did."""
        emulator = Emulator(**self._settings)
        add_things(emulator)
        return emulator.handle(*request, **options)


@dataclass
class Outcome:
    """What came of it: how often each operation answered each status, what was checked, excused, and found."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    checks: set[str] = field(default_factory=set)
    excused: Counter[Excuse] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def count(self, operation: str, hundreds: int) -> int:
        """Return how often an operation answered with a status of these hundreds, such as 2 for 2xx."""
        statuses = self.statuses.get(operation, Counter())
        return sum(number for status, number in statuses.items() if status // 100 == hundreds)


def fuzz(emulator: Emulator, operation: str, cases: int = CASES) -> Outcome:
    """Send one operation what the document allows and what it forbids.

    Every check of schemathesis looks at every answer, but for max_response_time, which measures the machine.

    Args:
        emulator: A ``World``, so that each case meets the same things.
        operation: The id of the operation.
        cases: How many random cases there are, besides those that the schema's limits give.
    """
    with emulator.serve() as base_url:
        phases = {"stateful": {"enabled": False}}
        schema = _schema(_document(), {"base-url": base_url, "phases": phases}, cases)
        return _run(schema.include(operation_id=operation), emulator.token, {**GIVEN, **IDS})


def walk(emulator: Emulator, seed: int, walks: int = WALKS) -> Outcome:
    """Call operations one after the other with the ids that the ones before answered, on an emulator that remembers.

    Args:
        emulator: One without things.
        seed: Another number gives other walks.
        walks: How many there are at most, of some steps each.
    """
    add_things(emulator)
    with emulator.serve() as base_url:
        phases = {"enabled": False, "stateful": {"enabled": True}}
        checks = {name: {"enabled": False} for name in UNCHECKED_WALKING}
        options = {"base-url": base_url, "phases": phases, "checks": checks, "seed": seed}
        schema = _schema(_linked(_document()), options, walks, mode="positive")
        return _run(schema, emulator.token, GIVEN)


@cache
def _text() -> str:
    return json.dumps(yaml.safe_load(OPENAPI.read_text("utf-8")))


def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_text())
    return document


def _linked(document: dict[str, Any]) -> dict[str, Any]:
    """Say whose ids some answers hold, where schemathesis does not see it by itself."""
    for (path, parameter, name), operations in LINKS.items():
        document["paths"][path]["post"]["responses"]["201"]["links"] = {
            operation: {"operationId": operation, "parameters": {f"path.{parameter}": f"$response.body#/{name}"}}
            for operation in operations
        }
    return document


def _schema(document: dict[str, Any], options: dict[str, Any], cases: int, mode: str = "all") -> BaseSchema:
    generation = {"deterministic": True, "database": "none", "max-examples": cases, "mode": mode}
    config = schemathesis.Config.from_dict({"cache": {"enabled": False}, "generation": generation, **options})
    return schemathesis.openapi.from_dict(document, config=config)


def _run(schema: BaseSchema, token: str, known: Mapping[str, Any]) -> Outcome:
    outcome = Outcome()
    _authorize(schema, token)
    _excuse(schema, outcome)
    with _before_call(lambda case: _name(case, known)), _same_cases_everywhere():
        for event in from_schema(schema).execute():
            _take(event, outcome)
    return outcome


def _authorize(schema: BaseSchema, token: str) -> None:
    @schema.auth()
    class Bearer:
        def get(self, case: AnyCase, context: Any) -> str:
            return token

        def set(self, case: AnyCase, data: str, context: Any) -> None:
            case.headers["Authorization"] = f"Bearer {data}"


def _excuse(schema: BaseSchema, outcome: Outcome) -> None:
    @schema.hook
    def filter_failure(context: HookContext, failure: Failure, case: AnyCase, response: Response) -> bool:
        found = [excuse for excuse in EXCUSES if _fits(excuse, failure, case, response)]
        outcome.excused.update(found)
        return not found


def _fits(excuse: Excuse, failure: Failure, case: AnyCase, response: Response) -> bool:
    return (
        excuse.check in failure.checks
        and _operation(case) in excuse.operations
        and all(re.fullmatch(excuse.text, text) for text in _texts(_json(response.content)))
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    else:
        yield str(value)


@contextmanager
def _before_call(change: Callable[[AnyCase], None]) -> Iterator[None]:
    def before_call(context: HookContext, case: AnyCase, kwargs: dict[str, Any]) -> None:
        change(case)

    schemathesis.hook(before_call)
    try:
        yield
    finally:
        schemathesis.hooks.unregister(before_call)


@contextmanager
def _same_cases_everywhere() -> Iterator[None]:
    """Keep hypothesis from drawing on the constants of whichever modules other tests have loaded."""
    with mock.patch.object(providers, "_get_local_constants", Constants):
        yield


def _name(case: AnyCase, known: Mapping[str, Any]) -> None:
    """Name things that are there: in all cases that must fail for another reason, in three of four others."""
    meta, more = case.meta, ADDED.get(_operation(case), {})
    if meta is None or (not meta.generation.mode.is_negative and _one_of_four(case)):
        return
    for location, part in _parts(case).items():
        if meta.is_negative_at(ParameterLocation(location)):
            _replace(part, lambda key, value: known[key] if _is_text(value) and _is_text(known.get(key)) else value)
        else:
            _replace(part, lambda key, value: known.get(key, value), more if location == "body" else {})
            _drop_other_plans(part)


def _parts(case: AnyCase) -> dict[str, Any]:
    body = None if isinstance(case.body, NotSet) else case.body
    return {"path": case.path_parameters, "query": case.query, "body": body}


def _one_of_four(case: AnyCase) -> bool:
    return zlib.crc32(json.dumps(_parts(case), sort_keys=True, default=repr).encode()) % 4 == 0


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _replace(value: Any, new: Callable[[str, Any], Any], more: Mapping[str, Any] = MappingProxyType({})) -> None:
    if isinstance(value, dict):
        value |= {**{key: new(key, item) for key, item in value.items()}, **more}
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _replace(item, new)


def _drop_other_plans(body: Any) -> None:
    plan = body.get("plan_type") if isinstance(body, dict) else None
    for name in [name for name in PLANS if plan and name in body and plan not in PLANS[name]]:
        del body[name]


def _take(event: events.EngineEvent, outcome: Outcome) -> None:
    if isinstance(event, events.ScenarioFinished):
        _take_answers(event.recorder, outcome)
        outcome.checks |= {check.name for checks in event.recorder.checks.values() for check in checks}
        outcome.problems += _failures(event.recorder)
    elif isinstance(event, events.NonFatalError):
        outcome.problems.append(f"{event.label}: {event.info.format()}")
    elif isinstance(event, events.FatalError):
        raise event.exception


def _take_answers(recorder: ScenarioRecorder, outcome: Outcome) -> None:
    for identifier, interaction in recorder.interactions.items():
        case, response = recorder.cases[identifier].value, interaction.response
        if response is None or interaction.request.method != case.operation.method.upper():
            continue
        operation = _operation(case)
        outcome.statuses.setdefault(operation, Counter())[response.status_code] += 1
        if response.status_code >= 400 and not _is_error(_json(response.content)):
            outcome.problems.append(f"{operation}: {response.status_code} without an error body")


def _json(content: bytes | None) -> Any:
    try:
        return json.loads(content or b"null")
    except ValueError:
        return None


def _is_error(body: Any) -> bool:
    return isinstance(body, dict) and any(_texts(body))


def _failures(recorder: ScenarioRecorder) -> Iterator[str]:
    for identifier, checks in recorder.checks.items():
        operation, response = _operation(recorder.cases[identifier].value), recorder.find_response(case_id=identifier)
        answered = (response.content or b"")[:500] if response else b""
        for check in checks:
            if info := check.failure_info:
                yield f"{operation}: {check.name}: {info.failure}\n{info.code_sample}\n{answered!r}"


def _operation(case: AnyCase) -> str:
    return str(case.operation.definition.raw["operationId"])
