"""The environments of the peers."""

import pytest

from benchmarks.speed import environments
from benchmarks.speed.races import PROGRAMS

PROJECT = {"dependencies": ["httpx>=0.28"], "optional-dependencies": {"aiohttp": ["httpx-aiohttp"], "more": ["x"]}}


def test_every_peer_has_an_environment_of_its_own():
    """Each with what it needs, pinned; the floor needs nothing."""
    wanted = environments.requirements(PROJECT)
    assert PROGRAMS.keys() - {"floor"} | {"build"} == wanted.keys()
    for name, requirements in wanted.items():
        option = "--requirement" if name == "published" else "--constraint"
        assert option == requirements[0]
        assert requirements[1].endswith(("constraints.txt", "constraints-published.txt"))
    assert ["httpx>=0.28", "httpx-aiohttp"] == wanted["ours-aiohttp"][2:]
    assert ["httpx>=0.28"] == wanted["ours"][2:]


def test_whatever_an_environment_takes_by_name_is_pinned():
    """Else a new release would change the figures."""
    pinned = {line.partition("==")[0] for line in (environments.ROOT / "constraints.txt").read_text().splitlines()}
    extra = environments.project()["optional-dependencies"]["aiohttp"]
    named = {name.partition(">=")[0] for names in (extra, *environments.RAW.values()) for name in names}
    assert {"httpx-aiohttp", "aiohttp", "httpx", "requests"} == named <= pinned


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    (tmp_path / "generated" / "simplismart_api").mkdir(parents=True)
    (tmp_path / "simplismart").mkdir()
    for name in ("pyproject.toml", "constraints.txt", "constraints-published.txt", "simplismart/client.py"):
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "FOLDER", tmp_path / ".bench")
    monkeypatch.setattr(environments, "project", lambda: PROJECT)
    return tmp_path


@pytest.fixture
def done(checkout, monkeypatch):
    """Return what was run, without running it; a wheel lies where pip would put it."""
    commands = []

    def run(command, check):
        assert check
        words = [str(word) for word in command]
        commands.append(" ".join(words[2:4]) if "pip" in words else "venv")
        if "venv" in words:
            (environments.FOLDER / words[-1].rpartition("/")[2]).mkdir(parents=True)
        if "wheel" in words:
            (environments.FOLDER / "wheels").mkdir(exist_ok=True)
            (environments.FOLDER / "wheels" / "simplismart.whl").touch()

    monkeypatch.setattr(environments.subprocess, "run", run)
    return commands


def test_an_environment_is_made_once_and_the_package_installed_when_it_changed(checkout, done):
    """A second run does nothing; a change of the sources only installs; a change of a pin makes it anew."""
    peers = frozenset({"ours", "floor"})
    pythons = environments.prepare(peers)
    assert {"ours", "floor"} == pythons.keys()
    assert ["venv", "pip install", "venv", "pip install", "pip wheel", "pip install"] == done
    done.clear()
    environments.prepare(peers)
    assert [] == done
    (checkout / "simplismart" / "client.py").write_text("two")
    environments.prepare(peers)
    assert ["pip wheel", "pip install"] == done


def test_the_package_is_installed_in_both_environments_that_have_it(done):
    """By one wheel; the floor needs none."""
    pythons = environments.prepare(frozenset({"ours", "ours-aiohttp", "floor"}))
    assert {"ours", "ours-aiohttp", "floor"} == pythons.keys()
    assert 3 == len(set(pythons.values()))
    assert [*["venv", "pip install"] * 3, "pip wheel", "pip install", "pip install"] == done


def test_the_digest_sees_every_source_and_no_bytecode(checkout):
    """A new file counts, too."""
    sources = environments._sources()
    assert ["pyproject.toml", "client.py"] == [path.name for path in sources]
    before = environments._digest("", sources)
    (checkout / "simplismart" / "client.pyc").write_text("bytecode")
    assert before == environments._digest("", environments._sources())
    (checkout / "generated" / "simplismart_api" / "new.py").write_text("")
    assert before != environments._digest("", environments._sources())


def test_two_benches_do_not_run_at_once(checkout, capsys):
    """The second waits for the first."""
    import threading

    order = []

    def second():
        with environments.alone():
            order.append("second")

    with environments.alone():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join(20)
    assert ["first", "second"] == order
    assert "waiting for another bench to end\n" == capsys.readouterr().err
