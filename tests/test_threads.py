"""The connections of the synchronous client."""

import os
import subprocess
import sys
import threading
import time

import httpx
import pytest

from simplismart.idle import AT_ONCE, MAX_IDLE, PoolTimeoutError
from simplismart.policy import Deadline
from simplismart.threads import Lock, Pool, each, resolve, sleep
from simplismart.transports import FAILURES, timeouts


class Connection:
    """A transport that only knows whether it was closed, and whether it may be used again."""

    closed = False
    ready = True

    def is_ready(self) -> bool:
        return self.ready

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    connections: list[Connection] = []

    def make(_: Pool) -> Connection:
        connections.append(Connection())
        return connections[-1]

    monkeypatch.setattr(Pool, "_make", make)
    return connections


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simplismart.threads.MAX_CONNECTIONS", 1)


def pool() -> Pool:
    return Pool("http://127.0.0.1:1")


def soon() -> Deadline:
    return Deadline(5.0)


def test_a_connection_comes_back_after_a_success(made):
    """One call after another uses one connection."""
    connections = pool()
    for _ in range(3):
        with connections.lease(soon()) as transport:
            assert made[0] is transport
    assert [False] == [each.closed for each in made]


def test_calls_at_once_have_connections_of_their_own(made):
    """No two calls share a connection; the one that came back last is lent first."""
    connections = pool()
    with connections.lease(soon()) as first, connections.lease(soon()) as second:
        assert first is not second
    with connections.lease(soon()) as again:
        assert again is first


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_connection_is_closed_after_any_failure(made, error):
    """What stopped half way through an answer is never lent again."""
    connections = pool()
    with pytest.raises(error), connections.lease(soon()):
        raise error
    with connections.lease(soon()) as transport:
        assert made[1] is transport
    assert [True, False] == [each.closed for each in made]


def test_a_connection_that_is_not_ready_is_not_lent_again(made):
    """What the server closed meanwhile, or wrote more to, is closed before the next call."""
    connections = pool()
    with connections.lease(soon()) as transport:
        transport.ready = False
    with connections.lease(soon()) as transport:
        assert made[1] is transport
    assert [True, False] == [each.closed for each in made]


def test_a_failure_gives_its_permit_back(made, small):
    """Failed calls do not use up the connections."""
    connections = pool()
    for _ in range(3):
        with pytest.raises(OSError, match="reset"), connections.lease(soon()):
            raise OSError("reset")
    with connections.lease(Deadline(0.0)):
        pass


def test_a_connection_that_cannot_be_made_gives_its_permit_back(monkeypatch, small):
    """An error in making the connection is the caller's to see, again and again."""

    def fail(_: Pool) -> None:
        raise ValueError("unknown proxy")

    monkeypatch.setattr(Pool, "_make", fail)
    connections = pool()
    for _ in range(2):
        with pytest.raises(ValueError, match="unknown proxy"), connections.lease(Deadline(0.0)):
            pass


@pytest.mark.parametrize("timeout", [0.02, 0.0, -1.0])
def test_no_connection_within_the_deadline(made, small, timeout):
    """A call that finds every connection in use gives up when its time is over, and says that nothing was sent."""
    connections = pool()
    with connections.lease(soon()):
        with pytest.raises(PoolTimeoutError, match="every connection is in use"), connections.lease(Deadline(timeout)):
            pass
    assert 1 == len(made)


def test_a_call_waits_for_a_connection(made, small):
    """The call that waited has the connection that came back."""
    connections = pool()
    lent = threading.Event()

    def first() -> None:
        with connections.lease(soon()):
            lent.set()
            time.sleep(0.02)

    thread = threading.Thread(target=first)
    thread.start()
    assert lent.wait(5)
    with connections.lease(soon()) as transport:
        assert made[0] is transport
    thread.join()
    assert 1 == len(made)


def test_threads_never_share_a_connection(made):
    """Many threads at once: each connection serves one of them at a time."""
    connections = pool()
    in_use: set[int] = set()
    shared: list[int] = []

    def work() -> None:
        for _ in range(50):
            with connections.lease(soon()) as transport:
                if id(transport) in in_use:
                    shared.append(id(transport))
                in_use.add(id(transport))
                time.sleep(0)
                in_use.discard(id(transport))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == shared
    assert 8 >= len(made)


def test_connections_that_were_idle_for_too_long_are_closed(made, monkeypatch):
    """A call that ends closes what nobody used for minutes."""
    connections = pool()
    with connections.lease(soon()), connections.lease(soon()):
        pass
    later = time.monotonic() + MAX_IDLE + 1
    monkeypatch.setattr("simplismart.idle.time.monotonic", lambda: later)
    with connections.lease(soon()) as transport:
        assert made[0] is transport
    assert [False, True] == [each.closed for each in made]


def test_close(made):
    """Closing closes what is idle; the pool can be used again."""
    connections = pool()
    with connections.lease(soon()):
        pass
    connections.close()
    connections.close()
    assert [True] == [each.closed for each in made]
    with connections.lease(soon()) as transport:
        assert made[1] is transport


