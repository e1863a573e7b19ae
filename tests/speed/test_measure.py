"""How races are run and how their samples become figures."""

import sys

import pytest

from benchmarks.speed import measure, processes, races
from benchmarks.speed.measure import Figure, Outcome, Sample, figure, is_met, paced, ratio, turns
from benchmarks.speed.processes import ISOLATED, PeerError, environment, fresh
from benchmarks.speed.races import Race, Side
from benchmarks.speed.targets import Target

GET = Side("one", "floor", "get", 2, expected="get")
PAIR = Target("what", "other", "race", (("ours", "other"),), 0.5)


def samples(*values):
    return [Sample(value, value, value, 0.0) for value in values]


def test_each_round_begins_with_the_next_side():
    """So that none always runs after the same one."""
    assert ["abc", "bca", "cab", "abc"] == ["".join(turns("abc", number)) for number in range(4)]


def test_a_race_that_takes_long_has_fewer_rounds():
    """But five at least, whatever they take."""
    assert [-1, 0, 1] == list(paced(2, 0.0))
    assert [-1, 0, 1, 2, 3, 4] == list(paced(9, 0.0))
    times = iter([0.0, 1.0, 2.0, 3.0, 4.0])
    assert [-1, 0, 1, 2, 3, 4, 5, 6] == list(paced(9, 2.5, lambda: next(times)))


def test_a_race_takes_a_sample_of_each_side_in_each_round_and_one_before(places, monkeypatch):
    """Interleaved; the round before the first warms up and does not count."""
    ran = []
    monkeypatch.setattr(measure.Crew, "sample", lambda self, side, unit: ran.append(side.label) or samples(len(ran))[0])
    sides = tuple(GET._replace(label=label) for label in "ab")
    outcome = measure.run(Race("race", "", sides, 3), places)
    assert "ba ab ba ab".replace(" ", "") == "".join(ran)
    assert {"a": [3, 6, 7], "b": [4, 5, 8]} == {
        label: [sample.value for sample in found] for label, found in outcome.samples.items()
    }


def test_a_side_that_fails_is_out_and_the_others_go_on(places, broken):
    """It is not measured, and the reason is kept."""
    sides = (
        GET,
        GET._replace(label="unknown", load="nothing"),
        GET._replace(label="wrong", expected="create"),
        GET._replace(label="absent", peer="published"),
    )
    places = places._replace(pythons={**places.pythons, "published": broken})
    outcome = measure.run(Race("race", "", sides, 2), places)
    assert {"one": 2} == {label: len(found) for label, found in outcome.samples.items()}
    assert {"unknown", "wrong", "absent"} == outcome.lost.keys()
    assert "KeyError: 'nothing'" == outcome.lost["unknown"]
    assert "not there" == outcome.lost["absent"]
    assert outcome.lost["wrong"].startswith("it saw 'e079d5f9-")


def test_a_sample_is_for_each_call_and_each_unit(places, monkeypatch):
    """CPU seconds, seconds or bytes, as the race counts."""
    answer = {"cpu": 8.0, "wall": 16.0, "seen": 99, "aiohttp": False}
    monkeypatch.setattr(measure.Worker, "run", lambda self, *asked: answer)
    side = Side("one", "floor", "get", calls=2, units=4)
    with measure.ExitStack() as stack:
        crew = measure.Crew(places, stack)
        found = {unit: crew.sample(side, unit) for unit in ("CPU", "throughput", "bytes")}
    assert {"CPU": 1.0, "throughput": 2.0, "bytes": 99} == {unit: sample.value for unit, sample in found.items()}
    assert (1.0, 2.0) == found["CPU"][1:3]


@pytest.mark.parametrize(("peer", "aiohttp"), [("ours", True), ("ours-aiohttp", False)])
def test_a_client_that_goes_through_another_transport_is_not_measured(peer, aiohttp):
    """Each side goes through what it is called after."""
    side = Side("one", peer, "async get")
    measure._check(side, {"aiohttp": not aiohttp})
    with pytest.raises(PeerError, match="transport of its environment"):
        measure._check(side, {"aiohttp": aiohttp})


def test_the_bare_interpreter_is_subtracted_round_by_round():
    """From the side that names it, and from no other."""
    race = Race("race", "", (), 2, minus={"import": "bare"})
    found = measure._subtracted(race, {"import": samples(5.0, 6.0), "bare": samples(1.0, 3.0)})
    assert {"import": samples(4.0, 3.0), "bare": samples(1.0, 3.0)} == found


