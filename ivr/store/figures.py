"""考核指标 the figures a hotline is judged by, counted over call records. Pure.

Cities count differently, so every share keeps its numerator, its denominator and what was left out.
A call that still goes on counts nowhere.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.store.record import CallRecord, WorkResult

PROMPTLY = 15.0  # seconds, GB/T 33358-2016
SATISFIED = 5  # of 5, 3 and 1


@dataclass(frozen=True, slots=True)
class Share:
    """A share with what it was counted from."""

    numerator: int = 0
    denominator: int = 0
    excluded: int = 0  # left out of the denominator

    @property
    def value(self) -> float | None:
        """None while there is nothing to count."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long something took."""

    count: int = 0
    total: float = 0.0
    p50: float | None = None
    p95: float | None = None

    @property
    def mean(self) -> float | None:
        """None while there is nothing to count."""
        return self.total / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Figures:
    """One line in one hour, or all of them together."""

    line: str
    hour: str  # 2026-11-20 08, or empty
    inbound: int
    outbound: int
    answered: Share  # 接通率: answered ÷ inbound
    answered_promptly: Share  # 15秒应答及时率: answered within 15 s ÷ answered
    person_promptly: Share  # a person within 15 s of asking ÷ asked for a person
    abandoned: Share  # hung up while waiting ÷ asked for a person
    instant: Share  # 直接答复率: an answer helped and nothing else was needed ÷ accepted
    follow_ups: Share  # 有效回访率: citizens reached and heard ÷ follow-ups finished
    ring_backs: Share  # 回拨: reached ÷ ring-backs finished
    satisfied: Share  # 满意率: satisfied ÷ valid ratings
    waiting: Seconds  # for a person, of those who asked for one
    handling: Seconds  # 通话时长 with operators


SHARES = (
    "answered",
    "answered_promptly",
    "person_promptly",
    "abandoned",
    "instant",
    "follow_ups",
    "ring_backs",
    "satisfied",
)


def figures(records: Iterable[CallRecord], *, line: str = "", hour: str = "") -> Figures:
    """Count records into one row."""
    every = list(records)
    inbound = [r for r in every if r.direction == "inbound" and r.ended]
    outbound = [r for r in every if r.direction != "inbound" and r.ended]
    answered = [r for r in inbound if r.answered]
    queued = [r for r in inbound if r.queued]
    accepted = [r for r in answered if _asked(r)]
    ratings = [r.rating for r in every if r.rating is not None]
    unrated = sum(1 for r in outbound if r.work == "follow_up" and r.answered and r.rating is None)
    return Figures(
        line=line,
        hour=hour,
        inbound=len(inbound),
        outbound=len(outbound),
        answered=Share(len(answered), len(inbound)),
        answered_promptly=Share(
            sum(1 for r in answered if (r.answer_seconds or 0.0) <= PROMPTLY), len(answered)
        ),
        person_promptly=Share(sum(1 for r in queued if _person_promptly(r)), len(queued)),
        abandoned=Share(sum(1 for r in queued if r.gave_up), len(queued)),
        instant=Share(
            sum(1 for r in accepted if _helped_at_once(r)),
            len(accepted),
            len(answered) - len(accepted),
        ),
        follow_ups=_works(outbound, "follow_up"),
        ring_backs=_works(outbound, "ring_back"),
        satisfied=Share(sum(1 for r in ratings if r >= SATISFIED), len(ratings), unrated),
        waiting=seconds([r.waited for r in queued]),
        handling=seconds([r.talked for r in every if r.ended and r.connected]),
    )


def by(records: Iterable[CallRecord], *, line: bool, hour: bool) -> list[Figures]:
    """One row a line and hour as wanted, in order."""
    groups: dict[tuple[str, str], list[CallRecord]] = {}
    for record in records:
        key = (hour_of(record.started) if hour else "", record.called if line else "")
        groups.setdefault(key, []).append(record)
    return [figures(groups[h, n], line=n, hour=h) for h, n in sorted(groups)]


def hour_of(at: datetime) -> str:
    """The hour a call began in."""
    return f"{at:%Y-%m-%d %H}"


def seconds(values: Sequence[float]) -> Seconds:
    """Count durations; percentiles by nearest rank."""
    if not values:
        return Seconds()
    ordered = sorted(values)
    return Seconds(len(ordered), sum(ordered), _rank(ordered, 0.50), _rank(ordered, 0.95))


def _rank(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _asked(record: CallRecord) -> bool:
    """受理: something was asked; who hung up without a word is left out."""
    return bool(record.last_heard or record.tickets or record.instant_answers or record.queued)


def _helped_at_once(record: CallRecord) -> bool:
    """An answer that helped, and neither ticket nor person was needed."""
    helped = record.helped in ("yes", "inferred")
    return bool(record.instant_answers) and helped and not record.tickets and not record.connected


def _person_promptly(record: CallRecord) -> bool:
    if record.queued is None or record.connected is None:
        return False
    return (record.connected - record.queued).total_seconds() <= PROMPTLY


def _works(outbound: Iterable[CallRecord], kind: str) -> Share:
    results = [r.work_result for r in outbound if r.work == kind]
    done = sum(1 for r in results if r is WorkResult.DONE)
    given_up = sum(1 for r in results if r is WorkResult.GIVEN_UP)
    return Share(done, done + given_up, len(results) - done - given_up)
