"""通话记录 the record of a call, folded from its journal entries.

`advance(record, entry)` is pure: the same entries give the same record, live or on replay.
"""

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


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call as lists and figures need it."""

    call: str
    started: datetime
    caller: str = ""
    called: str = ""
    direction: str = "inbound"
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
        case EventKind.CONNECTED:
            police = data.get("to") == "desk"
            return _weighted(now, Outcome.POLICE if police else Outcome.OPERATOR)
        case EventKind.FAULT:
            return replace(now, faults=now.faults + 1)
        case EventKind.ENDED:
            outcome = now.outcome
            if outcome is Outcome.OPEN:
                outcome = Outcome.ENDED if now.last_heard else Outcome.ABANDONED
            return replace(
                now,
                ended=entry.at,
                cause=_text(data.get("cause")) or None,
                ended_by=_text(data.get("by")) or None,
                outcome=outcome,
            )
        case _:
            return now


def _weighted(record: CallRecord, outcome: Outcome) -> CallRecord:
    if _WEIGHT[outcome] <= _WEIGHT[record.outcome]:
        return record
    return replace(record, outcome=outcome)


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
