"""What each kind of change in openapi.yaml means to users of the package, as a Python library."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Severity(Enum):
    """How much a change matters, with the part of the version that it raises."""

    BREAKING = "major"
    FEATURE = "minor"
    PATCH = "patch"


class Use(Enum):
    """Where a schema is used: in what is sent, or in what is answered."""

    ARGUMENT = "argument"
    RESULT = "result"


class Judgement(NamedTuple):
    """How much a change matters, and why."""

    severity: Severity
    why: str


B, F, P = Severity.BREAKING, Severity.FEATURE, Severity.PATCH

REFUSED = "what was accepted may be refused now"
ACCEPTED = "more is accepted; what was accepted still is"
NARROWER = "results hold less than the types allow; nothing is missing"
INVISIBLE = "nobody sees it in the types of results"
RESPELLED = "written in another way, it means the same"
UNKNOWN = "this tool cannot tell what it means; have a look"


def _both(severity: Severity, why: str) -> tuple[Judgement, Judgement]:
    return Judgement(severity, why), Judgement(severity, why)


OF_OPERATIONS = {
    "operation-added": Judgement(F, "a new build function"),
    "operation-removed": Judgement(B, "its build function is gone, and the methods that send it with it"),
    "operation-renamed": Judgement(B, "the module of its build function has another name"),
    "operation-regrouped": Judgement(B, "its module is in another package, which the first tag names"),
    "path-changed": Judgement(P, "the build function hides the path"),
    "method-changed": Judgement(P, "the build function hides it; whether a lost call is sent again follows it"),
    "security-replaced": Judgement(B, "the token that the package sends is not enough"),
    "security-changed": Judgement(P, "the token that the package sends is enough"),
    "content-changed": Judgement(B, "the body has another media type"),
    "success-added": Judgement(P, "another status is a success; what it answers is compared by itself"),
    "success-removed": Judgement(P, "a status is no success any more; what is answered is compared by itself"),
    "headers-changed": Judgement(P, "results do not have them"),
    "error-changed": Judgement(P, "errors carry their payload as it comes"),
    "parameter-added": Judgement(F, "a new optional keyword argument"),
    "required-parameter-added": Judgement(B, "calls without the new argument fail"),
    "parameter-removed": Judgement(B, "calls with the argument fail"),
    "parameter-renamed": Judgement(B, "calls with the old name fail"),
    "parameter-moved": Judgement(B, "arguments of the path are positional, those of the query keywords"),
    "parameters-reordered": Judgement(B, "arguments by position mean something else"),
    "encoding-changed": Judgement(P, "the build function hides how it is sent"),
    "server-changed": Judgement(P, "simplismart/config.py holds the default of base_url; change it there, too"),
    "text-changed": Judgement(P, "documentation only"),
    "respelled": Judgement(P, RESPELLED),
    "unclassified": Judgement(B, UNKNOWN),
}

OF_SCHEMAS = {
    "schema-added": _both(F, "a new class"),
    "schema-removed": _both(B, "imports of the class fail"),
    "schema-renamed": _both(B, "imports of the old name fail"),
    "nameless-schema-added": _both(P, "it makes no class"),
    "nameless-schema-removed": _both(P, "it made no class"),
    "nameless-schema-renamed": _both(P, "it makes no class"),
    "class-changed": (Judgement(P, "only the fields count"), Judgement(B, "the result is of another class")),
    "field-added": (Judgement(F, "a new optional field"), Judgement(F, "a new attribute")),
    "required-field-added": (Judgement(B, "bodies without the new field are refused"), Judgement(F, "a new attribute")),
    "field-removed": (Judgement(B, "bodies with the field may be refused"), Judgement(B, "the attribute is gone")),
    "field-renamed": (Judgement(B, "the old name may be refused"), Judgement(B, "the old attribute is gone")),
    "newly-required": (Judgement(B, "calls without it fail"), Judgement(P, "it is always there")),
    "now-optional": (Judgement(F, "it may be left out"), Judgement(B, "it may be None")),
    "type-narrowed": (Judgement(B, REFUSED), Judgement(P, NARROWER)),
    "type-widened": (Judgement(F, ACCEPTED), Judgement(B, "programs meet a type that they do not expect")),
    "type-changed": (Judgement(B, REFUSED), Judgement(B, "programs meet a type that they do not expect")),
    "null-removed": (Judgement(B, "null is refused now"), Judgement(P, "it is never None")),
    "null-added": (Judgement(F, ACCEPTED), Judgement(B, "it may be None")),
    "optional-null-removed": (Judgement(B, "null is refused now"), Judgement(P, "it is None only if it is absent")),
    "optional-null-added": (Judgement(F, ACCEPTED), Judgement(P, "it could be None before, when absent")),
    "value-removed": (Judgement(B, REFUSED), Judgement(P, NARROWER)),
    "value-added": (Judgement(F, ACCEPTED), Judgement(B, "programs that know every value meet a new one")),
    "known-value-removed": (Judgement(P, "any value is let through"), Judgement(P, "any value was possible")),
    "known-value-added": _both(F, "completion knows it"),
    "enum-closed": (Judgement(B, REFUSED), Judgement(P, NARROWER)),
    "enum-opened": (Judgement(F, ACCEPTED), Judgement(B, "programs that know every value meet a new one")),
    "bound-tightened": (Judgement(B, REFUSED), Judgement(P, INVISIBLE)),
    "bound-loosened": (Judgement(F, ACCEPTED), Judgement(P, INVISIBLE)),
    "rule-added": (Judgement(B, REFUSED), Judgement(P, INVISIBLE)),
    "rule-removed": (Judgement(F, ACCEPTED), Judgement(P, INVISIBLE)),
    "rule-changed": (Judgement(B, f"{REFUSED}; {UNKNOWN}"), Judgement(P, INVISIBLE)),
    "extras-forbidden": (Judgement(B, "further keys are refused"), Judgement(B, "its attributes are gone")),
    "extras-allowed": (Judgement(F, "further keys are passed on"), Judgement(F, "the result has attributes")),
    "hidden-removed": _both(B, "its value is shown"),
    "hidden-added": _both(P, "its value is not shown any more"),
    "text-changed": _both(P, "documentation only"),
    "respelled": _both(P, RESPELLED),
}

ORDER = (B, F, P)


def judge(kind: str, uses: set[Use]) -> Judgement:
    """Return the judgement of a change of a schema: the gravest, if it is used in both ways."""
    of_argument, of_result = OF_SCHEMAS[kind]
    found = [judgement for use, judgement in ((Use.ARGUMENT, of_argument), (Use.RESULT, of_result)) if use in uses]
    return min(found or [of_argument, of_result], key=lambda one: ORDER.index(one.severity))


def proposed(severities: set[Severity]) -> str:
    """Return which part of the version must rise at least: ``major``, ``minor``, ``patch`` or ``none``."""
    return next((severity.value for severity in ORDER if severity in severities), "none")
