"""Calls over TLS, with an authority made for the test."""

import asyncio
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import trustme

from simplismart import AsyncSimplismart, ConnectError, Simplismart, transports


class Handler(BaseHTTPRequestHandler):
    """Answers every GET with no deployments, and notes the connection it came over."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.server.seen.append(self.client_address)  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def fresh_context() -> Iterator[None]:
    transports._verifying_context.cache_clear()
    yield
    transports._verifying_context.cache_clear()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


class Server(ThreadingHTTPServer):
    """A server with TLS whose handshakes are made by the threads that serve."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.seen: list[tuple[str, int]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of the clients that refuse the certificate."""


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with Server(context) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_calls_over_tls(trusted, server):
    """One handshake serves one call after another."""
    with Simplismart("token", base_url=f"https://localhost:{server.server_port}") as client:
        assert [[], []] == [client.list_deployments() for _ in range(2)]
    assert 1 == len(set(server.seen))
    assert 2 == len(server.seen)


@pytest.mark.usefixtures("over")
def test_asynchronous_calls_over_tls(trusted, server):
    """The asynchronous client too, and many at once."""

    async def main() -> list[list[object]]:
        async with AsyncSimplismart("token", base_url=f"https://localhost:{server.server_port}") as client:
            first = [await client.list_deployments() for _ in range(2)]
            return first + list(await asyncio.gather(*(client.list_deployments() for _ in range(10))))

    assert [[]] * 12 == asyncio.run(main())
    assert server.seen[0] == server.seen[1]


def test_a_certificate_of_nobody_known_is_refused(server):
    """Nothing is sent, and the error says why."""
    with Simplismart("token", base_url=f"https://localhost:{server.server_port}", max_retries=0) as client:
        with pytest.raises(ConnectError, match="certificate verify failed"):
            client.list_deployments()
    assert [] == server.seen


@pytest.mark.usefixtures("over")
def test_a_certificate_of_nobody_known_is_refused_by_the_asynchronous_client(server):
    """The same."""

    async def main() -> None:
        url = f"https://localhost:{server.server_port}"
        async with AsyncSimplismart("token", base_url=url, max_retries=0) as client:
            await client.list_deployments()

    with pytest.raises(ConnectError, match="certificate verify failed"):
        asyncio.run(main())
    assert [] == server.seen


def test_a_certificate_of_another_name_is_refused(trusted, server):
    """The name is checked, not only the authority."""
    with Simplismart("token", base_url=f"https://127.0.0.1:{server.server_port}", max_retries=0) as client:
        with pytest.raises(ConnectError, match="certificate"):
            client.list_deployments()
    assert [] == server.seen
