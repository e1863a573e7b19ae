"""Where a token comes from, and when it must be asked for again."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias

from .config import Token, checked_token, finite, token
from .exceptions import ConfigurationError

RENEW_BEFORE = 60.0


class TokenProvider(Protocol):
    """An object that gives the token whenever it is asked."""

    def token(self) -> str | Awaitable[str]:
        """Return a valid token; the asynchronous client also takes a coroutine."""
        ...


TokenSource: TypeAlias = str | Callable[[], "str | Awaitable[str]"] | TokenProvider | None


def token_source(source: TokenSource) -> tuple[Token | None, Callable[[], Any], bool]:
    """Return the token if it is known, the function that gives one, and whether that may give another later."""
    if source is None or isinstance(source, str):
        fixed = token(source)
        return fixed, fixed.reveal, False
    method = getattr(source, "token", None)
    if callable(method):
        return None, method, True
    if callable(source):
        return None, source, True
    raise ConfigurationError("pg_token must be a string, a callable, or an object with a token() method")


def given_token(value: object) -> Token:
    """Return what a callable gave as a token, or raise without showing it."""
    return Token(checked_token(value, "the token that pg_token gave"))


def needs_renewal(expires: float | None, now: float) -> bool:
    """Tell whether a token is so near its end that it must be asked for again."""
    return expires is not None and now >= expires - RENEW_BEFORE


def expires_at(value: str) -> float | None:
    """Return the Unix time of a JWT's ``exp``, or None if it says none."""
    parts = value.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    expires = claims.get("exp") if isinstance(claims, dict) else None
    return finite(expires)
