"""``python -m contract.live``: the API against openapi.yaml, by operations that only read.

It needs SIMPLISMART_PG_TOKEN and ORG_ID; SIMPLISMART_BASE_URL names another server than the live one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from simplismart import Simplismart, config
from simplismart.exceptions import (
    APIError,
    AuthenticationError,
    ConfigurationError,
    SimplismartError,
    TransportError,
    hide,
)
from simplismart.wire import RawResponse, parse_json

from .. import OPENAPI
from .findings import Finding, Place, Schemas, merged, never_seen
from .settle import diff, parsed

if TYPE_CHECKING:
    from simplismart_api.types import Request

__all__ = ["Report", "check", "main"]

SAMPLES = 3
CALL_SECONDS = 30.0
JSON_TYPE = "application/json"
GONE = frozenset({404, 405, 410, 501})

IDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "model_id": (("list_model_repos", "uuid"),),
    "deployment_id": (("list_deployments", "deployment_id"), ("list_model_deployments", "uuid")),
    "secret_id": (("list_secrets", "uuid"),),
    "volume_id": (("list_network_volumes", "uuid"),),
    "cluster_id": (("list_network_volumes", "cluster_id"),),
    "region_code": (("list_network_volume_regions", "code"), ("list_network_volumes", "region")),
}
"""Where the ids for a parameter stand: in the answers of which operation, under which key."""

VARIANTS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "list_model_repos": ({"count": 20},),
    "list_network_volumes": ({}, {"offset": 0, "limit": 5}),
}
SINGLE = {"list_model_repos": "model_id"}
"""The operations that also get one thing, by which parameter."""

ABSENT = frozenset({"get_model_deployment", "fetch_deployment_health", "get_secret", "get_network_volume"})
"""The operations that are also asked for something that is not there, for the shape of errors."""


class CannotRunError(Exception):
    """Nothing can be said of the API."""


class Operation(NamedTuple):
    """A GET operation of openapi.yaml."""

    id: str
    tag: str
    place: Place
    parameters: tuple[str, ...]
    path_parameters: tuple[str, ...]

    def request(self, **arguments: Any) -> Request[Any]:
        """Return the request that the generated client makes; one that does more than read is refused."""
        module = import_module(f"simplismart_api.api.{self.tag}.{self.id}")
        request: Request[Any] = module.build(**arguments)
        if request.method != "GET":
            raise CannotRunError(f"{self.id} is {request.method} in the generated client, not GET; make generate")
        return request


class Answer(NamedTuple):
    """What an operation answered; ``media_type`` is None where it does not matter."""

    status: int
    media_type: str | None
    body: Any


@dataclass
class Report:
    """What was asked and what was found.

    Attributes:
        base_url: The server that was asked.
        findings: Each difference once, the breaking ones first.
        tried: How many answers of each operation were compared.
        not_tried: Why an operation could not be tried.
        unseen: The optional fields of openapi.yaml that no answer had.
        writing: How many operations there are that do more than read, and are left alone.
    """

    base_url: str
    findings: list[Finding] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    not_tried: dict[str, str] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)
    writing: int = 0

    @property
    def breaking(self) -> int:
        """How many differences break the contract."""
        return sum(finding.breaking for finding in self.findings)


def check(client: Simplismart, base_url: str, org_id: str, document: Mapping[str, Any]) -> Report:
    """Ask every operation that only reads, and compare the answers with the document.

    Raises:
        CannotRunError: The token was refused, or nothing could be reached.
    """
    return Check(client, org_id, document).run(Report(base_url))


class Check:
    """One run of the check.

    Args:
        client: A client of the API.
        org_id: The organisation of the token.
        document: What the answers are compared with.
    """

    def __init__(self, client: Simplismart, org_id: str, document: Mapping[str, Any]) -> None:
        self._client = client
        self._org_id = org_id
        self._document = document
        self._schemas = Schemas(document)
        self._found: list[Finding] = []
        self._answers: dict[str, list[Any]] = {}

    def run(self, report: Report) -> Report:
        """Fill the report in."""
        operations = list(_operations(self._document, self._schemas))
        report.writing = sum(len(item) for item in self._document["paths"].values()) - len(operations)
        for operation in sorted(operations, key=lambda operation: len(operation.path_parameters)):
            self._try(operation, report)
        if not report.tried:
            raise CannotRunError(f"no operation could be tried: {_reasons(report.not_tried)}")
        report.findings, report.unseen = merged(self._found), sorted(never_seen(self._found))
        return report

    def _try(self, operation: Operation, report: Report) -> None:
        statuses: list[int] = []
        try:
            for arguments in self._arguments(operation):
                answer = self._ask(operation, arguments)
                statuses.append(answer.status)
                self._judge(operation, answer)
            self._ask_for_nothing(operation)
            reason = _why_not(operation, statuses)
        except (SimplismartError, ImportError) as error:
            reason = _reason(error)
        gone = bool(statuses) and GONE.issuperset(statuses)
        if gone:
            self._note(operation, Finding("removed operation", operation.place, _list(statuses)))
        if good := len(statuses) if gone else sum(status < 400 for status in statuses):
            report.tried[operation.id] = good
        if reason and not gone:
            report.not_tried[operation.id] = f"in part: {reason}" if good else reason

    def _arguments(self, operation: Operation) -> Iterator[dict[str, Any]]:
        """Yield the arguments of each call: for each of a few things, or the ways that a list can be asked."""
        fixed = {"org": self._org_id, "org_id": self._org_id, "ordering": "desc"}
        given = {name: value for name, value in fixed.items() if name in operation.parameters}
        if operation.path_parameters:
            (name,) = operation.path_parameters
            yield from ({**given, name: found} for found in self._ids(name))
            return
        yield from ({**given, **more} for more in VARIANTS.get(operation.id, ({},)))
        if name := SINGLE.get(operation.id, ""):
            yield from ({**given, name: found} for found in self._ids(name))

    def _ids(self, parameter: str) -> list[str]:
        for operation, key in IDS.get(parameter, ()):
            if found := list(dict.fromkeys(_values(self._answers.get(operation, []), key))):
                return found[:SAMPLES]
        return []

    def _ask(self, operation: Operation, arguments: Mapping[str, Any]) -> Answer:
        try:
            raw = self._client.send_raw(operation.request(**arguments))
        except AuthenticationError as error:
            raise CannotRunError(f"the token was refused: {error}") from error
        except APIError as error:
            return _refusal(error)
        except TransportError as error:
            if self._answers:
                raise
            raise CannotRunError(str(error)) from error
        answer = _answer(raw)
        self._answers.setdefault(operation.id, []).append(answer.body)
        return answer

    def _ask_for_nothing(self, operation: Operation) -> None:
        if operation.id in ABSENT:
            org = {"org_id": self._org_id} if "org_id" in operation.parameters else {}
            self._judge(operation, self._ask(operation, {operation.path_parameters[0]: str(uuid4()), **org}))

    def _judge(self, operation: Operation, answer: Answer) -> None:
        """Compare an answer; a success of a status or media type that is not documented with what is."""
        responses, documented = self._schemas.node((*operation.place, "responses"))
        key = _documented(documented, answer.status)
        if key is None:
            self._note(operation, Finding("undocumented status", responses, str(answer.status)))
            key = min(documented) if 200 <= answer.status < 300 else None
        if key is not None:
            self._compare(operation, self._schemas.node((*responses, key)), answer)

    def _compare(self, operation: Operation, documented: tuple[Place, Mapping[str, Any]], answer: Answer) -> None:
        place, response = documented
        content = response.get("content", {})
        media_type = _matching(content, answer.media_type or JSON_TYPE)
        if media_type is None:
            self._note(operation, Finding("undocumented media type", (*place, "content"), str(answer.media_type)))
            media_type = JSON_TYPE if answer.body is not None else None
        if media_type is not None and media_type in content:
            schema = (*place, "content", media_type, "schema")
            self._note(operation, *self._schemas.compare(schema, answer.body))

    def _note(self, operation: Operation, *findings: Finding) -> None:
        self._found += [finding._replace(operations=frozenset({operation.id})) for finding in findings]


def _operations(document: Mapping[str, Any], schemas: Schemas) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        if "get" in item:
            place: Place = ("paths", path, "get")
            parameters = list(_parameters(place, item["get"], schemas))
            names = tuple(parameter["name"] for parameter in parameters)
            in_path = tuple(parameter["name"] for parameter in parameters if parameter["in"] == "path")
            yield Operation(item["get"]["operationId"], item["get"]["tags"][0], place, names, in_path)


def _parameters(place: Place, operation: Mapping[str, Any], schemas: Schemas) -> Iterator[Mapping[str, Any]]:
    for index in range(len(operation.get("parameters", ()))):
        yield schemas.node((*place, "parameters", index))[1]


def _values(value: Any, key: str) -> Iterator[str]:
    """Yield the strings under a key, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from _values(item, key)
    elif isinstance(value, dict):
        if isinstance(value.get(key), str) and value[key]:
            yield value[key]
        for item in value.values():
            yield from _values(item, key)


