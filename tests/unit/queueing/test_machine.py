"""Random days on the board: after every event the policy settles and I1 to I5 hold.

The nightly target runs it longer: `pytest --hypothesis-profile nightly`.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ivr.queueing import life, nodes, parking
from ivr.queueing.world import Caller, WorkState
from tests.unit.queueing.rules import AT, RULES, board, check_board, operator, settle, work

OPERATORS = st.sampled_from(["a", "b", "c"])
CALLS = st.sampled_from(["1", "2", "3", "4"])
WORKS = st.sampled_from(["u", "v", "w"])


def node_of(call: str) -> int:
    """Two nodes, two callers each."""
    return 1 + int(call) % 2


class Board(RuleBasedStateMachine):
    """Three operators, four callers, three works."""

    @initialize()
    def begin(self) -> None:
        self.now = AT
        self.world = board()
        self.added: set[str] = set()
        self.finished: set[str] = set()
        self.seen: dict[str, tuple[int, bool]] = {}

    def settle(self) -> None:
        self.world, _ = settle(self.world, self.now)

    @rule(seconds=st.sampled_from([1, 15, 130, 400, 40000]))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.settle()

    @rule(
        name=OPERATORS,
        skills=st.sets(st.sampled_from(["police", "korean"])),
        helper=st.sampled_from([False, False, False, True]),
    )
    def sign_in(self, name: str, skills: set[str], helper: bool) -> None:
        who = operator(name, *skills, helper=helper)
        self.world = life.signed_in(self.world, who, self.now)
        self.settle()

    @rule(name=OPERATORS)
    def sign_out(self, name: str) -> None:
        self.world = life.signed_out(self.world, name, self.now)
        self.settle()

    @rule(name=OPERATORS)
    def pause(self, name: str) -> None:
        self.world = life.paused(self.world, name, self.now, "lunch")
        self.settle()

    @rule(name=OPERATORS)
    def ready(self, name: str) -> None:
        self.world = life.ready(self.world, name, self.now)
        self.settle()

    @rule(name=OPERATORS)
    def pick_up(self, name: str) -> None:
        self.world = life.picked_up(self.world, name, self.now)
        self.settle()

    @rule(name=OPERATORS)
    def no_answer(self, name: str) -> None:
        self.world = life.not_picked_up(self.world, name, self.now)
        self.settle()

    @rule(name=OPERATORS)
    def operator_hangs_up(self, name: str) -> None:
        self.world = life.talk_ended(self.world, name, self.now)
        self.settle()

    @rule(call=CALLS)
    def arrive(self, call: str) -> None:
        if self.world.caller(call) is None:
            caller = Caller(call, self.now, number=f"024{call}", node=node_of(call))
            self.world = life.arrived(self.world, caller)
        self.settle()

    @rule(
        call=CALLS,
        emergency=st.booleans(),
        police=st.booleans(),
        skill=st.sampled_from([None, "korean"]),
        also=st.sampled_from([None, "korean"]),
    )
    def want_a_person(
        self, call: str, emergency: bool, police: bool, skill: str | None, also: str | None
    ) -> None:
        caller = Caller(
            call,
            self.now,
            emergency=emergency,
            police=police,
            skill=skill,
            also=also,
            number=f"024{call}",
            node=node_of(call),
        )
        self.world = life.waits(self.world, caller)
        self.settle()

    @rule(call=CALLS)
    def hang_up(self, call: str) -> None:
        self.world = life.left(self.world, call, self.now)
        self.settle()

    @rule(call=CALLS)
    def back_to_the_assistant(self, call: str) -> None:
        self.world = life.assisted(self.world, call, self.now)
        self.settle()

    @rule(name=WORKS, robot=st.booleans(), number=st.sampled_from(["13900", "13901", "0241"]))
    def add_work(self, name: str, robot: bool, number: str) -> None:
        if name not in self.finished:
            self.added.add(name)
            new = work(name, robot=robot, number=number, due=self.now)
            self.world = life.work_added(self.world, replace(new, node=1 + (name == "w")))
        self.settle()

    @rule()
    def node_two_dies(self) -> None:
        """Its callers are gone; what it dialled is due again, from the ledger."""
        lost = [w for w in self.world.works if w.node == 2]
        self.world = nodes.buried(self.world, 2, 1, self.now)
        for gone in lost:
            again = replace(gone, state=WorkState.DUE, operator=None, told_waiting=False)
            self.world = life.work_added(self.world, again)
        assert all(c.node != 2 for c in self.world.callers)
        self.settle()

    @rule(name=WORKS)
    def operator_lets_it_ring(self, name: str) -> None:
        """Nobody was rung: the citizen's attempts are as they were."""
        before = self.world.work(name)
        if before is not None and before.state is WorkState.DIALLING and before.operator:
            self.world = life.seat_missed(self.world, name, self.now, reason="no_answer")
            held = self.world.work(name)
            assert held is not None
            assert (held.state, held.attempts) == (WorkState.DUE, before.attempts)
            self.settle()

    @rule(name=WORKS)
    def citizen_rings(self, name: str) -> None:
        self.world = life.work_rings(self.world, name)
        self.settle()

    @rule(name=WORKS)
    def citizen_answers(self, name: str) -> None:
        self.world = life.work_answered(self.world, name)
        self.settle()

    @rule(name=WORKS, who=OPERATORS)
    def park(self, name: str, who: str) -> None:
        refused = parking.refusal(self.world, name, who)
        before = self.world
        self.world = parking.parked(self.world, name, who, self.now)
        assert (self.world is before) == (refused is not None)
        self.settle()

    @rule(name=WORKS)
    def come_back(self, name: str) -> None:
        self.world = parking.rejoined(self.world, name)
        self.settle()

    @rule(name=WORKS)
    def not_come_back(self, name: str) -> None:
        self.world = parking.not_rejoined(self.world, name, self.now, "no_answer")
        self.settle()

    @rule(name=WORKS, done=st.booleans())
    def outbound_ends(self, name: str, done: bool) -> None:
        held = self.world.work(name)
        if held is not None and held.state is not WorkState.DUE:
            gives_up = held.attempts + 1 >= RULES.max_attempts
            uncounted = held.state in (WorkState.CANCELLING, *parking.ON_PARK)
            if done or (gives_up and not uncounted):
                self.finished.add(name)
        self.world = life.work_ended(self.world, name, self.now, done=done)
        self.settle()

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "world"):
            return
        check_board(self.world)
        assert {w.id for w in self.world.works} == self.added - self.finished, "I4: lost"


# 100 days of 50 events; `nightly` plays 20,000 days, a million events.
Board.TestCase.settings = settings(stateful_step_count=50)
TestBoard = Board.TestCase
