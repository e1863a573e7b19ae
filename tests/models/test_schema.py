"""Each payload class accepts exactly what its schema in openapi.yaml accepts, but for named rules.

``RULES`` are what JSON Schema can't say; ``LENIENCIES`` are what a class puts right before sending.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
import yaml
from dateutil.parser import isoparse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

import simplismart.models
from simplismart.exceptions import ValidationError
from simplismart.models import Payload

SPEC = yaml.load((Path(__file__).parents[2] / "openapi.yaml").read_text(), yaml.CSafeLoader)
SCHEMAS: dict[str, Any] = SPEC["components"]["schemas"]
QUERIES = {
    "ModelRepoListParams": "/models/client/model-repos/",
    "NetworkVolumeListParams": "/volumes/",
}
NAMES = sorted({*simplismart.models.__all__} - {"Payload"})

Document = dict[str, Any]
Rule = Callable[[str, Document], bool]


def resolved(node: Any) -> Any:
    """Return a schema or parameter with its references replaced."""
    if isinstance(node, list):
        return [resolved(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: resolved(item) for key, item in node.items()}
    _, _, section, name = node["$ref"].split("/")
    found = resolved(SPEC["components"][section][name])
    return {**found, "title": name} if section == "schemas" else found


def query_schema(path: str) -> Any:
    """Return the schema of a list's query parameters."""
    parameters = resolved(SPEC["paths"][path]["get"]["parameters"])
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [item["name"] for item in parameters if item.get("required")],
        "properties": {item["name"]: item["schema"] for item in parameters},
    }


def schema_of(name: str) -> Any:
    """Return the schema of a payload class."""
    found = query_schema(QUERIES[name]) if name in QUERIES else resolved(SCHEMAS[name])
    return {**found, "title": name}


SCHEMA = {name: schema_of(name) for name in NAMES}
VALIDATORS = {name: Draft202012Validator(schema, format_checker=FormatChecker()) for name, schema in SCHEMA.items()}


# What a class refuses although the schema accepts it: name, reason, and when a document breaks it.


def replicas(document: Document) -> tuple[Any, Any]:
    """Return the least and the most replicas of a document."""
    kind = "replicas" if "min_replicas" in document else "pod_replicas"
    return document[f"min_{kind}"], document[f"max_{kind}"]


def windows(document: Document) -> Any:
    """Return the cron windows of a document."""
    return document.get("autoscale_config", document).get("cronScaling")


def rule_replicas_in_order(name: str, document: Document) -> bool:
    """A schema can't compare two fields."""
    if name not in {"DeploymentCreate", "AutoscalingUpdate"}:
        return False
    least, most = replicas(document)
    return bool(most < least)


def rule_zero_replicas_need_a_window(name: str, document: Document) -> bool:
    """Left to prose in the schema: it joins a number with a nested list."""
    if name not in {"DeploymentCreate", "AutoscalingUpdate"}:
        return False
    return replicas(document)[0] == 0 and not windows(document)


def rule_window_or_scale_to_zero(name: str, document: Document) -> bool:
    """Left to prose in the schema: it joins a switch with a nested list."""
    switch = {"DeploymentCreate": "scale_to_zero_enabled", "AutoscalingUpdate": "scale_to_zero"}
    return bool(name in switch and document.get(switch[name]) and windows(document))


def rule_queue_length_needs_async(name: str, document: Document) -> bool:
    """The metric stands in a nested list, the type of the deployment at the top."""
    if name != "DeploymentCreate" or document.get("async_deployment_type") == "ASYNC":
        return False
    targets = document.get("autoscale_config", {}).get("targets", [])
    return any(target["metric"] == "queue_length" for target in targets)


def rule_sidecar_keys_differ(name: str, document: Document) -> bool:
    """A schema can't tell keys of different objects apart."""
    sidecars = [document] if name == "SidecarCreate" else document.get("sidecars", [])
    return any(keys_clash(sidecar) for sidecar in sidecars)


def keys_clash(sidecar: Document) -> bool:
    """Tell whether a key of a sidecar's secrets stands twice, or in its environment."""
    keys = [reference["key"] for reference in sidecar.get("secrets", [])]
    return len({*keys}) < len(keys) or bool({*keys} & {*sidecar.get("env_variables", {})})


