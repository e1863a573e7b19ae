"""The server of canned answers."""

import json

import pytest

from benchmarks.speed import records
from benchmarks.speed.processes import Server
from benchmarks.speed.server import Connection, answers


class Sent:
    def __init__(self):
        self.answers = []

    def write(self, data):
        self.answers.append(data)


def connection():
    made = Connection({})
    sent = Sent()
    made.connection_made(sent)
    return made, sent


def content(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}" in head.decode().split("\r\n")
    return json.loads(body)


GET_ONE = f"GET {records.REPOS}?offset=0&model_id={records.REPO_ID} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
POST = f"POST {records.DEPLOY} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("method", "target", "status", "expected"),
    [
        ("GET", f"{records.REPOS}?model_id=x", 200, records.repo_page(1, 1)),
        ("GET", f"{records.REPOS}?offset=0&count=20", 200, records.repo_page(20, 1000)),
        ("GET", f"{records.DEPLOYMENTS}?ordering=desc", 200, records.deployments(1000)),
        ("GET", f"/of/3{records.DEPLOYMENTS}", 200, records.deployments(3)),
        ("POST", records.DEPLOY, 201, records.created()),
        ("POST", records.DEPLOYMENTS, 404, {"detail": "Not found."}),
        ("GET", "/elsewhere/", 404, {"detail": "Not found."}),
        ("GET", "*", 400, {}),
    ],
)
def test_each_route_has_its_answer(method, target, status, expected):
    """By method, path and query; what is not known is an error, so that no client passes for faster than it is."""
    answer = next(answers(method, target))
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert expected == content(answer)


def test_a_wait_ends_at_the_last_look_and_the_next_begins_anew():
    """Nine looks see deployments on their way, the tenth sees them deployed."""
    looks = answers("GET", f"/waiting/2{records.DEPLOYMENTS}?ordering=desc")
    statuses = [content(next(looks))[1]["status"] for _ in range(2 * records.POLLS)]
    assert [*["DEPLOYING"] * (records.POLLS - 1), "DEPLOYED"] * 2 == statuses


def test_a_request_in_pieces_is_answered_once_it_is_complete():
    """Whatever the pieces, a body included."""
    made, sent = connection()
    for byte in POST + b"{}  ":
        assert [] == sent.answers
        made.data_received(bytes([byte]))
    assert [records.created()] == [content(answer) for answer in sent.answers]


def test_requests_that_come_together_are_all_answered():
    """In their order."""
    made, sent = connection()
    made.data_received(GET_ONE + POST + b"{}  " + GET_ONE[:-1])
    assert [records.repo_page(1, 1), records.created()] == [content(answer) for answer in sent.answers]


def test_the_process_serves_tells_its_cpu_time_and_ends_with_its_input(server):
    """A port that the system picked; the CPU time only grows."""
    assert server.address.startswith("http://127.0.0.1:")
    before = server.cpu()
    assert 0 < before <= server.cpu()
    with Server() as another:
        assert server.address != another.address
    assert 0 == another._process.returncode
