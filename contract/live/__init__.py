"""Holds the API itself against openapi.yaml, by requests that only read."""
