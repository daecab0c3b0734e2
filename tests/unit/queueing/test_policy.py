"""呼入电话优先: each invariant by its name."""

from dataclasses import replace
from datetime import timedelta

from ivr.queueing import life, policy
from ivr.queueing.world import Caller, CallerState, OperatorState, WorkState, World
from tests.unit.queueing.rules import AT, RULES, board, operator, settle, work


def caller(call: str, seconds: int = 0, **more: object) -> Caller:
    return Caller(call, AT + timedelta(seconds=seconds), number=f"024{call}", **more)  # type: ignore[arg-type]


def starts(taken: list[policy.Decision]) -> list[str]:
    return [d.work for d in taken if isinstance(d, policy.StartWork)]


def test_i1_no_outbound_call_starts_while_somebody_waits() -> None:
    world = board(operator("a", state=OperatorState.PAUSED), work("w"))
    world = life.waits(world, caller("c"))
    _, taken = settle(world, AT)
    assert starts(taken) == []


def test_i1_no_outbound_call_takes_the_reserve() -> None:
    world, taken = settle(board(operator("a"), work("w", robot=False)), AT)
    assert starts(taken) == []
    world = world.with_operator(operator("b"))
    _, taken = settle(world, AT)
    assert starts(taken) == ["w"]


def test_i1_no_outbound_call_takes_the_lines_in_reserve() -> None:
    rules = replace(RULES, lines=3, reserve_lines=1)
    _, taken = settle(board(work("1"), work("2"), work("3"), rules=rules), AT)
    assert starts(taken) == ["1", "2"]


def test_i1_nothing_starts_when_a_caller_has_come_whom_nobody_is_free_for() -> None:
    world = life.arrived(board(work("w")), caller("c"))
    assert starts(settle(world, AT)[1]) == []


def test_i2_a_caller_cancels_what_still_rings_and_takes_the_operator() -> None:
    rules = replace(RULES, reserve_operators=0)
    world, taken = settle(board(operator("a"), work("w", robot=False), rules=rules), AT)
    assert starts(taken) == ["w"]
    world = life.work_rings(world, "w")
    world = life.waits(world, caller("c"))
    world, taken = settle(world, AT)
    assert taken == [policy.CancelWork("w"), policy.Assign("c", "a")]
    world = life.work_ended(world, "w", AT, done=False)
    held = world.work("w")
    assert held is not None
    assert (held.state, held.attempts) == (WorkState.DUE, 0)


def test_i2_a_caller_whom_enough_are_free_for_cancels_nothing() -> None:
    world, taken = settle(board(*map(operator, "abc"), work("w", robot=False)), AT)
    assert starts(taken) == ["w"]
    world = life.arrived(world, caller("c"))
    assert settle(world, AT)[1] == []
    world = life.arrived(world, caller("d"))  # now only the reserve would be left
    assert settle(world, AT)[1] == [policy.CancelWork("w")]


def test_i2_the_robots_call_binds_nobody_and_rings_on_while_somebody_is_free() -> None:
    world, _ = settle(board(operator("a"), operator("b"), work("w")), AT)
    for call in "cdef":  # with the assistant; none of them has asked for a person
        world, taken = settle(life.arrived(world, caller(call)), AT)
        assert taken == []
    world = life.waits(world, caller("c"))
    world = life.waits(world, caller("d"))
    assert policy.CancelWork("w") in settle(world, AT)[1]  # nobody is free any more


def test_i1_the_robot_rings_nobody_below_the_reserve() -> None:
    rules = replace(RULES, reserve_operators=2)
    assert starts(settle(board(operator("a"), work("w"), rules=rules), AT)[1]) == []
    both = board(operator("a"), operator("b"), work("w"), rules=rules)
    assert starts(settle(both, AT)[1]) == ["w"]


def test_i2_a_call_that_arrives_cancels_the_robots_ringing_call() -> None:
    world, _ = settle(board(work("w")), AT)
    world = life.arrived(world, caller("c"))
    assert policy.CancelWork("w") in settle(world, AT)[1]


def test_i3_an_answered_follow_up_is_never_cut_off() -> None:
    rules = replace(RULES, reserve_operators=0)
    world, _ = settle(board(operator("a"), work("w", robot=False), rules=rules), AT)
    world = life.work_answered(world, "w")
    world = life.waits(world, caller("c"))
    world, taken = settle(world, AT)
    assert taken == [policy.TellWaiting("w")]
    world = life.work_ended(world, "w", AT, done=True)
    world, taken = settle(world, AT + rules.wrap_up)
    assert policy.Assign("c", "a") in taken


def test_i4_cancelled_work_goes_back_uncounted_and_others_are_limited() -> None:
    now = AT
    world = board(work("w"))
    for attempt in range(1, RULES.max_attempts + 1):
        world, taken = settle(world, now)
        assert starts(taken) == ["w"]
        world = life.work_ended(world, "w", now, done=False)
        held = world.work("w")
        assert (held.attempts if held else RULES.max_attempts) == attempt
        assert starts(settle(world, now)[1]) == []  # not at once again
        now += RULES.retry
    assert starts(settle(world, now)[1]) == []


