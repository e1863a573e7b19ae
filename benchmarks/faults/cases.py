"""The cases: what the server does, which documented call is made, and what surviving means."""

from __future__ import annotations

import functools
import gzip
import json
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from simplismart import DeploymentCreate, ModelRepoCreate, NetworkVolumeCreate, SecretCreate

from . import judges as j
from .server import Connection, FaultServer, Step, answer, chunk, cut, drip, endless, hang, head, message, raw, then

TOKEN = "token-7b1f0c52d9"
PASSWORD = "password-5e2a'\"ß\n91"
ORG = "0bf00b43-430a-4ca3-a8b3-b13cc8dc6d4f"
DEPLOYMENT = "0ee77f95-a49a-4965-9aa9-311fa9318c47"
DETAIL = {"uuid": DEPLOYMENT, "name": "llama", "status": "DEPLOYED"}
CREATED = {"deployment_id": DEPLOYMENT, "name": "llama"}
OTHER = {"uuid": "11111111-1111-4111-8111-111111111111", "name": "another's", "status": "STOPPED"}
NETRC = str(Path(__file__).with_name("netrc"))
HTML = b"<html><head><title>Bad gateway</title></head><body>" + b"<p>sorry</p>" * 2000 + b"</body></html>"
MEBIBYTE = 2**20

Call: TypeAlias = Callable[[Any], Any]
Server: TypeAlias = Callable[[str], FaultServer]


class Case(NamedTuple):
    """A fault and what surviving it means.

    Attributes:
        topic: The heading that the case counts under.
        name: What the server does.
        server: Makes the server, given the address of another origin.
        calls: The calls, one after another on one client.
        judge: Returns why the case was not survived, or nothing.
        timeout: The client's timeout.
        environ: Variables of the environment; a case with some runs in a process of its own.
        alone: Whether the case runs in a process of its own, to measure its memory.
    """

    topic: str
    name: str
    server: Server
    calls: tuple[Call, ...]
    judge: j.Judge
    timeout: float = 5.0
    environ: Mapping[str, str] = {}
    alone: bool = False


def get(client: Any) -> Any:
    """Get a deployment."""
    return client.get_deployment(DEPLOYMENT)


def listing(client: Any) -> Any:
    """List the deployments."""
    return client.list_deployments()


def delete(client: Any) -> Any:
    """Delete a deployment."""
    return client.delete_deployment(DEPLOYMENT)


def create(client: Any) -> Any:
    """Create a deployment."""
    targets = [{"metric": "gpu", "target": 80}]
    return client.create_deployment(
        DeploymentCreate(
            model_repo=OTHER["uuid"],
            org=ORG,
            gpu_id="nvidia-h100",
            name="llama",
            min_pod_replicas=1,
            max_pod_replicas=2,
            autoscale_config={"targets": targets},
        )
    )


def create_secret(client: Any) -> Any:
    """Create a secret."""
    data = {"username": "someone", "token": PASSWORD}
    return client.create_secret(SecretCreate(name="docker", secret_type="docker_hub", data=data, org=ORG))


def create_model_repo(client: Any) -> Any:
    """Create a model repo."""
    return client.create_model_repo(
        ModelRepoCreate(
            name="vision",
            source_type="docker_hub",
            runtime_gpus=1,
            source_secret=OTHER["uuid"],
            registry_path="org/m",
            docker_tag="v1",
        )
    )


def create_volume(client: Any) -> Any:
    """Create a network volume."""
    return client.create_network_volume(NetworkVolumeCreate(org=ORG, name="weights", region="us", zone="a", size_gi=10))


def serve(*steps: Step, **options: Any) -> Server:
    """Return what makes a server of a script."""
    return lambda elsewhere: FaultServer(*steps, **options)


def redirect(status: str, location: str, body: bytes = b"") -> Server:
    """Return what makes a server that redirects; ``{elsewhere}`` is the other origin."""
    return lambda elsewhere: FaultServer(answer(body, status, Location=location.format(elsewhere=elsewhere)))


