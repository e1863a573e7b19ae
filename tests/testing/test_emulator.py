"""The emulator as a whole: token, organisation, records, injected failures."""

import json
import threading
import uuid

import pytest

from simplismart.testing import Emulator

REPOS = "/models/client/model-repos/"
CREATE = "/deployments/private/deploy-model/"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer"},
        {"Authorization": "test-token"},
        {"Authorization": "Basic test-token"},
    ],
)
def test_without_the_right_token_it_is_401(api, headers):
    """A missing, wrong or otherwise presented token is refused before anything else is looked at."""
    answer = api.emulator.handle("GET", REPOS, "count=99", headers)
    assert (401, {"detail": "Invalid or missing token."}) == (answer.status, answer.json())
    assert "Bearer" == answer.headers["WWW-Authenticate"]


def test_the_token_can_be_changed(api):
    """A token may expire while a client runs."""
    api.emulator.token = "next"
    assert 401 == api.emulator.handle("GET", REPOS, "", {"Authorization": "Bearer test-token"}).status
    assert 200 == api.emulator.handle("GET", REPOS, "", {"authorization": "bearer next"}).status


def test_another_organisation_is_403(api):
    """The token belongs to one organisation, however the call names it."""
    other = str(uuid.uuid4())
    body = {"name": "v", "region": "r", "zone": "z", "size_gi": 1, "org": other}
    answers = [
        api.call("GET", REPOS, org_id=other),
        api.call("GET", "/deployments/model-deployments/", org=other),
        api.call("POST", "/volumes/", body),
    ]
    assert [403] * 3 == [answer.status for answer in answers]
    assert {"detail": "The token belongs to another organisation."} == answers[0].json()


def test_where_the_organisation_is_needed_it_must_be_given(api):
    """Secrets, volumes, deployments and restarts need it."""
    deployment = api.deployment()
    del deployment["org"]
    assert {"org_id": ["This parameter is required."]} == api.refused("GET", "/accounts/secrets/")
    assert {"org_id": ["This parameter is required."]} == api.refused("GET", "/volumes/")
    assert {"org": ["This field is required."]} == api.refused("POST", CREATE, deployment)
    restart = api.refused("POST", "/deployments/x/restart/", {"action": "restart", "namespace": "n"})
    assert {"org": ["This field is required."]} == restart


def test_requests_are_recorded_without_the_token(api):
    """Everything that came in can be looked at, also what was refused."""
    headers = {"Authorization": "Bearer test-token", "Content-Type": "application/json", "X-Trace-Id": "t-1"}
    api.emulator.handle("POST", REPOS, [("a", "1"), ("a", "2")], headers, b'{"name": "x"}')
    api.emulator.handle("GET", "/nowhere%2F/", "", None, b"not json")
    first, second = api.emulator.requests
    assert ("create_model_repo", "POST", REPOS) == first[:3]
    assert ((("a", "1"), ("a", "2")), {"name": "x"}) == (first.query, first.json)
    assert {"content-type": "application/json", "x-trace-id": "t-1"} == first.headers
    assert (None, "GET", "/nowhere%2F/", (), None, {}) == second


def test_ids_are_the_same_in_every_run(make_api):
    """Two emulators give the same ids in the same order, none twice."""
    first, second = make_api().emulator, make_api().emulator
    ids = [first.add_secret()["uuid"] for _ in range(3)]
    assert ids == [second.add_secret()["uuid"] for _ in range(3)]
    assert 3 == len({uuid.UUID(identifier) for identifier in ids})


def test_ids_can_be_given_by_a_callable(make_api):
    """A program can name the things itself."""
    assert "secret-1" == make_api(new_id=lambda: "secret-1").emulator.add_secret()["uuid"]


def test_the_organisation_may_be_a_uuid(make_api):
    """It is a string from then on."""
    org = uuid.uuid4()
    assert str(org) == make_api(org_id=org).emulator.org_id


def test_advance_moves_the_emulators_clock(api):
    """What is made later has a later time."""
    api.emulator.advance(3600)
    assert "2026-03-02T12:52:16.925151Z" == api.emulator.add_secret()["created_at"]


