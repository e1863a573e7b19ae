"""The gate of CI: what was released stays as it is until the major version rises. Tried on a git repository made for it."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.version import Version

from contract.changes import release
from contract.changes.judgement import Severity
from contract.changes.release import NoReleaseError, ReleaseError, last_tag, main, verdict, version_of
from contract.changes.report import Change
from contract.changes.surface import Break

ROOT = Path(__file__).parents[3]
COPIED = ("simplismart", "generated", "codegen", "contract")
FILES = ("openapi.yaml", "Makefile", ".ci/run")
NOTHING_YET = "no release tag yet: nothing to compare with"


def environment():
    """Return an environment in which git knows nobody's configuration, and make no one above it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "MAKE"))}
    nowhere = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": os.devnull}
    people = {f"GIT_{role}_{key}": "nobody@example" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    return kept | nowhere | people


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    for name in [name for name in os.environ if name not in environment()]:
        monkeypatch.delenv(name)
    for name, value in environment().items():
        monkeypatch.setenv(name, value)


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder):
    git(folder, "add", "--all")
    git(folder, "commit", "--allow-empty", "--message=x")


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def empty(tmp_path):
    """An empty repository."""
    git(tmp_path, "init", "--quiet")
    return tmp_path


@pytest.fixture
def checkout(empty):
    """A repository with this checkout, released as v1.0.0, and then worked on."""
    for name in COPIED:
        shutil.copytree(ROOT / name, empty / name, ignore=shutil.ignore_patterns("__pycache__"))
    (empty / ".ci").mkdir()
    for name in FILES:
        shutil.copy(ROOT / name, empty / name)
    (empty / release.VERSION).write_text('"""The version."""\n\n__version__ = "1.0.0"\n', "utf-8")
    commit(empty)
    git(empty, "tag", "v1.0.0")
    commit(empty)
    return empty


