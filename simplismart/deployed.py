"""What ``client.deploy`` returns."""

from __future__ import annotations

from simplismart_api.models import Deployment

__all__ = ["DeployedModel"]


class DeployedModel(Deployment):
    """A deployment that is up, in detail."""

    __slots__ = ()

    @property
    def endpoint(self) -> str | None:
        """The URL where the model answers; None if the API did not say it."""
        host = self.model_endpoint
        return host if not host or "://" in host else f"https://{host}"
