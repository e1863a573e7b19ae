"""Secrets: credentials of registries and model hubs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from simplismart_api.api import secrets as api

from ..answers import results
from ..arguments import Id, identifier, organisation, text
from ..arguments import payload as as_payload
from ..options import CallOptions
from .lookup import OnUnknown, create_or_look_up
from .paging import UNPAGED, AsyncPager, first_named
from .resource import AsyncResource

if TYPE_CHECKING:
    from simplismart_api.models import CreatedSecret, SecretEnvelope, SecretList, SecretSummary

    from ..models import SecretCreate


class AsyncSecrets(AsyncResource):
    """The secrets of the organisation.

    Reads are sent again after a transient failure; a create never is once it may have reached the API. Credentials
    appear in no ``repr``, log or error; they are reachable by key: ``secret["data"]["data"]``.
    """

    __slots__ = ()

    async def create(
        self,
        payload: SecretCreate | Mapping[str, Any],
        *,
        on_unknown: OnUnknown = "raise",
        **options: Unpack[CallOptions],
    ) -> CreatedSecret:
        """Create a secret.

        Operation: ``POST /accounts/secrets/``

        Args:
            payload: Name, type and credentials; a dict is taken too. Its ``org`` may be left out if the client knows
                the organisation.
            on_unknown: What to do when the create may have reached the API but no success came back: ``"raise"``, or
                ``"lookup"`` to look the secret up by its name, which is unique, and return it if it was made.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The new secret.

        Raises:
            ValidationError: ``payload`` is wrong; nothing was sent.
            SimplismartError: The call failed; ``may_have_succeeded`` tells whether it may have been made all the same.
        """
        from ..models import SecretCreate

        body: Any = as_payload(SecretCreate, payload).to_payload()
        org = body["org"] = organisation(body.get("org"), self._org_id, "org")
        request = api.create_secret.build(body=body)
        return await create_or_look_up(
            lambda: self._session.send(request, **options),
            lambda: self._of_name(body["name"], org, options),
            on_unknown,
        )

    async def _of_name(self, name: str, org_id: str, options: CallOptions) -> CreatedSecret | None:
        from simplismart_api.models import CreatedSecret

        found = await self.find(name, org_id=org_id, **options)
        return None if found is None else CreatedSecret(found)

    async def list(self, org_id: Id | None = None, **options: Unpack[CallOptions]) -> SecretList:
        """List the secrets, without their credentials.

        Operation: ``GET /accounts/secrets/``

        Args:
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            An object whose ``data`` is the list of secrets.

        Raises:
            ValidationError: No organisation is known; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        request = api.list_secrets.build(org_id=self._needed_org(org_id))
        return await self._session.send(request, **options)

    def iterate(self, *, org_id: Id | None = None, **options: Unpack[CallOptions]) -> AsyncIterator[SecretSummary]:
        """Go through all secrets, without their credentials; the API answers them in one list, read at the first.

        Operation: ``GET /accounts/secrets/``

        Args:
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            An iterator of the secrets, each once.

        Raises:
            ValidationError: No organisation is known; nothing was sent.
            SimplismartError: The call failed, while iterating; see ``simplismart.exceptions``.
        """
        org = self._needed_org(org_id)

        async def read(_: int) -> Sequence[SecretSummary]:
            return results({"results": (await self.list(org, **options)).get("data")})

        return AsyncPager(read, UNPAGED)

    async def find(
        self, name: str, *, org_id: Id | None = None, **options: Unpack[CallOptions]
    ) -> SecretSummary | None:
        """Find the secret of a name.

        Operation: ``GET /accounts/secrets/``

        Args:
            name: The whole name, in its own letter case.
            org_id: The organisation, if not the client's.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The secret without its credentials; None if there is none of this name.

        Raises:
            ValidationError: ``name`` is blank or no organisation is known; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return await first_named(self.iterate(org_id=org_id, **options), text(name, "name"))

    async def get(self, secret_id: Id, **options: Unpack[CallOptions]) -> SecretEnvelope:
        """Get a secret with its credentials.

        Operation: ``GET /accounts/secrets/{secret_id}/``

        Args:
            secret_id: The id of the secret.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            An object whose ``data`` is the secret, whose own ``data`` holds the credentials. Its ``repr`` hides them.

        Raises:
            ValidationError: The id is wrong; nothing was sent.
            NotFoundError: There is none of this id.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return await self._session.send(api.get_secret.build(identifier(secret_id, "secret_id")), **options)

    async def list_configs(self, **options: Unpack[CallOptions]) -> Any:
        """Get what kinds of secrets there are and what each needs.

        Operation: ``GET /accounts/secret/config/``

        Args:
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The JSON of the answer, whose shape is not documented.

        Raises:
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return await self._session.send(api.list_secret_configs.build(), **options)
