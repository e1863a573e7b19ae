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
from openapi_python_client.strings import PythonIdentifier, snake_case

from .errors import CodegenError
from .pytypes import Kind, Models, Readers, Types, Use, kind_of, raw_fields, raw_schema, required_keys, solid_parts
from .spec import Json, Operation, Spec
from .text import docstring, literal, section

TYPES = [
    "UNSET",
    "Field",
    "Id",
    "Model",
    "Request",
    "SecretModel",
    "UnexpectedJson",
    "Unset",
    "as_any",
    "as_list",
    "as_none",
    "as_object",
    "as_scalar",
    "as_union",
    "decimal",
    "either",
    "exact",
    "given",
    "moment",
    "nest",
    "nest_list",
    "optional",
    "or_none",
    "pairs",
    "required",
    "segment",
]
USED_IN_CLASSES = {"bool", "datetime", "dict", "float", "frozenset", "int", "list", "property", "str", "classmethod"}
TAKEN = frozenset({*dir(dict), *TYPES, *USED_IN_CLASSES, "from_json"})
IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})


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


@dataclass
class EndpointView:
    """The module of an operation."""

    operation: Operation
    arguments: str
    answer: str
    decoder: str
    docstring: str
    path: str
    query: str
    body: str
    hidden: str
    runtime_imports: list[str]
    type_imports: list[str]

    @property
    def idempotent(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return self.operation.method in IDEMPOTENT

    @property
    def decoder_is_call(self) -> bool:
        """Whether the decoder has to be made, which is done once."""
        return "(" in self.decoder


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
        text = _text(enum.description)
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
        imports = sorted({*types.imports, "from typing import Any"} if values == "Any" else types.imports)
        return self._view(model, "alias", alias=f"dict[str, {values}]", type_imports=imports)

    def _typed_dict(self, model: ModelProperty, models: Models) -> ModelView:
        types = Types(self._spec, models, ".")
        schema = raw_schema(model)
        needed = required_keys(self._spec, schema)
        fields = [
            self._key(key, types.of(prop, Use.BODY), text, required=key in needed)
            for key, prop, text in self._fields(model, schema)
        ]
        plain = all(one.key[1:-1].isidentifier() and not iskeyword(one.key[1:-1]) for one in fields)
        names = "Required, TypedDict" if any(one.type.startswith("Required[") for one in fields) else "TypedDict"
        return self._view(
            model,
            "typed_dict" if plain else "functional",
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
        types, readers = Types(self._spec, models, "."), Readers(self._spec, models, by_module=True)
        schema = raw_schema(model)
        needed, raw = required_keys(self._spec, schema), raw_fields(self._spec, schema)
        hidden = self._spec.hidden(schema)
        fields: list[FieldView] = []
        nested: list[str] = []
        for key, prop, text in self._fields(model, schema):
            declaration = self._attribute(types, key, prop, raw[key], required=key in needed)
            fields.append(FieldView(literal(key), "", declaration, docstring([text], 4)))
            nested += readers.nested(key, prop)
        base = "SecretModel" if hidden else "Model"
        uses = {word for line in [*nested, *(one.declaration for one in fields)] for word in re.findall(r"\w+", line)}
        types.imports.update(_imports(uses & {"Field"}, "..types"))
        if nested:
            types.imports |= {"from collections.abc import Mapping", "from typing import Any, Self"}
        return self._view(
            model,
            "model",
            bases=base,
            hidden=f"{{{', '.join(map(literal, hidden))}}}" if hidden else "",
            fields=fields,
            nested=nested,
            runtime_imports=[
                *sorted(f"from . import {module} as _{module}" for module, _ in readers.modules),
                *_imports({base, *uses & set(TYPES)} - {"Field"}, "..types"),
            ],
            type_imports=sorted(types.imports),
        )

    def _attribute(self, types: Types, key: str, prop: Any, raw: Any, *, required: bool) -> str:
        convert, type_ = self._conversion(types, prop, raw, required=required)
        if not required and type_ != "Any" and not type_.endswith("None"):
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
            yield key, by_key[key], str(self._described(raw))

    def _described(self, raw: Any) -> str:
        own = raw.get("description") if "$ref" not in raw else None
        return own or ("" if "$ref" not in raw else raw.get("description", ""))

    def _view(self, model: ModelProperty, kind: str, **pieces: Any) -> ModelView:
        name, text = str(model.class_info.name), _text(model.description)
        shown = docstring([text or f"{name}."], 0 if kind in {"alias", "functional"} else 4)
        return ModelView(name, _title(text, name), kind, shown, **pieces)

    def endpoint(self, endpoint: Endpoint, models: Sequence[ModelProperty]) -> EndpointView:
        """Return the view of an operation."""
        index = {str(one.class_info.name): one for one in models}
        return _EndpointWriter(self._spec, self._operations[endpoint.name], endpoint, index).view()


class _EndpointWriter:
    """Puts the pieces of an operation's module together."""

    def __init__(self, spec: Spec, operation: Operation, endpoint: Endpoint, models: Models) -> None:
        self._spec = spec
        self._operation = operation
        self._endpoint = endpoint
        self._types = Types(spec, models, "...models")
        self._readers = Readers(spec, models, by_module=False)
        self._arguments: list[str] = []
        self._described: list[tuple[str, str]] = []
        self._names: set[str] = {"Request"}

    def view(self) -> EndpointView:
        """Return the view."""
        self._refuse_what_is_not_supported()
        path = self._path()
        body, hidden = self._body()
        query = self._query()
        answer, decoder = self._answer()
        self._names |= set(re.findall(r"\w+", decoder)) & set(TYPES)
        models = [f"from ...models.{module} import {name}" for module, name in sorted(self._readers.modules)]
        return EndpointView(
            operation=self._operation,
            arguments=", ".join(self._arguments),
            answer=answer,
            decoder=decoder,
            docstring=self._docstring(answer),
            path=path,
            query=query,
            body=body,
            hidden=hidden,
            runtime_imports=[*models, *_imports(self._names, "...types")],
            type_imports=sorted(self._types.imports - set(models)),
        )

    def _refuse_what_is_not_supported(self) -> None:
        where = f"openapi.yaml: {self._operation.id}"
        if self._endpoint.header_parameters or self._endpoint.cookie_parameters:
            raise CodegenError(f"{where} has header or cookie parameters, which the templates do not know")
        kinds = [body.body_type.value for body in self._endpoint.bodies]
        if kinds not in ([], ["json"]):
            raise CodegenError(f"{where} has a body that is not JSON alone, which the templates do not know")

    def _path(self) -> str:
        path = self._operation.path
        for prop in self._endpoint.path_parameters:
            raw, name = prop.name.get_untrusted_value(), argument_name(prop.python_name)
            self._argument(name, "Id", self._operation.parameter(raw, "path"))
            path = path.replace(f"{{{raw}}}", f'{{segment({name}, "{raw}")}}')
            self._names |= {"segment"}
            self._types.imports.add("from ...types import Id")
        return f"f{path!r}" if self._endpoint.path_parameters else literal(path)

    def _body(self) -> tuple[str, str]:
        if self._endpoint.bodies or self._endpoint.query_parameters:
            self._arguments.append("*")
        if not self._endpoint.bodies:
            return "None", ""
        prop = self._endpoint.bodies[0].prop
        type_ = self._types.of(prop, Use.BODY)
        self._arguments.append(f"body: {type_}" if prop.required else f"body: {type_} | Unset = UNSET")
        self._described.append(("body", self._operation.body_description()))
        self._names |= set() if prop.required else {"UNSET", "given"}
        if not prop.required:
            self._types.imports.add("from ...types import Unset")
        hidden = tuple(self._spec.hidden(self._operation.body_schema()))
        return ("body" if prop.required else "given(body)"), repr(hidden) if hidden else ""

    def _query(self) -> str:
        written = []
        for prop in self._endpoint.query_parameters:
            raw, name = prop.name.get_untrusted_value(), argument_name(prop.python_name)
            parameter = self._operation.parameter(raw, "query")
            type_ = self._parameter_type(prop, parameter)
            self._argument(name, type_ if prop.required else f"{type_} | None | Unset = UNSET", parameter)
            written.append(f"({literal(raw)}, {name})")
            if not prop.required:
                self._names.add("UNSET")
                self._types.imports.add("from ...types import Unset")
        self._names |= {"pairs"} if written else set()
        return f"pairs({', '.join(written)})" if written else "()"

    def _parameter_type(self, prop: Any, parameter: Json) -> str:
        schema = parameter.get("schema", {})
        if schema.get("$ref", "").endswith("/Id") or self._spec.resolve(schema).get("format") == "uuid":
            self._types.imports.add("from ...types import Id")
            return "Id"
        if any(isinstance(part, ModelProperty) for part in solid_parts(prop)):
            raise CodegenError(f"openapi.yaml: {self._operation.id} has an object as a query parameter")
        return self._types.of(prop, Use.BODY)

    def _argument(self, name: str, type_: str, parameter: Json) -> None:
        self._arguments.append(f"{name}: {type_}")
        self._described.append((name, str(parameter.get("description", ""))))

    def _answer(self) -> tuple[str, str]:
        patterns = self._endpoint.responses.patterns
        successes = [one for one in patterns if (one.status_code.range or (0, 0))[0] // 100 == 2]
        props = [_none() if one.source["return_type"] == "None" else one.prop for one in successes]
        if not props:
            self._types.imports.add("from typing import Any")
            return "Any", "as_any"
        flat = {self._types.of(prop, Use.ANSWER): prop for prop in props}
        return self._types.union(props, Use.ANSWER), self._readers.answer(_distinct(flat.values(), self._types))

    def _docstring(self, answer: str) -> str:
        operation = f"Operation: ``{self._operation.method} {self._operation.path}``"
        returns = f"The request; its decoded answer is ``{answer}``. {self._operation.answer_description()}"
        sections = [
            section("Args", self._described, 4),
            section("Returns", [("", returns)], 4),
            section("Raises", [("ValueError", "An id is blank, ``.``, ``..`` or neither a string nor a UUID.")], 4)
            if self._endpoint.path_parameters
            else "",
        ]
        summary, text = _text(self._endpoint.summary), _text(self._endpoint.description)
        return docstring([summary or operation, text, operation if summary else "", *sections], 4)


def _none() -> NoneProperty:
    from openapi_python_client.schema.untrusted_string import UntrustedString

    name = UntrustedString("nothing")
    return NoneProperty(
        name=name, required=True, default=None, python_name=PythonIdentifier(name, ""), description=None, example=None
    )


def _distinct(props: Iterable[Any], types: Types) -> list[Any]:
    flat = [part for prop in props for part in (solid_parts(prop) or [prop])]
    nullable = any(isinstance(part, NoneProperty) for prop in props for part in getattr(prop, "inner_properties", ()))
    kept = {types.of(part, Use.ANSWER): part for part in flat}
    return [*kept.values(), *([_none()] if nullable and "None" not in kept else [])]


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


def attribute_name(key: str) -> str:
    """Return the attribute of a field: its name in snake case, with an underscore behind if the name is taken."""
    name = snake_case(key)
    if not name.isidentifier() or key.startswith("_"):
        name = f"field_{name}"
    return f"{name}_" if iskeyword(name) or name in TAKEN else name


def argument_name(name: str) -> str:
    """Return the argument of a parameter, with an underscore behind if the module needs the name itself."""
    return f"{name}_" if name in {*TYPES, "body"} else name


def lazy_names(imports: Iterable[str]) -> str:
    """Return the body of a package whose names are loaded when they are first used."""
    found = sorted(re.findall(r"from (\.\w+) import (\w+)", "\n".join(imports)), key=lambda pair: pair[1])
    lines = [f"    from {module} import {name}" for module, name in found]
    table = [f'    "{name}": "{module}",' for module, name in found]
    return _lazy(lines, [name for _, name in found], f"_MODULES = {{\n{_joined(table)}\n}}", "_MODULES", _LOAD_NAME)


def lazy_submodules(names: Iterable[str]) -> str:
    """Return the body of a package whose modules are loaded when they are first used."""
    found = sorted(str(name) for name in names)
    lines = [f"    from . import {name}" for name in found]
    return _lazy(lines, found, "", "__all__", _LOAD_MODULE)


_LOAD_NAME = """\
            value = getattr(import_module(_MODULES[name], __name__), name)
            globals()[name] = value
            return value"""
_LOAD_MODULE = """\
            return import_module(f".{name}", __name__)"""


def _lazy(imports: list[str], names: list[str], table: str, known: str, load: str) -> str:
    listed = _joined(f'    "{name}",' for name in names)
    return f"""\
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
{_joined(imports)}

__all__ = [
{listed}
]

{table}

def __dir__() -> list[str]:
    return __all__


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in {known}:
{load}
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
"""


def _imports(names: Iterable[str], module: str) -> list[str]:
    return [f"from {module} import {name}" for name in sorted(names)]


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _text(value: Any) -> str:
    return str(value.get_untrusted_value()).strip() if value else ""


def _title(text: str, name: str) -> str:
    first = re.split(r"(?<=\.)\s", " ".join(text.split()))[0]
    return f"``{name}``." if not first or len(first) > 90 or '"' in first or "\\" in first else first
