"""What a change of openapi.yaml means to users of the package: one case for each kind of change, both ways round."""

import copy
import functools
import json
import os
import random
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from codegen.spec import Spec
from contract.changes.judgement import OF_OPERATIONS, OF_SCHEMAS, Severity, proposed
from contract.changes.names import PythonNames
from contract.changes.report import UnreadableSpecError, compare, main, read

ROOT = Path(__file__).parents[3]
DOCUMENT = Spec.load(ROOT / "openapi.yaml").document
TEXT = json.dumps(DOCUMENT)
NAMES = PythonNames.of_checkout(ROOT)

BREAKING, FEATURE, PATCH = "breaking", "feature", "patch"
CASES = []

MIRRORED = {
    "operation-removed": "operation-added",
    "parameter-removed": "parameter-added",
    "success-removed": "success-added",
    "schema-removed": "schema-added",
    "nameless-schema-removed": "nameless-schema-added",
    "field-removed": "field-added",
    "newly-required": "now-optional",
    "type-narrowed": "type-widened",
    "null-removed": "null-added",
    "optional-null-removed": "optional-null-added",
    "value-removed": "value-added",
    "known-value-removed": "known-value-added",
    "enum-closed": "enum-opened",
    "bound-tightened": "bound-loosened",
    "rule-added": "rule-removed",
    "extras-forbidden": "extras-allowed",
    "hidden-removed": "hidden-added",
}
MIRROR = MIRRORED | {came: gone for gone, came in MIRRORED.items()}
REQUIRED_TOO = {"required-parameter-added": "parameter-added", "required-field-added": "field-added"}


def case(*expected):
    """Register a mutation of the document, with the severity, kind and place of each change that it makes."""

    def register(mutate):
        CASES.append(pytest.param(mutate, list(expected), id=mutate.__name__))
        return mutate

    return register


class Edit:
    """The document, to be changed in one place."""

    def __init__(self):
        self.document = json.loads(TEXT)
        self.paths = self.document["paths"]
        self.components = self.document["components"]
        self.schemas = self.components["schemas"]

    def item(self, operation_id):
        return next(
            item for item in self.paths.values() if any(operation_id == one["operationId"] for one in item.values())
        )

    def operation(self, operation_id):
        return next(one for one in self.item(operation_id).values() if one["operationId"] == operation_id)

    def remove_operation(self, operation_id):
        item = self.item(operation_id)
        del item[next(method for method, one in item.items() if one["operationId"] == operation_id)]

    def parameter(self, operation_id, name):
        return next(one for one in self.operation(operation_id)["parameters"] if one.get("name") == name)

    def properties(self, schema):
        return self.schemas[schema]["properties"]

    def swap(self, old, new):
        """Put something else for every piece of text of the document."""
        self.document.update(json.loads(json.dumps(self.document).replace(old, new)))


def compared(old, new):
    return compare(Spec(old), Spec(new), NAMES)


@functools.cache
def mutated(mutate):
    """Return the document after a mutation, and what is found in it."""
    edit = Edit()
    mutate(edit)
    return edit.document, compared(DOCUMENT, edit.document)


def seen(changes):
    return [(one.severity.name.lower(), one.kind, one.place) for one in changes]


# Operations


@case((BREAKING, "operation-removed", "list_secret_configs"))
def an_operation_is_removed(spec):
    spec.remove_operation("list_secret_configs")


@case((FEATURE, "operation-added", "get_limits"))
def an_operation_is_added(spec):
    spec.paths["/limits/"] = {
        "get": {"operationId": "get_limits", "tags": ["usage"], "responses": {"200": {"description": "Limits."}}}
    }


@case((BREAKING, "operation-renamed", "get_secret"))
def an_operation_is_renamed_where_it_is(spec):
    spec.operation("get_secret")["operationId"] = "read_credentials"


@case((BREAKING, "operation-renamed", "get_secret"), (PATCH, "path-changed", "get_secret"))
def an_operation_is_renamed_and_moves(spec):
    spec.operation("get_secret")["operationId"] = "get_one_secret"
    spec.paths["/accounts/secret/{secret_id}/"] = spec.paths.pop("/accounts/secrets/{secret_id}/")


@case((BREAKING, "operation-regrouped", "get_usage_stats"))
def an_operation_gets_another_tag(spec):
    spec.operation("get_usage_stats")["tags"] = ["secrets"]


