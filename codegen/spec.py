"""openapi.yaml as plain data, for what the generator's own parser leaves out."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from .errors import CodegenError

Json = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Spec:
    """An OpenAPI document.

    Args:
        document: The document as plain data.
    """

    def __init__(self, document: Json) -> None:
        self.document = document

    @classmethod
    def load(cls, path: Path) -> Spec:
        """Return the document of a YAML file."""
        return cls(YAML(typ="safe").load(path.read_text("utf-8")))

    def resolve(self, node: Any) -> Json:
        """Return what a node stands for, if it is a reference to a component."""
        while isinstance(node, dict) and "$ref" in node:
            node = self._at(node["$ref"])
        return node if isinstance(node, dict) else {}

    def _at(self, reference: str) -> Any:
        node: Any = self.document
        for step in reference.removeprefix("#/").split("/"):
            node = node.get(step) if isinstance(node, dict) else None
        if node is None:
            raise CodegenError(f"openapi.yaml: {reference} leads nowhere")
        return node

    def operations(self) -> Iterator[Operation]:
        """Go through every operation."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield Operation(self, path, method, item)

    def open_enums(self) -> set[str]:
        """Return the names of the components that know some strings and let any other through."""
        schemas = self.document.get("components", {}).get("schemas", {})
        return {name for name, schema in schemas.items() if _is_open_enum(schema)}

    def titled(self) -> Json:
        """Return a copy in which the known values of an open enum carry its name, which the generator then uses."""
        document = copy.deepcopy(self.document)
        for name in self.open_enums():
            schema = document["components"]["schemas"][name]
            schema["anyOf"][0].update(title=name, description=schema.get("description", ""))
        return document

    def hidden(self, schema: Any) -> list[str]:
        """Return the keys whose values are secret in a schema or in any of its alternatives."""
        resolved = self.resolve(schema)
        parts = [part for key in ("anyOf", "oneOf", "allOf") for part in resolved.get(key, ())]
        keys = [*resolved.get("x-hidden", ()), *(key for part in parts for key in self.hidden(part))]
        return list(dict.fromkeys(keys))

    def as_json(self) -> str:
        """Return the document as JSON with sorted keys."""
        return json.dumps(self.document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _is_open_enum(schema: Mapping[str, Any]) -> bool:
    first, *rest = schema.get("anyOf") or [{}]
    return first.get("type") == "string" and "enum" in first and rest == [{"type": "string"}]


class Operation:
    """An operation of a document, as it stands there."""

    def __init__(self, spec: Spec, path: str, method: str, item: Json) -> None:
        self.path = path
        self.method = method.upper()
        self.id: str = item[method].get("operationId", "")
        self._spec = spec
        self._data: Json = item[method]
        shared, own = item.get("parameters", ()), self._data.get("parameters", ())
        self._parameters = [spec.resolve(parameter) for parameter in (*shared, *own)]

    def parameter(self, name: str, place: str) -> Json:
        """Return a parameter by its name and place; the operation's own wins over its path's."""
        found = [one for one in self._parameters if (one["name"], one["in"]) == (name, place)]
        return found[-1] if found else {}

    def body_schema(self) -> Any:
        """Return the schema of the JSON body."""
        body = self._spec.resolve(self._data.get("requestBody", {}))
        media = list(body.get("content", {}).values())
        return media[0].get("schema", {}) if media else {}

    def body_description(self) -> str:
        """Return what the body is."""
        body = self._spec.resolve(self._data.get("requestBody", {}))
        return _text(body) or _text(self._spec.resolve(self.body_schema()))

    def answer_description(self) -> str:
        """Return what the first success is."""
        codes = [code for code in self._data["responses"] if str(code).startswith("2")]
        return _text(self._spec.resolve(self._data["responses"][min(codes)])) if codes else ""


def _text(node: Mapping[str, Any]) -> str:
    return " ".join(str(node.get("description", "")).split())
