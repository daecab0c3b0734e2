"""The board's nouns: who waits, who is free, whom we ring. Frozen; `life` moves them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple

from ivr.queueing.tasks import FollowUp, RingBack

LONG_AGO = datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=8)))


class OperatorState(StrEnum):
    """坐席状态."""

    OUT = "out"  # 签出
    READY = "ready"  # 空闲
    RINGING = "ringing"  # 振铃
    TALKING = "talking"  # 通话
    OUTBOUND = "outbound"  # 外呼: reserved for, or talking in, outbound work
    WRAP_UP = "wrap_up"  # 话后
    PAUSED = "paused"  # 示忙


@dataclass(frozen=True, slots=True)
class Operator:
    """坐席 One person who takes calls."""

    name: str
    skills: frozenset[str] = frozenset()
    state: OperatorState = OperatorState.OUT
    since: datetime = LONG_AGO  # in this state
    until: datetime | None = None  # when wrap-up, or a pause after no answer, ends by itself
    task: str | None = None  # the call or the work
    leaving: bool = False  # signs out as soon as the present task is over
    reason: str = ""  # of a pause
    node: int = 0  # who had the operator last; the only one to use them while the board is away
    helper: bool = False  # 支援: only for callers who may have its skill, and never to ring anybody


class CallerState(StrEnum):
    """Where an inbound caller is."""

    ASSISTED = "assisted"  # with the assistant; may want a person any moment
    WAITING = "waiting"  # 等待
    OFFERED = "offered"  # an operator's phone rings
    TALKING = "talking"


@dataclass(frozen=True, slots=True)
class Caller:
    """来电人 One inbound call."""

    call: str
    since: datetime  # when the caller began to wait; kept when nobody answered
    state: CallerState = CallerState.WAITING
    emergency: bool = False
    police: bool = False
    vulnerable: bool = False
    skill: str | None = None  # only an operator who has it, while one is signed in
    also: str | None = None  # the skill of a second group that may take the call too
    number: str = ""  # who is on the line is not rung at the same time
    operator: str | None = None
    told_nobody: bool = False
    node: int = 0  # whose call it is


class Rank(NamedTuple):
    """The one order of inbound callers; smaller comes first. The same on every node."""

    calm: bool  # emergencies first
    not_police: bool
    not_vulnerable: bool
    since: datetime  # then who waits longest
    call: str  # never a tie


def rank(caller: Caller) -> Rank:
    """The caller's place among all callers."""
    return Rank(
        not caller.emergency, not caller.police, not caller.vulnerable, caller.since, caller.call
    )


class WorkKind(StrEnum):
    """Why a citizen is rung."""

    FOLLOW_UP = "follow_up"  # 回访
    RING_BACK = "ring_back"  # 回拨


class WorkState(StrEnum):
    """Where outbound work is."""

    DUE = "due"  # on the list
    DIALLING = "dialling"  # operator's or citizen's phone is being called
    RINGING = "ringing"  # the citizen's phone rings
    CANCELLING = "cancelling"  # we sent CANCEL; the end is on its way
    ANSWERED = "answered"  # never cut off from here
    PARKED = "parked"  # 寄存: hears music while its operator serves a caller (parking.py)
    RETURNING = "returning"  # its operator's phone rings to go on


@dataclass(frozen=True, slots=True)
class Work:
    """外呼任务 One citizen to be rung: a FollowUp or a RingBack."""

    id: str
    kind: WorkKind
    number: str
    due: datetime
    by_robot: bool = True
    state: WorkState = WorkState.DUE
    attempts: int = 0  # that came to an end by themselves; cancelled ones do not count
    last_attempt: datetime | None = None
    not_before: datetime | None = None  # a citizen whose phone just rang in vain is left alone
    operator: str | None = None
    told_waiting: bool = False  # the operator sees 等待电话, the robot wraps up
    started: datetime | None = None  # this attempt
    node: int = 0  # who dials
    about: FollowUp | RingBack | None = None


class WorkRank(NamedTuple):
    """The one order of outbound work."""

    follow_up: bool  # ring-backs first: those people called us
    due: datetime
    id: str


