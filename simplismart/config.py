"""The client's settings: arguments over environment over defaults, checked once, here."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ._version import __version__
from .exceptions import ConfigurationError

DEFAULT_BASE_URL = "https://api.app.simplismart.ai"
DEFAULT_TIMEOUT = 300.0
DEFAULT_MAX_RETRIES = 2
DEFAULT_MAX_RESPONSE_BYTES = 64 * 1024 * 1024

ASYNC_TRANSPORTS = ("aiohttp", "httpx")

USER_AGENT = f"simplismart-python/{__version__}"
CLIENT_HEADERS = (
    ("Accept", "application/json"),
    ("Accept-Encoding", "gzip, deflate"),
    ("User-Agent", USER_AGENT),
    ("X-Simplismart-Client", "simplismart-python-sdk"),
    ("X-Simplismart-Client-Version", __version__),
)
_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]+")


class Settings(NamedTuple):
    """What a client was told, checked. It holds no token."""

    base_url: str
    timeout: float
    max_retries: int
    org_id: str | None
    trace_id: str | None
    source: str
    max_response_bytes: int


class Token:
    """A bearer token that no ``repr``, ``str``, ``vars`` or pickle shows."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the token itself."""
        return self._value

    def __repr__(self) -> str:
        return "Token('***')"

    def __reduce__(self) -> Any:
        raise TypeError("a token is not pickled")


def token(value: str | None, environ: Mapping[str, str] = os.environ) -> Token:
    """Return the token from the argument ``pg_token``, else from ``SIMPLISMART_PG_TOKEN``."""
    if value is not None:
        return Token(checked_token(value, "pg_token"))
    if not (found := environ.get("SIMPLISMART_PG_TOKEN")):
        raise ConfigurationError("A token is needed: give pg_token= or set SIMPLISMART_PG_TOKEN")
    return Token(checked_token(found, "SIMPLISMART_PG_TOKEN"))


def checked_token(value: object, name: str) -> str:
    """Return a token that can stand in a header, or raise without showing it."""
    if not isinstance(value, str):
        raise ConfigurationError(f"{name} must be a string, got {type(value).__name__}")
    if not value:
        raise ConfigurationError(f"{name} is empty")
    if not _VISIBLE_ASCII.fullmatch(value):
        raise ConfigurationError(f"{name} must be visible ASCII characters: no spaces, line breaks or others")
    return value


def settings(
    *,
    base_url: str | None = None,
    timeout: float | None = None,
    max_retries: int | None = None,
    org_id: object = None,
    source: str = "sdk",
    max_response_bytes: int | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """Return the settings from arguments, environment and defaults; an empty variable counts as not set."""
    return Settings(
        base_url=_base_url(base_url, environ),
        timeout=_timeout(timeout, environ),
        max_retries=DEFAULT_MAX_RETRIES if max_retries is None else checked_retries(max_retries),
        org_id=_org_id(org_id, environ),
        trace_id=_from_environment(environ, "SIMPLISMART_TRACE_ID", checked_trace_id),
        source=_source(source),
        max_response_bytes=_max_response_bytes(max_response_bytes),
    )


def _from_environment(environ: Mapping[str, str], name: str, check: Any) -> Any:
    found = environ.get(name)
    return check(found, name) if found else None


def async_transport(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return what ``SIMPLISMART_ASYNC_TRANSPORT`` names, None if nothing: aiohttp then, if its extra is installed."""
    found: str | None = _from_environment(environ, "SIMPLISMART_ASYNC_TRANSPORT", _async_transport)
    return found


def _async_transport(value: str, name: str) -> str:
    if value not in ASYNC_TRANSPORTS:
        raise ConfigurationError(f"{name} must be 'aiohttp' or 'httpx', got {value[:40]!r}")
    return value


def _base_url(value: str | None, environ: Mapping[str, str]) -> str:
    if value is not None:
        return checked_base_url(value, "base_url")
    found: str | None = _from_environment(environ, "SIMPLISMART_BASE_URL", checked_base_url)
    return found or DEFAULT_BASE_URL


def checked_base_url(value: object, name: str) -> str:
    """Return a base URL without a slash at its end."""
    if not isinstance(value, str):
        raise ConfigurationError(f"{name} must be a string, got {type(value).__name__}")
    try:
        parts = urlsplit(value)
        port_ok = parts.port is None or parts.port > 0
    except ValueError:
        raise ConfigurationError(f"{name} is not a URL: its host or port is malformed") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_ok:
        raise ConfigurationError(f"{name} must be a URL such as {DEFAULT_BASE_URL}")
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(f"{name} must not hold a user name or password")
    if "?" in value or "#" in value or not _VISIBLE_ASCII.fullmatch(value):
        raise ConfigurationError(f"{name} must not hold a query, a fragment, spaces or non-ASCII characters")
    return value.rstrip("/")


def _timeout(value: float | None, environ: Mapping[str, str]) -> float:
    if value is not None:
        return checked_timeout(value, "timeout")
    found: float | None = _from_environment(environ, "SIMPLISMART_TIMEOUT", _timeout_text)
    return DEFAULT_TIMEOUT if found is None else found


def _timeout_text(value: str, name: str) -> float:
    try:
        return checked_timeout(float(value), name)
    except ValueError:
        raise ConfigurationError(f"{name} must be a number of seconds above 0, got {value[:40]!r}") from None


def checked_timeout(value: object, name: str = "timeout") -> float:
    """Return a number of seconds above 0."""
    seconds = finite(value)
    if seconds is None or seconds <= 0:
        raise ConfigurationError(f"{name} must be a number of seconds above 0, got {value!r:.40}")
    return seconds


def finite(value: object) -> float | None:
    """Return a number as a float; None if it is none, is NaN, or is too large for one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def checked_retries(value: object, name: str = "max_retries") -> int:
    """Return a whole number from 0."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ConfigurationError(f"{name} must be a whole number from 0, got {value!r:.40}")
    return value


def checked_trace_id(value: object, name: str = "trace_id") -> str:
    """Return a trace id that can stand in a header."""
    if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value) or value != value.strip():
        raise ConfigurationError(f"{name} must be a non-empty ASCII string without line breaks or outer spaces")
    return value


def _org_id(value: object, environ: Mapping[str, str]) -> str | None:
    if value is None:
        return environ.get("ORG_ID", "").strip() or None
    text = str(value).strip() if isinstance(value, str) or type(value).__name__ == "UUID" else ""
    if not text:
        raise ConfigurationError("org_id must be a non-empty string or a uuid.UUID")
    return text


def _source(value: str) -> str:
    if value not in ("sdk", "cli"):
        raise ConfigurationError(f"source must be 'sdk' or 'cli', got {value!r:.40}")
    return value


def _max_response_bytes(value: int | None) -> int:
    if value is None:
        return DEFAULT_MAX_RESPONSE_BYTES
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ConfigurationError(f"max_response_bytes must be a whole number from 1, got {value!r:.40}")
    return value


def changed(
    current: Settings, *, timeout: float | None, max_retries: int | None, org_id: object, trace_id: str | None
) -> Settings:
    """Return settings with some of them replaced; None keeps one."""
    return current._replace(
        timeout=current.timeout if timeout is None else checked_timeout(timeout),
        max_retries=current.max_retries if max_retries is None else checked_retries(max_retries),
        org_id=current.org_id if org_id is None else _org_id(org_id, {}),
        trace_id=current.trace_id if trace_id is None else checked_trace_id(trace_id),
    )
