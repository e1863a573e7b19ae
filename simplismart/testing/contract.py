"""Checks a request against the OpenAPI document and says what is wrong in the API's own error shapes."""

from __future__ import annotations

import json
import math
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from .answers import Refused, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["Call", "Contract", "Operation", "load_spec"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
BASE = "urn:openapi"
TYPES: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}
MESSAGES = {
    "type": "Must be of type {}.",
    "enum": "Must be one of {}.",
    "const": "Must be {}.",
    "minimum": "Must be at least {}.",
    "maximum": "Must be at most {}.",
    "minLength": "Must have at least {} characters.",
    "maxLength": "Must have at most {} characters.",
    "minItems": "Must have at least {} items.",
    "maxItems": "Must have at most {} items.",
    "pattern": "Must match {}.",
    "format": "Must be a {}.",
    "not": "This combination of fields is not allowed.",
}

Problems = dict[str, list[str]]


class Operation(NamedTuple):
    """An operation of the document: its id, its query parameters, and where the schema of its body is."""

    id: str
    query: Mapping[str, tuple[str, Mapping[str, Any]]]
    body: str | None


class Route(NamedTuple):
    """A path template and the operations under it, by upper-case method."""

    segments: tuple[str, ...]
    operations: Mapping[str, Operation]

    def match(self, segments: Sequence[str]) -> dict[str, str] | None:
        """Return the path parameters, or None if the path is another."""
        if len(segments) != len(self.segments):
            return None
        pairs = list(zip(self.segments, segments, strict=True))
        if not all(given if _is_parameter(name) else name == given for name, given in pairs):
            return None
        return {name[1:-1]: given for name, given in pairs if _is_parameter(name)}


class Call(NamedTuple):
    """A request that the contract accepts."""

    path: dict[str, str]
    query: dict[str, Any]
    body: Any


def load_spec() -> dict[str, Any]:
    """Return the OpenAPI document that comes with the package."""
    text = resources.files("simplismart_api").joinpath("openapi.json").read_text("utf-8")
    spec: dict[str, Any] = json.loads(text)
    return spec


