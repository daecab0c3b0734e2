"""`ivr bench understanding`: how well drafts fit a labelled set, as counts of right over judged.

A labelled line is JSON: {"text", "style", "emergency", "tickets": [{"kind", "industry", "type",
"place", "time", "respondent"}]}. Facts are labelled by the words that were said, and judged by
whether they name the same thing (`sameness.py`); null says that nothing was said, and a draft that
fills it is wrong. Emergency, kind, industry and type are judged where labelled; several services
(110+120) are written in one, and the first one called must be among them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from operator import itemgetter
from pathlib import Path

from ivr.tickets.model import Draft, TicketDraft
from ivr.tickets.sameness import same
from ivr.tickets.understanding import Understanding

CALLED_AT = datetime(2026, 11, 21, 10, 0, tzinfo=timezone(timedelta(hours=8), "Asia/Shanghai"))
FACTS = ("place", "time", "respondent")
Wanted = Mapping[str, str | None]
MEASURES = (
    "split",
    "kind",
    "industry",
    "type",
    *FACTS,
    "course",
    "state",
    "request",
    "emergency found",
    "service",
    "false alarms",
)


@dataclass
class Measure:
    """Right over judged."""

    right: int = 0
    judged: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.judged += 1

    @property
    def share(self) -> float | None:
        return self.right / self.judged if self.judged else None


@dataclass
class Report:
    """The figures of one part of the set, and every case that missed."""

    part: str
    cases: int = 0
    measures: dict[str, Measure] = field(default_factory=lambda: {m: Measure() for m in MEASURES})
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)  # what, text, want, got

    def judge(self, measure: str, right: bool, text: str, want: object, got: object) -> None:
        self.measures[measure].add(right)
        if not right:
            self.misses.append((measure, text, str(want), str(got)))

    def rows(self) -> list[tuple[str, str, str]]:
        """Measure, right/judged, share: ready to be printed as a table."""
        shown = []
        for name, measure in self.measures.items():
            if not measure.judged:
                continue
            if name == "false alarms":
                wrong = measure.judged - measure.right
                shown.append((name, f"{wrong}/{measure.judged}", "-"))
            else:
                share = "-" if measure.share is None else f"{measure.share:.1%}"
                shown.append((name, f"{measure.right}/{measure.judged}", share))
        return shown


def bench(understanding: Understanding, path: Path) -> Report:
    """Judge the drafts of every labelled line of a file."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    return judge(understanding, path.stem, map(json.loads, lines))


def judge(understanding: Understanding, part: str, cases: Iterable[dict[str, object]]) -> Report:
    report = Report(part)
    for case in cases:
        report.cases += 1
        text, wanted = str(case["text"]), case["tickets"]
        assert isinstance(wanted, list)
        draft = understanding.draft(text, called_at=CALLED_AT)
        if "emergency" in case:
            _judge_emergency(report, text, case["emergency"], draft)
        report.judge(
            "split", len(draft.tickets) == len(wanted), text, len(wanted), len(draft.tickets)
        )
        _judge_tickets(report, text, wanted, draft.tickets)
    return report


def _judge_emergency(report: Report, text: str, want: object, draft: Draft) -> None:
    found = draft.emergency
    if want is None:
        report.judge("false alarms", found is None, text, None, found and found.rule)
        return
    report.judge("emergency found", found is not None, text, want, None)
    if found is not None:
        report.judge("service", found.service in str(want).split("+"), text, want, found.service)


def _judge_tickets(
    report: Report, text: str, wanted: Sequence[Wanted], got: Sequence[TicketDraft]
) -> None:
    for want, ticket in _paired(text, wanted, got):
        for verdict in _verdicts(text, want, ticket):
            report.judge(verdict.measure, verdict.right, text, verdict.want, verdict.got)


def _paired(
    text: str, wanted: Sequence[Wanted], got: Sequence[TicketDraft]
) -> list[tuple[Wanted, TicketDraft | None]]:
    """Each wanted ticket with the draft that is to be it; none where there is one too few.

    Drafts and labels are in the order of the call. Where their number differs, they are paired so
    that most agrees: a cut too many is a miss of the splitting, not of all that follows it.
    """

    @cache
    def best(want: int, draft: int) -> tuple[int, tuple[int | None, ...]]:
        left = len(wanted) - want
        if not left or draft == len(got):
            return 0, (None,) * left
        agreed, others = best(want + 1, draft + 1)
        agreed += sum(v.right for v in _verdicts(text, wanted[want], got[draft]))
        ways = [(agreed, (draft, *others))]
        if left > len(got) - draft:
            without, others = best(want + 1, draft)
            ways.append((without, (None, *others)))
        if left < len(got) - draft:
            ways.append(best(want, draft + 1))
        return max(ways, key=itemgetter(0))

    _agreed, drafts = best(0, 0)
    return [
        (want, None if draft is None else got[draft])
        for want, draft in zip(wanted, drafts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """One field of a draft beside its label."""

    measure: str
    right: bool
    want: object
    got: object


def _verdicts(text: str, want: Wanted, ticket: TicketDraft | None) -> Iterator[_Verdict]:
    """Of each labelled field, whether the draft has it; without a draft nothing was found."""
    kind = ticket.kind.value if ticket and ticket.kind else None
    industry, type_ = ticket.category[:2] if ticket and ticket.category else (None, None)
    for name, found in (("kind", kind), ("industry", industry), ("type", type_)):
        if want[name] is not None:
            yield _Verdict(name, found == want[name], want[name], found)
    for fact in FACTS:
        found = getattr(ticket, fact) if ticket else None
        said = text[slice(*ticket.evidence[fact])] if ticket and fact in ticket.evidence else None
        right = any(same(fact, want[fact], words, CALLED_AT) for words in (found, said))
        yield _Verdict(fact, right, want[fact], found)
