"""语境库 the knowledge base: loads the articles and decides what to do with what a caller said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log
from pathlib import Path

import msgspec
import numpy as np

from ivr.knowledge.article import Article, asked_as
from ivr.knowledge.bare import WHICH_MATTER, names_nothing
from ivr.knowledge.calendar import Calendar
from ivr.knowledge.calibration import OfText, Signals
from ivr.knowledge.choice import agrees, chosen, ordinal
from ivr.knowledge.cues import cues_of
from ivr.knowledge.decision import (
    Action,
    Candidate,
    Decision,
    Reason,
    answered,
    between,
    whether,
)
from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.gate import barred
from ivr.knowledge.index import Index, Match
from ivr.knowledge.judgement import Judgement
from ivr.knowledge.keys import Keys
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.loader import finish_articles
from ivr.knowledge.misfit import Misfit
from ivr.knowledge.prepare import Made, prepare
from ivr.knowledge.sounding import Sounding
from ivr.knowledge.terms import Spoken, spoken
from ivr.knowledge.unanswered import Unanswered, unanswered_of
from ivr.language.replies import yes_no

_LOOKED_AT = 2000  # characters of what was said; nobody says more before we answer
_ALTERNATIVES = 5
_WARMED_BY = 1500  # every so many articles one is asked for while loading
_COMPARED = 10  # articles whose signals are weighed
_TOPIC = 6  # characters
_LONG = 80  # characters; longer is no surer
_CONTENT = "cbu"  # kinds of terms that an answer is looked through for
_SAME = 0.9  # likeness of the words to a way: nearly word for word what the article is asked by
_UNSURE = 0.2  # from this probability something may be meant
_FAR = 0.1  # of the first one's probability: what is less likely is not offered beside it
_PEOPLE = frozenset(("孩子", "老人", "配偶"))  # among the matters of the word list
_Weighed = tuple[int, str, float]  # the place of a term in a text, its word, and what it weighs


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article with all that speaks for it."""

    article: Article
    match: Match
    signals: Signals  # but for the lead
    rank: float


