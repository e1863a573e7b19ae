"""No test can send what openapi.yaml does not allow without failing, or without saying that it means to."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
ESCAPES = Path(__file__).parent / "cases" / "escapes.py"
ENDS = {
    "test_right": ("passed", ""),
    "test_query": ("failed", "list_deployments: query parameter colour: list_deployments has none"),
    "test_body": ("failed", "start_stop_deployment: body.action: enum ['start', 'stop']"),
    "test_path": ("failed", "GET /deployments/list/models/: no operation GET /deployments/list/models/"),
    "test_method": ("failed", "PUT /deployments/list/model/: no operation PUT /deployments/list/model/"),
    "test_async": ("failed", "query parameter colour"),
    "test_an_error_of_the_server_hides_nothing": ("failed", "query parameter colour"),
    "test_an_error_of_the_test_hides_nothing": ("failed", "query parameter colour"),
    "test_swallowing_everything_hides_nothing": ("failed", "query parameter colour"),
    "test_a_thread_hides_nothing": ("failed", "query parameter colour"),
    "test_a_forked_process_hides_nothing": ("failed", "query parameter colour"),
    "test_a_spawned_process_hides_nothing": ("failed", "query parameter colour"),
    "test_a_program_hides_nothing": ("failed", "query parameter colour"),
    "test_a_program_that_cannot_be_watched": ("failed", "a process that is not watched"),
    "test_an_isolated_program_cannot_be_watched": ("failed", "a process that is not watched"),
    "test_the_seam_may_not_be_replaced": ("failed", "simplismart.transports: outgoing was replaced"),
    "test_the_seam_is_watched_again": ("failed", "query parameter colour"),
    "test_a_fixture_hides_nothing": ("error", "query parameter colour"),
    "test_a_fixture_s_end_hides_nothing": ("error", "query parameter colour"),
    "test_skipping_hides_nothing": ("failed", "query parameter colour"),
    "test_an_expected_failure_hides_nothing": ("failed", "query parameter colour"),
    "test_excused": ("passed", ""),
    "test_an_excuse_that_is_not_needed": (
        "failed",
        "excused, but nothing of the kind was sent: query parameter colour",
    ),
    "test_an_excuse_for_something_else": ("failed", "no operation GET /deployments/list/models/"),
    "test_an_excuse_without_a_reason": ("failed", "off_contract needs a reason"),
    "test_an_excuse_for_nothing_in_particular": ("failed", "query parameter colour"),
}


LATE = """

def pytest_sessionfinish():
    from test_escapes import QUERY, send

    send(QUERY)
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of escapes.py with the suite's settings and its conftest, to which LATE is added."""
    shutil.copy(ESCAPES, folder / "test_escapes.py")
    (folder / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8") + LATE, "utf-8")
    plugins = ("hypothesispytest", "schemathesis", "pytest_cov")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder)]
    command += ["-o", f"pythonpath={ROOT} {folder}", *(f"-pno:{name}" for name in plugins), *arguments, str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


def outcomes(report: Path) -> dict[str, tuple[str, str]]:
    """Return for each test of a JUnit report how it ended, and what it said."""
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = {"failure": "failed", "error": "error", "skipped": "skipped"}
        ends = [(kinds[each.tag], "".join(case.itertext())) for each in case if each.tag in kinds]
        found[case.attrib["name"]] = ends[0] if ends else ("passed", "")
    return found


def test_whatever_is_off_the_contract_fails_its_test(tmp_path: Path):
    """However it is sent and whatever the test makes of it; what is right passes, and so does what is excused."""
    run(tmp_path, f"--junitxml={tmp_path / 'report.xml'}")
    found = outcomes(tmp_path / "report.xml")
    assert {name: ends for name, (ends, _) in ENDS.items()} == {name: ends for name, (ends, _) in found.items()}
    assert [] == [name for name, (_, text) in ENDS.items() if text not in found[name][1]]


@pytest.mark.parametrize("workers", ["0", "1"])
def test_what_is_sent_after_the_last_test_fails_the_run(tmp_path: Path, workers: str):
    """In the process itself and in a worker of pytest-xdist."""
    done = run(tmp_path, f"-n{workers}", "-ktest_right")
    assert "1 passed" in done.stdout
    assert 0 != done.returncode
    assert "query parameter colour" in done.stdout + done.stderr


@pytest.mark.off_contract("a process that is not watched", reason="its modules are compared with a watched one's")
def test_watching_loads_nothing():
    """A process that is watched has loaded no more than others, so that tests can count what the package loads."""
    command = [sys.executable, "-c", "import sys; print(*sys.modules)"]
    environments = ({**os.environ, "PYTHONPATH": ""}, None)
    alone, watched = (
        {*subprocess.run(command, env=each, capture_output=True, text=True, check=True).stdout.split()}
        for each in environments
    )
    assert {"sitecustomize"} == watched - alone - {"__future__"}


def test_requests_are_made_in_one_place():
    """Nothing else in the package makes requests for httpx, or has httpx make them, which would go out unseen."""
    makers = {"Request", "build_request", "Client", "AsyncClient", "request", "stream"}
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {function.name}"
        for path in sorted((ROOT / "simplismart").rglob("*.py"))
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in makers
    ]
    assert ["simplismart/transports.py: outgoing"] == found
