"""The compiled operations."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from uuid import UUID

import pytest

ID = UUID("0ee77f95-a49a-4965-9aa9-311fa9318c47")


def test_request(load):
    """A request holds all that sending it takes."""
    request = load("api.things").create_thing.build(body={"name": "a", "pin": "1"})

    assert ("create_thing", "POST", "/things", ()) == request[:4]
    assert request.json == {"name": "a", "pin": "1"}
    assert request.hidden == ("pin",)
    assert not request.idempotent


def test_query(load):
    """Booleans, ids, lists and moments are written as the API reads them; None and UNSET are left out."""
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    request = load("api.things").get_part.build(
        ID, "p", deep=True, owner=ID, tag=["a", "b", None], since=moment, pairs_=None
    )

    assert request.query == (
        ("deep", "true"),
        ("owner", str(ID)),
        ("tag", "a"),
        ("tag", "b"),
        ("since", "2026-01-02T00:00:00+00:00"),
    )


def test_query_may_be_empty(load):
    """A false is sent, and nothing else that was not given."""
    assert (("deep", "false"),) == load("api.things").get_part.build("t", "p", deep=False).query


@pytest.mark.parametrize(
    ("given", "path"), [("a/b?c", "a%2Fb%3Fc"), ("%2F", "%252F"), ("é", "%C3%A9"), ("...", "..."), (ID, str(ID))]
)
def test_path(load, given, path):
    """A path parameter is percent-encoded as one segment."""
    assert f"/things/{path}/parts/x" == load("api.things").get_part.build(given, "x", deep=True).path


@pytest.mark.parametrize("given", ["", " ", ".", "..", 7, None, b"a"])
def test_refuses_a_path_that_leads_elsewhere(load, given):
    """A path parameter that would change the path, or is no id, is refused by its name."""
    with pytest.raises(ValueError, match="part-name"):
        load("api.things").get_part.build("t", given, deep=True)


def test_idempotent(load):
    """Reading, replacing and deleting may be sent twice; creating and changing may not."""
    things = load("api.things")
    requests = [
        things.get_part.build("t", "p", deep=True),
        things.delete_part.build("t", "p"),
        things.touch_things.build(),
    ]

    assert [True] * 3 == [request.idempotent for request in requests]
    assert not things.patch_things.build().idempotent


def test_optional_body(load):
    """A body that may be left out is None then."""
    touch = load("api.things").touch_things

    assert touch.build().json is None
    assert touch.build(body={"model-type": "x"}).json == {"model-type": "x"}


def test_decodes_an_object(load):
    """The JSON of a success becomes the result of the operation; a body may be absent where the API says so."""
    things = load("api.things")
    delete = things.delete_part.build("t", "p")

    assert "1" == things.get_part.build("t", "p", deep=True).decode({"id": "1"}).id
    assert delete.decode(None) is None
    assert "1" == delete.decode({"id": "1"}).id
    assert things.touch_things.build().decode("ignored") is None
    assert [1] == things.patch_things.build().decode([1])


def test_decodes_a_union(load):
    """The kind of JSON, and among objects the required keys, tell which result it is."""
    decode, models = load("api.things").list_things.build().decode, load("models")

    assert models.Page is type(decode({"items": []}))
    assert models.Part is type(decode({"id": "1"}))
    assert models.Part is type(decode([{"id": "1"}])[0])


@pytest.mark.parametrize(
    ("operation", "answer", "message"),
    [
        ("list_things", "text", "expected an object or an array, got a string"),
        ("create_thing", {}, "expected str, got an object"),
        ("list_things", None, "expected an object or an array, got null"),
        ("create_thing", 1.5, "expected str, got a number"),
    ],
)
def test_refuses_another_kind_of_json(load, operation, answer, message):
    """JSON of another kind than the operation answers is a TypeError that says so."""
    build = getattr(load("api.things"), operation).build
    request = build(body={"name": "a"}) if operation == "create_thing" else build()

    with pytest.raises(TypeError, match=message):
        request.decode(answer)


def test_arguments(load):
    """Path parameters come by position, everything else by name, each with its type."""
    build = load("api.things").get_part.build
    parameters = inspect.signature(build).parameters

    assert ["thing_id", "part_name"] == [
        name for name, one in parameters.items() if one.kind is one.POSITIONAL_OR_KEYWORD
    ]
    assert "Id" == parameters["thing_id"].annotation
    assert "bool" == parameters["deep"].annotation
    assert "Request[Part]" == inspect.signature(build).return_annotation


def test_docstring(load):
    """The docstring tells what the operation does, its path, its arguments and its answer."""
    text = inspect.getdoc(load("api.things").get_part.build)

    assert text.startswith(
        "Get a part.\n\nA part belongs to one thing.\n\nOperation: ``GET /things/{thing_id}/parts/{part-name}``"
    )
    assert "    deep: How deep." in text
    assert "owner:" not in text
    assert "decoded answer is ``Part``" in text


def test_unset_is_one(load):
    """There is one UNSET, whatever is done to it, and it is false."""
    types = load("types")
    unset = types.UNSET

    assert unset is types.Unset() is copy.copy(unset) is copy.deepcopy(unset) is pickle.loads(pickle.dumps(unset))
    assert not unset
    assert "UNSET" == repr(unset)


@pytest.mark.off_contract("a process that is not watched", reason="it has the compiled sample, not the client")
def test_loads_only_what_is_used(package):
    """Building one request imports that operation and what it answers, and neither datetime, decimal nor uuid."""
    program = (
        "import json, sys; sys.path.insert(0, sys.argv[1])\n"
        "from codegen_sample_api.api import things as api\n"
        "before = {*sys.modules}\n"
        "api.create_thing.build(body={})\n"
        "loaded = {*sys.modules} - before\n"
        "ours = sorted(name for name in loaded if name.startswith('codegen_sample_api.'))\n"
        "heavy = sorted({'datetime', 'decimal', 'uuid', 'httpx', 'attrs'} & {*sys.modules})\n"
        "print(json.dumps([ours, heavy]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(package.parent)], capture_output=True, text=True, check=True
    )

    expected = ["codegen_sample_api.api.things.create_thing", "codegen_sample_api.types"]
    assert [expected, []] == json.loads(done.stdout)


@pytest.mark.parametrize("package_name", ["api", "api.things", "models"])
def test_lazy_packages(load, package_name):
    """A package lists its names without loading them, and refuses others."""
    module = load(package_name)

    assert dir(module) == module.__all__
    assert all(getattr(module, name) is not None for name in module.__all__)
    with pytest.raises(AttributeError, match="nothing_of_this_name"):
        _ = module.nothing_of_this_name
