"""通话记录 the record of a call, folded from its journal entries.

`advance(record, entry)` is pure: the same entries give the same record, live or on replay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ivr.store.journal import EventKind, JournalEntry


class Outcome(StrEnum):
    """What came of the call, the weightiest thing that happened in it."""

    OPEN = "open"  # still going on
    ABANDONED = "abandoned"  # the caller left before anything was settled
    ENDED = "ended"  # talked, but neither answer, ticket nor person came of it
    ANSWERED = "answered"  # 即时答复: an instant answer was given
    TICKET = "ticket"  # one or more tickets were written
    OPERATOR = "operator"  # connected to a person
    POLICE = "police"  # handed over to the police desk or another emergency line


_WEIGHT = {o: n for n, o in enumerate(Outcome)}


class WorkResult(StrEnum):
    """What an outbound call did for the work it was made for."""

    DONE = "done"
    AGAIN = "again"  # the work is back on the list
    GIVEN_UP = "given_up"  # rung as often as the limit allows


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call as lists and figures need it."""

    call: str
    started: datetime
    caller: str = ""
    called: str = ""
    direction: str = "inbound"
    node: int = 0  # that had the call, among several
    flow: str = ""
    answered: datetime | None = None
    ended: datetime | None = None
    cause: str | None = None
    ended_by: str | None = None
    outcome: Outcome = Outcome.OPEN
    tickets: tuple[str, ...] = ()
    instant_answers: tuple[str, ...] = ()
    helped: str | None = None  # yes, no, inferred: whether an instant answer helped
    emergency: str | None = None
    last_heard: str = ""
    faults: int = 0
    # people
    queued: datetime | None = None  # first asked for a person
    waiting_since: datetime | None = None  # while waiting
    waited: float = 0.0  # seconds, all waits together
    gave_up: bool = False  # hung up while waiting
    connected: datetime | None = None  # first operator picked up
    talking_since: datetime | None = None  # while an operator talks
    talked: float = 0.0  # seconds with operators
    # rating and outbound work
    rating: int | None = None
    work: str = ""  # follow_up or ring_back
    work_result: WorkResult | None = None

    @property
    def seconds(self) -> float | None:
        """From arrival to end."""
        return (self.ended - self.started).total_seconds() if self.ended else None

    @property
    def answer_seconds(self) -> float | None:
        """From arrival to answer: what 15秒应答及时率 counts."""
        return (self.answered - self.started).total_seconds() if self.answered else None


def advance(record: CallRecord | None, entry: JournalEntry) -> CallRecord:
    """Fold one entry into the record."""
    now = record or CallRecord(call=entry.call, started=entry.at)
    data = entry.data
    match entry.kind:
        case EventKind.ARRIVED:
            return replace(
                now,
                started=entry.at,
                caller=_text(data.get("caller")),
                called=_text(data.get("called")),
                flow=_text(data.get("flow")),
                direction=_text(data.get("direction")) or "inbound",
                node=_number(data.get("node")),
            )
        case EventKind.ANSWERED:
            return replace(now, answered=now.answered or entry.at)
        case EventKind.HEARD if data.get("who") != "operator":
            return replace(now, last_heard=_text(data.get("text")))
        case EventKind.INSTANT_ANSWER:
            answers = (*now.instant_answers, _text(data.get("entry")))
            return _weighted(replace(now, instant_answers=answers), Outcome.ANSWERED)
        case EventKind.HELPED:
            return replace(now, helped=_text(data.get("helped")) or None)
        case EventKind.TICKET:
            number = _text(data.get("number"))
            known = number in now.tickets
            numbers = now.tickets if known else (*now.tickets, number)
            return _weighted(replace(now, tickets=numbers), Outcome.TICKET)
        case EventKind.EMERGENCY:
            return replace(now, emergency=_text(data.get("service")) or now.emergency)
        case EventKind.FAULT:
            return replace(now, faults=now.faults + 1)
        case EventKind.ENDED:
            gave_up = now.waiting_since is not None
            now = _talks_no_more(_waits_no_more(now, entry.at), entry.at)
            outcome = now.outcome
            if outcome is Outcome.OPEN:
                outcome = Outcome.ENDED if now.last_heard else Outcome.ABANDONED
            return replace(
                now,
                ended=entry.at,
                cause=_text(data.get("cause")) or None,
                ended_by=_text(data.get("by")) or None,
                outcome=outcome,
                gave_up=gave_up,
            )
        case _:
            return _with_people(now, entry)


def _with_people(now: CallRecord, entry: JournalEntry) -> CallRecord:
    """Waiting, talking, rating and outbound work."""
    data = entry.data
    match entry.kind:
        case EventKind.CONNECTED if data.get("to") == "desk":
            return _weighted(_waits_no_more(now, entry.at), Outcome.POLICE)
        case EventKind.CONNECTED:
            return _weighted(_with_operator(now, entry.at), Outcome.OPERATOR)
        case EventKind.QUEUED:
            return replace(
                now,
                queued=now.queued or entry.at,
                waiting_since=now.waiting_since or entry.at,
            )
        case EventKind.POSITION if data.get("position") == 0:
            return _waits_no_more(now, entry.at)
        case EventKind.LEG_ENDED if data.get("to") == "operator":
            return _talks_no_more(now, entry.at)
        case EventKind.RATED:
            rating = data.get("rating")
            return replace(now, rating=rating if isinstance(rating, int) else now.rating)
        case EventKind.OUTBOUND_STARTED:
            return replace(now, work=_text(data.get("sort")))
        case EventKind.OUTBOUND_DONE:
            return replace(now, work_result=_work_result(data))
        case _:
            return now


def _weighted(record: CallRecord, outcome: Outcome) -> CallRecord:
    if _WEIGHT[outcome] <= _WEIGHT[record.outcome]:
        return record
    return replace(record, outcome=outcome)


def _waits_no_more(record: CallRecord, at: datetime) -> CallRecord:
    if record.waiting_since is None:
        return record
    seconds = (at - record.waiting_since).total_seconds()
    return replace(record, waiting_since=None, waited=record.waited + seconds)


def _with_operator(record: CallRecord, at: datetime) -> CallRecord:
    now = _waits_no_more(record, at)
    return replace(now, connected=now.connected or at, talking_since=now.talking_since or at)


def _talks_no_more(record: CallRecord, at: datetime) -> CallRecord:
    if record.talking_since is None:
        return record
    seconds = (at - record.talking_since).total_seconds()
    return replace(record, talking_since=None, talked=record.talked + seconds)


def _work_result(data: Mapping[str, object]) -> WorkResult:
    if data.get("done"):
        return WorkResult.DONE
    return WorkResult.AGAIN if data.get("left_on_list") else WorkResult.GIVEN_UP


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
