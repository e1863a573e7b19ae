"""Raises an error in each kind of process pool and prints what of it came back."""

import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from simplismart import Simplismart, SimplismartError


def fail(base_url: str) -> None:
    with Simplismart("token", base_url=base_url, max_retries=0) as client:
        client.list_deployments(trace_id="trace")


def attributes(error: SimplismartError) -> list[object]:
    return [type(error).__name__, str(error), error.args, vars(error)]


def main(base_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as futures, context.Pool(1) as pool:
        caught = [futures.submit(fail, base_url).exception()]
        try:
            pool.apply(fail, (base_url,))
        except SimplismartError as error:
            caught.append(error)
        pool.close()
        pool.join()
    print(json.dumps([attributes(error) for error in caught]))


if __name__ == "__main__":
    main(sys.argv[1])
