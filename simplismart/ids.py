"""What passes for an id."""

from __future__ import annotations


def is_id(value: object) -> bool:
    """Tell whether a value is a string or a UUID."""
    return isinstance(value, str) or is_uuid(value)


def is_uuid(value: object) -> bool:
    """Tell whether a value is a UUID, without importing uuid."""
    return (type(value).__module__, type(value).__name__) == ("uuid", "UUID")
