# Made from tests/_async/test_model_repos.py by `make generate`; do not edit.
"""Model repos, on the emulator."""

import uuid

import pytest

from simplismart import (
    BadRequestError,
    ModelRepoCompileAvatar,
    ModelRepoCompileCreate,
    ModelRepoCreate,
    ModelRepoListParams,
    ModelRepoProfilesRequest,
    NotFoundError,
    ServerError,
    Simplismart,
    ValidationError,
)
from simplismart.testing import Emulator

CONTAINER = {
    "name": "vision",
    "source_type": "docker_hub",
    "runtime_gpus": 1,
    "registry_path": "org/vision",
    "docker_tag": "v1",
}
COMPILE = ModelRepoCompileCreate(
    name="llama",
    avatar=ModelRepoCompileAvatar(image_url="https://example.com/llama.png"),
    source_type="huggingface",
    source_url="meta-llama/Llama-3.2-1B-Instruct",
    model_class="LlamaForCausalLM",
    accelerator_type="nvidia-h100",
)


def test_a_container_image_is_ready_at_once(client: Simplismart):
    """A model repo made from a dict is the one that get and list return."""
    made = client.create_model_repo(CONTAINER)
    assert "SUCCESS" == made.status
    assert made == client.get_model_repo(made.uuid)
    assert [made] == (client.list_model_repos()).results


def test_a_payload_does_what_a_dict_does(client: Simplismart):
    """The payload class and the resource's own verb take the same call."""
    made = client.model_repos.create(ModelRepoCreate(**CONTAINER))
    assert "org/vision:v1" == made["source_url"]


def test_a_compile_passes_its_stages(client: Simplismart, emulator: Emulator):
    """A compile is PENDING, then goes through its stages to SUCCESS."""
    made = client.create_model_repo_private_compile(COMPILE)
    seen = [made.status]
    for _ in range(60):
        emulator.advance(60)
        status = (client.get_model_repo(made.uuid)).status
        if status != seen[-1]:
            seen.append(status)
    assert ["PENDING", "LAUNCHING_RAY_CLUSTER", "OPTIMISING", "SUCCESS"] == seen


@pytest.mark.parametrize("single", ["page", "object", "array"])
def test_get_returns_one_object_whatever_the_api_answers(single: str):
    """A page, an array and a bare object all become the one model repo."""
    emulator = Emulator(single=single)
    known = emulator.add_model_repo(name="known")
    with Simplismart(emulator.token, transport=emulator.transport) as client:
        assert known["uuid"] == (client.get_model_repo(uuid.UUID(known["uuid"]))).uuid


def test_get_of_none_is_not_found(client: Simplismart):
    """An empty page is a 404, as for every other resource."""
    with pytest.raises(NotFoundError) as caught:
        client.get_model_repo("nowhere")
    assert ("No model repo matches nowhere. (status=404)", 404) == (str(caught.value), caught.value.status_code)


def test_a_list_takes_filters_and_pages(client: Simplismart, emulator: Emulator):
    """The page says how many there are in all, and holds those that were asked for."""
    for number in range(7):
        emulator.add_model_repo(name=f"model-{number}")
    page = client.list_model_repos(ModelRepoListParams(offset=5, count=5, name="model"))
    assert (7, 5, 5, 2) == (page.count, page.offset, page.limit, len(page.results))


def test_a_bare_array_becomes_a_page(client: Simplismart, emulator: Emulator):
    """The array that the REST page shows is a page like any other."""
    emulator.fail_next("list_model_repos", 200, [{"uuid": "u", "name": "n", "status": "SUCCESS"}])
    page = client.list_model_repos({"offset": 5, "count": 10})
    assert (6, 5, 10, "u") == (page.count, page.offset, page.limit, page.results[0].uuid)


def test_more_than_a_page_is_refused(client: Simplismart, emulator: Emulator):
    """A count above 20 is an error before anything is sent, not a silent cut."""
    with pytest.raises(ValidationError, match="count"):
        client.list_model_repos({"count": 21})
    assert [] == emulator.requests


def test_the_client_puts_the_organisation_in(client: Simplismart, emulator: Emulator):
    """Each call has the organisation where it wants it, unless the caller names another."""
    client.list_model_repos()
    client.create_model_repo(CONTAINER)
    assert [("org_id", emulator.org_id)] == [pair for pair in emulator.requests[0].query if pair[0] == "org_id"]
    assert emulator.org_id == emulator.requests[1].json["org"]


def test_without_an_organisation_none_is_sent(emulator: Emulator):
    """A client that knows no organisation leaves it to the token."""
    with Simplismart(emulator.token, transport=emulator.transport) as client:
        client.create_model_repo(CONTAINER)
        assert 1 == (client.list_model_repos()).count
    assert "org" not in emulator.requests[0].json
    assert [] == [name for name, _ in emulator.requests[1].query if name == "org_id"]


def test_profiles_are_any_json(client: Simplismart):
    """The profiles come back as the API sent them."""
    assert isinstance(client.get_model_repo_profiles(ModelRepoProfilesRequest(type="hf", path="a/b")), dict | list)


def test_delete_returns_true_and_is_refused_in_use(client: Simplismart, emulator: Emulator):
    """A model repo goes, but not while a deployment uses it."""
    idle, used = emulator.add_model_repo(name="idle"), emulator.add_model_repo(name="used")
    emulator.add_deployment(name="user", model_repo=used["uuid"])
    assert (client.delete_model_repo(idle["uuid"])) is True
    with pytest.raises(BadRequestError):
        client.delete_model_repo(used["uuid"])


def test_a_lost_create_can_be_looked_up(client: Simplismart, emulator: Emulator):
    """With on_unknown="lookup" a create that answered 500 returns what was made, and nothing is made twice."""
    emulator.fail_next("create_model_repo", 500, after=True)
    made = client.create_model_repo(CONTAINER, on_unknown="lookup")
    assert ("vision", 1) == (made.name, (client.list_model_repos()).count)


def test_a_lost_create_that_made_nothing_raises(client: Simplismart, emulator: Emulator):
    """With on_unknown="lookup" a create that made nothing ends in the error of the create."""
    emulator.fail_next("create_model_repo", 500)
    with pytest.raises(ServerError) as caught:
        client.create_model_repo_private_compile(COMPILE, on_unknown="lookup")
    assert caught.value.may_have_succeeded


def test_a_lost_create_raises_unless_told_otherwise(client: Simplismart, emulator: Emulator):
    """By default the error says that it may have been made, and one request was sent."""
    emulator.fail_next("create_model_repo", 500, after=True)
    with pytest.raises(ServerError, match="may have taken effect"):
        client.create_model_repo(CONTAINER)
    assert 1 == len(emulator.requests)


def test_a_refused_create_is_not_looked_up(client: Simplismart, emulator: Emulator):
    """A 400 is certain: nothing is looked up."""
    client.create_model_repo(CONTAINER)
    with pytest.raises(BadRequestError, match="already exists"):
        client.create_model_repo(CONTAINER, on_unknown="lookup")
    assert 2 == len(emulator.requests)


def test_on_unknown_is_checked_before_anything_is_sent(client: Simplismart, emulator: Emulator):
    """A wrong value says what is allowed."""
    with pytest.raises(ValidationError, match="raise, lookup"):
        client.create_model_repo(CONTAINER, on_unknown="ignore")  # type: ignore[arg-type]
    assert [] == emulator.requests
