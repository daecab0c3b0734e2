"""呼入电话优先 the rule: `decide(world, now)` says what to do; `ivr.queueing.life` applies it.

I1 no outbound call starts while an inbound caller waits, nor below the reserve of operators, lines.
   An operator's call binds a person and leaves more free; the robot's binds a line.
I2 a caller whom nobody is free for cancels outbound calls that still dial or ring.
I3 an answered outbound call is never cut off; its operator, or the robot, is told that one waits.
I4 outbound work is never lost, doubled, rung outside the hours or more often than the limit.
I5 callers are served in the order of `Rank`, nothing else.
I6 starved outbound work raises an alarm and breaks nothing.
"""

import math
from dataclasses import dataclass
from datetime import datetime

from ivr.queueing import parking
from ivr.queueing.parking import LeadAlone, Return
from ivr.queueing.world import (
    Caller,
    CallerState,
    Operator,
    OperatorState,
    Work,
    WorkState,
    World,
    can_take,
    work_rank,
)


@dataclass(frozen=True, slots=True)
class Assign:
    """Show the draft to the operator, then ring the operator's phone."""

    call: str
    operator: str


@dataclass(frozen=True, slots=True)
class TellNobody:
    """No operator is signed in: the flow offers something else."""

    call: str


@dataclass(frozen=True, slots=True)
class CancelWork:
    """Send CANCEL: a caller comes first."""

    work: str


@dataclass(frozen=True, slots=True)
class TellWaiting:
    """等待电话: the operator of an answered call sees it, the robot wraps up in a sentence."""

    work: str


@dataclass(frozen=True, slots=True)
class StartWork:
    """Ring a citizen; with an operator unless the robot talks."""

    work: str
    operator: str | None


@dataclass(frozen=True, slots=True)
class MakeReady:
    """Wrap-up, or the pause after no answer, is over."""

    operator: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """So many works starve; 0 ends the alarm."""

    works: int


Decision = (
    Assign
    | TellNobody
    | CancelWork
    | TellWaiting
    | StartWork
    | MakeReady
    | Alarm
    | Return
    | LeadAlone
)


def decide(world: World, now: datetime) -> list[Decision]:
    """What to do now. Applying it and asking again gives nothing more."""
    first = parking.decide(world) or _due_ready(world, now)
    if first:
        return list(first)
    assigned = _assign(world)
    if assigned:
        return assigned
    return [*_make_room(world), *_start(world, now), *_alarm(world, now)]


def _due_ready(world: World, now: datetime) -> list[Decision]:
    return [
        MakeReady(o.name)
        for o in world.operators
        if o.state in (OperatorState.WRAP_UP, OperatorState.PAUSED) and o.until and o.until <= now
    ]


def _assign(world: World) -> list[Decision]:
    """I5: the first in order takes the longest idle operator who has the skill."""
    free = world.free(helpers=True)
    decisions: list[Decision] = []
    for caller in world.waiting():
        fitting = [o for o in free if can_take(o, caller, world)]
        if fitting:
            chosen = min(fitting, key=lambda o: _fit(o, caller))
            free.remove(chosen)
            decisions.append(Assign(caller.call, chosen.name))
    return decisions


def _fit(operator: Operator, caller: Caller) -> tuple[bool, bool, int, datetime, str]:
    """The police's callers go to the police seat; helpers and rare skills are spared."""
    wanted = "police" if caller.police else caller.skill
    return (
        operator.helper,
        wanted is not None and wanted not in operator.skills,
        len(operator.skills),
        operator.since,
        operator.name,
    )


def _assisted(world: World) -> int:
    return sum(1 for c in world.callers if c.state is CallerState.ASSISTED)


def _wanted(world: World) -> int:
    """Operators whom the callers now with the assistant may want any moment."""
    return math.ceil(_assisted(world) * world.rules.demand_share)


