"""工单起草: from what was said so far to tickets an operator can sign.

Pure: the same text and the same moment give the same draft, so it can be run again on every partial
result. Every field is a stretch of the text or something the tables say of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ivr.errors import Fault
from ivr.language.intent import Kind
from ivr.tickets import emergency
from ivr.tickets.asking import missing
from ivr.tickets.classify import Classifier
from ivr.tickets.danger_sense import DangerSense
from ivr.tickets.deadlines import deadline_for
from ivr.tickets.first_response import DUTIES, class_of, route_of_emergency
from ivr.tickets.gazetteer import Gazetteer, load_gazetteer
from ivr.tickets.kinds import Kinds
from ivr.tickets.model import Candidate, Draft, Emergency, Evidence, Route, TicketDraft
from ivr.tickets.places import Place, find_places
from ivr.tickets.reading import BLANK, Reader
from ivr.tickets.routing import route_of
from ivr.tickets.said_numbers import find_references, find_telephone, in_figures
from ivr.tickets.sharing import place_of, time_of, with_common_request
from ivr.tickets.splitting import split
from ivr.tickets.summary import summary_of
from ivr.tickets.taxonomy import Duty, load_taxonomy
from ivr.tickets.when import Found

MOST_CHARACTERS = 4000  # a call of twenty minutes; what comes after is not read


@dataclass(frozen=True)
class Understanding:
    """通话理解: the tables and the way from words to tickets."""

    classifier: Classifier
    reader: Reader
    gazetteer: Gazetteer
    home: str | None = None  # 本市: what a name of several cities means on a city's own line
    sense: DangerSense | None = None  # the second line of defence

    @classmethod
    def load(cls, folder: Path, home: str | None = None) -> "tuple[Understanding, list[Fault]]":
        """Read knowledge_base/: taxonomy, gazetteer and what danger sounds like."""
        taxonomy, faults = load_taxonomy(folder / "taxonomy")
        gazetteer, more = load_gazetteer(folder / "gazetteer")
        sense, unlearnt = DangerSense.load(folder / "dangers")
        classifier = Classifier(taxonomy)
        reader = Reader(classifier, Kinds(taxonomy, classifier.sentences))
        return cls(classifier, reader, gazetteer, home, sense), faults + more + unlearnt

    def danger(self, text: str) -> tuple[Emergency | None, Emergency | None]:
        """(what must be acted on, what should be asked about): the rules first, then the sense."""
        found = emergency.find_emergency(text)
        if found is not None or self.sense is None:
            return found, None
        return self.sense.judge(text)

    def draft(
        self, text: str, *, called_at: datetime, confidence: Sequence[float] | None = None
    ) -> Draft:
        """The draft of what was said so far.

        `confidence`, when given, holds the recogniser's for each character of the text.
        """
        text = text[:MOST_CHARACTERS]
        places = find_places(text, self.gazetteer, self.home)
        plain = _blanked(text, places)
        danger, doubt = self.danger(text)
        shared, stretches = split(text, plain, self.classifier, urgent=danger is not None)
        tickets: list[TicketDraft] = []
        for stretch in stretches:
            before = tickets[-1] if tickets else None
            ticket = self._ticket(text, plain, stretch, shared, called_at, places, before)
            if ticket is not None:
                tickets.append(ticket)
        asked = tuple(dict.fromkeys(name for t in tickets for name in t.to_ask))
        tickets = with_common_request(tickets, text)
        tickets = [_with_confidence(ticket, confidence, len(text)) for ticket in tickets]
        return Draft(
            tuple(tickets),
            danger,
            emergency.find_sensitive(text),
            asked if tickets else ("course",),
            doubt,
        )

    def _ticket(
        self,
        text: str,
        plain: str,
        stretch: Evidence,
        shared: Evidence | None,
        called_at: datetime,
        places: Sequence[Place],
        before: TicketDraft | None,
    ) -> TicketDraft | None:
        start, end = stretch
        words = text[start:end]
        counted = stretch != (0, len(text))
        read = self.reader.read(words, plain[start:end], called_at, counted=counted)
        if read is None:
            return None
        kind, judged, facts = read.kind, read.judged, read.facts
        best = judged.candidates[0] if judged.candidates else None
        place = place_of(text, stretch, shared, places, before)
        when = self._when(text, stretch, shared, called_at, places, kind)
        evidence = _in_whole_text(
            start,
            course=facts.course,
            state=facts.state,
            request=facts.request,
            respondent=read.respondent,
            category=read.trouble,
            contact=find_telephone(words),
        )
        if place is not None:
            evidence["place"] = place.span
        if when is not None:
            evidence["time"] = when.span
        said = {name: text[slice(*span)] for name, span in evidence.items()}
        known = frozenset(said) | ({"city"} if place is None or _city_is_clear(place) else set())
        category, duty, route = self._class_and_route(text, words, kind, best, place)
        return TicketDraft(
            kind=kind,
            category=category,
            time=said.get("time"),
            place=place.words if place else None,
            course=said.get("course"),
            state=said.get("state"),
            request=said.get("request"),
            respondent=said.get("respondent"),
            summary=summary_of(
                kind,
                place.words if place else None,
                said.get("place"),
                said.get("course"),
                said.get("request"),
            ),
            deadline=deadline_for(kind, called_at.date()) if kind else None,
            route=route,
            evidence=evidence,
            to_ask=missing(kind, known),
            time_resolved=when.resolved if when else None,
            place_parts=place.parts if place else None,
            contact=in_figures(said["contact"]) if "contact" in said else None,
            references=find_references(words),
            category_confidence=_confidence(category, best),
            alternatives=judged.candidates[1:]
            if best is None or best.category == category
            else judged.candidates[:2],
            duty=duty.name if duty else None,
            text=words,
        )

    def _when(
        self,
        text: str,
        stretch: Evidence,
        shared: Evidence | None,
        called_at: datetime,
        places: Sequence[Place],
        kind: Kind,
    ) -> Found | None:
        """The matter's own time, else the one that all share."""
        for part in (stretch, shared):
            if part is not None:
                found = self.reader.times(text[slice(*part)], called_at)
                if (when := time_of(found, part[0], places, kind)) is not None:
                    return when
        return None

    def _class_and_route(
        self,
        text: str,
        words: str,
        kind: Kind,
        best: Candidate | None,
        place: Place | None,
    ) -> tuple[tuple[str, str, str] | None, Duty | None, Route | None]:
        """What the words speak of and whose it is; danger comes before everything else."""
        taxonomy = self.classifier.taxonomy
        category = best.category if best else None
        parts = place.parts if place else None
        danger = self.danger(text)[0] and self.danger(words)[0]
        if danger:
            urgent = class_of(danger, best)
            if taxonomy.duty_of(urgent) is not None:  # a site's own list may not have it
                category = urgent
            return category, DUTIES[danger.service], route_of_emergency(danger, parts)
        duty = taxonomy.duty_of(category) if category else None
        industry = category[0] if category else None
        return category, duty, route_of(duty, kind, industry, parts, words)


def _confidence(category: tuple[str, str, str] | None, best: Candidate | None) -> float:
    if category is None:
        return 0.0
    return best.confidence if best and best.category == category else 1.0  # by the emergency's rule


def _in_whole_text(start: int, **found: Evidence | None) -> dict[str, Evidence]:
    """The spans of a matter's words as spans of everything said; what was not found is left out."""
    return {name: (s[0] + start, s[1] + start) for name, s in found.items() if s is not None}


def _blanked(text: str, places: Sequence[Place]) -> str:
    """The text without proper names of places: 建设 in 建设大道 is no building site."""
    letters = list(text)
    for place in places:
        for start, end in place.names:
            letters[start:end] = BLANK * (end - start)
    return "".join(letters)


def _city_is_clear(place: Place) -> bool:
    return place.parts.city is not None


def _with_confidence(
    ticket: TicketDraft, confidence: Sequence[float] | None, length: int
) -> TicketDraft:
    if confidence is None or len(confidence) < length:
        return ticket
    means = {
        name: round(sum(confidence[a:b]) / (b - a), 3)
        for name, (a, b) in ticket.evidence.items()
        if b > a
    }
    return replace(ticket, confidence=means)
