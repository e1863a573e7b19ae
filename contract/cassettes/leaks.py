"""Finds what looks like a credential, or tells of an account, in the cassettes: ``python -m contract.cassettes.leaks``.

A finding says where and of what kind, never the value.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import yaml

from simplismart.testing.emulator import BEARER, ORG_ID

from .. import ROOT
from .scrubbing import ENVIRONMENTS, SCRUBBED, is_secret_name

__all__ = ["Finding", "find", "main", "scan"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CASSETTES = ROOT / "cassettes"

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "a header that authenticates": re.compile(
        r"""^[\s"'-]*(?:proxy-)?(?:authorization|set-cookie|cookie|x-api-key|api-key|x-auth-token)["']?\s*:""",
        re.IGNORECASE | re.MULTILINE,
    ),
    "a bearer or basic token": re.compile(r"\bbearer\s+[\w.~+/=-]{4,}|\bbasic\s+[A-Za-z0-9+/]{8,}={1,2}", re.I),
    "a JWT": re.compile(r"\beyJ[\w-]{6,}"),
    "a Hugging Face token": re.compile(r"\bhf_[A-Za-z0-9]{8,}"),
    "an AWS key id": re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}"),
    "a vendor's token": re.compile(
        r"\b(?:gh[pousr]_|github_pat_|glpat-|dckr_pat_|nvapi-|sk-|xox[abprs]-|AIza)[\w-]{12,}"
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*(?:PRIVATE KEY|CERTIFICATE)"),
    "a docker configuration": re.compile(r"\.?dockerconfigjson\b|\"auths?\"\s*:\s*[{\"]", re.IGNORECASE),
}
EMAIL = re.compile(r"[\w.+-]+@(?P<domain>[\w-]+(?:\.[\w-]+)+)")
ADDRESS = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|\[[0-9a-fA-F:]*:[0-9a-fA-F:]+\]|\blocalhost\b")
URL_HOST = re.compile(r"\b[a-z][a-z0-9+.-]*://(?:[^\s/@\"']*@)?(?P<host>[^\s/:?#\"'<>]+)", re.IGNORECASE)
BARE_HOST = re.compile(
    r"(?<![\w@.-])(?P<host>(?:[a-z0-9-]+\.)+(?:ai|app|cloud|co|com|dev|io|live|net|org))(?![\w-])", re.I
)
LONG = re.compile(r"[A-Za-z0-9+/]{24,}|[A-Za-z0-9_-]{24,}")
HEXADECIMAL = re.compile(r"[0-9a-fA-F]{32,}")
UUIDS = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
LEAST_CHANGES = 0.35

EXAMPLE_DOMAINS = ("example.com", "example.org", "example.net", "example", "invalid")
HOSTS = frozenset({"api.app.simplismart.ai", "ui-avatars.com", "your-endpoint.here"})  # the last two are the SDK page's
SECRET_VARIABLE = re.compile(r".*(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|CREDENTIALS?)", re.IGNORECASE)
PRINTED = "<redacted — do not log or expose>"
HARMLESS = frozenset({SCRUBBED, PRINTED, "value"})  # the last two stand on the SDK page
HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"})


class Finding(NamedTuple):
    """Something that must not be in a cassette: where it stands, and of what kind it is."""

    place: str
    kind: str

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}"


def scan(folder: Path = CASSETTES, environ: Mapping[str, str] = os.environ) -> list[Finding]:
    """Return what is found in every file under a folder, whatever its name."""
    search = Search(environ)
    found = []
    for path in sorted(path for path in folder.rglob("*") if not path.is_dir()):
        name = path.relative_to(folder).as_posix()
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [Finding(name, f"{kind}, in the name of the file") for kind in search.kinds(name)]
        found += search.text(text, name)
    return found


def find(text: str, name: str = "", environ: Mapping[str, str] = os.environ) -> list[Finding]:
    """Return what is found in the text of a cassette.

    Args:
        text: The text.
        name: What to call it in a finding.
        environ: The environment, whose tokens must not stand in the text.
    """
    return Search(environ).text(text, name)


def main(arguments: list[str] | None = None) -> int:
    """Print what is found under the folders that are given, by default the cassettes; 1 if there is anything."""
    folders = [Path(each) for each in (sys.argv[1:] if arguments is None else arguments)] or [CASSETTES]
    found = [finding for folder in folders for finding in scan(folder)]
    print(*found, sep="\n", end="\n" if found else "no credentials found\n")
    return 1 if found else 0


