"""What goes onto the wire and what comes off it, without sending anything."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from .config import CLIENT_HEADERS, Settings, checked_retries, checked_timeout, checked_trace_id
from .exceptions import (
    DECODE_FAILURES,
    Attempted,
    Problem,
    ValidationError,
    invalid_response,
    response_too_large,
)
from .policy import Deadline

if TYPE_CHECKING:
    from simplismart_api.types import Request

LOOKUPS = {
    "create_model_repo": "client.model_repos.find(name)",
    "create_deployment": "client.deployments.find(name)",
    "create_byoc_deployment": "client.deployments.find(name)",
    "create_secret": "client.secrets.find(name)",
    "create_network_volume": "client.network_volumes.find(name)",
}
LARGE = 64 * 1024
COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})

T = TypeVar("T")


class RawResponse(NamedTuple):
    """An answer as it came, with what the call took."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes
    trace_id: str
    attempts: int
    elapsed: float

    def json(self) -> Any:
        """Return the body as JSON; None if it is empty."""
        return parse_json(self.body)


class Call(NamedTuple):
    """A request made ready to send: the same bytes and the same keys on every attempt."""

    method: str
    path: str
    url: str
    headers: list[tuple[str, str]]
    content: bytes
    idempotent: bool
    deadline: Deadline
    max_retries: int
    trace_id: str
    hidden: tuple[str, ...]
    lookup: str = ""

    def attempted(self, attempts: int, token: str = "") -> Attempted:
        """Return what an error needs to know of the call; it will not show the token."""
        hidden = (*self.hidden, token) if token else self.hidden
        return Attempted(self.method, self.path, self.trace_id, attempts, hidden, self.idempotent, self.lookup)


_encoded = lru_cache(maxsize=256)(urlencode)


def prepare(
    request: Request[Any],
    settings: Settings,
    *,
    trace_id: str | None,
    timeout: float | None,
    max_retries: int | None,
) -> Call:
    """Return the call that a request becomes under the client's settings and the call's own options."""
    query = f"?{_encoded(request.query)}" if request.query else ""
    trace = checked_trace_id(trace_id) if trace_id is not None else settings.trace_id or new_id()
    content = b"" if request.json is None else json_bytes(request.json)
    return Call(
        method=request.method,
        path=request.path,
        url=f"{settings.base_url}{request.path}{query}",
        headers=_headers(request, settings.source, trace),
        content=content,
        idempotent=request.idempotent,
        deadline=Deadline(settings.timeout if timeout is None else checked_timeout(timeout)),
        max_retries=settings.max_retries if max_retries is None else checked_retries(max_retries),
        trace_id=trace,
        hidden=tuple(_secrets(request)),
        lookup=LOOKUPS.get(request.operation, ""),
    )


def new_id() -> str:
    """Return a random UUID, version 4, without importing uuid, which looks at the platform first."""
    digits = os.urandom(16).hex()
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def _headers(request: Request[Any], source: str, trace_id: str) -> list[tuple[str, str]]:
    headers = [*CLIENT_HEADERS, ("X-Simplismart-Client-Source", source), ("X-Trace-Id", trace_id)]
    if request.json is not None:
        headers.append(("Content-Type", "application/json"))
    if not request.idempotent:
        headers.append(("Idempotency-Key", new_id()))
    return headers


def json_bytes(value: Any) -> bytes:
    """Return compact JSON.

    Raises:
        ValidationError: It is not JSON data: NaN, an infinity, a lone surrogate, or an object that JSON does not have.
    """
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeError:
        reason = "a string that is not text"
    except (ValueError, TypeError, RecursionError) as error:
        reason = str(error)[:60]
    raise ValidationError("body", [Problem("body", "must be JSON data", reason)])


def _secrets(request: Request[Any]) -> Iterator[str]:
    for key in request.hidden:
        yield from _strings(request.json.get(key))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str) and len(value) > 3:
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False, ensure_ascii=False)
_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def parse_json(body: bytes) -> Any:
    """Return the JSON of a body, None if it is blank; ValueError or RecursionError if it is not JSON."""
    if not body or body.isspace():
        return None
    return _DECODER.decode(body.decode(json.detect_encoding(body), "surrogatepass"))


def decode(request: Request[T], raw: RawResponse, attempted: Attempted) -> T:
    """Return the typed result of a success.

    Raises:
        InvalidResponseError: The body is not the JSON that the operation answers.
    """
    try:
        return read(request, raw.body)
    except DECODE_FAILURES as error:
        raise invalid_response(raw.status_code, raw.body, attempted, error) from error


def read(request: Request[T], body: bytes) -> T:
    """Return the typed result in a body; one of ``DECODE_FAILURES`` if it is not what the operation answers.

    While a large one is read the garbage collector pauses: it would go through all that is read, again and again, and
    find nothing, since JSON has no cycles.
    """
    if len(body) < LARGE or not gc.isenabled():
        return request.decode(parse_json(body))
    gc.disable()
    try:
        return request.decode(parse_json(body))
    finally:
        gc.enable()


def content_encoding(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return how the body is compressed, from raw headers."""
    found = [value for name, value in headers if name.lower() == b"content-encoding"]
    return b", ".join(found).decode("latin-1")


class Inflater:
    """Collects a body piece by piece, decompressed, and stops at a limit."""

    def __init__(self, encoding: str, limit: int, attempted: Attempted, status: int) -> None:
        self._encoding = encoding.strip().lower()
        self._unzip: Any = None
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0
        self._attempted = attempted
        self._status = status

    def feed(self, piece: bytes) -> None:
        """Take the next piece off the wire."""
        if self._encoding not in COMPRESSED:
            self._keep(piece)
            return
        while piece:
            if self._unzip is None or self._unzip.eof:
                self._unzip = _decompressor(self._encoding, piece[0])
            self._keep(self._unzip.decompress(piece, self._limit - self._size + 1))
            piece = self._unzip.unused_data

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise response_too_large(self._status, self._limit, self._attempted)
        self._pieces.append(piece)

    def body(self) -> bytes:
        """Return the whole body; EOFError if the compressed data was cut short."""
        if self._unzip is not None and not self._unzip.eof:
            raise EOFError("the compressed body ends too early")
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)


def whole(body: bytes, limit: int, attempted: Attempted, status: int) -> bytes:
    """Return a body that a transport handed over in one piece, if it is within the limit."""
    if len(body) > limit:
        raise response_too_large(status, limit, attempted)
    return body


def _decompressor(encoding: str, first: int) -> Any:
    """Return what decompresses one member. Some servers take deflate for the data without the header of zlib."""
    import zlib

    if encoding == "deflate":
        return zlib.decompressobj(zlib.MAX_WBITS if first & 0x8F == zlib.DEFLATED else -zlib.MAX_WBITS)
    return zlib.decompressobj(16 + zlib.MAX_WBITS)
