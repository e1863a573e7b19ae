"""Connections: deadlines that hold inside a read, proxies, TLS settings."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

import httpcore
import httpx
import pytest

from simplismart import ConfigurationError, sockets, transports
from simplismart.async_sockets import AsyncLine, _NoLock
from simplismart.policy import Deadline
from simplismart.transports import (
    FAILURES,
    NEVER_SENT,
    AsyncTransport,
    Transport,
    proxy,
    ssl_context,
    timeouts,
)

PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUEST_METHOD")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class Clock:
    """A clock that is turned by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Stream(httpcore.NetworkStream):
    """A socket that notes the timeouts it is given."""

    def __init__(self, written: Callable[[], object]) -> None:
        self.seen: list[Any] = []
        self._written = written

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.seen.append(timeout)
        return b"x"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.seen.append(timeout)
        self._written()

    def start_tls(self, ssl_context, server_hostname=None, timeout=None) -> "Stream":
        self.seen.append(timeout)
        return self

    def close(self) -> None:
        self.seen.append("closed")

    def get_extra_info(self, info: str) -> str:
        return info


class Backend(httpcore.NetworkBackend):
    """Opens always the same socket."""

    def __init__(self, written: Callable[[], object] = lambda: None) -> None:
        self.stream = Stream(written)

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None) -> Stream:
        self.stream.seen.append(timeout)
        return self.stream


def request(url: str, deadline: Deadline) -> httpx.Request:
    return httpx.Request("GET", url, extensions={"timeout": timeouts(deadline)})


