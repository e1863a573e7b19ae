"""The API against openapi.yaml, tried on emulators that deviate from it; none of this has seen the live API."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from contract.live import check as live
from contract.live.settle import diff, parsed
from simplismart import Simplismart
from simplismart.testing import DEVIATIONS, Emulator
from simplismart.testing.answers import answer

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "openapi.yaml").read_text("utf-8")
DOCUMENT = parsed(TEXT)
GETS = {item["get"]["operationId"] for item in DOCUMENT["paths"].values() if "get" in item}
SECRET = "hunter2-of-the-registry"

FOUND = {
    "new-field": {"new field"},
    "missing-field": {"missing field"},
    "renamed-field": {"missing field", "new field"},
    "new-enum-value": {"new enum value"},
    "null-field": {"null"},
    "changed-type": {"changed type"},
    "changed-format": {"changed format"},
    "wrapped-list": {"changed type", "missing field", "new field"},
    "undocumented-status": {"undocumented status"},
    "wrong-media-type": {"undocumented media type"},
    "not-json": {"undocumented media type"},
    "removed-path": {"removed operation"},
    "moved-path": {"undocumented status"},
    "changed-error": {"changed type"},
}
HARMLESS = {"new-field", "new-enum-value"}
IN_ONE_OPERATION = {
    "undocumented-status": ("list_secrets", "get_model_deployment", "list_network_volume_zones"),
    "wrong-media-type": ("list_model_repos", "list_secret_configs"),
    "not-json": ("list_deployments",),
    "removed-path": ("list_network_volumes", "list_secret_configs"),
    "moved-path": ("list_secrets",),
}
SETTLED = [f"{name}@{operation}" for name in FOUND for operation in IN_ONE_OPERATION.get(name, ("",))]


def seeded(*deviations, **settings):
    """Return an emulator with one of each thing, every field of which is set."""
    emulator = Emulator(
        deviations=[name.removesuffix("@") if isinstance(name, str) else name for name in deviations], **settings
    )
    secret = emulator.add_secret(name="registry", data={"username": "user", "token": SECRET})
    reference = {"source_secret": {"uuid": secret["uuid"], "name": "registry"}}
    emulator.add_model_repo(name="quokka", secrets=reference, status_description="Compiled.", env={"KEY": SECRET})
    emulator.add_deployment(name="quokka-1")
    emulator.add_network_volume(name="weights", cluster_id="cluster-1", resize={"state": "complete"})
    return emulator


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program against an emulator that serves; give its exit status and what it printed."""

    def run(emulator, *arguments):
        monkeypatch.setenv("SIMPLISMART_PG_TOKEN", emulator.token)
        monkeypatch.setenv("ORG_ID", emulator.org_id)
        with emulator.serve() as base_url:
            monkeypatch.setenv("SIMPLISMART_BASE_URL", base_url)
            status = live.main([str(argument) for argument in arguments])
        return status, capsys.readouterr().out

    return run


def check(emulator, text=""):
    """Return the report of a check without a socket."""
    document = parsed(text) if text else DOCUMENT
    with Simplismart(emulator.token, org_id=emulator.org_id, transport=emulator.transport, max_retries=0) as client:
        return live.check(client, "http://emulator.invalid", emulator.org_id, document)


def patched(folder, patch):
    """Return openapi.yaml after ``git apply``."""
    copy = folder / "openapi.yaml"
    copy.write_text(TEXT, "utf-8")
    subprocess.run(["git", "apply", "-"], input=patch, text=True, cwd=folder, check=True)
    return copy


def test_an_api_that_keeps_the_contract(run):
    """Every operation that reads is tried, no other is called, and there is nothing to tell."""
    emulator = seeded()
    status, output = run(emulator)
    assert {"GET"} == {request.method for request in emulator.requests}
    assert GETS == {request.operation for request in emulator.requests}
    first, second, third = output.splitlines()
    assert first.startswith("http://127.0.0.1:")
    assert first.endswith("against openapi.yaml, read-only: GET requests, nothing else; no values are shown.")
    assert f"Operations tried: {len(GETS)}, with " in second
    assert "Differences that break the contract: 0; others: 0." == third
    assert 0 == status


def test_every_deviation_is_tried():
    """A new one needs to be found, too."""
    assert set(DEVIATIONS) == set(FOUND)


@pytest.mark.parametrize("name", FOUND)
def test_a_deviation_is_found(run, name):
    """It stands in the table with a diff, and the exit status says whether it breaks programs."""
    status, output = run(seeded(name), "--json")
    report = json.loads(output)
    assert FOUND[name] == {difference["difference"] for difference in report["differences"]}
    assert (0 if name in HARMLESS else 1) == status
    assert all(difference["diff"].startswith("--- a/openapi.yaml") for difference in report["differences"])
    assert all(difference["operations"] for difference in report["differences"])


