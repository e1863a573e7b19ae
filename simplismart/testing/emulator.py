"""A stateful stand-in for the Simplismart management API, in memory."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import parse_qsl, urlencode

from . import _deployments, _model_repos, _network_volumes, _secrets, _usage
from .answers import Answer, Refused, answer
from .clock import Clock
from .contract import Call, Contract, load_spec
from .deviations import Deviation, deviation
from .state import COMPILE_SECONDS, REGIONS, Handler, Settings, State, counted_ids

if TYPE_CHECKING:
    import uuid
    from contextlib import AbstractContextManager

    from .transport import EmulatorTransport

__all__ = ["Emulator", "RecordedRequest"]

ORG_ID = "0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f"
BEARER = "test-token"
FAILURE = {"detail": "Internal server error."}
HANDLERS: Mapping[str, Handler] = {
    **_model_repos.HANDLERS,
    **_deployments.HANDLERS,
    **_secrets.HANDLERS,
    **_network_volumes.HANDLERS,
    **_usage.HANDLERS,
}

Query = str | Mapping[str, str] | Sequence[tuple[str, str]]


class RecordedRequest(NamedTuple):
    """A request as it came in, without its token.

    Attributes:
        operation: The id of the operation; None if there is none like it.
        path: The path as it was sent, percent-encoded.
        query: The query parameters, decoded, in their order.
        json: The body as JSON; None if there is none or it is not JSON.
        headers: The headers by lower-case name.
    """

    operation: str | None
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    json: Any
    headers: dict[str, str]


@dataclass
class Failure:
    """An answer that takes the place of the next ones of an operation."""

    operation: str
    answer: Answer
    after: bool
    times: int


class Emulator:
    """A stateful stand-in for the Simplismart management API, in memory.

    It is not the live API. It is written from what is documented and was seen of that API, checks each request against
    the OpenAPI document, and follows the documented rules; where nothing is known, it does something plausible.

    Args:
        token: The only bearer token it accepts.
        org_id: The organisation of the token.
        clock: Time; by default it stands still until ``advance`` is called.
        spec: The OpenAPI document; by default the one of the package.
        new_id: Gives the ids of new things; by default UUIDs that are the same in every run.
        endpoint: The host of a deployment's model: a format with ``{slug}``, or a callable that takes the slug.
        single: What getting one model repo answers: a page of one, the object, or an array of one.
        created_id_field: The field of a created deployment's id; None leaves the id out.
        compile_seconds: How long each stage of a compile takes, in seconds.
        deploy_seconds: How long deploying takes.
        delete_seconds: How long deleting a deployment takes.
        volume_seconds: How long a network volume stays in a state, at least; the next list then advances it.
        hourly_price: The price of an accelerator for an hour; it is made up.
        user: The email address of whoever makes things.
        regions: The zones of each region of network volumes; they are made up.
        deviations: Answer against the OpenAPI document: names of ``simplismart.testing.deviations``, such as
            ``"new-field"``, or ``"new-field@list_secrets"`` for one operation, or functions that take the operation's
            id and the right answer and return another. What was asked is done all the same.

    Raises:
        ImportError: jsonschema is missing.
        ValueError: A deviation or its operation is not known.

    Attributes:
        requests: Every request so far.
    """

    def __init__(
        self,
        *,
        token: str = BEARER,
        org_id: str | uuid.UUID = ORG_ID,
        clock: Clock | None = None,
        spec: Mapping[str, Any] | None = None,
        new_id: Callable[[], str] | None = None,
        endpoint: str | Callable[[str], str] = "{slug}.emulator.invalid",
        single: Literal["page", "object", "array"] = "page",
        created_id_field: Literal["deployment_id", "uuid", "id"] | None = "deployment_id",
        compile_seconds: Mapping[str, float] = COMPILE_SECONDS,
        deploy_seconds: float = 240,
        delete_seconds: float = 60,
        volume_seconds: float = 0,
        hourly_price: str = "1.00",
        user: str = "user@example.com",
        regions: Mapping[str, Sequence[str]] = REGIONS,
        deviations: Iterable[str | Deviation] = (),
    ) -> None:
        self.token = token
        self.org_id = str(org_id)
        self.clock = clock or Clock()
        self.requests: list[RecordedRequest] = []
        self._contract = _default_contract() if spec is None else Contract(spec)
        settings = Settings(
            org_id=self.org_id,
            user=user,
            endpoint=endpoint,
            single=single,
            created_id_field=created_id_field,
            compile_seconds=compile_seconds,
            deploy_seconds=deploy_seconds,
            delete_seconds=delete_seconds,
            volume_seconds=volume_seconds,
            hourly_price=Decimal(hourly_price),
            regions=regions,
        )
        self._state = State(settings, self.clock, self._contract, new_id or counted_ids())
        self._failures: list[Failure] = []
        self._deviations = [self._deviation(given) for given in deviations]
        self._lock = threading.RLock()

    @cached_property
    def transport(self) -> EmulatorTransport:
        """An httpx transport, for sync and async clients, that needs no socket."""
        from .transport import EmulatorTransport

        return EmulatorTransport(self)

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> AbstractContextManager[str]:
        """Serve over HTTP while a ``with`` block runs, which gets the base URL; port 0 is any free one."""
        from .server import serve

        return serve(self, host, port)

    def advance(self, seconds: float) -> None:
        """Move the clock forward by ``seconds``."""
        with self._lock:
            self.clock.advance(seconds)

    def handle(
        self,
        method: str,
        path: str,
        query: Query = "",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Answer:
        """Answer one request.

        Args:
            method: The HTTP method, in upper case.
            path: The path, percent-encoded, without the query.
            query: The query as it was sent, or its pairs.
            headers: The headers; names in any case.
            body: The body.
        """
        text = query if isinstance(query, str) else urlencode(query)
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        with self._lock:
            try:
                right = self._perform(method, path, text, lowered, body)
            except Refused as refusal:
                right = refusal.answer
            return self._deviate(right)

    def fail_next(
        self,
        operation_id: str,
        status: int = 500,
        body: Any = FAILURE,
        headers: Mapping[str, str] | None = None,
        *,
        after: bool = False,
        times: int = 1,
    ) -> None:
        """Answer the next requests of an operation with an error.

        Args:
            operation_id: The id in the OpenAPI document; ValueError if there is none like it.
            status: The HTTP status.
            body: JSON; or ``bytes`` or ``str``, sent as they are, as HTML unless ``headers`` say otherwise; or None.
            headers: More headers, such as ``Retry-After``.
            after: Do what was asked all the same, and answer the error then.
            times: How many requests.
        """
        if operation_id not in self._contract.operations:
            raise ValueError(f"no operation {operation_id!r} in the OpenAPI document")
        with self._lock:
            self._failures.append(Failure(operation_id, answer(status, body, headers), after, times))

    def fail_compile(self, name: str, status: str = "FAILED_OPTIMISING") -> None:
        """Let the next compile of this name end in ``status``; ``FAILED_<stage>`` ends it after that stage."""
        with self._lock:
            self._state.failing_compiles[name] = status

    def fail_deployment(self, name: str, status: str = "FAILED") -> None:
        """Let the next deployment created under this name end in ``status``."""
        with self._lock:
            self._state.failing_deployments[name] = status

    def add_model_repo(self, **fields: Any) -> dict[str, Any]:
        """Add a model repo, by default a container image that is ready, and return its answer.

        Args:
            fields: Fields of the answer; also ``registry_path``, ``docker_tag`` and ``created_by``. A ``status`` stays.
        """
        return self._seed(_model_repos.seed, fields)

    def add_deployment(self, **fields: Any) -> dict[str, Any]:
        """Add a deployment, by default one that is up, and return its answer; its model repo is added if need be.

        Args:
            fields: Fields of the answer; also ``plan``, private or byoc. A ``status`` stays until a call changes it.
        """
        return self._seed(_deployments.seed, fields)

    def add_secret(self, **fields: Any) -> dict[str, Any]:
        """Add a secret, with its credentials in ``data``, and return its summary."""
        return self._seed(_secrets.seed, fields)

    def add_network_volume(self, **fields: Any) -> dict[str, Any]:
        """Add a network volume, by default an active one, and return its answer."""
        return self._seed(_network_volumes.seed, fields)

    def _seed(
        self, seed: Callable[[State, Mapping[str, Any]], dict[str, Any]], fields: Mapping[str, Any]
    ) -> dict[str, Any]:
        with self._lock:
            return copy.deepcopy(seed(self._state, copy.deepcopy(dict(fields))))

    def _perform(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> Answer:
        record = _record(method, path, query, headers, body)
        self.requests.append(record)
        operation, parameters = self._contract.route(method, path)
        self.requests[-1] = record._replace(operation=operation.id)
        failure = self._next_failure(operation.id)
        if failure and not failure.after:
            return failure.answer
        self._check_token(headers)
        values = self._contract.query(operation, query)
        call = Call(parameters, values, self._contract.body(operation, headers, body))
        self._check_organisation(call)
        if operation.id not in HANDLERS:
            raise Refused(501, {"detail": f"The emulator does not know {operation.id}."})
        done = answer(*HANDLERS[operation.id](self._state, call))
        return failure.answer if failure else done

    def _deviation(self, given: str | Deviation) -> Deviation:
        return deviation(given, self._contract.operations) if isinstance(given, str) else given

    def _deviate(self, right: Answer) -> Answer:
        operation = self.requests[-1].operation
        for deviate in self._deviations if operation else ():
            right = deviate(str(operation), right)
        return right

    def _next_failure(self, operation: str) -> Failure | None:
        for failure in self._failures:
            if failure.operation == operation and failure.times > 0:
                failure.times -= 1
                return failure
        return None

    def _check_token(self, headers: Mapping[str, str]) -> None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or token != self.token:
            raise Refused(401, {"detail": "Invalid or missing token."}, {"WWW-Authenticate": "Bearer"})

    def _check_organisation(self, call: Call) -> None:
        if any(given != self.org_id for given in _organisations(call)):
            raise Refused(403, {"detail": "The token belongs to another organisation."})


def _organisations(call: Call) -> Iterator[Any]:
    for values in (call.query, call.body if isinstance(call.body, dict) else {}):
        yield from (values[name] for name in ("org", "org_id") if name in values)


def _record(method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> RecordedRequest:
    shown = {name: value for name, value in headers.items() if name != "authorization"}
    pairs = tuple(parse_qsl(query, keep_blank_values=True))
    return RecordedRequest(None, method, path, pairs, _as_json(body), shown)


def _as_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


@cache
def _default_contract() -> Contract:
    return Contract(load_spec())
