"""The emulator against openapi.yaml: schemathesis on every operation, and on operations one after the other."""

import json
from collections import Counter

import pytest

from simplismart.testing import Emulator
from simplismart.testing.contract import load_spec

OPERATIONS = [operation["operationId"] for item in load_spec()["paths"].values() for operation in item.values()]
WALKS = (1, 8)
READ_AFTER_A_CREATE = {
    "list_model_repos",
    "delete_model_repo",
    "get_model_deployment",
    "fetch_deployment_health",
    "delete_deployment",
    "get_secret",
    "get_network_volume",
    "delete_network_volume",
}


@pytest.fixture(scope="module")
def fuzzing():
    """The module, which imports schemathesis: that takes its time."""
    from contract import fuzz

    return fuzz


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_emulator_answers_as_the_document_says(fuzzing, operation):
    """What is allowed succeeds, what is not gets 4xx with an error body, and every answer is as documented."""
    outcome = fuzzing.fuzz(fuzzing.World(), operation)
    assert not outcome.problems, "\n\n".join(outcome.problems)
    assert (1, 1) <= (outcome.count(operation, 2), outcome.count(operation, 4)), outcome.statuses
    assert {operation} == set(outcome.statuses)


def test_what_one_call_answers_the_next_can_use(fuzzing):
    """Created things can be read and deleted, under the ids that their creation answered."""
    reached = set()
    for seed in WALKS:
        outcome = fuzzing.walk(Emulator(), seed)
        assert not outcome.problems, "\n\n".join(outcome.problems)
        reached |= {operation for operation in outcome.statuses if outcome.count(operation, 2)}
    assert set() == READ_AFTER_A_CREATE - reached


def test_the_cases_are_the_same_in_every_run(fuzzing):
    """Whatever other tests have loaded."""
    sent = [_requests(fuzzing, "create_secret") for _ in range(2)]
    assert len(sent[0]) > 50
    assert sent[0] == sent[1]


def _requests(fuzzing, operation):
    class Recording(fuzzing.World):
        def handle(self, method, path, query="", headers=None, body=b""):
            sent.append((method, path, query, body))
            return super().handle(method, path, query, headers, body)

    sent = []
    fuzzing.fuzz(Recording(), operation)
    return sent


def test_every_check_is_on(fuzzing):
    """But for those that make no sense from one call to the next, each with a reason."""
    from schemathesis.checks import CHECKS

    checks = fuzzing.fuzz(fuzzing.World(), "create_secret", 1).checks
    assert set(CHECKS.get_all_names()) == checks
    assert fuzzing.UNCHECKED_WALKING.keys() == checks - fuzzing.walk(Emulator(), 10).checks
    assert all(fuzzing.UNCHECKED_WALKING.values())


def test_every_excuse_is_for_known_checks_and_operations(fuzzing):
    """And has a reason."""
    from schemathesis.checks import CHECKS

    assert {excuse.check for excuse in fuzzing.EXCUSES} <= set(CHECKS.get_all_names())
    assert {operation for excuse in fuzzing.EXCUSES for operation in excuse.operations} <= set(OPERATIONS)
    assert all(excuse.reason for excuse in fuzzing.EXCUSES)


def faulty(fuzzing, deviate):
    """Return an emulator that answers each request wrongly."""

    class Faulty(fuzzing.World):
        def handle(self, *request, **options):
            return deviate(super().handle(*request, **options))

    return Faulty()


def with_field(name, value):
    """Return what puts a value into the page's model repos."""

    def deviate(answer):
        if answer.status != 200 or b'"results"' not in answer.body:
            return answer
        page = answer.json()
        page["results"] = [repo | {name: value} for repo in page["results"]]
        return answer._replace(body=json.dumps(page).encode())

    return deviate


@pytest.mark.parametrize(
    ("deviate", "check"),
    [
        (lambda answer: answer._replace(status=500) if answer.status == 400 else answer, "not_a_server_error"),
        (lambda answer: answer._replace(status=200) if answer.status == 400 else answer, "negative_data_rejection"),
        (lambda answer: answer._replace(status=200) if answer.status == 401 else answer, "ignored_auth"),
        (lambda answer: answer._replace(status=400) if answer.status == 200 else answer, "positive_data_acceptance"),
        (
            lambda answer: answer._replace(status=418 - 200) if answer.status == 200 else answer,
            "status_code_conformance",
        ),
        (lambda answer: answer._replace(headers={"Content-Type": "text/html"}), "content_type_conformance"),
        (lambda answer: answer._replace(status=200) if answer.status == 405 else answer, "unsupported_method"),
        (lambda answer: answer._replace(body=b"{}") if answer.status == 400 else answer, "without an error body"),
        (with_field("name", 1), "response_schema_conformance"),
        (with_field("created_at", "yesterday"), "response_schema_conformance"),
    ],
)
def test_a_fault_is_found(fuzzing, deviate, check):
    """Each check can fail."""
    outcome = fuzzing.fuzz(faulty(fuzzing, deviate), "list_model_repos", 5)
    assert [problem for problem in outcome.problems if check in problem], outcome.problems


def test_missing_validation_is_found(fuzzing):
    """An emulator that lets a larger volume through than the document."""
    lax = load_spec()
    del lax["components"]["schemas"]["NetworkVolumeCreate"]["properties"]["size_gi"]["maximum"]
    outcome = fuzzing.fuzz(fuzzing.World(spec=lax), "create_network_volume", 5)
    assert [problem for problem in outcome.problems if "negative_data_rejection" in problem], outcome.problems


def test_a_crash_is_found(fuzzing, monkeypatch, capfd):
    """An exception in a handler ends the connection, and the test."""
    from simplismart.testing import emulator

    handlers = {**emulator.HANDLERS, "list_secrets": lambda state, call: 1 / 0}
    monkeypatch.setattr(emulator, "HANDLERS", handlers)
    assert fuzzing.fuzz(fuzzing.World(), "list_secrets", 5).problems
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_thing_that_stays_after_its_deletion_is_found(fuzzing, monkeypatch):
    """Operations are called one after the other, and their answers compared."""
    monkeypatch.setattr(fuzzing, "EXCUSES", ())
    problems = fuzzing.walk(Emulator(), 10).problems
    assert {"get_network_volume: use_after_free"} == {problem[: problem.index(": Del")] for problem in problems}


def test_only_excused_texts_are_excused(fuzzing):
    """A refusal for another reason stays a finding."""
    outcome = fuzzing.fuzz(faulty(fuzzing, _refuse_creates), "create_network_volume", 5)
    assert Counter() == outcome.excused
    assert [problem for problem in outcome.problems if "positive_data_acceptance" in problem]


def _refuse_creates(answer):
    return answer._replace(status=400, body=b'{"detail": "No."}') if answer.status == 202 else answer
