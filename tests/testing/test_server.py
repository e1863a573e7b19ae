"""The emulator over a socket."""

import http.client
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from simplismart.testing.server import EmulatorServer, Handler

REPOS = "/models/client/model-repos/"
HEADERS = {"Authorization": "Bearer test-token"}


@pytest.fixture
def base_url(api):
    """An emulator that serves."""
    with api.emulator.serve() as url:
        yield url


@pytest.fixture
def connection(base_url):
    """A connection to it."""
    host, port = base_url.removeprefix("http://").split(":")
    opened = http.client.HTTPConnection(host, int(port), timeout=5)
    yield opened
    opened.close()


def test_a_client_over_a_socket(api, base_url):
    """Create, get and delete as in process."""
    api.emulator.add_model_repo(uuid="repo")
    with httpx.Client(base_url=base_url, headers=HEADERS, trust_env=False) as client:
        assert 1 == client.get(REPOS).json()["count"]
        assert 401 == client.get(REPOS, headers={"Authorization": "Bearer x"}).status_code
        gone = client.delete(REPOS, params={"model_id": "repo"})
        assert (204, b"") == (gone.status_code, gone.content)
        assert 0 == client.get(REPOS).json()["count"]


def test_connections_are_kept(connection):
    """Many requests go over one connection, without the delay of small packets."""
    connection.connect()
    first, begun = connection.sock, time.perf_counter()
    for _ in range(20):
        connection.request("GET", REPOS, headers=HEADERS)
        answer = connection.getresponse()
        assert (200, b'{"limit"') == (answer.status, answer.read()[:8])
    assert first is connection.sock
    assert "simplismart.testing" == answer.headers["Server"].strip()
    assert 0.5 > time.perf_counter() - begun


def test_many_clients_at_once(base_url):
    """Each gets its answer."""

    with httpx.Client(base_url=base_url, headers=HEADERS, trust_env=False) as client, ThreadPoolExecutor(4) as pool:
        assert [200] * 12 == list(pool.map(lambda _: client.get(REPOS).status_code, range(12)))


def test_head_and_other_methods_are_405(connection):
    """HEAD without a body, so that the connection stays in step."""
    for method in ("HEAD", "PUT", "OPTIONS", "TRACE", "QUERY"):
        connection.request(method, REPOS, headers=HEADERS)
        answer = connection.getresponse()
        assert (405, method != "HEAD") == (answer.status, bool(answer.read()))


def test_what_is_not_http_gets_an_error_in_the_apis_shape(base_url):
    """And the connection ends."""
    host, port = base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as raw:
        raw.sendall(b"GET /a b HTTP/1.1\r\n\r\n")
        answer = http.client.HTTPResponse(raw)
        answer.begin()
        assert (400, "close") == (answer.status, answer.headers["Connection"])
        assert "Bad request syntax" in json.loads(answer.read())["detail"]
        assert b"" == raw.recv(1)


def test_a_handler_has_no_other_made_up_names():
    """Only the functions of methods."""
    with pytest.raises(AttributeError, match="nothing"):
        Handler.__getattr__(object.__new__(Handler), "nothing")


@pytest.mark.parametrize("headers", [{"Transfer-Encoding": "chunked"}, {"Content-Length": "x"}])
def test_a_body_needs_a_length(connection, headers):
    """Else the connection ends."""
    connection.putrequest("POST", REPOS)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert (411, "close") == (answer.status, answer.headers["Connection"])
    answer.read()


def test_nothing_is_printed_for_a_client_that_goes_away(api, capfd):
    """Only what is wrong in the server itself is reported."""
    with EmulatorServer(api.emulator, "127.0.0.1", 0) as server:
        for error in (ConnectionResetError(), ValueError("a fault")):
            try:
                raise error
            except (ConnectionError, ValueError):
                server.handle_error(None, ("127.0.0.1", 1))
    shown = capfd.readouterr().err
    assert ("a fault" in shown, "ConnectionResetError" in shown) == (True, False)


def test_closing_ends_idle_connections(api):
    """The server does not wait for clients that keep a connection open."""
    begun = time.perf_counter()
    with api.emulator.serve() as url:
        host, port = url.removeprefix("http://").split(":")
        idle = socket.create_connection((host, int(port)), timeout=5)
        time.sleep(0.05)
    assert b"" == idle.recv(1)
    idle.close()
    assert 1 > time.perf_counter() - begun
    with pytest.raises(ConnectionError):
        socket.create_connection((host, int(port)), timeout=1)


def test_closing_bears_connections_that_are_gone(api):
    """One that the client has just closed is no error."""
    left, right = socket.socketpair()
    with EmulatorServer(api.emulator, "127.0.0.1", 0) as server:
        server._connections.add(left)
        left.close()
        right.close()
    assert -1 == server.fileno()
