"""Usage: what was used and what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from simplismart_api.api import usage as api

from ..arguments import payload as as_payload
from ..options import CallOptions
from .resource import AsyncResource

if TYPE_CHECKING:
    from simplismart_api.models import UsageStats

    from ..models import UsageStatsParams


class AsyncUsage(AsyncResource):
    """The usage of the organisation.

    The request changes nothing, but travels as a POST: it is sent again only where any method is.
    """

    __slots__ = ()

    async def get_stats(
        self, params: UsageStatsParams | Mapping[str, Any], **options: Unpack[CallOptions]
    ) -> UsageStats:
        """Get usage and cost over a span of time.

        Operation: ``POST /usage/stats/``

        For the plans private, byoc, reserved and training the items of one source and currency are joined into one.

        Args:
            params: Plan, span, window and filters; a dict is taken too.
            **options: ``trace_id``, ``timeout`` in seconds, ``max_retries``.

        Returns:
            The usage. Amounts are ``Decimal`` as attributes (``stats.total_cost``) and the API's strings by key
            (``stats["total_cost"]``).

        Raises:
            ValidationError: ``params`` is wrong; nothing was sent.
            SimplismartError: The call failed; see ``simplismart.exceptions``.
        """
        from ..models import UsageStatsParams
        from ..usage import joined

        body: Any = as_payload(UsageStatsParams, params).to_payload()
        stats = await self._session.send(api.get_usage_stats.build(body=body), **options)
        return joined(stats, body["plan_type"])
