"""The client: settings, connections and the resources."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from .. import config
from ..auth import TokenSource
from ..observe import Observer, RequestEvent, ResponseEvent, log_from_environment
from ..tasks import AsyncPool
from .convenience import AsyncConvenience
from .deployments import AsyncDeployments
from .model_repos import AsyncModelRepos
from .network_volumes import AsyncNetworkVolumes
from .secrets import AsyncSecrets
from .session import AsyncSession, Shared
from .tokens import AsyncTokens
from .usage import AsyncUsage

if TYPE_CHECKING:
    import httpx
    from simplismart_api.types import Request

    from ..arguments import Id
    from ..policy import RateLimit
    from ..wire import RawResponse

T = TypeVar("T")


class AsyncSimplismart(AsyncConvenience):
    """A client of the Simplismart management API.

    Args:
        pg_token: The playground token: a string, or a callable or an object with a ``token()`` method that gives it and
            is asked again near the token's end and once after a 401. Default: ``SIMPLISMART_PG_TOKEN``.
        base_url: The address of the API. Default: ``SIMPLISMART_BASE_URL``, else ``https://api.app.simplismart.ai``.
        timeout: Seconds that a whole call may take: attempts, waits and the body. Default: ``SIMPLISMART_TIMEOUT``,
            else 300.
        org_id: The organisation, put wherever a call wants it. Default: ``ORG_ID``.
        max_retries: How often a failed request may be sent again, where that is safe. Default: 2.
        max_response_bytes: How large the body of an answer may be, decompressed. Default: 64 MiB.
        source: What the requests say they come from: ``"sdk"`` or ``"cli"``.
        on_request: Called with a ``RequestEvent`` before each attempt.
        on_response: Called with a ``ResponseEvent`` after each attempt.
        transport: An httpx transport to send through instead of the network, such as ``Emulator().transport``.

    Raises:
        ConfigurationError: An argument or variable is missing or wrong; the message names it and never shows the token.
    """

    def __init__(
        self,
        pg_token: TokenSource = None,
        *,
        base_url: str | None = None,
        timeout: float | None = None,
        org_id: Id | None = None,
        max_retries: int | None = None,
        max_response_bytes: int | None = None,
        source: str = "sdk",
        on_request: Callable[[RequestEvent], object] | None = None,
        on_response: Callable[[ResponseEvent], object] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        settings = config.settings(
            base_url=base_url,
            timeout=timeout,
            org_id=org_id,
            max_retries=max_retries,
            max_response_bytes=max_response_bytes,
            source=source,
        )
        tokens = AsyncTokens(pg_token)
        log_from_environment()
        pool = AsyncPool(settings.base_url, transport)
        self._use(AsyncSession(settings, Shared(pool, tokens, Observer(on_request, on_response))))

    def _use(self, session: AsyncSession) -> None:
        self._session = session
        self.model_repos = AsyncModelRepos(session)
        self.deployments = AsyncDeployments(session)
        self.secrets = AsyncSecrets(session)
        self.network_volumes = AsyncNetworkVolumes(session)
        self.usage = AsyncUsage(session)

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        org_id: Id | None = None,
        trace_id: str | None = None,
    ) -> Self:
        """Return a client with other options that shares connections, token and retry budget with this one.

        Args:
            timeout: Seconds that a whole call may take; None keeps it.
            max_retries: How often a failed request may be sent again; None keeps it.
            org_id: The organisation; None keeps it.
            trace_id: The ``X-Trace-Id`` of every call; None keeps it.

        Raises:
            ConfigurationError: An option is wrong.
        """
        copy = self.__class__.__new__(self.__class__)
        changed = config.changed(
            self._session.settings, timeout=timeout, max_retries=max_retries, org_id=org_id, trace_id=trace_id
        )
        copy._use(self._session.with_settings(changed))
        return copy

    @property
    def rate_limit(self) -> RateLimit | None:
        """What the last answer said of the rate limit: ``limit``, ``remaining``, ``reset``; None if it said nothing."""
        return self._session.rate_limit

    async def send(
        self,
        request: Request[T],
        *,
        trace_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> T:
        """Send any request that ``simplismart_api`` builds.

        Args:
            request: What ``simplismart_api.api.….build(…)`` returned.
            trace_id: The ``X-Trace-Id`` of the call.
            timeout: Seconds that the whole call may take.
            max_retries: How often it may be sent again, where that is safe.

        Returns:
            The typed result of the operation.

        Raises:
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return await self._session.send(request, trace_id=trace_id, timeout=timeout, max_retries=max_retries)

    async def send_raw(
        self,
        request: Request[Any],
        *,
        trace_id: str | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
    ) -> RawResponse:
        """Send any request that ``simplismart_api`` builds, and return the answer as it came.

        Args:
            request: What ``simplismart_api.api.….build(…)`` returned.
            trace_id: The ``X-Trace-Id`` of the call.
            timeout: Seconds that the whole call may take.
            max_retries: How often it may be sent again, where that is safe.

        Returns:
            Status, headers, body, trace id, attempts and elapsed seconds.

        Raises:
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        return await self._session.send_raw(request, trace_id=trace_id, timeout=timeout, max_retries=max_retries)

    async def aclose(self) -> None:
        """Close the connections. A call after that opens new ones."""
        await self._session.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._session.settings.base_url!r})"
