"""Recorded HTTP: how it is written, scrubbed, searched and replayed."""
