"""Holds the package, its emulator and the API against openapi.yaml."""