@case((PATCH, "path-changed", "get_usage_stats"))
def a_path_changes(spec):
    spec.paths["/v2/usage/"] = spec.paths.pop("/usage/stats/")


@case((PATCH, "method-changed", "get_usage_stats"))
def a_method_changes(spec):
    item = spec.item("get_usage_stats")
    item["put"] = item.pop("post")


@case((PATCH, "server-changed", "servers"))
def the_server_changes(spec):
    spec.document["servers"][0]["url"] = "https://api.example"


@case((PATCH, "text-changed", "info"))
def the_version_of_the_document_changes(spec):
    spec.document["info"]["version"] = "1.1"


@case((BREAKING, "unclassified", "openapi"))
def something_is_changed_that_the_tool_does_not_know(spec):
    spec.document["openapi"] = "3.1.1"


@case((PATCH, "text-changed", "get_secret"))
def an_operation_is_described_in_other_words(spec):
    spec.operation("get_secret")["summary"] = "Get it."


# Authorisation


@case((BREAKING, "security-replaced", "securitySchemes"))
def a_key_takes_the_place_of_the_token(spec):
    spec.components["securitySchemes"]["bearerAuth"] = {"type": "apiKey", "in": "header", "name": "X-Key"}


@case((PATCH, "security-changed", "securitySchemes"), (BREAKING, "security-replaced", "get_secret"))
def an_operation_needs_more_than_the_token(spec):
    spec.components["securitySchemes"]["otp"] = {"type": "apiKey", "in": "header", "name": "X-OTP"}
    spec.operation("get_secret")["security"] = [{"bearerAuth": [], "otp": []}]


@case((PATCH, "security-changed", "get_secret"))
def an_operation_needs_no_token(spec):
    spec.operation("get_secret")["security"] = []


# Parameters


@case((BREAKING, "parameter-removed", "list_deployments(status)"))
def a_parameter_is_removed(spec):
    spec.operation("list_deployments")["parameters"].remove(spec.parameter("list_deployments", "status"))


@case((FEATURE, "parameter-added", "list_deployments(region)"))
def an_optional_parameter_is_added(spec):
    spec.operation("list_deployments")["parameters"].append(
        {"name": "region", "in": "query", "schema": {"type": "string"}}
    )


@case((BREAKING, "required-parameter-added", "list_deployments(region)"))
def a_required_parameter_is_added(spec):
    parameter = {"name": "region", "in": "query", "required": True, "schema": {"type": "string"}}
    spec.operation("list_deployments")["parameters"].append(parameter)


@case((BREAKING, "parameter-renamed", "list_deployments(model_repo_id)"))
def a_parameter_is_renamed(spec):
    spec.parameter("list_deployments", "model_repo_id")["name"] = "model_repo"


@case((PATCH, "path-changed", "get_secret"), (BREAKING, "parameter-renamed", "get_secret(secret_id)"))
def a_parameter_of_the_path_is_renamed(spec):
    spec.parameter("get_secret", "secret_id")["name"] = "uuid"
    spec.paths["/accounts/secrets/{uuid}/"] = spec.paths.pop("/accounts/secrets/{secret_id}/")


@case((BREAKING, "newly-required", "list_deployments(status)"))
def a_parameter_becomes_required(spec):
    spec.parameter("list_deployments", "status")["required"] = True


@case((FEATURE, "now-optional", "delete_model_repo(model_id)"))
def a_parameter_becomes_optional(spec):
    del spec.parameter("delete_model_repo", "model_id")["required"]


@case((BREAKING, "bound-tightened", "list_model_repos(count)"))
def a_parameter_takes_less(spec):
    spec.parameter("list_model_repos", "count")["schema"]["maximum"] = 10


@case((BREAKING, "type-changed", "list_model_repos(name)"))
def a_parameter_is_of_another_type(spec):
    spec.parameter("list_model_repos", "name")["schema"] = {"type": "integer"}


@case(
    (PATCH, "path-changed", "list_network_volumes_by_cluster"),
    (BREAKING, "parameter-moved", "list_network_volumes_by_cluster(cluster_id)"),
)
def a_parameter_moves_from_the_path_to_the_query(spec):
    spec.parameter("list_network_volumes_by_cluster", "cluster_id")["in"] = "query"
    spec.paths["/volumes/by-cluster/"] = spec.paths.pop("/volumes/by-cluster/{cluster_id}/")