GOOD = answer(DETAIL)
MADE = answer(CREATED, "201 Created")
UNAVAILABLE = answer({"detail": "try later"}, "503 Service Unavailable")
OUTAGE = answer(b"", "503 Service Unavailable", Retry_After="0")
DETAIL_BYTES = json.dumps(DETAIL).encode()


def deadlines() -> Iterator[Case]:
    """A call with ``timeout=1`` ends within 1.5 seconds."""
    in_time = j.all_of(j.within(1.5), j.fails)
    servers = {
        "no answer": serve(hang),
        "headers, a byte at a time": serve(drip(b"", message(DETAIL, X_Padding="x" * 2000))),
        "body, a byte at a time": serve(drip(head(Content_Length=2000), b" " * 2000)),
        "chunks, a byte at a time": serve(drip(head(Transfer_Encoding="chunked"), chunk(b" ") * 500)),
        "half a body, then silence": serve(then(raw(head(Content_Length=100) + b'{"uuid'), hang)),
        "headers without end": serve(endless(b"HTTP/1.1 200 OK\r\n", b"X-More: of the same\r\n", 0.01)),
        "100 Continue without end": serve(endless(b"", head("100 Continue"), 0.01)),
        "503 without end": serve(UNAVAILABLE),
        "503 without end, Retry-After 0": serve(OUTAGE),
        "503, Retry-After an hour": serve(answer(b"", "503 Service Unavailable", Retry_After="3600")),
        "429, Retry-After an hour": serve(answer(b"", "429 Too Many Requests", Retry_After="3600")),
        "connections reset without end": serve(Connection.reset),
        "error body, a byte at a time": serve(drip(head("500 Oops", Content_Length=2000), b"x" * 2000)),
    }
    for name, server in servers.items():
        yield Case("Deadlines", name, server, (get,), j.all_of(in_time, j.sends(20)), timeout=1.0)


def retries() -> Iterator[Case]:
    """What fails for a moment is sent again where that is safe."""
    first: dict[str, Step] = {
        "503 once": UNAVAILABLE,
        "502 with HTML once": answer(HTML, "502 Bad Gateway", Content_Type="text/html"),
        "500 once": answer(b"oops", "500 Oops"),
        "504 once": answer(b"", "504 Gateway Timeout"),
        "408 once": answer(b"", "408 Request Timeout", Connection="close"),
        "429 once, Retry-After 0": answer(b"", "429 Too Many Requests", Retry_After="0"),
        "reset after the request": Connection.reset,
        "closed without an answer": Connection.close,
        "closed within the status line": cut(b"HTTP/1.1 20"),
        "closed within the headers": cut(b"HTTP/1.1 200 OK\r\nContent-Le"),
        "reset within the body": then(raw(head(Content_Length=90) + b"{"), lambda c: c.wait(0.05), Connection.reset),
        "body cut short": cut(head(Content_Length=len(DETAIL_BYTES) + 9) + DETAIL_BYTES),
        "chunked body cut short": cut(head(Transfer_Encoding="chunked") + chunk(DETAIL_BYTES)),
        "gzip cut short": answer(gzip.compress(DETAIL_BYTES)[:-12], Content_Encoding="gzip"),
    }
    for name, step in first.items():
        yield Case("Transient failures", name, serve(step, GOOD), (get,), j.returns(DETAIL))
    others: dict[str, tuple[Server, tuple[Call, ...], j.Judge]] = {
        "reset on connect": (serve(GOOD, accept=[Connection.reset]), (get,), j.returns(DETAIL)),
        "refused, then up": (serve(GOOD, refuse=0.25), (get,), j.returns(DETAIL)),
        "refused for ever": (serve(GOOD, refuse=None), (get,), j.fails),
        "a delete meets 503 once": (serve(UNAVAILABLE, answer({})), (delete,), j.works),
        "400 is not sent again": (serve(answer({}, "400 No")), (get,), _once(400)),
        "404 is not sent again": (serve(answer({}, "404 No")), (get,), _once(404)),
        "an outage during 30 calls": (serve(OUTAGE), (get,) * 30, j.all_of(j.fails, j.sends(30 + 20))),
    }
    for name, (server, calls, judge) in others.items():
        yield Case("Transient failures", name, server, calls, judge)


