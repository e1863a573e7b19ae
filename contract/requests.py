"""Holds requests and answers against openapi.yaml: openapi-core, and what it lets through."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from openapi_core import Config, OpenAPI
from openapi_core.casting.schemas.exceptions import CastError
from openapi_core.datatypes import RequestParameters
from openapi_core.deserializing.media_types.exceptions import MediaTypeDeserializeError
from openapi_core.validation.request.exceptions import ParameterValidationError
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from ruamel.yaml import YAML
from werkzeug.datastructures import Headers, ImmutableMultiDict

from simplismart.testing.contract import nearest

from . import OPENAPI

if TYPE_CHECKING:
    import httpx

__all__ = ["Operation", "Spec", "check_request", "check_response", "default_spec", "operation_id"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
CLIENT_HEADERS = frozenset(
    {
        "x-trace-id",
        "x-simplismart-client",
        "x-simplismart-client-version",
        "x-simplismart-client-source",
        "idempotency-key",
    }
)
HTTP_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "user-agent",
    }
)
SAYS_ENOUGH = frozenset({"required", "additionalProperties", "properties"})


class Operation(NamedTuple):
    """An operation of the document.

    Attributes:
        id: Its ``operationId``.
        method: The HTTP method, in upper case.
        path: The path template.
        query: Its query parameters, each with whether it may be repeated.
        any_id: Whether each path parameter may be any text that is not blank.
        takes_body: Whether a request has a body.
        statuses: The answers that are documented, such as ``200`` or ``4XX``, each with whether it has a body.
    """

    id: str
    method: str
    path: str
    query: Mapping[str, bool]
    any_id: bool
    takes_body: bool
    statuses: Mapping[str, bool]

    def has_body(self, status: int) -> bool:
        """Tell whether the answer of a status has a body; True if the status is not documented."""
        ranges = (str(status), f"{status // 100}XX", "default")
        return next((self.statuses[key] for key in ranges if key in self.statuses), True)


class Route(NamedTuple):
    """A path template, as an expression that paths match, and its operations by method."""

    template: str
    expression: re.Pattern[str]
    operations: Mapping[str, Operation]


@dataclass
class _Request:
    """A request in the form that openapi-core reads."""

    host_url: str
    path: str
    path_pattern: str
    method: str
    content_type: str
    body: bytes
    parameters: RequestParameters


@dataclass
class _Response:
    """An answer in the form that openapi-core reads."""

    status_code: int
    content_type: str
    headers: Headers
    data: bytes


class Spec:
    """An OpenAPI 3.1 document that requests and answers are held against.

    Args:
        document: The document; ``security``, and references that are local to it, are understood.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._host = document["servers"][0]["url"]
        self._requests = _openapi(document, "allow")
        self._responses = _openapi(document, "forbid")
        routes = [self._route(template, item) for template, item in document["paths"].items()]
        self._routes = sorted(routes, key=lambda route: route.expression.groups)
        self.operations: Mapping[str, Operation] = {
            operation.id: operation for route in routes for operation in route.operations.values()
        }

    def operation(self, method: str, path: str) -> Operation | None:
        """Return the operation of a percent-encoded path without its query, or None if there is none."""
        for route in self._routes:
            if route.expression.fullmatch(path):
                return route.operations.get(method)
        return None

    def exemplary(self, method: str, target: str) -> str:
        """Return a target that has the same problems: plain ids in the path are another one, if they may be any."""
        path, mark, query = target.partition("?")
        operation = self.operation(method, path)
        if operation is None or not operation.any_id:
            return target
        match = _expression(operation.path).fullmatch(path)
        if match is None or not all(re.fullmatch(r"[\w.-]+", text) for text in match.groups()):
            return target
        return re.sub(r"\{\w+\}", "id", operation.path) + mark + query

    def check_request(self, method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes) -> list[str]:
        """Return what is wrong with a request.

        Args:
            method: The HTTP method, in upper case.
            target: The percent-encoded path, with the query.
            headers: The headers; names in any case, repeated ones more than once.
            body: The body; empty if there is none.
        """
        path, _, query = target.partition("?")
        operation = self.operation(method, path)
        if operation is None:
            return [f"no operation {method} {path}"]
        pairs = parse_qsl(query, keep_blank_values=True)
        return [
            *_check_query(operation, query, pairs),
            *_check_headers(headers),
            *([f"body: {operation.id} takes none"] if body and not operation.takes_body else []),
            *self._core(operation, path, pairs, headers, body),
        ]

    def check_response(
        self, operation_id: str, status: int, headers: Sequence[tuple[str, str]], body: bytes
    ) -> list[str]:
        """Return what is wrong with an answer: its status, its media type, its body, fields that are not documented.

        Args:
            operation_id: The operation that was asked for.
            status: The HTTP status.
            headers: The headers.
            body: The body, decompressed; empty if there is none.
        """
        if operation_id not in self.operations:
            return [f"no operation {operation_id}"]
        operation = self.operations[operation_id]
        request = self._request(operation, {}, [], [], b"")
        fields = Headers(list(headers))
        response = _Response(status, fields.get("content-type", "").lower(), fields, body)
        errors = self._responses.iter_response_errors(request, response)
        problems = _problems(errors)
        if body and not operation.has_body(status):
            problems.append(f"body: {status} has none")
        return problems

    def _core(
        self,
        operation: Operation,
        path: str,
        pairs: Sequence[tuple[str, str]],
        headers: Sequence[tuple[str, str]],
        body: bytes,
    ) -> list[str]:
        match = _expression(operation.path).fullmatch(path)
        variables = {name: unquote(text) for name, text in match.groupdict().items()} if match else {}
        request = self._request(operation, variables, pairs, headers, body)
        return _problems(self._requests.iter_request_errors(request))

    def _request(
        self,
        operation: Operation,
        variables: Mapping[str, str],
        pairs: Sequence[tuple[str, str]],
        headers: Sequence[tuple[str, str]],
        body: bytes,
    ) -> _Request:
        fields = Headers(list(headers))
        return _Request(
            host_url=self._host,
            path=operation.path,
            path_pattern=operation.path,
            method=operation.method.lower(),
            content_type=fields.get("content-type", "").lower(),
            body=body,
            parameters=RequestParameters(ImmutableMultiDict(pairs), fields, path=variables),
        )

    def _route(self, template: str, item: Mapping[str, Any]) -> Route:
        operations = {
            method.upper(): self._read(method.upper(), template, item) for method in METHODS if method in item
        }
        return Route(template, _expression(template), operations)

    def _read(self, method: str, template: str, item: Mapping[str, Any]) -> Operation:
        node = item[method.lower()]
        parameters = [self._resolve(each) for each in (*item.get("parameters", ()), *node.get("parameters", ()))]
        query = {
            each["name"]: self._resolve(each["schema"]).get("type") == "array"
            for each in parameters
            if each["in"] == "query"
        }
        any_id = all(_is_any_text(self._resolve(each["schema"])) for each in parameters if each["in"] == "path")
        statuses = {status: "content" in self._resolve(answer) for status, answer in node["responses"].items()}
        return Operation(node["operationId"], method, template, query, any_id, "requestBody" in node, statuses)

    def _resolve(self, node: Any) -> Any:
        while "$ref" in node:
            steps = node["$ref"].removeprefix("#/").split("/")
            node = self._document
            for step in steps:
                node = node[step]
        return node