def _answer(raw: RawResponse) -> Answer:
    media_type = raw.headers.get("content-type", "").partition(";")[0].strip().lower() or "*/*"
    try:
        body = parse_json(raw.body)
    except (ValueError, RecursionError):
        plain = "text/html" if raw.body.lstrip().startswith(b"<") else "text/plain"
        return Answer(raw.status_code, plain if media_type == JSON_TYPE else media_type, None)
    return Answer(raw.status_code, media_type if raw.body else None, body)


def _refusal(error: APIError) -> Answer:
    body = error.payload.get("raw") if set(error.payload) <= {"raw"} else error.payload
    return Answer(error.status_code or 0, None, body)


def _documented(responses: Mapping[str, Any], status: int) -> str | None:
    keys = (str(status), f"{status // 100}XX", "default")
    return next((key for key in keys if key in responses), None)


def _matching(content: Mapping[str, Any], media_type: str) -> str | None:
    if not content:
        return JSON_TYPE
    keys = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((key for key in keys if key in content), None)


def _why_not(operation: Operation, statuses: Sequence[int]) -> str:
    if not statuses:
        return f"nothing that was listed gives a {_list(operation.path_parameters)}"
    refused = [status for status in statuses if status >= 400]
    return f"answered {_list(refused)}" if refused else ""


