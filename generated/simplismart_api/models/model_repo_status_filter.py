# Generated from openapi.yaml by `make generate`; do not edit.
"""The documented filters; others are passed on."""

from typing import Literal, TypeAlias

ModelRepoStatusFilter: TypeAlias = Literal["DELETED", "FAILED", "PROGRESSING", "SUCCESS"] | str
"""The documented filters; others are passed on."""
