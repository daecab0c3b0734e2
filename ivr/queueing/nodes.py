"""多节点 the board of several nodes as pure functions: joining, being alone, burying the dead.

Callers and outbound calls belong to the node that has them on the line; an operator belongs to the
node that had them last. While the board is away a node uses what is its own and nothing else, so
that two nodes never ring the same operator.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.queueing import life
from ivr.queueing.world import Caller, CallerState, Operator, OperatorState, Work, WorkState, World

ON_TASK = (OperatorState.RINGING, OperatorState.TALKING, OperatorState.OUTBOUND)
BOARD_AWAY = "board away"  # why another node's operator cannot be used just now


@dataclass(frozen=True, slots=True)
class Member:
    """A node that takes part."""

    node: int
    start: str  # the name of this start
    joins: int = 0  # how often it came back from being alone


@dataclass(frozen=True, slots=True)
class Shared:
    """What the nodes write down together. Work that is merely due lies in the ledger."""

    members: tuple[Member, ...] = ()
    operators: tuple[Operator, ...] = ()
    callers: tuple[Caller, ...] = ()
    works: tuple[Work, ...] = ()


def written(world: World, members: Iterable[Member]) -> Shared:
    """The part of a node's world that all nodes share."""
    present = tuple(sorted(members, key=lambda m: m.node))
    return Shared(present, world.operators, world.callers, tuple(world.active()))


def read(shared: Shared, mine: World) -> World:
    """The shared board with this node's rules and its list of due work."""
    active = {w.id for w in shared.works}
    due = [w for w in mine.works if w.state is WorkState.DUE and w.id not in active]
    works = sorted([*shared.works, *due], key=lambda w: w.id)
    return replace(
        mine,
        operators=shared.operators,
        callers=shared.callers,
        works=tuple(works),
        alone=False,
    )


def joined(world: World, mine: World, node: int) -> World:
    """What this node did while it was alone counts for its own; the rest is as the others say."""
    works = [w for w in world.works if w.node != node or w.state is WorkState.DUE]
    works += [w for w in mine.active() if w.node == node]
    callers = [c for c in world.callers if c.node != node]
    callers += [c for c in mine.callers if c.node == node]
    tasks = {c.call for c in callers} | {w.id for w in works if w.state is not WorkState.DUE}
    operators = {o.name: o for o in world.operators}
    for operator in mine.operators:
        if operator.node == node:
            operators[operator.name] = _of_both(operators.get(operator.name), operator)
    return _consistent(
        replace(
            world,
            operators=tuple(_without_ghost(o, tasks) for _, o in sorted(operators.items())),
            callers=tuple(sorted(callers, key=lambda c: c.call)),
            works=tuple(sorted({w.id: w for w in works}.values(), key=lambda w: w.id)),
        )
    )


def _of_both(theirs: Operator | None, ours: Operator) -> Operator:
    """Two nodes had the operator: who talks with them counts, then who rings them."""
    if theirs is None or theirs.node == ours.node:
        return ours
    return max(
        (theirs, ours),
        key=lambda o: (o.state is OperatorState.TALKING, o.state in ON_TASK, o.since, o.node),
    )


def _without_ghost(operator: Operator, tasks: set[str]) -> Operator:
    """An operator whose task is no more is free."""
    if operator.task is None or operator.task in tasks:
        return operator
    state = OperatorState.OUT if operator.leaving else OperatorState.READY
    return replace(operator, state=state, until=None, task=None, leaving=False)


def _consistent(world: World) -> World:
    """A caller whose operator has another task waits again, as of the first time."""
    tasks = {o.name: o.task for o in world.operators}
    callers = []
    for caller in world.callers:
        if caller.operator is not None and tasks.get(caller.operator) != caller.call:
            talking = caller.state is CallerState.TALKING
            state = caller.state if talking else CallerState.WAITING
            caller = replace(caller, state=state, operator=None)
        callers.append(caller)
    offered = {c.call for c in callers if c.operator is not None}
    operators = [
        o
        if o.state not in (OperatorState.RINGING, OperatorState.TALKING) or o.task in offered
        else replace(o, state=OperatorState.READY, task=None)
        for o in world.operators
    ]
    return replace(world, callers=tuple(callers), operators=tuple(operators))


def alone(world: World, node: int) -> World:
    """The board away: own callers, own operators, own calls; nobody new is rung (I1 needs all)."""
    return replace(
        world,
        operators=tuple(o if o.node == node else _set_aside(o) for o in world.operators),
        callers=tuple(c for c in world.callers if c.node == node),
        works=tuple(w for w in world.works if w.state is WorkState.DUE or w.node == node),
        alone=True,
    )


def _set_aside(operator: Operator) -> Operator:
    """Another node's: there, as far as callers are concerned, but not to be rung."""
    if operator.state is OperatorState.OUT:
        return operator
    return replace(
        operator,
        state=OperatorState.PAUSED,
        until=None,
        task=None,
        leaving=False,
        reason=BOARD_AWAY,
    )


def settled_without(world: World, absent: Collection[int], now: datetime) -> World:
    """Decide while some nodes may be alone: their operators are theirs until they are back, and
    nobody new is rung, because nobody knows who waits there (I1)."""
    if not absent:
        return life.settled(world, now)
    theirs = {o.name: o for o in world.operators if o.node in absent}
    aside = (_set_aside(o) if o.name in theirs else o for o in world.operators)
    world = life.settled(replace(world, operators=tuple(aside), alone=True), now)
    operators = tuple(theirs.get(o.name, o) for o in world.operators)
    return replace(world, operators=operators, alone=False)


def buried(world: World, dead: int, heir: int, now: datetime) -> World:
    """A node is gone with its calls: its operators pass to the heir, its work is due again."""
    for caller in _of(world.callers, dead):
        world = life.left(world, caller.call, now)
    for work in [w for w in world.active() if w.node == dead]:
        world = life.work_refused(world, work.id, now)
    operators = (replace(o, node=heir) if o.node == dead else o for o in world.operators)
    return replace(world, operators=tuple(operators))


def _of(callers: Iterable[Caller], node: int) -> list[Caller]:
    return [c for c in callers if c.node == node]
