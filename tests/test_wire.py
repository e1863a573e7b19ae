"""What goes onto the wire and what comes off it."""

import gc
import gzip
import json
import math
import tracemalloc
import uuid
import zlib
from typing import Any

import pytest
from simplismart_api.types import Request

from simplismart import ConfigurationError, InvalidResponseError, ResponseTooLargeError, ValidationError
from simplismart.config import settings
from simplismart.exceptions import Attempted
from simplismart.wire import LARGE, Call, Inflater, RawResponse, decode, json_bytes, parse_json, prepare, read, whole

CALL = Attempted("GET", "/deployments/list/model/", "trace-1", 1)
SETTINGS = settings(base_url="https://api.example.com/", timeout=20, max_retries=3, environ={})


def as_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("expected an array")
    return value


def request(**fields: Any) -> Request[Any]:
    standard: dict[str, Any] = {
        "operation": "list_deployments",
        "method": "GET",
        "path": "/deployments/list/model/",
        "query": (),
        "json": None,
        "decode": as_list,
        "idempotent": True,
    }
    return Request(**(standard | fields))


def create(body: Any, hidden: tuple[str, ...] = ()) -> Request[Any]:
    return request(method="POST", path="/accounts/secrets/", json=body, idempotent=False, hidden=hidden)


def prepared(made: Request[Any] | None = None, base: Any = SETTINGS, **options: Any) -> Call:
    given = {"trace_id": None, "timeout": None, "max_retries": None} | options
    return prepare(made or request(), base, **given)


def raw(body: bytes, status: int = 200) -> RawResponse:
    return RawResponse(status, {}, body, "trace-1", 1, 0.1)


def test_the_url():
    """Base URL, path and encoded query follow one another; no query leaves no question mark."""
    query = (("ordering", "desc"), ("name", "a b&c"), ("name", "é"))
    assert "https://api.example.com/deployments/list/model/" == prepared().url
    assert (
        "https://api.example.com/deployments/list/model/?ordering=desc&name=a+b%26c&name=%C3%A9"
        == prepared(request(query=query)).url
    )


def test_the_body():
    """A body is compact JSON in UTF-8 with its content type; no body has neither."""
    body = {"name": "é", "n": [1, None, True]}
    with_body = prepared(create(body))
    assert '{"name":"é","n":[1,null,true]}'.encode() == with_body.content
    assert "application/json" == dict(with_body.headers)["Content-Type"]
    assert b"" == prepared().content
    assert "Content-Type" not in dict(prepared().headers)


@pytest.mark.parametrize("body", [{}, [], 0, False])
def test_an_empty_body_is_a_body(body):
    """Only None is no body."""
    assert json.dumps(body).encode() == prepared(create(body)).content


def test_the_headers():
    """Every request says who asks and carries its trace id; the token is not among them yet."""
    headers = dict(prepared(trace_id="t-1").headers)
    assert ("application/json", "sdk", "t-1") == (
        headers["Accept"],
        headers["X-Simplismart-Client-Source"],
        headers["X-Trace-Id"],
    )
    assert "Authorization" not in headers


def test_only_what_must_not_run_twice_has_an_idempotency_key():
    """Each call of a create has a key of its own."""
    first, second = (dict(prepared(create({})).headers)["Idempotency-Key"] for _ in range(2))
    assert first != second
    assert first == str(uuid.UUID(first))
    assert "Idempotency-Key" not in dict(prepared().headers)


def test_the_trace_id():
    """The call's own wins over the client's; without either each call has a new one."""
    traced = SETTINGS._replace(trace_id="client")
    assert "call" == prepared(base=traced, trace_id="call").trace_id
    assert "client" == prepared(base=traced).trace_id
    first, second = prepared().trace_id, prepared().trace_id
    assert first != second
    assert first == str(uuid.UUID(first))


def test_timeout_and_retries():
    """The call's own options win over the client's."""
    assert (20.0, 3) == (prepared().deadline.timeout, prepared().max_retries)
    own = prepared(timeout=0.5, max_retries=0)
    assert (0.5, 0) == (own.deadline.timeout, own.max_retries)


@pytest.mark.parametrize("wrong", [{"timeout": 0}, {"max_retries": -1}, {"trace_id": ""}, {"trace_id": "a\nb"}])
def test_wrong_options_of_a_call(wrong):
    """An option of a call is checked like the client's, before anything is sent."""
    with pytest.raises(ConfigurationError, match=next(iter(wrong))):
        prepared(**wrong)