def _once(status: int) -> j.Judge:
    return j.all_of(j.fails_with(status), j.sends(1))


def retry_after() -> Iterator[Case]:
    """Whatever ``Retry-After`` says, a call survives a short outage."""
    values = {
        "a past date": "Wed, 21 Oct 2015 07:28:00 GMT",
        "garbage": "soon",
        "empty": "",
        "negative": "-5",
        "NaN": "nan",
        "1e999": "1e999",
        "400 digits of zero": "0" * 400,
        "a date that is none": "Wed, 99 Oct 2015 77:28:00 GMT",
    }
    for name, value in values.items():
        unavailable = answer(b"", "503 Service Unavailable", Retry_After=value)
        yield Case("Retry-After", name, serve(unavailable, GOOD), (get,), j.returns(DETAIL))
    far = answer(b"", "503 Service Unavailable", Retry_After="9" * 400)
    yield Case("Retry-After", "400 digits", serve(far, GOOD), (get,), j.settles)


def keep_alive() -> Iterator[Case]:
    """A connection that the server ends while it is idle costs nothing."""
    closes = then(GOOD, Connection.close)
    resets = then(GOOD, Connection.reset)
    on_second = then(GOOD, Connection.wait_for_more, Connection.close)
    reset_on_second = then(GOOD, Connection.wait_for_more, Connection.reset)
    for name, step in {
        "closed after the answer": closes,
        "reset after the answer": resets,
        "closed as the next request arrives": on_second,
        "reset as the next request arrives": reset_on_second,
    }.items():
        yield Case("Keep-alive", f"{name}, then a get", serve(step, GOOD), (get, _after(0.1, get)), j.returns(DETAIL))
    created = j.all_of(j.creates(1), j.ends_with(CREATED))
    yield Case(
        "Keep-alive", "closed after the answer, then a create", serve(closes, MADE), (get, _after(0.1, create)), created
    )
    on_create = j.all_of(j.fails, j.says_doubt, j.creates(0))
    yield Case("Keep-alive", "closed as a create arrives", serve(on_second, MADE), (get, create), on_create)
    bytes_too_many = raw(message(DETAIL) + message(OTHER))
    own = j.all_of(j.ends_with(DETAIL))
    yield Case("Keep-alive", "a second answer that nobody asked for", serve(bytes_too_many, GOOD), (get, get), own)
    later = then(GOOD, lambda c: c.wait(0.1), raw(message(OTHER)))
    yield Case("Keep-alive", "an unasked answer while idle", serve(later, GOOD), (get, _after(0.3, get)), own)
    rest = raw(head(Content_Length=len(DETAIL_BYTES)) + DETAIL_BYTES + b"\r\n\r\nrest")
    yield Case("Keep-alive", "a body longer than it says", serve(rest, GOOD), (get, get), own)


def _after(seconds: float, call: Call) -> Call:
    """Return a call that waits before it."""

    def wait(client: Any) -> Any:
        time.sleep(seconds)
        return call(client)

    return wait


