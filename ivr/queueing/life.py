"""What happens to the board: one pure function for each event, and `apply` for each decision.

Events about callers, operators or works that are gone change nothing: the wire is late at times.
"""

from dataclasses import replace
from datetime import datetime

from ivr.queueing import parking, policy
from ivr.queueing.world import (
    Caller,
    CallerState,
    Operator,
    OperatorState,
    Work,
    WorkState,
    World,
)

# -- inbound ---------------------------------------------------------------------------------


def arrived(world: World, caller: Caller) -> World:
    """A call came in; the assistant has it."""
    return world.with_caller(replace(caller, state=CallerState.ASSISTED))


def waits(world: World, caller: Caller) -> World:
    """A caller wants a person. Who waited before keeps the place in time."""
    known = world.caller(caller.call)
    if known is None or known.state is CallerState.ASSISTED:
        return world.with_caller(replace(caller, state=CallerState.WAITING))
    return world.with_caller(
        replace(
            known,
            emergency=known.emergency or caller.emergency,
            police=known.police or caller.police,
            vulnerable=known.vulnerable or caller.vulnerable,
            also=caller.also or known.also,
        )
    )


def assisted(world: World, call: str, now: datetime) -> World:
    """The caller went back to the assistant, or on to another line."""
    caller = world.caller(call)
    if caller is None:
        return world
    world = _release(world, caller, now)
    return world.with_caller(replace(caller, state=CallerState.ASSISTED, operator=None))


def left(world: World, call: str, now: datetime) -> World:
    """The call is over."""
    caller = world.caller(call)
    if caller is None:
        return world
    return _release(world, caller, now).without(call=call)


def _release(world: World, caller: Caller, now: datetime) -> World:
    """Free the operator of a caller: wrap-up after a talk, ready at once after mere ringing."""
    operator = world.operator(caller.operator) if caller.operator else None
    if operator is None or operator.task != caller.call:
        return world
    if caller.state is CallerState.TALKING:
        return world.with_operator(_wrapped_up(operator, world, now))
    return world.with_operator(_idle(operator, now, since=operator.since))


# -- operators -------------------------------------------------------------------------------


def picked_up(world: World, name: str, now: datetime) -> World:
    """The operator answered the phone: caller and operator talk."""
    operator = world.operator(name)
    if operator is None or operator.state is not OperatorState.RINGING:
        return world
    caller = world.caller(operator.task or "")
    if caller is None:
        return world.with_operator(_idle(operator, now))
    talking = replace(operator, state=OperatorState.TALKING, since=now)
    return world.with_operator(talking).with_caller(replace(caller, state=CallerState.TALKING))


def _missed(operator: Operator, world: World, now: datetime, reason: str) -> Operator:
    """Out of rotation for a while."""
    until = now + world.rules.no_answer_pause
    paused = replace(
        operator, state=OperatorState.PAUSED, since=now, until=until, task=None, reason=reason
    )
    return _out(paused, now) if operator.leaving else paused


def not_picked_up(world: World, name: str, now: datetime, *, reason: str = "no_answer") -> World:
    """Out of rotation for a while; the caller keeps the place."""
    operator = world.operator(name)
    if operator is None or operator.state is not OperatorState.RINGING:
        return world
    caller = world.caller(operator.task or "")
    if caller is not None and caller.operator == name:
        world = world.with_caller(replace(caller, state=CallerState.WAITING, operator=None))
    return world.with_operator(_missed(operator, world, now, reason))


def talk_ended(world: World, name: str, now: datetime) -> World:
    """The operator hung up, or lost the line; the caller is with the assistant again."""
    operator = world.operator(name)
    if operator is None or operator.state is not OperatorState.TALKING:
        return world
    caller = world.caller(operator.task or "")
    if caller is not None and caller.operator == name:
        world = world.with_caller(replace(caller, state=CallerState.ASSISTED, operator=None))
    return world.with_operator(_wrapped_up(operator, world, now))


def signed_in(world: World, operator: Operator, now: datetime) -> World:
    """Ready for calls; signing in twice does not interrupt a task."""
    known = world.operator(operator.name)
    if known is not None and known.task is not None:
        return world.with_operator(replace(known, leaving=False, skills=operator.skills))
    return world.with_operator(_idle(operator, now))


def signed_out(world: World, name: str, now: datetime) -> World:
    """Now, or when the present task is over."""
    operator = world.operator(name)
    if operator is None:
        return world
    if operator.task is not None:
        return world.with_operator(replace(operator, leaving=True))
    return world.with_operator(_out(operator, now))


def paused(world: World, name: str, now: datetime, reason: str) -> World:
    """示忙, with a reason and until taken back."""
    operator = world.operator(name)
    if operator is None or operator.task is not None or operator.state is OperatorState.OUT:
        return world
    return world.with_operator(
        replace(operator, state=OperatorState.PAUSED, since=now, until=None, reason=reason)
    )


def ready(world: World, name: str, now: datetime) -> World:
    """Wrap-up or pause is over."""
    operator = world.operator(name)
    if operator is None or operator.state not in (OperatorState.WRAP_UP, OperatorState.PAUSED):
        return world
    return world.with_operator(_idle(operator, now))


def _idle(operator: Operator, now: datetime, *, since: datetime | None = None) -> Operator:
    if operator.leaving:
        return _out(operator, now)
    return replace(
        operator,
        state=OperatorState.READY,
        since=since or now,
        until=None,
        task=None,
        reason="",
    )


