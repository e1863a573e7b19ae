"""What is taken out of requests and answers before they are written down.

From the emulator only what is secret by nature; from a real server everything that is not known to be harmless.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from http.client import responses
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from simplismart.config import DEFAULT_BASE_URL
from simplismart.testing.contract import load_spec

from ..requests import Operation, default_spec

__all__ = ["SCRUBBED", "AllowList", "Scrubber", "Secrets", "Values", "is_secret_name", "pretty"]

SCRUBBED = "<scrubbed>"
REQUEST_HEADERS = (
    "accept",
    "content-type",
    "idempotency-key",
    "x-simplismart-client",
    "x-simplismart-client-source",
    "x-trace-id",
)
ANSWER_HEADERS = (
    "allow",
    "content-type",
    "retry-after",
    "www-authenticate",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
)
PER_CALL = {"idempotency-key": "idempotency-key", "x-trace-id": "trace"}

# What openapi.yaml marks with x-hidden: the key paths of an operation's bodies, in requests and answers alike.
CREDENTIALS: Mapping[str, tuple[str, ...]] = {"create_secret": ("data",), "get_secret": ("data", "data")}
ENVIRONMENTS = frozenset({"env", "env_variables"})
SECRET_NAME = re.compile(
    r".*(?:token|password|passwd|pwd|(?:api|access|secret|private)[_-]?key(?:[_-]?id)?|client[_-]?secret|credentials?"
    r"|authorization|cookie|dockerconfigjson)|auths?",
    re.IGNORECASE,
)

# What the API itself has words and numbers for, and how things are set up: they tell of no account.
WORDS = frozenset({
    "action", "async_deployment_type", "currency", "data", "event_name", "group_by", "metric", "mode", "model_type",
    "ordering", "plan_type", "processing_mode", "secret_type", "selectPolicy", "severity", "source_type", "state",
    "status", "type", "window_size",
})  # fmt: skip
MORE_WORDS = frozenset({"huggingface", "info", "warning", "error", "unknown", "USD", "INR", "EUR"})
STATUS_NAMES = frozenset({"status", "state"})
STATUS = re.compile(r"[A-Z][A-Z_]{1,39}")
GPU_NAMES = frozenset({"accelerator", "accelerator_type", "feature_id", "gpu_id"})
GPU = re.compile(r"cpu|(?:nvidia|amd|intel)(?:-[a-z0-9]{1,8}){1,3}")
NUMBERS = frozenset({
    "accelerator_count", "cooldown_period", "count", "desiredReplicas", "initialDelaySeconds",
    "initial_cooldown_period", "limit", "max_pod_replicas", "max_replicas", "min_pod_replicas", "min_replicas",
    "not_ready", "offset", "percentile", "periodSeconds", "port", "ready", "runtime_gpus", "size", "size_gi",
    "stabilizationWindowSeconds", "target", "timeoutSeconds", "value",
})  # fmt: skip
PHRASES = frozenset(
    {
        "Deployment already Deleted",
        "Deployment with this name already exists for this organization.",
        "No ModelDeployment matches the given query.",
        "Ready to use, the model is running and available for inference.",
        "The deployment is progressing. Please wait for the application to be healthy.",
    }
)
WORD = re.compile(r"[A-Z]{2,}[A-Z_]*|\d{0,2}[A-Z]+|[A-Z][A-Za-z]+|[a-z]+(?:[_-][a-z0-9]{1,12}){0,3}")
NAME = re.compile(r"[A-Za-z][A-Za-z_]{0,39}")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
INSTANT = re.compile(r"\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?")
AMOUNT = re.compile(r"(?:.*_)?(?:cost|usage|amount|price)")
DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def is_secret_name(name: str) -> bool:
    """Tell whether what has this name is a credential."""
    return SECRET_NAME.fullmatch(name) is not None


class Values(Protocol):
    """What becomes of the values."""

    def json(self, value: Any) -> Any:
        """Return the JSON of a body or of arguments as it may be written down."""
        ...

    def text(self, name: str, value: str) -> str:
        """Return a parameter of a path or a query as it may be written down."""
        ...

    def raw(self, body: str) -> str:
        """Return a body that is not JSON as it may be written down."""
        ...


class Secrets:
    """Hides what is secret by its name, and the values of environment variables; all else stays."""

    def json(self, value: Any) -> Any:
        """Return JSON without secrets."""
        if isinstance(value, dict):
            return {key: self._named(key, item) for key, item in value.items()}
        return [self.json(item) for item in value] if isinstance(value, list) else value

    def _named(self, key: str, value: Any) -> Any:
        if key in ENVIRONMENTS or is_secret_name(key):
            return blank(value)
        return self.json(value)

    def text(self, name: str, value: str) -> str:
        """Return the value, unless its name is that of a secret."""
        return SCRUBBED if is_secret_name(name) else value

    def raw(self, body: str) -> str:
        """Return the body."""
        return body


class AllowList:
    """Keeps what is known to be harmless; all else becomes a stand-in of its kind, the same for the same value."""

    def __init__(self) -> None:
        self._stand_ins: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def json(self, value: Any, name: str = "") -> Any:
        """Return JSON with stand-ins; ``name`` is the key that it stands under."""
        if isinstance(value, dict):
            return {self._key(key): self._named(key, item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.json(item, name) for item in value]
        if isinstance(value, str):
            return self.text(name, value)
        return value if value is None or isinstance(value, bool) else self._number(name, value)

    def _named(self, key: str, value: Any) -> Any:
        return self._blank(value) if key in ENVIRONMENTS or is_secret_name(key) else self.json(value, key)

    def _blank(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self._counted("key", key): blank(item) for key, item in value.items()}
        return blank(value)

    def _key(self, key: str) -> str:
        return key if NAME.fullmatch(key) else self._counted("key", key)

    def _number(self, name: str, value: float) -> float:
        return value if name in NUMBERS and abs(value) < 100_000 else type(value)(0)

    def text(self, name: str, value: str) -> str:
        """Return a stand-in, unless the value is empty, a known word or phrase, or a harmless number."""
        if not value or _is_harmless(name, value):
            return value
        return re.sub(r"\d", "1", value) if _is_amount(name, value) else self._stand_in(value)

    def raw(self, body: str) -> str:
        """Return nothing of a body that is not JSON."""
        return SCRUBBED if body else ""

    def _stand_in(self, value: str) -> str:
        known = value.lower() if UUID.fullmatch(value) else value
        if known not in self._stand_ins:
            self._stand_ins[known] = self._made_up(value)
        return self._stand_ins[known]

    def _made_up(self, value: str) -> str:
        if UUID.fullmatch(value):
            return f"00000000-0000-4000-8000-{self._next('uuid'):012d}"
        if instant := INSTANT.fullmatch(value):
            return _instant(instant, self._next("instant"))
        for pattern, stand_in in FORMS:
            if pattern.fullmatch(value):
                return stand_in(self._next(stand_in("")))
        return f"text-{self._next('text')}"

    def _counted(self, kind: str, value: str) -> str:
        known = f"{kind} {value}"
        if known not in self._stand_ins:
            self._stand_ins[known] = f"{kind}-{self._next(kind)}"
        return self._stand_ins[known]

    def _next(self, kind: str) -> int:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]


FORMS: tuple[tuple[re.Pattern[str], Callable[[Any], str]], ...] = (
    (EMAIL, "user-{}@example.com".format),
    (URL, "https://example.com/{}".format),
    (HOST, "host-{}.example.com".format),
)


def _is_harmless(name: str, value: str) -> bool:
    if name in NUMBERS:
        return value.isdecimal() and len(value) < 6
    if name in STATUS_NAMES and STATUS.fullmatch(value):
        return True
    if name in GPU_NAMES:
        return GPU.fullmatch(value) is not None
    return value in PHRASES or (name in WORDS and value in vocabulary())


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that openapi.yaml lists as values, and a few more."""
    return frozenset(_listed(load_spec())) | MORE_WORDS


