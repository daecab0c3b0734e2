"""Every interleaving of a small world, six events deep: I1 to I5 hold on every way."""

from collections.abc import Callable
from datetime import timedelta

from ivr.queueing import life, parking
from ivr.queueing.world import Caller, World
from tests.unit.queueing.rules import AT, board, operator, settle, work

Event = Callable[[World], World]
LATER = AT + timedelta(seconds=30)


def _events() -> list[Event]:
    def caller(call: str) -> Caller:
        return Caller(call, AT, number=call)

    return [
        lambda w: life.arrived(w, caller("1")) if w.caller("1") is None else w,
        lambda w: life.waits(w, caller("1")),
        lambda w: life.waits(w, caller("2")),
        lambda w: life.left(w, "1", LATER),
        lambda w: life.picked_up(w, "a", LATER),
        lambda w: life.not_picked_up(w, "a", LATER),
        lambda w: life.talk_ended(w, "a", LATER),
        lambda w: life.signed_out(w, "a", LATER),
        lambda w: life.signed_in(w, operator("b"), LATER),
        lambda w: life.work_rings(w, "u"),
        lambda w: life.work_answered(w, "u"),
        lambda w: life.work_ended(w, "u", LATER, done=False),
        lambda w: life.work_ended(w, "u", LATER, done=True),
        lambda w: parking.parked(w, "u", "a", LATER),
        lambda w: parking.rejoined(w, "u"),
        lambda w: parking.not_rejoined(w, "u", LATER, "no_answer"),
    ]


def test_every_interleaving() -> None:
    start, _ = settle(board(operator("a"), operator("c"), work("u", robot=False), work("v")), LATER)
    seen: set[World] = {start}
    edge = [start]
    for _ in range(6):
        found: list[World] = []
        for world in edge:
            for event in _events():
                after, _ = settle(event(world), LATER)
                if after not in seen:
                    seen.add(after)
                    found.append(after)
        edge = found
    assert len(seen) > 500
