"""Secrets: kept as given, shown without their credentials in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .answers import Refused, not_found
from .clock import stamp
from .state import Handler, Reply, Secret, State, newest_first, refuse_taken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .contract import Call

__all__ = ["HANDLERS", "seed"]

KEYS: Mapping[str, Sequence[str]] = {
    "docker_hub": ("username", "token"),
    "depot": ("username", "token"),
    "nvidia_nim": ("server", "username", "password"),
}


def create_secret(state: State, call: Call) -> Reply:
    """Keep a secret; the documented types must have their keys."""
    body = call.body
    missing = [key for key in KEYS.get(body["secret_type"], ()) if key not in body["data"]]
    if missing:
        raise Refused(400, {"data": [f"{key}: This field is required." for key in missing]})
    refuse_taken(state, "Secret", state.secrets.values(), body["name"])
    return 201, seed(state, body)


def list_secrets(state: State, call: Call) -> Reply:
    """Answer all secrets without their credentials."""
    return 200, {"data": [secret.data for secret in newest_first(state.secrets.values())]}


def get_secret(state: State, call: Call) -> Reply:
    """Answer a secret with its credentials."""
    secret = state.secrets.get(call.path["secret_id"])
    if secret is None:
        raise not_found("Secret")
    shown = {key: secret.data[key] for key in ("uuid", "name", "secret_type")}
    return 200, {"data": shown | {"org_id": secret.data["org"], "data": secret.credentials}}


def list_secret_configs(state: State, call: Call) -> Reply:
    """Answer the keys of each documented type; the live shape is not documented."""
    return 200, {kind: list(keys) for kind, keys in KEYS.items()}


def seed(state: State, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Add a secret; what ``fields`` leaves out is that of a docker_hub secret."""
    given = dict(fields)
    credentials = given.pop("data", {"username": "user", "token": "password"})
    created = stamp(state.now)
    data = {
        "uuid": state.new_id(),
        "name": f"secret-{len(state.secrets) + 1}",
        "secret_type": "docker_hub",
        "created_at": created,
        "updated_at": created,
        "org": state.settings.org_id,
    }
    secret = Secret(data | given, credentials)
    state.secrets[secret.data["uuid"]] = secret
    return secret.data


HANDLERS: Mapping[str, Handler] = {
    "create_secret": create_secret,
    "list_secrets": list_secrets,
    "get_secret": get_secret,
    "list_secret_configs": list_secret_configs,
}