def _listed(node: Any) -> Iterator[str]:
    for key, value in node.items() if isinstance(node, dict) else ():
        if key in ("enum", "const"):
            yield from (word for word in (value if key == "enum" else [value]) if isinstance(word, str))
        yield from _listed(value)
    for item in node if isinstance(node, list) else ():
        yield from _listed(item)


def _is_amount(name: str, value: str) -> bool:
    return bool(AMOUNT.fullmatch(name) and DECIMAL.fullmatch(value))


def _instant(match: re.Match[str], number: int) -> str:
    between, fraction, zone = match.groups()
    moment = (EPOCH + timedelta(seconds=number)).strftime(f"%Y-%m-%d{between}%H:%M:%S")
    return moment + (f".{'0' * len(fraction)}" if fraction else "") + (zone or "")


def blank(value: Any) -> Any:
    """Return a value with the same shape and keys, every leaf scrubbed."""
    if isinstance(value, dict):
        return {key: blank(item) for key, item in value.items()}
    if isinstance(value, list):
        return [blank(item) for item in value]
    return None if value is None else SCRUBBED


class Scrubber:
    """Makes a request and its answer fit to be written down: host, headers, values, and JSON laid out to be read.

    Args:
        base_url: Where the requests go; they are written down as if they went to the live API's address.
        values: What becomes of the values.
    """

    def __init__(self, base_url: str = DEFAULT_BASE_URL, values: Values | None = None) -> None:
        self._base_url = base_url
        self._values = values or Secrets()
        self._per_call: dict[tuple[str, str], str] = {}

    def interaction(self, request: Any, response: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return a request and an answer of vcrpy's as they are written down."""
        operation = self._operation(request)
        status = response["status"]["code"]
        return self.request(request), {
            "status": {"code": status, "message": responses.get(status, "")},
            "headers": dict(_kept(response["headers"], ANSWER_HEADERS)),
            "body": {"string": self._body(operation, response["body"]["string"])},
        }

    def request(self, request: Any) -> Any:
        """Return a request of vcrpy's as it is written down."""
        operation = self._operation(request)
        request.body = self._body(operation, request.body) or None
        server, target = self._parts(request)
        request.uri = server + self._target(operation, target)
        request.headers = dict(self._request_headers(request.headers))
        return request

    def arguments(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call as they are written down."""
        return {
            key: self._json(operation, value) if isinstance(value, dict) else self._values.json({key: value})[key]
            for key, value in arguments.items()
        }

    def _operation(self, request: Any) -> Operation | None:
        return default_spec().operation(request.method, self._parts(request)[1].partition("?")[0])

    def _parts(self, request: Any) -> tuple[str, str]:
        """Return the server of a request, the live API for the one that is recorded, and its path with the query."""
        uri: str = request.uri
        for known in (self._base_url, DEFAULT_BASE_URL):
            if uri.startswith(f"{known}/"):
                return DEFAULT_BASE_URL, uri.removeprefix(known)
        url = urlsplit(uri)
        return f"{url.scheme}://{url.netloc}", uri.removeprefix(f"{url.scheme}://{url.netloc}")

    def _request_headers(self, headers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for name, values in _kept(headers, REQUEST_HEADERS):
            yield name, self._same_for_the_same(name, values[0]) if name in PER_CALL else values[0]

    def _same_for_the_same(self, name: str, value: str) -> str:
        prefix = PER_CALL[name]
        if re.fullmatch(rf"{prefix}-\d+", value):
            return value
        number = 1 + sum(known == name for known, _ in self._per_call)
        return self._per_call.setdefault((name, value), f"{prefix}-{number}")

    def _target(self, operation: Operation | None, target: str) -> str:
        path, _, query = target.partition("?")
        pairs = [(name, self._values.text(name, text)) for name, text in parse_qsl(query, keep_blank_values=True)]
        return "/".join(self._segments(operation, path)) + (f"?{urlencode(pairs)}" if pairs else "")

    def _segments(self, operation: Operation | None, path: str) -> Iterator[str]:
        given = path.split("/")
        template = operation.path.split("/") if operation else given
        for name, text in zip(template, given, strict=True):
            parameter = name[1:-1] if name.startswith("{") else ""
            yield quote(self._values.text(parameter, unquote(text)), safe="") if parameter else text

    def _body(self, operation: Operation | None, body: bytes | str | None) -> bytes:
        text = body.decode() if isinstance(body, bytes) else body or ""
        if not text.strip():
            return b""
        try:
            value = json.loads(text)
        except ValueError:
            return self._values.raw(text).encode()
        return _pretty(self._json(operation.id if operation else "", value)).encode()

    def _json(self, operation: str, value: Any) -> Any:
        return self._values.json(_without_credentials(value, CREDENTIALS.get(operation, ())))


def _without_credentials(value: Any, path: tuple[str, ...]) -> Any:
    if not path or not isinstance(value, dict) or path[0] not in value:
        return value
    rest = value[path[0]]
    return value | {path[0]: _without_credentials(rest, path[1:]) if path[1:] else blank(rest)}


def _kept(headers: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    given = {name.lower(): values for name, values in headers.items()}
    for name in names:
        if name in given:
            yield name, [given[name]] if isinstance(given[name], str) else list(given[name])


def pretty(text: str) -> str:
    """Return JSON laid out to be read and compared, keys sorted; a text that is not JSON as it is."""
    try:
        return _pretty(json.loads(text))
    except ValueError:
        return text


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
