"""Model repos, on the emulator."""

import uuid

import pytest

from simplismart import (
    AsyncSimplismart,
    BadRequestError,
    ModelRepoCompileAvatar,
    ModelRepoCompileCreate,
    ModelRepoCreate,
    ModelRepoListParams,
    ModelRepoProfilesRequest,
    NotFoundError,
    ServerError,
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


async def test_a_container_image_is_ready_at_once(client: AsyncSimplismart):
    """A model repo made from a dict is the one that get and list return."""
    made = await client.create_model_repo(CONTAINER)
    assert "SUCCESS" == made.status
    assert made == await client.get_model_repo(made.uuid)
    assert [made] == (await client.list_model_repos()).results


async def test_a_payload_does_what_a_dict_does(client: AsyncSimplismart):
    """The payload class and the resource's own verb take the same call."""
    made = await client.model_repos.create(ModelRepoCreate(**CONTAINER))
    assert "org/vision:v1" == made["source_url"]


async def test_a_compile_passes_its_stages(client: AsyncSimplismart, emulator: Emulator):
    """A compile is PENDING, then goes through its stages to SUCCESS."""
    made = await client.create_model_repo_private_compile(COMPILE)
    seen = [made.status]
    for _ in range(60):
        emulator.advance(60)
        status = (await client.get_model_repo(made.uuid)).status
        if status != seen[-1]:
            seen.append(status)
    assert ["PENDING", "LAUNCHING_RAY_CLUSTER", "OPTIMISING", "SUCCESS"] == seen


@pytest.mark.parametrize("single", ["page", "object", "array"])
async def test_get_returns_one_object_whatever_the_api_answers(single: str):
    """A page, an array and a bare object all become the one model repo."""
    emulator = Emulator(single=single)
    known = emulator.add_model_repo(name="known")
    async with AsyncSimplismart(emulator.token, transport=emulator.transport) as client:
        assert known["uuid"] == (await client.get_model_repo(uuid.UUID(known["uuid"]))).uuid


async def test_get_of_none_is_not_found(client: AsyncSimplismart):
    """An empty page is a 404, as for every other resource."""
    with pytest.raises(NotFoundError) as caught:
        await client.get_model_repo("nowhere")
    assert ("No model repo matches nowhere. (status=404)", 404) == (str(caught.value), caught.value.status_code)


async def test_a_list_takes_filters_and_pages(client: AsyncSimplismart, emulator: Emulator):
    """The page says how many there are in all, and holds those that were asked for."""
    for number in range(7):
        emulator.add_model_repo(name=f"model-{number}")
    page = await client.list_model_repos(ModelRepoListParams(offset=5, count=5, name="model"))
    assert (7, 5, 5, 2) == (page.count, page.offset, page.limit, len(page.results))


async def test_a_bare_array_becomes_a_page(client: AsyncSimplismart, emulator: Emulator):
    """The array that the REST page shows is a page like any other."""
    emulator.fail_next("list_model_repos", 200, [{"uuid": "u", "name": "n", "status": "SUCCESS"}])
    page = await client.list_model_repos({"offset": 5, "count": 10})
    assert (6, 5, 10, "u") == (page.count, page.offset, page.limit, page.results[0].uuid)


async def test_more_than_a_page_is_refused(client: AsyncSimplismart, emulator: Emulator):
    """A count above 20 is an error before anything is sent, not a silent cut."""
    with pytest.raises(ValidationError, match="count"):
        await client.list_model_repos({"count": 21})
    assert [] == emulator.requests


async def test_the_client_puts_the_organisation_in(client: AsyncSimplismart, emulator: Emulator):
    """Each call has the organisation where it wants it, unless the caller names another."""
    await client.list_model_repos()
    await client.create_model_repo(CONTAINER)
    assert [("org_id", emulator.org_id)] == [pair for pair in emulator.requests[0].query if pair[0] == "org_id"]
    assert emulator.org_id == emulator.requests[1].json["org"]


async def test_without_an_organisation_none_is_sent(emulator: Emulator):
    """A client that knows no organisation leaves it to the token."""
    async with AsyncSimplismart(emulator.token, transport=emulator.transport) as client:
        await client.create_model_repo(CONTAINER)
        assert 1 == (await client.list_model_repos()).count
    assert "org" not in emulator.requests[0].json
    assert [] == [name for name, _ in emulator.requests[1].query if name == "org_id"]


async def test_profiles_are_any_json(client: AsyncSimplismart):
    """The profiles come back as the API sent them."""
    assert isinstance(
        await client.get_model_repo_profiles(ModelRepoProfilesRequest(type="hf", path="a/b")), dict | list
    )


async def test_delete_returns_true_and_is_refused_in_use(client: AsyncSimplismart, emulator: Emulator):
    """A model repo goes, but not while a deployment uses it."""
    idle, used = emulator.add_model_repo(name="idle"), emulator.add_model_repo(name="used")
    emulator.add_deployment(name="user", model_repo=used["uuid"])
    assert (await client.delete_model_repo(idle["uuid"])) is True
    with pytest.raises(BadRequestError):
        await client.delete_model_repo(used["uuid"])


async def test_a_lost_create_can_be_looked_up(client: AsyncSimplismart, emulator: Emulator):
    """With on_unknown="lookup" a create that answered 500 returns what was made, and nothing is made twice."""
    emulator.fail_next("create_model_repo", 500, after=True)
    made = await client.create_model_repo(CONTAINER, on_unknown="lookup")
    assert ("vision", 1) == (made.name, (await client.list_model_repos()).count)


async def test_a_lost_create_that_made_nothing_raises(client: AsyncSimplismart, emulator: Emulator):
    """With on_unknown="lookup" a create that made nothing ends in the error of the create."""
    emulator.fail_next("create_model_repo", 500)
    with pytest.raises(ServerError) as caught:
        await client.create_model_repo_private_compile(COMPILE, on_unknown="lookup")
    assert caught.value.may_have_succeeded


async def test_a_lost_create_raises_unless_told_otherwise(client: AsyncSimplismart, emulator: Emulator):
    """By default the error says that it may have been made, and one request was sent."""
    emulator.fail_next("create_model_repo", 500, after=True)
    with pytest.raises(ServerError, match="may have taken effect"):
        await client.create_model_repo(CONTAINER)
    assert 1 == len(emulator.requests)


async def test_a_refused_create_is_not_looked_up(client: AsyncSimplismart, emulator: Emulator):
    """A 400 is certain: nothing is looked up."""
    await client.create_model_repo(CONTAINER)
    with pytest.raises(BadRequestError, match="already exists"):
        await client.create_model_repo(CONTAINER, on_unknown="lookup")
    assert 2 == len(emulator.requests)


async def test_on_unknown_is_checked_before_anything_is_sent(client: AsyncSimplismart, emulator: Emulator):
    """A wrong value says what is allowed."""
    with pytest.raises(ValidationError, match="raise, lookup"):
        await client.create_model_repo(CONTAINER, on_unknown="ignore")  # type: ignore[arg-type]
    assert [] == emulator.requests