def work_rank(work: Work) -> WorkRank:
    """The work's place on the list."""
    return WorkRank(work.kind is WorkKind.FOLLOW_UP, work.due, work.id)


@dataclass(frozen=True, slots=True)
class Rules:
    """The site's figures for all of it."""

    reserve_operators: int = 1
    reserve_share: float = 0.5  # of an operator's colleagues, free while they ring somebody
    reserve_lines: int = 2
    lines: int = 30
    trunk: bool = True  # False: only work that names a full sip: address can be rung
    windows: tuple[tuple[time, time], ...] = ((time(8, 30), time(20, 0)),)
    demand_share: float = 1.0  # of the callers with the assistant, who may want a person
    max_attempts: int = 3
    retry: timedelta = timedelta(minutes=60)
    wrap_up: timedelta = timedelta(seconds=10)
    no_answer_pause: timedelta = timedelta(seconds=120)
    after_cancel: timedelta = timedelta(seconds=60)
    starving: timedelta = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class World:
    """The whole board at one moment."""

    rules: Rules = field(default_factory=Rules)
    operators: tuple[Operator, ...] = ()
    callers: tuple[Caller, ...] = ()
    works: tuple[Work, ...] = ()
    starving: int = 0  # how many works the last alarm spoke of
    alone: bool = False  # other nodes cannot be seen: nobody new is rung

    def operator(self, name: str) -> Operator | None:
        """By name."""
        return next((o for o in self.operators if o.name == name), None)

    def caller(self, call: str) -> Caller | None:
        """By call."""
        return next((c for c in self.callers if c.call == call), None)

    def work(self, work_id: str) -> Work | None:
        """By id."""
        return next((w for w in self.works if w.id == work_id), None)

    def waiting(self) -> list[Caller]:
        """Who waits for an operator, in order."""
        return sorted((c for c in self.callers if c.state is CallerState.WAITING), key=rank)

    def free(self, *, helpers: bool = False) -> list[Operator]:
        """Who can take a call now; the longest idle first."""
        ready = (
            o
            for o in self.operators
            if o.state is OperatorState.READY and (helpers or not o.helper)
        )
        return sorted(ready, key=lambda o: (o.since, o.name))

    def active(self) -> Iterator[Work]:
        """Outbound work that occupies a line."""
        return (w for w in self.works if w.state is not WorkState.DUE)

    def lines_used(self) -> int:
        """Calls on the trunk."""
        return len(self.callers) + sum(1 for _ in self.active())

    # -- replacing one of them -------------------------------------------------------------

    def with_operator(self, operator: Operator) -> "World":
        """The same board with this operator."""
        rest = [o for o in self.operators if o.name != operator.name]
        return replace(self, operators=tuple(sorted([*rest, operator], key=lambda o: o.name)))

    def with_caller(self, caller: Caller) -> "World":
        """The same board with this caller."""
        rest = [c for c in self.callers if c.call != caller.call]
        return replace(self, callers=tuple(sorted([*rest, caller], key=lambda c: c.call)))

    def with_work(self, work: Work) -> "World":
        """The same board with this work."""
        rest = [w for w in self.works if w.id != work.id]
        return replace(self, works=tuple(sorted([*rest, work], key=lambda w: w.id)))

    def without(self, *, call: str | None = None, work: str | None = None) -> "World":
        """The same board without this caller or work."""
        return replace(
            self,
            callers=tuple(c for c in self.callers if c.call != call),
            works=tuple(w for w in self.works if w.id != work),
        )


def can_take(operator: Operator, caller: Caller, world: World) -> bool:
    """Skills: only who has the skill, unless nobody signed in has it (nobody waits for a ghost).

    A helper takes only who may have its skill, unless none but helpers are signed in.
    """
    if operator.skills & {caller.skill, caller.also}:
        return True
    there = [o for o in world.operators if o.state is not OperatorState.OUT]
    if operator.helper:
        return all(o.helper for o in there)
    return caller.skill is None or not any(caller.skill in o.skills for o in there)


def positions(world: World) -> dict[str, int]:
    """Call to place in the queue, 1 is next."""
    return {c.call: place for place, c in enumerate(world.waiting(), start=1)}
