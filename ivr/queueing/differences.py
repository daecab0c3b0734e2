"""从变化到动作 what a node has to do when the board changed: told by the board before and after."""

from collections.abc import Iterator
from datetime import datetime

from ivr.queueing import parking
from ivr.queueing.policy import CancelWork, StartWork, TellWaiting
from ivr.queueing.world import CallerState, Work, WorkState, World

OutboundStep = (
    CancelWork | TellWaiting | StartWork | parking.Park | parking.Return | parking.LeadAlone
)
OUTGOING = (WorkState.DIALLING, WorkState.RINGING)


def outbound_steps(before: World, now: World, node: int) -> Iterator[OutboundStep]:
    """For our own outbound calls: first who gives way, then who is told, then who is rung."""
    known = {w.id: w for w in before.active()}
    ours = [w for w in now.active() if w.node == node]
    for work in ours:
        was = known.get(work.id)
        if work.state is WorkState.CANCELLING and was is not None and was.state in OUTGOING:
            yield CancelWork(work.id)
    for work in ours:
        was = known.get(work.id)
        if work.told_waiting and was is not None and not was.told_waiting:
            yield TellWaiting(work.id)
    for work in ours:
        if work.id in known:
            yield from parking.steps(known[work.id], work)
    for work in ours:
        if work.state is WorkState.DIALLING and _is_new(work, known.get(work.id)):
            yield StartWork(work.id, work.operator)


def _is_new(work: Work, was: Work | None) -> bool:
    return was is None or was.started != work.started


def offers(world: World) -> dict[str, tuple[str, datetime]]:
    """Whose phone rings for which caller, and since when: an offer to the same one is another."""
    operators = {o.name: o for o in world.operators}
    return {
        c.call: (c.operator, operators[c.operator].since)
        for c in world.callers
        if c.state is CallerState.OFFERED and c.operator in operators
    }
