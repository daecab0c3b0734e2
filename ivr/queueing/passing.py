"""What a transfer does to the board: colleagues are lent, callers change hands; pure.

As in `life`, operators or callers who are gone change nothing.
"""

from dataclasses import replace
from datetime import datetime

from ivr.queueing import life
from ivr.queueing.world import Caller, CallerState, OperatorState, WorkState, World


def lent(world: World, name: str, call: str, now: datetime) -> World:
    """A free operator's phone rings for a caller whom a colleague still has."""
    operator = world.operator(name)
    if operator is None or operator.state is not OperatorState.READY:
        return world
    return world.with_operator(replace(operator, state=OperatorState.RINGING, since=now, task=call))


def given_back(world: World, name: str, now: datetime) -> World:
    """The lent operator is not needed: wrap-up after a talk, ready at once after mere ringing."""
    operator = world.operator(name)
    if operator is None or operator.state is not OperatorState.RINGING:
        return life.talk_ended(world, name, now)
    if operator.leaving:
        return life.signed_out(world.with_operator(replace(operator, task=None)), name, now)
    ready = replace(operator, state=OperatorState.READY, since=now, until=None, task=None)
    return world.with_operator(ready)


def passed(world: World, call: str, name: str | None) -> World:
    """The caller now talks with this operator; None: with somebody who is not on the board."""
    caller = world.caller(call)
    if caller is None:
        return world
    return world.with_caller(replace(caller, state=CallerState.TALKING, operator=name))


def taken_over(world: World, work_id: str, citizen: Caller) -> World:
    """The citizen of an operator's outbound talk is a caller like others, and the work is done."""
    work = world.work(work_id)
    operator = world.operator(work.operator or "") if work is not None else None
    if work is None or operator is None or work.state is not WorkState.ANSWERED:
        return world
    if operator.task != work_id:
        return world
    talking = replace(operator, state=OperatorState.TALKING, task=citizen.call)
    caller = replace(citizen, state=CallerState.TALKING, operator=operator.name)
    return world.with_operator(talking).with_caller(caller).without(work=work_id)


def waits_again(world: World, call: str) -> World:
    """Nobody took the caller over: waiting as of the first time, before all who came later."""
    caller = world.caller(call)
    if caller is None:
        return world
    return world.with_caller(
        replace(caller, state=CallerState.WAITING, operator=None, told_nobody=False)
    )
