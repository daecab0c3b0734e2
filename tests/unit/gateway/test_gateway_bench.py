"""What the benchmark calls a leak."""

from bridge.gateway.bench import FLAT, leaked

STEP = 10_000


def readings(*mebibytes: float) -> list[tuple[int, float]]:
    return [(STEP * (n + 1), value * 2**20) for n, value in enumerate(mebibytes)]


def test_a_leak_is_in_every_step() -> None:
    assert leaked(readings(60, 90, 92, 94, 96, 98, 100), since=2 * STEP) > FLAT


def test_filling_up_at_first_and_one_busy_moment_are_none() -> None:
    filled = readings(60, 90, 90.1, 90, 90.2, 130, 130, 130.1)
    assert leaked(filled, since=2 * STEP) < FLAT
    assert leaked(filled[:1], since=0) == 0
