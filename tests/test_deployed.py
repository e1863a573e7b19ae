"""The result of ``client.deploy``."""

import copy
import json
import pickle

import pytest

from simplismart import DeployedModel


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("llama.example.com", "https://llama.example.com"),
        ("https://llama.example.com/x", "https://llama.example.com/x"),
        ("", ""),
        (None, None),
    ],
)
def test_the_endpoint_is_a_url(host: str, expected: str):
    """The host that the API says becomes a URL; without one there is none."""
    assert expected == DeployedModel({"uuid": "d", "model_endpoint": host}).endpoint
    assert DeployedModel({"uuid": "d"}).endpoint is None


def test_it_is_the_deployment_as_it_came():
    """It is a dict of the API's fields, and copies and pickles like one."""
    deployed = DeployedModel({"uuid": "d", "status": "DEPLOYED", "new": 1})
    assert {"uuid": "d", "status": "DEPLOYED", "new": 1} == json.loads(json.dumps(deployed))
    assert "DEPLOYED" == deployed.status
    for twin in (copy.deepcopy(deployed), pickle.loads(pickle.dumps(deployed))):
        assert (deployed, DeployedModel) == (twin, type(twin))