def test_what_an_error_knows_of_the_call():
    """Method, path, trace id, attempts, secrets, whether it may run twice, and what tells what became of it."""
    sent = create({"data": {"token": "SEKRIT"}}, ("data",))._replace(operation="create_secret")
    call = prepared(sent, trace_id="t")
    assert Attempted(
        "POST", "/accounts/secrets/", "t", 2, ("SEKRIT",), False, "client.secrets.find(name)"
    ) == call.attempted(2)
    assert ("SEKRIT", "token") == call.attempted(2, "token").hidden


def test_what_is_secret_in_a_body():
    """Every string below a hidden key is, but for those too short to be told from ordinary text."""
    data = {"token": "SEKRIT1", "more": [{"key": "SEKRIT2"}, "SEKRIT3"], "short": "abc", "number": 12345, "none": None}
    call = prepared(create({"name": "name", "data": data}, ("data", "absent")))
    assert ("SEKRIT1", "SEKRIT2", "SEKRIT3") == call.hidden
    assert () == prepared(create({"name": "name"})).hidden


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, {"a": [-math.inf]}, {"a": uuid.uuid4()}, {"a": {1}}, {(1,): 2}, "\ud800", b"x"]
)
def test_what_is_no_json_is_not_sent(value):
    """A value that JSON does not have is a ValidationError, like any other wrong argument."""
    with pytest.raises(ValidationError, match="body: must be JSON data"):
        json_bytes(value)


def test_a_body_that_holds_itself_is_not_sent():
    """A circle ends in an error."""
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(ValidationError, match="body: must be JSON data"):
        json_bytes(circle)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", None),
        (b"  \r\n", None),
        (b"null", None),
        (b"[]", []),
        (b' {"a": 1.5} ', {"a": 1.5}),
        (b"\xef\xbb\xbf[1]", [1]),
        ('["é"]'.encode("utf-16"), ["é"]),
        (b'"\\ud83d\\ude00"', "😀"),
    ],
)
def test_parse_json(body, expected):
    """JSON in any of its encodings, with a byte order mark or without; blank is None."""
    assert expected == parse_json(body)
    assert expected == raw(body).json()


@pytest.mark.parametrize(
    "body",
    [b"NaN", b"[Infinity]", b'{"a": -Infinity}', b"{", b"<html>", b"[1] x", b"\xff", b"\xef\xbb\xbf", b"9" * 5000],
)
def test_what_is_no_json(body):
    """What is not JSON is refused, the constants that Python would take included."""
    with pytest.raises(ValueError):
        parse_json(body)


@pytest.mark.parametrize(("size", "expected"), [(10, True), (LARGE, False)])
def test_the_garbage_collector_pauses_while_a_large_body_is_read(size, expected):
    """It goes on afterwards, also after a failure; where the program has switched it off it stays off."""
    body = json.dumps("x" * size).encode()
    watched = request()._replace(decode=lambda _: gc.isenabled())
    assert expected is read(watched, body)
    assert gc.isenabled()
    with pytest.raises(ValueError):
        read(watched, b"?" * size)
    assert gc.isenabled()
    gc.disable()
    try:
        assert False is read(watched, body)
        assert False is gc.isenabled()
    finally:
        gc.enable()


def test_decode():
    """The operation says what a success becomes."""
    assert [1] == decode(request(), raw(b"[1]"), CALL)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "is empty"),
        (b'{"a": 1}', "expected an array"),
        (b"null", "expected an array"),
        (b"<html>login</html>", "Expecting value"),
        (b"[NaN]", "NaN is not JSON"),
        (b"\xff", "can't decode"),
        (b"[" * 100_000 + b"]" * 100_000, "recursion"),
        (b"[" + b"9" * 5000 + b"]", "4300 digits"),
    ],
)
def test_a_success_that_cannot_be_read(body, why):
    """It is an InvalidResponseError that says what is wrong, with the body as its payload."""
    with pytest.raises(InvalidResponseError, match=why) as caught:
        decode(request(), raw(body), CALL)
    assert (200, "trace-1", False) == (
        caught.value.status_code,
        caught.value.trace_id,
        caught.value.may_have_succeeded,
    )
    assert dict is type(caught.value.payload)
    assert 500 > len(str(caught.value))


