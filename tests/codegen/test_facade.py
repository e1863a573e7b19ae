"""The convenience methods."""

from __future__ import annotations

import ast

import pytest

from codegen import facade
from codegen.errors import CodegenError

SOURCE = '''
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from ..limits import LIMIT

if TYPE_CHECKING:
    from ..options import CallOptions as Options

List = list
Ids = List[str]


class AsyncThings:
    """Things."""

    async def get(
        self,
        first: Ids,  # kept
        /,
        second: Any = LIMIT,
        *more: int,
        third: str = "x:y",
        **options: Unpack[Options],
    ) -> List[int]:
        """Get it.

        At once: yes.
        """
        return []

    fetch = get

    def iterate(self) -> int:
        """Go through them."""
        return 1

    def bare(self) -> int:
        return 1
'''


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Return what writes the convenience methods of some sources."""

    def run(methods, **sources):
        for name, source in sources.items():
            (tmp_path / f"{name}.py").write_text(source)
        monkeypatch.setattr(facade, "METHODS", methods)
        monkeypatch.setattr(facade, "RESOURCES", tuple(sources))
        return facade.write(tmp_path)

    return run


def test_signature_docstring_and_call(write):
    """A method has the signature and docstring of the one that it calls, and passes every argument on."""
    made = write({"get_thing": ("things", "get")}, things=SOURCE)

    assert "async def get_thing(\n        self,\n        first: Ids,  # kept\n        /," in made
    assert '"""Get it.\n\n        At once: yes.\n        """' in made
    assert "return await self.things.get(first, second, *more, third=third, **options)" in made


def test_names_that_signatures_need(write):
    """What annotations name is imported for type checkers, aliases included; what defaults name, always."""
    tree = ast.parse(write({"get_thing": ("things", "get")}, things=SOURCE))
    always = [ast.unparse(node) for node in tree.body if isinstance(node, ast.ImportFrom)]
    checking = next(ast.unparse(node) for node in tree.body if isinstance(node, ast.If))

    assert "from ..limits import LIMIT" in always
    for line in (
        "from ..options import CallOptions as Options",
        "from typing import Any",
        "Ids = List[str]",
        "List = list",
    ):
        assert line in checking
    assert checking.index("List = list") < checking.index("Ids = List")


def test_other_name_of_a_method(write):
    """A name that the class gives a method is called by that name."""
    made = write({"fetch_thing": ("things", "fetch")}, things=SOURCE)

    assert "return await self.things.fetch(first," in made


def test_method_that_does_not_wait(write):
    """A method that is not a coroutine is called without await."""
    made = write({"iterate_things": ("things", "iterate")}, things=SOURCE)

    assert "    def iterate_things(self) -> int:" in made
    assert "return self.things.iterate()" in made


@pytest.mark.parametrize(
    ("methods", "sources", "message"),
    [
        ({"x": ("things", "missing")}, {"things": SOURCE}, "AsyncThings has no method missing"),
        ({"x": ("things", "bare")}, {"things": SOURCE}, "AsyncThings.bare has no docstring"),
        ({"x": ("others", "get")}, {"others": SOURCE}, "has no class AsyncOthers"),
        (
            {"x": ("things", "get"), "y": ("others", "get")},
            {"things": SOURCE, "others": SOURCE.replace("Things", "Others").replace("..limits", "..bounds")},
            "LIMIT means something else",
        ),
    ],
)
def test_says_what_is_wrong(write, methods, sources, message):
    """A table that does not fit the sources ends the run with a message that names the place."""
    with pytest.raises(CodegenError, match=message):
        write(methods, **sources)


def test_missing_module(tmp_path):
    """A resource module that is missing ends the run by its name."""
    with pytest.raises(CodegenError, match=r"model_repos\.py is missing"):
        facade.write(tmp_path)
