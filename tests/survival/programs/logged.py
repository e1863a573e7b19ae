"""Makes two calls, the first with a query."""

import sys

from simplismart import Simplismart

with Simplismart("the-token-itself", base_url=sys.argv[1]) as client:
    client.list_deployments(status="DEPLOYED", trace_id="trace-1")
    client.list_deployments()
