"""What words mean after something was spoken of: asked of that matter, or of one they name.

An article is only taken for a follow-up where all that it is known by was said, in what was spoken
of or in the words; else a text that asks little (他爸不同意咋办) finds some article or other. Where
none remains, and the words name no subject, they ask on about the matter itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ivr.calls.ports import Answers
from ivr.knowledge.bare import WHICH_MATTER
from ivr.knowledge.decision import Action, Candidate, Decision, Reason, between, whether
from ivr.language.asked_facts import telling
from ivr.language.asked_ways import as_a_whole, errand
from ivr.language.brief_replies import is_question
from ivr.language.earlier import without_tag
from ivr.language.elliptic import bare, completed, grieved, is_circumstance, subject_of

SHORT = 12  # characters; what is longer may tell its matter in words of its own
_LIKELY = 0.6  # of an article that fits what was spoken of and the words said to it
_LIKELY_OFFER = 0.4  # the same, of what is offered to who has named a topic
_FITTING = 0.25  # the same, where all that the article is known by was said
_FITTING_ALONE = 0.15  # the same, where nothing else is likely
_OPEN = (Reason.UNKNOWN, Reason.UNSURE)
_OF_IT = 0.3  # that words without a subject are asked of the matter itself
_NOTHING = Decision(Action.HANDOFF, Reason.UNKNOWN)
_BARE = Decision(Action.CLARIFY, Reason.BARE, question=WHICH_MATTER)


def likelihood(decision: Decision) -> float:
    """Of the article that is meant most likely."""
    return decision.alternatives[0].score if decision.alternatives else 0.0


@dataclass(frozen=True, slots=True)
class Following:
    """Words after `about`: the title that was answered, or what was said to a choice (`among`)."""

    answers: Answers
    about: str
    words: str
    choosing: bool = False

    def alone(self, decision: Decision) -> Decision:
        """What was found for the words alone, without what they do not name."""
        if not self.about or len(self.words) > SHORT or decision.action is not Action.CLARIFY:
            return decision
        if self.choosing and decision.score >= _LIKELY_OFFER:
            return decision
        offered = decision.alternatives[:2]
        fitting = [c for c in offered if self._fits(c.entry) or self._asks_for(c)]
        return _offered(decision, fitting) if fitting or not offered else _BARE

    def _asks_for(self, meant: Candidate) -> bool:
        """狗咬我咋办: a question that names the subject; 我是外地户口的 is none."""
        likely = meant.score >= _LIKELY and is_question(self.words)
        if is_circumstance(without_tag(bare(self.words))):  # 她是外地户口行不行
            return False
        return likely and self.answers.speaks_of(meant.entry, self.words)

    def names(self, decision: Decision) -> bool:
        """Whether the words alone speak of the article that answers them."""
        entry = decision.entry or ""
        return self.answers.names_matter(self.words) or self.answers.fits(entry, self.words)

    def likely(self) -> tuple[Decision, ...]:
        """What fits the whole questions that the words may mean, the best first."""
        decided = [self.answers.decide(asked) for asked in completed(self.about, self.words)]
        if not self.choosing:
            decided = [self._of_the_matter(d) for d in decided]
        found = [d for d in decided if d.action is Action.ANSWER]
        least = _LIKELY_OFFER if self.choosing else _LIKELY
        likely = [d for d in decided if _offers(d) and likelihood(d) >= self._least(d, least)]
        named = self._named() if all(d.title == self.about for d in found) else ()
        if named:
            return named
        agreed = likely and found and likely[0].alternatives[0].entry == found[0].entry
        if found and (found[0] is not decided[-1] or not likely or agreed):
            return (found[0],)
        return tuple(likely or found) or self._asks_on()

    def _named(self) -> tuple[Decision, ...]:
        """体检上哪体检, said of 换证: another article that the words by themselves mean."""
        if self.choosing:
            return ()
        alone = self.alone(self.answers.decide(self.words))
        other = alone.reason == Reason.ONE and alone.alternatives[0].title != self.about
        return (alone,) if other and likelihood(alone) >= _LIKELY else ()

    def _least(self, decision: Decision, otherwise: float) -> float:
        """An article whose every word was said is offered sooner."""
        first = decision.alternatives[0]
        other = not self.choosing and first.title != self.about
        return _FITTING_ALONE if other else otherwise

    def _of_the_matter(self, decision: Decision) -> Decision:
        """A decision without the articles of another subject."""
        if decision.action is Action.ANSWER:
            entry, said = decision.entry or "", self.about + self.words
            own = decision.title == self.about or self.answers.speaks_of(entry, said)
            return decision if own else _NOTHING
        if decision.action is Action.HANDOFF and decision.reason not in _OPEN:
            return decision
        fitting = [c for c in decision.alternatives[:2] if self._fits(c.entry)]
        least = _FITTING if decision.action is Action.CLARIFY else _FITTING_ALONE
        others = [c for c in fitting if c.title != self.about and c.score >= least]
        if others:  # what was just answered need not be offered beside it
            return whether(others[0])
        if decision.action is Action.HANDOFF:
            return decision
        kept = [c for c in decision.alternatives[:2] if c.title == self.about] or fitting
        return _offered(decision, kept) if kept else _NOTHING

    def _fits(self, entry: str) -> bool:
        return self.answers.fits(entry, self.about + self.words)

    def _asks_on(self) -> tuple[Decision, ...]:
        """他爸不同意咋办 names no subject: it is asked of the matter, if of any."""
        asks = is_question(self.words) and self.words[0] not in "你您"
        if self.choosing or not asks or self.answers.names_matter(self.words):
            return ()
        decided = self.answers.decide(self.about + self.words)
        of_it = [c for c in decided.alternatives[:1] if c.title == self.about and c.score >= _OF_IT]
        return (whether(of_it[0]),) if of_it else ()


def _offers(decision: Decision) -> bool:
    """Whether an article is offered; 那怎么办呢 alone brings the question what is meant."""
    return decision.action is Action.CLARIFY and bool(decision.alternatives)


def by_the_whole(answers: Answers, text: str, decision: Decision) -> Decision:
    """养老认证儿子能代办吗: no article asks it, and that of 养老认证怎么办 tells it.

    Read out where the article is surely meant and speaks of all that was said, else offered.
    """
    wished = errand(text) if decision.reason in (*_OPEN, Reason.GRIEVANCE) else ""
    asked = answers.decide(wished) if wished else decision
    if asked.action is Action.ANSWER and answers.speaks_of(asked.entry or "", text):
        return asked  # 我要查个人征信
    if decision.reason not in _OPEN:
        return decision
    whole = as_a_whole(text)
    if not whole:
        return _at_a_loss(answers, text, decision)
    found = answers.decide(whole)
    if found.action is Action.ANSWER:
        part = telling(found.answer or "", text) or telling(found.full_answer or "", text)
        if part and answers.fits(found.entry or "", text):
            told = telling(found.answer or "", text)
            return found if told else replace(found, answer=f"{part}。{found.answer}")
        meant: tuple[Candidate, ...] = (Candidate(found.entry or "", found.title or "", 0.0),)
    else:
        meant = found.alternatives[:2] if found.action is Action.CLARIFY else ()
    telling_it = (c for c in meant if telling(answers.article(c.entry).answer, text))
    likely = next(telling_it, None)
    return whether(likely) if likely else decision


def as_asked(decision: Decision, text: str) -> Decision:
    """护照咋办低保咋申请: of two matters the one asked first is offered first."""
    if decision.reason != Reason.TWO:
        return decision
    first, second = decision.alternatives[:2]
    before, behind = (text.find(subject_of(c.title)[:2]) for c in (second, first))
    parted = -1 < before < behind and is_question(text[:behind])
    return between(second, first) if parted else decision


def _at_a_loss(answers: Answers, text: str, decision: Decision) -> Decision:
    """欠薪找谁 tells no matter; an article that is known by its words is offered."""
    first = decision.alternatives[:1]
    named = decision.reason == Reason.UNSURE and answers.fits(first[0].entry, text)
    return whether(first[0]) if named and grieved(text) else decision


def _offered(decision: Decision, kept: Sequence[Candidate]) -> Decision:
    """Only those are offered that are kept."""
    if len(kept) == len(decision.alternatives[:2]):
        return decision
    return whether(kept[0])