def creates() -> Iterator[Case]:
    """A create is never sent twice once it may have been heard, and the error says what is unknown."""
    lost: dict[str, Step] = {
        "500": answer({"detail": "oops"}, "500 Oops"),
        "502 with HTML": answer(HTML, "502 Bad Gateway"),
        "503": UNAVAILABLE,
        "504": answer(b"", "504 Gateway Timeout"),
        "reset after the request": Connection.reset,
        "closed without an answer": Connection.close,
        "201, body cut short": cut(head("201 Created", Content_Length=999) + b'{"deployment_id"'),
        "201, chunks cut short": cut(head("201 Created", Transfer_Encoding="chunked") + chunk(b'{"deployment_id"')),
        "201 with garbage": answer(b"\x00\xff garbage", "201 Created"),
        "201 with HTML": answer(HTML, "201 Created", Content_Type="text/html"),
        "201, empty": answer(b"", "201 Created"),
        "201 with a list": answer([], "201 Created"),
        "201, corrupt gzip": answer(b"no gzip", "201 Created", Content_Encoding="gzip"),
        "garbage instead of HTTP": cut(b"\x16\x03\x01 no HTTP\r\n\r\n"),
    }
    unknown = j.all_of(j.creates(1), j.fails, j.says_doubt)
    for name, step in lost.items():
        yield Case("Creates", f"answer lost: {name}", serve(step, MADE), (create,), unknown)
    yield Case(
        "Creates", "answer lost: timeout", serve(hang, MADE), (create,), j.all_of(unknown, j.within(1.5)), timeout=1.0
    )
    for name, call in {"secret": create_secret, "model repo": create_model_repo, "volume": create_volume}.items():
        yield Case("Creates", f"answer lost: 500 for a {name}", serve(lost["500"], MADE), (call,), unknown)
        yield Case("Creates", f"answer lost: reset for a {name}", serve(Connection.reset, MADE), (call,), unknown)
    made = j.all_of(j.creates(1), j.returns(CREATED))
    yield Case("Creates", "refused, then up", serve(MADE, refuse=0.25), (create,), made)
    busy = answer(b"", "429 Too Many Requests", Retry_After="0")
    yield Case("Creates", "429 once, Retry-After 0", serve(busy, MADE), (create,), j.returns(CREATED))
    wrong = answer({"name": ["This field must be unique."]}, "400 Bad Request")
    refused = j.all_of(_once(400), j.says_no_doubt)
    yield Case("Creates", "400 leaves no doubt", serve(wrong), (create,), refused)


def answers() -> Iterator[Case]:
    """Any answer ends in the right result or in a readable error of the package."""
    for name, step in _good_answers().items():
        yield Case("Odd but good answers", name, serve(step), (get,), j.returns(DETAIL))
    for name, step in _bad_answers().items():
        yield Case("Bad answers", name, serve(step), (get,), j.fails)
    for name, step in _doubtful_answers().items():
        yield Case("Bad answers", name, serve(step), (get,), j.settles)
    big = {**DETAIL, "env": {str(number): "x" * 1000 for number in range(5000)}}
    yield Case("Odd but good answers", "5 MB of JSON", serve(answer(big)), (get,), j.returns(big), timeout=10.0)
    yield Case("Bad answers", "an object where a list belongs", serve(answer({"detail": "x"})), (listing,), j.fails)


def _good_answers() -> dict[str, Step]:
    two_members = gzip.compress(DETAIL_BYTES[:20]) + gzip.compress(DETAIL_BYTES[20:])
    raw_deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    deflated = raw_deflate.compress(DETAIL_BYTES) + raw_deflate.flush()
    whole = message(DETAIL)
    extended = chunk(DETAIL_BYTES).replace(b"\r\n", b";name=value\r\n", 1)
    return {
        "byte order mark": answer(b"\xef\xbb\xbf" + DETAIL_BYTES),
        "gzip": answer(gzip.compress(DETAIL_BYTES), Content_Encoding="gzip"),
        "gzip in two members": answer(two_members, Content_Encoding="gzip"),
        "deflate": answer(zlib.compress(DETAIL_BYTES), Content_Encoding="deflate"),
        "deflate without its header": answer(deflated, Content_Encoding="deflate"),
        "text/plain": answer(DETAIL, Content_Type="text/plain"),
        "no content type": raw(head(Content_Length=len(DETAIL_BYTES)) + DETAIL_BYTES),
        "chunks of one byte": raw(head(Transfer_Encoding="chunked") + b"".join(map(chunk, _bytes())) + chunk(b"")),
        "until the connection closes": cut(head() + DETAIL_BYTES),
        "100 Continue and 103 before it": raw(head("100 Continue") + head("103 Early Hints") + whole),
        "no reason phrase": raw(whole.replace(b"200 OK", b"200 ")),
        "chunks with extensions": raw(head(Transfer_Encoding="chunked") + extended + chunk(b"")),
        "chunks and trailers": raw(
            head(Transfer_Encoding="chunked") + chunk(DETAIL_BYTES) + b"0\r\nX-End: yes\r\n\r\n"
        ),
        "surrounding white space": answer(b"\r\n \t" + DETAIL_BYTES + b"\n\n"),
        "HTTP/1.0": cut(whole.replace(b"HTTP/1.1", b"HTTP/1.0")),
    }


