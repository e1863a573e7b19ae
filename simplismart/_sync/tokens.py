# Made from simplismart/_async/tokens.py by `make generate`; do not edit.
"""Holds the token of a client and asks for a new one in time, one request for it at a time."""

from __future__ import annotations

import time

from ..auth import TokenSource, expires_at, given_token, needs_renewal, token_source
from ..config import Token
from ..threads import Lock, resolve


class Tokens:
    """The token of a client: fixed, or asked for again near its end and after a 401.

    ``renews`` tells whether a new one can be asked for.
    """

    __slots__ = ("_expires", "_get", "_lock", "_token", "renews")

    def __init__(self, source: TokenSource) -> None:
        self._token: Token | None
        self._token, self._get, self.renews = token_source(source)
        self._expires: float | None = None
        self._lock = Lock()

    def expire(self, refused: str) -> None:
        """Forget the token that the API refused, unless there is a newer one already."""
        if self._token is not None and self._token.reveal() == refused:
            self._token = None

    def get(self) -> str:
        """Return a token that is good for a while."""
        token = self._token
        if token is None or self._is_old():
            with self._lock:
                token = self._renewed()
        return token.reveal()

    def _is_old(self) -> bool:
        return needs_renewal(self._expires, time.time())

    def _renewed(self) -> Token:
        if self._token is not None and not self._is_old():
            return self._token
        renewed = given_token(resolve(self._get()))
        self._expires = expires_at(renewed.reveal())
        self._token = renewed
        return renewed
