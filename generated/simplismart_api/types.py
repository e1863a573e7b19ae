# Generated from openapi.yaml by `make generate`; do not edit.

"""What the operations and the results have in common: requests, models and how JSON is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    NamedTuple,
    Never,
    Self,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    overload,
)
from urllib.parse import quote

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

Id: TypeAlias = Union[str, "UUID"]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Unset:
    """The type of UNSET, which stands for a value that was not given."""

    __slots__ = ()
    _only: ClassVar[Unset | None] = None

    def __new__(cls) -> Unset:
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET = Unset()
AT_A_TIME = 64
HIDDEN = "<redacted — do not log or expose>"


class Request(NamedTuple, Generic[T_co]):
    """A request of the API and how its answer is read.

    operation: The operation's id in openapi.yaml.
    method: The HTTP method, in upper case.
    path: The path, percent-encoded.
    query: The query parameters, not encoded.
    json: The body; None if there is none.
    decode: Turns the JSON of a success into its type; TypeError if it is not what the operation answers.
    idempotent: Whether sending it twice does no more than sending it once.
    hidden: The keys of the body whose values are secret.
    """

    operation: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    json: Any
    decode: Callable[[Any], T_co]
    idempotent: bool
    hidden: tuple[str, ...] = ()


class Field(Generic[T_co]):
    """A read-only attribute of a model, as type checkers see it."""

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: type[Any]) -> Self: ...
        @overload
        def __get__(self, instance: Model, owner: type[Any]) -> T_co: ...
        def __get__(self, instance: Model | None, owner: type[Any]) -> Self | T_co: ...
        def __set__(self, instance: Model, value: Never) -> None: ...


class Model(dict[str, Any]):
    """A JSON object whose known fields are attributes, too.

    An optional field that is absent is None; a required one raises AttributeError. Fields that openapi.yaml does not
    know are kept, as keys and as attributes.
    """

    __slots__ = ()

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Return the model of a JSON object, with the objects inside it as models, too."""
        return cls.adopt(_copied(value))

    @classmethod
    def adopt(cls, value: dict[str, Any]) -> Self:
        """Return the model of a JSON object that is given away: what is in it becomes part of the model."""
        return cls(value)

    def copy(self) -> Self:
        """Return a shallow copy of the same class."""
        return type(self)(self)

    def __dir__(self) -> list[str]:
        fields = [key for key in self if isinstance(key, str) and key.isidentifier()]
        return sorted({*super().__dir__(), *fields})

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in self and not name.startswith("_") and not hasattr(type(self), name):
                return self[name]
            raise AttributeError(f"{type(self).__name__} has no {name!r}", name=name, obj=self)


class SecretModel(Model):
    """A model that does not show all its values."""

    __slots__ = ()
    _hidden: ClassVar[frozenset[str]] = frozenset()

    def __repr__(self) -> str:
        shown = {key: HIDDEN if key in self._hidden else value for key, value in self.items()}
        return repr(shown)


def required(name: str, convert: Callable[[Any], Any] | None = None) -> Any:
    """Return the attribute of a field that is always there."""

    def get(model: Model) -> Any:
        try:
            return model[name]
        except KeyError:
            raise AttributeError(name) from None

    def get_converted(model: Model) -> Any:
        return cast("Callable[[Any], Any]", convert)(get(model))

    return property(get_converted if convert else get)


def optional(name: str, convert: Callable[[Any], Any] | None = None) -> Any:
    """Return the attribute of a field that may be absent."""

    def get(model: Model) -> Any:
        return model.get(name)

    def get_converted(model: Model) -> Any:
        return cast("Callable[[Any], Any]", convert)(model.get(name))

    return property(get_converted if convert else get)


def moment(value: Any) -> datetime | None:
    """Return a date and time, or None if it is none that can be read."""
    try:
        return _datetime().fromisoformat(value)
    except (TypeError, ValueError):
        return None


@cache
def _datetime() -> type[datetime]:
    from datetime import datetime

    return datetime


def decimal(value: Any) -> Decimal | None:
    """Return a decimal number, or None if it is none."""
    from decimal import Decimal, InvalidOperation

    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def exact(value: Any) -> Decimal:
    """Return a decimal number; AttributeError if it is none."""
    number = decimal(value)
    if number is None:
        raise AttributeError("not a decimal number")
    return number


def nest(model: Model, key: str, wrap: Callable[[dict[str, Any]], Any]) -> None:
    """Make a model of an object inside a model; leave anything else alone."""
    value = model.get(key)
    if isinstance(value, dict):
        model[key] = wrap(value)