def test_a_create_whose_answer_cannot_be_read_hides_its_secret():
    """The body may repeat the secret that was sent; the error says that it may have been stored."""
    sent = create({"name": "n", "data": {"token": "SEKRIT"}}, ("data",))
    with pytest.raises(InvalidResponseError) as caught:
        decode(sent, raw(b'["SEKRIT"]'[:-1], 201), prepared(sent).attempted(1))
    assert True is caught.value.may_have_succeeded
    assert "SEKRIT" not in str(caught.value) + repr(caught.value.payload)


def inflated(encoding: str, *pieces: bytes, limit: int = 1000) -> bytes:
    inflater = Inflater(encoding, limit, CALL, 200)
    for piece in pieces:
        inflater.feed(piece)
    return inflater.body()


def pieces(data: bytes) -> list[bytes]:
    return [data[start : start + 1] for start in range(len(data))]


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("", bytes),
        ("identity", bytes),
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        (" GZIP ", gzip.compress),
        ("deflate", zlib.compress),
    ],
)
def test_bodies_are_decompressed(encoding, compress):
    """In one piece or byte by byte, the body is what was compressed."""
    data = b"[1, 2, 3]" * 50
    assert data == inflated(encoding, compress(data))
    assert data == inflated(encoding, *pieces(compress(data)))


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize("data", [b"[1, 2, 3]" * 50, b"[]", b""])
def test_deflate_without_the_header_of_zlib(data):
    """What some servers take for deflate is read all the same."""
    assert data == inflated("deflate", raw_deflate(data))
    assert data == inflated("deflate", *pieces(raw_deflate(data)))


def test_a_body_of_several_members():
    """Compressed pieces in a row are one body, as gzip says; the limit is for all of them."""
    data = gzip.compress(b"[1, ") + gzip.compress(b"") + gzip.compress(b"2]")
    assert b"[1, 2]" == inflated("gzip", data)
    assert b"[1, 2]" == inflated("gzip", *pieces(data))
    with pytest.raises(EOFError):
        inflated("gzip", data[:-1])
    with pytest.raises(ResponseTooLargeError):
        inflated("gzip", data, limit=5)


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_no_body(encoding):
    """An answer without a body has none, whatever it says of its encoding."""
    assert b"" == inflated(encoding)


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_an_empty_body_may_be_compressed(encoding, compress):
    """Nothing, compressed, is nothing."""
    assert b"" == inflated(encoding, compress(b""))


@pytest.mark.parametrize("length", [1, 5, 12, 30, -9, -1])
@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_body_cut_short(encoding, compress, length):
    """Compressed data that ends too early never passes for a whole body, nor for an empty one."""
    data = compress(json.dumps(list(range(100))).encode())
    with pytest.raises(EOFError):
        inflated(encoding, data[:length])


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_body_that_is_not_what_it_says(encoding):
    """Data that cannot be decompressed is an error of zlib, which counts as a failed connection."""
    with pytest.raises(zlib.error):
        inflated(encoding, b"{'a': 1, 'b': 2}")


@pytest.mark.parametrize(("encoding", "compress"), [("", bytes), ("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_the_limit(encoding, compress):
    """A body of exactly the limit passes, one byte more does not; the limit counts decompressed bytes."""
    assert 1000 == len(inflated(encoding, compress(b"x" * 1000)))
    for parts in ([compress(b"x" * 1001)], pieces(compress(b"x" * 1001))):
        with pytest.raises(ResponseTooLargeError, match="larger than 1000 bytes") as caught:
            inflated(encoding, *parts)
        assert (200, "trace-1") == (caught.value.status_code, caught.value.trace_id)


def test_a_bomb_is_never_held_whole():
    """Of 64 MiB in 64 KiB no more is decompressed than the limit."""
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    tracemalloc.start()
    try:
        with pytest.raises(ResponseTooLargeError):
            inflated("gzip", bomb, limit=100_000)
        assert 2_000_000 > tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_whole():
    """A body that came in one piece is held against the same limit."""
    assert b"12345" == whole(b"12345", 5, CALL, 200)
    with pytest.raises(ResponseTooLargeError, match="larger than 4 bytes"):
        whole(b"12345", 4, CALL, 200)
