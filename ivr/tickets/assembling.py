"""成稿: a matter's words, and what the call says beside them, as the draft of one ticket.

While a call goes on most matters stay as they were: what their words say is remembered
(reading.py), and so is whether they tell of danger.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from ivr.language.said_digits import in_figures
from ivr.tickets.asking import missing
from ivr.tickets.classify import Classifier
from ivr.tickets.deadlines import deadline_for
from ivr.tickets.first_response import DUTIES, class_of, route_of_emergency
from ivr.tickets.model import Candidate, Emergency, Evidence, PlaceParts, Route, TicketDraft
from ivr.tickets.places import Place, PlaceFinder
from ivr.tickets.reading import KEPT, Reader, Reading
from ivr.tickets.routing import route_of
from ivr.tickets.same_respondent import with_one_respondent
from ivr.tickets.sharing import place_of, times_of
from ivr.tickets.summary import summary_of
from ivr.tickets.taxonomy import Duty
from ivr.tickets.time_choice import TimeChoice, Told
from ivr.tickets.when import Found, every_time

Category = tuple[str, str, str]
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
        self._danger = lru_cache(maxsize=KEPT)(danger)
        self._times = lru_cache(maxsize=KEPT)(every_time)
        self._time = lru_cache(maxsize=KEPT)(choice.of)

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
        stretches = stretch, call.stretches, call.shared
        place = place_of(self._places, call.text, stretches, read.kind, before)
        when = self._when(call, stretch, read)
        parts = place.parts if place else None
        found = self._class_of(danger, words, read, parts)
        evidence = _evidence(stretch[0], read, place, when)
        said = {name: call.text[slice(*span)] for name, span in evidence.items()}
        place_words = place.words if place else None
        course, request = said.get("course"), said.get("request")
        return TicketDraft(
            kind=read.kind,
            category=found.category,
            time=said.get("time"),
            place=place_words,
            course=course,
            state=said.get("state"),
            request=request,
            respondent=said.get("respondent"),
            summary=summary_of(read.kind, place_words, said.get("place"), course, request),
            deadline=deadline_for(read.kind, call.called_at.date()),
            route=found.route,
            evidence=evidence,
            to_ask=missing(read.kind, _known(said, parts)),
            time_resolved=when.resolved if when else None,
            place_parts=parts,
            contact=in_figures(said["contact"]) if "contact" in said else None,
            references=read.references,
            category_confidence=_confidence(found.category, read.judged.candidates),
            alternatives=_others(found.category, read.judged.candidates),
            duty=found.duty.name if found.duty else None,
            text=words,
        )

    def _when(self, call: Call, stretch: Evidence, read: Reading) -> Found | None:
        """The matter's own time, else the one that all share."""
        for part, trouble in ((stretch, read.trouble), (call.shared, None)):
            if part is None:
                continue
            words = call.text[slice(*part)]
            times = times_of(self._times(words, call.called_at), part[0], call.names)
            if (when := self._time(Told(words, times, read.kind, trouble))) is not None:
                span = (when.span[0] + part[0], when.span[1] + part[0])
                return replace(when, span=span)
        return None

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


def _evidence(
    start: int, read: Reading, place: Place | None, when: Found | None
) -> dict[str, Evidence]:
    """Where each field was said, in all that was said; what was not found is left out."""
    within = {
        "course": read.facts.course,
        "state": read.facts.state,
        "request": read.facts.request,
        "respondent": read.respondent,
        "category": read.trouble,
        "contact": read.contact,
    }
    evidence = {name: (s[0] + start, s[1] + start) for name, s in within.items() if s is not None}
    if place is not None:
        evidence["place"] = place.span
    if when is not None:
        evidence["time"] = when.span
    return evidence


def _known(said: dict[str, str], place: PlaceParts | None) -> frozenset[str]:
    """The fields that need no question; the city is one where a place was said."""
    open_city = place is not None and place.city is None
    return frozenset(said) | (frozenset() if open_city else {"city"})


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
