"""A version of openapi.yaml: its operations with their references resolved, and which of them use each schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from codegen.spec import Json, Operation, Spec

from .judgement import Use
from .schemas import bare, component_of, parts

NULL = {"type": "null"}


class SpecVersion:
    """A version of openapi.yaml.

    Args:
        spec: The document.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.operations = {operation.id: operation for operation in spec.operations()}
        self.components: Json = spec.document.get("components", {})
        self.schemas: Json = self.components.get("schemas", {})

    def data(self, operation: Operation) -> Json:
        """Return an operation as it stands in the document, its parameters, body and answers resolved."""
        item = self.spec.document["paths"][operation.path]
        own: Json = item[operation.method.lower()]
        resolve = self.spec.resolve
        found = {
            **own,
            "parameters": [resolve(one) for one in (*item.get("parameters", ()), *own.get("parameters", ()))],
            "responses": {str(code): resolve(answer) for code, answer in own.get("responses", {}).items()},
            "security": own.get("security", self.spec.document.get("security", [])),
        }
        return {**found, "requestBody": resolve(own["requestBody"])} if "requestBody" in own else found

    def tag(self, operation: Operation) -> str:
        """Return the first tag of an operation, which names the package of its module."""
        return str((self.data(operation).get("tags") or ["default"])[0])

    def schemes(self) -> Json:
        """Return how requests can be authorised."""
        schemes: Json = bare(self.components.get("securitySchemes", {}))
        return schemes

    @cached_property
    def uses(self) -> dict[tuple[str, Use], list[Operation]]:
        """The operations that use each schema, by its name and in which way."""
        found: dict[tuple[str, Use], list[Operation]] = {}
        for operation in self.operations.values():
            data = self.data(operation)
            sent = [data["parameters"], data.get("requestBody", {})]
            for use, nodes in ((Use.ARGUMENT, sent), (Use.RESULT, [data["responses"]])):
                for name in self._reached(nodes):
                    found.setdefault((name, use), []).append(operation)
        return found

    def _reached(self, nodes: list[Any]) -> Iterable[str]:
        reached: dict[str, None] = {}
        waiting = [*nodes]
        while waiting:
            for name in _references(waiting.pop()):
                if name in self.schemas and name not in reached:
                    reached[name] = None
                    waiting.append(self.schemas[name])
        return reached

    def makes_class(self, name: str) -> bool:
        """Tell whether a schema becomes a class or a type of its own in the package."""
        schema = self.schemas[name]
        if "enum" in schema or name in self.spec.open_enums():
            return True
        return "anyOf" not in schema and [part.label for part in parts(self.spec, schema)] == ["object"]


def successes(data: Json) -> Json:
    """Return the answers of an operation that are successes, by their status."""
    return {code: answer for code, answer in sorted(data["responses"].items()) if code.startswith("2")}


def answer_of(data: Json) -> Json:
    """Return the schema of what any success of an operation answers."""
    schemas = [content_of(answer) for answer in successes(data).values()]
    found = [NULL if schema is None else schema for schema in schemas]
    return found[0] if len(found) == 1 else {"anyOf": found} if found else {}


def content_of(message: Json) -> Json | None:
    """Return the schema of a body; None if there is no body."""
    for media in message.get("content", {}).values():
        schema: Json = media.get("schema", {})
        return schema
    return None


def media_types(message: Json) -> set[str]:
    """Return the media types of a body."""
    return {*message.get("content", {})}


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, dict):
        if name := component_of(node):
            yield name
        for value in node.values():
            yield from _references(value)
