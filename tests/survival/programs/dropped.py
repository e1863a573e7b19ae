"""Drops clients that were used and not closed."""

import asyncio
import gc
import sys

from simplismart import AsyncSimplismart, Simplismart


async def drop_in_a_loop(base_url: str) -> None:
    client = AsyncSimplismart("token", base_url=base_url)
    await asyncio.gather(client.list_deployments(), client.list_deployments())


def drop_with_a_loop(base_url: str) -> None:
    """Close the loop without ado, as asyncio.run does not, and drop the client after it."""
    client = AsyncSimplismart("token", base_url=base_url)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(client.list_deployments())
    loop.close()


def drop(base_url: str) -> None:
    Simplismart("token", base_url=base_url).list_deployments()
    asyncio.run(drop_in_a_loop(base_url))
    drop_with_a_loop(base_url)
    gc.collect()


drop(sys.argv[1])
kept = Simplismart("token", base_url=sys.argv[1]).list_deployments()
