"""The base of the resources: a session and the client's organisation."""

from __future__ import annotations

from .session import AsyncSession


class AsyncResource:
    """One kind of thing that the API manages."""

    __slots__ = ("_session",)

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def _org_id(self) -> str | None:
        return self._session.settings.org_id
