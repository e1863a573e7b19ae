"""Drops clients that were used and not closed."""

import asyncio
import gc
import sys

from simplismart import AsyncSimplismart, Simplismart


async def drop_in_a_loop(base_url: str) -> None:
    client = AsyncSimplismart("token", base_url=base_url)
    await asyncio.gather(client.list_deployments(), client.list_deployments())


def drop(base_url: str) -> None:
    Simplismart("token", base_url=base_url).list_deployments()
    asyncio.run(drop_in_a_loop(base_url))
    gc.collect()


drop(sys.argv[1])
kept = Simplismart("token", base_url=sys.argv[1]).list_deployments()
