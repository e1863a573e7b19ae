"""No cassette holds anything that looks like a credential, and the search finds each kind of thing that would be one."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest

from contract.cassettes import leaks
from contract.cassettes.calls import PLANTED
from contract.cassettes.files import FOLDER
from contract.cassettes.leaks import Finding, find, scan

UUID = "0b8af8a8-d149-4262-b5b4-804ee6b98311"
JWT = ".".join(["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJ1c2VyIn0", "c2lnbmF0dXJl"])
RANDOM = base64.b64encode(bytes(range(7, 250, 5))).decode()
PRIVATE_KEY = "-----BEGIN RSA PRIVATE " + "KEY-----"
PLANTS = {
    "an authorization header": ("headers:\n  authorization:\n  - something\n", "a header that authenticates"),
    "a header in another case": ("headers: {Authorization: [x]}\n", "a header that authenticates"),
    "a cookie": ("      Cookie:\n      - a=b\n", "a header that authenticates"),
    "a set-cookie": ("headers:\n  set-cookie: [a=b]\n", "a header that authenticates"),
    "an api key header": ("headers:\n  x-api-key: [abc]\n", "a header that authenticates"),
    "a bearer token": ("note: Bearer abcd1234\n", "a bearer or basic token"),
    "basic credentials": ("note: Basic dXNlcjpwYXNz=\n", "a bearer or basic token"),
    "a JWT": (f"note: {JWT}\n", "a JWT"),
    "a JWT in JSON": (f"body: |\n  {{\n    \"a\": [\"x {JWT}\"]\n  }}\n", "a JWT"),
    "a Hugging Face token": ("note: hf_" + "aBcDeFgHiJ" * 3 + "\n", "a Hugging Face token"),
    "an AWS key": ("note: AKIA" + "IOSFODNN7EXAMPLE\n", "an AWS key id"),
    "an NVIDIA key": ("note: nvapi-" + "abcdefghijklmnop\n", "a vendor's token"),
    "a GitHub token": ("note: ghp_" + "abcdefghijklmnopqrst\n", "a vendor's token"),
    "a Docker token": ("note: dckr_pat_" + "abcdefghijklmnop\n", "a vendor's token"),
    "a private key": (f"note: |\n  {PRIVATE_KEY}\n  MIIE\n", "a private key"),
    "a long random string": (f"note: {RANDOM}\n", "a long string that looks random"),
    "a hexadecimal digest": ("note: " + "0123456789abcdef" * 2 + "\n", "a long string that looks random"),
    "a docker configuration": ('note: \'{"auths": {"r.example.com": {}}}\'\n', "a docker configuration"),
    "a docker secret": ("note: .dockerconfigjson\n", "a docker configuration"),
    "a password": ('body: |\n  {"password": "hunter2"}\n', "a value that is not scrubbed"),
    "a token": ('body: |\n  {"data": [{"hf_token": "hunter2"}]}\n', "a value that is not scrubbed"),
    "credentials in an object": ('body: |\n  {"credentials": {"user": "hunter2"}}\n', "a value that is not scrubbed"),
    "an environment variable": ('body: |\n  {"env": {"NAME": "hunter2"}}\n', "a value that is not scrubbed"),
    "an environment variable of a deployment": ("env_variables: {NAME: hunter2}\n", "a value that is not scrubbed"),
    "the emulator's token": ("note: test-token\n", "the value of the emulator's token"),
    "the environment's token": ("note: token-of-the-environment\n", "the value of SIMPLISMART_PG_TOKEN"),
    "another token of the environment": ("note: of-docker-hub\n", "the value of SECRET_DOCKERHUB_TOKEN"),
    "the environment's organisation": ("note: org-of-the-environment\n", "the value of ORG_ID"),
    "an e-mail address": ("note: somebody@simplismart.ai\n", "an e-mail address"),
    "an e-mail address in a URL": ("note: created_by=somebody%40gmail.com\n", "an e-mail address"),
    "a loopback address": ("note: http://127.0.0.1:8787/volumes/\n", "a host other than the API's"),
    "a bare address": ("note: 10.0.0.1\n", "a host other than the API's"),
    "localhost": ("note: localhost\n", "a host other than the API's"),
    "another host": ("note: https://internal.corp/x\n", "a host other than the API's"),
    "another host without a scheme": ("note: my-model.eu.simplismart.live\n", "a host other than the API's"),
    "something escaped": ('note: "\\x65\\x79J' + JWT[3:] + '"\n', "a JWT"),
    "something folded": (f"note: >-\n  Bearer\n  {UUID}\n", "a bearer or basic token"),
    "something binary": (
        f"note: !!binary {base64.b64encode(b'Bearer abcdefgh').decode()}\n",
        "a bearer or basic token",
    ),
    "something escaped in JSON": ('body: |\n  {"a": "\\u0042earer abcdefgh"}\n', "a bearer or basic token"),
    "a key of an object": ('body: |\n  {"somebody@simplismart.ai": 1}\n', "an e-mail address"),
    "not YAML": ("a: [\n", "not YAML, so that it cannot be searched"),
}  # fmt: skip
ENVIRONMENT = {
    "SIMPLISMART_PG_TOKEN": "token-of-the-environment",
    "SECRET_DOCKERHUB_TOKEN": "of-docker-hub",
    "ORG_ID": "org-of-the-environment",
    "CI_TOKEN": "no",
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of all cassettes."""
    return Path(shutil.copytree(FOLDER, tmp_path / "cassettes"))


