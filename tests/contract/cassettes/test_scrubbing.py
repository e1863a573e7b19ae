"""What is written down of a request and its answer, and what is not."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vcr.request import Request

from contract.cassettes.calls import Server, call
from contract.cassettes.files import CassetteError, Label, read, recording
from contract.cassettes.scrubbing import (
    CREDENTIALS,
    ENVIRONMENTS,
    SCRUBBED,
    AllowList,
    Scrubber,
    Secrets,
    is_secret_name,
)
from simplismart.testing import Emulator
from simplismart.testing.contract import load_spec

LIVE = "https://api.app.simplismart.ai"
LOCAL = "http://127.0.0.1:4711"
UUID = "0b8af8a8-d149-4262-b5b4-804ee6b98311"
OTHER = "7a1d2c3b-1111-4222-8333-444455556666"
EMULATOR = Label("emulator", "an-organisation", method="list_secrets")

texts = st.text(min_size=1, max_size=40)
keys = texts.filter(lambda text: not is_secret_name(text) and text not in ENVIRONMENTS)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)
STAND_IN = re.compile(
    r"(text|key)-\d+|user-\d+@example\.com|https://example\.com/\d+|host-\d+\.example\.com|2026-01-01[T ].*"
    r"|00000000-0000-4000-8000-\d{12}"
)


def answer(body: Any, status: int = 200, **headers: str) -> dict[str, Any]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Content-Type": "application/json", **{key.replace("_", "-"): value for key, value in headers.items()}}
    return {
        "status": {"code": status, "message": "Whatever"},
        "headers": {name: [value] for name, value in given.items()},
        "body": {"string": raw},
    }


def post(path: str, body: Any, **headers: str) -> Request:
    given = {"Content-Type": "application/json", **{key.replace("_", "-"): value for key, value in headers.items()}}
    return Request("POST", LOCAL + path, json.dumps(body).encode(), given)


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_of(item)
    elif isinstance(value, str):
        yield value


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        yield from value if isinstance(value, dict) else ()
        for item in value.values() if isinstance(value, dict) else value:
            yield from keys_of(item)


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((shape(item) for item in value.values()), key=repr)
    if isinstance(value, list):
        return [shape(item) for item in value]
    return value if value is None or isinstance(value, bool) else type(value)


def test_a_request_is_written_as_if_it_went_to_the_live_api():
    """The address of the emulator is not written down."""
    request = Scrubber(LOCAL).request(Request("GET", f"{LOCAL}/accounts/secrets/?org_id=o", b"", {}))
    assert f"{LIVE}/accounts/secrets/?org_id=o" == request.uri


@pytest.mark.parametrize(
    "uri", ["https://example.com/volumes/", f"{LIVE}:8443/volumes/", "http://127.0.0.1:1/volumes/"]
)
def test_a_request_to_another_server_stays_one(uri: str):
    """Only the recorded server's address is replaced, so that no other request matches."""
    assert uri == Scrubber(LOCAL).request(Request("GET", uri, b"", {})).uri


def test_only_known_headers_are_written():
    """Of the request neither token nor versions, of the answer neither date nor server nor cookie."""
    sent = {
        "Authorization": "Bearer t",
        "User-Agent": "u/1",
        "X-Simplismart-Client-Version": "1",
        "Host": "h",
        "Accept": "a",
    }
    request, response = Scrubber(LOCAL).interaction(
        Request("GET", f"{LOCAL}/volumes/", b"", sent),
        answer([], Date="now", Server="s", Set_Cookie="c=d", Retry_After="0", X_RateLimit_Limit="9"),
    )
    assert {"accept": "a"} == dict(request.headers)
    assert {"content-type", "retry-after", "x-ratelimit-limit"} == set(response["headers"])


