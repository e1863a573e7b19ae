"""Lays text out as docstrings and string literals."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable

from openapi_python_client.schema.untrusted_string import UntrustedString

WIDTH = 100


def literal(value: str) -> str:
    """Return a string as a Python literal in double quotes."""
    return json.dumps(value, ensure_ascii=False)


def plain(value: UntrustedString | None) -> str:
    """Return a text of the document; "" if there is none."""
    return value.get_untrusted_value().strip() if value else ""


def docstring(parts: Iterable[str], indent: int = 0) -> str:
    """Return paragraphs as a docstring, without the indent of its first line."""
    width = WIDTH - indent
    paragraphs = [piece for part in parts for piece in _paragraphs(part, width)]
    if not paragraphs:
        return ""
    if len(paragraphs) == 1 and "\n" not in paragraphs[0] and len(paragraphs[0]) <= width - 6:
        return f'"""{_closed(paragraphs[0])}"""'
    lines = "\n\n".join(_opening(paragraphs, width)).split("\n")
    margin = " " * indent
    body = "\n".join(f"{margin}{line}".rstrip() if number else line for number, line in enumerate(lines))
    return f'"""{body}\n{margin}"""'


def section(title: str, entries: Iterable[tuple[str, str]], indent: int = 0) -> str:
    """Return a section of a docstring, such as ``Args:``; "" if it has no entries."""
    lines = [
        textwrap.fill(
            f"{name}: {' '.join(text.split())}" if name else " ".join(text.split()),
            WIDTH - indent,
            initial_indent="    ",
            subsequent_indent="        " if name else "    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for name, text in entries
    ]
    return "\n".join([f"{title}:", *lines]) if lines else ""


def _opening(paragraphs: list[str], width: int) -> list[str]:
    return [textwrap.fill(paragraphs[0], width - 3, break_on_hyphens=False), *paragraphs[1:]]


def _paragraphs(text: str, width: int) -> list[str]:
    escaped = text.strip().replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return [_filled(piece, width) for piece in escaped.split("\n\n") if piece.strip()]


def _filled(paragraph: str, width: int) -> str:
    if _is_laid_out(paragraph):
        return paragraph
    return textwrap.fill(" ".join(paragraph.split()), width, break_long_words=False, break_on_hyphens=False)


def _is_laid_out(paragraph: str) -> bool:
    return any(line.startswith(("- ", "* ", "    ")) for line in paragraph.split("\n"))


def _closed(text: str) -> str:
    return f"{text} " if text.endswith('"') else text
