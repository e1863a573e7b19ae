"""The bench as a whole, a few rounds of it, and the shape of its results; how fast anything is, no test asks."""

import json
import platform
import re
import sys
from pathlib import Path

import pytest

from benchmarks.speed import environments, report, run, tls
from benchmarks.speed.measure import Figure, Outcome, Places, Sample
from benchmarks.speed.measure import run as run_race
from benchmarks.speed.processes import Server
from benchmarks.speed.races import RACES, Race, Side
from benchmarks.speed.targets import IDLE, NAMES, TARGETS, Target

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results"
TARGET = Target("a GET", "raw httpx", "get", (("ours", "raw"),), 0.8)
RACE = Race("get", "GET", (), 1)


@pytest.fixture(scope="module")
def found(broken):
    """What a quick run finds that has every peer in the environment of the tests, but for one that does not start."""
    pythons = {**dict.fromkeys(("ours", "httpx", "requests", "floor"), sys.executable), "published": broken}
    return run.bench(["get", "second-client", "idle"], pythons, quick=True)


def outcome(ours, raw):
    return Outcome({"ours": [Sample(ours, ours, ours, 0.5)], "raw": [Sample(raw, raw, raw, 0.25)]}, {})


def test_a_run_finds_a_figure_for_each_target_or_says_why_not(found):
    """The peer that does not start costs its own target only."""
    rows = {(row["race"], row["against"]): row for row in found["targets"]}
    assert [
        ("second-client", "`httpx.Client()`"),
        ("get", "raw `httpx.Client`"),
        ("get", "published package"),
        ("idle", "none"),
    ] == list(rows)
    lost = rows.pop(("get", "published package"))
    assert (None, False, "published package: not there") == (lost["figure"], lost["met"], lost["problem"])
    for row in rows.values():
        assert row["figure"]["low"] <= row["figure"]["median"] <= row["figure"]["high"]
        assert "" == row["problem"]
    assert {"median": 0.0, "low": 0.0, "high": 0.0} == rows["idle", "none"]["figure"]


def test_a_run_tells_what_each_side_took_and_how_busy_the_server_was(found):
    """CPU and wall time of a call, each with quartiles."""
    assert {"second-client", "get"} == found["races"].keys()
    sides = found["races"]["get"]["sides"]
    assert {"simplismart", "raw httpx", "requests", "raw socket"} == sides.keys()
    for side in sides.values():
        assert {"cpu_seconds", "wall_seconds", "server_share"} == side.keys()
        for figure in side.values():
            assert 0 < figure["low"] <= figure["median"] <= figure["high"]
    assert {"published package": "not there"} == found["races"]["get"]["not measured"]


def test_a_run_describes_the_machine_and_the_versions(found):
    """But not the name of the machine or of its folders."""
    assert {"cpu", "cores", "system", "python", "load", "others"} == found["machine"].keys()
    assert platform.python_version() == found["machine"]["python"]
    assert {"python", "httpx", "httpcore", "h11", "anyio"} == found["versions"]["httpx"].keys()
    assert is_anonymous(json.dumps(found))


def is_anonymous(text):
    """Tell whether a text names neither this machine nor a folder."""
    return platform.node() not in text and not re.search(r"(?<![\w.:`/])/(home|root|tmp|work|usr|opt|var)\b", text)


def test_a_machine_that_is_named_would_be_found():
    """The check of the results can fail."""
    assert not is_anonymous(f"made on {platform.node()}")
    assert not is_anonymous(f"with {'/'.join(['', 'home', 'someone'])}/python")
    assert is_anonymous("GET /deployments/list/model/ 1/s")


def test_the_markdown_has_the_targets_the_machine_and_the_races(found):
    """Every target is a row of the table."""
    text = report.markdown(found)
    assert "\n".join(report.table(found["targets"])) in text
    assert found["machine"]["cpu"] in text
    assert "**get**: GET of one model repo; 3 rounds." in text
    assert "Not measured: published package: not there." in text


