"""What importing the package costs, by what it loads."""

import subprocess
import sys

import pytest

import simplismart


def loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy():
    """Neither httpx nor attrs nor the generated package, asyncio or ssl."""
    assert set() == loaded("import simplismart") & {
        "httpx",
        "attr",
        "attrs",
        "simplismart_api",
        "asyncio",
        "ssl",
        "dateutil",
    }


def test_a_client_that_did_nothing_has_loaded_no_httpx():
    """httpx and what it needs come with the first call, and asyncio only with the async client."""
    code = "import simplismart; simplismart.Simplismart('token'); simplismart.DeploymentCreate"
    assert set() == loaded(code) & {"httpx", "httpcore", "asyncio", "ssl"}


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
