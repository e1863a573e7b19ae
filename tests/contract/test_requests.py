"""The adapter of openapi-core: what is right has no problems, and each thing that is wrong is said."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

from contract import requests
from contract.cassettes import calls
from contract.requests import Spec, check_request, check_response, default_spec, operation_id

HOST = "https://api.app.simplismart.ai"
TOKEN = {"Authorization": "Bearer token"}
JSON = TOKEN | {"Content-Type": "application/json"}
LIST = "/deployments/list/model/"
START = "/deployments/d/startstop/"
VOLUMES = "/volumes/?org_id=o"
VOLUME = {"org": "o", "name": "weights", "region": "r", "zone": "z", "size_gi": 1}
DOCUMENT = YAML(typ="safe").load(requests.OPENAPI.read_text("utf-8"))


def request(method: str, target: str, headers: Any = TOKEN, **body: Any) -> httpx.Request:
    return httpx.Request(method, HOST + target, headers=headers, **body)


@pytest.mark.parametrize(
    ("operation", "sent"),
    [
        ("list_deployments", request("GET", LIST)),
        ("list_deployments", request("GET", f"{LIST}?ordering=asc&status=FAILED&model_repo_id=a%20b")),
        ("list_model_repos", request("GET", "/models/client/model-repos/?offset=0&count=20")),
        ("get_network_volume", request("GET", "/volumes/a%2Fb/?org_id=o")),
        ("list_network_volume_regions", request("GET", "/volumes/regions/?org_id=o")),
        ("update_deployment", request("POST", "/deployments/d/edit", json={"anything": [1, None]})),
        ("create_network_volume", request("POST", "/volumes/", json=VOLUME)),
        ("start_stop_deployment", request("POST", START, JSON, content=b'{"action": "stop"}')),
        ("delete_deployment", request("DELETE", "/deployments/d/delete/?org_id=o", TOKEN | {"X-Trace-Id": "t"})),
    ],
)
def test_what_is_right_has_no_problems(operation: str, sent: httpx.Request):
    """Paths that are like each other are told apart, and encoded ones are read."""
    assert (operation, []) == (operation_id(sent), check_request(sent))


@pytest.mark.parametrize(
    ("problem", "sent"),
    [
        ("no operation GET /deployments/list/model", request("GET", LIST.rstrip("/"))),
        ("no operation GET /prefix/deployments/list/model/", request("GET", f"/prefix{LIST}")),
        ("no operation GET /volumes/a/b/", request("GET", "/volumes/a/b/?org_id=o")),
        ("no operation PATCH /deployments/list/model/", request("PATCH", LIST)),
        ("no operation DELETE /volumes/regions/", request("DELETE", "/volumes/regions/?org_id=o")),
        ("query parameter colour: list_deployments has none", request("GET", f"{LIST}?colour=red")),
        ("query parameter status: given 2 times", request("GET", f"{LIST}?status=A&status=B")),
        ("query: 'status' is not made of pairs", request("GET", f"{LIST}?status")),
        ("query: 'status=A&' is not made of pairs", request("GET", f"{LIST}?status=A&")),
        ("query parameter ordering: enum ['asc', 'desc']", request("GET", f"{LIST}?ordering=up")),
        ("Value of status query parameter cannot be empty", request("GET", f"{LIST}?status=")),
        ("Missing required query parameter: org_id", request("GET", "/volumes/")),
        ("query parameter limit: not of type integer", request("GET", f"{VOLUMES}&limit=ten")),
        ("query parameter limit: minimum 0", request("GET", f"{VOLUMES}&limit=-1")),
        ("query parameter count: maximum 20", request("GET", "/models/client/model-repos/?count=21")),
        (r"path parameter volume_id: pattern \S", request("GET", "/volumes/%20/?org_id=o")),
        ("header x-colour: not known", request("GET", LIST, TOKEN | {"X-Colour": "red"})),
        ("header x-trace-id: given 2 times", request("GET", LIST, [*TOKEN.items(), *[("X-Trace-Id", "t")] * 2])),
        ("header authorization: no token", request("GET", LIST, {"Authorization": "Bearer "})),
        ("Security not found", request("GET", LIST, {})),
        ("Security not found", request("GET", LIST, {"Authorization": "Basic dTpw"})),
        ("body: list_deployments takes none", request("GET", LIST, json={})),
        ("Missing required request body", request("POST", START)),
        ("body: not application/json", request("POST", START, JSON, content=b"{")),
        ("body: not application/json", request("POST", START, JSON, content=b'{"action": NaN}')),
        ("body: not application/json", request("POST", START, JSON, content=b'{"action": "stop", "action": "stop"}')),
        ("Content for the following mimetype not found", request("POST", START, content=b"{}")),
        ("openapi-core: ValueError", request("POST", START, JSON | {"Content-Type": "application/json;x"}, content=b"{}")),
        ("body.action: enum ['start', 'stop']", request("POST", START, json={"action": "pause"})),
        ("body: 'action' is a required property", request("POST", START, json={})),
        ("body: Additional properties are not allowed ('colour'", request("POST", START, json={"colour": "red"})),
        ("body.size_gi: type integer", request("POST", "/volumes/", json={**VOLUME, "size_gi": "1"})),
        ("body: type object", request("POST", "/volumes/", json=[VOLUME])),
        (
            "body.avatar: 'image_url' is a required property",
            request("POST", "/models/client/model-repos/", json=calls.COMPILE | {"avatar": {}}),
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(problem: str, sent: httpx.Request):
    """Also what openapi-core lets through: unknown and repeated parameters, unknown headers, bodies where there is none."""
    assert [text for text in check_request(sent) if text.startswith(problem)], check_request(sent)


def test_a_problem_does_not_show_the_value():
    """A value may be secret: what is said is where it stands and which rule it breaks."""
    sent = request("POST", "/accounts/secrets/", json={"name": 5, "secret_type": "x", "data": "hunter2", "org": "o"})
    assert ["body.name: type string", "body.data: type object"] == [
        text for text in check_request(sent) if "enum" not in text
    ]


REPO = {"uuid": "u", "name": "n", "status": "NEW"}


@pytest.mark.parametrize(
    ("problem", "operation", "answer"),
    [
        (None, "list_deployments", httpx.Response(200, json=[{"deployment_id": "d", "status": "NEW"}])),
        (None, "list_model_repos", httpx.Response(200, json={"results": [REPO]})),
        (None, "list_model_repos", httpx.Response(200, json=[REPO])),
        (None, "list_secret_configs", httpx.Response(200, json={"anything": 1})),
        (None, "delete_model_repo", httpx.Response(204)),
        (None, "get_secret", httpx.Response(404, json={"detail": "Not found."})),
        (None, "get_secret", httpx.Response(400, json={"secret_id": ["Wrong."]})),
        ("no operation get_colour", "get_colour", httpx.Response(200, json={})),
        ("Unknown response http status: 302", "get_secret", httpx.Response(302)),
        ("Unknown response http status: 201", "list_deployments", httpx.Response(201, json=[])),
        ("Missing response data", "list_deployments", httpx.Response(200)),
        ("body: 204 has none", "delete_model_repo", httpx.Response(204, json={})),
        ("Content for the following mimetype not found", "get_secret", httpx.Response(502, html="<b>")),
        ("body: not application/json", "get_secret", httpx.Response(200, content=b"{", headers=JSON)),
        ("body: type array", "list_deployments", httpx.Response(200, json={})),
        ("body[0]: 'status' is a required property", "list_deployments", httpx.Response(200, json=[{"deployment_id": "d"}])),
        (
            "body.results[0]: Additional properties are not allowed ('colour'",
            "list_model_repos",
            httpx.Response(200, json={"results": [REPO | {"colour": "red"}]}),
        ),
        ("body.results[0].name: type string", "list_model_repos", httpx.Response(200, json={"results": [REPO | {"name": 1}]})),
        ("body: Additional properties are not allowed ('code'", "get_secret", httpx.Response(404, json={"detail": "", "code": 1})),
        ("body.total_cost: format decimal", "get_usage_stats", httpx.Response(200, json={"total_cost": "1,5", "items": []})),
        ("body.created_at: format date-time", "create_secret", httpx.Response(201, json={"created_at": "today"})),
    ],
)  # fmt: skip
def test_answers(problem: str | None, operation: str, answer: httpx.Response):
    """Status, media type, body and fields that are not documented."""
    found = check_response(operation, answer)
    assert ([] == found) if problem is None else [text for text in found if text.startswith(problem)], found


def _parameters(document: Any) -> Any:
    return document["paths"][LIST]["get"]["parameters"]


def _volume(document: Any) -> Any:
    return document["components"]["schemas"]["NetworkVolumeCreate"]


def drop_a_parameter(document: Any) -> None:
    del _parameters(document)[-1]


def rename_a_parameter(document: Any) -> None:
    document["components"]["parameters"]["RequiredOrgId"]["name"] = "org"


def rename_a_field(document: Any) -> None:
    _volume(document)["properties"]["size"] = _volume(document)["properties"].pop("size_gi")


def require_a_field(document: Any) -> None:
    _volume(document)["required"].append("colour")


def narrow_a_field(document: Any) -> None:
    _volume(document)["properties"]["size_gi"]["minimum"] = 10


def move_a_path(document: Any) -> None:
    document["paths"]["/network-volumes/"] = document["paths"].pop("/volumes/")


def take_no_body(document: Any) -> None:
    del document["paths"]["/volumes/"]["post"]["requestBody"]


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        (drop_a_parameter, request("GET", f"{LIST}?status=A")),
        (rename_a_parameter, request("GET", VOLUMES)),
        (rename_a_field, request("POST", "/volumes/", json=VOLUME)),
        (require_a_field, request("POST", "/volumes/", json=VOLUME)),
        (narrow_a_field, request("POST", "/volumes/", json=VOLUME)),
        (move_a_path, request("GET", VOLUMES)),
        (take_no_body, request("POST", "/volumes/", json=VOLUME)),
    ],
)
def test_a_change_of_the_document_is_noticed(change: Callable[[Any], None], sent: httpx.Request):
    """A request that was right is no longer."""
    document = copy.deepcopy(DOCUMENT)
    change(document)
    arguments = (sent.method, sent.url.raw_path.decode(), sent.headers.multi_items(), sent.content)
    assert [] == Spec(DOCUMENT).check_request(*arguments) != Spec(document).check_request(*arguments)


def test_plain_ids_are_as_good_as_another():
    """The exemplary target stands for all of them; what could make a difference is kept."""
    exemplary = default_spec().exemplary
    assert "/volumes/id/?org_id=o" == exemplary("GET", "/volumes/7a1d-2c/?org_id=o")
    assert "/volumes/a%2Fb/?org_id=o" == exemplary("GET", "/volumes/a%2Fb/?org_id=o")
    assert "/volumes/regions/" == exemplary("GET", "/volumes/regions/")
    assert "/volumes/a/b/" == exemplary("GET", "/volumes/a/b/")


def test_ids_that_are_not_any_text_are_kept():
    """A rule for an id would be broken by some and not by others."""
    document = copy.deepcopy(DOCUMENT)
    document["components"]["schemas"]["Id"]["maxLength"] = 3
    assert "/volumes/7a1d/" == Spec(document).exemplary("GET", "/volumes/7a1d/")


def test_the_headers_of_the_api_are_those_that_the_document_names():
    """OpenAPI has no place for headers of all operations; they stand in the document's description."""
    description = DOCUMENT["info"]["description"].lower()
    assert requests.CLIENT_HEADERS - {"idempotency-key"} == {
        name for name in requests.CLIENT_HEADERS if f"`{name}`" in description
    }
