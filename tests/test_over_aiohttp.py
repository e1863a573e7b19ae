"""The asynchronous client over aiohttp: when it is taken, and what of aiohttp is not let through."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import aiohttp
import httpx
import httpx_aiohttp
import pytest
from aiohttp.http_exceptions import BadHttpMessage
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simplismart import (
    AsyncSimplismart,
    ConfigurationError,
    ConnectError,
    Simplismart,
    SimplismartError,
    TransportError,
    tasks,
)
from simplismart.over_aiohttp import AiohttpTransport, Exchange, _limit
from simplismart.policy import Deadline
from simplismart.tasks import connection
from simplismart.transports import LARGE, AsyncTransport, timeouts

SECRET = {"name": "n", "org": "an-org", "secret_type": "docker_hub", "data": {"username": "u", "token": "t"}}
FOUND = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\n{}"


class Heads:
    """A server that keeps the head of each request as it came; each connection is answered by a function."""

    def __init__(self, answer: Callable[[socket.socket], object]) -> None:
        self.heads: list[bytes] = []
        self.bodies: list[bytes] = []
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                with closing(self._listener.accept()[0]) as connection:
                    while self._read(connection):
                        self._answer(connection)

    def _read(self, connection: socket.socket) -> bool:
        received = b""
        while b"\r\n\r\n" not in received:
            piece = connection.recv(65_536)
            if not piece:
                return False
            received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                while len(body) < int(line.partition(b":")[2]):
                    body += connection.recv(65_536)
        self.heads.append(head)
        self.bodies.append(body)
        return True

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[..., Heads]]:
    servers: list[Heads] = []

    def start(answer: Callable[[socket.socket], object] = lambda connection: connection.sendall(FOUND)) -> Heads:
        servers.append(Heads(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMPLISMART_ASYNC_TRANSPORT", "aiohttp")


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the import of httpx-aiohttp fail, as where it is not installed."""
    monkeypatch.setitem(sys.modules, "httpx_aiohttp", None)
    monkeypatch.delitem(sys.modules, "simplismart.over_aiohttp")
    tasks._extra.cache_clear()
    yield
    tasks._extra.cache_clear()


@pytest.mark.parametrize(
    ("over", "expected"), [(None, AiohttpTransport), ("aiohttp", AiohttpTransport), ("httpx", AsyncTransport)]
)
def test_it_is_taken_where_it_is_installed(over, expected):
    """By itself, unless the other one is asked for."""
    assert expected is type(connection("http://127.0.0.1", over))


@pytest.mark.usefixtures("missing")
@pytest.mark.parametrize("over", [None, "httpx"])
def test_without_it_the_package_has_sockets_of_its_own(over):
    """Nobody is told to install anything."""
    assert AsyncTransport is type(connection("http://127.0.0.1", over))


@pytest.mark.usefixtures("missing")
def test_what_is_missing_is_looked_for_once(monkeypatch):
    """Not for each connection, since a failed import costs as much each time."""
    connection("http://127.0.0.1", None)
    monkeypatch.setitem(sys.modules, "httpx_aiohttp", httpx_aiohttp)
    assert AsyncTransport is type(connection("http://127.0.0.1", None))


@pytest.mark.usefixtures("missing", "chosen")
async def test_asking_for_it_where_it_is_missing_says_what_to_install():
    """Before anything is sent."""
    async with AsyncSimplismart("token", base_url="http://127.0.0.1:1") as client:
        with pytest.raises(ConfigurationError, match=r"pip install 'simplismart-sdk\[aiohttp\]'"):
            await client.get_deployment("an-id")