def run_of_ci(checkout):
    """Run the step of CI that guards releases, as make would, and return its exit status and what it says."""
    (targets,) = (line for line in (checkout / ".ci/run").read_text("utf-8").splitlines() if "make " in line)
    assert "compatible" in targets.split()
    python = Path(sys.executable)
    dry = ["make", "--dry-run", "--old-file=.venv/ready", "compatible", f"BIN={python.parent}"]
    (command,) = subprocess.run(dry, cwd=checkout, capture_output=True, text=True, check=True).stdout.splitlines()
    done = subprocess.run(shlex.split(command), cwd=checkout, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_ci_refuses_a_break_until_the_major_version_rises(checkout):
    """A method and a field of the spec are taken away: 1; and 0 once the version is 2.0.0, and still told."""
    edit(checkout / "openapi.yaml", "        fast_scaleup: {type: boolean}\n", "")
    edit(checkout / "simplismart/_sync/secrets.py", "def list_configs", "def list_kinds")
    status, text = run_of_ci(checkout)
    assert 1 == status
    assert "DeploymentCreate.fast_scaleup" in text
    assert "simplismart.Simplismart.secrets.list_configs: public object was removed" in text
    assert "put 2.0.0 into simplismart/_version.py" in text
    edit(checkout / release.VERSION, "1.0.0", "2.0.0")
    status, text = run_of_ci(checkout)
    assert 0 == status
    assert "DeploymentCreate.fast_scaleup" in text
    assert "which the major version 2.0.0 allows" in text


def test_nothing_is_asked_of_an_addition(checkout, capsys):
    """A new field and a new method pass with any version."""
    field = "        fast_scaleup: {type: boolean}\n"
    method = "    def list_configs"
    edit(checkout / "openapi.yaml", field, f"{field}        added: {{type: boolean}}\n")
    edit(checkout / "simplismart/_sync/secrets.py", method, f"    def added(self) -> None: ...\n\n{method}")
    assert 0 == main(["--root", str(checkout)])
    text = capsys.readouterr().out
    assert "since v1.0.0" in text
    assert "DeploymentCreate.added" in text
    assert text.rstrip().endswith("nothing breaks")


def test_the_last_tag_of_the_history_counts(empty):
    """Neither an older tag, nor one of another branch, nor one that names no version."""
    for tag in ("v1.0.0", "v1.1.0", "very-old"):
        commit(empty)
        git(empty, "tag", tag)
    git(empty, "checkout", "--quiet", "-b", "other")
    commit(empty)
    git(empty, "tag", "v9.0.0")
    git(empty, "checkout", "--quiet", "-")
    assert "v1.1.0" == last_tag(empty)


def test_without_a_release_there_is_nothing_to_compare(empty, capsys):
    """A repository without a tag, or without a commit, passes and says why."""
    assert 0 == main(["--root", str(empty)])
    assert NOTHING_YET == capsys.readouterr().out.strip()
    commit(empty)
    git(empty, "tag", "not-a-release")
    assert 0 == main(["--root", str(empty)])
    assert NOTHING_YET == capsys.readouterr().out.strip()


def test_a_shallow_clone_without_tags_says_so(empty, tmp_path_factory, capsys):
    """The history that CI fetched may be too short."""
    commit(empty)
    git(empty, "tag", "v1.0.0")
    commit(empty)
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", "--depth=1", "--no-tags", empty.as_uri(), ".")
    assert 0 == main(["--root", str(clone)])
    assert "shallow clone" in capsys.readouterr().out


def test_without_git_there_is_nothing_to_compare(tmp_path, empty, monkeypatch, capsys):
    """An unpacked archive passes, also one inside another repository, and where git is not installed."""
    inner = empty / "inner"
    inner.mkdir()
    assert 0 == main(["--root", str(inner)])
    assert "not a git checkout of its own: nothing to compare with" == capsys.readouterr().out.strip()
    shutil.rmtree(empty / ".git")
    assert 0 == main(["--root", str(empty)])
    assert "not a git checkout: nothing to compare with" == capsys.readouterr().out.strip()
    monkeypatch.setenv("PATH", str(inner))
    with pytest.raises(NoReleaseError, match="git is not installed"):
        last_tag(tmp_path)


def test_a_release_that_cannot_be_compared_is_told_with_2(empty, capsys):
    """A tag without openapi.yaml is no release of this package, and no reason to pass."""
    commit(empty)
    git(empty, "tag", "v1.0.0")
    assert 2 == main(["--root", str(empty)])
    assert "compatible: " in capsys.readouterr().err


BREAK = Break("simplismart.Simplismart.close", "public object was removed")


def change(severity):
    return Change(severity, "x", "x", "", "", ())


@pytest.mark.parametrize(
    ("status", "severities", "breaks"),
    [
        (0, [], []),
        (0, [Severity.FEATURE, Severity.PATCH], []),
        (1, [Severity.FEATURE, Severity.BREAKING], []),
        (1, [Severity.FEATURE], [BREAK]),
    ],
)
def test_a_break_of_the_spec_or_of_the_python_names_is_refused(status, severities, breaks):
    """Either is enough."""
    changes = [change(severity) for severity in severities]
    assert status == verdict(changes, breaks, Version("1.0.0"), Version("1.1.0"))[1]


@pytest.mark.parametrize(
    ("status", "old", "new"),
    [
        (1, "1.0.0", "1.0.0"),
        (1, "1.0.0", "1.9.0"),
        (0, "1.9.3", "2.0.0"),
        (0, "1.9.3", "2.0.0rc1"),
        (1, "2.0.0", "1.9.3"),
        (1, "9.0.0", "9.10.0"),
    ],
)
def test_only_a_higher_major_version_allows_a_break(status, old, new):
    """A minor version does not, however high."""
    assert status == verdict([], [BREAK], Version(old), Version(new))[1]


@pytest.mark.parametrize("text", ["v1.2.3", '"""The version 9."""\n__version__ = "1.2.3"\n', "1.2.3"])
def test_a_version_is_read_from_a_tag_and_from_the_source(text):
    """Only what is assigned counts in the source."""
    assert Version("1.2.3") == version_of(text)


def test_a_version_that_is_none_is_told():
    """Instead of taking it for an old one."""
    with pytest.raises(ReleaseError, match="no version in 'v-next'"):
        version_of("v-next")
