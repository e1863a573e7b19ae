"""What the template of an operation shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonIdentifier

from .errors import CodegenError
from .names import TYPES, argument_name, imports
from .pytypes import Models, Readers, Types, Use, solid_parts
from .spec import Json, Operation, Spec
from .text import docstring, literal, plain, section

IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})


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


class EndpointWriter:
    """Puts the pieces of an operation's module together.

    Args:
        spec: The document.
        operation: The operation as it stands there.
        endpoint: The operation as the generator parsed it.
        models: Every object schema by its class name.
    """

    def __init__(self, spec: Spec, operation: Operation, endpoint: Endpoint, models: Models) -> None:
        self._spec = spec
        self._operation = operation
        self._endpoint = endpoint
        self._types = Types(spec, models, "...models")
        self._readers = Readers(spec, models)
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
            runtime_imports=[*models, *imports(self._names, "...types")],
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
        if all(isinstance(part, DateTimeProperty) for part in solid_parts(prop)):
            self._types.imports.add("from datetime import datetime")
            return "datetime | str"
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
            section("Args", [(name, text) for name, text in self._described if text], 4),
            section("Returns", [("", returns)], 4),
            section("Raises", [("ValueError", "An id is blank, ``.``, ``..`` or neither a string nor a UUID.")], 4)
            if self._endpoint.path_parameters
            else "",
        ]
        summary, text = plain(self._endpoint.summary), plain(self._endpoint.description)
        return docstring([summary or operation, text, operation if summary else "", *sections], 4)


def _none() -> NoneProperty:
    name = UntrustedString("nothing")
    return NoneProperty(
        name=name, required=True, default=None, python_name=PythonIdentifier(name, ""), description=None, example=None
    )


def _distinct(props: Iterable[Any], types: Types) -> list[Any]:
    flat = [part for prop in props for part in (solid_parts(prop) or [prop])]
    nullable = any(isinstance(part, NoneProperty) for prop in props for part in getattr(prop, "inner_properties", ()))
    kept = {types.of(part, Use.ANSWER): part for part in flat}
    return [*kept.values(), *([_none()] if nullable and "None" not in kept else [])]
