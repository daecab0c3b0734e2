"""寄存 an operator parks the citizen of an outbound call, serves one caller, and comes back (I3).

Pure, one table. The citizen hears a courteous sentence and music meanwhile and is never cut off:
when the operator does not come back, the assistant takes over. Who hangs up while parked goes back
on the list, the attempt not counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ivr.queueing.world import Operator, OperatorState, Work, WorkState, World, can_take


class Move(StrEnum):
    """What happens to a parked citizen."""

    PARK = "park"  # the operator's wish
    RETURN = "return"  # the operator has served the caller, or nobody waits any more
    REJOIN = "rejoin"  # the operator's phone was picked up
    ALONE = "alone"  # nobody comes back: the assistant takes over
    LEFT = "left"  # the citizen hung up


_W, _M = WorkState, Move

TABLE: dict[tuple[WorkState, Move], WorkState] = {
    (_W.ANSWERED, _M.PARK): _W.PARKED,
    (_W.PARKED, _M.RETURN): _W.RETURNING,
    (_W.PARKED, _M.ALONE): _W.ANSWERED,
    (_W.PARKED, _M.LEFT): _W.DUE,
    (_W.RETURNING, _M.REJOIN): _W.ANSWERED,
    (_W.RETURNING, _M.ALONE): _W.ANSWERED,
    (_W.RETURNING, _M.LEFT): _W.DUE,
}

ON_PARK = frozenset({_W.PARKED, _W.RETURNING})


class Refusal(StrEnum):
    """Why a citizen is not parked."""

    NOT_TALKING = "not_talking"  # this operator talks in no such outbound call
    NOBODY_WAITS = "nobody_waits"
    LEAVING = "leaving"  # signs out after this call: would not come back


@dataclass(frozen=True, slots=True)
class Park:
    """Say the courteous sentence, let the operator's phone go."""

    work: str


@dataclass(frozen=True, slots=True)
class Return:
    """Ring the operator's phone for the parked citizen."""

    work: str
    operator: str


@dataclass(frozen=True, slots=True)
class LeadAlone:
    """The assistant takes the parked citizen over."""

    work: str


def refusal(world: World, work_id: str, name: str) -> Refusal | None:
    """None: this operator may park this citizen now."""
    work, operator = world.work(work_id), world.operator(name)
    if work is None or operator is None or work.state is not _W.ANSWERED or work.operator != name:
        return Refusal.NOT_TALKING
    if operator.leaving:
        return Refusal.LEAVING
    if not any(can_take(operator, caller, world) for caller in world.waiting()):
        return Refusal.NOBODY_WAITS
    return None


def decide(world: World) -> list[Return | LeadAlone]:
    """Whoever is done comes back at once, before anybody else is served."""
    found: list[Return | LeadAlone] = []
    for work in world.works:
        if work.state is _W.PARKED:
            operator = world.operator(work.operator or "")
            if operator is None or operator.state is OperatorState.OUT:
                found.append(LeadAlone(work.id))
            elif _is_done(operator, world):
                found.append(Return(work.id, operator.name))
    return found


def _is_done(operator: Operator, world: World) -> bool:
    if operator.state is OperatorState.READY:
        return not any(can_take(operator, caller, world) for caller in world.waiting())
    return operator.state in (OperatorState.WRAP_UP, OperatorState.PAUSED)


def parked(world: World, work_id: str, name: str, now: datetime) -> World:
    """The operator's wish; free for who waits."""
    work, operator = world.work(work_id), world.operator(name)
    if work is None or operator is None or refusal(world, work_id, name) is not None:
        return world
    ready = replace(operator, state=OperatorState.READY, since=now, until=None, task=None)
    return _moved(world, work, _M.PARK).with_operator(ready)


def applied(world: World, decision: Return | LeadAlone, now: datetime) -> World:
    """The board once the decision has been taken."""
    work = world.work(decision.work)
    if work is None or work.state is not _W.PARKED:
        return world
    if isinstance(decision, LeadAlone):
        return _moved(world, replace(work, operator=None), _M.ALONE)
    operator = world.operator(decision.operator)
    if operator is None:
        return world
    reserved = replace(
        operator, state=OperatorState.OUTBOUND, since=now, until=None, task=work.id, reason=""
    )
    return _moved(world, work, _M.RETURN).with_operator(reserved)


def rejoined(world: World, work_id: str) -> World:
    """The operator is back with the citizen; who waits now is told anew."""
    work = world.work(work_id)
    if work is None or work.state is not _W.RETURNING:
        return world
    return _moved(world, replace(work, told_waiting=False), _M.REJOIN)


def not_rejoined(world: World, work_id: str, now: datetime, reason: str) -> World:
    """The operator's phone was not picked up: out of rotation, as always; the assistant leads."""
    work = world.work(work_id)
    if work is None or work.state is not _W.RETURNING:
        return world
    operator = world.operator(work.operator or "")
    world = _moved(world, replace(work, operator=None), _M.ALONE)
    if operator is None or operator.task != work_id:
        return world
    away = OperatorState.OUT if operator.leaving else OperatorState.PAUSED
    until = None if operator.leaving else now + world.rules.no_answer_pause
    return world.with_operator(
        replace(
            operator, state=away, since=now, until=until, task=None, leaving=False, reason=reason
        )
    )


def left(work: Work, now: datetime) -> Work:
    """Back on the list: not counted, but not rung again before the usual time."""
    assert (work.state, _M.LEFT) in TABLE
    return replace(work, state=_W.DUE, operator=None, told_waiting=False, last_attempt=now)


def steps(before: Work, now: Work) -> Iterator[Park | Return | LeadAlone]:
    """What the change of one work asks of the telephone."""
    if now.state is before.state:
        return
    if now.state is _W.PARKED:
        yield Park(now.id)
    elif now.state is _W.RETURNING and now.operator is not None:
        yield Return(now.id, now.operator)
    elif before.state in ON_PARK and now.state is _W.ANSWERED and now.operator is None:
        yield LeadAlone(now.id)


def _moved(world: World, work: Work, move: Move) -> World:
    return world.with_work(replace(work, state=TABLE[(work.state, move)]))