def rule_secret_has_its_keys(name: str, document: Document) -> bool:
    """Which keys are needed depends on the type; the schema leaves them to prose."""
    needed = {
        "docker_hub": ["username", "token"],
        "depot": ["username", "token"],
        "nvidia_nim": ["server", "username", "password"],
    }
    if name != "SecretCreate":
        return False
    values = [document["data"].get(key) for key in needed.get(document["secret_type"], [])]
    return not all(isinstance(value, str) and value.strip() for value in values)


def rule_page_by_both(name: str, document: Document) -> bool:
    """Query parameters can't depend on each other in OpenAPI."""
    return name == "NetworkVolumeListParams" and ("offset" in document) != ("limit" in document)


def rule_times(name: str, document: Document) -> bool:
    """``date-time`` is narrower than ISO 8601, and a schema can't compare two times."""
    if name != "UsageStatsParams":
        return False
    try:
        start, end = (isoparse(document[key]) for key in ("start_time", "end_time"))
        return bool(end <= start)
    except (ValueError, TypeError):
        return True


PLANS = {
    "deployment_ids": {"private", "byoc", "reserved"},
    "deployment_slugs": {"private", "byoc", "reserved"},
    "model_names": {"shared"},
    "training_job_ids": {"training"},
    "training_job_names": {"training"},
    "model_repo_ids": {"compilation"},
    "model_repo_names": {"compilation"},
    "group_by": {"private", "reserved"},
}


def rule_plan_has_the_field(name: str, document: Document) -> bool:
    """The schema leaves to prose which filters and grouping a plan has."""
    return name == "UsageStatsParams" and any(
        key in document and document["plan_type"] not in plans for key, plans in PLANS.items()
    )


def rule_grouping_is_one_of_two(name: str, document: Document) -> bool:
    """The schema takes any list of the two words."""
    known = [["source", "feature_id"], ["feature_id"]]
    return name == "UsageStatsParams" and document.get("group_by", known[0]) not in known


def rule_accelerator_excludes_deployments(name: str, document: Document) -> bool:
    """The schema leaves to prose that a filter by deployment is not grouped by accelerator."""
    filtered = {"deployment_ids", "deployment_slugs"} & {*document}
    return name == "UsageStatsParams" and document.get("group_by") == ["feature_id"] and bool(filtered)


def rule_nesting_has_an_end(_: str, document: Document) -> bool:
    """A schema can't limit the depth of free JSON."""
    return depth(document) > 60


def depth(value: Any) -> int:
    """Return how deep a JSON value is nested."""
    if isinstance(value, Mapping):
        value = list(value.values())
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def rule_text_is_unicode(_: str, document: Document) -> bool:
    """Half of a surrogate pair is a string for a schema, but can't be sent."""
    return "\\ud8" in ascii(document)


RULES: list[Rule] = [value for key, value in list(globals().items()) if key.startswith("rule_")]


# What a class puts right; each turns a document into the one that is sent.

EXACT = {"ordering", "plan_type", "window_size", "group_by"}
LOWER = {"source_type", "model_type"}
BLANK_IS_ABSENT = {"cloud_account", "lora_secret", "secret_id"}
NEVER_NULL = {
    ("ModelRepoListParams", "offset"),
    ("ModelRepoListParams", "count"),
    ("ModelRepoListParams", "ordering"),
    ("ModelRepoCompileCreate", "mode"),
    ("CronScalingRule", "desiredReplicas"),
    ("DeploymentCreate", "scale_to_zero_enabled"),
}
ARGUMENTS = {
    "ModelRepoListParams": {"order_type": "ordering"},
    "ModelRepoCreate": {"org_id": "org"},
    "ModelRepoCompileCreate": {"org_id": "org", "model_config_data": "model_config"},
    "AutoscaleConfig": {"cron_scaling": "cronScaling"},
    "AutoscalingUpdate": {"cron_scaling": "cronScaling"},
}


def argument_names(name: str, document: Document) -> Document:
    """A field may be given under the name of the argument."""
    names = ARGUMENTS.get(name, {})
    return {names.get(key, key): value for key, value in document.items()}


def null_is_absent(name: str, document: Document) -> Document:
    """None stands for nothing given."""
    return {
        key: value
        for key, value in document.items()
        if value is not None or (name, key) in NEVER_NULL or key not in properties(name)
    }


