"""Two nodes and a sheet that comes and goes: no operator is rung by both, and nobody is lost.

The rules of `ivr.calls.agreement` without its clock and wire: events, being alone, coming back.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ivr.queueing import life, nodes
from ivr.queueing.world import Caller, Operator, OperatorState, World
from tests.unit.queueing.rules import AT, board, check_board, operator, work

NODES = st.sampled_from([1, 2])
OPERATORS = st.sampled_from(["a", "b", "c"])
CALLS = st.sampled_from(["x", "y", "z"])


class TwoNodes(RuleBasedStateMachine):
    """Each node's own view, and the sheet between them."""

    @initialize()
    def begin(self) -> None:
        self.now = AT
        self.views = {n: board(replace(work("w"), node=n)) for n in (1, 2)}
        self.sheet = nodes.Shared()
        self.alone: set[int] = set()
        self.here: dict[int, set[str]] = {1: set(), 2: set()}
        for node in (1, 2):
            self.exchange(node)

    def exchange(self, node: int, event: Callable[[World], World] = lambda w: w) -> None:
        """Read, let it happen, decide, write; who is connected sees it."""
        world = event(nodes.read(self.sheet, self.views[node]))
        self.write(nodes.settled_without(world, self.alone - {node}, self.now), node)

    def write(self, world: World, node: int) -> None:
        known = {w.id for w in self.views[node].active()}
        fresh = [w for w in world.active() if w.node == node and w.id not in known]
        assert not (fresh and self.alone - {node}), "I1: nobody knows who waits at the other"
        self.sheet = nodes.written(world, ())
        self.views[node] = world
        for other in {1, 2} - self.alone - {node}:
            self.views[other] = nodes.read(self.sheet, self.views[other])

    def happens(self, node: int, event: Callable[[World], World]) -> None:
        if node in self.alone:
            view = nodes.alone(event(self.views[node]), node)
            self.views[node] = life.settled(view, self.now)
        else:
            self.exchange(node, event)

    # -- what happens ----------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 15, 130]))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        for node in (1, 2):
            self.happens(node, lambda w: w)

    @rule(node=NODES)
    def the_sheet_is_out_of_reach(self, node: int) -> None:
        self.alone.add(node)
        self.happens(node, lambda w: w)

    @rule(node=NODES)
    def it_is_back(self, node: int) -> None:
        if node in self.alone:
            self.alone.discard(node)
            mine = self.views[node]
            world = nodes.joined(nodes.read(self.sheet, mine), mine, node)
            self.write(nodes.settled_without(world, self.alone, self.now), node)

    @rule()
    def the_sheet_is_forgotten(self) -> None:
        if self.alone == {1, 2}:  # a Redis that kept nothing
            self.sheet = nodes.Shared()

    @rule(node=NODES, name=OPERATORS)
    def sign_in(self, node: int, name: str) -> None:
        """At the node that had them last; a page of another node is not believed while alone."""
        held = self.views[node].operator(name)
        if not self.alone or (held is not None and held.node == node):
            operator = Operator(name, node=node)
            self.happens(node, lambda w: life.signed_in(w, operator, self.now))

    @rule(node=NODES, name=OPERATORS)
    def sign_out(self, node: int, name: str) -> None:
        self.happens(node, lambda w: life.signed_out(w, name, self.now))

    @rule(node=NODES, call=CALLS, emergency=st.booleans())
    def wait(self, node: int, call: str, emergency: bool) -> None:
        name = f"{node}{call}"
        self.here[node].add(name)
        caller = Caller(name, self.now, emergency=emergency, number=name, node=node)
        self.happens(node, lambda w: life.waits(w, caller))

    @rule(node=NODES, call=CALLS)
    def hang_up(self, node: int, call: str) -> None:
        name = f"{node}{call}"
        self.here[node].discard(name)
        self.happens(node, lambda w: life.left(w, name, self.now))

    @rule(node=NODES, name=OPERATORS)
    def pick_up(self, node: int, name: str) -> None:
        if name in self.rung_by(node):
            self.happens(node, lambda w: life.picked_up(w, name, self.now))

    @rule(node=NODES, name=OPERATORS)
    def no_answer(self, node: int, name: str) -> None:
        if name in self.rung_by(node):
            self.happens(node, lambda w: life.not_picked_up(w, name, self.now))

    @rule(node=NODES, name=OPERATORS)
    def talk_ends(self, node: int, name: str) -> None:
        if name in self.rung_by(node):
            self.happens(node, lambda w: life.talk_ended(w, name, self.now))

    # -- what must hold --------------------------------------------------------------------

    def rung_by(self, node: int) -> set[str]:
        """Operators whom this node rings, or has with one of its callers."""
        return {
            o.name
            for o in self.views[node].operators
            if o.node == node and o.state in (OperatorState.RINGING, OperatorState.TALKING)
        }

    @invariant()
    def nobody_is_rung_by_both(self) -> None:
        if hasattr(self, "views"):
            assert not self.rung_by(1) & self.rung_by(2)

    @invariant()
    def every_caller_is_where_they_are(self) -> None:
        if not hasattr(self, "views"):
            return
        for node, view in self.views.items():
            assert {c.call for c in view.callers if c.node == node} == self.here[node]
        if not self.alone:
            check_board(self.views[1])
            assert self.views[1].callers == self.views[2].callers
            assert self.views[1].operators == self.views[2].operators
            assert [c.call for c in self.views[1].waiting()] == [
                c.call for c in self.views[2].waiting()
            ]
            free, waiting = self.views[1].free(), self.views[1].waiting()
            assert not (free and waiting), "somebody waits while somebody is free"

    @invariant()
    def nobody_is_dialled_by_both(self) -> None:
        if hasattr(self, "views"):
            dialled = [{w.id for w in v.active() if w.node == n} for n, v in self.views.items()]
            assert not dialled[0] & dialled[1]


def test_i1_nobody_is_dialled_while_callers_may_wait_at_a_node_out_of_sight() -> None:
    world = board(operator("a"), operator("b"), work("w"))
    assert not list(nodes.settled_without(world, {2}, AT).active())
    assert not nodes.settled_without(world, {2}, AT).alone  # callers are served as ever
    assert [w.id for w in nodes.settled_without(world, set(), AT).active()] == ["w"]


TwoNodes.TestCase.settings = settings(stateful_step_count=40)
TestTwoNodes = TwoNodes.TestCase
