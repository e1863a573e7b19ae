"""What the templates show: each view holds the finished pieces of one generated module."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from keyword import iskeyword
from typing import Any

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import LiteralEnumProperty, ModelProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.strings import PythonIdentifier

from .endpoints import EndpointView, EndpointWriter
from .errors import CodegenError
from .lazy import lazy_names, lazy_submodules
from .names import TYPES, attribute_name, imports
from .pytypes import Kind, Models, Readers, Types, Use, kind_of, raw_fields, raw_schema, required_keys, solid_parts
from .spec import Json, Operation, Spec
from .text import docstring, literal, plain


@dataclass
class EnumView:
    """A type alias for the known values of an enum."""

    name: str
    type: str
    docstring: str
    title: str


@dataclass
class FieldView:
    """A field of a model or of a request body."""

    key: str
    type: str
    declaration: str
    docstring: str


@dataclass
class ModelView:
    """The class or alias that an object schema becomes."""

    name: str
    title: str
    kind: str
    docstring: str
    bases: str = ""
    alias: str = ""
    hidden: str = ""
    fields: list[FieldView] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)
    runtime_imports: list[str] = field(default_factory=list)
    type_imports: list[str] = field(default_factory=list)


class Views:
    """The filters of the templates.

    Args:
        spec: The document.
    """

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._operations = _by_identifier(spec.operations())

    @cached_property
    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by their names in the templates."""
        return {
            "enum_view": self.enum,
            "model_view": self.model,
            "endpoint_view": self.endpoint,
            "lazy_names": lazy_names,
            "lazy_submodules": lazy_submodules,
        }

    def enum(self, enum: LiteralEnumProperty) -> EnumView:
        """Return the view of an enum."""
        name = str(enum.class_info.name)
        values = ", ".join(literal(value) if isinstance(value, str) else str(value) for value in sorted(enum.values))
        opened = " | str" if name in self._spec.open_enums() else ""
        text = plain(enum.description)
        return EnumView(name, f"Literal[{values}]{opened}", docstring([text]), _title(text, name))

    def model(self, model: ModelProperty, models: Sequence[ModelProperty]) -> ModelView:
        """Return the view of an object schema."""
        name = str(model.class_info.name)
        if name in TYPES:
            raise CodegenError(f"openapi.yaml: a schema can't be called {name}, which types.py defines")
        index = {str(one.class_info.name): one for one in models}
        build = {Kind.ALIAS: self._alias, Kind.MODEL: self._class, Kind.TYPED_DICT: self._typed_dict}
        return build[kind_of(model)](model, index)

    def _alias(self, model: ModelProperty, models: Models) -> ModelView:
        types = Types(self._spec, models, ".")
        values = "Any" if not model.additional_properties else types.of(model.additional_properties, Use.PLAIN)
        if values == "Any":
            types.imports.add("from typing import Any")
        return self._view(model, "alias", alias=f"dict[str, {values}]", type_imports=sorted(types.imports))

    def _typed_dict(self, model: ModelProperty, models: Models) -> ModelView:
        types = Types(self._spec, models, ".")
        schema = raw_schema(model)
        needed = required_keys(self._spec, schema)
        fields = [
            self._key(key, types.of(prop, Use.BODY), text, required=key in needed)
            for key, prop, text in self._fields(model, schema)
        ]
        as_class = all(one.key[1:-1].isidentifier() and not iskeyword(one.key[1:-1]) for one in fields)
        names = "Required, TypedDict" if any(one.type.startswith("Required[") for one in fields) else "TypedDict"
        return self._view(
            model,
            "typed_dict" if as_class else "functional",
            bases="TypedDict, total=False",
            fields=fields,
            runtime_imports=[f"from typing import {names}"],
            type_imports=sorted(types.imports),
        )

    @staticmethod
    def _key(key: str, type_: str, text: str, *, required: bool) -> FieldView:
        full = f"Required[{type_}]" if required else type_
        return FieldView(literal(key), full, f"{key}: {full}", docstring([text], 4))

    def _class(self, model: ModelProperty, models: Models) -> ModelView:
        name, module = str(model.class_info.name), str(model.class_info.module_name)
        types, readers = Types(self._spec, models, "."), Readers(self._spec, models, inside=name)
        schema = raw_schema(model)
        needed, raw = required_keys(self._spec, schema), raw_fields(self._spec, schema)
        hidden = self._spec.hidden(schema)
        fields: list[FieldView] = []
        nested: list[str] = []
        for key, prop, text in self._fields(model, schema):
            declaration = self._attribute(types, key, prop, raw[key], required=key in needed)
            fields.append(FieldView(literal(key), "", declaration, docstring([text], 4)))
            nested += readers.nested(key, prop)
        _refuse_same_attributes(name, [one.declaration.split(":")[0] for one in fields])
        used = {word for line in [*nested, *(one.declaration for one in fields)] for word in re.findall(r"\w+", line)}
        base = "SecretModel" if hidden else "Model"
        types.imports.update(imports(used & {"Field"}, "..types"))
        types.imports.update(["from typing import Any, Self"] if nested else [])
        siblings = sorted(f"from . import {sibling} as _{sibling}" for sibling, _ in readers.modules)
        return self._view(
            model,
            "model",
            bases=base,
            hidden=f"{{{', '.join(map(literal, hidden))}}}" if hidden else "",
            fields=fields,
            nested=nested,
            runtime_imports=[*siblings, *imports({base, *used & set(TYPES)} - {"Field"}, "..types")],
            type_imports=sorted(types.imports - {f"from .{module} import {name}"}),
        )

    def _attribute(self, types: Types, key: str, prop: Any, raw: Any, *, required: bool) -> str:
        convert, type_ = self._conversion(types, prop, raw, required=required)
        if not required and type_ not in {"Any", "None"} and not type_.endswith(" | None"):
            type_ = f"{type_} | None"
        arguments = ", ".join([literal(key), *convert])
        maker = "required" if required else "optional"
        return f"{attribute_name(key)}: Field[{type_}] = {maker}({arguments})"

    def _conversion(self, types: Types, prop: Any, raw: Any, *, required: bool) -> tuple[list[str], str]:
        solid = solid_parts(prop)
        nullable = any(isinstance(part, NoneProperty) for part in getattr(prop, "inner_properties", ()))
        if len(solid) == 1 and isinstance(solid[0], DateTimeProperty):
            types.imports.add("from datetime import datetime")
            return ["moment"], "datetime | None"
        if len(solid) == 1 and isinstance(solid[0], StringProperty) and self._is_decimal(raw):
            types.imports.add("from decimal import Decimal")
            return (["exact"], "Decimal") if required and not nullable else (["decimal"], "Decimal | None")
        return [], types.of(prop, Use.ANSWER)

    def _is_decimal(self, raw: Any) -> bool:
        schema = self._spec.resolve(raw)
        alternatives = [*(schema.get("anyOf") or ()), *(schema.get("oneOf") or ())]
        return schema.get("format") == "decimal" or any(map(self._is_decimal, alternatives))

    def _fields(self, model: ModelProperty, schema: Json) -> Iterator[tuple[str, Any, str]]:
        props = [*(model.required_properties or ()), *(model.optional_properties or ())]
        by_key = {prop.name.get_untrusted_value(): prop for prop in props}
        for key, raw in raw_fields(self._spec, schema).items():
            yield key, by_key[key], str(raw.get("description", ""))

    def _view(self, model: ModelProperty, kind: str, **pieces: Any) -> ModelView:
        name, text = str(model.class_info.name), plain(model.description)
        shown = docstring([text or f"{name}."], 0 if kind in {"alias", "functional"} else 4)
        return ModelView(name, _title(text, name), kind, shown, **pieces)

    def endpoint(self, endpoint: Endpoint, models: Sequence[ModelProperty]) -> EndpointView:
        """Return the view of an operation."""
        index = {str(one.class_info.name): one for one in models}
        return EndpointWriter(self._spec, self._operations[endpoint.name], endpoint, index).view()


def _refuse_same_attributes(model: str, names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise CodegenError(f"openapi.yaml: {model} has several fields whose attribute would be {', '.join(twice)}")


def _by_identifier(operations: Iterable[Operation]) -> dict[str, Operation]:
    named = list(operations)
    for operation in named:
        if not operation.id:
            raise CodegenError(f"openapi.yaml: {operation.method} {operation.path} has no operationId")
    counted = Counter(str(PythonIdentifier(operation.id, "field_")) for operation in named)
    twice = [name for name, count in counted.items() if count > 1]
    if twice:
        raise CodegenError(f"openapi.yaml: several operations are called {', '.join(twice)}")
    return {str(PythonIdentifier(operation.id, "field_")): operation for operation in named}


def _title(text: str, name: str) -> str:
    first = re.split(r"(?<=\.)\s", " ".join(text.split()))[0]
    return f"``{name}``." if not first or len(first) > 90 or '"' in first or "\\" in first else first
