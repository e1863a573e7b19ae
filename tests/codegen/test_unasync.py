"""The synchronous twins."""

from __future__ import annotations

import pytest

from codegen.unasync import convert, convert_tree, header

CASES = {
    "def": ("async def f() -> None: ...", "def f() -> None: ..."),
    "await": ("x = (await f())[0]", "x = (f())[0]"),
    "await over lines": ("await (\n    f()\n)", "(\n    f()\n)"),
    "with": ("async with a as b:\n    pass", "with a as b:\n    pass"),
    "for": ("async for a in b: pass", "for a in b: pass"),
    "comprehension": ("[a async for a in b]", "[a for a in b]"),
    "class": ("class _AsyncThing(AsyncBase): ...", "class _Thing(Base): ..."),
    "class of another": ("httpx.AsyncBaseTransport", "httpx.BaseTransport"),
    "asynchronous stays a word": ("async_deployment_type = 'ASYNC'", "async_deployment_type = 'ASYNC'"),
    "enter": ("async def __aenter__(self): ...", "def __enter__(self): ..."),
    "exit": ("async def __aexit__(self): ...", "def __exit__(self): ..."),
    "next": ("async def __anext__(self): raise StopAsyncIteration", "def __next__(self): raise StopIteration"),
    "iter": ("def __aiter__(self): return aiter(self.x)", "def __iter__(self): return iter(self.x)"),
    "close": ("await client.aclose()", "client.close()"),
    "iterator": ("AsyncIterator[int]", "Iterator[int]"),
    "awaitable": ("Callable[[], Awaitable[dict[str, list[T]] | None]]", "Callable[[], dict[str, list[T]] | None]"),
    "context manager": ("@asynccontextmanager", "@contextmanager"),
    "sleep": ("import asyncio\nawait asyncio.sleep(1)", "import time\ntime.sleep(1)"),
    "tasks": ("from ..tasks import AsyncLock, async_sleep", "from ..threads import Lock, sleep"),
    "tasks of a payload": ("payload.tasks", "payload.tasks"),
    "package": ("from simplismart._async.client import X", "from simplismart._sync.client import X"),
    "marker": ("@pytest.mark.anyio\nasync def test(): ...", "def test(): ..."),
    "module marker": ("pytestmark = pytest.mark.anyio\nx = 1", "x = 1"),
    "comment": ("x = 1  # await AsyncThing.aclose() first", "x = 1  # Thing.close() first"),
    "docstring": (
        '"""An asynchronous client::\n\n    async with AsyncThing() as t:\n        await t.f()\n"""',
        '"""A synchronous client::\n\n    with Thing() as t:\n        t.f()\n"""',
    ),
    "f-string": ('f"{await f()} await g"', 'f"{f()} g"'),
    "run": ("asyncio.run(main())", "main()"),
    "layout": ("x = {  'a':1 }  # kept", "x = {  'a':1 }  # kept"),
}


@pytest.mark.parametrize("name", CASES)
def test_convert(name):
    """Keywords go, names change, in code as in text; the rest stays as it is."""
    source, expected = CASES[name]

    assert expected == convert(source)


def test_synchronous_source_is_left_alone():
    """Converting what was converted changes nothing."""
    for source, _ in CASES.values():
        assert convert(source) == convert(convert(source))


def test_tree(tmp_path):
    """Each file of a folder gets a twin of the same name that names its source."""
    (tmp_path / "_async/inner").mkdir(parents=True)
    (tmp_path / "_async/inner/_async_part.py").write_text("async def f(): ...\n")

    convert_tree(tmp_path / "_async", tmp_path / "_sync", tmp_path)

    expected = header("_async/inner/_async_part.py") + "def f(): ...\n"
    assert expected == (tmp_path / "_sync/inner/_async_part.py").read_text()
