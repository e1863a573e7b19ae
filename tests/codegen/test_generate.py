"""The command line and its guards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from codegen import generate
from codegen.errors import CodegenError
from codegen.generate import ROOT, build, compile_package, main, on_disk, refuse_changed_templates, stock_templates
from codegen.names import TYPES
from codegen.spec import Spec

SAMPLE = Path(__file__).with_name("sample.yaml")

TEMPLATES = generate.HERE / "templates"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Return a checkout of a small document and the real asynchronous sources, up to date."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copy(SAMPLE, root / "openapi.yaml")
    shutil.copy(ROOT / "pyproject.toml", root)
    shutil.copytree(ROOT / "simplismart/_async", root / "simplismart/_async")
    (root / "tests/_async").mkdir(parents=True)
    (root / "tests/_async/test_it.py").write_text("async def test_it() -> None:\n    assert await f()\n")
    assert 0 == main([], root)
    return root


def test_check_passes_when_nothing_changed(checkout, capsys):
    """Generating twice gives the same bytes, so a check right after it passes and says nothing."""
    assert 0 == main(["--check"], checkout)
    assert "" == capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "content", "word"),
    [
        ("generated/simplismart_api/models/part.py", b"edited", "changed"),
        ("generated/simplismart_api/models/part.py", None, "added"),
        ("generated/simplismart_api/models/stale.py", b"", "removed"),
        ("simplismart/_sync/session.py", b"edited", "changed"),
        ("simplismart/_sync/stale.py", b"", "removed"),
        ("tests/_sync/test_it.py", None, "added"),
        ("simplismart/_async/convenience.py", b"edited", "changed"),
    ],
)
def test_check_finds_what_is_not_up_to_date(checkout, capsys, monkeypatch, path, content, word):
    """A generated file that was edited, removed or added fails the check by its name; generating mends it."""
    made = on_disk(checkout)
    monkeypatch.setattr(generate, "build", lambda _: made)
    generate._put(checkout / path, content)

    assert 1 == main(["--check"], checkout)
    assert f"{word}: {path}\n" == capsys.readouterr().out
    assert 0 == main([], checkout)
    assert 0 == main(["--check"], checkout)


def test_every_file_says_that_it_is_generated(checkout):
    """Each generated file starts with a line that says what it is made from; JSON has no comments."""
    heads = {path: content.split(b"\n")[0].decode() for path, content in on_disk(checkout).items()}
    del heads["generated/simplismart_api/openapi.json"]

    assert {"# Generated from openapi.yaml by `make generate`; do not edit."} == {
        head for path, head in heads.items() if path.startswith("generated/")
    }
    assert all("by `make generate`; do not edit." in head for head in heads.values())


def test_what_the_package_holds(checkout):
    """The package has types, operations, models, the document as JSON and py.typed, and nothing that sends."""
    root = checkout / "generated/simplismart_api"

    assert ["__init__.py", "api", "models", "openapi.json", "py.typed", "types.py"] == sorted(
        path.name for path in root.iterdir() if path.name != "__pycache__"
    )
    assert YAML(typ="safe").load(SAMPLE) == json.loads((root / "openapi.json").read_text())


def test_the_tree_is_left_alone_while_building(checkout):
    """Building makes every file anew elsewhere and changes nothing."""
    before = on_disk(checkout)

    assert before == build(checkout) == on_disk(checkout)


def test_refuses_a_changed_stock_template(tmp_path):
    """A stock template that changed under one of ours ends the run by its name."""
    shutil.copytree(stock_templates(), tmp_path / "stock")
    (tmp_path / "stock/model.py.jinja").write_text("changed")

    refuse_changed_templates(TEMPLATES)
    with pytest.raises(CodegenError, match=r"stock template model\.py\.jinja"):
        refuse_changed_templates(TEMPLATES, tmp_path / "stock")


def test_refuses_another_generator(tmp_path, monkeypatch):
    """The templates are for one version of the generator."""
    monkeypatch.setattr(generate, "GENERATOR", "0.0.1")

    with pytest.raises(CodegenError, match=r"for 0\.0\.1 only"):
        compile_package(Spec.load(SAMPLE), tmp_path / "api")


def test_refuses_a_mistyped_setting(tmp_path):
    """A setting that the generator does not have, which it would ignore, ends the run by its name."""
    config = tmp_path / "config.yaml"
    config.write_text("literal_enum: true\n")

    with pytest.raises(CodegenError, match="unknown keys: literal_enum;"):
        compile_package(Spec.load(SAMPLE), tmp_path / "api", config=config)


def sample():
    """Return the sample as plain data."""
    return YAML(typ="safe").load(SAMPLE)


def with_operation(change):
    """Return the sample with its first operation changed."""
    document = sample()
    change(document["paths"]["/things"]["get"], document)
    return document


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda one, _: one["responses"].update({"2OO": {"description": "?"}}), "the generator warns"),
        (lambda one, _: one.update(operationId="create_thing"), "several operations are called create_thing"),
        (lambda one, _: one.pop("operationId"), "GET /things has no operationId"),
        (lambda one, _: one.update(parameters=[{"$ref": "#/components/parameters/None"}]), "leads nowhere"),
        (
            lambda one, _: one.update(parameters=[{"name": "X-A", "in": "header", "schema": {"type": "string"}}]),
            "header or cookie parameters",
        ),
        (
            lambda one, _: one.update(
                parameters=[{"name": "a", "in": "query", "schema": {"$ref": "#/components/schemas/Part"}}]
            ),
            "an object as a query parameter",
        ),
        (
            lambda one, _: one.update(
                requestBody={
                    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
                }
            ),
            "a body that is not JSON alone",
        ),
        (
            lambda _, document: document["components"]["schemas"].update(
                Model={"type": "object", "properties": {"a": {"type": "string"}}}
            ),
            "a schema can't be called Model",
        ),
        (
            lambda _, document: document["components"]["schemas"]["Page"]["properties"]["items"].update(
                items={"type": "array", "items": {"$ref": "#/components/schemas/Part"}}
            ),
            "lists of lists of objects",
        ),
        (
            lambda _, document: document["components"]["schemas"]["Part"]["properties"].update(optional_={}),
            "Part has several fields whose attribute would be optional_",
        ),
    ],
)
def test_refuses_what_it_would_get_wrong(tmp_path, change, message):
    """A document that the generator warns about, or the templates do not know, ends the run."""
    with pytest.raises(CodegenError, match=message):
        compile_package(Spec(with_operation(change)), tmp_path / "api")


def test_reports_an_error_in_one_line(checkout, capsys):
    """An error on the command line is a message on stderr and an exit status of 1."""
    path = checkout / "openapi.yaml"
    text = path.read_text()
    path.write_text(text.replace("operationId: list_things", "operationId: create_thing"))

    assert 1 == main(["--check"], checkout)
    assert capsys.readouterr().err.startswith("codegen: openapi.yaml: several operations are called")
    path.write_text(text)


def test_reserved_names_are_those_of_types(load):
    """The names that fields and arguments must not take are those that types.py exports."""
    assert sorted(TYPES) == sorted(load("types").__all__)


def test_same_bytes_whatever_the_hash_seed(package, tmp_path):
    """Another process, with another order of sets, makes the same bytes."""
    program = (
        "import sys; from pathlib import Path; from codegen.generate import compile_package; "
        "from codegen.spec import Spec; compile_package(Spec.load(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, SAMPLE, tmp_path / "again"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"}, check=True)

    assert _content(package) == _content(tmp_path / "again")


def _content(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_py_typed_is_there(package):
    """Type checkers may use the package's annotations."""
    assert Path(package, "py.typed").is_file()
