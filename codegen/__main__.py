"""``python -m codegen`` writes the generated files; ``python -m codegen --check`` tells whether they are up to date."""

import sys

from .generate import main

sys.exit(main(sys.argv[1:]))
