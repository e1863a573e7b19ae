"""What a new openapi.yaml, or a change of the public Python names, breaks for users of the package."""
