# Made from simplismart/_async/client.py by `make generate`; do not edit.
"""The client: settings, connections and the resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack

from .. import config
from ..arguments import organisation
from ..auth import TokenSource
from ..observe import Observer, RequestEvent, ResponseEvent, log_from_environment
from ..threads import Pool
from .convenience import Convenience
from .deployments import Deployments
from .model_repos import ModelRepos
from .network_volumes import NetworkVolumes
from .secrets import Secrets
from .session import Session, Shared
from .tokens import Tokens
from .usage import Usage

if TYPE_CHECKING:
    import httpx
    from simplismart_api.types import Request

    from ..arguments import Id
    from ..deployed import DeployedModel
    from ..models import DeploymentCreate, ModelRepoCompileCreate, ModelRepoCreate
    from ..options import PollOptions
    from ..policy import RateLimit
    from ..wire import RawResponse
    from .deploying import OnDeployUpdate

T = TypeVar("T")


class Simplismart(Convenience):
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
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        settings = config.settings(
            base_url=base_url,
            timeout=timeout,
            org_id=org_id,
            max_retries=max_retries,
            max_response_bytes=max_response_bytes,
            source=source,
        )
        tokens = Tokens(pg_token)
        log_from_environment()
        pool = Pool(settings.base_url, transport)
        self._use(Session(settings, Shared(pool, tokens, Observer(on_request, on_response))))

    def _use(self, session: Session) -> None:
        self._session = session
        self.model_repos = ModelRepos(session)
        self.deployments = Deployments(session)
        self.secrets = Secrets(session)
        self.network_volumes = NetworkVolumes(session)
        self.usage = Usage(session)

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

    def deploy(
        self,
        source: Id | None = None,
        *,
        gpu: str | None = None,
        name: str | None = None,
        replicas: int | tuple[int, int] | None = None,
        model_class: str | None = None,
        source_secret: Id | None = None,
        model_repo: ModelRepoCompileCreate | ModelRepoCreate | None = None,
        deployment: DeploymentCreate | Mapping[str, Any] | None = None,
        cleanup_on_failure: bool = False,
        timeout: float | None = None,
        poll_interval: float | None = None,
        on_update: OnDeployUpdate | None = None,
        progress: bool = False,
        **options: Unpack[PollOptions],
    ) -> DeployedModel:
        """Go the whole way from a model to a healthy deployment: find or make the repo, wait, deploy, wait.

        Operation: ``POST /deployments/private/deploy-model/``

        What is there already is taken up by its name instead of being made twice, if it comes from the same source; so
        the same call goes on where an earlier one ended. A deployment that is stopped is started.

        Args:
            source: A Hugging Face id, to be compiled; a container image with its tag, which is run as a ``docker_hub``
                image on one GPU; or the UUID of a model repo. None if ``model_repo`` or ``deployment`` says it.
            gpu: The GPU to compile for and to run on, such as ``nvidia-h100``; needed unless a payload says it.
            name: The name of model repo and deployment, 3 to 60 characters; None is that of the model.
            replicas: The number of replicas, or the fewest and the most; None is 1. They scale at 80 % of the GPU.
            model_class: The class of a Hugging Face model, which its ``config.json`` says in ``architectures``; None
                is known for the plain text models of Llama 2 and 3, Mistral, Mixtral, Qwen 2 and Qwen 3.
            source_secret: The id of the secret that opens the source.
            model_repo: The model repo in full, instead of ``source``.
            deployment: The deployment in full, or a dict. Its ``model_repo`` is replaced by the id of the repo of this
                call, and a dict may leave it out.
            cleanup_on_failure: Whether to delete what this call made if it fails; never what was there before, and
                not if it is interrupted.
            timeout: Seconds that each of the two waits may take; None is 2 hours for a compile, 1 for a deployment.
            poll_interval: Seconds between two looks, above 0; None starts with 1 and grows to 10.
            on_update: Called with what was seen before, first None, and what is seen now: a ``ModelRepo``, later a
                ``DeploymentState``.
            progress: Whether to show a live line of each wait on stderr.
            **options: ``trace_id``, ``max_retries``, for each call.

        Returns:
            The deployment in detail, with the URL of the model in ``endpoint``.

        Raises:
            ValidationError: An argument is wrong or missing; nothing was sent.
            DeployError: A step failed; it says which, why, and what there is now.
        """
        from ..plans import plan
        from .deploying import Deploying, Waits
        from .waiting import limits

        wanted = plan(
            source,
            gpu=gpu,
            name=name,
            replicas=replicas,
            model_class=model_class,
            source_secret=source_secret,
            model_repo=model_repo,
            deployment=deployment,
        )
        organisation(wanted.deployment.get("org"), self._session.settings.org_id, "org")
        limits(timeout, poll_interval, 0.0, 0.0)
        waits = Waits(timeout=timeout, poll_interval=poll_interval, on_update=on_update, progress=progress)
        run = Deploying(self.model_repos, self.deployments, wanted, waits, options)
        return run.run(cleanup_on_failure)

    def send(
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
        return self._session.send(request, trace_id=trace_id, timeout=timeout, max_retries=max_retries)

    def send_raw(
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
        return self._session.send_raw(request, trace_id=trace_id, timeout=timeout, max_retries=max_retries)

    def close(self) -> None:
        """Close the connections. A call after that opens new ones."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._session.settings.base_url!r})"
