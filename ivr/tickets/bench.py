"""`ivr bench understanding`: how well drafts fit a labelled set, as counts of right over judged.

A labelled line is JSON: {"text", "style", "emergency", "tickets": [{"kind", "industry", "type",
"place", "time", "respondent"}]}. Facts are labelled by the words that were said, and judged by
whether they name the same thing (`sameness.py`); null says that nothing was said, and a draft that
fills it is wrong. Emergency, kind, industry and type are judged where labelled; several services
(110+120) are written in one, and the first one called must be among them.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from ivr.tickets.model import Draft, TicketDraft
from ivr.tickets.sameness import same
from ivr.tickets.understanding import Understanding

CALLED_AT = datetime(2026, 11, 21, 10, 0, tzinfo=timezone(timedelta(hours=8), "Asia/Shanghai"))
FACTS = ("place", "time", "respondent")
MEASURES = (
    "split",
    "kind",
    "industry",
    "type",
    *FACTS,
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
    report: Report, text: str, wanted: Sequence[dict[str, str | None]], got: Sequence[TicketDraft]
) -> None:
    for index, want in enumerate(wanted):
        ticket = got[index] if index < len(got) else None
        kind = ticket.kind.value if ticket and ticket.kind else None
        if want["kind"] is not None:
            report.judge("kind", kind == want["kind"], text, want["kind"], kind)
        category = ticket.category if ticket else None
        for name, place in (("industry", 0), ("type", 1)):
            if want[name] is not None:
                found = category[place] if category else None
                report.judge(name, found == want[name], text, want[name], found)
        for fact in FACTS:
            found = getattr(ticket, fact) if ticket else None
            said = (
                text[slice(*ticket.evidence[fact])] if ticket and fact in ticket.evidence else None
            )
            right = any(same(fact, want[fact], words, CALLED_AT) for words in (found, said))
            report.judge(fact, right, text, want[fact], found)
