# Generated from openapi.yaml by `make generate`; do not edit.
"""The Simplismart management API: a typed request for each operation and a typed result for each schema."""
