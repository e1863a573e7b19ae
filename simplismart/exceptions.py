"""The error tree, and the one place where an answer or a failure becomes an error.

SimplismartError
├── ConfigurationError          (ValueError)    an argument of the client or an environment variable is wrong
├── ValidationError             (ValueError)    an argument of a call is wrong; nothing was sent
├── APIError                                    the API answered, and the answer is an error
│   ├── RedirectError           3xx
│   ├── BadRequestError         400
│   ├── AuthenticationError     401
│   ├── PaymentRequiredError    402
│   ├── PermissionDeniedError   403
│   ├── NotFoundError           404
│   ├── ConflictError           409
│   ├── UnprocessableError      422
│   ├── RateLimitError          429
│   └── ServerError             5xx
├── DeployError                                 a step of ``client.deploy`` failed; says which and what exists
├── InvalidResponseError                        a success that cannot be read as what it should be
│   └── ResponseTooLargeError
├── WaitError                                   a wait ended without what it was for
│   ├── WaitFailedError                         what it waited for cannot come any more
│   └── WaitTimeoutError        (TimeoutError)  the wait's ``timeout`` ran out
└── TransportError                              no whole answer arrived
    ├── ConnectError                            the connection was never made: nothing was sent
    └── DeadlineExceededError   (TimeoutError)  the call's ``timeout`` ran out
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

__all__ = [
    "APIError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "ConnectError",
    "DeadlineExceededError",
    "DeployError",
    "InvalidResponseError",
    "NotFoundError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "Problem",
    "RateLimitError",
    "RedirectError",
    "ResponseTooLargeError",
    "ServerError",
    "SimplismartError",
    "TransportError",
    "UnprocessableError",
    "ValidationError",
    "WaitError",
    "WaitFailedError",
    "WaitTimeoutError",
]

MAX_MESSAGE = 300
MAX_KEPT = 65_536
HIDDEN = "***"


class SimplismartError(Exception):
    """The base of every error that this package raises.

    Attributes:
        message: What went wrong, without the status.
        status_code: The HTTP status of the answer, or None where there was none.
        payload: The body of the error answer, always a dict; ``{"raw": …}`` where the body is not a JSON object.
        trace_id: The ``X-Trace-Id`` of the call, for the support.
        method: The HTTP method of the call.
        path: The path of the call.
        retry_after: Seconds that the API asked to wait, or None.
        attempts: How often the request was sent.
        may_have_succeeded: True if a request that makes or changes something may have taken effect all the same.
    """

    def __init__(
        self,
        message: str,
        status_code: int | None = None,
        payload: dict[str, Any] | None = None,
        *,
        trace_id: str | None = None,
        method: str | None = None,
        path: str | None = None,
        retry_after: float | None = None,
        attempts: int = 0,
        may_have_succeeded: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status_code = status_code
        self.payload: dict[str, Any] = payload or {}
        self.trace_id = trace_id
        self.method = method
        self.path = path
        self.retry_after = retry_after
        self.attempts = attempts
        self.may_have_succeeded = may_have_succeeded

    def __str__(self) -> str:
        return f"{self.message} (status={self.status_code})" if self.status_code else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[SimplismartError], args: tuple[Any, ...], state: dict[str, Any]) -> SimplismartError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigurationError(SimplismartError, ValueError):
    """An argument of the client or an environment variable is missing or wrong."""


class Problem(NamedTuple):
    """One thing that is wrong with a payload: the field, what is allowed, and what was given."""

    field: str
    allowed: str
    given: str

    def __str__(self) -> str:
        return f"{self.field}: {self.allowed}" + (f", got {self.given}" if self.given else "")


class ValidationError(SimplismartError, ValueError):
    """Arguments of a call are wrong; nothing was sent.

    Attributes:
        problems: Every problem found, each with ``field``, ``allowed`` and ``given``.
    """

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        prefix = "" if [problem.field for problem in self.problems] == [name] else f"{name}: "
        super().__init__(prefix + "; ".join(map(str, self.problems)))


class APIError(SimplismartError):
    """The API answered with an error status."""


class RedirectError(APIError):
    """The API answered with a redirect; it was not followed. The message says where it pointed."""


class BadRequestError(APIError):
    """400: the API refused the request."""


class AuthenticationError(APIError):
    """401: the token is missing, wrong or expired."""


class PaymentRequiredError(APIError):
    """402: the wallet is blocked."""


class PermissionDeniedError(APIError):
    """403: the token may not do this."""


class NotFoundError(APIError):
    """404: there is no such thing in the organisation of the token."""


class ConflictError(APIError):
    """409: the request contradicts the state of the resource."""


class UnprocessableError(APIError):
    """422: the API understood the request and refused its content."""


class RateLimitError(APIError):
    """429: too many requests; ``retry_after`` says how long to wait, if the API said it."""


class ServerError(APIError):
    """5xx: the API failed."""


class InvalidResponseError(SimplismartError):
    """A success whose body is not what the operation answers."""


class ResponseTooLargeError(InvalidResponseError):
    """The body is larger than the client's ``max_response_bytes``."""


