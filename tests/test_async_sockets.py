"""The sockets of the asynchronous client, over loopback."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpcore
import pytest

from simplismart.async_sockets import READ_AHEAD, AsyncDeadlineBackend, AsyncDeadlineStream, Wire
from simplismart.policy import Deadline
from simplismart.sockets import SLICE, Seconds

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def connected(serve: Serve) -> AsyncIterator[AsyncDeadlineStream]:
    """Connect to a server on loopback that serves one connection."""
    serving: list[asyncio.Task[None] | None] = []

    async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.current_task())
        try:
            await serve(reader, writer)
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(run, "127.0.0.1", 0)
    async with server:
        stream = await AsyncDeadlineBackend().connect_tcp("127.0.0.1", server.sockets[0].getsockname()[1], 5.0)
        try:
            yield stream
        finally:
            await stream.aclose()
            for task in serving:
                task.cancel()
            await asyncio.gather(*serving, return_exceptions=True)


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    await writer.wait_closed()


async def seen_by(stream: AsyncDeadlineStream) -> None:
    """Wait until the event loop has seen what the server did."""
    while not stream.get_extra_info("is_readable"):
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.01)


async def test_headers_and_body_are_sent_at_once():
    """What is written goes out with the next read."""
    got: list[bytes] = []

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append(await reader.read(1000))
        writer.write(b"answer")
        await hang_up(writer)

    async with connected(echo) as stream:
        for part in (b"headers ", b"body", b""):
            await stream.write(part)
        assert b"answer" == await stream.read(1000, 5.0)
        assert b"" == await stream.read(1000, 5.0)
    assert [b"headers body"] == got


async def test_a_read_takes_no_more_than_it_was_asked_for():
    """The rest waits for the next one, and makes the socket readable."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"0123456789")
        await hang_up(writer)

    async with connected(answer) as stream:
        await seen_by(stream)
        assert [b"0123", b"4567", b"89", b""] == [await stream.read(4, 5.0) for _ in range(4)]


async def test_a_large_answer_is_not_read_ahead():
    """No more of it is kept than a little, yet all of it comes."""
    size = 40 * READ_AHEAD

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"x" * size)
        await writer.drain()
        await hang_up(writer)

    async with connected(answer) as stream:
        await asyncio.sleep(0.05)
        assert 2 * READ_AHEAD >= len(stream._wire.received)
        total = 0
        while piece := await stream.read(64 * 1024, 5.0):
            total += len(piece)
    assert size == total


async def test_a_large_request_is_sent_whole():
    """It does not wait for the read, and waits for a server that reads slowly."""
    size = 200 * SLICE
    got: list[int] = []

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        got.append(len(await reader.readexactly(size)))
        writer.write(b"answer")
        await hang_up(writer)

    async with connected(slow) as stream:
        await stream.write(b"x" * size, 5.0)
        assert b"answer" == await stream.read(1000, 5.0)
    assert [size] == got


async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Neither read nor answer."""
    writer.transport.pause_reading()
    await asyncio.Event().wait()


async def test_a_server_that_reads_and_answers_nothing_is_left_in_time():
    """Each kind of wait ends with its kind of timeout."""
    async with connected(never) as stream:
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(1, 0.02)
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(b"x" * 50_000_000, 0.02)


async def test_a_socket_is_not_used_after_the_deadline():
    """Each use is refused without a look at the socket."""
    over = Seconds(0.0)
    over.deadline = Deadline(-1.0)
    stream = AsyncDeadlineStream(Wire())
    with pytest.raises(httpcore.ReadTimeout):
        await stream.read(1, over)
    await stream.write(b"x", over)
    with pytest.raises(httpcore.WriteTimeout):
        await stream.read(1, over)
    with pytest.raises(httpcore.ConnectTimeout):
        await AsyncDeadlineBackend().connect_tcp("127.0.0.1", 1, over)


async def test_a_reset_is_a_read_error_after_what_came_before_it():
    """What the server sent first is read; a server that stopped reading may have answered."""

    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"early")
        await writer.drain()
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        writer.transport.abort()

    async with connected(reset) as stream:
        await stream.write(b"x")
        assert b"early" == await stream.read(1000, 5.0)
        await stream.write(b"more")
        with pytest.raises(httpcore.ReadError):
            await stream.read(1000, 5.0)


async def test_a_closed_socket_takes_nothing_more():
    """A write after the end is an error; with a read it is left to what the server said before."""

    async def close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await hang_up(writer)

    async with connected(close) as stream:
        await seen_by(stream)
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"x" * 100_000)
        await stream.write(b"x")
        assert b"" == await stream.read(1, 5.0)


async def test_what_the_event_loop_has_not_seen_yet_makes_a_socket_readable():
    """After a long computation the loop knows nothing of a server that closed; the socket does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stream = await AsyncDeadlineBackend().connect_tcp("127.0.0.1", listener.getsockname()[1], 5.0)
        server, _ = listener.accept()
        assert False is stream.get_extra_info("is_readable")
        server.close()
        patience = Deadline(5.0)
        while not stream.get_extra_info("is_readable"):
            assert 0 < patience.remaining()
        assert False is stream._wire.ended
        await stream.aclose()


async def test_a_name_has_several_addresses():
    """Where the first does not take the connection another does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stream = await AsyncDeadlineBackend().connect_tcp("localhost", listener.getsockname()[1], 5.0)
        assert "127.0.0.1" == stream.get_extra_info("peername")[0]
        await stream.aclose()


async def test_no_connection():
    """A port that nobody listens on is told from a host that does not answer in time."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(httpcore.ConnectError):
        await AsyncDeadlineBackend().connect_tcp("127.0.0.1", port, 5.0)
    with pytest.raises(httpcore.ConnectTimeout):
        await AsyncDeadlineBackend().connect_tcp("127.0.0.1", port, 0.0)


async def test_a_backend_that_opened_nothing_can_be_closed():
    """There is no socket yet."""
    await AsyncDeadlineBackend().aclose()


async def test_a_connection_that_is_lost_during_the_handshake(monkeypatch):
    """asyncio then has no transport to give, which is no connection for httpcore."""

    async def lost(*_: object, **__: object) -> None:
        return None

    async def idle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with connected(idle) as stream:
        monkeypatch.setattr(asyncio.get_running_loop(), "start_tls", lost)
        with pytest.raises(httpcore.ConnectError, match="closed the connection"):
            await stream.start_tls(ssl.create_default_context(), "localhost", 5.0)


async def test_httpcore_has_the_lock_that_is_taken_away():
    """The lock of a connection is private: a release that has another fails here."""
    connection = httpcore.AsyncHTTP11Connection(httpcore.Origin(b"http", b"host", 80), httpcore.AsyncMockStream([]))
    assert {"__aenter__", "__aexit__"} <= set(dir(connection._state_lock))
