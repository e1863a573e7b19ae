"""Errors as objects: copied, pickled, collected."""

from __future__ import annotations

import asyncio
import copy
import gc
import pickle
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from simplismart import AsyncSimplismart, Simplismart, SimplismartError, exceptions

from .conftest import Serve, answer, call

pytestmark = pytest.mark.usefixtures("quick_retries")

FAILING: dict[str, Callable[..., Any]] = {
    "an error status": lambda c, r: c.sendall(answer({"detail": "no"}, 404)),
    "closed without an answer": lambda c, r: False,
    "cut short": lambda c, r: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[") or False,
    "not HTTP": lambda c, r: c.sendall(b"garbage\r\n\r\n"),
    "not JSON": lambda c, r: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n["),
    "too large": lambda c, r: c.sendall(answer(["x" * 500])),
    "no answer in time": lambda c, r: None,
}
OPTIONS: dict[str, Any] = {"max_retries": 1, "max_response_bytes": 100}


def failed(kind: str, serve: Serve, case: str) -> SimplismartError:
    options = {**OPTIONS, "timeout": 0.2 if "time" in case else 20}
    with pytest.raises(SimplismartError) as caught:
        call(kind, "list_deployments", base_url=serve(FAILING[case]).base_url, **options)
    return caught.value


@pytest.mark.parametrize("case", FAILING)
def test_an_error_is_pickled_and_copied_with_every_attribute(serve: Serve, case: str):
    """pickle, copy and deepcopy give an error of the same class, text, arguments and attributes."""
    error = failed("sync", serve, case)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert_same(error, pickle.loads(pickle.dumps(error, protocol)))
    assert_same(error, copy.copy(error))
    assert_same(error, copy.deepcopy(error))


def assert_same(error: SimplismartError, other: SimplismartError) -> None:
    assert (type(error), str(error), error.args, vars(error)) == (type(other), str(other), other.args, vars(other))


@pytest.mark.parametrize("name", exceptions.__all__)
def test_every_class_of_error_can_be_pickled(name: str):
    """Also those that take other arguments than a message."""
    kind = getattr(exceptions, name)
    if issubclass(kind, tuple):
        assert kind("a", "b", "c") == pickle.loads(pickle.dumps(kind("a", "b", "c")))
        return
    arguments = ("Payload", [exceptions.Problem("field", "must be a string", "int")])
    error = kind(*arguments) if name == "ValidationError" else kind("why")
    vars(error).update(status_code=418, payload={"a": 1}, trace_id="t", attempts=3)
    assert_same(error, pickle.loads(pickle.dumps(error)))


@pytest.mark.parametrize("case", ["closed without an answer", "cut short", "not HTTP", "not JSON", "no answer in time"])
def test_the_cause_is_kept(serve: Serve, kind: str, case: str):
    """What went wrong underneath is the __cause__, with its own traceback."""
    cause = failed(kind, serve, case).__cause__
    assert cause is not None
    assert cause.__traceback__ is not None


@pytest.mark.parametrize("case", FAILING)
def test_a_failed_call_leaves_no_reference_cycle(serve: Serve, kind: str, case: str):
    """An error and its causes are gone as soon as nobody uses them: the garbage collector finds none of them."""
    base_url = serve(FAILING[case]).base_url
    options = {**OPTIONS, "timeout": 0.2 if "time" in case else 20}
    assert [] == (left if kind == "sync" else left_by_a_task)(base_url, options)


def left(base_url: str, options: dict[str, Any]) -> list[BaseException]:
    with Simplismart("token", base_url=base_url, **options) as client, garbage() as found:
        try:
            client.list_deployments()
        except SimplismartError as error:
            gone = weakref.ref(error)
        assert gone() is None
    return found


def left_by_a_task(base_url: str, options: dict[str, Any]) -> list[BaseException]:
    async def main() -> list[BaseException]:
        async with AsyncSimplismart("token", base_url=base_url, **options) as client:
            with garbage() as found:
                try:
                    await client.list_deployments()
                except SimplismartError as error:
                    gone = weakref.ref(error)
                assert gone() is None
        return found

    return asyncio.run(main())


@contextmanager
def garbage() -> Iterator[list[BaseException]]:
    """Get a list that holds, after the block, the exceptions that only the garbage collector could free."""
    found: list[BaseException] = []
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        yield found
        gc.collect()
        found += [item for item in gc.garbage if isinstance(item, BaseException)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