class DeployError(SimplismartError):
    """A step of ``client.deploy`` failed; ``__cause__`` is why, if a call or a wait did.

    Attributes:
        step: ``"model repo"`` (find or make it), ``"compile"`` (wait for it), ``"deployment"`` (find, make or start it)
            or ``"health"`` (wait for it).
        model_repo: The model repo as it was last seen; None if none is there or it was deleted again.
        deployment: The deployment as it was last seen; None if none is there or it was deleted again.
    """

    step: str = ""
    model_repo: Mapping[str, Any] | None = None
    deployment: Mapping[str, Any] | None = None


class WaitError(SimplismartError):
    """A wait ended without what it was for; what was waited for is as it was.

    Attributes:
        resource: What was last seen of the resource, or None if nothing was.
    """

    def __init__(self, message: str, resource: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.resource = resource


class WaitFailedError(WaitError):
    """What was waited for cannot come any more: the resource failed or is gone. The message says why."""


class WaitTimeoutError(WaitError, TimeoutError):
    """The wait did not end within its ``timeout``. The message says what was last seen."""


class TransportError(SimplismartError):
    """The connection failed before the whole answer had arrived."""


class ConnectError(TransportError):
    """The connection could not be made; nothing was sent."""


class DeadlineExceededError(TransportError, TimeoutError):
    """The call did not end within its ``timeout``."""


_CAUSE = ("trace_id", "method", "path", "retry_after", "attempts", "may_have_succeeded")

_BY_STATUS: Mapping[int, type[APIError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableError,
    429: RateLimitError,
}


def status_class(status: int) -> type[APIError]:
    """Return the error class of an HTTP status."""
    if 300 <= status < 400:
        return RedirectError
    if status >= 500:
        return ServerError
    return _BY_STATUS.get(status, APIError)


def error_payload(body: bytes, hidden: Iterable[str] = ()) -> dict[str, Any]:
    """Return the body of an error answer as a dict, whatever it is, without the ``hidden`` strings."""
    text = body.decode("utf-8-sig", "replace")
    try:
        value = hide(json.loads(text), hidden)
    except (ValueError, RecursionError):
        return {"raw": hide(text, hidden)} if text else {}
    return value if isinstance(value, dict) else {"raw": value}


def error_message(payload: Mapping[str, Any], status: int) -> str:
    """Return a sentence that a person can act on, from any of the API's error bodies."""
    for key in ("detail", "error", "message", "non_field_errors"):
        if text := _flat(payload.get(key)):
            return _short(text)
    if "raw" in payload:
        text = _flat(payload["raw"])
        return _short(_from_html(text) if text.startswith("<") else text) or _reason(status)
    return _short(_flat(payload)) or _reason(status)


def hide(value: Any, hidden: Iterable[str]) -> Any:
    """Return ``value`` with each of the ``hidden`` strings blotted out wherever it stands."""
    return _hide(value, _forms(hidden))


def _forms(hidden: Iterable[str]) -> list[str]:
    """Return the strings as they are and as JSON and Python write them, the longest first."""
    forms = {form for text in hidden for form in (text, *(written[1:-1] for written in _literals(text)))}
    return sorted(forms, key=len, reverse=True)


def _literals(text: str) -> tuple[str, ...]:
    return json.dumps(text), json.dumps(text, ensure_ascii=False), repr(text)


def _hide(value: Any, forms: Sequence[str]) -> Any:
    if isinstance(value, str):
        for form in forms:
            value = value.replace(form, HIDDEN)
        return value
    if isinstance(value, dict):
        return {_hide(key, forms): _hide(item, forms) for key, item in value.items()}
    return [_hide(item, forms) for item in value] if isinstance(value, list) else value


def _flat(value: Any) -> str:
    return "; ".join(part for part in _parts(value, 0) if part)


def _parts(value: Any, depth: int) -> Iterator[str]:
    if depth > 8 or value is None:
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            text = "; ".join(_parts(item, depth + 1))
            yield text if key == "non_field_errors" else f"{key}: {text}" if text else ""
    elif isinstance(value, list):
        for item in value:
            yield from _parts(item, depth + 1)
    else:
        yield str(value).strip()


def _from_html(text: str) -> str:
    found = re.search(r"<(title|h1)[^>]{0,200}>([^<]{1,500})<", text[:10_000], re.IGNORECASE)
    return found.group(2).strip() if found else ""


def _short(text: str) -> str:
    line = " ".join(text[: 4 * MAX_MESSAGE].encode(errors="replace").decode().split())
    return line if len(line) <= MAX_MESSAGE else line[: MAX_MESSAGE - 1] + "…"


def _reason(status: int) -> str:
    from http import HTTPStatus

    try:
        return f"The API answered {HTTPStatus(status).phrase}"
    except ValueError:
        return "The API answered with an error"


DECODE_FAILURES = (ValueError, TypeError, RecursionError)


class Attempted(NamedTuple):
    """What an error says of the call that it ended."""

    method: str
    path: str
    trace_id: str
    attempts: int
    hidden: tuple[str, ...] = ()
    idempotent: bool = True
    lookup: str = ""

    def doubt(self, message: str, may_have_succeeded: bool) -> str:
        """Return a message that also says, if it is so, that the request may have taken effect, and what tells."""
        if not may_have_succeeded:
            return message
        what = f"{self.lookup} tells" if self.lookup else "look before sending it again"
        return f"{message} (the request may have taken effect all the same: {what})"

    def details(self) -> dict[str, Any]:
        """Return the keyword arguments of an error."""
        return {
            "method": self.method,
            "path": self.path,
            "trace_id": self.trace_id,
            "attempts": self.attempts,
        }


def answer_error(
    status: int,
    body: bytes,
    attempted: Attempted,
    *,
    location: str = "",
    retry_after: float | None = None,
    may_have_succeeded: bool = False,
) -> APIError:
    """Return the error of an answer that is not a success."""
    payload = error_payload(body, attempted.hidden)
    message = error_message(payload, status)
    if 300 <= status < 400:
        message = (
            f"The API redirects to {_short(hide(location, attempted.hidden)) or 'nowhere'}; redirects are not followed"
        )
    return status_class(status)(
        attempted.doubt(message, may_have_succeeded),
        status,
        payload,
        retry_after=retry_after,
        may_have_succeeded=may_have_succeeded,
        **attempted.details(),
    )


def transport_error(
    error: BaseException, attempted: Attempted, *, sent: bool, may_have_succeeded: bool
) -> TransportError:
    """Return the error of a connection that failed."""
    kind = TransportError if sent else ConnectError
    what = "The connection failed" if sent else "No connection to the API"
    reason = _short(hide(str(error), attempted.hidden)) or type(error).__name__
    return kind(
        attempted.doubt(f"{what}: {reason}", may_have_succeeded),
        may_have_succeeded=may_have_succeeded,
        **attempted.details(),
    )


def untied(error: BaseException) -> BaseException:
    """Return an error whose causes keep what they say but not their frames, many of which lead back to them."""
    cause = error.__cause__ or error.__context__
    while cause is not None and cause.__traceback__ is not None:
        cause.__traceback__ = None
        cause = cause.__cause__ or cause.__context__
    return error


def deadline_exceeded(timeout: float, attempted: Attempted, *, may_have_succeeded: bool) -> DeadlineExceededError:
    """Return the error of a call whose time ran out."""
    return DeadlineExceededError(
        attempted.doubt(f"No whole answer within {timeout:g} s", may_have_succeeded),
        may_have_succeeded=may_have_succeeded,
        **attempted.details(),
    )


def invalid_response(status: int, body: bytes, attempted: Attempted, reason: BaseException) -> InvalidResponseError:
    """Return the error of a success that cannot be read."""
    doubtful = not attempted.idempotent
    why = _short(hide(str(reason), attempted.hidden))[:120]
    what = f"is not what it should be ({why})" if body.strip() else "is empty"
    return InvalidResponseError(
        attempted.doubt(f"The API answered a success whose body {what}", doubtful),
        status,
        _kept(body, attempted.hidden),
        may_have_succeeded=doubtful,
        **attempted.details(),
    )


def _kept(body: bytes, hidden: Iterable[str]) -> dict[str, Any]:
    if len(body) <= MAX_KEPT:
        return error_payload(body, hidden)
    return {"raw": hide(body.decode("utf-8-sig", "replace"), hidden)[:MAX_KEPT]}


def response_too_large(status: int, limit: int, attempted: Attempted) -> ResponseTooLargeError:
    """Return the error of a body larger than the limit."""
    doubtful = not attempted.idempotent and not 300 <= status < 500
    return ResponseTooLargeError(
        attempted.doubt(f"The body of the answer is larger than {limit} bytes", doubtful),
        status,
        may_have_succeeded=doubtful,
        **attempted.details(),
    )


def not_found(what: str, name: str) -> NotFoundError:
    """Return the error of a resource that a list does not hold."""
    message = f"No {what} matches {name}."
    return NotFoundError(message, 404, {"detail": message})


def wait_failed(what: str, state: str, reason: str, resource: Mapping[str, Any] | None) -> WaitFailedError:
    """Return the error of a wait for something that cannot come any more."""
    return WaitFailedError(f"{what}; it is {state}" + (f": {_short(reason)}" if reason else ""), resource)


def wait_timed_out(what: str, timeout: float, state: str, resource: Mapping[str, Any] | None) -> WaitTimeoutError:
    """Return the error of a wait whose time ran out."""
    seen = f"last seen {state}" if state else "nothing was seen of it"
    return WaitTimeoutError(f"{what} after {timeout:g} s; {seen}", resource)


def deploy_failed(
    step: str,
    reason: SimplismartError | str,
    model_repo: Mapping[str, Any] | None,
    deployment: Mapping[str, Any] | None,
) -> DeployError:
    """Return the error of a step of a deploy."""
    cause = reason if isinstance(reason, SimplismartError) else SimplismartError(reason)
    error = DeployError(f"The deploy failed at the step {step!r}: {cause.message}", cause.status_code, cause.payload)
    error.__dict__ |= {name: value for name, value in vars(cause).items() if name in _CAUSE}
    error.step, error.model_repo, error.deployment = step, model_repo, deployment
    return error


def no_id(name: str) -> InvalidResponseError:
    """Return the error of a deployment that was made, but whose id the API does not say."""
    return InvalidResponseError(
        f"The deployment {name!r} was made, but the API said no id for it and lists none of this name",
        may_have_succeeded=True,
    )


def taken(what: str, name: str, but: str = "choose another name") -> ConflictError:
    """Return the error of a name that is in use; ``but`` says by what, and what can be done."""
    message = f"There is a {what} called {name!r} already: {but}"
    return ConflictError(message, None, {"detail": message})


def no_results(page: Any) -> InvalidResponseError:
    """Return the error of a page without its items."""
    return InvalidResponseError("The API answered a page without a list of results", payload={"raw": page})
