# Generated from openapi.yaml by `make generate`; do not edit.
"""The picture of a model repo."""

from __future__ import annotations

from typing import Required, TypedDict


class ModelRepoCompileAvatar(TypedDict, total=False):
    """The picture of a model repo."""

    image_url: Required[str]
    """The address of the picture."""

    font_color: str

    background_color: str