@pytest.mark.parametrize("name", SETTLED)
def test_each_difference_is_settled_by_its_diff(tmp_path, name):
    """Applied to openapi.yaml, it makes the difference go away, and leaves the others."""
    findings = check(seeded(name)).findings
    assert findings
    for number, finding in enumerate(findings):
        folder = tmp_path / str(number)
        folder.mkdir()
        text = patched(folder, diff(TEXT, [finding])).read_text("utf-8")
        left = [(other.kind, other.where, other.name) for other in check(seeded(name), text).findings]
        assert (finding.kind, finding.where, finding.name) not in left
        assert len(left) == len(findings) - 1


@pytest.mark.parametrize("name", SETTLED)
def test_one_patch_settles_everything(run, tmp_path, name):
    """Then there is nothing to tell any more."""
    run(seeded(name), "--patch", tmp_path / "all.patch")
    spec = patched(tmp_path, (tmp_path / "all.patch").read_text("utf-8"))
    status, output = run(seeded(name), "--spec", spec)
    assert (0, True) == (status, "Differences that break the contract: 0; others: 0." in output)


def test_many_differences_at_once_are_settled_by_a_valid_document(run, tmp_path):
    """Whatever they are, and wherever they stand."""
    names = ("new-field", "new-enum-value", "changed-format", "changed-error", "null-field@get_secret")
    gone = ("removed-path@list_network_volumes", "undocumented-status@list_secrets", "moved-path@list_secret_configs")
    status, output = run(seeded(*names, *gone), "--patch", tmp_path / "all.patch", "--json")
    kinds = {difference["difference"] for difference in json.loads(output)["differences"]}
    assert 1 == status
    assert {"new field", "changed format", "null", "removed operation", "undocumented status"} <= kinds
    spec = patched(tmp_path, (tmp_path / "all.patch").read_text("utf-8"))
    validate(parsed(spec.read_text("utf-8")))
    assert 0 == run(seeded(*names, *gone), "--spec", spec)[0]


def test_the_table_names_place_and_operations(run):
    """And the diff stands below."""
    status, output = run(seeded("new-field@get_secret"))
    lines = output.splitlines()
    header = lines.index("   breaks  difference              where   seen in")
    assert "1  no      new field tier: string  Secret  get_secret" == lines[header + 1]
    assert "1. new field tier: string in Secret would be settled by:" in lines
    assert "+        tier: {type: string}" in lines
    assert 0 == status


def test_a_closed_enum_breaks(tmp_path):
    """A value more is a difference that programs may not bear, if openapi.yaml says that there is none."""
    closed = TEXT.replace(
        "enum: [provisioning, active, deleting, deleted]\n        - type: string\n",
        "enum: [provisioning, active, deleting, deleted]\n",
    )
    assert closed != TEXT
    (finding,) = check(seeded("new-enum-value@get_network_volume"), closed).findings
    assert ("value outside enum HIBERNATED", True) == (finding.told, finding.breaking)


def test_a_vanished_optional_field_is_told(run):
    """It is no difference, but a hint."""

    def drop(operation, right):
        return right._replace(body=right.body.replace(b'"source_url"', b'"source"'))

    status, output = run(seeded(drop))
    assert "Optional, and in no answer: ModelRepo.source_url" in output.splitlines()
    assert 0 == status


def test_what_has_no_thing_is_not_tried(run):
    """It is not passed in silence."""
    status, output = run(Emulator(), "--json")
    report = json.loads(output)
    missing = {
        name: f"nothing that was listed gives a {kind}"
        for name, kind in {
            "get_model_deployment": "deployment_id",
            "fetch_deployment_health": "deployment_id",
            "get_secret": "secret_id",
            "get_network_volume": "volume_id",
            "list_network_volumes_by_cluster": "cluster_id",
        }.items()
    }
    assert (0, missing) == (status, report["not_tried"])
    assert GETS - missing.keys() == report["tried"].keys()
    assert "get_secret: nothing that was listed gives a secret_id" in run(Emulator())[1]


def test_refusals_are_not_tried_or_tried_in_part():
    """A 403 or 500 says nothing of what is answered otherwise."""
    emulator = seeded()
    emulator.fail_next("list_secret_configs", 403, {"detail": "Not allowed."}, times=9)
    emulator.fail_next("list_network_volumes", 500, {"detail": "Oh."})
    report = check(emulator)
    assert {"list_secret_configs": "answered 403", "list_network_volumes": "in part: answered 500"} == report.not_tried
    assert ([], 1) == (report.findings, report.tried["list_network_volumes"])