def test_trace_ids_and_keys_are_counted():
    """They differ from recording to recording; which are the same is kept."""
    scrubber = Scrubber(LOCAL)
    written = [
        dict(scrubber.request(post("/volumes/", {}, X_Trace_Id=trace, Idempotency_Key=key)).headers)
        for trace, key in [("a", "k"), ("a", "k"), ("b", "l")]
    ]
    assert ["trace-1", "trace-1", "trace-2"] == [headers["x-trace-id"] for headers in written]
    assert ["idempotency-key-1", "idempotency-key-1", "idempotency-key-2"] == [
        headers["idempotency-key"] for headers in written
    ]


def test_credentials_are_scrubbed_in_requests_and_answers():
    """Whatever keys a secret has, in the request that makes it, in the answer that shows it, and in the arguments."""
    data = {"username": "u-1", "nested": {"list": ["u-2", 7]}, "none": None}
    blank = {"username": SCRUBBED, "nested": {"list": [SCRUBBED, SCRUBBED]}, "none": None}
    scrubber = Scrubber(LOCAL)
    made, shown = scrubber.interaction(
        post("/accounts/secrets/", {"name": "n", "data": data}), answer({"data": data}, 201)
    )
    assert {"name": "n", "data": blank} == json.loads(made.body)
    assert {"data": blank} == json.loads(shown["body"]["string"])
    request = Request("GET", f"{LOCAL}/accounts/secrets/{UUID}/", b"", {})
    _, shown = scrubber.interaction(request, answer({"data": {"name": "n", "data": data}}))
    assert {"data": {"name": "n", "data": blank}} == json.loads(shown["body"]["string"])
    assert {"payload": {"name": "n", "data": blank}} == scrubber.arguments(
        "create_secret", {"payload": {"name": "n", "data": data}}
    )


@pytest.mark.parametrize("key", ["token", "hf_token", "password", "api_key", "apiKey", "client_secret", "private_key", "AWS_SECRET_ACCESS_KEY", "aws_access_key_id", "Authorization", "credentials", ".dockerconfigjson", "accessToken", "clientSecret", "x-api-key", "auth"])  # fmt: skip
def test_what_is_secret_by_its_name_is_scrubbed_anywhere(key: str):
    """Deep inside any answer."""
    assert [{"a": {key: SCRUBBED}}] == Secrets().json([{"a": {key: "hunter2"}}])


def test_what_the_document_hides_is_what_is_scrubbed():
    """openapi.yaml marks what is secret; where it stands in requests and answers is known for each of these."""
    schemas = load_spec()["components"]["schemas"]
    hidden = {name: schema["x-hidden"] for name, schema in schemas.items() if "x-hidden" in schema}
    assert {"SecretCreate": ["data"], "CreatedSecret": ["data"], "Secret": ["data"]} == hidden
    assert "#/components/schemas/Secret" == schemas["SecretEnvelope"]["properties"]["data"]["$ref"]
    assert {"create_secret": ("data",), "get_secret": ("data", "data")} == CREDENTIALS


@pytest.mark.parametrize("key", ["env", "env_variables"])
def test_the_values_of_environment_variables_are_scrubbed(key: str):
    """Their names stay, but for a real server's."""
    assert {key: {"NAME": SCRUBBED, "OTHER": None}} == Secrets().json({key: {"NAME": "hunter2", "OTHER": None}})
    assert {key: {"key-1": SCRUBBED}} == AllowList().json({key: {"NAME": "hunter2"}})


@pytest.mark.parametrize("key", ["name", "source_secret", "secret_type", "auth_enabled", "secrets", "tokenizer"])
def test_what_only_sounds_secret_stays(key: str):
    """Ids and types are what a cassette is about."""
    assert {key: "value"} == Secrets().json({key: "value"})


def test_json_is_laid_out_to_be_read_and_compared():
    """Indented, keys sorted, text as it is."""
    _, response = Scrubber(LOCAL).interaction(post("/volumes/", {}), answer({"b": "é", "a": [1]}, 202))
    assert '{\n  "a": [\n    1\n  ],\n  "b": "é"\n}\n' == response["body"]["string"].decode()