def properties(name: str) -> Any:
    """Return the properties of a class's schema."""
    return SCHEMA[name]["properties"] if name in SCHEMA else {}


def outer_white_space(_: str, document: Document) -> Document:
    """Outer white space is cut off, also within lists of texts."""
    return {key: value if key in EXACT else stripped(value) for key, value in document.items()}


def stripped(value: Any) -> Any:
    """Return a text, or a list of texts, without outer white space."""
    if isinstance(value, list):
        return [stripped(item) if isinstance(item, str) else item for item in value]
    return value.strip() if isinstance(value, str) else value


def letter_case(name: str, document: Document) -> Document:
    """Some choices are taken in any letter case."""
    if name not in {"ModelRepoCreate", "ModelRepoCompileCreate"}:
        return document
    changed = {key: value.lower() for key, value in texts(document) if key in LOWER}
    upper = {key: value.upper() for key, value in texts(document) if key == "processing_mode"}
    return {**document, **changed, **upper}


def texts(document: Document) -> list[tuple[str, str]]:
    """Return the fields of a document that are texts."""
    return [(key, value) for key, value in document.items() if isinstance(value, str)]


def llm_is_platform(name: str, document: Document) -> Document:
    """The model type ``llm`` of older programs is ``platform``."""
    if name == "ModelRepoCompileCreate" and document.get("model_type") == "llm":
        return {**document, "model_type": "platform"}
    return document


def blank_is_absent(name: str, document: Document) -> Document:
    """An optional id that is blank is left out where the published package leaves it out."""
    blank = BLANK_IS_ABSENT | ({"source_secret"} if name == "ModelRepoCompileCreate" else set())
    if name not in {"ModelRepoCompileCreate", "ModelRepoProfilesRequest"}:
        return document
    return {key: value for key, value in document.items() if value != "" or key not in blank}


def empty_is_absent(name: str, document: Document) -> Document:
    """An empty dict of autoscaling is left out."""
    if name == "DeploymentCreate" and document.get("autoscale_config") == {}:
        return {key: value for key, value in document.items() if key != "autoscale_config"}
    return document


def organisation_is_filled_in(name: str, document: Document) -> Document:
    """The client knows the organisation."""
    required = SCHEMA.get(name, {}).get("required", [])
    return {**{key: "org" for key in ("org", "org_id") if key in required}, **document}


def defaults_are_sent(name: str, document: Document) -> Document:
    """What has a default may be left out."""
    return {"mode": "public_hf", **document} if name == "ModelRepoCompileCreate" else document


def infrastructure_is_always_ours(name: str, document: Document) -> Document:
    """``use_simplismart_infrastructure`` is sent as true whatever is given."""
    key = "use_simplismart_infrastructure"
    if name == "ModelRepoCompileCreate" and isinstance(document.get(key, True), bool):
        return {**document, key: True}
    return document


def list_becomes_csv(name: str, document: Document) -> Document:
    """Several values of a filter are joined with commas."""
    if name != "NetworkVolumeListParams":
        return document
    return {key: joined(key, value) for key, value in document.items()}


def joined(key: str, value: Any) -> Any:
    """Return a list of texts as one."""
    listed = key in {"status", "region", "created_by"} and isinstance(value, list)
    return ",".join(value) if listed and all(isinstance(item, str) for item in value) else value


def distinct_filters(name: str, document: Document) -> Document:
    """The values of a filter are trimmed, and each is sent once."""
    if name != "UsageStatsParams":
        return document
    return {key: distinct(value) if key in PLANS or key == "statuses" else value for key, value in document.items()}


def distinct(values: Any) -> Any:
    """Return a list of texts without blanks and repetitions; a list of blanks only as it is."""
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        return values
    return [value for value in dict.fromkeys(values) if value]


def grouping_by_name(name: str, document: Document) -> Document:
    """``group_by`` is ``deployment`` or ``accelerator``."""
    lists: Any = {"deployment": ["source", "feature_id"], "accelerator": ["feature_id"]}
    grouping = document.get("group_by")
    if name == "UsageStatsParams" and isinstance(grouping, str) and grouping in lists:
        return {**document, "group_by": lists[grouping]}
    return document