@case((PATCH, "encoding-changed", "list_deployments(status)"))
def a_parameter_is_sent_in_another_way(spec):
    spec.parameter("list_deployments", "status")["style"] = "spaceDelimited"


@case((PATCH, "respelled", "list_deployments"))
def a_schema_of_a_parameter_is_written_in_another_way(spec):
    spec.parameter("list_deployments", "model_repo_id")["schema"] = {"type": "string", "minLength": 1, "pattern": "\\S"}


# Bodies


@case((BREAKING, "parameter-removed", "start_stop_deployment(body)"))
def a_body_is_removed(spec):
    del spec.operation("start_stop_deployment")["requestBody"]


@case((FEATURE, "now-optional", "start_stop_deployment(body)"))
def a_body_becomes_optional(spec):
    spec.operation("start_stop_deployment")["requestBody"]["required"] = False


@case((BREAKING, "content-changed", "create_secret(body)"))
def a_body_is_of_another_media_type(spec):
    body = spec.operation("create_secret")["requestBody"]
    body["content"] = {"text/plain": body["content"]["application/json"]}


@case((BREAKING, "type-narrowed", "create_model_repo(body)"))
def a_body_has_an_alternative_less(spec):
    spec.operation("create_model_repo")["requestBody"]["content"]["application/json"]["schema"]["anyOf"].pop()


@case((FEATURE, "field-added", "DeploymentCreate.zone"))
def an_optional_field_is_added_to_a_body(spec):
    spec.properties("DeploymentCreate")["zone"] = {"type": "string"}


@case((BREAKING, "required-field-added", "DeploymentCreate.zone"))
def a_required_field_is_added_to_a_body(spec):
    spec.properties("DeploymentCreate")["zone"] = {"type": "string"}
    spec.schemas["DeploymentCreate"]["required"].append("zone")


@case((BREAKING, "field-removed", "DeploymentCreate.fast_scaleup"))
def a_field_of_a_body_is_removed(spec):
    del spec.properties("DeploymentCreate")["fast_scaleup"]


@case((BREAKING, "field-renamed", "DeploymentCreate.fast_scaleup"))
def a_field_of_a_body_is_renamed(spec):
    spec.properties("DeploymentCreate")["fast_scale_up"] = spec.properties("DeploymentCreate").pop("fast_scaleup")


@case(
    (BREAKING, "field-removed", "DeploymentCreate.fast_scaleup"),
    (FEATURE, "field-added", "DeploymentCreate.fast_scale_up"),
)
def a_field_of_another_type_is_no_renamed_one(spec):
    del spec.properties("DeploymentCreate")["fast_scaleup"]
    spec.properties("DeploymentCreate")["fast_scale_up"] = {"type": "string"}


@case((BREAKING, "newly-required", "DeploymentCreate.ports"))
def a_field_of_a_body_becomes_required(spec):
    spec.schemas["DeploymentCreate"]["required"].append("ports")


@case((FEATURE, "now-optional", "DeploymentCreate.gpu_id"))
def a_field_of_a_body_becomes_optional(spec):
    spec.schemas["DeploymentCreate"]["required"].remove("gpu_id")


@case((BREAKING, "bound-tightened", "DeploymentCreate.name"))
def a_text_of_a_body_must_be_shorter(spec):
    spec.properties("DeploymentCreate")["name"]["maxLength"] = 40


@case((BREAKING, "bound-tightened", "NetworkVolumeCreate.size_gi"))
def a_number_of_a_body_must_be_larger(spec):
    spec.properties("NetworkVolumeCreate")["size_gi"]["minimum"] = 10


@case((FEATURE, "bound-loosened", "SidecarCreate.secrets"))
def a_list_of_a_body_may_be_of_any_length(spec):
    del spec.properties("SidecarCreate")["secrets"]["maxItems"]


@case((BREAKING, "bound-tightened", "DeploymentCreate.metrics_path[]"))
def an_item_of_a_list_must_be_longer(spec):
    spec.properties("DeploymentCreate")["metrics_path"]["items"]["minLength"] = 1


@case((BREAKING, "rule-added", "DeploymentCreate.gpu_id"))
def a_text_of_a_body_needs_a_format(spec):
    spec.properties("DeploymentCreate")["gpu_id"]["format"] = "hostname"