class Contract:
    """The requests that an OpenAPI 3.1 document allows.

    Args:
        spec: The document. Its references are local to it.
    """

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self._spec = spec
        self._jsonschema = _import("jsonschema")
        referencing, dialect = _import("referencing"), _import("referencing.jsonschema")
        resource = referencing.Resource(spec, dialect.DRAFT202012)
        self._registry = referencing.Registry().with_resource(BASE, resource)
        self._validators: dict[str, Any] = {}
        routes = [self._route(path, item) for path, item in spec["paths"].items()]
        self._routes = sorted(routes, key=lambda route: sum(map(_is_parameter, route.segments)))

    @property
    def operations(self) -> frozenset[str]:
        """The ids of all operations."""
        return frozenset(op.id for route in self._routes for op in route.operations.values())

    def route(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """Return the operation of a request and its path parameters; ``path`` is percent-encoded.

        Raises:
            Refused: 404 if no path is like it, 405 if the path has other methods only.
        """
        segments = [unquote(segment) for segment in path.split("/")]
        for route in self._routes:
            parameters = route.match(segments)
            if parameters is not None:
                return self._operation(route, method), parameters
        raise Refused(404, {"detail": "Not found."})

    def query(self, operation: Operation, query: str) -> dict[str, Any]:
        """Return the query parameters, read as their types; Refused (400) says what is wrong with them."""
        problems: Problems = {}
        values: dict[str, Any] = {}
        for name, text in parse_qsl(query, keep_blank_values=True):
            problems |= self._read_parameter(operation, name, text, values)
        for name, (_, parameter) in operation.query.items():
            if parameter.get("required") and name not in values and name not in problems:
                problems[name] = ["This parameter is required."]
        _refuse(problems)
        return values

    def body(self, operation: Operation, headers: Mapping[str, str], body: bytes) -> Any:
        """Return the JSON body, None if the operation takes none; Refused (400) says what is wrong with it."""
        if operation.body is None:
            return _no_body(body)
        value = _read_json(headers, body)
        _refuse(self._check(operation.body, value))
        return value

    def check_fields(self, schema: str, values: Mapping[str, Any]) -> None:
        """Check those of ``values`` that the component ``schema`` has; the others may be anything."""
        problems: Problems = {}
        for name in self._spec["components"]["schemas"][schema]["properties"].keys() & values.keys():
            where = f"#/components/schemas/{schema}/properties/{name}"
            problems |= self._check(where, values[name], name)
        _refuse(problems)

    def documented(self, schema: str, values: Mapping[str, Any], also: Iterable[str]) -> dict[str, Any]:
        """Return those of ``values`` that the component ``schema`` has or ``also`` names."""
        known = {*self._spec["components"]["schemas"][schema]["properties"], *also}
        return {name: value for name, value in values.items() if name in known}

    def _operation(self, route: Route, method: str) -> Operation:
        if method in route.operations:
            return route.operations[method]
        allow = ", ".join(sorted(route.operations))
        raise Refused(405, {"detail": f'Method "{method}" not allowed.'}, {"Allow": allow})

    def _route(self, path: str, item: Mapping[str, Any]) -> Route:
        where = "#/paths/" + path.replace("~", "~0").replace("/", "~1")
        found = {
            method.upper(): self._read_operation(f"{where}/{method}", item[method])
            for method in METHODS
            if method in item
        }
        return Route(tuple(path.split("/")), found)

    def _read_operation(self, where: str, operation: Mapping[str, Any]) -> Operation:
        places = [
            self._resolve(f"{where}/parameters/{index}", parameter)
            for index, parameter in enumerate(operation.get("parameters", ()))
        ]
        query = {parameter["name"]: (at, parameter) for at, parameter in places if parameter["in"] == "query"}
        body = f"{where}/requestBody/content/application~1json/schema" if "requestBody" in operation else None
        return Operation(operation["operationId"], query, body)

    def _resolve(self, where: str, node: Any) -> tuple[str, Any]:
        if "$ref" not in node:
            return where, node
        target: Any = self._spec
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        return self._resolve(node["$ref"], target)

    def _read_parameter(self, operation: Operation, name: str, text: str, values: dict[str, Any]) -> Problems:
        if name not in operation.query:
            return {name: ["Unknown parameter."]}
        if name in values:
            return {name: ["Given more than once."]}
        where, parameter = operation.query[name]
        _, schema = self._resolve(f"{where}/schema", parameter["schema"])
        values[name] = _convert(schema.get("type"), text)
        return self._check(f"{where}/schema", values[name], name)

    def _check(self, where: str, value: Any, *path: str) -> Problems:
        problems: Problems = {}
        for error in self._validator(where).iter_errors(value):
            for place, message in _explain(error):
                field, text = _locate([*path, *place], message)
                problems.setdefault(field, []).append(text)
        return {field: list(dict.fromkeys(texts)) for field, texts in problems.items()}

    def _validator(self, where: str) -> Any:
        if where not in self._validators:
            self._validators[where] = self._jsonschema.Draft202012Validator(
                {"$ref": BASE + where},
                registry=self._registry,
                format_checker=self._jsonschema.FormatChecker(),
            )
        return self._validators[where]


def _import(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ImportError(f'the emulator needs {name}: pip install "simplismart-sdk[testing]"') from error


def _is_parameter(segment: str) -> bool:
    return segment.startswith("{")


def _convert(kind: Any, text: str) -> Any:
    try:
        return TYPES[kind](text) if kind in TYPES else text
    except (ValueError, KeyError):
        return text


def _refuse(problems: Problems) -> None:
    if problems:
        raise Refused(400, problems)


def _no_body(body: bytes) -> None:
    if body:
        raise bad_request("This operation takes no body.")


def _read_json(headers: Mapping[str, str], body: bytes) -> Any:
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise bad_request(f'Unsupported media type "{media}" in request.')
    try:
        return json.loads(body.decode(), parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise bad_request("JSON parse error.") from error


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _explain(error: Any) -> Iterator[tuple[Sequence[str | int], str]]:
    place = list(error.absolute_path)
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        yield from (([*place, name], "This field is required.") for name in missing)
    elif error.validator == "additionalProperties":
        unknown = error.instance.keys() - error.schema["properties"].keys()
        yield from (([*place, name], "Unknown field.") for name in sorted(unknown))
    elif error.validator == "anyOf":
        for child in nearest(error.context):
            yield from _explain(child)
    else:
        yield place, _message(error.validator, error.validator_value)


def _message(keyword: str, value: Any) -> str:
    allowed = ", ".join(map(str, value)) if isinstance(value, list) else value
    return MESSAGES.get(keyword, "Not valid.").format(allowed)


def nearest(errors: Iterable[Any]) -> list[Any]:
    """Return the errors of the alternative that the value comes nearest to."""
    branches: dict[int, list[Any]] = {}
    for error in errors:
        branches.setdefault(error.schema_path[0], []).append(error)
    return min(branches.values(), key=lambda branch: (any(map(_is_other_type, branch)), len(branch)))


def _is_other_type(error: Any) -> bool:
    return error.validator == "type" and not error.relative_path


def _locate(place: Sequence[str | int], message: str) -> tuple[str, str]:
    if not place:
        return "non_field_errors", message
    rest = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in place[1:])
    return str(place[0]), f"{rest.removeprefix('.')}: {message}" if rest else message
