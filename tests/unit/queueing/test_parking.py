"""寄存: park, serve a caller, come back; the citizen is never cut off and never forgotten (I3)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.queueing import life, parking
from ivr.queueing.differences import outbound_steps
from ivr.queueing.parking import LeadAlone, Move, Park, Refusal, Return
from ivr.queueing.policy import TellWaiting
from ivr.queueing.world import Caller, OperatorState, Rules, WorkState, World
from tests.unit.queueing.rules import AT, RULES, board, operator, settle, work

NO_RESERVE = replace(RULES, reserve_operators=0)
LATER = AT + timedelta(seconds=30)


def talking(*names: str, rules: Rules = NO_RESERVE) -> World:
    """Operator a talks with the citizen of work u."""
    world, _ = settle(board(operator("a"), work("u", robot=False), rules=rules), AT)
    world = life.work_answered(world, "u")
    for name in names:
        world = world.with_operator(operator(name, state=OperatorState.PAUSED))
    return world


def waiting(world: World, call: str = "1") -> World:
    return settle(life.waits(world, Caller(call, AT, number=call)), AT)[0]


def state(world: World) -> WorkState | None:
    found = world.work("u")
    return found.state if found else None


def who(world: World, name: str = "a") -> OperatorState:
    found = world.operator(name)
    assert found is not None
    return found.state


def served(world: World) -> World:
    """The waiting caller was served to the end."""
    world = life.picked_up(world, "a", AT)
    return settle(life.talk_ended(world, "a", LATER), LATER)[0]


def test_the_operator_serves_the_caller_and_comes_back() -> None:
    world = parking.parked(waiting(talking()), "u", "a", AT)
    world, decisions = settle(world, AT)
    assert [type(d).__name__ for d in decisions] == ["Assign"]
    assert (state(world), who(world)) == (WorkState.PARKED, OperatorState.RINGING)
    world = served(world)
    assert (state(world), who(world)) == (WorkState.RETURNING, OperatorState.OUTBOUND)
    world = parking.rejoined(world, "u")
    assert (state(world), who(world)) == (WorkState.ANSWERED, OperatorState.OUTBOUND)


def test_who_waits_next_is_told_anew_after_coming_back() -> None:
    world = settle(parking.parked(waiting(talking()), "u", "a", AT), AT)[0]
    world = waiting(world, "2")
    world = served(world)
    assert state(world) is WorkState.RETURNING  # the parked citizen first, then the next caller
    _, decisions = settle(parking.rejoined(world, "u"), LATER)
    assert decisions == [TellWaiting("u")]


def test_a_caller_who_hangs_up_brings_the_operator_back_at_once() -> None:
    world = settle(parking.parked(waiting(talking()), "u", "a", AT), AT)[0]
    world, decisions = settle(life.left(world, "1", LATER), LATER)
    assert decisions == [Return("u", "a")]


def test_a_parked_citizen_who_hangs_up_is_rung_again_and_not_counted() -> None:
    world = settle(parking.parked(waiting(talking()), "u", "a", AT), AT)[0]
    world = life.work_ended(world, "u", LATER, done=False)
    back = world.work("u")
    assert back is not None
    assert (back.state, back.attempts, back.operator) == (WorkState.DUE, 0, None)
    assert back.last_attempt == LATER  # but not before the usual time
    assert who(world) is OperatorState.RINGING  # the caller is served as if nothing had happened


def test_a_citizen_who_hangs_up_while_the_operator_is_rung_frees_the_operator() -> None:
    world = served(settle(parking.parked(waiting(talking()), "u", "a", AT), AT)[0])
    world = life.work_ended(world, "u", LATER, done=False)
    assert (state(world), who(world)) == (WorkState.DUE, OperatorState.READY)


@pytest.mark.parametrize("leaves", [False, True])
def test_an_operator_who_does_not_come_back_leaves_the_citizen_to_the_assistant(
    leaves: bool,
) -> None:
    world = served(settle(parking.parked(waiting(talking()), "u", "a", AT), AT)[0])
    if leaves:
        world = life.signed_out(world, "a", LATER)
    world = settle(parking.not_rejoined(world, "u", LATER, "no_answer"), LATER)[0]
    held = world.work("u")
    assert held is not None
    assert (held.state, held.operator) == (WorkState.ANSWERED, None)
    assert who(world) is (OperatorState.OUT if leaves else OperatorState.PAUSED)


def test_who_signs_out_meanwhile_leaves_the_citizen_to_the_assistant() -> None:
    world = settle(parking.parked(waiting(talking()), "u", "a", AT), AT)[0]
    world = life.picked_up(life.signed_out(world, "a", AT), "a", AT)
    world, decisions = settle(life.talk_ended(world, "a", LATER), LATER)
    assert decisions == [LeadAlone("u")]
    assert state(world) is WorkState.ANSWERED


def test_no_answer_to_the_caller_brings_the_operator_back() -> None:
    world = settle(parking.parked(waiting(talking()), "u", "a", AT), AT)[0]
    world, decisions = settle(life.not_picked_up(world, "a", LATER), LATER)
    assert Return("u", "a") in decisions


def test_parking_needs_a_reason_and_the_right_operator() -> None:
    world = talking("b")
    assert parking.refusal(world, "u", "a") is Refusal.NOBODY_WAITS
    world = waiting(world)
    assert parking.refusal(world, "u", "b") is Refusal.NOT_TALKING
    assert parking.refusal(world, "x", "a") is Refusal.NOT_TALKING
    assert parking.refusal(world, "u", "a") is None
    leaving = life.signed_out(world, "a", AT)
    assert parking.refusal(leaving, "u", "a") is Refusal.LEAVING
    assert parking.parked(leaving, "u", "a", AT) is leaving
    needs_korean = life.waits(talking(), Caller("2", AT, skill="korean"))
    needs_korean = needs_korean.with_operator(operator("k", "korean", state=OperatorState.PAUSED))
    assert parking.refusal(needs_korean, "u", "a") is Refusal.NOBODY_WAITS  # not for this one


def test_the_table_has_no_way_that_cuts_off() -> None:
    """From every state of parking one comes back to a talk, or the citizen leaves."""
    for at in parking.ON_PARK:
        moves = {move: to for (before, move), to in parking.TABLE.items() if before is at}
        assert WorkState.ANSWERED in (moves[Move.ALONE], moves.get(Move.REJOIN))
        assert {m for m, to in moves.items() if to is WorkState.DUE} == {Move.LEFT}


def test_what_the_telephone_does_follows_from_the_change() -> None:
    world = waiting(talking())
    parked = parking.parked(world, "u", "a", AT)
    returning = served(settle(parked, AT)[0])
    alone = parking.not_rejoined(returning, "u", LATER, "no_answer")
    ways = [(world, parked), (parked, returning), (returning, alone), (alone, alone)]
    steps = []
    for before, now in ways:
        was, then = before.work("u"), now.work("u")
        assert was is not None
        assert then is not None
        steps.append(list(parking.steps(was, then)))
    assert steps == [[Park("u")], [Return("u", "a")], [LeadAlone("u")], []]


def test_parking_asked_of_another_node_is_done_by_the_node_that_has_the_call() -> None:
    before = replace(talking(), works=tuple(replace(w, node=2) for w in talking().works))
    before = life.waits(before, Caller("2", AT, node=1))
    now = parking.parked(before, "u", "a", AT)
    assert list(outbound_steps(before, now, 1)) == []
    assert list(outbound_steps(before, now, 2)) == [Park("u")]
