"""Requests are checked against the document, and refused in the API's error shapes."""

import pytest

from simplismart.testing import Emulator

REPOS = "/models/client/model-repos/"
CONTAINER = {
    "name": "vision",
    "source_type": "docker_hub",
    "runtime_gpus": 1,
    "registry_path": "org/model",
    "docker_tag": "latest",
}


def test_an_unknown_path_is_404(api):
    """A path that is not in the document is not found, as is one without its last slash."""
    for path in ("/nowhere/", REPOS[:-1], "/volumes//", "/deployments/some-id/edit/"):
        answer = api.call("GET", path)
        assert (404, {"detail": "Not found."}) == (answer.status, answer.json())


def test_another_method_is_405_with_allow(api):
    """The methods that the path has stand in Allow."""
    answer = api.call("PUT", REPOS)
    assert (405, "DELETE, GET, POST") == (answer.status, answer.headers["Allow"])
    assert {"detail": 'Method "PUT" not allowed.'} == answer.json()


def test_a_literal_path_goes_before_a_template(api):
    """/volumes/regions/ is the list of regions, not a volume."""
    api.get("/volumes/regions/", org_id=api.org)
    assert "list_network_volume_regions" == api.emulator.requests[-1].operation


def test_path_parameters_are_decoded_by_segment(api):
    """An encoded slash belongs to the id."""
    api.emulator.add_deployment(uuid="a/b c")
    assert "a/b c" == api.detail("a/b c")["uuid"]


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ({"limit": 5}, {"limit": ["Unknown parameter."]}),
        ({"count": 21}, {"count": ["Must be at most 20."]}),
        ({"count": "many"}, {"count": ["Must be of type integer."]}),
        ({"offset": -1}, {"offset": ["Must be at least 0."]}),
        ({"ordering": "up"}, {"ordering": ["Must be one of asc, desc."]}),
        ({"model_id": ""}, {"model_id": ["Must have at least 1 characters.", "Must match \\S."]}),
        ({"count": 21, "x": 1}, {"count": ["Must be at most 20."], "x": ["Unknown parameter."]}),
    ],
)
def test_query_parameters_are_checked(api, query, problems):
    """Unknown ones, types, ranges and values are refused, all at once."""
    assert problems == api.refused("GET", REPOS, **query)


def test_a_parameter_given_twice_is_refused(api):
    """No parameter of the API is a list."""
    headers = {"Authorization": f"Bearer {api.emulator.token}"}
    answer = api.emulator.handle("GET", REPOS, "count=1&count=2", headers)
    assert (400, {"count": ["Given more than once."]}) == (answer.status, answer.json())


def test_a_required_parameter_must_be_there(api):
    """What is missing is named; what is wrong is not called missing too."""
    assert {"model_id": ["This parameter is required."]} == api.refused("DELETE", REPOS)
    assert {"model_id": ["Must match \\S."]} == api.refused("DELETE", REPOS, model_id=" ")


def test_booleans_and_numbers_are_read_from_the_query(spec):
    """A document with other types of parameters works too."""
    parameters = [
        {"name": "flag", "in": "query", "schema": {"type": "boolean"}},
        {"name": "ratio", "in": "query", "schema": {"type": "number"}},
    ]
    operation = {"operationId": "new_one", "parameters": parameters}
    emulator = Emulator(spec={"paths": {"/new/": {"get": operation}}, "components": {}})
    headers = {"authorization": "Bearer test-token"}
    assert 501 == emulator.handle("GET", "/new/", "flag=true&ratio=0.5", headers).status
    assert {"flag": ["Must be of type boolean."]} == emulator.handle("GET", "/new/", "flag=yes", headers).json()


@pytest.mark.parametrize(
    ("media", "body", "message"),
    [
        ("application/json", b'{"name": ', "JSON parse error."),
        ("application/json", b"\xff", "JSON parse error."),
        ("application/json", b'{"name": NaN}', "JSON parse error."),
        ("application/json", b'{"name": 1e999}', "JSON parse error."),
        ("application/json", b"[" * 100_000, "JSON parse error."),
        ("application/json", b"", "JSON parse error."),
        ("text/plain", b"{}", 'Unsupported media type "text/plain" in request.'),
        ("", b"{}", 'Unsupported media type "" in request.'),
    ],
)
def test_a_body_must_be_json(api, media, body, message):
    """Anything else is refused as a whole."""
    headers = {"Authorization": f"Bearer {api.emulator.token}", "Content-Type": media}
    answer = api.emulator.handle("POST", REPOS, "", headers, body)
    assert (400, {"detail": message}) == (answer.status, answer.json())


