"""The speed bench: what the package costs beside the published one, raw httpx and other clients, as ratios of one run.

Everything is measured against a server of canned answers on loopback, which is not the live API.
"""
