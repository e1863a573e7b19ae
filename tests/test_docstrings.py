"""What the docstrings of the public methods say: arguments, result, errors and the operation behind them."""

import inspect
import re

import attrs
import pytest

import simplismart
from simplismart import AsyncSimplismart, Simplismart
from simplismart._sync.convenience import Convenience
from simplismart.testing.contract import load_spec

CLIENT = Simplismart("token")
RESOURCES = ("model_repos", "deployments", "secrets", "network_volumes", "usage")
METHODS = {
    f"{owner.__class__.__name__}.{name}": method
    for owner in (CLIENT, *(getattr(CLIENT, resource) for resource in RESOURCES))
    for name, method in inspect.getmembers(owner, inspect.ismethod)
    if not name.startswith("_") and (owner is not CLIENT or hasattr(Convenience, name))
}
OPERATIONS = {
    f"{method.upper()} {path}"
    for path, item in load_spec()["paths"].items()
    for method in item
    if method != "parameters"
}


@pytest.mark.parametrize("name", METHODS)
def test_a_method_says_what_it_takes_gives_and_raises(name: str):
    """Each argument, the result, the errors, and an operation that openapi.yaml has."""
    method = METHODS[name]
    doc = inspect.getdoc(method) or ""
    for argument in inspect.signature(method).parameters:
        assert re.search(rf"^ +\*{{0,2}}{argument}: ", doc, re.MULTILINE), argument
    assert "Returns:\n" in doc
    assert "Raises:\n" in doc
    (operation,) = re.findall(r"Operation: ``(.+?)(?:\?.*)?``", doc)
    assert operation in OPERATIONS


def test_both_clients_have_the_same_methods():
    """The asynchronous client has every method of the synchronous one, but for how it is closed."""

    def names(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")} - {"close", "aclose"}

    assert names(Simplismart) == names(AsyncSimplismart)


PAYLOADS = [name for name in simplismart.models.__all__ if name != "Payload"]


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_says_its_fields_and_operation(name: str):
    """Each payload class describes every argument and names the operation that it is for."""
    kind = getattr(simplismart.models, name)
    doc = inspect.getdoc(kind) or ""
    undescribed = [
        field.alias
        for field in attrs.fields(kind)
        if field.init and not re.search(rf"^ +{field.alias}: ", doc, re.MULTILINE)
    ]
    assert [] == undescribed
    assert OPERATIONS & set(re.findall(r"``((?:GET|POST|PATCH) /\S+)``", doc))