def _bytes() -> list[bytes]:
    return [bytes([byte]) for byte in DETAIL_BYTES]


def _bad_answers() -> dict[str, Step]:
    html = {"Content_Type": "text/html"}
    return {
        "200 with HTML": answer(HTML, **html),
        "200, empty": answer(b""),
        "200 with null": answer(b"null"),
        "200 with a list": answer([1, 2]),
        "200 with a string": answer("deployed"),
        "200 with a number": answer(7),
        "200 with bad UTF-8": answer(b'{"name": "\xff\xfe\xfd"'),
        "200, JSON cut within a string": answer(b'{"name": "d'),
        "200, nested 100,000 deep": answer(b"[" * 100_000 + b"]" * 100_000),
        "200, a number of 5,000 digits": answer(b"9" * 5000),
        "200, corrupt gzip": answer(b"\x1f\x8b\x08\x00 garbage", Content_Encoding="gzip"),
        "200, gzip that is none": answer(DETAIL, Content_Encoding="gzip"),
        "404 with HTML": answer(HTML, "404 Not Found", **html),
        "400, empty": answer(b"", "400 Bad Request"),
        "400 with null": answer(b"null", "400 Bad Request"),
        "400 with a list": answer(["no", "good"], "400 Bad Request"),
        "400 with a string": answer("no good", "400 Bad Request"),
        "400 with bad UTF-8": answer(b"\xff\xfe\xfd", "400 Bad Request"),
        "400, a detail of 1 MB": answer({"detail": "x" * MEBIBYTE}, "400 Bad Request"),
        "400, a detail in 10,000 parts": answer({str(n): ["bad"] for n in range(10_000)}, "400 Bad Request"),
        "400, a detail with a lone surrogate": answer(b'{"detail": "\\ud800"}', "400 Bad Request"),
        "400, nested 100,000 deep": answer(b"[" * 100_000 + b"]" * 100_000, "400 Bad Request"),
        "400, nested 900 deep": answer(b"[" * 900 + b"]" * 900, "400 Bad Request"),
        "400, corrupt gzip": answer(b"\x1f\x8b\x08\x00 garbage", "400 Bad Request", Content_Encoding="gzip"),
        "401": answer({"detail": "Invalid token."}, "401 Unauthorized"),
        "404 that claims to be too long": cut(head("404 Not Found", Content_Length=999) + b"{}"),
        "status 999": answer({}, "999 Beyond"),
        "status 600": answer({}, "600 Beyond"),
        "status 000": answer({}, "000 Nothing"),
        "status 42": cut(message(DETAIL, "42 What")),
        "garbage instead of HTTP": cut(b"\x16\x03\x01\x00 no HTTP at all\r\n\r\n"),
        "another protocol": cut(b"220 mail.example ESMTP ready\r\n"),
        "a bad chunk size": cut(head(Transfer_Encoding="chunked") + b"zz\r\n{}\r\n0\r\n\r\n"),
        "a negative chunk size": cut(head(Transfer_Encoding="chunked") + b"-5\r\n{}\r\n0\r\n\r\n"),
        "a header of 1 MB": cut(message({}, X_Big="x" * MEBIBYTE)),
        "5,000 headers": cut(head()[:-2] + b"X-One: of many more than enough\r\n" * 5000 + b"\r\n"),
        "a negative content length": cut(message(b"", Content_Length="-1")),
        "a content length of words": cut(message(b"", Content_Length="many")),
    }