LENIENCIES: list[Callable[[str, Document], Document]] = [
    argument_names,
    null_is_absent,
    outer_white_space,
    letter_case,
    llm_is_platform,
    blank_is_absent,
    empty_is_absent,
    organisation_is_filled_in,
    defaults_are_sent,
    infrastructure_is_always_ours,
    list_becomes_csv,
    grouping_by_name,
    distinct_filters,
]


def normal(name: str, document: Document) -> Document:
    """Return a document as the class would send it, if all in it is right."""
    for leniency in LENIENCIES:
        document = leniency(name, document)
    found = properties(name)
    return {key: nested(found.get(key, {}), value) for key, value in document.items()}


def nested(schema: Any, value: Any) -> Any:
    """Return a nested value in its normal form, if it is a payload or a list of payloads."""
    if isinstance(value, list):
        branches = [schema, *schema.get("anyOf", [])]
        items: Any = next((branch["items"] for branch in branches if "items" in branch), {})
        return [nested(items, item) for item in value]
    known = schema.get("title") in NAMES and isinstance(value, dict)
    return normal(schema["title"], value) if known else value


def kind_of(name: str) -> type[Payload]:
    """Return a payload class."""
    kind: type[Payload] = getattr(simplismart.models, name)
    return kind


def made(name: str, document: Document) -> Payload | None:
    """Return the payload of a document, or None if the class refuses it."""
    try:
        return kind_of(name)(**copy.deepcopy(document))
    except ValidationError:
        return None


def broken(name: str, document: Document) -> set[str]:
    """Return the names of the rules that a valid document breaks, in itself or in what it holds."""
    return {rule.__name__ for rule in RULES if rule(name, document)}


def expected(name: str, document: Document) -> bool:
    """Tell whether a class should accept a document."""
    form = normal(name, document)
    return VALIDATORS[name].is_valid(form) and not broken(name, form)


def check(name: str, document: Document) -> None:
    """Assert that class and schema agree on a document, and that what is sent is valid."""
    payload = made(name, document)
    assert expected(name, document) == (payload is not None)
    if payload is not None:
        sent = organisation_is_filled_in(name, payload.to_payload())
        VALIDATORS[name].validate(without_nulls(sent))


