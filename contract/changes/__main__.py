"""``python -m contract.changes OLD [NEW]``."""

from .report import main

raise SystemExit(main())
