"""The source of both clients; ``simplismart._sync`` is made from it by ``make generate``."""
