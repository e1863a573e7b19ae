"""Lists that are read page by page, on the emulator and on lists that change in between."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from simplismart import AsyncSimplismart, InvalidResponseError, ServerError, ValidationError
from simplismart._async.paging import UNPAGED, AsyncPager
from simplismart.testing import Emulator


class Shelf:
    """A list on a server: items come and go between the pages, newest first."""

    def __init__(self, count: int, change: Callable[["Shelf"], object] = lambda shelf: None) -> None:
        self.items = [{"uuid": str(number)} for number in range(count)]
        self.offsets: list[int] = []
        self._change = change

    async def read(self, offset: int) -> Sequence[dict[str, Any]]:
        self.offsets.append(offset)
        page = self.items[offset : offset + 20]
        self._change(self)
        return page


async def everything(pager: AsyncPager[Any]) -> list[str]:
    return [item["uuid"] async for item in pager]


@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 39, 40, 1000])
async def test_each_item_comes_once(count: int):
    """All items come in their order, whatever their number is."""
    assert [str(number) for number in range(count)] == await everything(AsyncPager(Shelf(count).read))


async def test_pages_are_read_as_they_are_needed():
    """Nothing is read before the first item is asked for, and no page ahead."""
    shelf = Shelf(100)
    pager = AsyncPager(shelf.read)
    assert [] == shelf.offsets
    for _ in range(20):
        await anext(pager)
    assert [0] == shelf.offsets
    await anext(pager)
    assert [0, 19] == shelf.offsets


@pytest.mark.parametrize("removed", [1, 5, 19, 20, 60])
async def test_removals_at_the_front_leave_nothing_out(removed: int):
    """What stays comes once, however many of those that came already are removed after a page."""

    def remove(shelf: Shelf) -> None:
        if len(shelf.offsets) == 5:
            del shelf.items[:removed]

    shelf = Shelf(200, remove)
    assert [str(number) for number in range(200)] == await everything(AsyncPager(shelf.read))


async def test_the_last_item_of_a_page_may_go():
    """The item by which the next page is recognised may be removed."""
    shelf = Shelf(60, lambda shelf: shelf.items.remove({"uuid": "19"}) if len(shelf.offsets) == 1 else None)
    assert [str(number) for number in range(60)] == await everything(AsyncPager(shelf.read))


async def test_all_may_go():
    """A list that is emptied in between ends."""
    shelf = Shelf(100, lambda shelf: shelf.items.clear())
    assert 20 == len(await everything(AsyncPager(shelf.read)))


@pytest.mark.parametrize("added", [1, 18, 19, 20, 38, 150])
async def test_additions_at_the_front_double_nothing(added: int):
    """What was there from the start comes once, however many are added at the front after a page."""

    def add(shelf: Shelf) -> None:
        if len(shelf.offsets) == 5:
            shelf.items[:0] = [{"uuid": f"new-{number}"} for number in range(added)]

    found = await everything(AsyncPager(Shelf(200, add).read))
    assert [str(number) for number in range(200)] == [uuid for uuid in found if not uuid.startswith("new")]
    assert len(set(found)) == len(found)


async def test_a_repeated_page_ends_it():
    """A server that answers the same full page whatever the offset is ends the iteration soon."""
    shelf = Shelf(20)

    async def read(_: int) -> Sequence[dict[str, Any]]:
        return await shelf.read(0)

    assert 20 == len(await everything(AsyncPager(read)))
    assert 3 == len(shelf.offsets)


async def test_pages_in_a_circle_end_it():
    """A server whose pages come round again ends the iteration, too."""
    shelf = Shelf(400)

    async def read(offset: int) -> Sequence[dict[str, Any]]:
        return await shelf.read(offset % 57)

    assert 76 >= len(await everything(AsyncPager(read)))
    assert len(shelf.offsets) < 30


async def test_a_page_that_is_always_lost_ends_it():
    """A server that has only its first page, and that full, ends the iteration."""
    shelf = Shelf(20)

    async def read(offset: int) -> Sequence[dict[str, Any]]:
        return await shelf.read(offset * 2)

    assert 20 == len(await everything(AsyncPager(read)))
    assert len(shelf.offsets) < 10


async def test_an_array_of_all_is_all():
    """More items than asked for are a server without pages: there is no second call."""
    shelf = Shelf(50)

    async def read(_: int) -> Sequence[dict[str, Any]]:
        shelf.offsets.append(0)
        return shelf.items

    assert 50 == len(await everything(AsyncPager(read)))
    assert 1 == len(shelf.offsets)


async def test_items_without_an_id_are_told_apart_by_what_they_are():
    """Items that have no id, or are no objects, come once each."""

    async def read(_: int) -> Sequence[Any]:
        return ["a", "a", {"name": "b"}, {"deployment_id": "c"}, {"deployment_id": "c", "name": "d"}]

    assert 3 == len([str(item) async for item in AsyncPager(read, UNPAGED)])


async def test_after_an_error_it_goes_on(client: AsyncSimplismart, emulator: Emulator):
    """A page that failed is read again when the next item is asked for; nothing is lost."""
    for number in range(30):
        emulator.add_model_repo(name=f"repo-{number}")
    repos = client.model_repos.iterate(max_retries=0)
    names = [(await anext(repos)).name for _ in range(20)]
    emulator.fail_next("list_model_repos", 500)
    with pytest.raises(ServerError):
        await anext(repos)
    names += [repo.name async for repo in repos]
    assert [f"repo-{number}" for number in reversed(range(30))] == names


@pytest.mark.parametrize("client", ["in process"], indirect=True)
async def test_a_thousand_repos_with_removals_in_between(client: AsyncSimplismart, emulator: Emulator):
    """Over more than 50 pages, with repos deleted all the time, each that stays comes once and in order."""
    ids = [emulator.add_model_repo(name=f"repo-{number:04}")["uuid"] for number in range(1000)]
    came: list[str] = []
    removed = set()
    async for repo in client.model_repos.iterate():
        came.append(repo.uuid)
        if len(came) % 50 == 0:
            gone = came[-7]
            removed.add(gone)
            await client.model_repos.delete(gone)
        if len(came) == 500:
            removed.add(ids[100])
            await client.model_repos.delete(ids[100])
    assert [uuid for uuid in reversed(ids) if uuid != ids[100]] == came
    assert 20 == len(removed)
    reads = [request for request in emulator.requests if request.operation == "list_model_repos"]
    assert 50 < len(reads) < 110
    assert {"20"} == {dict(request.query)["count"] for request in reads}


async def test_repos_made_in_between_double_nothing(client: AsyncSimplismart, emulator: Emulator):
    """Repos that are added at the front while one reads leave each other one exactly once."""
    for number in range(100):
        emulator.add_model_repo(name=f"repo-{number:03}")
    came: list[str] = []
    async for repo in client.model_repos.iterate():
        came.append(repo.name)
        if len(came) < 60:
            emulator.add_model_repo(name=f"new-{len(came)}")
            emulator.advance(1)
    assert [f"repo-{number:03}" for number in reversed(range(100))] == [name for name in came if name[0] == "r"]
    assert len(set(came)) == len(came)


async def test_repos_are_filtered(client: AsyncSimplismart, emulator: Emulator):
    """Every filter is sent with every page."""
    for number in range(25):
        emulator.add_model_repo(name=f"vision-{number}", status="FAILED", created_by="ann@example.com")
    emulator.add_model_repo(name="vision-ready")
    found = client.model_repos.iterate(
        name="vision",
        status="failed",
        model_type="byom",
        created_by="ann@example.com",
        order_type="asc",
        org_id=emulator.org_id,
    )
    assert [f"vision-{number}" for number in range(25)] == [repo.name async for repo in found]


async def test_volumes_come_in_pages(client: AsyncSimplismart, emulator: Emulator):
    """Network volumes are read with offset and limit, and filtered."""
    for number in range(45):
        emulator.add_network_volume(name=f"volume-{number}", region="region-2")
    emulator.add_network_volume(name="elsewhere")
    found = client.network_volumes.iterate(region=["region-2", "region-3"], status="active")
    assert [f"volume-{number}" for number in reversed(range(45))] == [volume.name async for volume in found]
    assert ["0", "19", "38"] == [dict(request.query)["offset"] for request in emulator.requests]


async def test_deployments_come_from_one_list(client: AsyncSimplismart, emulator: Emulator):
    """Summaries and details of deployments are each one call, made at the first item."""
    for number in range(40):
        emulator.add_deployment(name=f"deployment-{number}")
    summaries = client.deployments.iterate(status="deployed", order_type="asc")
    details = client.deployments.iterate_model_deployments(order_type="asc")
    assert [] == emulator.requests
    expected = [f"deployment-{number}" for number in range(40)]
    assert expected == [item.deployment_name async for item in summaries]
    assert expected == [item.name async for item in details]
    assert ["list_deployments", "list_model_deployments"] == [request.operation for request in emulator.requests]


async def test_deployments_of_a_repo(client: AsyncSimplismart, emulator: Emulator):
    """Only the deployments of the model repo that is asked for come."""
    wanted = emulator.add_deployment(name="wanted")
    emulator.add_deployment(name="other")
    found = client.deployments.iterate(model_repo_id=wanted["model_repo"])
    assert ["wanted"] == [item.deployment_name async for item in found]


async def test_secrets_come_from_one_list(client: AsyncSimplismart, emulator: Emulator):
    """The secrets are one call."""
    for number in range(40):
        emulator.add_secret(name=f"secret-{number}")
    assert 40 == len([secret.name async for secret in client.secrets.iterate()])
    assert 1 == len(emulator.requests)


ITERATIONS: list[Callable[[AsyncSimplismart], object]] = [
    lambda client: client.model_repos.iterate(order_type="up"),
    lambda client: client.model_repos.iterate(org_id=" "),
    lambda client: client.deployments.iterate(order_type="up"),
    lambda client: client.deployments.iterate(model_repo_id=""),
    lambda client: client.deployments.iterate_model_deployments(order_type="up"),
    lambda client: client.deployments.iterate_model_deployments(org_id=""),
    lambda client: client.secrets.iterate(org_id=""),
    lambda client: client.network_volumes.iterate(status=5),  # type: ignore[arg-type]
    lambda client: client.network_volumes.iterate(cluster_id=""),
]


@pytest.mark.parametrize("iterate", ITERATIONS)
async def test_wrong_arguments_are_refused_at_once(
    client: AsyncSimplismart, iterate: Callable[[AsyncSimplismart], object]
):
    """An argument is checked where it is given, not at the first item."""
    with pytest.raises(ValidationError):
        iterate(client)


async def test_a_page_without_results_is_an_error(client: AsyncSimplismart, emulator: Emulator):
    """An answer that lacks its items is no end of the list."""
    emulator.fail_next("list_model_repos", 200, {"count": 0, "results": None})
    emulator.fail_next("list_secrets", 200, {})
    with pytest.raises(InvalidResponseError, match="without a list"):
        await anext(client.model_repos.iterate())
    with pytest.raises(InvalidResponseError, match="without a list"):
        await anext(client.secrets.iterate())


async def test_a_repo_is_found_behind_many_that_contain_its_name(client: AsyncSimplismart, emulator: Emulator):
    """The name is compared as a whole, over as many pages as it takes."""
    wanted = emulator.add_model_repo(name="llama")
    for number in range(50):
        emulator.add_model_repo(name=f"llama-{number}")
    found = await client.model_repos.find(name="llama")
    assert wanted["uuid"] == (found and found.uuid)
    assert await client.model_repos.find("lama") is None


async def test_a_lost_create_is_found_behind_many(client: AsyncSimplismart, emulator: Emulator):
    """on_unknown="lookup" finds the repo even if more than a page of others contain its name."""
    for number in range(50):
        emulator.add_model_repo(name=f"llama-{number}")
    emulator.fail_next("create_model_repo", 500, after=True)
    body = {"name": "llama", "source_type": "docker_hub", "runtime_gpus": 1, "registry_path": "a/b", "docker_tag": "c"}
    made = await client.model_repos.create(body, on_unknown="lookup")
    assert "llama" == made.name


async def test_find_on_the_other_resources(client: AsyncSimplismart, emulator: Emulator):
    """Deployments, secrets and volumes are found by their whole name, else it is None."""
    deployment = emulator.add_deployment(name="served")
    secret = emulator.add_secret(name="served")
    volume = emulator.add_network_volume(name="served")
    found = (
        await client.deployments.find(name="served"),
        await client.secrets.find(name="served"),
        await client.network_volumes.find(name=" served "),
    )
    assert found[0]
    assert found[1]
    assert found[2]
    assert (deployment["uuid"], secret["uuid"], volume["uuid"]) == (
        found[0].deployment_id,
        found[1].uuid,
        found[2].uuid,
    )
    assert [None, None, None] == [
        await client.deployments.find("serve"),
        await client.secrets.find("serve"),
        await client.network_volumes.find("serve"),
    ]


async def test_what_is_deleted_is_not_found(client: AsyncSimplismart, emulator: Emulator):
    """A name whose owner is deleted is free."""
    emulator.add_network_volume(name="gone", status="deleted")
    emulator.fail_next(
        "list_deployments", 200, [{"deployment_id": "d", "deployment_name": "gone", "status": "DELETED"}]
    )
    assert await client.network_volumes.find("gone") is None
    assert await client.deployments.find("gone") is None


@pytest.mark.parametrize("resource", ["model_repos", "deployments", "secrets", "network_volumes"])
@pytest.mark.parametrize("name", ["", " ", None])
async def test_a_blank_name_is_refused(client: AsyncSimplismart, emulator: Emulator, resource: str, name: Any):
    """A name that says nothing is an error before anything is sent."""
    with pytest.raises(ValidationError, match="name"):
        await getattr(client, resource).find(name)
    assert [] == emulator.requests
