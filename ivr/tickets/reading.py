"""一件事的原话: what the words of one matter say by themselves, wherever they stand in the call.

While a call goes on only its last matter changes; the readings of the others are remembered, few
and not for long, because they are what callers said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from ivr.language.intent import Kind
from ivr.language.oneself import tells_of_oneself
from ivr.language.questions import asked_of_it
from ivr.language.replies import asks_if_machine, wants_human
from ivr.tickets.classify import Classifier, Judgement
from ivr.tickets.demands import demands_of
from ivr.tickets.fields import Facts, find_facts, with_state
from ivr.tickets.kinds import Kinds
from ivr.tickets.model import Evidence
from ivr.tickets.name_edges import behind_times
from ivr.tickets.openings import COUNT
from ivr.tickets.pauses import Pauses
from ivr.tickets.respondent import Respondents
from ivr.tickets.roles import Clause, Role, Roles, Told
from ivr.tickets.said_numbers import find_references, find_telephone
from ivr.tickets.when import Found, find_times
from ivr.tickets.wishes import wished_from

BLANK = "□"
_NAME = re.compile(f"{BLANK}+")
_PLACE_BEHIND = re.compile(f"(?<=一下|.[呗吧啊]){BLANK}{{3,}}的?$")
_REST = 2  # characters that a clause cuts off
KEPT = 96  # matters whose words are remembered


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of one matter say; spans count from their beginning."""

    kind: Kind
    judged: Judgement
    facts: Facts
    trouble: Evidence | None  # where the classifier saw the matter
    blanked: str  # the words without places and times
    respondent: Evidence | None
    contact: Evidence | None  # a telephone number
    references: tuple[str, ...]  # numbers of earlier tickets


class Reader:
    """Reads the words of one matter after another."""

    def __init__(
        self,
        classifier: Classifier,
        kinds: Kinds,
        respondents: Respondents,
        pauses: Pauses,
        roles: Roles,
    ) -> None:
        self._classifier, self._kinds, self._respondents = classifier, kinds, respondents
        self.pauses, self._roles = pauses, roles
        self.read = lru_cache(maxsize=KEPT)(self._read)
        self.times = lru_cache(maxsize=KEPT)(self._times)

    def with_respondents(self, respondents: Respondents) -> "Reader":
        """The same reader, but for who judges whom a matter is about."""
        return Reader(self._classifier, self._kinds, respondents, self.pauses, self._roles)

    def _read(
        self, words: str, bare: str, called_at: datetime, *, counted: bool, in_danger: bool
    ) -> Reading | None:
        """None when no matter is told: hello, 12345, abuse, 我想问一下.

        `bare` is `words` with the names of places blanked; `counted`: one of several matters;
        `in_danger`: they tell of a danger.
        """
        judged = self._classifier.judge(bare)
        kind = self._kinds.of(words, bare, judged, counted=counted, in_danger=in_danger)
        if kind is None:
            return None
        judged = self._classifier.told_as(bare, judged, kind)
        trouble = _cover(judged.spans)
        clauses = self._clauses(words, bare, kind, judged)
        facts = with_state(words, clauses, find_facts(words, clauses, kind, judged.spans))
        if not judged.candidates and not in_danger:
            says = facts.course is not None or facts.request is not None
            if not says or asks_if_machine(words) or wants_human(words):
                return None
        blanked = self._without_times(bare, called_at)
        respondent = self._respondents.of(words, None if in_danger else kind, blanked)
        times = [found.span for found in self.times(bare, called_at)]
        return Reading(
            *(kind, judged, facts, trouble, blanked, behind_times(words, times, respondent)),
            *(find_telephone(words), find_references(words)),
        )

    def _clauses(self, words: str, bare: str, kind: Kind, judged: Judgement) -> list[Clause]:
        """What each clause does; demands that are counted are one, and 我叫… is none."""
        spans = [one for span in self.pauses.clauses(words) for one in _asked_apart(words, span)]
        spans = [one for span in _with_whole_names(bare, spans) for one in _place_apart(bare, span)]
        own, wanted = tells_of_oneself(words), demands_of(words)
        for one in [*own, wanted] if wanted else own:
            spans = list(_with(one, spans))
        clauses = self._roles.of(Told(words, bare, spans, kind, judged.spans))
        clauses = [Clause(wanted, Role.REQUEST) if c.span == wanted else c for c in clauses]
        return [clause for clause in clauses if clause.span not in own]

    def _times(self, words: str, called_at: datetime) -> tuple[Found, ...]:
        return tuple(find_times(words, called_at))

    def _without_times(self, bare: str, called_at: datetime) -> str:
        """Nor is what counts (二是物业不管) a part of a name, and nobody complains of himself."""
        letters = list(bare)
        for start, end in tells_of_oneself(bare):
            letters[start:end] = BLANK * (end - start)
        if counted := COUNT.match(bare):
            letters[: counted.end()] = "，" * counted.end()
        for found in self.times(bare, called_at):
            letters[slice(*found.span)] = BLANK * (found.span[1] - found.span[0])
        return "".join(letters)


def _with(one: Evidence, spans: Sequence[Evidence]) -> Iterator[Evidence]:
    """The clauses and another one, which is cut out of them."""
    yield from ((start, min(end, one[0])) for start, end in spans if start < one[0])
    yield one
    yield from ((max(start, one[1]), end) for start, end in spans if end > one[1])


def _place_apart(bare: str, span: Evidence) -> Iterator[Evidence]:
    """帮我们催一下|叶柏寿街道的: where, said behind a wish in one breath."""
    start, end = span
    behind = _PLACE_BEHIND.search(bare, start, end)
    if behind and behind.start() > start:
        yield start, behind.start()
        start = behind.start()
    yield start, end


def _with_whole_names(bare: str, spans: Sequence[Evidence]) -> Iterator[Evidence]:
    """No clause ends within the name of a place: 锦华小区十二楼|前天晚上."""
    names = [name.span() for name in _NAME.finditer(bare)]
    begins = 0
    for at, (start, end) in enumerate(spans):
        touches = at + 1 < len(spans) and spans[at + 1][0] == end
        name = next((n for n in names if n[0] < end < n[1] <= end + _REST), None)
        start = max(start, begins)
        if name and touches:
            end = begins = min(name[1], spans[at + 1][1])
        if start < end:
            yield start, end


def _asked_apart(words: str, span: Evidence) -> Iterator[Evidence]:
    """停水了|这合理吗, 花了六千|要他们赔: what is told, and what is asked or wanted of it."""
    start, end = span
    clause = words[start:end]
    at = start + min(asked_of_it(clause), wished_from(clause))
    if start < at:
        yield start, at
    if at < end:
        yield at, end


def _cover(spans: Sequence[Evidence]) -> Evidence | None:
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None
