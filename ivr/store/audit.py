"""核对 whether the journal keeps 呼入电话优先: I1 to I6 (docs/CALLS.md); a breach names its entry.

The entries are read in order of time, over all calls and nodes. Nothing is taken from the service's
own account of its decisions but what happened: who came, who waited, whose phone rang. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ivr.queueing.world import Caller, Operator, OperatorState, Rules, World, can_take, rank
from ivr.store.journal import EventKind, JournalEntry

# What lies between two entries of one moment, and between two nodes' clocks and writes.
SLACK = timedelta(milliseconds=300)
GIVES_WAY = timedelta(seconds=2)  # CANCEL must follow; how soon it did is measured and told


@dataclass(frozen=True, slots=True)
class Breach:
    """违规 an entry that breaks a rule."""

    rule: str  # I1 to I6
    entry: JournalEntry
    says: str
    other: str = ""  # the call that was waiting


@dataclass(slots=True)
class Outbound:
    """One outbound call."""

    call: str
    number: str
    work: str = ""
    answered: bool = False
    cancelled: bool = False
    must_go: datetime | None = None  # a caller came then, or waits since, and it still rings
    unless_served: bool = False  # unless nobody waits any more


@dataclass(slots=True)
class Attempts:
    """What became of a piece of work so far."""

    counted: int = 0
    last: datetime | None = None
    finished: bool = False
    reached: bool = False


@dataclass(slots=True)
class Audit:
    """Give it every entry in order of time, then ask for `breaches`."""

    rules: Rules
    breaches: list[Breach] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)  # how often each rule was put to the test
    gave_way_after: list[float] = field(default_factory=list)  # seconds to CANCEL
    _waiting: dict[str, Caller] = field(default_factory=dict)
    _offered: dict[str, Caller] = field(default_factory=dict)
    _inbound: dict[str, str] = field(default_factory=dict)  # live calls and their numbers
    _outbound: dict[str, Outbound] = field(default_factory=dict)
    _operators: dict[str, Operator] = field(default_factory=dict)
    _parked: dict[str, str] = field(default_factory=dict)  # operator → the call they return to
    _works: dict[str, Attempts] = field(default_factory=dict)
    _doubts: list[Breach] = field(default_factory=list)  # another node may write in a moment
    _away: set[int] = field(default_factory=set)  # nodes that cannot see the others
    _node: dict[str, int] = field(default_factory=dict)  # of live inbound calls
    _starving: int = 0  # as the last alarm told

    def hear(self, entry: JournalEntry) -> None:
        """One entry more."""
        self._overdue(entry)
        self._believe(entry.at - SLACK)
        reader = _READERS.get(entry.kind)
        if reader is not None:
            reader(self, entry)

    def close(self) -> None:
        """There are no more entries."""
        self._believe(None)

    def _believe(self, before: datetime | None) -> None:
        """A doubt that nothing has removed in its moment is a breach."""
        sure = [d for d in self._doubts if before is None or d.entry.at < before]
        self._doubts = [d for d in self._doubts if d not in sure]
        self.breaches += sure

    def _breach(self, rule: str, entry: JournalEntry, says: str) -> None:
        self.breaches.append(Breach(rule, entry, says))

    def _test(self, rule: str) -> None:
        self.checked[rule] = self.checked.get(rule, 0) + 1

    # -- calls -----------------------------------------------------------------------------

    def _arrived(self, entry: JournalEntry) -> None:
        number = str(entry.data.get("caller") or "")
        if entry.data.get("direction") == "outbound":
            self._outbound[entry.call] = Outbound(entry.call, number)
        else:
            self._inbound[entry.call] = number
            self._node[entry.call] = _whole(entry.data.get("node"))
            if not self._free():
                self._let_go(entry.at, unless_served=False)

    def _answered(self, entry: JournalEntry) -> None:
        if outbound := self._outbound.get(entry.call):
            outbound.answered = True
            outbound.must_go = None
            self._works.setdefault(outbound.work, Attempts()).reached = True

    def _ended(self, entry: JournalEntry) -> None:
        self._inbound.pop(entry.call, None)
        self._node.pop(entry.call, None)
        self._waits_no_more(entry.call)
        self._outbound.pop(entry.call, None)
        self._parked = {name: call for name, call in self._parked.items() if call != entry.call}
        self._waiting.pop(entry.call, None)
        self._offered.pop(entry.call, None)

    # -- the queue -------------------------------------------------------------------------

    def _queued(self, entry: JournalEntry) -> None:
        for held in (self._waiting, self._offered):
            if caller := held.get(entry.call):
                held[entry.call] = _raised(caller, entry)
                return
        known = entry.call in self._inbound or entry.call in self._outbound
        if not known or entry.data.get("raised"):
            return  # talks already
        skill = entry.data.get("skill")
        caller = Caller(entry.call, entry.at, skill=str(skill) if skill else None)
        self._waiting[entry.call] = _raised(caller, entry)
        self._let_go(entry.at, unless_served=True)

    def _let_go(self, at: datetime, *, unless_served: bool) -> None:
        """I2: what rings now has to give way."""
        for outbound in self._outbound.values():
            if not outbound.answered and not outbound.cancelled and outbound.must_go is None:
                outbound.must_go, outbound.unless_served = at, unless_served

    def _served(self) -> None:
        if not self._waiting:
            for outbound in self._outbound.values():
                if outbound.unless_served:
                    outbound.must_go = None

    def _place(self, entry: JournalEntry) -> None:
        if entry.data.get("position") == 0:
            self._waits_no_more(entry.call)
            self._waiting.pop(entry.call, None)
            self._offered.pop(entry.call, None)

    def _assigned(self, entry: JournalEntry) -> None:
        """I5: whoever is ahead and could have had this operator has been waiting no time at all."""
        self._waits_no_more(entry.call)
        caller = self._waiting.pop(entry.call, None)
        if caller is None:
            return
        self._offered[entry.call] = caller
        name = str(entry.data.get("operator"))
        operator = self._operators.get(name, Operator(name))
        world = World(operators=tuple(self._operators.values()))
        self._test("I5")
        for other in self._waiting.values():
            ahead = rank(other) < rank(caller) and entry.at - other.since > SLACK
            ahead = ahead and self._see_each_other(entry.call, other.call)
            if ahead and can_take(operator, other, world):
                says = f"{other.call} was ahead and is still waiting"
                self._doubts.append(Breach("I5", entry, says, other.call))

    def _waits_no_more(self, call: str) -> None:
        """Served or gone in the same moment as another entry that knew of it already."""
        self._doubts = [doubt for doubt in self._doubts if doubt.other != call]

    def _see_each_other(self, one: str, other: str) -> bool:
        """While the board is away every node serves its own callers in order."""
        nodes = {self._node.get(call, 0) for call in (one, other)}
        return len(nodes) == 1 or not nodes & self._away

    def _board(self, entry: JournalEntry) -> None:
        node = _whole(entry.data.get("node"))
        (self._away.add if entry.data.get("away") else self._away.discard)(node)

    def _returned(self, entry: JournalEntry) -> None:
        if caller := self._offered.pop(entry.call, None):
            self._waiting[entry.call] = caller  # keeps the place

    def _connected(self, entry: JournalEntry) -> None:
        self._waiting.pop(entry.call, None)
        self._offered.pop(entry.call, None)
        self._served()

    # -- operators -------------------------------------------------------------------------

    def _seat(self, entry: JournalEntry) -> None:
        name, state = str(entry.data.get("operator")), OperatorState(str(entry.data.get("state")))
        skills = entry.data.get("skills")
        names = frozenset(str(s) for s in skills) if isinstance(skills, list) else frozenset()
        before = self._operators.get(name)
        self._operators[name] = Operator(
            name, names, state, entry.at, helper=bool(entry.data.get("helper"))
        )
        reserve = next((doubt for doubt in self._doubts if not doubt.other), None)
        if state is OperatorState.READY and reserve is not None:
            self._doubts.remove(reserve)  # free in the same moment, told by another node
        begins = before is None or before.state is not state
        if state is OperatorState.OUTBOUND and begins and self._parked.pop(name, None) is None:
            self._may_start(entry, by_operator=True)

    def _put_aside(self, entry: JournalEntry) -> None:
        """寄存: going back to the parked citizen is no new call."""
        self._parked[str(entry.data.get("operator"))] = entry.call

    def _free(self) -> int:
        ready = (o for o in self._operators.values() if o.state is OperatorState.READY)
        return sum(not operator.helper for operator in ready)

    # -- outbound --------------------------------------------------------------------------

    def _may_start(self, entry: JournalEntry, *, by_operator: bool) -> None:
        """I1, when a call begins: the operator's phone is rung, or the robot's citizen."""
        self._test("I1")
        for caller in self._waiting.values():
            if entry.at - caller.since > SLACK:
                says = f"{caller.call} is waiting"
                self._doubts.append(Breach("I1", entry, says, caller.call))
        staffed = any(o.state is not OperatorState.OUT for o in self._operators.values())
        if by_operator and staffed and self._free() < self.rules.reserve_operators:
            says = f"only {self._free()} operators are left free"
            self._doubts.append(Breach("I1", entry, says))
        lines = len(self._inbound) + len(self._outbound) + by_operator
        if lines > self.rules.lines - self.rules.reserve_lines:
            self._breach("I1", entry, f"{lines} lines are in use")

    def _started(self, entry: JournalEntry) -> None:
        outbound = self._outbound.get(entry.call)
        if outbound is None:
            return
        outbound.work = str(entry.data.get("work"))
        if not entry.data.get("operator"):
            self._may_start(entry, by_operator=False)
        self._test("I4")
        others = [o for o in self._outbound.values() if o is not outbound]
        if any(o.work == outbound.work for o in others):
            self._breach("I4", entry, "the same work is dialled twice at the same time")
        if outbound.number in {*(o.number for o in others), *self._inbound.values()}:
            self._breach("I4", entry, "the number is on another line")
        at = entry.at.time().replace(tzinfo=None)
        if not any(begin <= at < end for begin, end in self.rules.windows):
            self._breach("I4", entry, "outside the hours")
        known = self._works.setdefault(outbound.work, Attempts())
        if known.finished:
            self._breach("I4", entry, "the work was done already")
        if known.counted >= self.rules.max_attempts:
            self._breach("I4", entry, f"tried {known.counted} times already")
        if known.last is not None and entry.at - known.last < self.rules.retry - SLACK:
            self._breach("I4", entry, "tried again too soon")

    def _cancelled(self, entry: JournalEntry) -> None:
        outbound = self._outbound.get(entry.call)
        if outbound is None:
            return
        self._test("I3")
        if outbound.answered:
            self._breach("I3", entry, "an answered call was cut off")
        outbound.cancelled = True
        if outbound.must_go is not None:
            self._test("I2")
            self.gave_way_after.append((entry.at - outbound.must_go).total_seconds())
            outbound.must_go = None

    def _overdue(self, entry: JournalEntry) -> None:
        """I2: somebody has waited for so long, and a citizen's phone still rings."""
        self._served()
        for outbound in self._outbound.values():
            if outbound.must_go is not None and entry.at - outbound.must_go > GIVES_WAY:
                outbound.must_go = None
                self._breach("I2", entry, f"{outbound.call} still rings while somebody waits")

    def _done(self, entry: JournalEntry) -> None:
        work, attempts = str(entry.data.get("work")), entry.data.get("attempts")
        known = self._works.setdefault(work, Attempts())
        self._test("I4")
        if known.finished:
            self._breach("I4", entry, "the work was finished twice")
        known.finished = not entry.data.get("left_on_list")
        counted = attempts if isinstance(attempts, int) else known.counted + 1
        if counted > known.counted:
            known.last = entry.at
        known.counted = counted

    def _alarm(self, entry: JournalEntry) -> None:
        self._test("I6")
        self._starving = _whole(entry.data.get("works"))

    def untold(self, due: Iterable[datetime], now: datetime) -> int:
        """I6: work that is starving now though the journal's last alarm does not know of any."""
        late = sum(1 for at in due if at + self.rules.starving + GIVES_WAY < now)
        return 0 if self._starving else late

    def works_left(self, listed: Mapping[str, bool]) -> list[str]:
        """I4: work that was dialled and is neither finished nor on the ledger's list any more.
        `listed` says of every work in the ledger whether it is done."""
        return [
            work
            for work, known in self._works.items()
            if work not in listed or (listed[work] and not (known.finished or known.reached))
        ]


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _raised(caller: Caller, entry: JournalEntry) -> Caller:
    """What is known of the caller moves them up, never down."""
    data = entry.data
    return replace(
        caller,
        emergency=caller.emergency or bool(data.get("emergency")),
        police=caller.police or bool(data.get("police")),
        vulnerable=caller.vulnerable or bool(data.get("vulnerable")),
        also=str(data["also"]) if data.get("also") else caller.also,
    )


_READERS = {
    EventKind.ARRIVED: Audit._arrived,
    EventKind.ANSWERED: Audit._answered,
    EventKind.ENDED: Audit._ended,
    EventKind.QUEUED: Audit._queued,
    EventKind.POSITION: Audit._place,
    EventKind.OFFERED: Audit._assigned,
    EventKind.RETURNED: Audit._returned,
    EventKind.CONNECTED: Audit._connected,
    EventKind.SEAT: Audit._seat,
    EventKind.PARKED: Audit._put_aside,
    EventKind.OUTBOUND_STARTED: Audit._started,
    EventKind.OUTBOUND_CANCELLED: Audit._cancelled,
    EventKind.OUTBOUND_DONE: Audit._done,
    EventKind.STARVES: Audit._alarm,
    EventKind.BOARD: Audit._board,
}


def audit(entries: Iterable[JournalEntry], rules: Rules) -> Audit:
    """Check a stretch of the journal."""
    found = Audit(rules)
    for entry in sorted(entries, key=lambda e: (e.at, e.seq)):
        found.hear(entry)
    found.close()
    return found