@case((FEATURE, "rule-removed", "DeploymentCreate.gpu_id"))
def a_text_of_a_body_needs_no_pattern(spec):
    del spec.properties("DeploymentCreate")["gpu_id"]["pattern"]


@case((BREAKING, "rule-changed", "ModelRepoCreate"))
def a_condition_of_a_body_changes(spec):
    spec.schemas["ModelRepoCreate"]["then"]["required"].append("env")


@case((BREAKING, "rule-added", "SidecarCreate.model_repo"))
def a_text_of_a_body_is_bounded_beside_its_reference(spec):
    spec.properties("SidecarCreate")["model_repo"]["maxLength"] = 36


@case((BREAKING, "rule-added", "DeploymentCreate.persistent_volume_claims"))
def a_part_of_a_body_is_bounded_beside_its_alternatives(spec):
    spec.properties("DeploymentCreate")["persistent_volume_claims"]["maxProperties"] = 3


@case((BREAKING, "value-removed", "UsageStatsParams.plan_type"))
def a_value_of_a_body_is_refused(spec):
    spec.properties("UsageStatsParams")["plan_type"]["enum"].remove("byoc")


@case((FEATURE, "value-added", "UsageStatsParams.plan_type"))
def a_value_of_a_body_is_added(spec):
    spec.properties("UsageStatsParams")["plan_type"]["enum"].append("spot")


@case((FEATURE, "enum-opened", "UsageStatsParams.plan_type"))
def any_value_of_a_body_is_taken(spec):
    del spec.properties("UsageStatsParams")["plan_type"]["enum"]


@case((FEATURE, "known-value-added", "ModelRepoStatusFilter"))
def a_known_value_of_an_open_filter_is_added(spec):
    spec.schemas["ModelRepoStatusFilter"]["anyOf"][0]["enum"].append("ERROR")


@case((BREAKING, "enum-closed", "ModelRepoStatusFilter"))
def an_open_filter_is_closed(spec):
    spec.schemas["ModelRepoStatusFilter"]["anyOf"].pop()


@case((FEATURE, "type-widened", "AutoscalingUpdate.cooldown_period"))
def a_whole_number_of_a_body_may_be_any(spec):
    spec.properties("AutoscalingUpdate")["cooldown_period"]["type"] = "number"


@case((FEATURE, "optional-null-added", "AutoscalingUpdate.cooldown_period"))
def a_field_of_a_body_may_be_null(spec):
    spec.properties("AutoscalingUpdate")["cooldown_period"]["type"] = ["integer", "null"]


@case((FEATURE, "extras-allowed", "SecretCreate"))
def a_body_takes_further_keys(spec):
    del spec.schemas["SecretCreate"]["additionalProperties"]


@case((BREAKING, "extras-forbidden", "AutoscaleTarget"))
def a_body_takes_no_further_keys(spec):
    spec.schemas["AutoscaleTarget"]["additionalProperties"] = False


@case((PATCH, "class-changed", "DeploymentCreate.autoscale_config"), (BREAKING, "schema-removed", "AutoscaleConfig"))
def a_part_of_a_body_stands_where_it_is_used(spec):
    spec.properties("DeploymentCreate")["autoscale_config"] = spec.schemas.pop("AutoscaleConfig")


@case((BREAKING, "hidden-removed", "SecretCreate"))
def a_secret_of_a_body_is_shown(spec):
    del spec.schemas["SecretCreate"]["x-hidden"]


# Results


@case((BREAKING, "field-removed", "Deployment.model_endpoint"))
def a_field_of_a_result_is_removed(spec):
    del spec.properties("Deployment")["model_endpoint"]


@case((FEATURE, "field-added", "Deployment.region"))
def a_field_of_a_result_is_added(spec):
    spec.properties("Deployment")["region"] = {"type": "string"}


@case((FEATURE, "required-field-added", "Deployment.region"))
def a_required_field_of_a_result_is_added(spec):
    spec.properties("Deployment")["region"] = {"type": "string"}
    spec.schemas["Deployment"]["required"].append("region")


@case((BREAKING, "field-renamed", "Deployment.model_endpoint"))
def a_field_of_a_result_is_renamed(spec):
    spec.properties("Deployment")["endpoint"] = spec.properties("Deployment").pop("model_endpoint")


@case((BREAKING, "now-optional", "Deployment.name"))
def a_field_of_a_result_may_be_absent(spec):
    spec.schemas["Deployment"]["required"].remove("name")


