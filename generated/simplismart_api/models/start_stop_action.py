# Generated from openapi.yaml by `make generate`; do not edit.
"""What to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from .start_stop_action_action import StartStopActionAction


class StartStopAction(TypedDict, total=False):
    """What to do."""

    action: Required[StartStopActionAction]

    org: str
