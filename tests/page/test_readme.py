"""Every Python example of the README runs, on the emulator (not the live API)."""

import re
from pathlib import Path

import pytest

from simplismart import Simplismart
from simplismart.testing import Emulator

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
RESULTS = (Path(__file__).parents[2] / "benchmarks" / "results" / "speed.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_there_are_examples():
    """The README shows code, and all of it is found."""
    assert README.count("```python") == len(EXAMPLES) > 5


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_runs(example: str, monkeypatch: pytest.MonkeyPatch):
    """It runs as it stands, with a client and a payload in scope and some resources on the server."""
    emulator = Emulator()
    repo = emulator.add_model_repo(name="a-repo")
    emulator.add_deployment(name="a-deployment", uuid="deployment-uuid")
    monkeypatch.setattr("time.sleep", emulator.advance)
    monkeypatch.setattr("simplismart._sync.waiting.sleep", emulator.advance)
    monkeypatch.setenv("SIMPLISMART_PG_TOKEN", emulator.token)
    monkeypatch.setenv("ORG_ID", emulator.org_id)
    payload = {
        "model_repo": repo["uuid"],
        "gpu_id": "cpu",
        "name": "for-a-while",
        "min_pod_replicas": 1,
        "max_pod_replicas": 1,
    }
    with emulator.serve() as base_url:
        monkeypatch.setenv("SIMPLISMART_BASE_URL", base_url)
        scope = {"client": Simplismart(), "payload": payload}
        clients = [scope["client"]]
        exec(example, scope)
        for client in {*clients, scope["client"]}:
            client.close()


def test_the_speed_table_is_that_of_the_last_bench():
    """Its figures are those that were measured, every row of them."""
    shown = README.partition("<!-- speed -->\n")[2].partition("<!-- /speed -->")[0].splitlines()
    measured = [line for line in RESULTS.partition("\n## ")[0].splitlines() if line.startswith("|")]
    assert 20 < len(shown)
    assert measured == shown
