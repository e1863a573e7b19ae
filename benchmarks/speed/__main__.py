"""``python -m benchmarks.speed``: measure, print the table, and write it to ``benchmarks/results``."""

import sys

from .run import main

sys.exit(main())