def _doubtful_answers() -> dict[str, Step]:
    return {
        "200 with NaN": answer(b'{"uuid": NaN, "name": Infinity}'),
        "200, nested 900 deep": answer(b'{"a":' * 900 + b"1" + b"}" * 900),
        "200 in UTF-16": answer(json.dumps(DETAIL).encode("utf-16")),
        "204": raw(head("204 No Content")),
        "an unknown content encoding": answer(b"\x0b\x02\x80{}\x03", Content_Encoding="br"),
        "two content lengths": cut(head(Content_Length=2)[:-2] + b"Content-Length: 5\r\n\r\n{}   "),
        "101 Switching Protocols": raw(head("101 Switching Protocols", Upgrade="x", Connection="Upgrade")),
        "a header without a colon": cut(b"HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 2\r\n\r\n{}"),
        "headers that are not ASCII": answer(DETAIL, X_Name="ünïcode", X_RateLimit_Limit="ª²"),
        "chunks and a content length": cut(
            head(Transfer_Encoding="chunked", Content_Length=3) + chunk(b"{}") + chunk(b"")
        ),
        "a folded header": raw(message(DETAIL, X_Folded="one\r\n two")),
        "line feeds alone": cut(message(DETAIL).replace(b"\r\n", b"\n")),
        "a blank line first": raw(b"\r\n" + message(DETAIL)),
        "HTTP/3.0": cut(message(DETAIL).replace(b"HTTP/1.1", b"HTTP/3.0")),
    }


def memory() -> Iterator[Case]:
    """A body without end does not fill the memory."""
    gzipped = head(Content_Encoding="gzip", Connection="close")
    plain = head(Content_Length=200 * MEBIBYTE, Connection="close")
    spaces = endless(plain, b" " * MEBIBYTE, count=200)
    servers: dict[str, Server] = {
        "a gzip bomb of 200 MB": lambda elsewhere: FaultServer(cut(gzipped + bomb())),
        "a gzip bomb of 200 MB in an error": lambda elsewhere: FaultServer(
            cut(gzipped.replace(b"200 OK", b"400 No") + bomb())
        ),
        "200 MB of white space": serve(spaces),
        "a header of 100 MB": serve(endless(b"HTTP/1.1 200 OK\r\nX-Big: ", b"x" * MEBIBYTE, count=100)),
    }
    settled = j.all_of(j.settles, j.bounded)
    for name, server in servers.items():
        yield Case("Memory", name, server, (listing,), settled, timeout=10.0, alone=True)


@functools.cache
def bomb() -> bytes:
    """Return the gzip of 200 MiB of white space and an empty list."""
    squeeze = zlib.compressobj(1, wbits=16 + zlib.MAX_WBITS)
    pieces = [squeeze.compress(b" " * MEBIBYTE) for _ in range(200)]
    return b"".join([*pieces, squeeze.compress(b"[]"), squeeze.flush()])


def redirects() -> Iterator[Case]:
    """Neither token nor body reaches another origin, and a redirect passes for no success."""
    stays = j.all_of(j.settles, j.reaches_no_other_origin(TOKEN, "password-5e2a"))
    for status in ("301 Moved", "302 Found", "307 Temporary", "308 Permanent"):
        server = redirect(status, "{elsewhere}/taken")
        yield Case("Redirects", f"{status[:3]} of a get to another origin", server, (get,), stays)
    for status in ("301 Moved", "303 See Other", "307 Temporary", "308 Permanent"):
        server = redirect(status, "{elsewhere}/taken")
        judge = j.all_of(stays, j.fails, j.creates(1))
        yield Case("Redirects", f"{status[:3]} of a create to another origin", server, (create_secret,), judge)
    targets = {
        "to itself without end": "/again",
        "without a target": "",
        "to a file": "file:///etc/hostname",
        "to nonsense": "http://[::1",
        "to 100 kB": "/" + "x" * 60_000,
    }
    for name, target in targets.items():
        yield Case("Redirects", name, redirect("302 Found", target), (get,), j.fails)
    again = redirect("307 Temporary", "/again")
    yield Case("Redirects", "307 of a create to itself", again, (create,), j.all_of(j.fails, j.creates(1)))