def test_a_lost_connection_is_a_reason(monkeypatch):
    """Later operations are tried all the same."""
    emulator = seeded()
    handle = emulator.handle

    def lose(method, path, *rest):
        if path == "/accounts/secret/config/":
            raise OSError("cut")
        return handle(method, path, *rest)

    monkeypatch.setattr(emulator, "handle", lose)
    report = check(emulator)
    assert ["list_secret_configs"] == list(report.not_tried)
    assert "cut" in report.not_tried["list_secret_configs"]


def test_an_operation_that_the_client_lacks_is_not_tried():
    """As when openapi.yaml was changed and nothing generated."""
    report = check(seeded(), TEXT.replace("operationId: list_secret_configs", "operationId: list_new_things"))
    assert {"list_new_things": "the generated client does not have it; make generate"} == report.not_tried


def test_nothing_but_get_is_sent(monkeypatch):
    """Even if openapi.yaml calls an operation a GET that the client sends otherwise."""
    emulator = seeded()
    text = TEXT.replace("operationId: list_secret_configs", "operationId: create_secret")
    build = live.Operation.request
    monkeypatch.setattr(
        live.Operation,
        "request",
        lambda self, **given: build(self, **(given | ({"body": {}} if self.id == "create_secret" else {}))),
    )
    with pytest.raises(live.CannotRunError, match="create_secret is POST in the generated client"):
        check(emulator, text)
    assert {"GET"} == {request.method for request in emulator.requests}


@pytest.mark.parametrize(("name", "arguments"), [*((name, ()) for name in FOUND), ("", ()), ("", ("--json",))])
def test_no_value_and_no_token_is_shown(run, name, arguments):
    """Names and types only, whatever the answers hold."""

    def leak(operation, right):
        return right._replace(body=right.body.replace(b"DEPLOYED", b"a secret-token"))

    emulator = seeded(name or leak, token="secret-token", org_id="organisation-1")
    _, output = run(emulator, *arguments)
    for hidden in ("secret-token", SECRET, "quokka", "weights", "organisation-1", "Compiled", "yesterday"):
        assert hidden not in output


def test_a_token_in_a_name_is_hidden(run):
    """An API that answers it as the name of a field does not make the report leak it."""

    def leak(operation, right):
        return right._replace(body=right.body.replace(b'"source_url"', b'"secret-token"'))

    output = run(seeded(leak, token="secret-token"))[1]
    assert "new field ***: string" in output
    assert "secret-token" not in output


@pytest.mark.parametrize("missing", ["SIMPLISMART_PG_TOKEN", "ORG_ID"])
def test_without_token_or_organisation_it_says_so(monkeypatch, capsys, missing):
    """With exit status 2, and nothing sent."""
    monkeypatch.setenv("SIMPLISMART_PG_TOKEN", "token")
    monkeypatch.setenv("ORG_ID", "org")
    monkeypatch.setenv(missing, " ")
    assert 2 == live.main([])
    assert f"Cannot check the API: set {missing} (and SIMPLISMART_BASE_URL" in capsys.readouterr().err


def test_a_refused_token_is_said(run, monkeypatch, capsys):
    """It is no difference, and no operation was tried."""
    emulator = seeded()
    with emulator.serve() as base_url:
        monkeypatch.setenv("SIMPLISMART_PG_TOKEN", "expired-token")
        monkeypatch.setenv("ORG_ID", emulator.org_id)
        monkeypatch.setenv("SIMPLISMART_BASE_URL", base_url)
        assert 2 == live.main([])
    error = capsys.readouterr().err
    assert "Cannot check the API: the token was refused: Invalid or missing token. (status=401)" in error
    assert "expired-token" not in error


def test_an_api_that_is_not_there_is_said(monkeypatch, capsys):
    """At once, not once for each operation."""
    monkeypatch.setattr(live, "CALL_SECONDS", 0.5)
    monkeypatch.setenv("SIMPLISMART_PG_TOKEN", "token")
    monkeypatch.setenv("ORG_ID", "org")
    monkeypatch.setenv("SIMPLISMART_BASE_URL", "http://127.0.0.1:9")
    assert 2 == live.main([])
    assert "Cannot check the API: " in capsys.readouterr().err


def test_if_nothing_could_be_tried_it_says_so():
    """That is no success."""
    emulator = seeded(lambda operation, right: answer(503, {"detail": "Down."}))
    with pytest.raises(live.CannotRunError, match="no operation could be tried: answered 503"):
        check(emulator)


def test_it_runs_as_a_module():
    """``python -m contract.live``."""
    environment = {name: value for name, value in os.environ.items() if name not in {"SIMPLISMART_PG_TOKEN", "ORG_ID"}}
    done = subprocess.run(
        [sys.executable, "-m", "contract.live"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (2, "") == (done.returncode, done.stdout)
    assert "set SIMPLISMART_PG_TOKEN and ORG_ID" in done.stderr