@case((PATCH, "newly-required", "Deployment.slug"))
def a_field_of_a_result_is_always_there(spec):
    spec.schemas["Deployment"]["required"].append("slug")


@case((BREAKING, "null-added", "Deployment.name"))
def a_field_of_a_result_may_be_null(spec):
    spec.properties("Deployment")["name"]["type"] = ["string", "null"]


@case((PATCH, "optional-null-added", "CreatedDeployment.name"))
def a_field_of_a_result_that_may_be_absent_may_be_null(spec):
    spec.properties("CreatedDeployment")["name"]["type"] = ["string", "null"]


@case((PATCH, "optional-null-removed", "Deployment.ports"))
def a_field_of_a_result_that_may_be_absent_is_never_null(spec):
    spec.properties("Deployment")["ports"]["anyOf"].pop()


@case((BREAKING, "type-changed", "PodCounts.ready"))
def a_field_of_a_result_is_of_another_type(spec):
    spec.properties("PodCounts")["ready"]["type"] = "string"


@case((BREAKING, "type-changed", "ModelRepo.created_at"))
def a_time_of_a_result_is_text(spec):
    del spec.properties("ModelRepo")["created_at"]["format"]


@case((BREAKING, "type-widened", "Deployment.ports"))
def a_field_of_a_result_may_be_of_a_further_type(spec):
    spec.properties("Deployment")["ports"]["anyOf"].append({"type": "array", "items": {}})


@case((PATCH, "type-narrowed", "Deployment.model_repo"))
def a_field_of_a_result_is_known_better(spec):
    spec.properties("Deployment")["model_repo"] = {"type": "string"}


@case((PATCH, "known-value-removed", "HealthStatus"))
def a_known_value_of_a_result_is_removed(spec):
    spec.schemas["HealthStatus"]["anyOf"][0]["enum"].remove("Missing")


@case((FEATURE, "known-value-added", "HealthStatus"))
def a_known_value_of_a_result_is_added(spec):
    spec.schemas["HealthStatus"]["anyOf"][0]["enum"].append("Paused")


@case((PATCH, "enum-closed", "HealthStatus"))
def the_values_of_a_result_are_all_known(spec):
    spec.schemas["HealthStatus"]["anyOf"].pop()


@case((BREAKING, "enum-closed", "DeploymentStatus"))
def the_values_of_what_is_sent_and_answered_are_all_known(spec):
    spec.schemas["DeploymentStatus"]["anyOf"].pop()


@case((PATCH, "bound-tightened", "PodCounts.ready"))
def a_number_of_a_result_has_a_bound(spec):
    spec.properties("PodCounts")["ready"]["minimum"] = 0


@case((PATCH, "rule-added", "PodCounts"))
def a_result_has_a_condition(spec):
    spec.schemas["PodCounts"]["dependentRequired"] = {"ready": ["not_ready"]}


@case((BREAKING, "type-changed", "VolumeResize.state"))
def a_field_of_a_result_is_an_object(spec):
    spec.properties("VolumeResize")["state"] = {"$ref": "#/components/schemas/PodCounts"}


@case((BREAKING, "extras-forbidden", "PodCounts"))
def a_result_has_no_further_keys(spec):
    spec.schemas["PodCounts"]["additionalProperties"] = False


@case((BREAKING, "type-changed", "FieldErrors.*"))
def the_values_of_a_free_object_change(spec):
    spec.schemas["FieldErrors"]["additionalProperties"] = {"type": "integer"}


@case((BREAKING, "hidden-removed", "Secret"))
def a_secret_of_a_result_is_shown(spec):
    del spec.schemas["Secret"]["x-hidden"]


@case((PATCH, "hidden-added", "SecretSummary"))
def a_secret_of_a_result_is_hidden(spec):
    spec.schemas["SecretSummary"]["x-hidden"] = ["name"]


# Successes and errors


@case((PATCH, "success-added", "get_usage_stats answer"))
def another_status_is_a_success_with_the_same_answer(spec):
    answers = spec.operation("get_usage_stats")["responses"]
    answers["203"] = answers["200"]


@case((PATCH, "success-added", "get_usage_stats answer"), (BREAKING, "null-added", "get_usage_stats answer"))
def another_status_is_a_success_without_an_answer(spec):
    spec.operation("get_usage_stats")["responses"]["204"] = {"description": "None."}


