"""The error that ends a run."""


class CodegenError(Exception):
    """The code can't be generated; the message says what to change."""
