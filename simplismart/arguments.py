"""The checks of arguments that are not payloads: ids, choices, numbers, the organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, Union

from .exceptions import Problem, ValidationError
from .ids import is_id

if TYPE_CHECKING:
    from uuid import UUID

    from .models import Payload

P = TypeVar("P", bound="Payload")

Id: TypeAlias = Union[str, "UUID"]


def refuse(name: str, allowed: str, given: str) -> ValidationError:
    """Return the error of one argument."""
    return ValidationError(name, [Problem(name, allowed, given)])


def identifier(value: Id, name: str) -> str:
    """Return an id as a string.

    Args:
        value: The id, a string or a ``uuid.UUID``.
        name: The argument's name, for the error.

    Raises:
        ValidationError: It is empty, blank, ``.`` or ``..``, or of another type.
    """
    text = str(value).strip() if is_id(value) else None
    if text is None:
        raise refuse(name, "must be a string or a uuid.UUID", type(value).__name__)
    if not text or text in {".", ".."}:
        raise refuse(name, "must be an id, not empty and not a path step", repr(value)[:60])
    return text


def optional_identifier(value: Id | None, name: str) -> str | None:
    """Return an id as a string, or None if it is None."""
    return None if value is None else identifier(value, name)


def identifiers(values: Iterable[Id], name: str) -> list[str]:
    """Return many ids as strings; a single one is refused, since its characters are no ids."""
    if is_id(values) or not isinstance(values, Iterable):
        raise refuse(name, "must be a list of ids", type(values).__name__)
    return [identifier(value, name) for value in values]


def organisation(given: Id | None, default: str | None, name: str = "org_id") -> str:
    """Return the organisation of a call that needs one."""
    if given is not None:
        return identifier(given, name)
    if default is None:
        raise refuse(name, f"is needed: give {name}=, or org_id= to the client, or set ORG_ID", "")
    return default


def payload(kind: type[P], value: P | Mapping[str, Any]) -> P:
    """Return a payload; a mapping becomes one, and is checked like one."""
    if isinstance(value, kind):
        return value
    if isinstance(value, Mapping):
        return kind.model_validate(value)
    raise refuse("payload", f"must be a {kind.__name__} or a dict", type(value).__name__)


def json_object(value: Mapping[str, Any], name: str = "payload") -> dict[str, Any]:
    """Return a non-empty mapping as a dict."""
    if not isinstance(value, Mapping) or not value:
        raise refuse(name, "must be a dict with at least one key", repr(value)[:60])
    return dict(value)


def text(value: str, name: str) -> str:
    """Return a text without outer white space."""
    if not isinstance(value, str) or not value.strip():
        raise refuse(name, "must be a text that is not blank", repr(value)[:60])
    return value.strip()


def choice(value: str, allowed: Sequence[str], name: str) -> str:
    """Return one of the allowed strings."""
    if value not in allowed:
        raise refuse(name, f"must be one of {', '.join(allowed)}", repr(value)[:60])
    return value


def whole_number(value: int, name: str) -> int:
    """Return a whole number from 0."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise refuse(name, "must be a whole number from 0", repr(value)[:60])
    return value


def seconds(value: float, name: str, *, positive: bool = False) -> float:
    """Return a number of seconds from 0, or above 0 if it must be ``positive``; infinity is allowed."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not (value > 0 if positive else value >= 0):
        raise refuse(name, f"must be a number of seconds {'above' if positive else 'from'} 0", repr(value)[:60])
    return value
