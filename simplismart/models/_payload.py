"""What every payload shares: it converts and checks its arguments and renders them as JSON."""

from __future__ import annotations

import difflib
import functools
import math
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

import attrs

from ..exceptions import HIDDEN, Problem, ValidationError
from ..ids import is_uuid

if TYPE_CHECKING:
    from uuid import UUID

P = TypeVar("P", bound="Payload")
Find = Callable[[Any], Iterable[Problem]]
Rule = Callable[[], Iterator[Problem]]

MAX_SHOWN = 60
MAX_DEPTH = 64
EXTRA = "model_extra"
SENSITIVE = {"sensitive": True}
UNCHANGEABLE = (str, int, float, type(None))
MAPPING = (dict, Mapping)
"""What counts as an object; most are dicts, and to ask for the abstract class alone takes longer."""

_brief = reprlib.Repr()
_brief.maxstring = _brief.maxother = _brief.maxlong = MAX_SHOWN - 2


class _PayloadType(type):
    """Builds a payload, or refuses its arguments with all that is wrong with them."""

    if TYPE_CHECKING:
        pass  # a checker reads the constructor of each class from its fields
    else:

        def __call__(cls, /, *args: Any, **given: Any) -> Any:
            if args:
                return super().__call__(*args, **given)
            if (made := _made(cls, given)) is not None:
                return made
            payload, problems = draft(cls, given)
            refuse(cls, problems)
            return payload


@attrs.define(kw_only=True)
class Payload(metaclass=_PayloadType):
    """The base of what is sent: each argument is given under its own name or its name in the JSON.

    Setting an attribute checks its value; ``to_payload()`` checks the whole again.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    _passes_unknown: ClassVar[bool] = False

    def __attrs_post_init__(self) -> None:
        if broken := self._broken_rules():
            refuse(type(self), broken)

    def _rules(self) -> Sequence[Rule]:
        """Return the rules that concern more than one field."""
        return ()

    def _broken_rules(self, *, partial: bool = False) -> list[Problem]:
        """Return what contradicts the rules; skip those over a field that a ``partial`` one lacks."""
        found: list[Problem] = []
        for rule in self._rules():
            try:
                found += rule()
            except AttributeError:
                if not partial:
                    raise
        return found

    def _problems(self, *, of_all: bool = True) -> list[Problem]:
        """Return everything that is wrong with the payload as it is now, or what ``_wire`` would not find.

        A field was checked when it was set; only what can change in itself is checked again.
        """
        found: list[Problem] = []
        for field in _changeable(type(self), of_all):
            value = getattr(self, field.name)
            if not isinstance(value, UNCHANGEABLE):
                found += field_problems(self, field, value)
        return found + self._broken_rules(partial=bool(found) or not of_all)

    def to_payload(self) -> dict[str, Any]:
        """Return the JSON body as fresh plain data, without the fields that are None.

        Raises:
            ValidationError: The payload was changed since it was made, and is wrong now.
        """
        if not self._problems(of_all=False):
            with suppress(ValidationError):
                return self._wire()
        raise refusal(type(self), self._problems())

    def _wire(self) -> dict[str, Any]:
        """Return the JSON body without checking it, but for the fields that are ``sent`` by ``as_given``."""
        body = dict(getattr(self, EXTRA, ()))
        for field, name, convert in _wired(type(self)):
            if (value := getattr(self, field)) is not None:
                body[name] = convert(value)
        return body

    def model_dump(self, *, exclude_none: bool = False) -> dict[str, Any]:
        """Return the fields by the names of their attributes, as plain data."""
        values = self._values(lambda field: field.name).items()
        kept = ((name, value) for name, value in values if value is not None or not exclude_none)
        return {name: plain(value, lambda inner: inner.model_dump(exclude_none=exclude_none)) for name, value in kept}

    @classmethod
    def model_validate(cls, obj: Mapping[str, Any] | Self) -> Self:
        """Return a payload made from a dict of its arguments, or ``obj`` if it is one already.

        Raises:
            ValidationError: It is not a dict, or its arguments are wrong.
        """
        problems = problems_in(cls, obj)
        refuse(cls, (problem._replace(field=problem.field or "payload") for problem in problems))
        payload: Self = build(cls, obj)
        return payload

    def _values(self, name: Callable[[attrs.Attribute[Any]], str]) -> dict[str, Any]:
        values = {name(field): getattr(self, field.name) for field in _fields(type(self))}
        extra = values.pop(EXTRA, {})
        return {**extra, **values}


def refuse(kind: type[Payload], problems: Iterable[Problem]) -> None:
    """Raise a ``ValidationError`` if there are problems."""
    if found := list(problems):
        raise refusal(kind, found)


def refusal(kind: type[Payload], problems: Iterable[Problem]) -> ValidationError:
    """Return the error that lists each problem once."""
    return ValidationError(kind.__name__, tuple(dict.fromkeys(problems)))


def draft(kind: type[P], given: Mapping[Any, Any]) -> tuple[P, list[Problem]]:
    """Return a payload with each argument that is right, and the problems of the others."""
    arguments, problems = _sorted_arguments(kind, given)
    payload = kind.__new__(kind)
    for field in _fields(kind):
        problems += _fill(payload, field, arguments)
    problems += payload._broken_rules(partial=bool(problems))
    return payload, problems


def _made(kind: type[P], given: Mapping[str, Any]) -> P | None:
    """Return a payload of arguments that are right and under their own names, without looking further; else None."""
    try:
        payload: P = type.__call__(kind, **given)
    except (TypeError, ValidationError):
        return None
    return payload


def build(kind: type[P], value: Any) -> Any:
    """Return ``value`` as a payload; what cannot be one is left to the validator."""
    if isinstance(value, kind) or not isinstance(value, MAPPING):
        return value
    if (made := _made(kind, value)) is not None:
        return made
    payload, problems = draft(kind, value)
    return value if problems else payload


def build_all(kind: type[P], values: Any) -> Any:
    """Return a list whose dicts are made payloads, as far as they can be."""
    return each(functools.partial(build, kind), values)


def problems_in(kind: type[Payload], value: Any) -> list[Problem]:
    """Return what is wrong with a payload, or with a dict of its arguments."""
    if isinstance(value, kind):
        return value._problems()
    if isinstance(value, MAPPING):
        return [] if _made(kind, value) is not None else draft(kind, value)[1]
    return [Problem("", f"must be a {kind.__name__} or a dict of its fields", shown(value))]


def plain(value: Any, nested: Callable[[Any], Any] | None = None) -> Any:
    """Return ``value`` as fresh JSON data."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Payload):
        return nested(value) if nested else value._wire()
    if isinstance(value, MAPPING):
        return {key: plain(item, nested) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item, nested) for item in value]
    return str(value) if is_uuid(value) else value


