"""成稿: a matter's words, and what the call says beside them, as the draft of one ticket.

While a call goes on most matters stay as they were. What their words say is remembered
(reading.py), whether they tell of danger, which time is theirs, and the draft itself, with all that
it is made of; few and not for long, because it is what callers said.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ivr.language.said_digits import in_figures
from ivr.tickets.classify import Classifier
from ivr.tickets.deadlines import deadline_for
from ivr.tickets.first_response import DUTIES, class_of, route_of_emergency
from ivr.tickets.model import (
    Candidate,
    Emergency,
    Evidence,
    Kind,
    PlaceParts,
    Route,
    TicketDraft,
)
from ivr.tickets.name_edges import whole_name
from ivr.tickets.places import Place, PlaceFinder
from ivr.tickets.reading import KEPT, Reader, Reading
from ivr.tickets.reckoning import to_ask
from ivr.tickets.routing import route_of
from ivr.tickets.same_respondent import with_one_respondent
from ivr.tickets.sharing import place_of, times_of
from ivr.tickets.summary import Gist, summary_of
from ivr.tickets.taxonomy import Duty
from ivr.tickets.time_choice import TimeChoice
from ivr.tickets.time_choice import Told as Time
from ivr.tickets.when import (
    Found,
    asked_about,
    asked_of_a_day,
    asks_if_open,
    counted_from,
    every_time,
)

Category = tuple[str, str, str]
_ALONE = 4  # characters beside a time that only say that it is one: 前天下午的事
Dangers = tuple[Emergency | None, Emergency | None]  # what must be acted on, what is in doubt


@dataclass(frozen=True, slots=True)
class Call:
    """What holds for every matter of a call."""

    text: str
    plain: str  # the text with the names of places blanked
    called_at: datetime
    names: tuple[Evidence, ...]  # of places
    shared: Evidence | None  # the words before 第一, which belong to all matters
    in_danger: bool
    stretches: tuple[Evidence, ...]  # the words of each matter


@dataclass(frozen=True, slots=True)
class _Class:
    """What a matter speaks of, and whose it is."""

    category: Category | None
    duty: Duty | None
    route: Route | None


class _When(NamedTuple):
    """The time of a matter, and where the words begin in which it was said."""

    found: Found
    start: int


class _Told(NamedTuple):
    """All that the draft of one ticket is made of."""

    words: str
    start: int  # of the words, in the call
    called_at: datetime
    read: Reading
    danger: Emergency | None
    place: Place | None
    place_said: str | None  # perhaps in another matter
    when: _When | None
    time_said: str | None


class Assembler:
    """Makes the drafts of a call's matters, one after another."""

    def __init__(
        self,
        classifier: Classifier,
        reader: Reader,
        places: PlaceFinder,
        danger: Callable[[str], Dangers],
        choice: TimeChoice,
    ) -> None:
        self._classifier, self._reader, self._places = classifier, reader, places
        self._choice = choice
        self._danger = lru_cache(maxsize=KEPT)(danger)
        self._time = lru_cache(maxsize=KEPT)(self._time_of)
        self._draft = lru_cache(maxsize=KEPT)(self._draft_of)

    def tickets(self, call: Call) -> list[TicketDraft]:
        """One draft for each stretch that holds a matter."""
        drafts: list[TicketDraft] = []
        for stretch in call.stretches:
            draft = self._ticket(call, stretch, drafts[-1] if drafts else None)
            if draft is not None:
                drafts.append(draft)
        return with_one_respondent(drafts)

    def _ticket(
        self, call: Call, stretch: Evidence, before: TicketDraft | None
    ) -> TicketDraft | None:
        words, plain = call.text[slice(*stretch)], call.plain[slice(*stretch)]
        counted = stretch != (0, len(call.text))
        danger = self._danger(words)[0] if call.in_danger else None
        told = words, plain, call.called_at
        read = self._reader.read(*told, counted=counted, in_danger=danger is not None)
        if read is None:
            return None
        if read.respondent is not None:
            whole = whole_name(words, read.respondent, _names_in(stretch, call.names))
            read = replace(read, respondent=whole)
        stretches = stretch, call.stretches, call.shared
        place = place_of(self._places, call.text, stretches, read, before)
        place_said = call.text[slice(*place.span)] if place else None
        when, time_said = self._when(call, stretch, read)
        return self._draft(
            _Told(
                *(words, stretch[0], call.called_at, read, danger),
                *(place, place_said, when, time_said),
            )
        )

    def _draft_of(self, told: _Told) -> TicketDraft:
        read, place, words = told.read, told.place, told.words
        parts = place.parts if place else None
        found = self._class_of(told.danger, words, read, parts)
        within = _within(read)
        said = {name: words[slice(*span)] for name, span in within.items()}
        said |= {"place": told.place_said} if told.place_said is not None else {}
        said |= {"time": told.time_said} if told.time_said is not None else {}
        place_words = place.words if place else None
        pauses = self._reader.pauses
        gist = tuple(pauses.with_commas(words[slice(*span)], words) for span in read.facts.gist)
        request, time = said.get("request"), said.get("time")
        dated = time if _dates(told, pauses.clauses(words)) else None
        sentence = Gist(
            *(read.kind, gist, request, place_words),
            *(said.get("place"), dated, said.get("respondent")),
            further=tuple(words[slice(*span)] for span in read.facts.further),
        )
        draft = TicketDraft(
            kind=read.kind,
            category=found.category,
            time=time,
            place=place_words,
            course=said.get("course"),
            state=said.get("state"),
            request=request,
            respondent=said.get("respondent"),
            summary=summary_of(sentence),
            deadline=deadline_for(read.kind, told.called_at.date()),
            route=found.route,
            evidence=_evidence(within, told),
            time_resolved=told.when.found.resolved if told.when else None,
            place_parts=parts,
            contact=in_figures(said["contact"]) if "contact" in said else None,
            references=read.references,
            category_confidence=_confidence(found.category, read.judged.candidates),
            alternatives=_others(found.category, read.judged.candidates),
            duty=found.duty.name if found.duty else None,
            gist=gist,
            text=words,
        )
        return replace(draft, to_ask=to_ask(draft, self._classifier.taxonomy))

    def _when(
        self, call: Call, stretch: Evidence, read: Reading
    ) -> tuple[_When | None, str | None]:
        """The matter's own time, else the one that all share; and how it was said."""
        own = stretch, read.trouble, read.blanked
        for part, trouble, blanked in (own, (call.shared, None, None)):
            if part is None:
                continue
            words, names = call.text[slice(*part)], _names_in(part, call.names)
            found = self._time(words, call.called_at, names, read.kind, trouble, blanked)
            if found is not None:
                return _When(found, part[0]), words[slice(*found.span)]
        return None, None

    def _time_of(
        self,
        words: str,
        called_at: datetime,
        names: tuple[Evidence, ...],
        kind: Kind,
        trouble: Evidence | None,
        blanked: str | None,
    ) -> Found | None:
        times = times_of(every_time(words, called_at), names)
        found = self._choice.of(Time(words, times, kind, trouble, blanked))
        if kind is Kind.INQUIRY:
            found = found or asked_of_a_day(times, words)
        found = counted_from(found, times, words) if found else None
        if found is None or kind is not Kind.INQUIRY:
            return found
        is_open = asks_if_open(found, words)
        return asked_about(found, words[slice(*found.span)], called_at, is_open=is_open)

    def _class_of(
        self, danger: Emergency | None, words: str, read: Reading, place: PlaceParts | None
    ) -> _Class:
        """Danger comes before everything else."""
        taxonomy = self._classifier.taxonomy
        best = next(iter(read.judged.candidates), None)
        category = best.category if best else None
        if danger is not None:
            urgent = class_of(danger, best)
            if taxonomy.duty_of(urgent) is not None:  # a site's own list may not have it
                category = urgent
            return _Class(category, DUTIES[danger.service], route_of_emergency(danger, place))
        duty = taxonomy.duty_of(category) if category else None
        industry = category[0] if category else None
        return _Class(category, duty, route_of(duty, read.kind, industry, place, words))


