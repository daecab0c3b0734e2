"""一天的模拟: one day of callers, operators and follow-ups played against the policy itself.

Pure: chance is handed in. Every caller's fate is drawn before the day begins, so the same day can
be played with and without follow-ups and compared caller by caller.
"""

import heapq
import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from ivr.queueing import life, policy
from ivr.queueing.world import (
    Caller,
    Operator,
    OperatorState,
    Rules,
    Work,
    WorkKind,
    WorkState,
    World,
)

DAY_SECONDS = 86_400
ON_BOARD = 10
# Share of the day's calls by hour: a morning and an afternoon peak, the highest in the evening,
# when people are home and the flat is cold. D (our inference), see DOMAIN.md for the volumes.
PROFILE = (
    10, 7, 5, 4, 5, 9, 20, 38, 62, 72, 66, 52, 42, 50, 60, 60, 58, 64, 88, 96, 76, 48, 28, 16,
)  # fmt: skip


class Chance(Protocol):
    """`random.Random(seed)`."""

    def random(self) -> float: ...

    def expovariate(self, lambd: float, /) -> float: ...

    def lognormvariate(self, mu: float, sigma: float, /) -> float: ...


@dataclass(frozen=True, slots=True)
class Habits:
    """How people behave; seconds are means."""

    assisted: float = 55.0  # with the assistant, before it is settled or a person is wanted
    want_person: float = 0.435  # the rest is answered at once (56.5 % in the province)
    patience: float = 240.0
    pick_up: float = 3.0  # an operator's
    talk: float = 190.0
    follow_up_share: float = 0.3  # follow-ups a call
    by_operator: float = 0.5  # of the follow-ups; the robot makes the others
    citizen_answers: float = 0.75
    citizen_picks_up: float = 9.0
    citizen_rings: float = 30.0  # in vain
    follow_up_talk: float = 60.0
    wrap_up_sentence: float = 5.0  # the robot's, once somebody waits
    staffing: float = 1.0  # operators beyond the load, in square roots of it


@dataclass(frozen=True, slots=True)
class Citizen:
    """One caller's fate."""

    call: str
    arrives: float
    assisted: float
    wants_person: bool
    patience: float
    talk: float


@dataclass(frozen=True, slots=True)
class Reached:
    """One follow-up's fate."""

    work: Work
    due: float
    answers: bool
    talk: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A day before it begins."""

    start: datetime
    rules: Rules
    habits: Habits
    citizens: tuple[Citizen, ...]
    follow_ups: tuple[Reached, ...]
    staff: tuple[int, ...]  # operators by hour


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the lanes."""

    second: int
    inbound: int
    waiting: int
    outbound: int
    operators: int


@dataclass(slots=True)
class Played:
    """What came of the day."""

    waits: dict[str, float] = field(default_factory=dict)  # of each who wanted a person
    abandoned: int = 0
    follow_ups: int = 0
    cancelled: int = 0
    lanes: list[Moment] = field(default_factory=list)