def test_a_proxy_is_left_to_httpx(monkeypatch):
    """Which takes those of SOCKS, too."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert AsyncTransport is type(connection("http://api.example.invalid", "aiohttp"))


def test_the_variable_must_name_a_transport(monkeypatch):
    """A slip of the pen is told when the client is made."""
    monkeypatch.setenv("SIMPLISMART_ASYNC_TRANSPORT", "aiohtpp")
    with pytest.raises(
        ConfigurationError, match="SIMPLISMART_ASYNC_TRANSPORT must be 'aiohttp' or 'httpx', got 'aiohtpp'"
    ):
        AsyncSimplismart("token")


@pytest.mark.usefixtures("chosen")
async def test_a_get_has_no_body_and_no_cookie(serve):
    """A chunked body would make a server take its end for another request; a cookie would tie calls together."""
    server = serve()
    async with AsyncSimplismart("token", base_url=server.url) as client:
        for _ in range(2):
            await client.get_deployment("an-id")
    for head in server.heads:
        assert not {b"transfer-encoding", b"content-length", b"cookie"} & names(head)


def names(head: bytes) -> set[bytes]:
    return {line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]}


@pytest.mark.usefixtures("chosen")
@pytest.mark.parametrize("size", [10, LARGE + 10])
async def test_a_post_says_how_long_it_is(serve, size):
    """A large body, too, goes out whole and not in chunks."""
    server = serve()
    text = "x" * size
    async with AsyncSimplismart("token", base_url=server.url) as client:
        with suppress(SimplismartError):
            await client.create_secret({**SECRET, "data": {"username": "u", "token": text}})
    assert {b"content-length"} == {b"content-length", b"transfer-encoding"} & names(server.heads[0])
    assert text.encode() in server.bodies[0]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(lambda id: id.strip().strip("."))
)
@example("!$&'()*,:;=@")
@example("..;")
@example("%2e%2e/a b+é")
@pytest.mark.usefixtures("chosen")
def test_a_url_goes_out_as_it_is(exact, id):
    """aiohttp by itself would undo some of the percent-encoding."""
    with Simplismart("token", base_url=exact.url) as client:
        client.get_deployment(id)

    async def main():
        async with AsyncSimplismart("token", base_url=exact.url) as client:
            await client.get_deployment(id)

    asyncio.run(main())
    sync, over = (head.partition(b"\r\n")[0] for head in exact.heads[-2:])
    assert sync == over


@pytest.fixture
def exact(serve):
    return serve()


@pytest.mark.usefixtures("chosen")
@pytest.mark.parametrize("before", [0, 1])
async def test_a_get_that_gets_no_answer_is_not_sent_again_by_aiohttp(serve, before):
    """Neither on a new connection nor on one that was used; how often it is sent is the client's to say."""

    def answer(connection):
        if len(server.heads) > before:
            connection.shutdown(socket.SHUT_RDWR)
        else:
            connection.sendall(FOUND)

    server = serve(answer)
    async with AsyncSimplismart("token", base_url=server.url, max_retries=0) as client:
        for _ in range(before):
            await client.get_deployment("an-id")
        with pytest.raises(TransportError) as caught:
            await client.get_deployment("an-id")
    assert (1, before + 1) == (caught.value.attempts, len(server.heads))


@pytest.mark.usefixtures("chosen")
async def test_a_create_that_gets_no_answer_is_sent_once(serve):
    """httpx-aiohttp itself would say that the connection was never made."""
    server = serve(lambda connection: connection.shutdown(socket.SHUT_RDWR))
    async with AsyncSimplismart("token", base_url=server.url) as client:
        with pytest.raises(TransportError) as caught:
            await client.create_secret(SECRET)
    assert not isinstance(caught.value, ConnectError)
    assert (True, 1, 1) == (caught.value.may_have_succeeded, caught.value.attempts, len(server.heads))


async def test_a_create_over_a_transport_of_the_callers_is_sent_once_too(serve):
    """Though httpx-aiohttp says that the connection was never made; the GET before it has no chunked body."""
    server = serve(lambda connection: connection.sendall(FOUND) if len(server.heads) == 1 else connection.close())
    transport = httpx_aiohttp.AiohttpTransport()
    async with AsyncSimplismart("token", base_url=server.url, transport=transport) as client:
        await client.get_deployment("an-id")
        with pytest.raises(TransportError) as caught:
            await client.create_secret(SECRET)
    assert (httpx.ConnectTimeout, True) == (type(caught.value.__cause__), caught.value.may_have_succeeded)
    assert [b"GET", b"POST"] == [head.partition(b" ")[0] for head in server.heads]
    assert b"transfer-encoding" not in names(server.heads[0])