def without_nulls(value: Any) -> Any:
    """Return JSON without null fields: a dict given for autoscaling is sent as it is."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


# The documents.

INSTANTS = st.sampled_from(["2026-01-02T00:00:00.5-08:00", "2026-01-03T00Z", "2025-12-31T18Z"])
ODD: list[Any] = [None, True, False, 0, -1, 1, 1.0, 1.5, 10**6, "", " ", "x", "a" * 300, [], {}, [None], [" "]]


KEYS = st.sampled_from(["a", "metric", "unit", "é", "key"])
JSON: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1.5, 10**20, "", " é ", [], [None, {"a": []}], {}, {"a": {"b": [1, "x"]}}]
)


def drawn_from(schema: Any) -> st.SearchStrategy[Any]:
    """Draw JSON from a schema, as far as the request schemas go."""
    if "anyOf" in schema:
        return st.one_of(*map(drawn_from, schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    maker = STRATEGIES.get(schema.get("type"))
    found = maker(schema) if maker else JSON
    return found.filter(Draft202012Validator(schema).is_valid) if {"if", "pattern"} & {*schema} else found


def objects(schema: Any) -> st.SearchStrategy[Any]:
    """Draw an object: every required field, some of the others, and unknown ones where they may be."""
    fields = {key: drawn_from(value) for key, value in schema.get("properties", {}).items()}
    required = {key: fields[key] for key in schema.get("required", [])}
    known = st.fixed_dictionaries(
        required, optional={key: value for key, value in fields.items() if key not in required}
    )
    if schema.get("additionalProperties") is False:
        return known
    unknown = st.dictionaries(KEYS, JSON, max_size=2)
    return st.builds(lambda extra, given: {**extra, **given}, unknown, known)


def arrays(schema: Any) -> st.SearchStrategy[Any]:
    """Draw an array of few items."""
    least = schema.get("minItems", 0)
    return st.lists(drawn_from(schema["items"]), min_size=least, max_size=least + 2)


TEXTS = [
    "",
    " ",
    "x",
    " x ",
    "abc",
    "é☃\u2028",
    "\t\x1f",
    *("é" * size for size in (60, 61, 255, 256)),
]


def strings(schema: Any) -> st.SearchStrategy[Any]:
    """Draw a string, most of them near the limits."""
    fitting = st.sampled_from(list(filter(Draft202012Validator(schema).is_valid, TEXTS)))
    least = schema.get("minLength", 0)
    return st.one_of(fitting, fitting, st.text(min_size=least, max_size=least + 2))


def integers(schema: Any) -> st.SearchStrategy[Any]:
    """Draw a whole number, most of them small."""
    least, most = schema.get("minimum", -9), schema.get("maximum", 10**9)
    return st.integers(least, min(most, least + 3)) | st.integers(least, most)


STRATEGIES: dict[Any, Callable[[Any], st.SearchStrategy[Any]]] = {
    "object": objects,
    "array": arrays,
    "string": strings,
    "integer": integers,
    "number": lambda _: st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    "boolean": lambda _: st.booleans(),
}
DOCUMENTS = {name: drawn_from(schema) for name, schema in SCHEMA.items()}


@st.composite
def valid_documents(draw: st.DrawFn, name: str) -> Document:
    """Draw from the schema; replicas and times are often put in order, or little else would be seen."""
    document: Document = draw(DOCUMENTS[name])
    if name == "UsageStatsParams" and draw(st.booleans()):
        document |= {"start_time": "2026-01-01T00:00:00+05:30", "end_time": draw(INSTANTS)}
        document = {key: value for key, value in document.items() if fits(key, document)}
    if name in {"DeploymentCreate", "AutoscalingUpdate"} and draw(st.booleans()):
        least, most = (key for key in document if key.endswith("replicas"))
        document[least], document[most] = sorted([document[least], document[most]])
    return document


def fits(key: str, document: Document) -> bool:
    """Tell whether a plan has a field; grouping is left out, most of it is wrong."""
    return key != "group_by" and document["plan_type"] in PLANS.get(key, {document["plan_type"]})


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Return each container in a document with each of its keys or indices."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(entries):
        yield value, key
        if isinstance(item, (dict, list)):
            yield from places(item)


def drop(container: Any, key: Any, draw: st.DrawFn) -> None:
    """Leave a field out."""
    del container[key]


def replace(container: Any, key: Any, draw: st.DrawFn) -> None:
    """Give a field a value of another type or out of its range."""
    container[key] = draw(st.sampled_from(ODD))


def pad(container: Any, key: Any, draw: st.DrawFn) -> None:
    """Put white space around a text, or change its letter case."""
    if isinstance(container[key], str):
        change = draw(st.sampled_from([lambda text: f" {text}\t", str.upper, str.lower, str.title]))
        container[key] = change(container[key])


def add(container: Any, key: Any, draw: st.DrawFn) -> None:
    """Add an unknown field."""
    if isinstance(container, dict):
        container["zzz"] = draw(st.sampled_from(ODD))


def rename(container: Any, key: Any, draw: st.DrawFn) -> None:
    """Give a field under the name of its argument."""
    names = {wire: name for table in ARGUMENTS.values() for name, wire in table.items()}
    if isinstance(container, dict) and key in names:
        container[names[key]] = container.pop(key)


MUTATIONS = st.sampled_from([drop, replace, replace, pad, add, rename])


@st.composite
def mutated_documents(draw: st.DrawFn, document: Document) -> Document:
    """Change one to three things in a copy of a document."""
    document = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        if found := list(places(document)):
            mutate = draw(MUTATIONS)
            mutate(*found[draw(st.integers(0, len(found) - 1))], draw)
    return document


quick = settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", NAMES)
@quick
@given(data=st.data())
def test_class_and_schema_agree(name: str, data: st.DataObject) -> None:
    """A document from the schema, and one from outside it, is accepted or refused by both alike.

    But for the named rules and leniencies; and what is accepted is sent as the schema says.
    """
    document = data.draw(valid_documents(name))
    check(name, document)
    check(name, data.draw(mutated_documents(document)))


# The edges: each limit of each field, met and passed by one.

TARGET: Document = {"metric": "gpu", "target": 80}
WINDOW: Document = {"timezone": "UTC", "start": "0 8 * * *", "end": "0 20 * * *"}
SIDECAR: Document = {"model_repo": "repo", "secrets": [{"secret": "secret", "key": "TOKEN"}]}
COMPILE: Document = {
    "name": "llama",
    "avatar": {"image_url": "https://example.com/llama.png"},
    "source_type": "huggingface",
    "source_url": "meta-llama/Llama-3.2-1B-Instruct",
    "mode": "public_hf",
    "model_class": "LlamaForCausalLM",
    "accelerator_type": "nvidia-h100",
    "use_simplismart_infrastructure": True,
}
CONTAINER: Document = {
    "name": "vision",
    "source_type": "docker_hub",
    "runtime_gpus": 1,
    "registry_path": "path",
    "docker_tag": "latest",
}
USAGE: Document = {
    "plan_type": "private",
    "start_time": "2026-01-01T00:00:00Z",
    "end_time": "2026-01-02T00:00:00Z",
    "window_size": "DAY",
}


def deployment(least: int = 1, most: int = 1, **fields: Any) -> Document:
    """Return a deployment."""
    replicas = {"min_pod_replicas": least, "max_pod_replicas": most}
    return {
        "model_repo": "repo",
        "org": "org",
        "gpu_id": "cpu",
        "name": "llama",
        **replicas,
        **fields,
    }


def deep(levels: int) -> Document:
    """Return an object that is nested so deep."""
    return {"a": deep(levels - 1)} if levels else {}


BASES: dict[str, Document] = {
    "DeploymentCreate": deployment(),
    "PersistentVolumeClaim": {"mount_path": "/data", "size": 1},
    "HPAScalingPolicy": {"type": "Percent", "value": 100, "periodSeconds": 1},
    "SecretCreate": {"name": "n", "secret_type": "generic", "data": {}, "org": "org"},
    "UsageStatsParams": USAGE,
    "ModelRepoCreate": CONTAINER,
    "ModelRepoCompileCreate": COMPILE,
}


def sample(schema: Any) -> Any:
    """Return a small value that a schema accepts."""
    if schema.get("type") == "object":
        fields = schema.get("properties", {})
        built = {key: sample(fields[key]) for key in schema.get("required", [])}
        return BASES.get(schema["title"], built)
    if schema.get("type") == "array":
        return [sample(schema["items"])] * schema.get("minItems", 0)
    return next(iter(edges(schema)))


def edges(schema: Any) -> Iterator[Any]:
    """Return values on and just beyond the limits of a schema, a good one first."""
    choices = schema.get("enum", [schema["const"]] if "const" in schema else [])
    yield from choices
    yield from (f"{choice}x" if isinstance(choice, str) else choice + 1 for choice in choices)
    for branch in schema.get("anyOf", []):
        yield from edges(branch)
    if not choices:
        yield from EDGES[schema.get("type")](schema)


def object_edges(schema: Any) -> Iterator[Document]:
    """Return objects with a field at its edges, without a field, and with an unknown one."""
    base, fields = sample(schema), schema.get("properties", {})
    yield {**base, "zzz": 1}
    yield from ({key: base[key] for key in base if key != left} for left in base)
    for key, field in fields.items():
        yield from ({**base, key: value} for value in edges(field))
    if "if" in schema:
        yield from ({**base, **pair} for pair in pairs(fields) if len(fields) < 15)


def pairs(fields: Any) -> Iterator[Document]:
    """Return each two fields at their edges, but for nested ones."""
    scalar = {key: [*edges(field)] for key, field in fields.items() if field.get("type") != "object"}
    for one, other in combinations(scalar, 2):
        yield from ({one: a, other: b} for a, b in product(scalar[one], scalar[other]))


def array_edges(schema: Any) -> Iterator[list[Any]]:
    """Return arrays with an item at its edges, and of one item too many or too few."""
    item = sample(schema["items"])
    counts = {0, schema.get("minItems", 1) - 1, schema.get("maxItems", 1), schema.get("maxItems", 1) + 1}
    yield from ([distinct_item(item, index) for index in range(count)] for count in sorted(counts))
    yield from ([value] for value in edges(schema["items"]))


def distinct_item(item: Any, index: int) -> Any:
    """Return an item with a key of its own, if it has one."""
    return {**item, "key": str(index)} if isinstance(item, dict) and "key" in item else item


def string_edges(schema: Any) -> list[str]:
    """Return strings as long as may be, and longer or shorter by one."""
    least, most = schema.get("minLength", 0), schema.get("maxLength", 9)
    sizes = [max(least, 1), least, most, most + 1, max(least - 1, 0)]
    return [*("x" * size for size in sizes), " " * max(least, 1)]


def integer_edges(schema: Any) -> list[int]:
    """Return the least and the greatest, and beyond."""
    least, most = schema.get("minimum", 0), schema.get("maximum", 10**9)
    return [least, most, most + 1, least - 1]


EDGES: dict[Any, Callable[[Any], Any]] = {
    "object": object_edges,
    "array": array_edges,
    "string": string_edges,
    "integer": integer_edges,
    "number": lambda _: [1, 0.5, "1", True],
    "boolean": lambda _: [True, False, 0, "true"],
    None: lambda _: ["x", 1, None, [], {}],
}


@pytest.mark.parametrize("name", NAMES)
def test_class_and_schema_agree_at_the_edges(name: str) -> None:
    """Every limit of the schema is the class's limit, not one more and not one less."""
    for document in edges(SCHEMA[name]):
        check(name, document)


