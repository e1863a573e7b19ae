"""What the SDK page prints, as answers: the client returns it, and the page's own examples print it.

These answers come from the page. They were never seen on a wire.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

import simplismart
from contract.cassettes.calls import environment, replay, without_pauses
from contract.cassettes.files import FOLDER, read, replaying

DOCUMENTED = FOLDER / "documented"
EXAMPLES = Path(__file__).parents[2] / "page" / "examples"
ORG = "org-uuid"
PRINTED_AS_JSON = (
    "fetch_deployment_health",
    "get_model_repo",
    "get_secret",
    "list_deployments",
    "list_model_repos",
    "list_secrets",
)
PRINTED_BY_THE_EXAMPLE = tuple(name for name in PRINTED_AS_JSON if name != "list_secrets")
VARIABLES = {
    "MODEL_REPO_ID": "model-repo-uuid",
    "SOURCE_SECRET_ID": "secret-uuid",
    "SIMPLISMART_PG_TOKEN": "a-token",
    "ORG_ID": ORG,
}


def printed(name: str) -> str:
    return str(read(DOCUMENTED / f"{name}.yaml").label.printed)


def run_example(name: str, **variables: str) -> tuple[dict[str, Any], str]:
    """Run an example of the page as it stands; return its variables and what it prints."""
    with environment(**VARIABLES | variables), replaying(DOCUMENTED / f"{name}.yaml"), without_pauses():
        scope = {**vars(simplismart), "os": os, "client": simplismart.Simplismart()}
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            result = runpy.run_path(str(EXAMPLES / f"{name}.py"), scope)
        for client in (scope["client"], result["client"]):
            client.close()
    return result, output.getvalue()


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def test_each_output_of_the_page_has_a_cassette():
    """Whatever the page calls an output, or tells of a result, is there."""
    others = {"create_model_repo", "delete_model_repo", "error_handling", "get_model_deployment", "quickstart"}
    assert {*PRINTED_AS_JSON, *others} == {path.stem for path in DOCUMENTED.iterdir()}


def test_each_says_that_it_comes_from_the_page():
    """Nobody can take one for an answer of the live API, or of the emulator."""
    for path in DOCUMENTED.iterdir():
        cassette = read(path)
        assert "documented" == cassette.label.origin
        assert cassette.label.printed
        assert {"accept", "content-type"} >= {name for each in cassette.interactions for name in each.request_headers}


@pytest.mark.parametrize("name", PRINTED_AS_JSON)
def test_the_answer_is_what_the_page_prints(name: str):
    """Nothing is added and nothing is left out."""
    (interaction,) = read(DOCUMENTED / f"{name}.yaml").interactions
    assert json.loads(printed(name)) == json.loads(interaction.body)


@pytest.mark.parametrize("name", PRINTED_AS_JSON)
def test_the_client_returns_what_the_page_prints(name: str, asynchronous: bool):
    """Key by key, as a plain dict or a list of them."""
    assert json.loads(printed(name)) == replay(DOCUMENTED / f"{name}.yaml", asynchronous=asynchronous)


@pytest.mark.parametrize("name", PRINTED_BY_THE_EXAMPLE)
def test_the_page_s_example_prints_what_the_page_prints(name: str):
    """Its print shows a dict that is equal to the page's, a secret's credentials hidden as there."""
    (interaction,) = read(DOCUMENTED / f"{name}.yaml").interactions
    wanted = interaction.uri.rpartition("=")[2] if name == "get_model_repo" else "model-repo-uuid"
    assert json.loads(printed(name)) == ast.literal_eval(run_example(name, MODEL_REPO_ID=wanted)[1])


def test_the_page_s_example_of_list_secrets_returns_what_the_page_prints():
    """It has no print of its own."""
    assert json.loads(printed("list_secrets")) == run_example("list_secrets")[0]["secrets"]


def test_create_model_repo(asynchronous: bool):
    """The page prints the dict as Python does."""
    repo = replay(DOCUMENTED / "create_model_repo.yaml", asynchronous=asynchronous)
    assert ast.literal_eval(printed("create_model_repo")) == repo == ast.literal_eval(str(repo))


def test_the_page_s_example_of_create_model_repo():
    """It sends what the cassette has, to the last field, and gets the dict that is printed."""
    assert ast.literal_eval(printed("create_model_repo")) == run_example("create_model_repo")[0]["repo"]


def test_delete_model_repo(asynchronous: bool):
    """ "Returns: True on success"."""
    assert "Returns: True on success\n" == printed("delete_model_repo")
    assert replay(DOCUMENTED / "delete_model_repo.yaml", asynchronous=asynchronous) is True
    assert run_example("delete_model_repo")[0]["result"] is True


def test_get_model_deployment(asynchronous: bool):
    """It has every field that the page's sentence names."""
    (named,) = re.findall("object with (.*), etc", printed("get_model_deployment"))
    fields = named.split(", ")
    assert 10 == len(fields)
    deployment = replay(DOCUMENTED / "get_model_deployment.yaml", asynchronous=asynchronous)
    assert fields == [field for field in fields if field in deployment]
    assert deployment == ast.literal_eval(run_example("get_model_deployment")[1])


def test_error_handling(asynchronous: bool):
    """Status, message and payload are those that the page prints."""
    error = replay(DOCUMENTED / "error_handling.yaml", asynchronous=asynchronous)
    assert isinstance(error, simplismart.SimplismartError)
    assert [
        "Caught SimplismartError:",
        f"status_code: {error.status_code}",
        f"message: {error}",
        f"payload: {error.payload}",
    ] == lines(printed("error_handling"))


def test_the_page_s_example_of_error_handling():
    """It prints the same three things."""
    values = [line.partition(": ")[2] for line in lines(printed("error_handling"))[1:]]
    assert values == [line.partition(": ")[2] for line in lines(run_example("error_handling")[1])]


def test_the_page_s_quickstart():
    """The whole flow prints the page's lines, ids and all."""
    assert lines(printed("quickstart")) == lines(replay(DOCUMENTED / "quickstart.yaml"))
