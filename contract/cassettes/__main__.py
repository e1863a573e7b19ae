"""``python -m contract.cassettes``."""

from .recording import main

raise SystemExit(main())
