"""Tests that send what openapi.yaml does not allow, each in another way; test_watching.py runs them in a pytest of their own."""

import asyncio
import multiprocessing
import os
import subprocess
import sys
import threading
from contextlib import suppress

import httpx
import pytest
from simplismart_api.api import deployments as api

from simplismart import AsyncSimplismart, Simplismart, SimplismartError, transports

RIGHT = api.list_deployments.build()
STOP = api.start_stop_deployment.build("d", body={"action": "stop"})
QUERY = RIGHT._replace(query=(("colour", "red"),))
BODY = STOP._replace(json={"action": "pause", "colour": "red"})
PATH = RIGHT._replace(path="/deployments/list/models/")
METHOD = RIGHT._replace(method="PUT")
CHILD = """
import httpx, simplismart
from simplismart_api.api.deployments import list_deployments
transport = httpx.MockTransport(lambda request: httpx.Response(200, json=[]))
with simplismart.Simplismart("token", transport=transport) as client:
    client.send(list_deployments.build()._replace(query=(("colour", "red"),)))
"""


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=[] if request.method == "GET" else {})


def send(request: object, status: int = 200) -> None:
    transport = httpx.MockTransport(lambda sent: answer(sent) if status == 200 else httpx.Response(status))
    with Simplismart("token", transport=transport, max_retries=0) as client:
        client.send(request)


async def send_async(request: object) -> None:
    async with AsyncSimplismart("token", transport=httpx.MockTransport(answer)) as client:
        await client.send(request)


def test_right():
    send(RIGHT)
    send(STOP)


def test_query():
    send(QUERY)


def test_body():
    send(BODY)


def test_path():
    send(PATH)


def test_method():
    send(METHOD)


def test_async():
    asyncio.run(send_async(QUERY))


def test_an_error_of_the_server_hides_nothing():
    with pytest.raises(SimplismartError):
        send(QUERY, 500)


def test_an_error_of_the_test_hides_nothing():
    send(QUERY)
    raise AssertionError("and something else")


def test_swallowing_everything_hides_nothing():
    with suppress(BaseException):
        send(QUERY)


def test_a_thread_hides_nothing():
    thread = threading.Thread(target=send, args=(QUERY,))
    thread.start()
    thread.join()


def test_a_forked_process_hides_nothing():
    if child := os.fork():
        os.waitpid(child, 0)
    else:
        send(QUERY)
        os._exit(0)


def test_a_spawned_process_hides_nothing():
    process = multiprocessing.get_context("spawn").Process(target=exec, args=(CHILD, {}))
    process.start()
    process.join()
    assert 0 == process.exitcode


def test_a_program_hides_nothing():
    subprocess.run([sys.executable, "-c", CHILD], check=True)


def test_a_program_that_cannot_be_watched():
    subprocess.run([sys.executable, "-c", "pass"], env={}, check=True)


def test_an_isolated_program_cannot_be_watched():
    subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)


def test_the_seam_may_not_be_replaced():
    transports.outgoing = transports.outgoing.__wrapped__
    send(QUERY)


def test_the_seam_is_watched_again():
    send(QUERY)


@pytest.fixture
def sends_before():
    send(QUERY)


def test_a_fixture_hides_nothing(sends_before):
    pass


@pytest.fixture
def sends_after():
    yield
    send(QUERY)


def test_a_fixture_s_end_hides_nothing(sends_after):
    pass


def test_skipping_hides_nothing():
    send(QUERY)
    pytest.skip("too late")


@pytest.mark.xfail(reason="so it seems")
def test_an_expected_failure_hides_nothing():
    send(QUERY)
    raise AssertionError("as expected")


@pytest.mark.off_contract("list_deployments: query parameter colour", reason="a colour is needed here")
def test_excused():
    send(RIGHT)
    send(QUERY)


@pytest.mark.off_contract("query parameter colour", reason="a colour was needed here once")
def test_an_excuse_that_is_not_needed():
    send(RIGHT)


@pytest.mark.off_contract("query parameter colour", reason="a colour is needed here")
def test_an_excuse_for_something_else():
    send(QUERY)
    send(PATH)


@pytest.mark.off_contract("query parameter colour")
def test_an_excuse_without_a_reason():
    send(QUERY)


@pytest.mark.off_contract(reason="anything goes")
def test_an_excuse_for_nothing_in_particular():
    send(QUERY)