def _pressed(world: World, *, by_robot: bool) -> bool:
    """I2: outbound calls give way. Somebody waits; or a caller is there whom nobody is free for,
    the reserve not counted. A robot's call occupies nobody, so one free operator is enough."""
    if world.waiting():
        return True
    free = len(world.free())
    if by_robot:
        return _assisted(world) > 0 and free == 0
    wanted = _wanted(world)
    return wanted > 0 and free - wanted < _reserve(world)


def _reserve(world: World) -> int:
    """The operators outbound calls must leave; none where nobody is signed in at all."""
    staffed = any(o.state is not OperatorState.OUT for o in world.operators)
    return world.rules.reserve_operators if staffed else 0


def _reserve_for_talks(world: World) -> int:
    """An operator's own call binds them for minutes, answered: so many more must stay free."""
    staffed = sum(o.state is not OperatorState.OUT for o in world.operators)
    return max(_reserve(world), math.ceil((staffed - 1) * world.rules.reserve_share))


def _make_room(world: World) -> list[Decision]:
    """I2 and I3, and telling those for whom nobody is there at all."""
    decisions: list[Decision] = []
    gives_way = {robot: _pressed(world, by_robot=robot) for robot in (True, False)}
    for work in world.works:
        ringing = work.state in (WorkState.DIALLING, WorkState.RINGING)
        if ringing and gives_way[work.operator is None]:
            decisions.append(CancelWork(work.id))
    waiting = world.waiting()
    if waiting:
        decisions += [
            TellWaiting(w.id)
            for w in world.works
            if w.state is WorkState.ANSWERED and not w.told_waiting
        ]
    if all(o.state is OperatorState.OUT for o in world.operators):
        decisions += [TellNobody(c.call) for c in waiting if not c.told_nobody]
    return decisions


def _start(world: World, now: datetime) -> list[Decision]:
    """I1 and I4; one at a time, so that each start sees the one before."""
    rules = world.rules
    if world.alone or world.lines_used() + 1 > rules.lines - rules.reserve_lines:
        return []
    free = world.free()
    robot_may = _robot_may_start(world)
    spare = len(free) - _wanted(world) - _reserve_for_talks(world)
    operator_may = not _pressed(world, by_robot=False) and spare >= 1
    if not (robot_may or operator_may):
        return []
    for work in sorted(world.works, key=work_rank):
        if (robot_may if work.by_robot else operator_may) and may_ring(world, work, now):
            return [StartWork(work.id, None if work.by_robot else free[0].name)]
    return []


def _robot_may_start(world: World) -> bool:
    """A robot's call takes a line and no operator: those free now must reach the reserve, but are
    not set against callers who have asked for nobody yet."""
    return not _pressed(world, by_robot=True) and len(world.free()) >= _reserve(world)


def may_ring(world: World, work: Work, now: datetime) -> bool:
    """I4: due, within the hours, not too often, and not already on the line."""
    rules = world.rules
    if work.state is not WorkState.DUE or work.due > now or work.attempts >= rules.max_attempts:
        return False
    if work.not_before is not None and now < work.not_before:
        return False
    if work.last_attempt is not None and now < work.last_attempt + rules.retry:
        return False
    if not in_window(world, now) or not (rules.trunk or work.number.startswith("sip:")):
        return False
    busy = {w.number for w in world.active()} | {c.number for c in world.callers}
    return work.number not in busy


def in_window(world: World, now: datetime) -> bool:
    """Whether citizens may be rung at this hour."""
    at = now.time().replace(tzinfo=None)
    return any(begin <= at < end for begin, end in world.rules.windows)


def starved(world: World, now: datetime) -> int:
    """I6: how many works have been due for too long."""
    late = now - world.rules.starving
    return sum(
        1
        for w in world.works
        if w.state is WorkState.DUE and w.due <= late and w.attempts < world.rules.max_attempts
    )


def _alarm(world: World, now: datetime) -> list[Decision]:
    count = starved(world, now)
    return [Alarm(count)] if count != world.starving else []