class KnowledgeBase:
    """语境库: every article that is sound and valid, and how to find it."""

    def __init__(
        self,
        articles: Sequence[Article | None],
        lexicon: Lexicon,
        judgement: Judgement,
        unanswered: Unanswered,
        made: Made,
    ) -> None:
        self.curve = judgement.curve
        self._judgement = judgement
        self._unanswered = unanswered
        self._made = made
        self._sounding = Sounding(made.postings, made.prepared.syllables)
        self.lexicon = lexicon
        self._calendar: Calendar | None = None
        self._use(articles)
        self._warm_up()

    def _warm_up(self) -> None:
        """The first decisions load tables and touch the postings: no caller waits for that."""
        for article in self.articles[::_WARMED_BY]:
            self.decide(article.question)

    def _use(self, articles: Sequence[Article | None]) -> None:
        """Takes the articles that are valid; None stands in the place of one that is not."""
        self.articles = tuple(a for a in articles if a)
        self._places = articles
        self._keys = Keys(articles, self.lexicon)
        self._by_id = {a.id: n for n, a in enumerate(articles) if a}
        in_use = np.fromiter((a is not None for a in articles), np.bool_, len(articles))
        self._index = Index(self._made.postings, in_use)

    def _keep_up(self) -> None:
        """An article expires, another begins, while the service runs."""
        anew = self._calendar.turned() if self._calendar else None
        if anew is not None:
            self._use(anew)

    @classmethod
    def load(
        cls,
        folder: Path,
        variables: Mapping[str, str],
        today: date,
        cache: Path | None = None,
        clock: Callable[[], date] | None = None,
    ) -> tuple["KnowledgeBase", list[ArticleFault]]:
        """Reads `folder`/articles, /lexicons and /eval; what is broken is left out and named.

        What takes long is kept in the folder `cache` and made again when something has changed.
        With a `clock` an article expires on its day; without, the day of loading stays.
        """
        lexicon, lexicon_faults = Lexicon.load(folder / "lexicons" / "concepts.yaml")
        made = prepare(folder, lexicon, cache)
        articles, faults = finish_articles(made.prepared.articles, variables, today)
        judgement, unfitted = Judgement.load(folder)
        every = [*made.prepared.faults, *faults, *lexicon_faults, *unfitted]
        unanswered = Unanswered(unanswered_of(folder), lexicon, judgement.of_terms)
        kb = cls(articles, lexicon, judgement, unanswered, made)
        if clock is not None:
            kb._calendar = Calendar(clock, made.prepared.articles, dict(variables), today)
        return kb, every

    def __len__(self) -> int:
        return len(self.articles)

    def article(self, entry: str) -> Article:
        """The article of that id; KeyError where there is none."""
        return self._article_at(self._by_id[entry])

    def versions(self, entry: str) -> list[Article]:
        """历史: every version of an article as written, the oldest first, past and to come."""
        found = [a for a in self._made.prepared.articles if a.id == entry]
        return sorted(found, key=lambda a: a.valid_from or date.min)

    def search(self, text: str, limit: int = 10) -> list[Ranked]:
        """The articles nearest to a text, best first, whatever kind of utterance it is."""
        self._keep_up()
        return self._ranked(spoken(text, self.lexicon), limit)

    def decide(self, text: str) -> Decision:
        """即时答复: answers, asks which of two matters is meant, or hands over."""
        self._keep_up()
        text = text[:_LOOKED_AT]
        bar = barred(text)
        if bar in (Reason.EMPTY, Reason.HUMAN, Reason.EMERGENCY):
            return Decision(Action.HANDOFF, bar)
        said = spoken(text, self.lexicon)
        if bar is None and names_nothing(text, said):
            return Decision(Action.CLARIFY, Reason.BARE, question=WHICH_MATTER)
        asked = self._asked(text, said)
        is_question = asked >= self.curve.asked_from
        ranked = self._ranked(said, _ALTERNATIVES + 1)
        candidates = self._candidates(said, ranked, asked)
        if bar is None and candidates and not is_question and not self._is_topic(said):
            bar = Reason.GRIEVANCE
        if bar is not None:
            return Decision(Action.HANDOFF, bar, alternatives=candidates)
        if not candidates:
            return Decision(Action.HANDOFF, Reason.UNKNOWN)
        return self._choose_action(said, is_question, ranked[0], candidates)

    def choose(self, text: str, among: Sequence[str]) -> str | None:
        """Which of the offered articles the caller means; None where it is neither, or unclear."""
        if len(among) == 1:  # 对, and 对要带啥材料: what is asked next is asked of it
            asked_of_it = names_nothing(text, self.taken_apart(text)) and yes_no(text) is not False
            return among[0] if agrees(text) or asked_of_it else None
        place = ordinal(text, len(among))
        if place is not None:
            return among[place] if place >= 0 else None
        ways = {
            entry: tuple(spoken(w, self.lexicon) for w in asked_as(self.article(entry)))
            for entry in among
        }
        return chosen(spoken(text, self.lexicon), among, ways, self._index)

    def fits(self, entry: str, text: str) -> bool:
        """Whether a text speaks of all that an article is known by: its subject, and what of it."""
        said = spoken(text, self.lexicon)
        return all(self._keys.heard(self._by_id[entry], said, said.concepts))

    def speaks_of(self, entry: str, text: str) -> bool:
        """Whether a text names the subject of an article, the first of what it is known by."""
        said = spoken(text, self.lexicon)
        return all(self._keys.heard(self._by_id[entry], said, said.concepts)[:1])

    def names_matter(self, text: str) -> bool:
        """Whether a text names some subject by itself: 水费, 户口本; not whom it is about."""
        heard = {h.name for h in spoken(text, self.lexicon).heard if h.surety >= self.lexicon.SOUND}
        return not heard.isdisjoint(self.lexicon.matters - _PEOPLE)

    def likely(self, text: str) -> float:
        """How surely the nearest article is meant, whether or not it may be read out."""
        said = spoken(text, self.lexicon)
        candidates = self._candidates(said, self._ranked(said, 2), self._asked(text, said))
        return candidates[0].score if candidates else 0.0

    def taken_apart(self, text: str) -> Spoken:
        """What a text is compared by, for the bench."""
        return spoken(text, self.lexicon)

    def near_unanswered(self, said: Spoken) -> tuple[float, float]:
        """How like a question that no article answers a text is, by words and by sound."""
        return self._unanswered.near(said)

    def asks(self, text: str) -> bool:
        """Whether a text is a question that may be answered, and no grievance."""
        sure = self._asked(text, spoken(text, self.lexicon))
        return barred(text) is None and sure >= self.curve.asked_from

    def _asked(self, text: str, said: Spoken) -> float:
        """How surely it is a question and no grievance."""
        return self.curve.question(cues_of(text, self._judgement.tone.of(said)))

    def _is_topic(self, said: Spoken) -> bool:
        """医保, 身份证的事: a matter is named, and nothing is asked yet."""
        return len(said.text) <= _TOPIC and any(h.name in self.lexicon.matters for h in said.heard)

    def _ranked(self, said: Spoken, limit: int) -> list[Ranked]:
        asked = self._index.asked(said)
        matches = self._index.search(asked, max(_COMPARED, limit))
        if not matches:
            return []
        heard = said.concepts
        each = list(zip(said.terms, asked.weights.tolist(), strict=True))
        # Of matters and acts, and of all that an answer is looked through for: the place among
        # the terms, the word, and what it weighs.
        names = [(n, t[1:], w * heard[t[1:]]) for n, (t, w) in enumerate(each) if t[0] == "c"]
        words = [(n, t[1:], w * w) for n, (t, w) in enumerate(each) if t[0] in _CONTENT]
        lacks = np.array([match.lacks for match in matches])
        misfits = Misfit.of(self._judgement.misfit.values(said), lacks).tolist()
        syllables = [n for n, term in enumerate(said.terms) if term[0] == "s"]
        novel = lacks[:, syllables].mean(axis=1).tolist() if syllables else [1.0] * len(matches)
        alike = self._sounding.likeness(said.sounds, [match.article for match in matches])
        grasped = self._judgement.grasp.of(said)
        read = self._judgement.reading.of(said)
        length = log(min(max(len(said.text), 1), _LONG)) / 4
        ranked = []
        for n, (match, (sound, sounds)) in enumerate(zip(matches, alike, strict=True)):
            article = self._article_at(match.article)
            grasp, grasp_none = grasped.of(article.id)
            reading, reading_none = read.of(article.id)
            groups = self._keys.heard(match.article, said, heard)
            signals = Signals(
                match.cosine,
                match.of_way,
                match.of_question_any,
                sum(groups) / len(groups) if groups else 1.0,
                1.0 if not groups or groups[0] else 0.0,
                self._strangers(match, names),
                sound,
                sounds,
                novel[n],
                misfits[n],
                grasp,
                reading,
                length,
                grasp_none=grasp_none,
                reading_none=reading_none,
            )
            ranked.append(Ranked(article, match, signals, self.curve.rank(signals)))
        ranked.sort(key=lambda r: -r.rank)
        return [_with_told(r, words) for r in ranked[:limit]]

    def _strangers(self, match: Match, names: Sequence[_Weighed]) -> float:
        """Share of the matters and acts heard (by weight) that the article does not know."""
        total = sum([weight for _at, _name, weight in names])
        if total <= 0:
            return 0.5
        known, lacks = self._keys.names(match.article), match.lacks
        return sum([w for at, name, w in names if lacks[at] and name not in known]) / total

    def _article_at(self, place: int) -> Article:
        article = self._places[place]
        if article is None:
            raise KeyError(place)
        return article

    def _candidates(
        self, said: Spoken, ranked: Sequence[Ranked], asked: float
    ) -> tuple[Candidate, ...]:
        """The best articles with their probability; together never more than 1."""
        text = OfText(asked, *self.near_unanswered(said), self._judgement.askable.of(said))
        scores = []
        for this in ranked[:_ALTERNATIVES]:
            rival = next((r for r in ranked if r is not this), None)
            lead = this.rank - (rival.rank if rival else 0.0)
            scores.append(self.curve.probability(this.signals.placed(text, lead)))
        left = 1.0
        found = []
        for score, this in zip(scores, ranked, strict=False):
            score = min(score, left)
            left -= score
            found.append(Candidate(this.article.id, this.article.question, round(score, 4)))
        return tuple(found)

    def _choose_action(
        self, said: Spoken, is_question: bool, best: Ranked, candidates: tuple[Candidate, ...]
    ) -> Decision:
        first, article = candidates[0], best.article
        same = best.signals.cosine >= _SAME
        enough = self.curve.same_from if same else self.curve.answer_from
        if is_question and first.score >= enough and self.may_mean(said, best):
            if not article.speakable:
                names = "、".join(article.unfilled)
                return Decision(
                    Action.HANDOFF, f"{Reason.UNFILLED}: {names}", alternatives=candidates
                )
            return answered(article, candidates)
        if len(candidates) > 1:
            second = candidates[1]
            likely = first.score + second.score >= self.curve.clarify_from
            if likely and second.score < _FAR * first.score:
                return whether(first)
            if likely or self._is_topic(said):
                return between(first, second)
        reason = Reason.UNSURE if first.score >= _UNSURE else Reason.UNKNOWN
        return Decision(Action.HANDOFF, reason, score=first.score, alternatives=candidates)

    def may_answer(self, text: str, ranked: Ranked) -> bool:
        """Whether an article would be read out for a text, were it only likely enough."""
        said = self.taken_apart(text)
        return self.asks(text) and not names_nothing(text, said) and self.may_mean(said, ranked)

    def may_mean(self, said: Spoken, ranked: Ranked) -> bool:
        """Whether a text names no foreign matter: none but the keys' and the nearest way's."""
        others, surely = self.lexicon.others, self.lexicon.SOUND
        foreign = {h.name for h in said.heard if h.surety >= surely and h.name in others}
        if not foreign:
            return True
        numbers = self._made.postings.numbers(["c" + name for name in sorted(foreign)])
        way = self._made.postings.terms_of_way(ranked.match.article, ranked.match.way)
        held = {n for n, k in zip(sorted(foreign), numbers, strict=True) if k in way}
        return foreign <= held.union(self._keys.names(ranked.match.article))


def _with_told(ranked: Ranked, words: Sequence[_Weighed]) -> Ranked:
    """With what the words weigh that no way of the article holds, but its answer."""
    short, full = ranked.article.answer, ranked.article.full
    lacks = ranked.match.lacks.tolist()
    told = sum([w for at, word, w in words if lacks[at] and (word in short or word in full)])
    mass = sum([weight for _at, _word, weight in words]) or 1.0
    return replace(ranked, signals=msgspec.structs.replace(ranked.signals, told=told / mass))
