"""Uses one client before and after fork, in parent and child, and prints how many answers were crossed."""

import asyncio
import os
import sys
import threading

from simplismart import AsyncSimplismart, Simplismart

CALLS = 200


def crossed(client: Simplismart, who: str, calls: int = CALLS) -> int:
    return sum(f"{who}-{number}" != client.get_deployment(f"{who}-{number}").uuid for number in range(calls))


async def crossed_in_tasks(client: AsyncSimplismart, who: str) -> int:
    ids = [f"{who}-{number}" for number in range(CALLS)]
    async with client:
        found = await asyncio.gather(*map(client.get_deployment, ids))
    return sum(id != deployment.uuid for id, deployment in zip(ids, found, strict=True))


def main(base_url: str) -> None:
    client = Simplismart("token", base_url=base_url)
    in_tasks = AsyncSimplismart("token", base_url=base_url)
    first = crossed(client, "before") + asyncio.run(crossed_in_tasks(in_tasks, "async-before"))
    busy = [threading.Thread(target=crossed, args=(client, f"thread-{number}", 25)) for number in range(8)]
    for thread in busy:
        thread.start()
    child = os.fork()
    who = "parent" if child else "child"
    count = first + crossed(client, who) + asyncio.run(crossed_in_tasks(in_tasks, f"async-{who}"))
    if not child:
        client.close()
        os._exit(min(count, 255))
    for thread in busy:
        thread.join()
    client.close()
    print(count, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


main(sys.argv[1])