async def test_a_transport_of_the_callers_that_does_not_connect_is_tried_again():
    """A create, too, since nothing went out."""
    transport = httpx_aiohttp.AiohttpTransport()
    async with AsyncSimplismart("token", base_url="http://127.0.0.1:1", transport=transport) as client:
        with pytest.raises(ConnectError) as caught:
            await client.create_secret(SECRET)
    assert (3, False) == (caught.value.attempts, caught.value.may_have_succeeded)


@pytest.mark.usefixtures("chosen")
async def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next(serve):
    """aiohttp keeps it with the idle connection, and would hand it to the next request."""
    unasked = b'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"uuid": "wrong"}'

    def answer(connection):
        connection.sendall(FOUND)
        if len(server.heads) == 1:
            threading.Event().wait(0.05)
            connection.sendall(unasked)

    server = serve(answer)
    async with AsyncSimplismart("token", base_url=server.url) as client:
        assert {} == await client.get_deployment("an-id")
        await asyncio.sleep(0.2)
        assert {} == await client.get_deployment("an-id")
    assert 2 == len(server.heads)


@pytest.mark.parametrize(
    ("error", "before", "after"),
    [
        (aiohttp.ConnectionTimeoutError("late"), httpx.ConnectTimeout, httpx.ReadTimeout),
        (aiohttp.SocketTimeoutError("late"), httpx.ConnectTimeout, httpx.ReadTimeout),
        (TimeoutError("late"), httpx.ConnectTimeout, httpx.ReadTimeout),
        (httpx.ConnectTimeout("late"), httpx.ConnectTimeout, httpx.ReadTimeout),
        (aiohttp.ClientOSError(104, "reset"), httpx.ConnectError, httpx.ReadError),
        (aiohttp.ClientConnectionError("closed"), httpx.ConnectError, httpx.ReadError),
        (aiohttp.ServerDisconnectedError(), httpx.RemoteProtocolError, httpx.RemoteProtocolError),
        (aiohttp.ClientPayloadError("cut"), httpx.RemoteProtocolError, httpx.RemoteProtocolError),
        (BadHttpMessage("not HTTP"), httpx.ConnectError, httpx.ReadError),
        (OSError("broken"), httpx.ConnectError, httpx.ReadError),
    ],
)
def test_an_error_says_whether_the_request_went_out(error, before, after):
    """Whatever aiohttp calls it: once a request went out, nothing says that it did not."""
    exchange = Exchange()
    assert before is type(exchange.failure(error))
    exchange.goes_out(aiohttp.connector.Connection.__new__(Connection))
    assert after is type(exchange.failure(error))
    assert "" != str(exchange.failure(error))


class Connection(aiohttp.connector.Connection):
    """A connection that nothing goes over."""

    protocol = transport = None

    def __init__(self) -> None:
        pass

    def __del__(self, *_: object) -> None:
        pass


@pytest.mark.usefixtures("chosen")
@pytest.mark.parametrize(
    "at_once", [b"", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"]
)
async def test_a_server_that_drips_is_left_at_the_deadline(dripping, at_once):
    """Byte after byte keeps each single read in time, yet the call ends: in the status line, the headers, the body."""
    loop = asyncio.get_running_loop()
    async with AsyncSimplismart("token", base_url=dripping(at_once), max_retries=0) as client:
        start = loop.time()
        with pytest.raises(SimplismartError):
            await client.get_deployment("an-id", timeout=0.2)
    assert 0.9 > loop.time() - start


@pytest.mark.parametrize(
    ("left", "connect", "pool"), [(3.0, 3.0, 3.0), (5.5, 5.0, 5.0), (7.5, 6.5, 6.5), (60.0, 9.0, 59.0)]
)
def test_connecting_ends_before_the_deadline(left, connect, pool):
    """aiohttp makes longer times longer still; one of reading needs none, since the call itself ends in time."""
    deadline = Deadline(left, lambda: 0.0)
    request = httpx.Request("GET", "http://127.0.0.1", extensions={"timeout": timeouts(deadline)})
    _limit(request)
    assert {"connect": connect, "pool": pool} == request.extensions["timeout"]


async def test_a_transport_that_was_never_used_can_be_closed():
    """There is nothing to close yet, and nothing is ready."""
    transport = AiohttpTransport("http://127.0.0.1:1")
    assert False is transport.is_ready()
    await transport.aclose()