def test_the_table_says_whether_each_target_is_met():
    """Met, not met, or why it is not measured; the figures with their quartiles."""
    rows = [
        report.row(TARGET, RACE, outcome(0.7, 1.0)),
        report.row(TARGET._replace(limit=0.02), RACE, outcome(0.03, 1.0)),
        report.row(TARGET._replace(least=True), RACE, Outcome({}, {"raw": "it broke"})),
        report.idle_row({"threads": 1, "sockets": 2}),
    ]
    assert [
        "| what | against | target | figure | quartiles | |",
        "| --- | --- | --- | --- | --- | --- |",
        "| a GET | raw httpx | <= 0.8 | 0.70 | 0.70 to 0.70 | met |",
        "| a GET | raw httpx | <= 0.02 | 0.0300 | 0.0300 to 0.0300 | not met |",
        "| a GET | raw httpx | >= 0.8 | - | raw: it broke | not measured |",
        f"| {IDLE} | none | <= 0 | 3 | | not met |",
    ] == report.table(report.as_json(rows))


def test_the_terminal_names_what_is_not_met():
    """Last comes how many are."""
    rows = [report.row(TARGET, RACE, outcome(0.7, 1.0)), report.row(TARGET, RACE, outcome(0.9, 1.0))]
    lines = report.lines({"targets": report.as_json(rows), "races": {}})
    assert ["not met: get: a GET, against raw httpx", "1 of 2 targets met"] == lines[-2:]


def test_the_busiest_moment_of_the_server_is_told():
    """With the side that ran."""
    races = {"get": report.sides(RACE, outcome(0.7, 1.0))}
    assert "50% of a core (get, ours)" == report.busiest(races)


def test_the_memory_is_told_in_bytes():
    """Time would say nothing of it."""
    held = Outcome({"results": [Sample(30e6, 1.0, 1.0, 0.0)]}, {})
    races = {"memory": report.sides(Race("memory", "repos", (), 1, "bytes"), held)}
    assert "| results | 30.00 |" in report.races(races)


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Where results go, with a bench that finds one target met and one not."""
    rows = [report.row(TARGET, RACE, outcome(0.7, 1.0)), report.row(TARGET, RACE, outcome(0.9, 1.0))]
    machine = {"cpu": "a CPU", "cores": 2, "system": "Linux", "python": "3.11", "load": "0", "others": "0 cores"}
    base = {"date": "today", "seconds": 1.0, "machine": machine, "versions": {"httpx": {"httpx": "0.28"}}, "races": {}}

    def bench(names, pythons, quick):
        return {**base, "targets": report.as_json(rows[:1] if names == ("get",) else rows)}

    monkeypatch.setattr(run, "bench", bench)
    monkeypatch.setattr(run.environments, "prepare", lambda peers: {})
    monkeypatch.setattr(run.environments, "FOLDER", tmp_path / ".bench")
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(run, "README", tmp_path / "README.md")
    run.README.write_text("before\n<!-- speed -->\nold\n<!-- /speed -->\nafter\n", encoding="utf-8")
    return tmp_path / "results"


def test_the_exit_status_tells_whether_every_target_is_met(written, capsys):
    """0 if it is, else 1."""
    assert 0 == run.main(["--only", "get"])
    assert 1 == run.main([])
    assert capsys.readouterr().out.endswith("1 of 2 targets met\n")


def test_only_a_whole_run_is_written(written, capsys):
    """As JSON, as Markdown and into the README, in place of the last; part of a run, or a quick one, is only shown."""
    run.main(["--only", "get"])
    run.main(["--quick"])
    assert not written.exists()
    assert "\nold\n" in run.README.read_text(encoding="utf-8")
    run.main(["--markdown"])
    readme = run.README.read_text(encoding="utf-8")
    assert readme.startswith("before\n<!-- speed -->\n| what |")
    assert readme.endswith("|\n<!-- /speed -->\nafter\n")
    assert {"speed.json", "speed.md"} == {path.name for path in written.iterdir()}
    assert capsys.readouterr().out.endswith((written / "speed.md").read_text(encoding="utf-8") + "\n")


def test_a_name_that_is_not_known_is_refused():
    """With the names that are."""
    with pytest.raises(SystemExit, match="There is no nothing; there are: import, import-use"):
        run.main(["--only", "get,nothing"])


def test_only_the_peers_that_take_part_are_prepared():
    """Besides httpx, whose environment has the roots of https."""
    assert {"ours", "httpx"} == run.peers(["second-client"])
    assert {"ours", "httpx"} == run.peers(["idle"])
    assert {"ours", "ours-aiohttp", "httpx", "aiohttp", "published"} == run.peers(["at-once-64"])


def test_a_call_by_https_is_made_with_the_usual_roots_and_one_more(tmp_path):
    """The server's certificate is checked: without it the call fails."""
    made = tls.certificate(tmp_path)
    trust = tls.trust(tmp_path, sys.executable)
    usual = (tmp_path / "roots.pem").read_bytes().count(b"BEGIN CERTIFICATE")
    assert usual > 100
    (race,) = [race for race in RACES if race.name == "one-call-tls"]
    race = race._replace(sides=tuple(side for side in race.sides if side.peer in {"ours", "httpx"}), rounds=1)
    pythons = {"ours": sys.executable, "httpx": sys.executable}
    with Server() as plain, Server(str(made)) as secure:
        assert secure.address.startswith("https://")
        trusted = run_race(race, Places(pythons, plain, secure, trust))
        doubted = run_race(race, Places(pythons, plain, secure))
        nowhere = run_race(race, Places(pythons, plain))
    assert {"simplismart": 1, "raw httpx": 1} == {label: len(found) for label, found in trusted.samples.items()}
    assert all("CERTIFICATE_VERIFY_FAILED" in why for why in doubted.lost.values())
    assert {"simplismart", "raw httpx"} == doubted.lost.keys() == nowhere.lost.keys()