def test_the_timeouts_of_an_attempt():
    """Each is what is left of the call; connecting takes ten seconds at most, so that another attempt has time."""
    clock = Clock()
    deadline = Deadline(30.0, clock)
    assert {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": 30.0} == timeouts(deadline)
    clock.now = 25.0
    assert {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0} == timeouts(deadline)
    clock.now = 31.0
    assert {0.0} == set(timeouts(deadline).values())


def test_each_use_of_a_socket_has_what_is_left_of_the_call():
    """Connecting, TLS, writes and reads share one deadline, however many there are."""
    clock = Clock()
    limits = timeouts(Deadline(30.0, clock))
    backend = Backend()
    stream = sockets.DeadlineBackend(backend).connect_tcp("host", 1, limits["connect"])
    clock.now = 22.0
    stream = stream.start_tls(ssl_context("http://host"), "host", limits["connect"])
    stream.write(b"x", limits["write"])
    clock.now = 29.5
    assert b"x" == stream.read(1, limits["read"])
    assert [10.0, 8.0, 0.5, 0.5] == backend.stream.seen


def test_a_socket_is_not_used_after_the_deadline():
    """Each kind of use fails with its kind of timeout, without touching the socket."""
    clock = Clock()
    limits = timeouts(Deadline(30.0, clock))
    backend = sockets.DeadlineBackend(Backend())
    stream = backend.connect_tcp("host", 1, limits["connect"])
    clock.now = 30.0
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(1, limits["read"])
    stream.write(b"x", limits["write"])
    with pytest.raises(httpcore.WriteTimeout):
        stream.read(1, limits["read"])
    with pytest.raises(httpcore.ConnectTimeout):
        stream.start_tls(ssl_context("http://host"), "host", limits["connect"])
    with pytest.raises(httpcore.ConnectTimeout):
        backend.connect_tcp("host", 1, limits["connect"])


def test_ordinary_timeouts_pass_through():
    """A timeout that knows no deadline is handed on as it is, as are the other uses of a socket."""
    backend = Backend()
    stream = sockets.DeadlineBackend(backend).connect_tcp("host", 1, 4.0)
    stream.write(b"x", 3.0)
    stream.read(1, None)
    assert "socket" == stream.get_extra_info("socket")
    stream.close()
    assert [4.0, 3.0, None, "closed"] == backend.stream.seen
    assert False is isinstance(backend.stream.seen[0], sockets.Seconds)


@pytest.mark.parametrize(
    "at_once", [b"", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"]
)
def test_a_server_that_drips_is_left_at_the_deadline(dripping, at_once):
    """Byte after byte keeps each single read in time, yet the call ends: in the status line, the headers, the body."""
    url = dripping(at_once)
    transport = Transport(url)
    start = time.monotonic()
    with pytest.raises((httpx.ReadTimeout, httpx.RemoteProtocolError)) as caught:
        transport.handle_request(request(url, Deadline(0.2))).read()
    transport.close()
    assert at_once == b"" or caught.type is httpx.ReadTimeout
    assert 1.0 > time.monotonic() - start


def test_httpx_really_uses_the_network_backend_that_is_put_in(loopback, monkeypatch):
    """httpx sends through the connection in the place of its pool, a private attribute: a release without it fails here."""
    opened: list[str] = []
    connect = sockets.DeadlineBackend.connect_tcp

    def noted(self, host, *arguments, **options):
        opened.append(host)
        return connect(self, host, *arguments, **options)

    monkeypatch.setattr(sockets.DeadlineBackend, "connect_tcp", noted)
    transport = Transport(loopback.url)
    assert isinstance(transport._pool, sockets.Line)
    response = transport.handle_request(request(loopback.url, Deadline(5.0)))
    assert b"[]" == response.read()
    transport.close()
    assert ["127.0.0.1"] == opened


def test_a_proxy_uses_the_network_backend_too(loopback, monkeypatch):
    """Behind a proxy the deadline holds as well."""
    monkeypatch.setenv("http_proxy", loopback.url)
    transport = Transport("http://api.example.invalid")
    assert isinstance(transport._pool, httpcore.HTTPProxy)
    assert isinstance(transport._pool._network_backend, sockets.DeadlineBackend)
    response = transport.handle_request(request("http://api.example.invalid/x", Deadline(5.0)))
    assert b"[]" == response.read()
    assert True is transport.is_ready()
    transport.close()


def test_a_connection_is_used_again(loopback):
    """A second request needs no second handshake."""
    transport = Transport(loopback.url)
    for _ in range(2):
        transport.handle_request(request(loopback.url, Deadline(5.0))).read()
    transport.close()
    assert 2 == len(loopback.connections)
    assert 1 == len(set(loopback.connections))


@pytest.mark.anyio
async def test_an_asynchronous_connection_is_used_again(loopback):
    """The asynchronous twin keeps its connection, too."""
    transport = AsyncTransport(loopback.url)
    for _ in range(2):
        response = await transport.handle_async_request(request(loopback.url, Deadline(5.0)))
        assert b"[]" == await response.aread()
        assert True is transport.is_ready()
    await transport.aclose()
    assert 1 == len(set(loopback.connections))


@pytest.mark.anyio
async def test_httpx_really_uses_the_asynchronous_backend_that_is_put_in(loopback):
    """The socket that is closed in any case is the one that httpx opened: a release that goes another way fails here."""
    transport = AsyncTransport(loopback.url)
    assert isinstance(transport._pool, AsyncLine)
    assert None is transport._pool._backend._last
    await (await transport.handle_async_request(request(loopback.url, Deadline(5.0)))).aread()
    assert isinstance(transport._pool._connection._state_lock, _NoLock)
    server = transport._pool._backend._last.transport.get_extra_info("peername")
    await transport.aclose()
    assert loopback.url == f"http://{server[0]}:{server[1]}"


@pytest.mark.anyio
async def test_a_proxy_uses_the_asynchronous_backend_too(loopback, monkeypatch):
    """Behind a proxy the asynchronous client has the same sockets."""
    monkeypatch.setenv("http_proxy", loopback.url)
    transport = AsyncTransport("http://api.example.invalid")
    response = await transport.handle_async_request(request("http://api.example.invalid/x", Deadline(5.0)))
    assert b"[]" == await response.aread()
    assert None is not transport._backend._last
    assert True is transport.is_ready()
    await transport.aclose()


@pytest.mark.anyio
async def test_a_transport_that_was_never_used_can_be_closed():
    """There is no socket to close yet."""
    await AsyncTransport("http://127.0.0.1:1").aclose()
    Transport("http://127.0.0.1:1").close()


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"


@pytest.mark.parametrize("extra", [b"x", ANSWER])
def test_a_connection_with_bytes_left_over_is_not_ready(dripping, extra):
    """What came after the answer is seen: a release of httpcore or h11 that hides it fails here."""
    url = dripping(ANSWER + extra)
    transport = Transport(url)
    response = transport.handle_request(request(url, Deadline(5.0)))
    assert b"[]" == response.read()
    assert b"" != sockets.left_over(transport._pool)
    assert False is transport.is_ready()
    transport.close()


@pytest.mark.anyio
async def test_an_asynchronous_connection_with_bytes_left_over_is_not_ready(dripping):
    """The asynchronous twin sees them, too."""
    url = dripping(ANSWER + ANSWER)
    transport = AsyncTransport(url)
    response = await transport.handle_async_request(request(url, Deadline(5.0)))
    assert b"[]" == await response.aread()
    assert False is transport.is_ready()
    await transport.aclose()


def test_a_connection_that_was_used_is_ready(loopback):
    """An answer that came alone leaves nothing over, behind a proxy as well."""
    transport = Transport(loopback.url)
    assert False is transport.is_ready()
    transport.handle_request(request(loopback.url, Deadline(5.0))).read()
    assert True is transport.is_ready()
    transport.close()
    assert False is transport.is_ready()


def test_a_connection_that_the_server_closed_is_not_ready():
    """It is seen before anything is sent, so that a create is not lost to it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        transport = Transport(url)
        answered = threading.Thread(target=answer_once, args=(listener,))
        answered.start()
        transport.handle_request(request(url, Deadline(5.0))).read()
        answered.join()
    assert False is transport.is_ready()
    transport.close()


def answer_once(listener: socket.socket) -> None:
    with listener.accept()[0] as connection:
        connection.recv(65_536)
        connection.sendall(ANSWER)


def test_a_connection_that_keeps_no_bytes_has_none_left_over():
    """A connection that was never made, or that is not one of HTTP/1.1, has no such bytes."""
    assert b"" == sockets.left_over(object())


class Wire(Stream):
    """A socket that keeps what is written, and may fail to write."""

    def __init__(self, error: Exception | None = None) -> None:
        self.written: list[bytes] = []
        self._error = error

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return b"answer"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.written.append(buffer)
        if self._error:
            raise self._error


@pytest.mark.parametrize("error", [None, httpcore.WriteError("reset")])
def test_headers_and_body_are_sent_at_once(error):
    """One write for both; a server that hung up may have answered before, so that its answer is read all the same."""
    wire = Wire(error)
    stream = sockets.DeadlineStream(wire)
    for part in (b"headers ", b"body", b""):
        stream.write(part)
    assert [] == wire.written
    assert b"answer" == stream.read(10)
    assert [b"headers body"] == wire.written


def test_a_large_body_is_written_in_slices():
    """Each slice has what is left of the call, so that a server that reads slowly is left at the deadline."""
    clock = Clock()
    limits = timeouts(Deadline(30.0, clock))
    backend = Backend(lambda: setattr(clock, "now", clock.now + 10.0))
    stream = sockets.DeadlineBackend(backend).connect_tcp("host", 1, None)
    with pytest.raises(httpcore.WriteTimeout):
        stream.write(b"x" * 10_000_000, limits["write"])
    assert [None, 30.0, 20.0, 10.0] == backend.stream.seen


def test_a_refused_connection_was_never_sent():
    """Nobody listening is a failure after which any request may be sent again."""
    transport = Transport("http://127.0.0.1:1")
    with pytest.raises(NEVER_SENT):
        transport.handle_request(request("http://127.0.0.1:1", Deadline(5.0)))
    transport.close()


def test_a_url_that_httpx_cannot_read_was_never_sent():
    """A host that only httpx finds fault with is a failure like a host that does not exist."""
    with pytest.raises(NEVER_SENT):
        httpx.Request("GET", "http://1.2.3.999/")


@pytest.mark.parametrize(
    "kind",
    [httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.StreamClosed, ConnectionResetError, TimeoutError, EOFError],
)
def test_a_broken_answer_may_have_been_sent(kind):
    """Failures after the connection was made are not among those that never sent anything."""
    assert issubclass(kind, FAILURES)
    assert False is issubclass(kind, NEVER_SENT)


@pytest.mark.parametrize(
    ("environ", "url", "expected"),
    [
        ({}, "https://api.example.com", None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "https://api.example.com", "http://proxy:3128"),
        ({"https_proxy": "http://proxy:3128"}, "https://api.example.com", "http://proxy:3128"),
        ({"HTTPS_PROXY": "proxy:3128"}, "https://api.example.com", "http://proxy:3128"),
        ({"HTTPS_PROXY": "https://user:pass@proxy"}, "https://api.example.com", "https://user:pass@proxy"),
        ({"HTTPS_PROXY": "http://proxy"}, "http://api.example.com", None),
        ({"HTTP_PROXY": "http://proxy"}, "http://api.example.com", "http://proxy"),
        ({"ALL_PROXY": "http://all"}, "https://api.example.com", "http://all"),
        ({"ALL_PROXY": "http://all", "HTTPS_PROXY": "http://proxy"}, "https://api.example.com", "http://proxy"),
        ({"HTTPS_PROXY": ""}, "https://api.example.com", None),
        ({"ALL_PROXY": "http://all", "NO_PROXY": "*"}, "https://api.example.com", None),
        ({"ALL_PROXY": "http://all", "NO_PROXY": "api.example.com"}, "https://api.example.com", None),
        ({"ALL_PROXY": "http://all", "NO_PROXY": ".example.com"}, "https://api.example.com", None),
        ({"ALL_PROXY": "http://all", "no_proxy": "x, example.com"}, "https://api.example.com:8443/x", None),
        ({"ALL_PROXY": "http://all", "NO_PROXY": "localhost:8787"}, "http://localhost:8787", None),
        ({"ALL_PROXY": "http://all", "NO_PROXY": "localhost:8787"}, "http://localhost:9999", "http://all"),
        ({"ALL_PROXY": "http://all", "NO_PROXY": "::1"}, "http://[::1]:8787", None),
        ({"ALL_PROXY": "http://all", "NO_PROXY": "other.com"}, "https://api.example.com", "http://all"),
    ],
)
def test_the_proxy_of_the_environment(monkeypatch, environ, url, expected):
    """The usual variables name the proxy, and the hosts that are reached without one."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert expected == proxy(url)


@pytest.mark.parametrize("value", ["ftp://proxy", "http://1.2.3.999", "http://proxy:port"])
def test_a_proxy_that_is_none(monkeypatch, value):
    """A variable that names no proxy is said to be wrong, without showing what may hold a password."""
    monkeypatch.setenv("ALL_PROXY", value)
    with pytest.raises(ConfigurationError, match="not a URL of http, https or socks5") as caught:
        proxy("https://api.example.com")
    assert value not in str(caught.value)


def test_a_socks_proxy(monkeypatch):
    """SOCKS needs a package that not everyone has; the error says which."""
    monkeypatch.setenv("ALL_PROXY", "socks5://proxy")
    monkeypatch.setattr(transports, "find_spec", lambda name: name)
    assert "socks5://proxy" == proxy("https://api.example.com")
    monkeypatch.setattr(transports, "find_spec", lambda name: None)
    with pytest.raises(ConfigurationError, match=r"httpx\[socks\]"):
        proxy("https://api.example.com")


def test_tls_verifies_and_its_settings_are_shared():
    """Certificates and host names are checked; the roots are loaded once for the process."""
    context = ssl_context("https://api.example.com")
    assert (ssl.CERT_REQUIRED, True) == (context.verify_mode, context.check_hostname)
    assert context.cert_store_stats()["x509_ca"] > 0
    assert context is ssl_context("https://other.example.com")


def test_plain_http_loads_no_roots(monkeypatch):
    """A loopback address does not pay for TLS, unless the proxy needs it."""
    plain = ssl_context("http://127.0.0.1")
    assert plain is ssl_context("http://localhost")
    assert plain is not ssl_context("https://api.example.com")
    monkeypatch.setenv("HTTP_PROXY", "https://proxy")
    assert ssl_context("https://api.example.com") is ssl_context("http://api.example.com")
