# Made from simplismart/_async/resource.py by `make generate`; do not edit.
"""The base of the resources: a session and the client's organisation."""

from __future__ import annotations

from .session import Session


class Resource:
    """One kind of thing that the API manages."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def _org_id(self) -> str | None:
        return self._session.settings.org_id