def test_a_call_that_saw_something_else_is_not_measured(server):
    """In a fresh process, too."""
    side = Side("one", "ours", code="print('something else')")
    lost = run_race(Race("race", "", (side,), 1), Places({"ours": sys.executable}, server)).lost
    assert {"one": "it saw 'something else'"} == lost


@pytest.fixture
def results():
    return json.loads((RESULTS / "speed.json").read_text(encoding="utf-8"))


def test_the_written_results_are_those_of_the_present_targets(results):
    """Each target has its row, with the limit that it has now."""
    assert [(target.what, target.against, target.race, target.limit, target.least) for target in TARGETS] == sorted(
        (
            (row["what"], row["against"], row["race"], row["limit"], row["least"])
            for row in results["targets"]
            if row["race"] != "idle"
        ),
        key=[(target.what, target.against, target.race, target.limit, target.least) for target in TARGETS].index,
    )
    assert [race.name for race in RACES] == list(results["races"])
    assert set(NAMES) == {row["race"] for row in results["targets"]} | results["races"].keys()


def test_the_written_results_are_the_same_in_both_forms(results):
    """And name neither the machine nor its folders."""
    assert (RESULTS / "speed.md").read_text(encoding="utf-8") == report.markdown(results)
    assert is_anonymous((RESULTS / "speed.json").read_text(encoding="utf-8"))


def test_the_verdicts_of_the_written_results_are_those_of_their_figures(results):
    """Nobody wrote them by hand."""
    for row in results["targets"]:
        median = row["figure"] and row["figure"]["median"]
        if median is None:
            assert "not measured" == row["verdict"]
        elif median != row["limit"]:
            assert (median > row["limit"] if row["least"] else median < row["limit"]) is row["met"]


def test_the_description_of_the_project_can_be_read():
    """The environments are made from it."""
    assert any(name.startswith("httpx") for name in environments.project()["dependencies"])


def test_figures_keep_four_digits():
    """More would be noise."""
    assert {"median": 0.1235, "low": 1235.0, "high": 0.0} == report._rounded(Figure(0.123456, 1234.56, 0.0))