class Search:
    """Looks through text, through the YAML in it, and through the JSON in that."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._known = tuple(_known_secrets(environ))

    def text(self, text: str, name: str) -> list[Finding]:
        """Return what is found in a file, without repeating itself."""
        try:
            document = yaml.load(text, Loader=_Loader)  # noqa: S506 - the safe loader
        except yaml.YAMLError:
            return [*self._in_lines(text, name), Finding(name, "not YAML, so that it cannot be searched")]
        leaves = list(_leaves(document, name))
        found = [] if self._is_clean(text) else list(self._in_lines(text, name))
        if not self._is_clean("\n".join(f"{leaf.key}\n{leaf.text}" for leaf in leaves)):
            found += [Finding(leaf.place, kind) for leaf in leaves for each in leaf[1:3] for kind in self.kinds(each)]
        return list(dict.fromkeys([*found, *_in_names(leaves)]))

    def _is_clean(self, text: str) -> bool:
        return next(self.kinds(text), None) is None

    def _in_lines(self, text: str, name: str) -> Iterator[Finding]:
        for number, line in enumerate(text.splitlines(), 1):
            yield from (Finding(f"{name}:{number}", kind) for kind in self.kinds(line))

    def kinds(self, text: str) -> Iterator[str]:
        """Yield what kinds of things a text holds, percent-encoded or not."""
        text = unquote(text)
        yield from (kind for kind, pattern in PATTERNS.items() if pattern.search(text))
        if any(_is_random(match.group()) for match in LONG.finditer(UUIDS.sub("", text))):
            yield "a long string that looks random"
        if any(not _is_example(match["domain"]) for match in EMAIL.finditer(text)):
            yield "an e-mail address"
        if any(not _is_known_host(host) for host in _hosts(text)):
            yield "a host other than the API's"
        yield from (f"the value of {name}" for name, value in self._known if value in text)


class Leaf(NamedTuple):
    """A value at the end of YAML, and of the JSON in that: where it stands, under which key, and under which of all."""

    place: str
    key: str
    text: str
    keys: tuple[str, ...]


def _leaves(value: Any, place: str, keys: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Read what YAML and JSON write in another way than it reads: escapes, folded lines, binary."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    inner = _from_json(value) if isinstance(value, str) else value
    if isinstance(inner, dict):
        for key, item in inner.items():
            yield Leaf(f"{place}:{_shown(str(key))}", str(key), "", (*keys, str(key)))
            yield from _leaves(item, f"{place}:{_shown(str(key))}", (*keys, str(key)))
    elif isinstance(inner, list):
        for item in inner:
            yield from _leaves(item, place, keys)
    elif value is not None:
        yield Leaf(place, "", str(value), keys)


def _shown(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_-]{1,40}", key) else "…"


def _in_names(leaves: list[Leaf]) -> Iterator[Finding]:
    for leaf in leaves:
        if leaf.key.lower() in HEADERS:
            yield Finding(leaf.place, "a header that authenticates")
        if leaf.text and leaf.text not in HARMLESS and any(map(_hides, leaf.keys)):
            yield Finding(leaf.place, "a value that is not scrubbed")


def _hides(key: str) -> bool:
    return is_secret_name(key) or key in ENVIRONMENTS


def _from_json(text: str) -> Any:
    """Return the object or list that a text is, None if it is neither."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _is_random(text: str) -> bool:
    """Tell whether a text mixes small and capital letters and digits as words, names and paths do not."""
    kinds = "".join("a" if c.islower() else "A" if c.isupper() else "0" for c in text if c.isalnum())
    changes = sum(one != other for one, other in pairwise(kinds))
    return bool(HEXADECIMAL.search(text)) or (len(set(kinds)) == 3 and changes >= LEAST_CHANGES * len(kinds))


def _hosts(text: str) -> Iterator[str]:
    yield from (match["host"].lower() for match in URL_HOST.finditer(text))
    yield from (match["host"].lower() for match in BARE_HOST.finditer(text))
    yield from (match.group() for match in ADDRESS.finditer(text) if _is_address(match.group()))


def _is_address(text: str) -> bool:
    if text == "localhost":
        return True
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


def _is_known_host(host: str) -> bool:
    return host in HOSTS or _is_example(host)


def _is_example(domain: str) -> bool:
    return any(domain.lower() == known or domain.lower().endswith(f".{known}") for known in EXAMPLE_DOMAINS)


def _known_secrets(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "the emulator's token", BEARER
    yield from ((name, value) for name, value in environ.items() if _is_secret_variable(name) and len(value) >= 8)
    if len(environ.get("ORG_ID", "")) >= 8 and environ["ORG_ID"] != ORG_ID:
        yield "ORG_ID", environ["ORG_ID"]


def _is_secret_variable(name: str) -> bool:
    return SECRET_VARIABLE.fullmatch(name) is not None


if __name__ == "__main__":
    raise SystemExit(main())
