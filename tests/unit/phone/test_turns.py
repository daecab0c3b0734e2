"""When a simulated citizen speaks."""

from ivr.phone.turns import Manners, Move, Turns

MANNERS = Manners(pause=1.0, patience=5.0, linger=3.0, longest=60.0)
LOUD, QUIET = -20.0, -70.0


def _hear(turns: Turns, level: float, begin: float, end: float) -> None:
    for tick in range(round((end - begin) * 50)):
        turns.hear(level, 0.02, begin + tick * 0.02)


def test_speaks_after_the_prompt_has_ended() -> None:
    turns = Turns(MANNERS, 1, at=0.0)
    _hear(turns, LOUD, 0.5, 3.0)
    assert turns.move(3.5) is Move.WAIT
    assert turns.move(4.1) is Move.NEXT


def test_a_pause_inside_the_prompt_is_not_its_end() -> None:
    turns = Turns(MANNERS, 1, at=0.0)
    _hear(turns, LOUD, 0.0, 2.0)
    _hear(turns, QUIET, 2.0, 2.8)
    _hear(turns, LOUD, 2.8, 4.0)
    assert turns.move(4.5) is Move.WAIT


def test_speaks_anyway_when_nothing_is_heard() -> None:
    turns = Turns(MANNERS, 1, at=0.0)
    assert turns.move(4.9) is Move.WAIT
    assert turns.move(5.1) is Move.NEXT


def test_waits_for_a_new_answer_before_the_next_thing() -> None:
    turns = Turns(MANNERS, 2, at=0.0)
    turns.speaking()
    _hear(turns, LOUD, 0.0, 1.0)  # the prompt was still going on
    turns.spoken(2.0)
    assert turns.move(3.5) is Move.WAIT
    _hear(turns, LOUD, 3.5, 4.5)
    assert turns.move(5.6) is Move.NEXT


def test_hangs_up_when_the_far_end_stays_silent_or_time_is_over() -> None:
    turns = Turns(MANNERS, 0, at=0.0)
    assert turns.move(2.9) is Move.WAIT
    assert turns.move(3.1) is Move.HANG_UP
    _hear(turns, LOUD, 3.0, 59.9)
    assert turns.move(59.95) is Move.WAIT
    assert turns.move(60.0) is Move.HANG_UP
