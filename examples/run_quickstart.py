"""Run quickstart.py against an emulator of the API, in seconds, or with --live against the real API.

With --deploy it is deploy.py, which does the same in one call and waits until the deployment is healthy.
The emulator is a stand-in written from the documentation; it is not the live API.
"""

import os
import runpy
import sys
from pathlib import Path

from simplismart.testing import Clock, Emulator

EXAMPLE = Path(__file__).parent / ("deploy.py" if "--deploy" in sys.argv else "quickstart.py")
DEPLOY_SECONDS = 3.0 if "--deploy" in sys.argv else 60.0
STAGES = {"PENDING": 1.0, "LAUNCHING_RAY_CLUSTER": 1.0, "OPTIMISING": 1.0}


def main() -> None:
    """Run the example where the arguments say."""
    if "--live" in sys.argv:
        if not os.environ.get("SIMPLISMART_PG_TOKEN"):
            raise SystemExit("LIVE=1 needs SIMPLISMART_PG_TOKEN, and ORG_ID: it makes real resources, which cost money")
        runpy.run_path(str(EXAMPLE), run_name="__main__")
        return
    emulator = Emulator(clock=Clock(speed=1), compile_seconds=STAGES, deploy_seconds=DEPLOY_SECONDS)
    with emulator.serve() as base_url:
        print(f"# on an emulator of the API at {base_url}, not the live one")
        os.environ["SIMPLISMART_BASE_URL"] = base_url
        os.environ["SIMPLISMART_PG_TOKEN"] = emulator.token
        os.environ["ORG_ID"] = emulator.org_id
        os.environ["QUICKSTART_POLL_SECONDS"] = "0.2"
        runpy.run_path(str(EXAMPLE), run_name="__main__")


main()
