"""The invariants I1 to I5 as checks on one decision of the policy and on the board."""

from dataclasses import replace
from datetime import datetime, timedelta

from ivr.clock import CHINA
from ivr.queueing import life, policy
from ivr.queueing.world import (
    CallerState,
    Operator,
    OperatorState,
    Rules,
    Work,
    WorkKind,
    WorkState,
    World,
    can_take,
    rank,
)

AT = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
RULES = Rules(reserve_operators=1, reserve_lines=1, lines=8, retry=timedelta(minutes=5))


def settle(world: World, now: datetime) -> tuple[World, list[policy.Decision]]:
    """Decide and apply until nothing is left to do, checking every decision on the way."""
    taken: list[policy.Decision] = []
    for _ in range(100):
        decisions = policy.decide(world, now)
        if not decisions:
            check_settled(world, now)
            return world, taken
        for decision in decisions:
            check_decision(world, decision, now)
            world = life.apply(world, decision, now)
            check_board(world)
            taken.append(decision)
    raise AssertionError(f"never settles: {taken[-5:]}")


def check_decision(world: World, decision: policy.Decision, now: datetime) -> None:
    match decision:
        case policy.StartWork(work_id, name):
            _check_start(world, work_id, name, now)
        case policy.CancelWork(work_id):  # I3: never an answered one
            work = world.work(work_id)
            assert work is not None
            assert work.state in (WorkState.DIALLING, WorkState.RINGING)
        case policy.Assign(call, name):
            _check_order(world, call, name)
        case _:
            pass


def _check_start(world: World, work_id: str, name: str | None, now: datetime) -> None:
    rules = world.rules
    work = world.work(work_id)
    assert work is not None
    assert not world.waiting(), "I1: somebody waits"
    assert not world.alone, "I1: nobody knows who waits elsewhere"
    if any(o.state is not OperatorState.OUT for o in world.operators):
        left = len(world.free()) - (name is not None)
        assert left >= rules.reserve_operators, "I1: reserve of operators"
    assert world.lines_used() + 1 <= rules.lines - rules.reserve_lines, "I1: reserve of lines"
    assert work.state is WorkState.DUE
    assert work.due <= now
    assert work.attempts < rules.max_attempts, "I4: more often than the limit"
    assert work.last_attempt is None or work.last_attempt + rules.retry <= now, "I4: too soon"
    assert policy.in_window(world, now), "I4: outside the hours"
    busy = [w.number for w in world.active()] + [c.number for c in world.callers]
    assert work.number not in busy, "I4: dialled twice"


def _check_order(world: World, call: str, name: str) -> None:
    """I5: nobody ahead could have taken this operator."""
    caller, operator = world.caller(call), world.operator(name)
    assert caller is not None
    assert operator is not None
    assert operator.state is OperatorState.READY
    for other in world.waiting():
        if rank(other) < rank(caller):
            assert not can_take(operator, other, world), "I5: overtaken"


def check_settled(world: World, now: datetime) -> None:
    """I2: with somebody waiting and nobody free, nothing rings that could be cancelled."""
    if any(not can_take(o, c, world) for o in world.free() for c in world.waiting()):
        pass
    else:
        assert not (world.waiting() and world.free()), "somebody waits while somebody is free"
    for parked in (w for w in world.works if w.state is WorkState.PARKED):  # I3: not forgotten
        holder = world.operator(parked.operator or "")
        assert holder is not None
        assert holder.task is not None, "who parked a citizen serves a caller, or is back"
    there = any(c.state is CallerState.ASSISTED for c in world.callers)
    if world.waiting() or (there and not world.free()):
        ringing = [w for w in world.works if w.state in (WorkState.DIALLING, WorkState.RINGING)]
        assert not ringing, "I2: an outbound call still rings"
    if world.waiting():
        assert all(w.told_waiting for w in world.works if w.state is WorkState.ANSWERED), "I3"


def check_board(world: World) -> None:
    """Operators, callers and works agree on who is with whom."""
    for operator in world.operators:
        if operator.state in (OperatorState.RINGING, OperatorState.TALKING):
            caller = world.caller(operator.task or "")
            assert caller is not None
            assert caller.operator == operator.name
        elif operator.state is OperatorState.OUTBOUND:
            work = world.work(operator.task or "")
            assert work is not None
            assert work.operator == operator.name
        else:
            assert operator.task is None
    for caller in world.callers:
        if caller.state in (CallerState.OFFERED, CallerState.TALKING):
            assert caller.operator is not None
            held = world.operator(caller.operator)
            assert held is not None
            assert held.task == caller.call
        else:
            assert caller.operator is None
    numbers = [w.number for w in world.active()]
    assert len(numbers) == len(set(numbers)), "I4: a number is rung twice at once"


def operator(
    name: str,
    *skills: str,
    state: OperatorState = OperatorState.READY,
    helper: bool = False,
) -> Operator:
    return Operator(name, frozenset(skills), state, AT, helper=helper)


def work(name: str, *, robot: bool = True, number: str = "", due: datetime = AT) -> Work:
    return Work(name, WorkKind.FOLLOW_UP, number or f"139{name}", due, by_robot=robot)


def board(*parts: Operator | Work, rules: Rules = RULES) -> World:
    world = World(rules=rules)
    for part in parts:
        if isinstance(part, Work):
            world = life.work_added(world, part)
        else:
            world = world.with_operator(replace(part))
    return world