@pytest.mark.parametrize(("status", "phrase"), [(200, "OK"), (503, "Service Unavailable"), (599, "")])
def test_the_reason_phrase_is_the_status_s_own(status: int, phrase: str):
    """Whatever the server says there."""
    _, response = Scrubber(LOCAL).interaction(post("/volumes/", {}), answer({}, status))
    assert phrase == response["status"]["message"]


def test_an_answer_that_is_not_json_stays_as_it_is_from_the_emulator_only():
    """From a real server nothing of it is kept."""
    page = answer(b"<html>somebody</html>", 502)
    assert b"<html>somebody</html>" == Scrubber(LOCAL).interaction(post("/volumes/", {}), page)[1]["body"]["string"]
    live = Scrubber(LOCAL, AllowList()).interaction(post("/volumes/", {}), page)[1]
    assert SCRUBBED.encode() == live["body"]["string"]


@settings(max_examples=50)
@given(values)
def test_nothing_of_a_real_server_is_kept_that_is_not_known(value: Any):
    """Every text becomes a stand-in, and every key that is not a name."""
    written = AllowList().json({"extra": value})
    assert [] == [text for text in texts_of(written) if not STAND_IN.fullmatch(text)]
    assert [] == [key for key in keys_of(written) if not re.fullmatch(r"[A-Za-z_]{1,40}|key-\d+", key)]


@settings(max_examples=50)
@given(values)
def test_the_shape_of_a_real_answer_is_kept(value: Any):
    """Objects have as many keys, lists are as long, a text is a text; null and truth stay."""
    assert shape(value) == shape(AllowList().json(value))


@pytest.mark.parametrize(
    ("name", "value", "stand_in"),
    [
        ("uuid", UUID, "00000000-0000-4000-8000-000000000001"),
        ("created_by", "somebody@simplismart.ai", "user-1@example.com"),
        ("model_endpoint", "x.eu.simplismart.live", "host-1.example.com"),
        ("model_endpoint", "x.eu.simplismart.live/v1", "host-1.example.com"),
        ("image_url", "https://somewhere.com/a?b=c", "https://example.com/1"),
        ("created_at", "2025-03-02T11:52:16.925151Z", "2026-01-01T00:00:01.000000Z"),
        ("timestamp", "2025-03-02T11:52:16+05:30", "2026-01-01T00:00:01+05:30"),
        ("total_cost", "12.340", "11.111"),
        ("total_cost", "0", "1"),
        ("name", "my model", "text-1"),
        ("name", "12", "text-1"),
        ("status", "SUCCESS", "SUCCESS"),
        ("status", "FAILED_SCHEDULING", "FAILED_SCHEDULING"),
        ("status", "failed for somebody", "text-1"),
        ("status", "Tx93jd8sKd82", "text-1"),
        ("status", "active", "active"),
        ("status", "somebody", "text-1"),
        ("severity", "info", "info"),
        ("source_type", "huggingface", "huggingface"),
        ("name", "SUCCESS", "text-1"),
        ("accelerator_type", ["nvidia-l40s", "somebody's"], ["nvidia-l40s", "text-1"]),
        ("data", "Healthy", "Healthy"),
        ("data", "Somebody", "text-1"),
        ("data", UUID, "00000000-0000-4000-8000-000000000001"),
        ("gpu_id", "nvidia-h100", "nvidia-h100"),
        ("secret_type", "docker_hub", "docker_hub"),
        ("window_size", "15MIN", "15MIN"),
        ("detail", "No ModelDeployment matches the given query.", "No ModelDeployment matches the given query."),
        ("detail", "No deployment vision of somebody.", "text-1"),
        ("count", 7, 7),
        ("max_pod_replicas", 3, 3),
        ("total", 123456, 0),
        ("ratio", 1.5, 0.0),
        ("is_byom", True, True),
        ("accelerator", None, None),
        ("name", "", ""),
    ],
)
def test_stand_ins_are_of_the_same_kind(name: str, value: Any, stand_in: Any):
    """An id stays an id, a date a date in its own format, money a number; the API's own words stay."""
    found = AllowList().json({name: value})[name]
    assert (stand_in, type(stand_in)) == (found, type(found))


