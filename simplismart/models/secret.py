"""Payload of the secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from attrs.converters import optional

from ..exceptions import HIDDEN, Problem
from ._payload import (
    SENSITIVE,
    Payload,
    Rule,
    identifier,
    identify,
    json_object,
    one_of,
    shown_keys,
    strip,
    text,
)

SECRET_TYPES = ("docker_hub", "depot", "nvidia_nim", "huggingface", "gcp", "generic")
REQUIRED_KEYS: Mapping[str, Sequence[str]] = {
    "docker_hub": ("username", "token"),
    "depot": ("username", "token"),
    "nvidia_nim": ("server", "username", "password"),
}


@attrs.define(kw_only=True)
class SecretCreate(Payload):
    """A secret to make: ``POST /accounts/secrets/``.

    Neither ``repr()`` nor an error shows a value of ``data``.

    Args:
        name: The name, 1 to 255 characters.
        secret_type: ``docker_hub``, ``depot``, ``nvidia_nim``, ``huggingface``, ``gcp`` or
            ``generic``.
        data: The credentials: ``username`` and ``token`` for ``docker_hub`` and ``depot``;
            ``server``, ``username`` (``$oauthtoken``) and ``password`` for ``nvidia_nim``; any JSON
            object for the others.
        org: The id of the organisation; the client's own if left out.

    Raises:
        ValidationError: One or more arguments are wrong; it lists every problem.
    """

    secret_type: str = attrs.field(converter=strip, validator=one_of(*SECRET_TYPES))
    name: str = attrs.field(converter=strip, validator=text(1, 255))
    data: dict[str, Any] = attrs.field(validator=json_object, repr=shown_keys, metadata=SENSITIVE)
    org: str | None = attrs.field(default=None, converter=optional(identify), validator=identifier)

    def _rules(self) -> Sequence[Rule]:
        return (self._credentials,)

    def _credentials(self) -> Iterator[Problem]:
        required = REQUIRED_KEYS.get(self.secret_type, ())
        if any(_is_blank(self.data.get(key)) for key in required):
            keys = " and ".join(required)
            allowed = f"must have, for {self.secret_type}, non-blank texts as {keys}"
            yield Problem("data", allowed, HIDDEN)


def _is_blank(value: Any) -> bool:
    return not isinstance(value, str) or not value.strip()
