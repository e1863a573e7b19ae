# Made from simplismart/_async/__init__.py by `make generate`; do not edit.
"""The source of both clients; ``simplismart._sync`` is made from it by ``make generate``."""
