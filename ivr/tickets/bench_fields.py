"""`ivr bench understanding`, its rows of course, state and request: drafts against marked matters.

`roles.tsv` holds matters in which people marked what every stretch does. What they marked as one
field is what the draft must have: a stretch that shares four of five characters with it, or none
where nothing was marked. Of `ceiling` matters a second person read them, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ivr.tickets.bench import CALLED_AT, Report
from ivr.tickets.fields import Facts, find_facts
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.pauses import END
from ivr.tickets.roles import Clause, Role, unmarked
from ivr.tickets.understanding import Understanding

MEASURES = ("course", "state", "request")
_ALIKE = 0.8  # of the characters that either stretch holds


@dataclass(frozen=True)
class Matter:
    """One line of `roles.tsv`."""

    part: str
    author: str
    kind: Kind | None
    words: str
    letters: str  # of each character the letter of its role


def marked_matters(path: Path, *parts: str) -> Iterator[Matter]:
    """The marked matters of some parts, as they stand in the file."""
    for line in path.read_text("utf-8").splitlines()[1:]:
        part, author, kind, marked = line.split("\t")
        if part in parts:
            yield Matter(part, author, Kind(kind) if kind else None, *unmarked(marked))


def judge_fields(understanding: Understanding, path: Path, part: str) -> Report:
    """The drafts of the marked matters of one part."""
    report = Report(part)
    for matter in marked_matters(path, part):
        report.cases += 1
        tickets = understanding.draft(matter.words, called_at=CALLED_AT).tickets
        got = tickets[0].evidence if len(tickets) == 1 else {}
        want = _wanted(matter)
        for name in MEASURES:
            wanted, found = getattr(want, name), got.get(name)
            right = len(tickets) == 1 and _same(matter.words, wanted, found)
            report.judge(name, right, matter.words, _said(matter, wanted), _said(matter, found))
    return report


def stretches_of(matter: Matter) -> Iterator[tuple[str, str]]:
    """What was marked: letter and words, from left to right."""
    at = 0
    for letter, those in groupby(matter.letters):
        start, at = at, at + sum(1 for _ in those)
        yield letter, matter.words[start:at]


def _wanted(matter: Matter) -> Facts:
    clauses, at = [], 0
    for letter, words in stretches_of(matter):
        clauses.append(Clause((at, at + len(words)), Role(letter)))
        at += len(words)
    return find_facts(matter.words, clauses, matter.kind, ())


def _same(words: str, one: Evidence | None, other: Evidence | None) -> bool:
    held, found = _characters(words, one), _characters(words, other)
    return len(held & found) >= _ALIKE * len(held | found)


def _characters(words: str, span: Evidence | None) -> set[int]:
    """Where those stand that are no punctuation."""
    places = range(*span) if span else ()
    return {at for at in places if not words[at].isspace() and not END.match(words[at])}


def _said(matter: Matter, span: Evidence | None) -> str | None:
    return matter.words[slice(*span)] if span else None