def test_a_charset_and_fractions_are_fine(api):
    """A media type may have parameters, a number a fraction."""
    headers = {"Authorization": f"Bearer {api.emulator.token}", "Content-Type": "Application/JSON; charset=utf-8"}
    body = (
        b'{"name": "vision", "source_type": "docker_hub", "runtime_gpus": 1.5, "registry_path": "a", "docker_tag": "b"}'
    )
    answer = api.emulator.handle("POST", REPOS, "", headers, body)
    assert {"runtime_gpus": ["Must be of type integer."]} == answer.json()


def test_an_operation_without_a_body_takes_none(api):
    """A body where the document has none is refused."""
    assert {"detail": "This operation takes no body."} == api.refused("GET", REPOS, {"name": "vision"})


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"name": ""}, {"name": ["Must have at least 1 characters.", "Must match \\S."]}),
        ({"name": "x" * 256}, {"name": ["Must have at most 255 characters."]}),
        ({"runtime_gpus": True}, {"runtime_gpus": ["Must be of type integer."]}),
        ({"source_type": "ecr"}, {"source_type": ["Must be one of docker_hub, depot, nvidiadockersecret."]}),
        ({"source_type": "depot"}, {"source_secret": ["This field is required."]}),
        ({"colour": "red"}, {"colour": ["Unknown field."]}),
        ({"metrics_path": ["/a", 1]}, {"metrics_path": ["[1]: Must be of type string."]}),
        ({"deployment_custom_configuration": 1}, None),
    ],
)
def test_a_body_is_checked_against_the_branch_it_is_nearest_to(api, change, problems):
    """A container image with one mistake is not told what a compile needs."""
    refused = api.refused("POST", REPOS, CONTAINER | change)
    assert (problems or {"deployment_custom_configuration": ["Must be of type object."]}) == refused


def test_every_missing_field_is_named(api):
    """An empty body is told all that a secret needs."""
    required = ["This field is required."]
    expected = {"name": required, "secret_type": required, "data": required, "org": required}
    assert expected == api.refused("POST", "/accounts/secrets/", {})


def test_a_body_of_another_type_is_refused(api):
    """A list where an object should be."""
    assert {"non_field_errors": ["Must be of type object."]} == api.refused("POST", "/accounts/secrets/", [])


def test_nested_problems_stand_under_their_field_with_the_way_to_them(api):
    """The message says where inside the field it is."""
    config = {"targets": [{"metric": "gpu", "target": "80"}, {"metric": "cpu", "target": 1, "percentile": 95}]}
    refused = api.refused("POST", "/deployments/private/deploy-model/", api.deployment(autoscale_config=config))
    assert {
        "autoscale_config": [
            "targets[0].target: Must be of type number.",
            "targets[1]: This combination of fields is not allowed.",
        ]
    } == refused


def test_an_array_with_a_wrong_item_is_told_of_the_item(api):
    """Where a field may be an object or an array, the one that was given counts."""
    refused = api.refused(
        "POST", "/deployments/private/deploy-model/", api.deployment(persistent_volume_claims=[{"size": 1}])
    )
    assert {"persistent_volume_claims": ["[0].mount_path: This field is required."]} == refused


def test_refusals_never_show_values(api):
    """What is secret stays so, even in the refusal."""
    body = {"name": "s", "secret_type": "generic", "data": "hunter2", "org": api.org}
    assert "hunter2" not in str(api.refused("POST", "/accounts/secrets/", body))


def test_keywords_without_a_message_of_their_own_are_refused_too():
    """A schema may use any keyword."""
    schema = {"type": "integer", "multipleOf": 2}
    body = {"content": {"application/json": {"schema": schema}}}
    operation = {"operationId": "new_one", "requestBody": body}
    emulator = Emulator(spec={"paths": {"/new/": {"post": operation}}})
    headers = {"authorization": "Bearer test-token", "content-type": "application/json"}
    assert {"non_field_errors": ["Not valid."]} == emulator.handle("POST", "/new/", "", headers, b"3").json()


def test_without_jsonschema_the_error_says_what_to_install(monkeypatch, spec):
    """The emulator's own dependency is an extra."""
    monkeypatch.setattr("simplismart.testing.contract.import_module", _missing)
    with pytest.raises(ImportError, match=r'needs jsonschema: pip install "simplismart-sdk\[testing\]"'):
        Emulator(spec=spec)


def _missing(name):
    raise ImportError(name)