def _dates(told: _Told, clauses: Sequence[Evidence]) -> bool:
    """Whether the time is said of the matter itself: in its gist, alone, or of all matters.

    Of a clause that is not read back it dates something else (2024年秋季 the trees were judged).
    """
    if told.when is None or told.when.start != told.start:
        return True
    start, end = told.when.found.span
    own = next((c for c in clauses if c[0] <= start < c[1]), (start, end))
    alone = own[1] - own[0] - (end - start) <= _ALONE
    return alone or any(a <= start < b for a, b in told.read.facts.gist)


def _within(read: Reading) -> dict[str, Evidence]:
    """Where each field was said, in the words of the matter; what was not found is left out."""
    found = {
        "course": read.facts.course,
        "state": read.facts.state,
        "request": read.facts.request,
        "respondent": read.respondent,
        "category": read.trouble,
        "contact": read.contact,
    }
    return {name: span for name, span in found.items() if span is not None}


def _evidence(within: dict[str, Evidence], told: _Told) -> dict[str, Evidence]:
    """Where each field was said, in all that was said."""
    evidence = {name: _from(told.start, span) for name, span in within.items()}
    if told.place is not None:
        evidence["place"] = told.place.span
    if told.when is not None:
        evidence["time"] = _from(told.when.start, told.when.found.span)
    return evidence


def _from(start: int, span: Evidence) -> Evidence:
    return span[0] + start, span[1] + start


def _names_in(part: Evidence, names: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The names of places that reach into a part of the call, counted from its beginning."""
    start, end = part
    first = max(0, bisect_right(names, part) - 1)
    near = names[first : bisect_left(names, (end,))]
    return tuple((a - start, b - start) for a, b in near if b > start)


def _confidence(category: Category | None, candidates: tuple[Candidate, ...]) -> float:
    if category is None:
        return 0.0
    if candidates and candidates[0].category == category:
        return candidates[0].confidence
    return 1.0  # by the emergency's rule


def _others(category: Category | None, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The next best two."""
    if candidates and candidates[0].category != category:
        return candidates[:2]
    return candidates[1:]