def nest_list(model: Model, key: str, wrap: Callable[[dict[str, Any]], Any]) -> None:
    """Make models of the objects in a list inside a model; leave anything else alone."""
    value = model.get(key)
    if isinstance(value, list):
        _each(value, wrap)


def _each(values: list[Any], wrap: Callable[[dict[str, Any]], Any]) -> list[Any]:
    """Make models of the objects in a list, in their place: what they were made of is let go on the way."""
    for start in range(0, len(values), AT_A_TIME):
        some = values[start : start + AT_A_TIME]
        values[start : start + AT_A_TIME] = [
            wrap(value) if isinstance(value, dict) else value for value in some
        ]
    return values


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def either(
    *choices: tuple[tuple[str, ...], Callable[[dict[str, Any]], Any]],
) -> Callable[[dict[str, Any]], Any]:
    """Return what makes the first kind of object that has all its required keys, else the last."""

    def wrap(value: dict[str, Any]) -> Any:
        fitting = (make for keys, make in choices if all(key in value for key in keys))
        return next(fitting, choices[-1][1])(value)

    return wrap


def as_any(value: Any) -> Any:
    """Return any JSON as it is."""
    return value


def as_none(value: Any) -> None:
    """Return None: the answer has no body, or none that is known."""


def as_object(wrap: Callable[[dict[str, Any]], T]) -> Callable[[Any], T]:
    """Return what reads an object."""

    def decode(value: Any) -> T:
        if isinstance(value, dict):
            return wrap(value)
        raise _unexpected("an object", value)

    return decode


def as_list(wrap: Callable[[dict[str, Any]], Any] | None = None) -> Callable[[Any], list[Any]]:
    """Return what reads an array, and the objects in it."""

    def decode(value: Any) -> list[Any]:
        if isinstance(value, list):
            return _each(value, wrap) if wrap else value
        raise _unexpected("an array", value)

    return decode


def as_scalar(*kinds: type[Any]) -> Callable[[Any], Any]:
    """Return what reads a value that is neither an object nor an array."""

    def decode(value: Any) -> Any:
        if isinstance(value, kinds):
            return value
        raise _unexpected(" or ".join(kind.__name__ for kind in kinds), value)

    return decode


def as_union(*decoders: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what reads an answer of several kinds: the first that takes the JSON does."""

    def decode(value: Any) -> Any:
        expected: list[str] = []
        for decoder in decoders:
            try:
                return decoder(value)
            except UnexpectedJson as error:
                expected.append(error.expected)
        raise _unexpected(" or ".join(expected), value)

    return decode


def or_none(decoder: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """Return what also reads an answer without a body."""

    def decode(value: Any) -> T | None:
        return None if value is None else decoder(value)

    return decode


class UnexpectedJson(TypeError):
    """The JSON is not of the kind that the operation answers."""

    def __init__(self, expected: str, given: str) -> None:
        super().__init__(expected, given)
        self.expected = expected
        self.given = given

    def __str__(self) -> str:
        return f"expected {self.expected}, got {self.given}"


_KINDS = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "a boolean",
    type(None): "null",
}


def _unexpected(expected: str, value: Any) -> UnexpectedJson:
    return UnexpectedJson(expected, _KINDS.get(type(value), "a number"))


def segment(value: Id, name: str) -> str:
    """Return a path segment, percent-encoded.

    Raises:
        ValueError: It is not a string or a UUID, or is blank, ``.`` or ``..``.
    """
    text = value if isinstance(value, str) else _uuid_text(value)
    if not text.strip() or text in {".", ".."}:
        raise ValueError(f"{name} must be a string that is not blank, '.' or '..', or a uuid.UUID")
    return quote(text, safe="")


def _uuid_text(value: object) -> str:
    from uuid import UUID

    return str(value) if isinstance(value, UUID) else ""


def pairs(*parameters: tuple[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return query parameters as strings; those that are None or UNSET are left out, lists are repeated."""
    found: list[tuple[str, str]] = []
    for name, value in parameters:
        if isinstance(value, (list, tuple)):
            found += pairs(*((name, item) for item in value))
        elif value is not None and value is not UNSET:
            found.append((name, _text(value)))
    return tuple(found)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def given(body: T | Unset) -> T | None:
    """Return a body that may be left out; None if it was."""
    return None if isinstance(body, Unset) else body


__all__ = [
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
