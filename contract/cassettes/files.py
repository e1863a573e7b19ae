"""The cassettes: HTTP that vcrpy replays, each with a label at its top that says where it came from and what it is of.

A cassette is vcrpy's own YAML, with the label's keys before the interactions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import vcr  # type: ignore[import-untyped]
import yaml
from vcr.patch import PATCHER_NAMES  # type: ignore[import-untyped]
from vcr.serialize import deserialize, serialize  # type: ignore[import-untyped]

from ..requests import default_spec
from . import leaks
from .scrubbing import Scrubber, pretty

__all__ = [
    "FOLDER",
    "Cassette",
    "CassetteError",
    "Interaction",
    "Label",
    "NotPlayedError",
    "laid_out",
    "read",
    "recording",
    "replaying",
]

FOLDER = leaks.CASSETTES
ORIGINS: Mapping[str, str] = {
    "emulator": (
        "Recorded from simplismart.testing.Emulator, a stand-in written from the documentation. It is not the live API."
    ),
    "documented": "The answers are what the public SDK page prints. They were never seen on a wire.",
    "live": "Recorded from the live API. Values that could tell of an account are replaced by stand-ins.",
    "rehearsal": (
        "Recorded with the program that records the live API, from another server. It says nothing of the live API."
    ),
}
DATED = frozenset({"live", "rehearsal"})
HEAD = (
    "origin",
    "meaning",
    "recorded",
    "note",
    "method",
    "program",
    "operations",
    "org_id",
    "arguments",
    "raises",
    "printed",
)
MATCH_ON = ("method", "scheme", "host", "port", "path", "query", "body")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CassetteError(ValueError):
    """A file is not a cassette, or what it says of itself is not so."""


class NotPlayedError(AssertionError):
    """A cassette holds interactions that nobody asked for."""


@dataclass(frozen=True)
class Label:
    """What a cassette says of itself.

    Attributes:
        origin: Where it came from, a key of ``ORIGINS``.
        org_id: The organisation of the client.
        method: The method of the client that it is of; None if it is of a program.
        program: The program that it is of, as a path from the top of the project; None if it is of a method.
        arguments: The arguments of the method, scrubbed.
        raises: The error that the method raises; None if it returns.
        recorded: The date of the recording, where it matters.
        printed: What the SDK page prints, word for word.
        note: More about where the answers come from.
    """

    origin: str
    org_id: str
    method: str | None = None
    program: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    raises: str | None = None
    recorded: str | None = None
    printed: str | None = None
    note: str | None = None


class Interaction(NamedTuple):
    """A request and its answer, as they are written down."""

    operation: str | None
    method: str
    uri: str
    request_headers: Mapping[str, str]
    request_body: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


class Cassette(NamedTuple):
    """A cassette as it was read."""

    path: Path
    label: Label
    interactions: tuple[Interaction, ...]


def read(path: Path) -> Cassette:
    """Return a cassette.

    Raises:
        CassetteError: It is none, or its label is wrong.
    """
    return _read(path, _document(path))


def _read(path: Path, document: Any) -> Cassette:
    try:
        interactions = tuple(map(_interaction, document["interactions"]))
        label = _label(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise CassetteError(f"{path.name}: not a cassette: {error!r}") from error
    problems = [*_problems(document, label), *_operation_problems(document, interactions)]
    if problems:
        raise CassetteError(f"{path.name}: {'; '.join(problems)}")
    return Cassette(path, label, interactions)


@contextmanager
def replaying(path: Path) -> Iterator[Any]:
    """Answer requests from a cassette while the block runs, which gets vcrpy's cassette; nothing goes to the network.

    Raises:
        vcr.errors.CannotOverwriteExistingCassetteException: In the call, where the cassette has no such request left.
        NotPlayedError: At the end, where the cassette holds more than was asked for.
    """
    player = _vcr(_Loading, before_record_request=Scrubber().request)
    with player.use_cassette(path, record_mode="none") as cassette:
        yield cassette
    if not cassette.all_played:
        left = [str(request) for at, request in enumerate(cassette.requests) if not cassette.play_counts[at]]
        raise NotPlayedError(f"{path.name}: nobody asked for {', '.join(left)}")


@contextmanager
def recording(
    path: Path, label: Label, scrubber: Scrubber, guard: Callable[[Any], None] | None = None
) -> Iterator[None]:
    """Write down the requests that are sent while the block runs, and their answers; nothing if the block fails.

    Args:
        path: The file, which is replaced.
        label: What the cassette will say of itself.
        scrubber: Makes what is sent fit to be written down.
        guard: Called with each request before it is sent; what it raises stops it.

    Raises:
        CassetteError: Nothing was sent, or what would be written looks as if it held a credential.
    """

    def check(request: Any) -> Any:
        if guard is not None:
            guard(request)
        return request

    recorder = _vcr(_Nowhere, before_record_request=check, decode_compressed_response=True)
    with recorder.use_cassette(path, record_mode="all") as made:
        yield
    if not len(made):
        raise CassetteError(f"{path.name}: nothing was sent")
    _write(path, label, [scrubber.interaction(*each) for each in zip(made.requests, made.responses, strict=True)])


def _write(path: Path, label: Label, interactions: list[tuple[Any, dict[str, Any]]]) -> None:
    requests, responses = zip(*interactions, strict=True)
    text = serialize({"requests": requests, "responses": responses}, _Writer(label))
    found = leaks.find(text, path.name)
    if found:
        raise CassetteError(f"not written: {'; '.join(map(str, found))}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _vcr(persister: Any, **hooks: Any) -> Any:
    skipped = [name for name in PATCHER_NAMES if name not in {"httpx", "aiohttp"}]
    made = vcr.VCR(match_on=MATCH_ON, skip_patchers=skipped, **hooks)
    made.register_persister(persister)
    return made


class _Loading:
    """Reads cassettes for vcrpy; a file that is missing or wrong is an error."""

    @staticmethod
    def load_cassette(path: Path, serializer: Any) -> Any:
        """Return the requests and the answers."""
        document = _document(path)
        _read(path, document)
        return deserialize(document, _AsItIs)


class _AsItIs:
    """Hands vcrpy a document that is read already."""

    @staticmethod
    def deserialize(document: Any) -> Any:
        """Return the document."""
        return document


class _Nowhere:
    """Keeps vcrpy from reading and writing, for it leaves its patches in place where writing fails."""

    @staticmethod
    def load_cassette(path: Path, serializer: Any) -> Any:
        """Return nothing: what was recorded before is replaced."""
        return [], []

    @staticmethod
    def save_cassette(path: Path, cassette: dict[str, Any], serializer: Any) -> None:
        """Write nothing."""


class _Writer:
    """Writes the YAML of a cassette for vcrpy, with the label before all else."""

    def __init__(self, label: Label) -> None:
        self._label = label

    def serialize(self, document: dict[str, Any]) -> str:
        """Return the text."""
        return _dumped(self._label, [_ordered(each) for each in document["interactions"]])


def laid_out(path: Path) -> str:
    """Return the text of a cassette as it would be written: the order of its keys, its JSON, its quotes."""
    document = _document(path)
    interactions = [_ordered(each) for each in document["interactions"]]
    for each in interactions:
        each["request"]["body"] = pretty(each["request"]["body"] or "") or None
        each["response"]["body"]["string"] = pretty(each["response"]["body"]["string"])
    return _dumped(read(path).label, interactions)


def _dumped(label: Label, interactions: list[dict[str, Any]]) -> str:
    said = {key: value for key, value in asdict(label).items() if value}
    said |= {"meaning": ORIGINS[label.origin], "operations": _operations(map(_interaction, interactions))}
    head = {key: said[key] for key in HEAD if key in said}
    document = {**head, "version": 1, "interactions": interactions}
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such, and repeats what occurs twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _ordered(interaction: dict[str, Any]) -> dict[str, Any]:
    request, response = interaction["request"], interaction["response"]
    headers = {name: [value] if isinstance(value, str) else value for name, value in request["headers"].items()}
    return {
        "request": {
            "method": request["method"],
            "uri": request["uri"],
            "headers": dict(sorted(headers.items())),
            "body": request["body"],
        },
        "response": {
            "status": response["status"],
            "headers": dict(sorted(response["headers"].items())),
            "body": {"string": response["body"]["string"]},
        },
    }


def _document(path: Path) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - the safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CassetteError(f"{path.name}: not YAML: {error}") from error


def _interaction(written: Mapping[str, Any]) -> Interaction:
    request, response = written["request"], written["response"]
    operation = default_spec().operation(request["method"], urlsplit(request["uri"]).path)
    return Interaction(
        operation.id if operation else None,
        request["method"],
        request["uri"],
        {name: values[0] for name, values in request["headers"].items()},
        (request["body"] or "").encode(),
        response["status"]["code"],
        {name: values[0] for name, values in response["headers"].items()},
        response["body"]["string"].encode(),
    )


def _label(document: Mapping[str, Any]) -> Label:
    known = {each.name for each in fields(Label)}
    return Label(**{key: value for key, value in document.items() if key in known})


def _operations(interactions: Iterator[Interaction]) -> list[str]:
    return sorted({interaction.operation or "none" for interaction in interactions})


def _problems(document: Mapping[str, Any], label: Label) -> Iterator[str]:
    known = (*HEAD, "version", "interactions")
    yield from (f"{key!r} is not a key of a cassette" for key in document if key not in known)
    if ORIGINS.get(label.origin) is None:
        yield f"the origin {label.origin!r} is not one of {', '.join(ORIGINS)}"
    elif document.get("meaning") != ORIGINS[label.origin]:
        yield f"the meaning is not that of the origin {label.origin}"
    if (label.method is None) == (label.program is None):
        yield "it must be of a method or of a program"
    if (label.recorded is not None) != (label.origin in DATED):
        yield f"a date of recording is for {' and '.join(sorted(DATED))} only, and needed there"
    if (label.printed is not None) != (label.origin == "documented"):
        yield "what the page prints is for documented only, and needed there"


def _operation_problems(document: Mapping[str, Any], interactions: tuple[Interaction, ...]) -> Iterator[str]:
    if not interactions:
        yield "it holds no interaction"
    operations = _operations(iter(interactions))
    if document.get("operations") != operations:
        yield f"the operations must be {', '.join(operations)}"
