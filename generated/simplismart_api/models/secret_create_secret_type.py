# Generated from openapi.yaml by `make generate`; do not edit.
"""``SecretCreateSecretType``."""

from typing import Literal, TypeAlias

SecretCreateSecretType: TypeAlias = Literal[
    "depot", "docker_hub", "gcp", "generic", "huggingface", "nvidia_nim"
]
