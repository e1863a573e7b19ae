"""Every request and every answer in the cassettes is as openapi.yaml has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from contract.cassettes.files import FOLDER, Interaction, read
from contract.requests import default_spec

CASSETTES = sorted(FOLDER.rglob("*.yaml"))
LIVE = "https://api.app.simplismart.ai"
each_cassette = pytest.mark.parametrize("path", CASSETTES, ids=lambda path: f"{path.parent.name}/{path.stem}")


def request_problems(interaction: Interaction) -> list[str]:
    headers = [*interaction.request_headers.items(), ("authorization", "Bearer token")]
    target = interaction.uri.removeprefix(LIVE)
    return default_spec().check_request(interaction.method, target, headers, interaction.request_body)


def answer_problems(interaction: Interaction) -> list[str]:
    headers = list(interaction.headers.items())
    return default_spec().check_response(str(interaction.operation), interaction.status, headers, interaction.body)


@each_cassette
def test_every_request_is_as_the_document_has_it(path: Path):
    """Method, path, query, headers and body; what is scrubbed keeps its shape."""
    assert [] == [problem for each in read(path).interactions for problem in request_problems(each)]


@each_cassette
def test_every_answer_is_as_the_document_has_it(path: Path):
    """A documented status, its media type, its schema, and no field that the document does not know."""
    assert [] == [problem for each in read(path).interactions for problem in answer_problems(each)]


def spoiled(tmp_path: Path, name: str, old: str, new: str) -> Iterator[Interaction]:
    """Return the interactions of a cassette in which something was changed by hand."""
    path = tmp_path / f"{name}.yaml"
    text = (FOLDER / "emulator" / f"{name}.yaml").read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    assert yaml.safe_load(path.read_text("utf-8"))
    return iter(read(path).interactions)


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("get_secret", "code: 200", "code: 202", "202"),
        ("get_secret", '"uuid":', '"uid":', "'uuid' is a required property"),
        ("get_secret", '"name": "docker creds"', '"name": 1', ".data.name: type string"),
        ("get_secret", "- application/json\n    body:\n", "- text/html\n    body:\n", "text/html"),
        ("list_secrets", '"uuid":', '"since": 1, "uuid":', "'since' was unexpected"),
        ("fetch_deployment_health", '"data": "Healthy",', "", "'data' is a required property"),
        ("get_usage_stats", '"total_cost": "', '"total_cost": "about ', ".total_cost: format decimal"),
        ("delete_model_repo", "string: ''", "string: '{}'", "body"),
    ],
)
def test_an_answer_that_strays_is_found(tmp_path: Path, name: str, old: str, new: str, complaint: str):
    """Each way in which an answer can be off the document is a problem that says which."""
    problems = [problem for each in spoiled(tmp_path, name, old, new) for problem in answer_problems(each)]
    assert any(complaint in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("list_secrets", "?org_id=", "?organisation=", "query parameter organisation: list_secrets has none"),
        ("list_model_repos", "&count=5", "&count=21", "maximum 20"),
        ("create_secret", '"name":', '"nam":', "'name' is a required property"),
        ("create_secret", "    body: |\n      {", '    body: |\n      {"more": 1,', "'more' was unexpected"),
    ],
)
def test_a_request_that_strays_is_found(tmp_path: Path, name: str, old: str, new: str, complaint: str):
    """An unknown parameter, a value out of its bounds, a field too few, a field too many."""
    problems = [problem for each in spoiled(tmp_path, name, old, new) for problem in request_problems(each)]
    assert any(complaint in problem for problem in problems), problems