def identifiers() -> Iterator[Case]:
    """An id is refused, or stays in its own path segment."""
    values: dict[str, Any] = {
        "a/b": "a/b",
        "..": "..",
        ".": ".",
        "../../accounts/secrets": "../../accounts/secrets",
        "%2e%2e": "%2e%2e",
        "a%2Fb": "a%2Fb",
        "empty": "",
        "blank": "  ",
        "None": None,
        "a space within": "a b",
        "?x=1#y": "a?x=1#y",
        "CRLF": "a\r\nX-Injected: yes",
        "NUL": "a\x00b",
        "a backslash": "a\\..\\b",
        "unicode": "número-三-🚀",
        "a lone surrogate": "a\ud800",
        "10 kB": "x" * 10_000,
        "an absolute URL": "http://127.0.0.1:9/x",
    }
    detail = "/deployments/model-deployments/"
    for name, value in values.items():
        judge = j.stays_in_segment(value, detail, "/")
        yield Case("Identifiers", f"get_deployment: {name}", serve(GOOD), (_getting(value),), judge)
    for name in ("..", "a/b", "empty"):
        judge = j.stays_in_segment(values[name], "/deployments/", "/delete/")
        yield Case("Identifiers", f"delete_deployment: {name}", serve(answer({})), (_deleting(values[name]),), judge)
        judge = j.stays_in_segment(values[name], "/accounts/secrets/", "/")
        secret = answer({"data": {}})
        yield Case("Identifiers", f"get_secret: {name}", serve(secret), (_getting_secret(values[name]),), judge)


def _getting(value: Any) -> Call:
    return lambda client: client.get_deployment(value)


def _deleting(value: Any) -> Call:
    return lambda client: client.delete_deployment(value)


def _getting_secret(value: Any) -> Call:
    return lambda client: client.get_secret(value)


def secrets() -> Iterator[Case]:
    """No token and no password is in an error, its traceback or the log; no other credential is sent."""
    echoed = {"detail": f"Invalid data: {{'username': 'someone', 'token': {PASSWORD!r}}}"}
    plain = ("password-5e2a", TOKEN)
    html = f"<html><title>Bad data {PASSWORD}</title></html>".encode()
    hidden = j.all_of(j.fails, j.hides(*plain))
    for name, step in {
        "400 echoes the password": answer(echoed, "400 Bad Request"),
        "400 echoes the password as a list": answer({"data": [PASSWORD, {"token": [PASSWORD]}]}, "400 Bad Request"),
        "500 echoes the password in HTML": answer(html, "500 Oops", Content_Type="text/html"),
        "201 echoes the password, not as JSON": answer(f"made {PASSWORD}".encode(), "201 Created"),
    }.items():
        yield Case("Secrets", name, serve(step), (create_secret,), hidden)
    for name, step in {
        "401 echoes the token": answer({"detail": f"Invalid token: Bearer {TOKEN}"}, "401 Unauthorized"),
        "400 echoes the request's headers": answer(f"authorization: Bearer {TOKEN}".encode(), "400 Bad Request"),
        "200 echoes the token, not as JSON": answer(f"<p>{TOKEN}</p>".encode()),
    }.items():
        yield Case("Secrets", name, serve(step), (get,), hidden)
    echo = redirect("302 Found", f"/login?token={TOKEN}")
    yield Case("Secrets", "a redirect echoes the token", echo, (get,), j.all_of(j.fails, j.hides_in_errors(TOKEN)))
    quiet = j.all_of(j.settles, j.hides(*plain))
    yield Case("Secrets", "the log of a create", serve(answer({}, "201 Created")), (create_secret,), quiet)
    netrc = j.all_of(j.returns(DETAIL), j.authorized_by(TOKEN))
    yield Case("Secrets", "a .netrc for the host", serve(GOOD), (get,), netrc, environ={"NETRC": NETRC})


def all_cases() -> list[Case]:
    """Return every case."""
    topics = (deadlines, retries, retry_after, keep_alive, creates, answers, memory, redirects, identifiers, secrets)
    return [case for topic in topics for case in topic()]
