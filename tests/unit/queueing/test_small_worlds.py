"""Every interleaving of a small world on two nodes, one of which may die: I1 to I5 on every way.

The nightly run explores a bigger one: three operators, three callers, three works.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import settings

from ivr.queueing import life, nodes, parking
from ivr.queueing.world import Caller, World
from tests.unit.queueing.rules import AT, board, operator, settle, work

Event = Callable[[World], World]
LATER = AT + timedelta(seconds=30)
NIGHTLY = settings().max_examples > 1000


def _of_caller(call: str, node: int) -> list[Event]:
    caller = Caller(call, AT, number=call, node=node)
    return [
        lambda w: life.arrived(w, caller) if w.caller(call) is None else w,
        lambda w: life.waits(w, caller),
        lambda w: life.left(w, call, LATER),
    ]


def _of_operator(name: str) -> list[Event]:
    signs_in = replace(operator(name), node=1)
    return [
        lambda w: life.picked_up(w, name, LATER),
        lambda w: life.not_picked_up(w, name, LATER),
        lambda w: life.talk_ended(w, name, LATER),
        lambda w: life.signed_out(w, name, LATER),
        lambda w: life.signed_in(w, signs_in, LATER),
        lambda w: parking.parked(w, "u", name, LATER),
    ]


def _of_work(name: str) -> list[Event]:
    return [
        lambda w: life.work_rings(w, name),
        lambda w: life.work_answered(w, name),
        lambda w: life.work_ended(w, name, LATER, done=False),
        lambda w: life.work_ended(w, name, LATER, done=True),
        lambda w: parking.rejoined(w, name),
        lambda w: parking.not_rejoined(w, name, LATER, "no_answer"),
    ]


def _dies(world: World) -> World:
    """Node 2 with its calls; what it was ringing for is due again, from the ledger."""
    lost = [w for w in world.works if w.node == 2]
    world = nodes.buried(world, 2, 1, LATER)
    for gone in lost:
        world = life.work_added(world, work(gone.id, robot=gone.by_robot))
    return world


def _explore(start: World, events: list[Event], *, depth: int, most: int) -> int:
    seen: set[World] = {start}
    edge = [start]
    for _ in range(depth):
        found: list[World] = []
        for world in edge:
            for event in events:
                after, _ = settle(event(world), LATER)
                if after not in seen:
                    seen.add(after)
                    found.append(after)
            if len(seen) > most:
                return len(seen)
        edge = found
    return len(seen)


def test_every_interleaving() -> None:
    """Four events deep; in the nightly run as deep as 40,000 worlds reach."""
    big = NIGHTLY
    at = replace
    operators = [at(operator(n), node=1 + i % 2) for i, n in enumerate("abc" if big else "ac")]
    works = [work("u", robot=False), at(work("v"), node=2)]
    calls = {"1": 1, "2": 2, "3": 2} if big else {"1": 1, "2": 2}
    events = [e for call, node in calls.items() for e in _of_caller(call, node)]
    events += [e for o in (operators if big else operators[:1]) for e in _of_operator(o.name)]
    events += [e for name in ("uvx" if big else "uv") for e in _of_work(name)]
    works += [at(work("x", robot=False), node=2)] if big else []
    start, _ = settle(board(*operators, *works), LATER)
    found = _explore(start, [*events, _dies], depth=99 if big else 4, most=40_000)
    print(f"{found} worlds")
    assert found > (30_000 if big else 500)
