"""Makes synchronous source of asynchronous source: token by token, with comments, docstrings and layout kept."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

PATHS = {
    "..tasks": "..threads",
    "simplismart.tasks": "simplismart.threads",
    "asyncio.sleep": "time.sleep",
    "anyio.sleep": "time.sleep",
    "import asyncio": "import time",
    "import anyio": "import time",
}
WORDS = {
    "_async": "_sync",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "aclose": "close",
    "aclosing": "closing",
    "aiter": "iter",
    "aiter_bytes": "iter_bytes",
    "aiter_lines": "iter_lines",
    "aiter_raw": "iter_raw",
    "anext": "next",
    "aread": "read",
    "asend": "send",
    "async_resolve": "resolve",
    "async_simplismart_client": "simplismart_client",
    "async_each": "each",
    "async_sleep": "sleep",
    "asynccontextmanager": "contextmanager",
    "enter_async_context": "enter_context",
    "handle_async_request": "handle_request",
    "push_async_callback": "callback",
    "push_async_exit": "push",
    "StopAsyncIteration": "StopIteration",
    "AbstractAsyncContextManager": "AbstractContextManager",
}
PHRASES = {
    "an asynchronous": "a synchronous",
    "An asynchronous": "A synchronous",
    "asynchronous": "synchronous",
    "Asynchronous": "Synchronous",
}
REMOVED_LINES = re.compile(
    r"^[ \t]*(?:@pytest\.mark\.(?:anyio|asyncio)|pytestmark = pytest\.mark\.(?:anyio|asyncio))\b.*\n", re.MULTILINE
)
RUN = re.compile(r"\basyncio\.run\((?P<call>\w+\(\))\)")
TEXT_KEYWORDS = re.compile(r"\b(?:async (?=def |with |for )|await (?=[\w(]))")
CLASS = re.compile(r"\b(_?)Async(?=[A-Z])")
AWAITABLE = re.compile(r"\bAwaitable\[(?P<type>(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*)\]")
TEXT_TOKENS = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def header(source: str) -> str:
    """Return the first line of a file made from a source."""
    return f"# Made from {source} by `make generate`; do not edit.\n"


def convert(source: str) -> str:
    """Return the synchronous twin of a source."""
    return renamed(_without_keywords(REMOVED_LINES.sub("", RUN.sub(r"\g<call>", source))))


def renamed(text: str) -> str:
    """Return text with every asynchronous name in it made synchronous."""
    for old, new in PATHS.items():
        text = re.sub(rf"(?<![\w.]){re.escape(old)}(?!\w)", new, text)
    for old, new in PHRASES.items():
        text = re.sub(rf"\b{old}\b", new, text)
    text = re.sub(r"\w+", lambda word: WORDS.get(word[0], word[0]), text)
    return _without_awaitables(CLASS.sub(r"\1", text))


def _without_awaitables(text: str) -> str:
    while found := AWAITABLE.search(text):
        text = f"{text[: found.start()]}{found['type']}{text[found.end() :]}"
    return text


def _without_keywords(source: str) -> str:
    starts = _line_starts(source)
    pieces, position = [], 0
    for begin, end, replacement in _edits(source, starts):
        pieces += [source[position:begin], replacement]
        position = end
    return "".join([*pieces, source[position:]])


def _edits(source: str, starts: list[int]) -> Iterator[tuple[int, int, str]]:
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    for token, following in pairwise(tokens):
        begin = starts[token.start[0] - 1] + token.start[1]
        end = starts[token.end[0] - 1] + token.end[1]
        if token.type in TEXT_TOKENS:
            yield begin, end, TEXT_KEYWORDS.sub("", source[begin:end])
        elif token.type == tokenize.NAME and token.string in {"async", "await"}:
            same_line = following.start[0] == token.end[0]
            yield begin, starts[following.start[0] - 1] + following.start[1] if same_line else end, ""


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in io.StringIO(source):
        starts.append(starts[-1] + len(line))
    return starts


def convert_tree(folder: Path, target: Path, root: Path) -> None:
    """Write the synchronous twin of every file of a folder."""
    for source in sorted(folder.rglob("*.py")):
        twin = target / renamed(source.relative_to(folder).as_posix())
        twin.parent.mkdir(parents=True, exist_ok=True)
        made = header(source.relative_to(root).as_posix()) + convert(source.read_text("utf-8"))
        twin.write_text(made, "utf-8", newline="\n")
