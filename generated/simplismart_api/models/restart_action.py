# Generated from openapi.yaml by `make generate`; do not edit.
"""What to restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from .restart_action_action import RestartActionAction


class RestartAction(TypedDict, total=False):
    """What to restart."""

    action: Required[RestartActionAction]

    org: Required[str]

    namespace: Required[str]
    """The deployment's namespace."""
