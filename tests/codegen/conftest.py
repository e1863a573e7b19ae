"""A small document with odd names, compiled once."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from codegen.generate import compile_package
from codegen.spec import Spec

SAMPLE = Path(__file__).with_name("sample.yaml")
NAME = "codegen_sample_api"

Load = Callable[[str], ModuleType]


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the compiled sample."""
    folder = tmp_path_factory.mktemp("sample") / NAME
    compile_package(Spec.load(SAMPLE), folder)
    return folder


@pytest.fixture
def load(package: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Return what imports a module of the compiled sample."""
    monkeypatch.syspath_prepend(package.parent)
    yield lambda name: importlib.import_module(f"{NAME}.{name}")
    for name in [name for name in sys.modules if name.split(".")[0] == NAME]:
        del sys.modules[name]


@pytest.fixture
def part(load: Load) -> Callable[..., Any]:
    """Return what makes a part from JSON, with its required fields."""

    def make(**fields: Any) -> Any:
        known = {"id": "1", "made_at": "2026-03-02T11:52:16.925151Z", "price": "1.50"}
        return load("models").Part.from_json({**known, **fields})

    return make