def test_a_figure_is_the_median_with_the_quartiles():
    """Of one value, the value."""
    assert Figure(3.0, 2.0, 4.0) == figure([5, 1, 4, 2, 3])
    assert Figure(7.0, 7.0, 7.0) == figure([7.0])


def test_the_ratio_is_that_of_each_round():
    """Not that of the medians, so that what slows a whole round down does not count."""
    outcome = Outcome({"ours": samples(1, 10, 3), "other": samples(2, 20, 3)}, {})
    assert Figure(0.5, 0.5, 0.75) == ratio(PAIR, outcome, "CPU")


def test_the_ratio_of_throughput_is_that_of_the_rates():
    """Half the time is twice the throughput."""
    outcome = Outcome({"ours": samples(1.0), "other": samples(2.0)}, {})
    assert 2.0 == ratio(PAIR, outcome, "throughput").median


def test_the_worst_of_several_pairs_counts():
    """A cost that falls and rises again is held against its lowest."""
    target = PAIR._replace(pairs=(("b", "a"), ("c", "a"), ("c", "b")))
    outcome = Outcome({"a": samples(2.0), "b": samples(1.0), "c": samples(1.5)}, {})
    assert 1.5 == ratio(target, outcome, "CPU").median
    assert 0.5 == ratio(target._replace(least=True), outcome, "CPU").median


@pytest.mark.parametrize(("median", "least", "met"), [(0.5, False, True), (0.51, False, False), (0.5, True, True)])
def test_a_target_is_met_by_the_median(median, least, met):
    """At the limit it is met."""
    assert met is is_met(PAIR._replace(least=least), Figure(median, 0.0, 9.0))
    assert not is_met(PAIR._replace(least=True), Figure(0.49, 0.0, 9.0))


@pytest.mark.off_contract("a process that is not watched", reason="it is isolated and sends nothing")
def test_a_fresh_process_is_isolated_and_tells_what_it_took(monkeypatch):
    """Nothing of this folder or of the environment reaches it."""
    monkeypatch.setattr(processes, "ISOLATED", ISOLATED)
    code = "import sys, os; print(sys.flags.isolated, sys.argv[1:], 'ORG_ID' in os.environ, os.environ['MORE'])"
    spent = fresh(sys.executable, code, ["x"], {"MORE": "more"})
    assert "1 ['x'] False more" == spent.printed.strip()
    assert spent.cpu > 0
    assert spent.wall > 0


def test_a_fresh_process_that_fails_is_an_error():
    """With its last line, or its exit status."""
    with pytest.raises(PeerError, match=r"^ZeroDivisionError: division by zero$"):
        fresh(sys.executable, "1 / 0")
    with pytest.raises(PeerError, match="exit status 3"):
        fresh(sys.executable, "raise SystemExit(3)")


def test_a_process_that_hangs_is_ended(monkeypatch):
    """It loses its race and does not hold up the bench."""
    monkeypatch.setattr(processes, "LIMIT", 0.2)
    with pytest.raises(PeerError, match="exit status -9"):
        fresh(sys.executable, "import time; time.sleep(600)")


def test_settings_of_the_machine_do_not_reach_the_peers(monkeypatch):
    """Neither a proxy nor a variable of the package or of Python."""
    for name in (
        "HTTPS_PROXY",
        "no_proxy",
        "SIMPLISMART_TIMEOUT",
        "ORG_ID",
        "PYTHONDONTWRITEBYTECODE",
        "SSL_CERT_FILE",
    ):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("KEPT", "1")
    assert {"KEPT"} == environment().keys() & {
        "HTTPS_PROXY",
        "no_proxy",
        "SIMPLISMART_TIMEOUT",
        "ORG_ID",
        "PYTHONDONTWRITEBYTECODE",
        "SSL_CERT_FILE",
        "KEPT",
    }


def test_a_client_that_did_nothing_has_nothing():
    """No thread, no socket, no SSL context."""
    assert {"threads": 0, "sockets": 0, "SSL contexts": 0} == measure.idle(sys.executable)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("threading.Thread(target=threading.Event().wait, daemon=True).start()", {"threads": 1}),
        ("import socket; kept = socket.socket()", {"sockets": 2}),
        ("import ssl; kept = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)", {"SSL contexts": 1}),
    ],
)
def test_what_a_client_would_have_is_found(monkeypatch, more, expected):
    """A thread, a socket (the object and its descriptor) and an SSL context each show."""
    monkeypatch.setattr(measure, "IDLE", races.IDLE.replace("gc.collect()", f"gc.collect(); {more}"))
    assert {"threads": 0, "sockets": 0, "SSL contexts": 0, **expected} == measure.idle(sys.executable)