def plan(
    calls: float, start: datetime, rules: Rules, habits: Habits, chance: Chance, *, follow_ups: bool
) -> Plan:
    """Draw a day of about so many calls."""
    whole = sum(PROFILE)
    citizens: list[Citizen] = []
    at = 0.0
    busiest = calls * max(PROFILE) / whole / 3600
    while True:  # thinning: draw at the busiest rate, keep the hour's share
        at += chance.expovariate(busiest)
        if at >= DAY_SECONDS:
            break
        kept = chance.random() < PROFILE[int(at // 3600)] / max(PROFILE)
        citizen = Citizen(
            call=f"c{len(citizens):05d}",
            arrives=at,
            assisted=5 + chance.expovariate(1 / (habits.assisted - 5)),
            wants_person=chance.random() < habits.want_person,
            patience=chance.expovariate(1 / habits.patience),
            talk=_long(chance, habits.talk),
        )
        if kept:
            citizens.append(citizen)
    works = tuple(_follow_ups(int(calls * habits.follow_up_share), start, rules, habits, chance))
    staff = tuple(_staff(calls * share / whole, rules, habits) for share in PROFILE)
    return Plan(start, rules, habits, tuple(citizens), works if follow_ups else (), staff)


def _follow_ups(
    count: int, start: datetime, rules: Rules, habits: Habits, chance: Chance
) -> Iterator[Reached]:
    """Due one after the other through the hours in which citizens may be rung."""
    midnight = start.replace(hour=0, minute=0, second=0)
    spans = [
        (_second(begin, midnight, start), _second(end, midnight, start))
        for begin, end in rules.windows
    ]
    length = sum(end - begin for begin, end in spans)
    for number in range(count):
        due = length * 0.9 * number / count  # a little room at the end
        for begin, end in spans:
            if due < end - begin:
                due += begin
                break
            due -= end - begin
        work = Work(
            id=f"f{number:05d}",
            kind=WorkKind.FOLLOW_UP,
            number=f"139{number:08d}",
            due=start + timedelta(seconds=due),
            by_robot=chance.random() >= habits.by_operator,
        )
        answers = chance.random() < habits.citizen_answers
        yield Reached(work, due, answers, _long(chance, habits.follow_up_talk))


def _second(at: object, midnight: datetime, start: datetime) -> float:
    hour, minute = str(at).split(":")[:2]
    return (midnight + timedelta(hours=int(hour), minutes=int(minute)) - start).total_seconds()


def _staff(calls: float, rules: Rules, habits: Habits) -> int:
    """Square-root staffing of an hour's load."""
    busy = habits.talk + habits.pick_up + rules.wrap_up.total_seconds()
    load = calls * habits.want_person * busy / 3600
    return max(2, math.ceil(load + habits.staffing * math.sqrt(load)))


def _long(chance: Chance, mean: float) -> float:
    """Talks: most are short, some are long."""
    sigma = 0.6
    return chance.lognormvariate(math.log(mean) - sigma * sigma / 2, sigma)


class Day:
    """Plays a plan: events in order of time, the policy after each."""

    def __init__(self, planned: Plan) -> None:
        self.plan = planned
        self.world = World(rules=planned.rules)
        self.played = Played()
        self._citizens = {c.call: c for c in planned.citizens}
        self._reached = {r.work.id: r for r in planned.follow_ups}
        self._heap: list[tuple[float, int, str, str]] = []
        self._number = 0
        self._second = 0.0
        self._listed: dict[bool, deque[str]] = {True: deque(), False: deque()}  # by the robot?
        self._joined: dict[str, float] = {}
        self._attempt: dict[str, int] = {}

    def run(self) -> Played:
        """The whole day, and what is still going on after it."""
        for hour in range(24):
            self._at(hour * 3600, "shift", str(hour))
        for citizen in self.plan.citizens:
            self._at(citizen.arrives, "arrives", citizen.call)
        for reached in self.plan.follow_ups:
            self._at(reached.due, "due", reached.work.id)
        for second in range(0, DAY_SECONDS, 30):
            self._at(second, "look", "")
        while self._heap:
            self._second, _, what, about = heapq.heappop(self._heap)
            getattr(self, f"_{what}")(about)
            if what != "look" or self.world.works:
                self._settle()
        return self.played

    def _at(self, second: float, what: str, about: str) -> None:
        self._number += 1
        heapq.heappush(self._heap, (second, self._number, what, about))

    def _after(self, seconds: float, what: str, about: str) -> None:
        self._at(self._second + seconds, what, about)

    @property
    def _now(self) -> datetime:
        return self.plan.start + timedelta(seconds=self._second)

    # -- callers ---------------------------------------------------------------------------

    def _arrives(self, call: str) -> None:
        self.world = life.arrived(self.world, Caller(call, self._now, number=call))
        citizen = self._citizens[call]
        self._after(citizen.assisted, "wants" if citizen.wants_person else "leaves", call)

    def _wants(self, call: str) -> None:
        self._joined[call] = self._second
        self.world = life.waits(self.world, Caller(call, self._now, number=call))
        self._after(self._citizens[call].patience, "loses_patience", call)

    def _loses_patience(self, call: str) -> None:
        if call in self._joined:
            self.played.abandoned += 1
            self._served(call)
            self._leaves(call)

    def _served(self, call: str) -> None:
        self.played.waits[call] = self._second - self._joined.pop(call)

    def _leaves(self, call: str) -> None:
        self.world = life.left(self.world, call, self._now)
        self._wrap_up_ends()

    def _picks_up(self, about: str) -> None:
        call, name = about.split()
        caller = self.world.caller(call)
        if caller is not None and caller.operator == name and call in self._joined:
            self.world = life.picked_up(self.world, name, self._now)
            self._served(call)
            self._after(self._citizens[call].talk, "leaves", call)

    # -- operators -------------------------------------------------------------------------

    def _shift(self, hour: str) -> None:
        for number in range(max(self.plan.staff)):
            name = f"o{number:03d}"
            here = self.world.operator(name)
            working = here is not None and here.state is not OperatorState.OUT
            if number < self.plan.staff[int(hour)]:
                if here is None or not working or here.leaving:
                    operator = Operator(name)
                    self.world = life.signed_in(self.world, operator, self._now)
            elif working:
                self.world = life.signed_out(self.world, name, self._now)

    def _wrap_up_ends(self) -> None:
        self._after(self.plan.rules.wrap_up.total_seconds() + 0.001, "nothing", "")

    def _nothing(self, _about: str) -> None:
        """Time went by."""

    # -- follow-ups ------------------------------------------------------------------------

    def _due(self, work_id: str) -> None:
        self._listed[self._reached[work_id].work.by_robot].append(work_id)

    def _fill_board(self) -> None:
        """A long list lies beside the board, in order, so that a day is played in seconds."""
        due = [w for w in self.world.works if w.state is WorkState.DUE and w.not_before is None]
        for by_robot, listed in self._listed.items():
            fresh = sum(1 for w in due if w.by_robot is by_robot)
            while listed and fresh < ON_BOARD:
                work = self._reached[listed.popleft()].work
                self.world = life.work_added(self.world, work)
                fresh += 1

    def _step_of(self, about: str) -> tuple[str, Work | None]:
        """The work, unless this attempt of it is over already."""
        work_id, attempt = about.split()
        same = self._attempt.get(work_id) == int(attempt)
        return work_id, self.world.work(work_id) if same else None

    def _rings(self, about: str) -> None:
        work_id, work = self._step_of(about)
        if work is None or work.state is not WorkState.DIALLING:
            return
        self.world = life.work_rings(self.world, work_id)
        habits = self.plan.habits
        if self._reached[work_id].answers:
            self._after(habits.citizen_picks_up, "answers", about)
        else:
            self._after(habits.citizen_rings, "ends", about)

    def _answers(self, about: str) -> None:
        work_id, work = self._step_of(about)
        if work is not None and work.state is WorkState.RINGING:
            self.world = life.work_answered(self.world, work_id)
            self.played.follow_ups += 1
            self._after(self._reached[work_id].talk, "ends", about)

    def _ends(self, about: str) -> None:
        work_id, work = self._step_of(about)
        if work is not None and work.state is not WorkState.DUE:
            del self._attempt[work_id]
            answered = work.state is WorkState.ANSWERED
            self.world = life.work_ended(self.world, work_id, self._now, done=answered)
            self._wrap_up_ends()

    # -- the policy ------------------------------------------------------------------------

    def _settle(self) -> None:
        self._fill_board()
        while decisions := policy.decide(self.world, self._now):
            for decision in decisions:
                self.world = life.apply(self.world, decision, self._now)
                self._perform(decision)

    def _perform(self, decision: policy.Decision) -> None:
        match decision:
            case policy.Assign(call, name):
                self._after(self.plan.habits.pick_up, "picks_up", f"{call} {name}")
            case policy.StartWork(work_id, name):
                self._number += 1
                self._attempt[work_id] = self._number
                pick_up = self.plan.habits.pick_up if name else 0.0
                self._after(pick_up + 1.0, "rings", f"{work_id} {self._number}")
            case policy.CancelWork(work_id):
                self.played.cancelled += 1
                self._after(0.2, "ends", f"{work_id} {self._attempt[work_id]}")
            case policy.TellWaiting(work_id):
                work = self.world.work(work_id)
                if work is not None and work.by_robot:  # an operator may finish in peace
                    sentence = self.plan.habits.wrap_up_sentence
                    self._after(sentence, "ends", f"{work_id} {self._attempt[work_id]}")
            case _:
                pass

    def _look(self, _about: str) -> None:
        self.played.lanes.append(
            Moment(
                int(self._second),
                len(self.world.callers),
                len(self.world.waiting()),
                sum(1 for _ in self.world.active()),
                sum(1 for o in self.world.operators if o.state is not OperatorState.OUT),
            )
        )


def compare(planned: Plan) -> tuple[Played, Played]:
    """The same day without and with follow-ups."""
    alone = Day(replace(planned, follow_ups=())).run()
    return alone, Day(planned).run()