@case((BREAKING, "null-added", "get_usage_stats answer"), (BREAKING, "type-changed", "get_usage_stats answer"))
def nothing_is_answered_any_more(spec):
    spec.operation("get_usage_stats")["responses"]["200"] = {"description": "None."}


@case((BREAKING, "class-changed", "get_model_deployment answer"))
def another_class_is_answered(spec):
    answer = spec.operation("get_model_deployment")["responses"]["200"]["content"]["application/json"]
    answer["schema"] = {**spec.schemas["Deployment"]}


@case((BREAKING, "type-changed", "list_deployments answer"))
def a_page_takes_the_place_of_a_list(spec):
    answer = spec.operation("list_deployments")["responses"]["200"]["content"]["application/json"]
    answer["schema"] = {"type": "object", "properties": {"results": answer["schema"]}}


@case((PATCH, "headers-changed", "get_usage_stats answer"))
def an_answer_has_a_header(spec):
    spec.operation("get_usage_stats")["responses"]["200"]["headers"] = {"X-Page": {"schema": {"type": "integer"}}}


@case((PATCH, "error-changed", "get_usage_stats answer"))
def an_error_has_another_body(spec):
    spec.operation("get_usage_stats")["responses"]["4XX"] = {"description": "None."}


# Schemas


@case((FEATURE, "schema-added", "Region"))
def a_class_is_added(spec):
    spec.schemas["Region"] = {"type": "object", "properties": {"code": {"type": "string"}}}


@case((BREAKING, "schema-renamed", "PodCounts"))
def a_class_is_renamed(spec):
    spec.swap("PodCounts", "PodCount")


@case((PATCH, "nameless-schema-renamed", "UsageFilter"))
def a_schema_is_renamed_that_makes_no_class(spec):
    spec.swap("UsageFilter", "UsageFilters")


@case((PATCH, "nameless-schema-added", "Name"))
def a_schema_is_added_that_makes_no_class(spec):
    spec.schemas["Name"] = {"type": "string"}


@case((PATCH, "respelled", "PodCounts"))
def a_schema_is_written_in_another_way(spec):
    spec.schemas["PodCounts"]["additionalProperties"] = True


@case((PATCH, "text-changed", "PodCounts"))
def a_schema_is_described_in_other_words(spec):
    spec.properties("PodCounts")["ready"]["description"] = "Those that are."


@pytest.mark.parametrize(("mutate", "expected"), CASES)
def test_a_change_is_found_and_judged(mutate, expected):
    """Each mutation of the real document shows as what it is, as grave as it is, where it is, and as nothing else."""
    _, changes = mutated(mutate)
    assert sorted(expected) == sorted(seen(changes))


@pytest.mark.parametrize(("mutate", "expected"), CASES)
def test_a_change_taken_back_is_its_mirror_image(mutate, expected):
    """What was added is removed the other way round, what was narrowed is widened, and nothing else is found."""
    document, changes = mutated(mutate)
    there = Counter(MIRROR.get(kind, kind) for kind in kinds(changes))
    assert there == Counter(kinds(compared(document, DOCUMENT)))


def kinds(changes):
    return [REQUIRED_TOO.get(one.kind, one.kind) for one in changes]


def test_every_kind_of_change_has_a_case():
    """No kind is judged that no mutation, or its mirror image, has shown; one needs two mutations, in a test below."""
    shown = {"parameters-reordered", *(kind for one in CASES for _, kind, _ in one.values[1])}
    assert set() == {*OF_OPERATIONS, *OF_SCHEMAS} - shown - {MIRROR.get(kind) for kind in shown}


def test_parameters_of_a_path_in_another_order_break():
    """They are given by position."""
    old, new = Edit(), Edit()
    for edit, path in ((old, "/volumes/{cluster_id}/{zone}/"), (new, "/volumes/{zone}/{cluster_id}/")):
        zone = {"name": "zone", "in": "path", "required": True, "schema": {"type": "string"}}
        edit.operation("list_network_volumes_by_cluster")["parameters"].append(zone)
        edit.paths[path] = edit.paths.pop("/volumes/by-cluster/{cluster_id}/")
    name = "list_network_volumes_by_cluster"
    expected = [(BREAKING, "parameters-reordered", name), (PATCH, "path-changed", name)]
    assert expected == seen(compared(old.document, new.document))


