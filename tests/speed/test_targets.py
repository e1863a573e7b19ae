"""The targets, as the issue of the speed has them."""

import pytest

from benchmarks.speed.races import PROGRAMS, RACES
from benchmarks.speed.targets import NAMES, TARGETS

BY_NAME = {race.name: race for race in RACES}


def test_every_name_is_used_once():
    """``--only`` names one race."""
    assert len(NAMES) == len(set(NAMES)) == len(RACES) + 1


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: f"{target.race}: {target.what}, {target.against}")
def test_each_target_is_held_against_sides_of_its_race(target):
    """A side of this package against another one, none against itself."""
    labels = {side.label: side for side in BY_NAME[target.race].sides}
    for ours, other in target.pairs:
        assert labels[ours].peer == ("ours-aiohttp" if "extra" in target.what else "ours")
        assert ours != other in labels
        assert labels[other].peer != "ours-aiohttp"


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.name)
def test_each_side_of_a_race_has_a_label_of_its_own_and_a_program(race):
    """And whatever is subtracted takes part."""
    labels = [side.label for side in race.sides]
    assert len(labels) == len(set(labels))
    assert {side.peer for side in race.sides} <= PROGRAMS.keys()
    assert {*race.minus, *race.minus.values()} <= set(labels)
    assert race.rounds > 2


def test_the_same_client_with_the_extra_is_shown_beside_it():
    """Wherever an asynchronous client is held against others."""
    shown = {race.name for race in RACES if {"ours", "ours-aiohttp"} <= {side.peer for side in race.sides}}
    assert {"get-async", "page-async", "create-async", "at-once-64", "at-once-1000"} == shown


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.name)
def test_sides_that_are_compared_do_the_same_work(race):
    """What they must have seen is checked, but for the bytes of the memory and for processes without a call."""
    kinds = {side.expected for side in race.sides}
    assert (kinds == {""}) is (race.name in {"import", "import-use", "one-call", "one-call-tls", "memory"})
    if race.name.startswith("one-call"):
        assert all("print" in side.code for side in race.sides)


def test_the_limits_are_those_of_the_issue():
    """None is loosened; the growth is held at every step."""
    limits = [(target.race, target.limit, target.least) for target in TARGETS]
    assert [
        ("import", 0.25, False),
        ("import-use", 1.0, False),
        ("one-call", 0.7, False),
        ("one-call", 1.12, False),
        ("one-call-tls", 0.7, False),
        ("one-call-tls", 1.12, False),
        ("second-client", 0.02, False),
        ("get", 0.8, False),
        ("get", 0.62, False),
        ("page", 0.9, False),
        ("create", 0.9, False),
        *[(f"{name}-async", limit, False) for name in ("get", "page", "create") for limit in (0.85, 0.55)],
        *[(f"at-once-{number}", limit, True) for number in (64, 1000) for limit in (3.0, 1.6)],
        ("threads", 1.2, True),
        *[(name, 1.3, False) for name in ("flat-calls", *["flat-records"] * 2, *["flat-polls"] * 2)],
        ("list", 1.15, False),
        ("memory", 1.05, False),
        ("build", 1.25, False),
    ] == limits


def test_growth_is_held_from_each_step_to_each_later_one():
    """So that a cost that falls first can't hide that it grows."""
    growth = [target for target in TARGETS if target.against == "fewer"]
    assert 5 == len(growth)
    for target in growth:
        assert 3 == len(target.pairs)
        assert all(_size(later) > _size(earlier) for later, earlier in target.pairs)


def _size(label):
    return int("".join(character for character in label.partition(", ")[2] if character.isdigit()))
