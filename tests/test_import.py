"""What importing the package costs, by what it loads."""

import os
import subprocess
import sys

import pytest

import simplismart


def loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


CLIENT = "client = simplismart.Simplismart('token')"
PAYLOAD = """simplismart.DeploymentCreate(
    model_repo='repo', gpu_id='nvidia-h100', name='name', min_pod_replicas=1, max_pod_replicas=1
)"""
NETWORK = {"httpx", "httpcore", "ssl", "_ssl", "socket", "_socket", "http", "email", "logging", "asyncio", "anyio"}
CHECKS = {"attr", "attrs", "dateutil", "difflib"}
OTHERS = {"simplismart_api", "datetime", "decimal", "uuid", "jsonschema", "rich", "yaml"}


@pytest.mark.parametrize(
    ("code", "unwanted", "most"),
    [
        ("", NETWORK | CHECKS | OTHERS, 40),
        (CLIENT, NETWORK | CHECKS | OTHERS - {"simplismart_api"}, 100),
        (f"{CLIENT}\n{PAYLOAD}", NETWORK | OTHERS - {"simplismart_api"}, 150),
        ("simplismart.AsyncSimplismart('token')", CHECKS | {"httpx", "httpcore", "anyio", "email"}, 180),
    ],
    ids=["the package", "a client", "a client and a payload", "an asynchronous client"],
)
def test_the_import_budget(code: str, unwanted: set[str], most: int):
    """What is not needed yet is not imported yet: httpx and what it needs come with the first call, and attrs with the
    first payload. Neither do the modules grow in number unseen.
    """
    found = loaded(f"import simplismart\n{code}")
    assert set() == (found - loaded("")) & unwanted
    assert most >= len(found - loaded(""))


def test_a_synchronous_call_needs_no_asyncio():
    """It would cost a third of what httpx does."""
    code = "from simplismart.testing import Emulator; import simplismart; e = Emulator()"
    call = "simplismart.Simplismart(e.token, transport=e.transport).list_deployments(); import simplismart.transports"
    assert "asyncio" not in loaded(f"{code}\n{call}")


IDLE = """
import gc, os, simplismart, threading
descriptors = set(os.listdir('/proc/self/fd'))
clients = [simplismart.Simplismart('token'), simplismart.AsyncSimplismart('token')]
import socket, ssl
assert 1 == threading.active_count()
assert descriptors == set(os.listdir('/proc/self/fd'))
assert [] == [each for each in gc.get_objects() if isinstance(each, (socket.socket, ssl.SSLContext))]
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="this system does not list its descriptors")
def test_a_client_that_did_nothing_holds_nothing():
    """No thread, no socket, no other descriptor and no TLS settings."""
    assert "simplismart" in loaded(IDLE)


def test_every_public_name_exists():
    """__all__ is what dir() shows, and each name can be loaded."""
    assert [] == [name for name in simplismart.__all__ if not hasattr(simplismart, name)]
    assert set() == set(simplismart.__all__) - set(dir(simplismart))


@pytest.mark.parametrize("name", ["client.Simplismart", "exceptions.SimplismartError", "models.SecretCreate"])
def test_a_submodule_is_an_attribute(name: str):
    """As in the published package, ``import simplismart`` is enough to reach its modules."""
    assert "simplismart" in loaded(f"import simplismart; simplismart.{name}")


def test_an_unknown_name_is_an_attribute_error():
    """A typo is not swallowed by the lazy loading."""
    with pytest.raises(AttributeError, match="Simplismrat"):
        simplismart.Simplismrat  # noqa: B018
    with pytest.raises(AttributeError, match="nothing"):
        simplismart.client.nothing  # noqa: B018
