"""The payload of the secrets."""

from __future__ import annotations

from typing import Any

import pytest

from simplismart.exceptions import ValidationError
from simplismart.models import SecretCreate

LOGIN = {"username": "user", "token": "hush"}
NVIDIA = {"server": "nvcr.io", "username": "$oauthtoken", "password": "hush"}


def test_body() -> None:
    """The organisation is left out if it is not given; values of ``data`` are sent as they are."""
    secret = SecretCreate(name=" n ", secret_type="docker_hub", data={**LOGIN, "note": " x "})
    body: dict[str, Any] = {
        "name": "n",
        "secret_type": "docker_hub",
        "data": {**LOGIN, "note": " x "},
    }
    assert body == secret.to_payload()
    secret.org = "org"
    assert {**body, "org": "org"} == secret.to_payload()


@pytest.mark.parametrize(
    ("secret_type", "data"),
    [
        ("depot", LOGIN),
        ("nvidia_nim", NVIDIA),
        ("huggingface", {"hf_token": "hush"}),
        ("gcp", {}),
        ("generic", {"any": [1]}),
    ],
)
def test_types(secret_type: str, data: dict[str, Any]) -> None:
    """The documented types and those that were seen are taken."""
    assert data == SecretCreate(name="n", secret_type=secret_type, data=data).to_payload()["data"]


def test_other_type_is_refused_with_the_list() -> None:
    """An unknown type gets the list of those that are known."""
    with pytest.raises(ValidationError, match=r"one of docker_hub, depot, nvidia_nim, .* got 'aws'"):
        SecretCreate(name="n", secret_type="aws", data={})


@pytest.mark.parametrize("key", ["server", "username", "password"])
@pytest.mark.parametrize("value", [None, "", " ", 1])
def test_missing_credential_is_refused(key: str, value: Any) -> None:
    """A credential that the type needs is a text, such as an unset variable is not."""
    with pytest.raises(ValidationError) as caught:
        SecretCreate(name="n", secret_type="nvidia_nim", data={**NVIDIA, key: value})
    expected = (
        "SecretCreate: data: must have, for nvidia_nim, non-blank texts as server and username and password, got ***"
    )
    assert expected == str(caught.value)


def test_repr_hides_the_values() -> None:
    """The keys are shown, the values are not."""
    secret = SecretCreate(name="n", secret_type="depot", data=LOGIN)
    assert "data={'username': '***', 'token': '***'}" in repr(secret)
    assert "hush" not in repr(secret)


@pytest.mark.parametrize("data", ["hush", ["hush"], {"token": object}, {"hush": {1, 2}}])
def test_error_hides_the_values(data: Any) -> None:
    """Whatever is wrong with ``data`` or with the rest, nothing of it is shown."""
    with pytest.raises(ValidationError) as caught:
        SecretCreate(name="", secret_type="depot", data=data, colour=1)  # type: ignore[call-arg]
    assert {"name", "data", "colour"} == {problem.field for problem in caught.value.problems}
    assert "hush" not in str(caught.value) + repr(caught.value)