def test_what_is_the_same_stays_the_same():
    """Two answers still refer to each other, in any letter case of an id; what differs still differs."""
    values = AllowList()
    first = values.json({"uuid": UUID, "name": "vision", "org": OTHER})
    second = values.json([{"model_repo": UUID.upper(), "model_repo_name": "vision", "org": "another"}])
    assert (first["uuid"], first["name"]) == (second[0]["model_repo"], second[0]["model_repo_name"])
    assert 4 == len({first["uuid"], first["name"], first["org"], second[0]["org"]})


def test_ids_in_paths_and_queries_are_replaced_like_those_in_bodies():
    """The path still names the thing that the answer shows."""
    scrubber = Scrubber(LOCAL, AllowList())
    request, response = scrubber.interaction(
        Request("GET", f"{LOCAL}/volumes/{UUID}/?org_id={OTHER}", b"", {}), answer({"uuid": UUID, "org": OTHER})
    )
    body = json.loads(response["body"]["string"])
    assert f"{LIVE}/volumes/{body['uuid']}/?org_id={body['org']}" == request.uri
    assert UUID not in request.uri
    listed = scrubber.request(
        Request("GET", f"{LOCAL}/models/client/model-repos/?count=5&ordering=desc&name=mine&status=SUCCESS", b"", {})
    )
    assert f"{LIVE}/models/client/model-repos/?count=5&ordering=desc&name=text-1&status=SUCCESS" == listed.uri


def record(path: Path, emulator: Emulator, method: str = "list_secrets", **arguments: Any) -> Any:
    with emulator.serve() as base_url, recording(path, EMULATOR, Scrubber(base_url)):
        return call(Server(base_url, emulator.token, emulator.org_id), method, arguments)


def test_what_looks_like_a_credential_is_not_written(tmp_path: Path):
    """The search runs before anything is written; what was there before stays."""
    path = tmp_path / "list_secrets.yaml"
    path.write_text("before")
    emulator = Emulator()
    emulator.add_secret(name="of somebody@simplismart.ai")
    with pytest.raises(CassetteError, match=r"not written: .*: an e-mail address") as caught:
        record(path, emulator)
    assert "somebody" not in str(caught.value)
    assert "before" == path.read_text()


def test_a_call_that_sends_nothing_is_no_cassette(tmp_path: Path):
    """An empty file would replay anything that asks for nothing."""
    with pytest.raises(CassetteError, match="nothing was sent"):
        record(tmp_path / "a.yaml", Emulator(), "get_secret", secret_id="..")
    assert [] == list(tmp_path.iterdir())


def test_a_recording_that_fails_writes_nothing(tmp_path: Path):
    """An exception in the block is passed on."""
    with Emulator().serve() as base_url, pytest.raises(ZeroDivisionError):
        with recording(tmp_path / "a.yaml", EMULATOR, Scrubber(base_url)):
            raise ZeroDivisionError
    assert [] == list(tmp_path.iterdir())


def test_a_compressed_answer_is_written_as_it_reads(tmp_path: Path):
    """Decompressed, so that it can be read, and without the header."""
    emulator = Emulator()
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    emulator.fail_next("list_secrets", 404, gzip.compress(b'{"detail": "gone"}'), headers)
    record(tmp_path / "a.yaml", emulator)
    (interaction,) = read(tmp_path / "a.yaml").interactions
    assert ({"detail": "gone"}, {"content-type"}) == (json.loads(interaction.body), set(interaction.headers))
