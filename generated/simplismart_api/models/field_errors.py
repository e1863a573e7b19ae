# Generated from openapi.yaml by `make generate`; do not edit.
"""For each field what is wrong with it, as a text or a list of texts."""

from typing import TypeAlias

FieldErrors: TypeAlias = dict[str, str | list[str]]
"""For each field what is wrong with it, as a text or a list of texts."""