def as_given(kind: type[Payload], value: Any) -> Any:
    """Return the JSON data of a payload, or a dict as it is but for names and outer white space.

    Raises:
        ValidationError: Something is wrong with it.
    """
    payload = build(kind, value)
    if payload is value:
        refuse(kind, problems_in(kind, value))
        return payload._wire()
    clean = payload._wire()
    if clean == value:
        return plain(value)
    names = _names(kind)
    renamed = {wire_name(names[key]) if key in names else key: item for key, item in value.items()}
    return _overlaid(renamed, clean)


def _overlaid(given: Any, clean: Any) -> Any:
    if isinstance(given, str):
        return clean
    if isinstance(given, MAPPING):
        return {key: _overlaid(item, clean.get(key, item)) for key, item in given.items()}
    if isinstance(given, (list, tuple)):
        return [_overlaid(*pair) for pair in zip(given, clean, strict=True)]
    return plain(given)


def wire_name(field: attrs.Attribute[Any]) -> str:
    """Return the name of a field in the JSON."""
    name: str = field.metadata.get("json", argument(field))
    return name


def argument(field: attrs.Attribute[Any]) -> str:
    """Return the name of a field as an argument of its class."""
    return field.alias or field.name


def named(json: str) -> dict[str, str]:
    """Return the metadata of a field that has another name in the JSON."""
    return {"json": json}


def sent(convert: Callable[[Any], Any], *, refuses: bool = False) -> dict[str, Any]:
    """Return the metadata of a field of which something else than ``plain`` makes JSON data, or refuses to."""
    return {"convert": convert, "refuses": refuses}


@functools.cache
def _fields(kind: type[Payload]) -> tuple[attrs.Attribute[Any], ...]:
    return tuple(attrs.fields(kind))


@functools.cache
def _changeable(kind: type[Payload], of_all: bool) -> tuple[attrs.Attribute[Any], ...]:
    """Return the fields whose values may change in themselves, or those of them that ``_wire`` does not check."""
    fields = (field for field in _fields(kind) if not getattr(field.validator, "scalar", False))
    return tuple(field for field in fields if of_all or not field.metadata.get("refuses"))


@functools.cache
def _wired(kind: type[Payload]) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    """Return the name of each field, its name in the JSON, and what makes JSON data of its value."""
    fields = (field for field in _fields(kind) if field.name != EXTRA)
    return tuple((field.name, wire_name(field), field.metadata.get("convert", plain)) for field in fields)


@functools.cache
def _names(kind: type[Payload]) -> dict[str, attrs.Attribute[Any]]:
    fields = [field for field in attrs.fields(kind) if field.init]
    return {name: field for field in fields for name in (argument(field), field.name, wire_name(field))}


