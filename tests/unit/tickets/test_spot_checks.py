"""Three levels of looking again; chance is handed in, so every draw can be repeated."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from made import made

from ivr.tickets.life import Move, step
from ivr.tickets.model import TicketState
from ivr.tickets.spot_checks import CheckLevel, choose, went_wrong_on

SHARES = (0.1, 0.2, 0.2)


def test_what_went_wrong_is_always_looked_at_by_the_quality_desk() -> None:
    closed = made("07", state=TicketState.CLOSED)
    again = step(closed, Move.REOPEN, by="甲", at=closed.created + timedelta(days=1), why="没修好")
    tickets = [made(f"{n:02}") for n in range(7)] + [again]
    checks = choose(tickets, SHARES, random.Random(1).random)
    assert ("07", "重办过") in {(c.number, c.why) for c in checks if c.level is CheckLevel.QUALITY}


def test_what_goes_wrong_later_is_looked_at_on_that_day() -> None:
    closed = made("07", state=TicketState.CLOSED)
    later = closed.created + timedelta(days=9)
    again = step(closed, Move.REOPEN, by="甲", at=later, why="没修好")
    wrong = went_wrong_on([again, made("08")], later.date())
    assert [t.number for t in wrong] == ["07"]
    assert went_wrong_on([again], closed.created.date()) == []
    checks = choose([], SHARES, random.Random(1).random, wrong)
    assert (CheckLevel.QUALITY, "07", "重办过") in {(c.level, c.number, c.why) for c in checks}


@given(st.integers(0, 80), st.integers())
def test_each_level_looks_at_its_share_of_the_one_before(count: int, seed: int) -> None:
    tickets = [made(f"{n:03}") for n in range(count)]
    checks = choose(tickets, SHARES, random.Random(seed).random)
    levels = [[c.number for c in checks if c.level is level] for level in CheckLevel]
    assert len(levels[0]) == -(-count // 10)
    assert set(levels[2]) <= set(levels[1]) <= set(levels[0]) <= {t.number for t in tickets}
    assert all(len(set(numbers)) == len(numbers) for numbers in levels)
    assert all(levels) or not tickets
    assert checks == choose(tickets, SHARES, random.Random(seed).random)