@cache
def default_spec() -> Spec:
    """Return the openapi.yaml of this checkout."""
    return Spec(YAML(typ="safe").load(OPENAPI.read_text("utf-8")))


def operation_id(request: httpx.Request) -> str | None:
    """Return the id of a request's operation, None if there is none like it.

    Args:
        request: The request as it goes onto the wire.
    """
    operation = default_spec().operation(request.method, _target(request).partition("?")[0])
    return operation.id if operation else None


def check_request(request: httpx.Request) -> list[str]:
    """Return what openapi.yaml has against a request: one text for each problem, none if all is well.

    Args:
        request: The request as it goes onto the wire, its body in memory.
    """
    headers = request.headers.multi_items()
    return default_spec().check_request(request.method, _target(request), headers, request.read())


def check_response(operation_id: str, response: httpx.Response) -> list[str]:
    """Return what openapi.yaml has against an answer: one text for each problem, none if all is well.

    Args:
        operation_id: The operation that was asked for.
        response: The answer, its body in memory.
    """
    headers = response.headers.multi_items()
    return default_spec().check_response(operation_id, response.status_code, headers, response.content)


def _target(request: httpx.Request) -> str:
    return request.url.raw_path.decode("ascii")


def _openapi(document: Mapping[str, Any], additional: Any) -> OpenAPI:
    unchecked: Any = None  # `make check` validates the document, which takes longer than all requests
    config = Config(
        spec_validator_cls=unchecked,
        additional_properties_default_policy=additional,
        extra_media_type_deserializers={"application/json": _strict_json},
        extra_format_validators={"decimal": _is_decimal},
    )
    return OpenAPI.from_dict(document, config=config)