def test_a_given_transport_is_the_only_one(made, small):
    """With a transport of the caller's, no connection is made; a failure leaves it open; close() closes it."""
    own = Connection()
    connections = Pool("http://127.0.0.1:1", own)
    with pytest.raises(OSError, match="reset"), connections.lease(soon()):
        raise OSError("reset")
    with connections.lease(soon()) as first, connections.lease(Deadline(0.0)) as second:
        assert own is first is second
    assert False is own.closed
    connections.close()
    assert True is own.closed
    assert [] == made


def test_a_child_process_starts_with_no_connection(made, monkeypatch):
    """Another process id means other connections, and as many of them as may be."""
    connections = pool()
    with connections.lease(soon()):
        pass
    monkeypatch.setattr("simplismart.threads.os.getpid", lambda: -1)
    with connections.lease(soon()) as transport:
        assert made[1] is transport
    with connections.lease(soon()) as again:
        assert made[1] is again
    assert False is made[0].closed


def test_the_process_id_changes_last(made, monkeypatch):
    """A second thread of a child never sees the new process id with the connections of the parent."""
    connections = pool()
    with connections.lease(soon()):
        pass
    seen: list[object] = []
    real = Pool.__setattr__

    def noted(self, name, value):
        real(self, name, value)
        if name == "_pid":
            seen.append(self._idle.pop())

    monkeypatch.setattr(Pool, "__setattr__", noted)
    monkeypatch.setattr("simplismart.threads.os.getpid", lambda: -1)
    with connections.lease(soon()):
        pass
    assert [None] == seen


FORK = """
import os
from simplismart.policy import Deadline
from simplismart.threads import Pool

class Connection:
    def is_ready(self): return True
    def close(self): pass

Pool._make = lambda self: Connection()
pool = Pool("http://127.0.0.1:1")

def lend():
    with pool.lease(Deadline(5.0)) as transport:
        return transport

with pool.lease(Deadline(5.0)):
    parents = lend()
    if child := os.fork():
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        raise SystemExit(status or parents is not lend())
    childs = lend()
    os._exit(childs is parents or childs is not lend())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_fork():
    """After a real fork the child has a connection of its own and the parent keeps its."""
    assert 0 == subprocess.run([sys.executable, "-c", FORK], check=False).returncode


def send(connections: Pool, url: str, deadline: Deadline) -> bytes:
    request = httpx.Request("GET", url, extensions={"timeout": timeouts(deadline)})
    with connections.lease(deadline) as transport:
        return transport.handle_request(request).read()


def test_real_connections(loopback):
    """Over a socket: calls in a row share one connection, until the pool is closed."""
    connections = Pool(loopback.url)
    assert [b"[]"] * 3 == [send(connections, loopback.url, soon()) for _ in range(3)]
    connections.close()
    assert b"[]" == send(connections, loopback.url, soon())
    connections.close()
    assert [3, 1] == [loopback.connections.count(each) for each in dict.fromkeys(loopback.connections)]


def test_the_deadline_over_a_socket(dripping):
    """A server that drips costs its caller the timeout and no more, and the connection is not used again."""
    url = dripping(b"HTTP/1.1 200 OK\r\nX-A: ")
    connections = Pool(url)
    start = time.monotonic()
    with pytest.raises(FAILURES):
        send(connections, url, Deadline(0.1))
    assert 1.0 > time.monotonic() - start
    assert [] == connections._idle.clear()


def test_the_rest_of_what_threads_need(monkeypatch):
    """Waiting, and values that need no waiting for."""
    waits: list[float] = []
    monkeypatch.setattr("simplismart.threads.time.sleep", waits.append)
    sleep(1.5)
    assert [1.5] == waits
    assert "value" == resolve("value")


def test_a_lock_lets_one_in_at_a_time():
    """Who comes second waits until the first is out, be it with an error."""
    lock = Lock()
    order: list[str] = []

    def second() -> None:
        with lock:
            order.append("second")

    thread = threading.Thread(target=second)

    def first() -> None:
        with lock:
            thread.start()
            time.sleep(0.01)
            order.append("first")
            raise OSError("reset")

    with pytest.raises(OSError, match="reset"):
        first()
    thread.join(5)
    assert ["first", "second"] == order


def test_a_child_process_finds_a_lock_free(monkeypatch):
    """A thread that held the lock when the process forked is not there to let it go."""
    lock = Lock()
    with lock:
        with monkeypatch.context() as child:
            child.setattr("simplismart.threads.os.getpid", lambda: -1)
            with lock:
                pass


def test_each_keeps_the_order_and_runs_a_few_at_once():
    """As many as there may be, and no more; one value needs no thread."""
    running, most = 0, 0
    lock = threading.Lock()

    def double(value: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.005)
        with lock:
            running -= 1
        return 2 * value

    assert [2 * value for value in range(40)] == each(double, range(40))
    assert 1 < most <= AT_ONCE
    assert [threading.get_ident()] == each(lambda _: threading.get_ident(), [0])
    assert [] == each(double, [])


def test_each_stops_at_the_first_error():
    """What has not begun yet never does."""
    begun: list[int] = []

    def fail(value: int) -> None:
        begun.append(value)
        time.sleep(0.01)
        raise OSError("reset")

    with pytest.raises(OSError, match="reset"):
        each(fail, range(1000))
    assert 1000 > len(begun)