def test_the_same_document_has_no_changes():
    """Compared with itself, and with itself in another order, it has none."""
    turned = json.loads(json.dumps(DOCUMENT, sort_keys=True))
    assert [] == compared(DOCUMENT, copy.deepcopy(DOCUMENT))
    assert [] == compared(DOCUMENT, turned)


def leaves(node, path=()):
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, key))
        elif key not in {"$ref", "openapi"}:
            yield (*path, key)


def other(key, value):
    if key == "type":
        return "integer" if value == "string" else "string"
    if key == "in":
        return "query" if value == "path" else "path"
    if isinstance(value, str):
        return f"{value}x"
    return not value if isinstance(value, bool) else (value or 0) + 1


def test_nothing_changes_unnoticed():
    """Any text, number or flag of the document that is another makes a change: tried on 150 of them."""
    edit = Edit()
    for path in random.Random(5).sample(list(leaves(edit.document)), 150):
        node = edit.document
        for key in path[:-1]:
            node = node[key]
        value, node[path[-1]] = node[path[-1]], other(path[-1], node[path[-1]])
        assert compared(DOCUMENT, edit.document), path
        node[path[-1]] = value


def test_a_schema_that_holds_itself_is_compared():
    """A schema may refer to itself, in a field or, to no purpose, as its own alternative."""
    edit = Edit()
    edit.schemas["Loop"] = {"anyOf": [{"$ref": "#/components/schemas/Loop"}, {"type": "null"}]}
    edit.properties("PodCounts")["inner"] = {"anyOf": [{"$ref": "#/components/schemas/PodCounts"}, {"type": "null"}]}
    held = copy.deepcopy(edit.document)
    edit.properties("PodCounts")["ready"]["type"] = "string"
    edit.schemas["Loop"]["anyOf"].append({"type": "string"})
    expected = [(BREAKING, "type-changed", "PodCounts.ready"), (BREAKING, "type-changed", "Loop")]
    assert expected == seen(compared(held, edit.document))


def python(changes):
    return {name for one in changes for name in one.python}


def test_a_field_of_a_result_is_told_by_its_attribute_and_methods():
    """The attribute, and what the client's methods that answer it are called."""
    edit = Edit()
    del edit.properties("Deployment")["model_endpoint"]
    names = python(compared(DOCUMENT, edit.document))
    assert {
        "simplismart_api.models.Deployment.model_endpoint",
        "client.deployments.get(…)",
        "client.get_deployment(…)",
    } <= names
    assert "client.deployments.create(…)" not in names


def test_a_field_of_a_payload_is_told_by_its_argument():
    """The payload's argument is in snake case, and so is that of a request body without a payload."""
    edit = Edit()
    del edit.properties("AutoscaleConfig")["scaleUpBehavior"]
    del edit.properties("StartStopAction")["org"]
    names = python(compared(DOCUMENT, edit.document))
    assert {"simplismart.models.AutoscaleConfig(scale_up_behavior=)", "client.deployments.create(…)"} <= names
    assert {"simplismart_api.models.StartStopAction.org", "client.deployments.stop(…)"} <= names


def test_a_parameter_is_told_by_the_argument_of_its_build_function():
    """The build function with the argument, and the methods that call it."""
    edit = Edit()
    edit.parameter("list_model_repos", "count")["schema"]["maximum"] = 10
    names = python(compared(DOCUMENT, edit.document))
    assert {"simplismart_api.api.model_repos.list_model_repos.build(count=)", "client.list_model_repos(…)"} <= names


def test_every_operation_is_told_by_a_method_of_the_client():
    """Nothing of the API is shown without a method: the docstrings name each operation."""
    assert [] == [one.id for one in Spec(DOCUMENT).operations() if not NAMES.methods([one])]


def test_the_build_functions_that_are_told_are_there():
    """The names lead to functions that take the arguments named."""
    import importlib
    import inspect

    edit = Edit()
    for operation in list(Spec(DOCUMENT).operations()):
        edit.operation(operation.id)["parameters"] = []
    for name in sorted(name for name in python(compared(DOCUMENT, edit.document)) if "build" in name):
        module, _, argument = name.removesuffix("=)").removesuffix(")").partition(".build(")
        assert argument in inspect.signature(importlib.import_module(module).build).parameters, name


@pytest.fixture
def files(tmp_path):
    """Write documents, and return their paths."""

    def write(**documents):
        for name, document in documents.items():
            text = document if isinstance(document, str) else json.dumps(document)
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        return [str(tmp_path / f"{name}.yaml") for name in documents]

    return write


