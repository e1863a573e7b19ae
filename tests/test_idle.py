"""The stack of idle connections."""

from simplismart.idle import MAX_IDLE, Idle


def test_the_last_one_in_is_the_first_out():
    """The connection used last is the one most likely to be alive."""
    idle: Idle[str] = Idle()
    for name in ("a", "b", "c"):
        idle.push(name)
    assert ["c", "b", "a", None] == [idle.pop() for _ in range(4)]


def test_clear():
    """Every connection is handed over once."""
    idle: Idle[str] = Idle()
    idle.push("a")
    idle.push("b")
    assert ["a", "b"] == idle.clear()
    assert [] == idle.clear()


def test_what_was_idle_for_too_long(monkeypatch):
    """Connections unused for longer than the limit are handed over, the others stay."""
    now = [1000.0]
    monkeypatch.setattr("simplismart.idle.time.monotonic", lambda: now[0])
    idle: Idle[str] = Idle()
    idle.push("a")
    now[0] += 1
    idle.push("b")
    now[0] += 1
    idle.push("c")
    now[0] = 1000.0 + MAX_IDLE
    assert [] == idle.stale()
    now[0] += 1.5
    assert ["a", "b"] == idle.stale()
    assert "c" == idle.pop()
    assert [] == idle.stale()