def _out(operator: Operator, now: datetime) -> Operator:
    return replace(
        operator, state=OperatorState.OUT, since=now, until=None, task=None, leaving=False
    )


def _wrapped_up(operator: Operator, world: World, now: datetime) -> Operator:
    if operator.leaving:
        return _out(operator, now)
    until = now + world.rules.wrap_up
    return replace(operator, state=OperatorState.WRAP_UP, since=now, until=until, task=None)


# -- outbound --------------------------------------------------------------------------------


def work_added(world: World, work: Work) -> World:
    """A citizen is to be rung; work that is known already stays as it is."""
    return world if world.work(work.id) else world.with_work(work)


def work_rings(world: World, work_id: str) -> World:
    """The citizen's phone rings."""
    work = world.work(work_id)
    if work is None or work.state is not WorkState.DIALLING:
        return world
    return world.with_work(replace(work, state=WorkState.RINGING))


def work_answered(world: World, work_id: str) -> World:
    """The citizen answered, also when our CANCEL crossed on the wire: never cut off (I3)."""
    work = world.work(work_id)
    if work is None or work.state is WorkState.DUE or work.state in parking.ON_PARK:
        return world
    return world.with_work(replace(work, state=WorkState.ANSWERED))


def work_ended(world: World, work_id: str, now: datetime, *, done: bool) -> World:
    """The attempt is over. Cancelled ones go back uncounted (I4); done work leaves the board."""
    work = world.work(work_id)
    if work is None or work.state is WorkState.DUE:
        return world
    world = _free_operator(world, work, now)
    if done:
        return world.without(work=work_id)
    back = replace(work, state=WorkState.DUE, operator=None, told_waiting=False)
    if work.state in parking.ON_PARK:
        return world.with_work(parking.left(work, now))
    if work.state is WorkState.CANCELLING:
        back = replace(back, not_before=now + world.rules.after_cancel)
    else:
        back = replace(back, attempts=work.attempts + 1, last_attempt=now)
        if back.attempts >= world.rules.max_attempts:  # given up, not forgotten: the ledger has it
            return world.without(work=work_id)
    return world.with_work(back)


def seat_missed(world: World, work_id: str, now: datetime, *, reason: str) -> World:
    """The operator who was to ring the citizen did not pick up: no attempt, nobody was rung."""
    work = world.work(work_id)
    operator = world.operator(work.operator or "") if work is not None else None
    if work is None or work.state is not WorkState.DIALLING or operator is None:
        return work_ended(world, work_id, now, done=False)
    if operator.task == work_id:
        world = world.with_operator(_missed(operator, world, now, reason))
    return world.with_work(replace(work, state=WorkState.DUE, operator=None))


def work_refused(world: World, work_id: str, now: datetime) -> World:
    """Another node has it, or has done it: off the list until the ledger is read again."""
    work = world.work(work_id)
    if work is None:
        return world
    return _free_operator(world, work, now).without(work=work_id)


def _free_operator(world: World, work: Work, now: datetime) -> World:
    operator = world.operator(work.operator) if work.operator else None
    if operator is None or operator.task != work.id:
        return world
    if work.state is WorkState.ANSWERED:
        return world.with_operator(_wrapped_up(operator, world, now))
    return world.with_operator(_idle(operator, now))


# -- decisions -------------------------------------------------------------------------------


def settled(world: World, now: datetime) -> World:
    """The board once everything that can be decided now has been."""
    while decisions := policy.decide(world, now):
        for decision in decisions:
            world = apply(world, decision, now)
    return world


def apply(world: World, decision: policy.Decision, now: datetime) -> World:
    """The board once a decision has been performed."""
    match decision:
        case policy.Assign(call, name):
            return _assigned(world, call, name, now)
        case policy.TellNobody(call):
            caller = world.caller(call)
            return world.with_caller(replace(caller, told_nobody=True)) if caller else world
        case policy.CancelWork(work_id):
            return _cancelling(world, work_id, now)
        case policy.TellWaiting(work_id):
            work = world.work(work_id)
            return world.with_work(replace(work, told_waiting=True)) if work else world
        case policy.StartWork(work_id, name):
            return _started(world, work_id, name, now)
        case policy.MakeReady(name):
            return ready(world, name, now)
        case parking.Return() | parking.LeadAlone():
            return parking.applied(world, decision, now)
        case policy.Alarm(count):
            return replace(world, starving=count)


def _assigned(world: World, call: str, name: str, now: datetime) -> World:
    caller, operator = world.caller(call), world.operator(name)
    if caller is None or operator is None:
        return world
    ringing = replace(operator, state=OperatorState.RINGING, since=now, task=call, node=caller.node)
    return world.with_operator(ringing).with_caller(
        replace(caller, state=CallerState.OFFERED, operator=name)
    )


def _cancelling(world: World, work_id: str, now: datetime) -> World:
    """The operator is free from this moment, not only when the far end confirms."""
    work = world.work(work_id)
    if work is None or work.state not in (WorkState.DIALLING, WorkState.RINGING):
        return world
    world = _free_operator(world, work, now)
    return world.with_work(replace(work, state=WorkState.CANCELLING, operator=None))


def _started(world: World, work_id: str, name: str | None, now: datetime) -> World:
    work = world.work(work_id)
    if work is None or work.state is not WorkState.DUE:
        return world
    operator = world.operator(name) if name else None
    if operator is not None:
        world = world.with_operator(
            replace(operator, state=OperatorState.OUTBOUND, since=now, task=work_id, node=work.node)
        )
    return world.with_work(replace(work, state=WorkState.DIALLING, operator=name, started=now))