def test_the_command_tells_what_breaks_and_exits_with_1(files, capsys):
    """A table with severity, kind, place, reason and names; below it the counts and the part of the version to raise."""
    edit = Edit()
    edit.properties("DeploymentCreate")["name"]["maxLength"] = 40
    edit.schemas["HealthStatus"]["anyOf"][0]["enum"].append("Paused")
    assert 1 == main(files(old=DOCUMENT, new=edit.document))
    text = capsys.readouterr().out
    assert re.search(
        r"breaking +bound-tightened +DeploymentCreate\.name +what was accepted .* +simplismart\.models\.DeploymentCreate\(name=\)",
        text,
    )
    assert re.search(r"feature +known-value-added +HealthStatus", text)
    assert "maxLength 60 → 40" in text
    assert text.rstrip().endswith("1 breaking, 1 feature, 0 patch; version: major")


def test_the_command_proposes_a_version_and_exits_with_0_if_nothing_breaks(files, capsys):
    """A field that the checkout has more is a minor version; as JSON, with every name."""
    edit = Edit()
    del edit.properties("Deployment")["slug"]
    assert 0 == main([*files(old=edit.document), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert "minor" == told["version"]
    (added,) = told["changes"]
    assert ("feature", "field-added", "Deployment.slug") == (added["severity"], added["kind"], added["place"])
    assert "client.deployments.get(…)" in added["python"]
    assert {"severity", "kind", "place", "detail", "why", "python"} == {*added}


@pytest.mark.parametrize(
    ("version", "severities"),
    [("major", {PATCH, BREAKING}), ("minor", {FEATURE, PATCH}), ("patch", {PATCH}), ("none", set())],
)
def test_the_gravest_change_says_which_part_of_the_version_rises(version, severities):
    """Breaks raise the major version, additions the minor one, all else the patch."""
    assert version == proposed({one for one in Severity if one.name.lower() in severities})


def small(**changes):
    get = {"operationId": "get_it", "parameters": [{"name": "name", "in": "query", "schema": {"type": "string"}}]}
    document = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {"/it/": {"get": get}}}
    return document | changes


def an_operation(**operation):
    return small(paths={"/it/": {"get": operation}})


def a_schema(schema):
    return small(components={"schemas": {"Loop": schema}})


UNREADABLE = {
    "is not YAML": "openapi: 3.1.0\n\tpaths: {}",
    "does not say that it is OpenAPI 3.1": "[1, 2]",
    "it does not say that it is OpenAPI 3.1": small(openapi="3.0.3"),
    "has no paths": small(paths=None),
    "GET /it/ has no operationId": an_operation(description="x"),
    '"name" is a required property': an_operation(operationId="get_it", parameters=[{"in": "query", "schema": {}}]),
    "/components/schemas/Gone": a_schema({"$ref": "#/components/schemas/Gone"}),
    "without an end": a_schema({"$ref": "#/components/schemas/Loop"}),
}


def test_a_small_document_is_readable(files):
    """Those below are unreadable for what they say, not for what they lack."""
    assert 0 == main(files(old=small(), new=small()))


@pytest.mark.parametrize("reason", UNREADABLE)
def test_an_unreadable_document_is_told_with_2(files, capsys, reason):
    """Which file, and what is wrong with it; no traceback."""
    (path,) = files(old=UNREADABLE[reason])
    assert 2 == main([path])
    error = capsys.readouterr().err
    assert error.startswith(f"diff: {path}")
    assert reason in error


def test_a_missing_document_is_told_with_2(tmp_path, capsys):
    """Neither a missing file nor a folder is a document."""
    assert 2 == main([str(tmp_path / "gone.yaml")])
    assert "gone.yaml: No such file or directory" in capsys.readouterr().err
    with pytest.raises(UnreadableSpecError, match="Is a directory"):
        read(tmp_path)


def test_make_diff_runs_the_command(files, tmp_path):
    """``make diff OLD=…`` runs it on that file; without ``OLD`` it says what is missing."""
    edit = Edit()
    edit.remove_operation("get_secret")
    (old,) = files(old=edit.document)
    assert f'python -m contract.changes "{old}"' in make("diff", f"OLD={old}").stdout
    assert "OLD=" in make("diff").stderr


def make(*arguments):
    command = ["make", "--dry-run", "--old-file=.venv/ready", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
