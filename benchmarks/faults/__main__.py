"""``python -m benchmarks.faults``: run the cases and print ``N of M``."""

import sys

from .run import main

sys.exit(main())
