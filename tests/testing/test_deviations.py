"""Answers against the OpenAPI document, switched on by name."""

import json

import pytest

from simplismart import InvalidResponseError, RedirectError, Simplismart
from simplismart.testing import DEVIATIONS, Answer, Emulator
from simplismart.testing.deviations import deviation, only

RECORD = {"uuid": "u", "name": "n", "status": "DEPLOYED", "created_at": "2026-03-02T11:52:16.925151Z"}
JSON = {"Content-Type": "application/json"}


def deviate(name, value, status=200):
    """Return what a deviation makes of a JSON answer."""
    return DEVIATIONS[name]("list_things", Answer(status, JSON, json.dumps(value).encode()))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("new-field", RECORD | {"tier": "standard"}),
        ("missing-field", {key: RECORD[key] for key in ("uuid", "status", "created_at")}),
        ("renamed-field", {key: RECORD[key] for key in ("uuid", "name", "created_at")} | {"state": "DEPLOYED"}),
        ("new-enum-value", RECORD | {"status": "HIBERNATED"}),
        ("null-field", RECORD | {"name": None}),
        ("changed-type", RECORD | {"name": {"en": "name"}}),
        ("changed-format", RECORD | {"created_at": "yesterday"}),
    ],
)
def test_records_deviate_wherever_they_stand(name, expected):
    """Alone, in a list, in a page, and inside each other; everything else stays."""
    assert expected == deviate(name, RECORD).json()
    assert [expected] == deviate(name, [RECORD]).json()
    page = {"count": 1, "results": [RECORD], "status": "ok"}
    assert page | {"results": [expected]} == deviate(name, page).json()
    assert expected | {"inner": expected} == deviate(name, RECORD | {"inner": RECORD}).json()


@pytest.mark.parametrize("name", ["renamed-field", "new-enum-value", "null-field", "changed-type", "changed-format"])
def test_a_field_that_is_not_there_does_not_come(name):
    """Nor do errors, or answers without a body, deviate in their fields."""
    assert {"uuid": "u"} == deviate(name, {"uuid": "u"}).json()
    assert RECORD == deviate(name, RECORD, 404).json()
    assert Answer(204, {}, b"") == DEVIATIONS[name]("delete_thing", Answer(204, {}, b""))


@pytest.mark.parametrize(
    ("name", "right", "expected"),
    [
        ("wrapped-list", Answer(200, JSON, b"[1]"), Answer(200, JSON, b'{"items": [1]}')),
        ("wrapped-list", Answer(200, JSON, b'{"a": 1}'), Answer(200, JSON, b'{"a": 1}')),
        ("undocumented-status", Answer(200, JSON, b"[]"), Answer(203, JSON, b"[]")),
        ("undocumented-status", Answer(404, JSON, b"{}"), Answer(404, JSON, b"{}")),
        ("wrong-media-type", Answer(200, JSON, b"[]"), Answer(200, {"Content-Type": "text/plain"}, b"[]")),
        ("wrong-media-type", Answer(204, {}, b""), Answer(204, {}, b"")),
        ("not-json", Answer(404, JSON, b"{}"), Answer(404, JSON, b"{}")),
        ("removed-path", Answer(200, JSON, b"[]"), Answer(404, JSON, b'{"detail": "Not found."}')),
        ("moved-path", Answer(200, JSON, b"[]"), Answer(301, {"Location": "/v2/"}, b"")),
        ("changed-error", Answer(400, JSON, b"{}"), Answer(400, JSON, b'{"errors": [{"code": 400}]}')),
        ("changed-error", Answer(200, JSON, b"[]"), Answer(200, JSON, b"[]")),
    ],
)
def test_whole_answers_deviate(name, right, expected):
    """In shape, status or media type, where it fits."""
    assert expected == DEVIATIONS[name]("list_things", right)


def test_no_deviation_changes_what_it_was_given():
    """They are pure: the same answer can be sent again."""
    right = Answer(200, dict(JSON), b'[{"uuid": "u", "name": "n", "status": "UP"}]')
    before = Answer(200, dict(JSON), right.body)
    for change in DEVIATIONS.values():
        assert change("list_things", right) == change("list_things", right)
        assert before == right


def test_one_operation_may_deviate_alone():
    """By its id behind an @, or by ``only``."""
    right = Answer(200, JSON, b"[]")
    for change in (
        deviation("undocumented-status@get_thing", {"get_thing"}),
        only("get_thing", DEVIATIONS["moved-path"]),
    ):
        assert right == change("list_things", right)
        assert right != change("get_thing", right)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("new-feild", "no deviation 'new-feild'; there are new-field, missing-field"),
        ("new-field@list_secretz", "no operation 'list_secretz' in the OpenAPI document"),
        ("new-field@", "no operation '' in the OpenAPI document"),
    ],
)
def test_a_name_that_is_not_known_is_refused(spec, name, message):
    """A typing error does not pass in silence."""
    with pytest.raises(ValueError, match=message):
        Emulator(spec=spec, deviations=[name])


def test_an_emulator_deviates_as_told(make_api):
    """By names and by functions, one after the other; what was asked is done."""
    seen = []

    def watch(operation, right):
        seen.append((operation, right.status))
        return right

    emulator = make_api(deviations=["undocumented-status@list_secrets", watch]).emulator
    headers = {"Authorization": f"Bearer {emulator.token}"}
    assert 203 == emulator.handle("GET", "/accounts/secrets/", {"org_id": emulator.org_id}, headers).status
    assert 401 == emulator.handle("GET", "/accounts/secrets/").status
    assert 404 == emulator.handle("GET", "/nowhere/", "", headers).status
    assert [("list_secrets", 203), ("list_secrets", 401)] == seen


def test_a_program_meets_them_through_the_client(make_api):
    """As it would meet an API that has moved on."""

    def client(*deviations):
        emulator = make_api(deviations=deviations).emulator
        emulator.add_model_repo(name="vision")
        return Simplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport)

    assert "standard" == client("new-field").list_model_repos().results[0].tier
    assert "HIBERNATED" == client("new-enum-value").list_model_repos().results[0].status
    assert None is client("null-field").list_model_repos().results[0].name
    with pytest.raises(InvalidResponseError):
        client("not-json").list_model_repos()
    with pytest.raises(RedirectError, match="/v2/"):
        client("moved-path").list_model_repos()