def _reason(error: Exception) -> str:
    if isinstance(error, ImportError):
        return "the generated client does not have it; make generate"
    return str(error)


def _reasons(not_tried: Mapping[str, str]) -> str:
    return "; ".join(dict.fromkeys(not_tried.values()))


def _list(values: Iterable[object]) -> str:
    return ", ".join(dict.fromkeys(map(str, values)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check as the arguments say; return 1 if the contract is broken, 2 if nothing could be said."""
    options = _parser().parse_args(arguments)
    text = options.spec.read_text("utf-8")
    try:
        report = _check(parsed(text))
    except (CannotRunError, ConfigurationError) as error:
        print(_hidden(f"Cannot check the API: {error}"), file=sys.stderr)
        return 2
    if options.patch:
        options.patch.write_text(diff(text, report.findings), "utf-8")
    print(_hidden(_as_json(report, text) if options.json else _as_text(report, text)))
    return 1 if report.breaking else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contract.live", description=__doc__)
    parser.add_argument("--spec", type=Path, default=OPENAPI, help="compare with this document (default openapi.yaml)")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    parser.add_argument("--patch", type=Path, help="write one diff that settles everything into this file")
    return parser


def _check(document: Mapping[str, Any]) -> Report:
    missing = [name for name in ("SIMPLISMART_PG_TOKEN", "ORG_ID") if not os.environ.get(name, "").strip()]
    if missing:
        raise CannotRunError(f"set {' and '.join(missing)} (and SIMPLISMART_BASE_URL if it is not the live API)")
    base_url = config.settings().base_url
    with Simplismart(base_url=base_url, timeout=CALL_SECONDS) as client:
        return check(client, base_url, os.environ["ORG_ID"].strip(), document)


def _hidden(text: str) -> str:
    """Return a text without the token, should an answer have had it where a name is expected."""
    token = os.environ.get("SIMPLISMART_PG_TOKEN", "").strip()
    return str(hide(text, [token] if token else []))


def _as_json(report: Report, text: str) -> str:
    found = [
        {
            "difference": finding.kind,
            "breaking": finding.breaking,
            "where": finding.where,
            "name": finding.name,
            "seen": sorted(finding.seen),
            "operations": sorted(finding.operations),
            "diff": diff(text, [finding]),
        }
        for finding in report.findings
    ]
    whole = {
        "base_url": report.base_url,
        "tried": dict(report.tried),
        "not_tried": report.not_tried,
        "differences": found,
    }
    return json.dumps(whole, indent=2)


def _as_text(report: Report, text: str) -> str:
    return "\n".join([*_head(report), *_table(report.findings), *_notes(report), *_diffs(report.findings, text)])


def _head(report: Report) -> Iterator[str]:
    answers = sum(report.tried.values())
    yield f"{report.base_url} against openapi.yaml, read-only: GET requests, nothing else; no values are shown."
    yield f"Operations tried: {len(report.tried)}, with {answers} answers; left alone, as they write: {report.writing}."
    others = len(report.findings) - report.breaking
    yield f"Differences that break the contract: {report.breaking}; others: {others}."


def _table(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    rows = [("", "breaks", "difference", "where", "seen in")]
    for number, finding in enumerate(findings, 1):
        breaks = "yes" if finding.breaking else "no"
        rows.append((str(number), breaks, finding.told, finding.where, ", ".join(sorted(finding.operations))))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield ""
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _notes(report: Report) -> Iterator[str]:
    if report.not_tried:
        yield "\nNot tried:"
        yield from (f"  {operation}: {reason}" for operation, reason in sorted(report.not_tried.items()))
    if report.unseen:
        yield f"\nOptional, and in no answer: {', '.join(report.unseen)}"


def _diffs(findings: Sequence[Finding], text: str) -> Iterator[str]:
    for number, finding in enumerate(findings, 1):
        yield f"\n{number}. {finding.told} in {finding.where} would be settled by:\n"
        yield diff(text, [finding]).rstrip()