def test_a_failure_takes_the_place_of_the_operation(api):
    """Nothing is done, and the next request works again."""
    api.emulator.fail_next("create_deployment", 503, headers={"Retry-After": "7"})
    answer = api.call("POST", CREATE, body := api.deployment())
    assert (503, "7") == (answer.status, answer.headers["Retry-After"])
    assert {"detail": "Internal server error."} == answer.json()
    assert 201 == api.call("POST", CREATE, body).status


def test_a_failure_can_come_after_the_operation(api):
    """The create that answered 500 although the deployment was made, and the repeat that met its name."""
    api.emulator.fail_next("create_deployment", after=True)
    body = api.deployment()
    assert 500 == api.call("POST", CREATE, body).status
    expected = {"detail": "Deployment with this name already exists for this organization."}
    assert expected == api.refused("POST", CREATE, body)


def test_failures_go_by_operation_and_number(api):
    """Others are not hit; after so many times it works again."""
    api.emulator.fail_next("list_secrets", 429, times=2)
    api.emulator.fail_next("list_secrets", 502)
    assert 200 == api.call("GET", REPOS).status
    statuses = [api.call("GET", "/accounts/secrets/", org_id=api.org).status for _ in range(4)]
    assert [429, 429, 502, 200] == statuses


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        ("<h1>Bad gateway</h1>", {}, (b"<h1>Bad gateway</h1>", "text/html; charset=utf-8")),
        (b"\xff", {"Content-Type": "text/plain"}, (b"\xff", "text/plain")),
        (["a", "b"], {}, (b'["a", "b"]', "application/json")),
        (None, {}, (b"", None)),
    ],
)
def test_a_failure_may_have_any_body(api, body, headers, expected):
    """Gateways answer HTML, text, lists or nothing."""
    api.emulator.fail_next("list_secret_configs", 502, body, headers)
    answer = api.emulator.handle("GET", "/accounts/secret/config/")
    assert expected == (answer.body, answer.headers.get("Content-Type"))


def test_a_failure_of_an_unknown_operation_is_refused(api):
    """A typing error in a test does not pass in silence."""
    with pytest.raises(ValueError, match="no operation 'create_deploymnt'"):
        api.emulator.fail_next("create_deploymnt")


def test_an_operation_that_is_only_in_the_document_is_501(make_api, spec):
    """A newly added operation is checked, but not emulated."""
    paths = spec["paths"] | {"/new/": {"get": {"operationId": "new_one"}}}
    answer = make_api(spec=spec | {"paths": paths}).emulator.handle(
        "GET", "/new/", "", {"Authorization": "Bearer test-token"}
    )
    assert (501, {"detail": "The emulator does not know new_one."}) == (answer.status, answer.json())


def test_every_operation_of_the_document_is_emulated(api):
    """None answers 501."""
    from simplismart.testing.emulator import HANDLERS

    assert set(HANDLERS) == api.emulator._contract.operations


def test_the_packages_own_document_is_the_default(monkeypatch, spec):
    """Without ``spec`` the document of the generated package is used, and read once."""
    from simplismart.testing import emulator as module

    module._default_contract.cache_clear()
    loads = []
    monkeypatch.setattr(module, "load_spec", lambda: loads.append(1) or spec)
    assert 404 == Emulator().handle("GET", "/x").status == Emulator().handle("GET", "/x").status
    assert [1] == loads
    module._default_contract.cache_clear()


def test_the_packages_document_is_openapi_json(monkeypatch, tmp_path):
    """It lies beside the generated modules."""
    from simplismart.testing import contract

    (tmp_path / "openapi.json").write_text(json.dumps({"openapi": "3.1.0"}))
    monkeypatch.setattr(contract.resources, "files", lambda name: tmp_path / {"simplismart_api": ""}[name])
    assert {"openapi": "3.1.0"} == contract.load_spec()


def test_what_is_seeded_is_a_copy(api):
    """Changing what a seed returned, or was given, changes nothing in the emulator."""
    env = {"KEY": "value"}
    repo = api.emulator.add_model_repo(env=env)
    env["KEY"] = repo["env"]["KEY"] = "other"
    assert {"KEY": "value"} == api.get(REPOS)["results"][0]["env"]


def test_threads_share_an_emulator(api):
    """Names stay unique when many threads create at once."""
    body = api.deployment()
    statuses = []

    def create():
        statuses.append(api.call("POST", CREATE, body).status)

    threads = [threading.Thread(target=create) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [201, *[400] * 7] == sorted(statuses)
