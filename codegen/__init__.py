"""Compiles openapi.yaml into generated/simplismart_api and makes the synchronous twins of the asynchronous sources."""