def test_no_cassette_holds_anything_that_looks_like_a_credential():
    """Every file under cassettes/, in any folder, whoever recorded it; with the tokens of this environment."""
    assert [] == [str(finding) for finding in scan()]


def test_the_values_that_were_planted_were_scrubbed():
    """The emulator had secrets and environment variables of this value, and the calls sent it."""
    assert len(PLANTED) > 8
    assert [] == [path.name for path in FOLDER.rglob("*.yaml") if PLANTED in path.read_text("utf-8")]
    assert "<scrubbed>" in (FOLDER / "emulator" / "get_secret.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What is found in a copy of all cassettes, to one of which for each kind of thing such a thing was appended."""
    folder = Path(shutil.copytree(FOLDER, tmp_path_factory.mktemp("planted") / "cassettes"))
    harmless = (folder / "emulator" / "list_secrets.yaml").read_text("utf-8")
    for number, (text, _) in enumerate(PLANTS.values()):
        (folder / "emulator" / f"planted-{number}.yaml").write_text(harmless + text, "utf-8")
    return scan(folder, ENVIRONMENT)


@pytest.mark.parametrize("plant", PLANTS)
def test_what_is_planted_is_found(found: list[Finding], plant: str):
    """Each kind of thing is found where it is, and named by its kind."""
    name = f"emulator/planted-{list(PLANTS).index(plant)}.yaml"
    assert PLANTS[plant][1] in {finding.kind for finding in found if finding.place.split(":")[0] == name}


def test_nothing_else_is_found(found: list[Finding]):
    """Only the files in which something was planted."""
    assert len(PLANTS) == len({finding.place.split(":")[0] for finding in found})


def test_what_is_found_is_not_shown(found: list[Finding]):
    """A finding says where and what kind of thing, so that it can stand in a log."""
    shown = "\n".join(map(str, found))
    assert [] == [part for part in (JWT, RANDOM, "hunter2", "somebody", "of-docker", "abcdefgh") if part in shown]


def test_every_file_is_searched(copy: Path):
    """Whatever it is called and wherever it lies, under cassettes/."""
    names = ["live/get_secret.yaml", "notes.txt", "emulator/.hidden", "deep/er/file"]
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("a: Bearer abcdefgh\n")
    assert sorted(names) == sorted({finding.place.partition(":")[0] for finding in scan(copy)})


def test_the_name_of_a_file_is_searched(copy: Path):
    """A file may be called after whom it is of."""
    (copy / "live").mkdir()
    (copy / "live" / "somebody@simplismart.ai.yaml").write_text("a: b\n")
    assert ["an e-mail address, in the name of the file"] == [
        each.kind for each in scan(copy) if each.place == "live/somebody@simplismart.ai.yaml"
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"a: {UUID}\n",
        "a: user@example.com\n",
        "a: https://api.app.simplismart.ai/accounts/secrets/\n",
        "a: https://ui-avatars.com/api/?name=llama\n",
        "a: vision-private-c06fb34b.emulator.invalid\n",
        "a: meta-llama/Llama-3.2-1B-Instruct\n",
        'a: |\n  {"token": "<scrubbed>", "env": {"KEY": "<scrubbed>"}, "auth_enabled": true}\n',
        'a: |\n  {"source_secret": "secret-uuid"}\n',
        "a: deployments/private/deploy-model/llama-3.2-1b-instruct-SDK-of-somebody\n",
        "a: '2026-03-02T11:52:16.925151Z'\n",
    ],
)
def test_what_is_harmless_is_not_found(text: str):
    """Ids, the API's own address, examples and what was scrubbed pass."""
    assert [] == find(text, environ={})


def test_the_program_tells_by_its_status(copy: Path, capsys: pytest.CaptureFixture[str]):
    """0 and a word if there is nothing, 1 and the findings if there is something."""
    assert 0 == leaks.main([str(copy)])
    (copy / "more.yaml").write_text("a: Bearer abcdefgh\n")
    assert 1 == leaks.main([str(copy)])
    nothing, finding, *_ = capsys.readouterr().out.splitlines()
    assert ("no credentials found", "more.yaml:1: a bearer or basic token") == (nothing, finding)