def _sorted_arguments(kind: type[Payload], given: Mapping[Any, Any]) -> tuple[dict[str, Any], list[Problem]]:
    arguments: dict[str, Any] = {EXTRA: {}}
    problems: list[Problem] = []
    for name, value in given.items():
        field = _names(kind).get(name) if isinstance(name, str) else None
        if field is None and kind._passes_unknown:
            arguments[EXTRA][name] = value
        elif field is None:
            problems.append(_unknown(kind, name))
        elif field.name in arguments:
            problems.append(Problem(argument(field), "must be given once, under one of its names", ""))
        else:
            arguments[field.name] = value
    return arguments, problems


def _unknown(kind: type[Payload], name: Any) -> Problem:
    close = difflib.get_close_matches(str(name), _names(kind), 1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    allowed = ", ".join(argument(field) for field in attrs.fields(kind) if field.init)
    return Problem(str(name)[:MAX_SHOWN], f"is not an argument; {hint}allowed are {allowed}", "")


def _fill(payload: Payload, field: attrs.Attribute[Any], arguments: Mapping[str, Any]) -> list[Problem]:
    value = arguments.get(field.name, field.default)
    if value is attrs.NOTHING:
        return [Problem(argument(field), "is required", "")]
    if callable(field.converter):
        value = field.converter(value)
    problems = field_problems(payload, field, value)
    if not problems:
        object.__setattr__(payload, field.name, value)
    return list(problems)


def field_problems(payload: Payload, field: attrs.Attribute[Any], value: Any) -> Sequence[Problem]:
    """Return what the validator of a field says of a value."""
    try:
        if field.validator:
            field.validator(payload, field, value)
    except ValidationError as error:
        return error.problems
    return ()


def _located(field: attrs.Attribute[Any], problem: Problem) -> Problem:
    if field.metadata.get("sensitive"):
        return Problem(argument(field), problem.allowed, HIDDEN)
    head = "" if field.name == EXTRA else argument(field)
    return problem._replace(field=join(head, problem.field))


def join(head: str, tail: str) -> str:
    """Return the path of ``tail`` within ``head``."""
    return f"{head}.{tail}" if head and tail and not tail.startswith("[") else head + tail


def shown(value: Any) -> str:
    """Return a short repr of any value."""
    try:
        text = _brief.repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def shown_keys(value: Mapping[str, Any] | None) -> str:
    """Return the repr of a dict whose values are nobody's business."""
    return repr(None if value is None else dict.fromkeys(value, HIDDEN))


class Check:
    """A validator that lists what is wrong with a value; None is right where it is the default.

    ``test``, if it is given, tells at once of a value that nothing is wrong with it. ``scalar`` tells that such a value
    cannot change in itself.
    """

    __slots__ = ("find", "scalar", "test")

    def __init__(self, find: Find, test: Callable[[Any], bool] | None = None, *, scalar: bool = False) -> None:
        self.find = find
        self.test = test
        self.scalar = scalar

    def __call__(self, instance: Any, field: attrs.Attribute[Any], value: Any) -> None:
        if (value is None and field.default is None) or (self.test is not None and self.test(value)):
            return
        if problems := [_located(field, problem) for problem in self.find(value)]:
            refuse(type(instance), problems)


def check(allowed: str, test: Callable[[Any], bool]) -> Check:
    """A check of a text, a number or a truth value that one sentence describes."""
    return Check(lambda value: () if test(value) else (Problem("", allowed, shown(value)),), test, scalar=True)


def text(minimum: int = 0, maximum: float = math.inf) -> Check:
    """A string of so many characters."""
    size = f" of {minimum} to {maximum} characters" if maximum < math.inf else " that is not blank" if minimum else ""
    return check(f"must be a text{size}", lambda value: _is_text(value) and minimum <= len(value) <= maximum)


def one_of(*allowed: str) -> Check:
    """One of these strings."""
    return check(
        f"must be one of {', '.join(allowed)}",
        lambda value: isinstance(value, str) and value in allowed,
    )


def integer(minimum: int, maximum: float = math.inf) -> Check:
    """A whole number in a range, its ends included."""
    limits = f"from {minimum} to {maximum}" if maximum < math.inf else f"of at least {minimum}"
    return check(
        f"must be a whole number {limits}",
        lambda value: _is_integer(value) and minimum <= value <= maximum,
    )


def number(*allowed: int) -> Check:
    """A finite number, or one of these."""
    sentence = f"must be one of {', '.join(map(str, allowed))}" if allowed else "must be a finite number"
    return check(sentence, lambda value: _is_number(value) and (not allowed or value in allowed))


def items(each: Check, minimum: int = 0, maximum: float = math.inf, allowed: str = "must be a list") -> Check:
    """A list of so many items, each checked."""

    def find(values: Any) -> Iterator[Problem]:
        if not isinstance(values, (list, tuple)):
            yield Problem("", allowed, shown(values))
            return
        if not minimum <= len(values) <= maximum:
            yield Problem("", _size(minimum, maximum), f"{len(values)} items")
        for index, value in enumerate(values):
            for problem in each.find(value):
                yield problem._replace(field=join(f"[{index}]", problem.field))

    return Check(find)


def _size(minimum: int, maximum: float) -> str:
    return f"must have at least {minimum} item" if maximum == math.inf else f"must have at most {maximum} items"


def nested(kind: type[Payload]) -> Check:
    """A payload of this class, or a dict of its arguments."""
    return Check(lambda value: problems_in(kind, value))


def nullable(other: Check) -> Check:
    """None, or what the other check says."""
    return Check(lambda value: () if value is None else other.find(value))


def object_or(other: Check) -> Check:
    """A JSON object, or what the other check says."""
    return Check(lambda value: (json_object if isinstance(value, MAPPING) else other).find(value))


def object_of(keys: Sequence[str], each: Check) -> Check:
    """An object with no other keys than these, each value checked."""

    def find(value: Any) -> Iterator[Problem]:
        if not isinstance(value, MAPPING):
            yield Problem("", f"must be a dict with the keys {', '.join(keys)}", shown(value))
            return
        for key, item in value.items():
            if key in keys:
                for problem in each.find(item):
                    yield problem._replace(field=join(key, problem.field))
            else:
                yield Problem(str(key)[:MAX_SHOWN], f"is not a key; allowed are {', '.join(keys)}", "")

    return Check(find)


def _object_problems(value: Any) -> Iterator[Problem]:
    if isinstance(value, MAPPING):
        yield from _json_problems(value, "", 0)
    else:
        yield Problem("", "must be a JSON object (a dict)", shown(value))


def _json_problems(value: Any, path: str, depth: int) -> Iterator[Problem]:
    if depth > MAX_DEPTH:
        yield Problem(path, f"must not be nested deeper than {MAX_DEPTH} levels", "")
    elif isinstance(value, MAPPING):
        for key, item in value.items():
            if _is_text(key):
                yield from _json_problems(item, join(path, key), depth + 1)
            else:
                yield Problem(path, "must have texts as keys", shown(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _json_problems(item, f"{path}[{index}]", depth + 1)
    elif not _is_scalar(value):
        yield Problem(path, "must be JSON (text, finite number, true, false, null, list, dict)", shown(value))


def _is_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return _is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, bool) or _is_text(value) or _is_number(value)


boolean = check("must be True or False", lambda value: isinstance(value, bool))
identifier = check(
    "must be an id: a text that is not blank, or a uuid.UUID",
    lambda value: _is_text(value) and value != "",
)
json_value = Check(lambda value: _json_problems(value, "", 0))
json_object = Check(_object_problems, lambda value: value == {} and isinstance(value, dict))


def strip(value: str) -> str:
    """Convert a text to one without outer white space."""
    return value.strip() if isinstance(value, str) else value


def lower(value: str) -> str:
    """Convert a text to lower case, without outer white space."""
    return value.strip().lower() if isinstance(value, str) else value


def upper(value: str) -> str:
    """Convert a text to upper case, without outer white space."""
    return value.strip().upper() if isinstance(value, str) else value


def identify(value: str | UUID) -> str:
    """Convert an id to a text."""
    return strip(value) if isinstance(value, str) else str(value) if is_uuid(value) else value  # type: ignore[return-value]


def whole(value: int) -> int:
    """Convert a float without a fraction to an int."""
    given: float = value
    return int(given) if isinstance(given, float) and given.is_integer() else value


def strip_or_none(value: str | None) -> str | None:
    """Convert a text to one without outer white space, and a blank one to None."""
    return None if value is None or strip(value) == "" else strip(value)


def upper_or_none(value: str | None) -> str | None:
    """Convert a text to upper case, and a blank one to None."""
    return None if value is None or strip(value) == "" else upper(value)


def identify_or_none(value: str | UUID | None) -> str | None:
    """Convert an id to a text, and a blank one to None."""
    return None if value is None or identify(value) == "" else identify(value)


def strip_all(values: Sequence[str]) -> list[str]:
    """Convert a list of texts to texts without outer white space."""
    texts: list[str] = each(strip, values)
    return texts


def identify_all(values: Sequence[str | UUID]) -> list[str]:
    """Convert a list of ids to texts."""
    texts: list[str] = each(identify, values)
    return texts


def each(convert: Callable[[Any], Any], values: Any) -> Any:
    """Return a list with each item converted; what is not a list is left to the validator."""
    return [convert(value) for value in values] if isinstance(values, (list, tuple)) else values
