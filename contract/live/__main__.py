"""``python -m contract.live``."""

from .check import main

raise SystemExit(main())
