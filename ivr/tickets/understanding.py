"""工单起草: from what was said so far to tickets an operator can sign.

Pure: the same text and the same moment give the same draft, so it can be run again on every partial
result. Every field is a stretch of the text or something the tables say of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from ivr.clock import CHINA
from ivr.errors import Fault
from ivr.tickets import emergency
from ivr.tickets.asking import asks_of
from ivr.tickets.assembling import Assembler, Call
from ivr.tickets.classify import Classifier
from ivr.tickets.concern_sense import SORTS, ConcernSense
from ivr.tickets.danger_sense import CERTAIN_ALREADY, RULE, DangerSense
from ivr.tickets.fluent import fluent
from ivr.tickets.gazetteer import Gazetteer, load_gazetteer
from ivr.tickets.kinds import Kinds
from ivr.tickets.long_known import may_be_taken_back
from ivr.tickets.mended import mended
from ivr.tickets.model import Draft, Emergency, Evidence, Sensitive, TicketDraft
from ivr.tickets.pauses import FILE as PAUSES
from ivr.tickets.pauses import read_pauses
from ivr.tickets.place_choice import PlaceChoice
from ivr.tickets.places import PlaceFinder
from ivr.tickets.put_right import A_TIME, Fact
from ivr.tickets.reader import StoryReader
from ivr.tickets.reading import BLANK, Reader
from ivr.tickets.referring import with_referred
from ivr.tickets.respondent import Respondents
from ivr.tickets.roles import FILE as ROLES
from ivr.tickets.roles import read_roles
from ivr.tickets.sharing import with_common_request
from ivr.tickets.split_sense import FILE as SPLITS
from ivr.tickets.split_sense import SplitSense, read_split_weights
from ivr.tickets.splitting import Splitter
from ivr.tickets.taxonomy import load_taxonomy
from ivr.tickets.time_choice import FILE as TIME_CHOICE
from ivr.tickets.time_choice import TimeChoice, read_time_choice
from ivr.tickets.when import every_time

# Drafted when loading, so that the lists of words read at their first use delay no caller.
_FIRST, _ANY_DAY = "国庆节投诉光明供热公司态度不好", datetime(2026, 1, 1, tzinfo=CHINA)
# 活着真没意思 is said of oneself, or by somebody who should be looked after: it needs no 我.
_OF_THE_CALLER = re.compile(
    r"[我俺](?!家?(?:邻居|侄))(?![^，。]{0,4}(?:狗|猫))|活着(?:[^，。]{0,5})(?:意思|意义|劲|盼头|奔头)"
)
_SELF_HARM = SORTS.index("self_harm")
_NEAR = 8  # characters before words of self-harm in which the caller may say that it is about him
_BRIEF = 40  # characters of a call in which weights may find them: of a longer one they tell little
# What nobody says or sees: controls, marks of no width or of direction, halves of characters.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
MOST_CHARACTERS = 4000  # a call of twenty minutes; what comes after is not read
COMMUNITY = "社区"


@dataclass(frozen=True)
class Understanding:
    """通话理解: the tables and the way from words to tickets."""

    classifier: Classifier
    reader: Reader
    gazetteer: Gazetteer
    splitter: Splitter  # what is another matter
    home: str | None = None  # 本市: what a name of several cities means on a city's own line
    sense: DangerSense | None = None  # the second line of defence
    concern: ConcernSense | None = None  # the same of sensitive matters
    choice: TimeChoice = field(default_factory=TimeChoice)  # which of several times is the matter's
    place_choice: PlaceChoice = field(default_factory=lambda: PlaceChoice({}))  # which place

    @classmethod
    def load(cls, folder: Path, home: str | None = None) -> "tuple[Understanding, list[Fault]]":
        """Read knowledge_base/: taxonomy, gazetteer and what danger sounds like."""
        taxonomy, faults = load_taxonomy(folder / "taxonomy")
        gazetteer, more = load_gazetteer(folder / "gazetteer")
        sense, unlearnt = DangerSense.load(folder / "dangers")
        concern, unheard = ConcernSense.load(folder / "dangers")
        classifier = Classifier(taxonomy)
        story, unread = StoryReader.load(folder / "taxonomy")
        respondents, lost = Respondents.load(folder / "taxonomy", story)
        pauses = read_pauses(folder / "taxonomy" / PAUSES)
        roles = read_roles(folder / "taxonomy" / ROLES)
        reader = Reader(classifier, Kinds(taxonomy), respondents, pauses, roles)
        choice = read_time_choice(folder / "taxonomy" / TIME_CHOICE, story)
        splits = SplitSense(classifier, read_split_weights(folder / "taxonomy" / SPLITS))
        splitter = Splitter(classifier, splits)
        places, unplaced = PlaceChoice.load(folder / "taxonomy", story)
        loaded = cls(classifier, reader, gazetteer, splitter, home, sense, concern, choice, places)
        loaded.draft(_FIRST, called_at=_ANY_DAY)
        return loaded, faults + more + unlearnt + unheard + unread + lost + unplaced

    @cached_property
    def places(self) -> PlaceFinder:
        """What finds places, by this site's gazetteer."""
        return PlaceFinder(self.gazetteer, self.place_choice, self.home)

    @cached_property
    def assembler(self) -> Assembler:
        """What makes a ticket's draft of a matter's words."""
        return Assembler(self.classifier, self.reader, self.places, self.danger, self.choice)

    def danger(
        self, text: str, *, going_on: bool = False
    ) -> tuple[Emergency | None, Emergency | None]:
        """(what must be acted on, what should be asked about): the rules first, then the sense.

        A rule's hit in words that sound like any day's is asked about. `going_on`: the sentence is
        not finished, and its last words wait for more.
        """
        words, places = fluent(text)
        certain, doubt = self._danger(words, going_on)
        return _said_in(text, places, certain), _said_in(text, places, doubt)

    def _danger(self, text: str, going_on: bool) -> tuple[Emergency | None, Emergency | None]:
        if self.sense is None:
            return emergency.find_emergency(text, going_on=going_on), None
        found = emergency.find_emergency(text, going_on=going_on, heeds=self.sense.heeds)
        if found is not None:
            return self.sense.with_further(text, found), None
        if going_on:
            certain, doubt = self.sense.judge(text[: -emergency.HELD_BACK], CERTAIN_ALREADY)
            if certain and may_be_taken_back(text, *certain.span, certain.rule):
                return None, None
        else:
            certain, doubt = self.sense.judge(text)
        if certain is None and doubt is None:
            asks = self.sense.may_be_asked
            doubt = emergency.find_emergency(text, going_on=going_on, heeds=asks)
        if certain is None and doubt is None and not going_on:
            doubt = self._of_self_harm(text)
        return certain, doubt

    def _of_self_harm(self, text: str) -> Emergency | None:
        """Who speaks of an end to his own life, in whatever words, is asked about it at least."""
        found = emergency.find_sensitive(text)
        if found is None and self.concern and len(text) < _BRIEF:
            found = self.concern.judge(text)
            if found and self.concern.weigh(found.words)[_SELF_HARM] <= 0:
                return None
        if found is None or found.sort != SORTS[_SELF_HARM]:
            return None
        start, end = found.span
        if not _OF_THE_CALLER.search(text[max(0, start - _NEAR) : end]):
            return None
        return Emergency("110", ("110", "120"), found.reason, found.words, found.rule, found.span)

    def sensitive(self, text: str) -> Sensitive | None:
        """敏感事项: the rules first, then what is learnt."""
        found = emergency.find_sensitive(text)
        return self.concern.judge(text) if found is None and self.concern else found

    def draft(
        self,
        text: str,
        *,
        called_at: datetime,
        confidence: Sequence[float] | None = None,
        calm: bool = False,
    ) -> Draft:
        """The draft of what was said so far.

        `calm`: the caller was asked; what only sounds like danger is in doubt, however certain.
        `confidence`, when given, holds the recogniser's for each character of the text.
        """
        said = _UNSEEN.sub(" ", text[:MOST_CHARACTERS])
        text, places = self.mended(said, called_at)
        names = self.places.read(text).names
        plain = blanked(text, names)
        danger, doubt = self.danger(said)
        if calm and danger is not None and danger.rule == RULE:
            danger, doubt = None, danger
        shared, stretches = self.splitter.split(plain, urgent=danger is not None)
        in_danger = danger is not None
        call = Call(text, plain, called_at, tuple(names), shared, in_danger, tuple(stretches))
        tickets = with_common_request(self.assembler.tickets(call), text)
        asked = tuple(dict.fromkeys(name for t in tickets for name in t.to_ask))
        if text != said:
            tickets = [_said_where(ticket, places) for ticket in tickets]
        tickets = [_with_confidence(ticket, confidence, len(said)) for ticket in tickets]
        return Draft(
            tuple(tickets),
            danger,
            self.sensitive(said),
            asked if tickets else ("course",),
            doubt,
        )

    def questions_of(self, ticket: TicketDraft) -> tuple[str, ...]:
        """For each fact that is to be asked for, the name of the question that fits the matter."""
        questions = dict(asks_of(ticket, self.classifier.taxonomy))
        return tuple(questions.get(fact, fact) for fact in ticket.to_ask)

    def after(self, draft: TicketDraft, earlier: Sequence[TicketDraft]) -> TicketDraft:
        """The draft with what its words take over from matters that have their tickets already."""
        return with_referred(draft, earlier, self.places, self.classifier.taxonomy)

    def mended(self, said: str, called_at: datetime) -> tuple[str, list[int]]:
        """The words without what the caller took back, and where each character was said."""
        towns = self.gazetteer.by_name
        return mended(said, lambda words: self._facts(words, called_at), towns)

    def _facts(self, words: str, called_at: datetime) -> list[Fact]:
        """What a caller may put right."""
        times = [Fact(found.span, A_TIME) for found in every_time(words, called_at)]
        tagged = self.places.read(words).tagged
        return times + [Fact((start, end), sort.rstrip("~?")) for start, end, sort in tagged]


def _said_where(ticket: TicketDraft, places: Sequence[int]) -> TicketDraft:
    """The evidence in the words as they were said: a field that was put right reaches further."""
    evidence = {}
    for name, (start, end) in ticket.evidence.items():
        own = places[start:end]
        evidence[name] = (min(own), max(own) + 1) if own else (0, 0)
    return replace(ticket, evidence=evidence)


def _said_in(text: str, places: Sequence[int], found: Emergency | None) -> Emergency | None:
    """What was found in the fluent words, in the words as they were said."""
    if found is None:
        return None
    start, end = places[found.span[0]], places[found.span[1] - 1] + 1
    return replace(found, span=(start, end), words=text[start:end])


def blanked(text: str, names: Sequence[Evidence]) -> str:
    """The text without proper names of places: 建设 in 建设大道 is no building site.

    Who praises 幸福社区 speaks of a community: that word stays.
    """
    parts: list[str] = []
    at = 0
    for start, name_end in names:
        end = name_end - len(COMMUNITY) * text.endswith(COMMUNITY, start, name_end)
        parts += (text[at:start], BLANK * (end - start))
        at = end
    return "".join((*parts, text[at:]))


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