def test_i4_nobody_is_rung_outside_the_hours_or_on_two_lines() -> None:
    night = AT.replace(hour=22)
    assert starts(settle(board(work("w")), night)[1]) == []
    twice = board(work("1", number="139"), work("2", number="139"))
    assert starts(settle(twice, AT)[1]) == ["1"]
    world = life.arrived(board(operator("a"), operator("b"), work("w", number="024c")), caller("c"))
    assert starts(settle(world, AT)[1]) == []


def test_i5_the_order_is_emergency_police_vulnerable_longest_waiting() -> None:
    world = board()
    for held in (
        caller("late", 9),
        caller("early", 1),
        caller("old", 8, vulnerable=True),
        caller("police", 7, police=True),
        caller("danger", 10, emergency=True),
    ):
        world = life.waits(world, held)
    assert [c.call for c in world.waiting()] == ["danger", "police", "old", "early", "late"]


def test_i5_who_nobody_answered_keeps_the_place() -> None:
    world = life.waits(board(operator("a")), caller("first", 0))
    world, _ = settle(world, AT)
    world = life.waits(world, caller("second", 5))
    world = life.not_picked_up(world, "a", AT)
    held = world.operator("a")
    assert held is not None
    assert held.state is OperatorState.PAUSED
    world = life.signed_in(world, operator("b"), AT)
    _, taken = settle(world, AT)
    assert taken[0] == policy.Assign("first", "b")


def test_i6_starved_work_raises_an_alarm_once() -> None:
    world = life.waits(board(work("w")), caller("c"))
    world, taken = settle(world, AT + RULES.starving)
    assert policy.Alarm(1) in taken
    assert settle(world, AT + RULES.starving)[1] == []


def test_the_police_callers_get_the_police_seat_and_skills_are_spared() -> None:
    world = board(operator("any"), operator("desk", "police"))
    world = life.waits(world, caller("c1", 0))
    world = life.waits(world, caller("c2", 1, police=True))
    _, taken = settle(world, AT)
    assert taken == [policy.Assign("c2", "desk"), policy.Assign("c1", "any")]


def test_a_skill_that_nobody_signed_in_has_is_not_waited_for() -> None:
    world = life.waits(board(operator("a")), caller("c", skill="korean"))
    assert settle(world, AT)[1] == [policy.Assign("c", "a")]


def test_a_second_group_helps_who_may_have_it_and_nobody_else() -> None:
    helper = operator("h", "district", helper=True)
    world = board(operator("a", state=OperatorState.PAUSED), helper)
    world, taken = settle(life.waits(world, caller("c", 0)), AT)
    assert taken == []
    world, _ = settle(life.waits(world, caller("d", 1)), AT)
    widened = life.waits(world, replace(caller("d", 1), also="district"))
    assert settle(widened, AT)[1] == [policy.Assign("d", "h")]
    both = life.waits(widened, replace(caller("c", 0), also="district"))
    assert settle(both, AT)[1] == [policy.Assign("c", "h")]  # in their order
    one_back = life.ready(both, "a", AT)
    assert settle(one_back, AT)[1] == [policy.Assign("c", "a"), policy.Assign("d", "h")]


def test_helpers_serve_all_when_none_but_helpers_are_there_and_ring_nobody() -> None:
    world = board(operator("h", "district", helper=True))
    assert settle(life.waits(world, caller("c")), AT)[1] == [policy.Assign("c", "h")]
    alone = life.work_added(world, replace(work("w"), by_robot=False))
    assert settle(alone, AT)[1] == []


def test_nobody_signed_in_is_told_once() -> None:
    world = life.waits(board(), caller("c"))
    world, taken = settle(world, AT)
    assert taken == [policy.TellNobody("c")]
    assert settle(world, AT)[1] == []


def test_a_caller_who_leaves_while_it_rings_frees_the_operator() -> None:
    world, _ = settle(life.waits(board(operator("a")), caller("c")), AT)
    world = life.left(world, "c", AT)
    held = world.operator("a")
    assert held is not None
    assert held.state is OperatorState.READY


def test_signing_out_in_a_talk_takes_effect_after_it() -> None:
    world, _ = settle(life.waits(board(operator("a")), caller("c")), AT)
    world = life.picked_up(world, "a", AT)
    world = life.signed_out(world, "a", AT)
    assert _state(world, "a") is OperatorState.TALKING
    world = life.talk_ended(world, "a", AT)
    assert _state(world, "a") is OperatorState.OUT
    held = world.caller("c")
    assert held is not None
    assert held.state is CallerState.ASSISTED


def _state(world: World, name: str) -> OperatorState:
    held = world.operator(name)
    assert held is not None
    return held.state