# Each rule and each leniency is needed.

REFUSED: list[tuple[Rule, str, Document]] = [
    (
        rule_replicas_in_order,
        "DeploymentCreate",
        deployment(2, 1, autoscale_config={"targets": [TARGET]}),
    ),
    (rule_replicas_in_order, "AutoscalingUpdate", {"min_replicas": 2, "max_replicas": 1}),
    (
        rule_zero_replicas_need_a_window,
        "DeploymentCreate",
        deployment(0, 1, autoscale_config={"targets": [TARGET]}),
    ),
    (rule_zero_replicas_need_a_window, "AutoscalingUpdate", {"min_replicas": 0, "max_replicas": 1}),
    (
        rule_window_or_scale_to_zero,
        "DeploymentCreate",
        deployment(
            scale_to_zero_enabled=True,
            autoscale_config={"targets": [TARGET], "cronScaling": [WINDOW]},
        ),
    ),
    (
        rule_window_or_scale_to_zero,
        "AutoscalingUpdate",
        {"min_replicas": 1, "max_replicas": 1, "scale_to_zero": True, "cronScaling": [WINDOW]},
    ),
    (
        rule_queue_length_needs_async,
        "DeploymentCreate",
        deployment(autoscale_config={"targets": [{**TARGET, "metric": "queue_length"}]}),
    ),
    (rule_sidecar_keys_differ, "SidecarCreate", {**SIDECAR, "secrets": SIDECAR["secrets"] * 2}),
    (rule_sidecar_keys_differ, "SidecarCreate", {**SIDECAR, "env_variables": {"TOKEN": "x"}}),
    (
        rule_sidecar_keys_differ,
        "DeploymentCreate",
        deployment(sidecars=[{**SIDECAR, "env_variables": {"TOKEN": "x"}}]),
    ),
    *(
        (
            rule_secret_has_its_keys,
            "SecretCreate",
            {"name": "n", "org": "o", "secret_type": kind, "data": {"username": "u"}},
        )
        for kind in ("docker_hub", "depot", "nvidia_nim")
    ),
    (rule_page_by_both, "NetworkVolumeListParams", {"org_id": "org", "offset": 0}),
    (rule_page_by_both, "NetworkVolumeListParams", {"org_id": "org", "limit": 1}),
    (rule_times, "UsageStatsParams", {**USAGE, "start_time": "yesterday"}),
    (rule_times, "UsageStatsParams", {**USAGE, "start_time": "2026-01-01T00:00:00"}),
    (rule_times, "UsageStatsParams", {**USAGE, "end_time": USAGE["start_time"]}),
    *(
        (rule_plan_has_the_field, "UsageStatsParams", {**USAGE, "plan_type": plan, key: ["x"]})
        for key, plan in [
            ("deployment_ids", "shared"),
            ("deployment_slugs", "training"),
            ("model_names", "private"),
            ("training_job_ids", "compilation"),
            ("training_job_names", "byoc"),
            ("model_repo_ids", "reserved"),
            ("model_repo_names", "shared"),
        ]
    ),
    (
        rule_plan_has_the_field,
        "UsageStatsParams",
        {**USAGE, "plan_type": "byoc", "group_by": ["feature_id"]},
    ),
    (rule_grouping_is_one_of_two, "UsageStatsParams", {**USAGE, "group_by": ["source"]}),
    (
        rule_accelerator_excludes_deployments,
        "UsageStatsParams",
        {**USAGE, "group_by": ["feature_id"], "deployment_ids": ["x"]},
    ),
    (rule_nesting_has_an_end, "ModelRepoCreate", {**CONTAINER, "env": deep(70)}),
    (rule_text_is_unicode, "ModelRepoCreate", {**CONTAINER, "env": {"a": "\ud800"}}),
]