def _strict_json(value: bytes, **_: str) -> Any:
    return json.loads(value, parse_constant=_refuse, object_pairs_hook=_distinct)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _is_decimal(value: Any) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


@cache
def _expression(template: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", template)
    return re.compile("".join(f"(?P<{text}>[^/]+)" if at % 2 else re.escape(text) for at, text in enumerate(pieces)))


def _is_any_text(schema: Mapping[str, Any]) -> bool:
    rules = {name: value for name, value in schema.items() if name != "description"}
    return rules == {"type": "string", "minLength": 1, "pattern": r"\S"}


def _check_query(operation: Operation, query: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    if len(pairs) != len([piece for piece in query.split("&") if "=" in piece]) or query.endswith("&"):
        yield f"query: {query!r} is not made of pairs"
    for name, count in Counter(name for name, _ in pairs).items():
        if name not in operation.query:
            yield f"query parameter {name}: {operation.id} has none"
        elif count > 1 and not operation.query[name]:
            yield f"query parameter {name}: given {count} times"


def _check_headers(headers: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, count in Counter(name.lower() for name, _ in headers).items():
        if name not in CLIENT_HEADERS | HTTP_HEADERS:
            yield f"header {name}: not known"
        elif count > 1:
            yield f"header {name}: given {count} times"
    for name, value in headers:
        if name.lower() == "authorization" and not value.partition(" ")[2].strip():
            yield "header authorization: no token"


def _problems(errors: Iterator[Exception]) -> list[str]:
    """Say what is wrong. openapi-core itself fails at some headers, such as a media type with half a parameter."""
    try:
        return [text for error in errors for text in _explain(error)]
    except (LookupError, TypeError, ValueError) as error:
        return [f"openapi-core: {error!r}"]


def _explain(error: BaseException) -> Iterator[str]:
    where = _where(error)
    cause = error.__cause__ or error
    if isinstance(cause, InvalidSchemaValue):
        for problem in cause.schema_errors:
            yield from (f"{where}{text}" for text in _explain_schema(problem))
    elif isinstance(cause, MediaTypeDeserializeError):
        yield f"{where}: not {cause.mimetype}"
    elif isinstance(cause, CastError):
        yield f"{where}: not of type {cause.type}"
    else:
        yield str(cause)


def _where(error: BaseException) -> str:
    return f"{error.location} parameter {error.name}" if isinstance(error, ParameterValidationError) else "body"


def _explain_schema(error: Any) -> Iterator[str]:
    """Say where a schema is violated and how, without the value, which may be secret."""
    if error.validator in {"anyOf", "oneOf"} and error.context:
        for child in nearest(error.context):
            yield from _explain_schema(child)
        return
    place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in error.absolute_path)
    rule = error.message if error.validator in SAYS_ENOUGH else f"{error.validator} {error.validator_value}"
    yield f"{place}: {rule}"
