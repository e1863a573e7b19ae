"""Writes the Python types of the generator's properties and how their JSON is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from openapi_python_client.parser.properties import AnyProperty, LiteralEnumProperty, ModelProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty

from .errors import CodegenError
from .spec import Json, Spec

Models = Mapping[str, ModelProperty]

STRINGS = (StringProperty, DateTimeProperty, DateProperty, UuidProperty)
SCALARS = {BooleanProperty: "bool", IntProperty: "int", FloatProperty: "float", **dict.fromkeys(STRINGS, "str")}


class Kind(Enum):
    """What an object schema becomes."""

    ALIAS = "alias"
    MODEL = "model"
    TYPED_DICT = "typed_dict"


class Use(Enum):
    """Where a type stands: in an answer, in a request body, or where only plain JSON is meant."""

    ANSWER = "answer"
    BODY = "body"
    PLAIN = "plain"


def kind_of(model: ModelProperty) -> Kind:
    """Return what the schema of an object becomes."""
    if model.data.additionalProperties is False:
        return Kind.TYPED_DICT
    return Kind.MODEL if model.data.properties or model.data.allOf else Kind.ALIAS


def raw_schema(model: ModelProperty) -> Json:
    """Return the schema of an object as it stands in the document."""
    data: Json = model.data.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return data


def parts(prop: Any) -> list[Any]:
    """Return the alternatives of a property, itself if it has none."""
    return list(prop.inner_properties) if isinstance(prop, UnionProperty) else [prop]


def solid_parts(prop: Any) -> list[Any]:
    """Return the alternatives of a property other than null."""
    return [part for part in parts(prop) if not isinstance(part, NoneProperty)]


class Types:
    """Writes types and collects the imports that they need.

    Args:
        spec: The document.
        models: Every object schema by its class name.
        package: The package of the models, relative to the module that is written.
    """

    def __init__(self, spec: Spec, models: Models, package: str) -> None:
        self._spec = spec
        self._open = spec.open_enums()
        self._models = models
        self._package = package
        self.imports: set[str] = set()

    def of(self, prop: Any, use: Use) -> str:
        """Return the type of a property."""
        if isinstance(prop, AnyProperty):
            return self._from("typing", "Any")
        if isinstance(prop, NoneProperty):
            return "None"
        if isinstance(prop, ConstProperty):
            return self._literal(prop)
        if isinstance(prop, LiteralEnumProperty):
            return self._class(prop)
        if isinstance(prop, ListProperty):
            return f"list[{self.of(prop.inner_property, use)}]"
        if isinstance(prop, UnionProperty):
            return self.union(prop.inner_properties, use)
        if isinstance(prop, ModelProperty):
            return self._object(prop, use)
        return self._scalar(prop)

    def union(self, props: Iterable[Any], use: Use) -> str:
        """Return the type of several properties, None last."""
        names = list(dict.fromkeys(self.of(prop, use) for prop in props))
        if "Any" in names:
            return "Any"
        if not self._open.isdisjoint(names):
            names = [name for name in names if name != "str"]
        return " | ".join(sorted(names, key=lambda name: name == "None"))

    def _scalar(self, prop: Any) -> str:
        if type(prop) not in SCALARS:
            raise CodegenError(f"openapi.yaml: {_name(prop)} is of a kind that the templates do not know")
        return SCALARS[type(prop)]

    def _literal(self, prop: ConstProperty) -> str:
        self._from("typing", "Literal")
        return str(prop.get_type_string(no_optional=True).as_unembedded_code())

    def _object(self, model: ModelProperty, use: Use) -> str:
        kind = kind_of(model)
        if kind is Kind.ALIAS or use is Use.ANSWER or (use is Use.BODY and kind is Kind.TYPED_DICT):
            return self._class(model)
        self._from("typing", "Any")
        if use is Use.PLAIN:
            return "dict[str, Any]"
        return f"{self._from('collections.abc', 'Mapping')}[str, Any]"

    def _class(self, prop: LiteralEnumProperty | ModelProperty) -> str:
        separator = "" if self._package.endswith(".") else "."
        return self._from(f"{self._package}{separator}{prop.class_info.module_name}", prop.class_info.name)

    def _from(self, module: str, name: str) -> str:
        self.imports.add(f"from {module} import {name}")
        return name


class Readers:
    """Writes the expressions that read JSON, and collects the modules of models that they need.

    Args:
        spec: The document.
        models: Every object schema by its class name.
        inside: The class that is written, which others are imported into by their modules, as they may import it;
            None if it is an operation.
    """

    def __init__(self, spec: Spec, models: Models, inside: str | None = None) -> None:
        self._spec = spec
        self._models = models
        self._inside = inside
        self.modules: set[tuple[str, str]] = set()

    def nested(self, key: str, prop: Any) -> Iterator[str]:
        """Return the statements that make models of the objects in a field."""
        objects, lists = _models(parts(prop)), _lists(parts(prop))
        if objects:
            yield f"nest(model, {json.dumps(key)}, {self._wrap(objects)})"
        for items in self._items(lists, key):
            yield f"nest_list(model, {json.dumps(key)}, {self._wrap(items)})"

    def answer(self, props: list[Any]) -> str:
        """Return the expression of what reads an answer."""
        flat = [part for prop in props for part in parts(prop)]
        solid = [part for part in flat if not isinstance(part, NoneProperty)]
        if not solid:
            return "as_none"
        if any(isinstance(part, AnyProperty) for part in solid):
            return "as_any"
        decoders = list(self._decoders(solid))
        decoder = decoders[0] if len(decoders) == 1 else f"as_union({', '.join(decoders)})"
        return decoder if len(solid) == len(flat) else f"or_none({decoder})"

    def _decoders(self, solid: list[Any]) -> Iterator[str]:
        objects = [part for part in solid if isinstance(part, ModelProperty)]
        if objects:
            yield f"as_object({self._wrap(objects)})"
        lists = _lists(solid)
        if lists:
            items = next(self._items(lists, "an answer"), None)
            yield f"as_list({self._wrap(items)})" if items else "as_list()"
        scalars = [part for part in solid if not isinstance(part, (ModelProperty, ListProperty))]
        if scalars:
            yield f"as_scalar({', '.join(dict.fromkeys(name for part in scalars for name in _runtime(part)))})"

    def _items(self, lists: list[ListProperty], where: str) -> Iterator[list[ModelProperty]]:
        inner = [part for one in lists for part in parts(one.inner_property)]
        if any(_models(parts(deep.inner_property)) for deep in _lists(inner)):
            raise CodegenError(f"openapi.yaml: {where} has lists of lists of objects, which the templates can't read")
        if _models(inner):
            yield _models(inner)

    def _wrap(self, objects: list[ModelProperty]) -> str:
        if len(objects) == 1:
            return self._make(objects[0])
        choices = [f"({self._required(one)!r}, {self._make(one)})" for one in objects]
        return f"either({', '.join(choices)})"

    def _make(self, model: ModelProperty) -> str:
        if kind_of(model) is not Kind.MODEL:
            return "dict"
        full, info = self._models[model.class_info.name], model.class_info
        name = str(info.name)
        if name != self._inside:
            self.modules.add((info.module_name, info.name))
            name = f"_{info.module_name}.{name}" if self._inside else name
        return f"{name}.adopt" if has_models(full) else name

    def _required(self, model: ModelProperty) -> tuple[str, ...]:
        return tuple(sorted(required_keys(self._spec, raw_schema(model))))


def has_models(model: ModelProperty) -> bool:
    """Tell whether objects inside an object become models."""
    fields = [*(model.required_properties or ()), *(model.optional_properties or ())]
    inner = [part for field in fields for part in parts(field)]
    return bool(_models(inner) or any(_models(parts(one.inner_property)) for one in _lists(inner)))


def required_keys(spec: Spec, schema: Json) -> set[str]:
    """Return the keys that an object must have."""
    inherited = (required_keys(spec, spec.resolve(part)) for part in schema.get("allOf") or ())
    return set(schema.get("required") or ()).union(*inherited)


def raw_fields(spec: Spec, schema: Json) -> Json:
    """Return the schemas of an object's fields, in their order."""
    fields: Json = {}
    for part in schema.get("allOf") or ():
        fields |= raw_fields(spec, spec.resolve(part))
    return fields | (schema.get("properties") or {})


def _models(props: Iterable[Any]) -> list[ModelProperty]:
    return [prop for prop in props if isinstance(prop, ModelProperty) and kind_of(prop) is Kind.MODEL]


def _lists(props: Iterable[Any]) -> list[ListProperty]:
    return [prop for prop in props if isinstance(prop, ListProperty)]


def _runtime(prop: Any) -> tuple[str, ...]:
    if isinstance(prop, (LiteralEnumProperty, ConstProperty)):
        return ("str", "int")
    name = SCALARS[type(prop)]
    return ("float", "int") if name == "float" else (name,)


def _name(prop: Any) -> str:
    return str(prop.name.get_untrusted_value())
