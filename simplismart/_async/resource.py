"""The base of the resources: a session and the client's organisation."""

from __future__ import annotations

from ..arguments import Id, optional_identifier, organisation
from .session import AsyncSession


class AsyncResource:
    """One kind of thing that the API manages."""

    __slots__ = ("_session",)

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def _org_id(self) -> str | None:
        return self._session.settings.org_id

    def _org(self, given: Id | None) -> str | None:
        """Return the organisation of a call that can do without one."""
        return optional_identifier(given, "org_id") or self._org_id

    def _needed_org(self, given: Id | None) -> str:
        """Return the organisation of a call that needs one."""
        return organisation(given, self._org_id)