@pytest.mark.parametrize(("rule", "name", "document"), REFUSED)
def test_rule_is_needed(rule: Rule, name: str, document: Document) -> None:
    """The schema accepts what the rule is for, and the class refuses it for nothing else."""
    VALIDATORS[name].validate(document)
    assert {rule.__name__} == broken(name, document)
    assert made(name, document) is None


def test_every_rule_is_shown() -> None:
    """No rule on the list lacks an example."""
    assert {*RULES} == {rule for rule, _, _ in REFUSED}


VOLUME: Document = {"org": "o", "name": "n", "region": "r", "zone": "z", "size_gi": 1}
ACCEPTED: list[tuple[Callable[[str, Document], Document], str, Document]] = [
    (argument_names, "ModelRepoListParams", {"order_type": "asc"}),
    (argument_names, "ModelRepoCreate", {**CONTAINER, "org_id": "org"}),
    (argument_names, "ModelRepoCompileCreate", {**COMPILE, "model_config_data": {}}),
    (
        argument_names,
        "AutoscalingUpdate",
        {"min_replicas": 0, "max_replicas": 1, "cron_scaling": [WINDOW]},
    ),
    (null_is_absent, "ModelRepoCreate", {**CONTAINER, "env": None}),
    (outer_white_space, "NetworkVolumeCreate", {**VOLUME, "name": "n".center(300)}),
    (letter_case, "ModelRepoCreate", {**CONTAINER, "source_type": "Docker_Hub"}),
    (llm_is_platform, "ModelRepoCompileCreate", {**COMPILE, "model_type": "llm"}),
    (blank_is_absent, "ModelRepoCompileCreate", {**COMPILE, "cloud_account": ""}),
    (empty_is_absent, "DeploymentCreate", deployment(autoscale_config={})),
    (organisation_is_filled_in, "NetworkVolumeResize", {"size_gi": 1}),
    (
        defaults_are_sent,
        "ModelRepoCompileCreate",
        {key: value for key, value in COMPILE.items() if key != "mode"},
    ),
    (
        infrastructure_is_always_ours,
        "ModelRepoCompileCreate",
        {**COMPILE, "use_simplismart_infrastructure": False},
    ),
    (
        list_becomes_csv,
        "NetworkVolumeListParams",
        {"org_id": "org", "status": ["active", "deleting"]},
    ),
    (grouping_by_name, "UsageStatsParams", {**USAGE, "group_by": "deployment"}),
    (distinct_filters, "UsageStatsParams", {**USAGE, "deployment_ids": ["a", "", "a"]}),
]


@pytest.mark.parametrize(("leniency", "name", "document"), ACCEPTED)
def test_leniency_is_needed(leniency: Callable[[str, Document], Document], name: str, document: Document) -> None:
    """The schema refuses what the leniency is for, and the class accepts it and puts it right."""
    assert not VALIDATORS[name].is_valid(document)
    VALIDATORS[name].validate(leniency(name, document))
    check(name, document)
    assert made(name, document) is not None


def test_every_leniency_is_shown() -> None:
    """No leniency on the list lacks an example."""
    assert {*LENIENCIES} == {leniency for leniency, _, _ in ACCEPTED}


TRIMMED = [
    ("DeploymentCreate", deployment(name="  a")),
]


@pytest.mark.parametrize(("name", "document"), TRIMMED)
def test_what_is_invalid_once_trimmed_is_refused(name: str, document: Document) -> None:
    """White space makes no name long enough, and no filter full: the schema can't trim."""
    VALIDATORS[name].validate(document)
    assert made(name, document) is None
