"""Makes every generated file in a temporary tree, and writes or compares what differs from the real one."""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from . import facade, unasync
from .errors import CodegenError
from .spec import Spec

HERE = Path(__file__).parent
ROOT = HERE.parent
GENERATOR = "0.29.1"
PACKAGE = "generated/simplismart_api"
CONVENIENCE = "simplismart/_async/convenience.py"
TWINS = {"simplismart/_async": "simplismart/_sync", "tests/_async": "tests/_sync"}
OWNED = (PACKAGE, CONVENIENCE, *TWINS.values())
UNUSED = ("client.py", "errors.py")
HEADER = "# Generated from openapi.yaml by `make generate`; do not edit.\n"
LAYOUT = ("--line-length", "100")
LINT = ("check", "--no-cache", "--quiet", "--fix-only", "--select", "F401,I")
FORMAT = ("format", "--no-cache", "--quiet")
ISOLATED = ("--isolated", "--target-version", "py311")

Files = Mapping[str, bytes]


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser("codegen", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if anything would change")
    check = parser.parse_args(arguments).check
    try:
        changes = list(differences(on_disk(root), build(root)))
    except CodegenError as error:
        print(f"codegen: {error}", file=sys.stderr)
        return 1
    for path, word, content in changes:
        print(f"{word}: {path}")
        if not check:
            _put(root / path, content)
    if check and changes:
        print("codegen: the generated files are not up to date; run `make generate`", file=sys.stderr)
    return 1 if check and changes else 0


def differences(old: Files, new: Files) -> Iterator[tuple[str, str, bytes | None]]:
    """Go through the files that differ: path, what happens to it, its new content."""
    for path in sorted({*old, *new}):
        if path not in new:
            yield path, "removed", None
        elif path not in old:
            yield path, "added", new[path]
        elif old[path] != new[path]:
            yield path, "changed", new[path]


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def on_disk(root: Path) -> dict[str, bytes]:
    """Return the content of every file that codegen owns."""
    files = (file for owned in OWNED for file in _files(root / owned))
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def _files(path: Path) -> Iterator[Path]:
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    return (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def build(root: Path) -> dict[str, bytes]:
    """Return every generated file, made anew from the sources of a checkout."""
    with tempfile.TemporaryDirectory(prefix="codegen-") as name:
        work = Path(name).resolve()
        for source in TWINS:
            _copy(root / source, work / source)
        if (root / "pyproject.toml").exists():
            shutil.copy(root / "pyproject.toml", work)
        compile_package(Spec.load(root / "openapi.yaml"), work / PACKAGE)
        make_twins(work)
        return on_disk(work)


def _copy(source: Path, target: Path) -> None:
    if source.exists():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def compile_package(
    spec: Spec, target: Path, *, config: Path = HERE / "config.yaml", templates: Path = HERE / "templates"
) -> None:
    """Write the package that a document describes.

    Raises:
        CodegenError: The generator or a stock template is another one, the config is wrong, or the generator warned.
    """
    _refuse_another_generator()
    _refuse_mistyped(config)
    refuse_changed_templates(templates)
    target.parent.mkdir(parents=True, exist_ok=True)
    _run_generator(spec, target, config, templates)
    for name in UNUSED:
        (target / name).unlink()
    (target / "py.typed").write_text(HEADER, "utf-8")
    (target / "openapi.json").write_text(spec.as_json(), "utf-8", newline="\n")
    _ruff(target, *LINT, *ISOLATED, *LAYOUT)
    _ruff(target, *FORMAT, *ISOLATED, *LAYOUT)


def _refuse_another_generator() -> None:
    version = importlib.metadata.version("openapi-python-client")
    if version != GENERATOR:
        raise CodegenError(f"openapi-python-client {version} is installed; the templates are for {GENERATOR} only")


def _refuse_mistyped(config: Path) -> None:
    from openapi_python_client.config import ConfigFile
    from ruamel.yaml import YAML

    unknown = sorted({*(YAML(typ="safe").load(config) or {})} - {*ConfigFile.model_fields})
    if unknown:
        allowed = ", ".join(sorted(ConfigFile.model_fields))
        raise CodegenError(f"{config.name} has unknown keys: {', '.join(unknown)}; there are {allowed}")


def stock_templates() -> Path:
    """Return the folder of the generator's own templates."""
    import openapi_python_client

    return Path(openapi_python_client.__file__).parent / "templates"


def refuse_changed_templates(templates: Path, stock: Path | None = None) -> None:
    """Check that the stock templates which ours replace are those that ours were written against.

    Raises:
        CodegenError: One has changed.
    """
    folder = stock or stock_templates()
    known = json.loads((HERE / "stock-templates.json").read_text("utf-8"))
    for name in sorted(path.name for path in templates.glob("*.jinja")):
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if known.get(name) != digest:
            raise CodegenError(
                f"the stock template {name} is not the one that codegen/templates/{name} was written against: compare "
                f"them, then put {digest} into codegen/stock-templates.json"
            )


def _run_generator(spec: Spec, target: Path, config: Path, templates: Path) -> None:
    from openapi_python_client import TEMPLATE_FILTERS, cli

    from .views import Views

    TEMPLATE_FILTERS.update(Views(spec).filters)
    with tempfile.TemporaryDirectory(prefix="codegen-") as name:
        document = Path(name, "openapi.json")
        document.write_text(json.dumps(spec.titled()), "utf-8")
        arguments = ["generate", "--path", document, "--output-path", target, "--config", config]
        arguments += ["--custom-template-path", templates, "--meta", "none", "--fail-on-warning", "--overwrite"]
        _call(cli.app, [str(argument) for argument in arguments])


def _call(app: Callable[..., Any], arguments: list[str]) -> None:
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        code = app(arguments, standalone_mode=False)
    if code:
        raise CodegenError(f"the generator warns:\n{output.getvalue().strip()}")


def make_twins(root: Path) -> None:
    """Write the convenience methods, and the synchronous twin of each asynchronous folder of a tree."""
    source = root / "simplismart/_async"
    (root / CONVENIENCE).write_text(facade.write(source), "utf-8", newline="\n")
    made = [CONVENIENCE]
    for folder, twin in TWINS.items():
        if (root / folder).exists():
            unasync.convert_tree(root / folder, root / twin, root)
            made.append(twin)
    _ruff(root, *LINT, *made)
    _ruff(root, *FORMAT, *made)


def _ruff(folder: Path, *arguments: str) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run([ruff, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CodegenError(f"ruff {arguments[0]} failed:\n{done.stdout}{done.stderr}")
