"""How many faults of a server a client survives: this package's two clients, and the published one's.

The server is a stand-in on loopback, not the live API.
"""
