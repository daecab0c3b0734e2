"""语境库 the knowledge base: loads the articles and decides what to do with what a caller said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from rapidfuzz.distance import Indel

from ivr.knowledge.article import Article
from ivr.knowledge.calibration import Curve, Signals
from ivr.knowledge.choice import chosen, ordinal
from ivr.knowledge.decision import Action, Candidate, Decision, Reason
from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.gate import asks, barred, names_a_matter
from ivr.knowledge.index import Index, Match
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.loader import load_articles
from ivr.knowledge.terms import Spoken, spoken

_LOOKED_AT = 2000  # characters of what was said; nobody says more before we answer
_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article with all that speaks for it."""

    article: Article
    match: Match
    keys: float
    strangers: float
    rank: float


class KnowledgeBase:
    """语境库: every article that is sound and valid, and how to find it."""

    def __init__(self, articles: Sequence[Article], lexicon: Lexicon, curve: Curve) -> None:
        self.articles = tuple(articles)
        self.curve = curve
        self._lexicon = lexicon
        self._by_id = {a.id: n for n, a in enumerate(self.articles)}
        self._keys = [
            tuple(tuple(lexicon.add(word) for word in group) for group in a.keys) for a in articles
        ]
        self._ways = [
            tuple(spoken(w, lexicon) for w in dict.fromkeys((a.question, *a.ways)))
            for a in self.articles
        ]
        self._concepts = [
            frozenset(c for way in ways for c in way.concepts)
            | frozenset(word for group in keys for word in group)
            for ways, keys in zip(self._ways, self._keys, strict=True)
        ]
        self._sounds = [
            frozenset(t for way in ways for t in way.terms if t[0] == "s") for ways in self._ways
        ]
        self._index = Index(self._ways)
        self.decide("身份证怎么补办")  # the first decision loads tables; no caller waits for that

    @classmethod
    def load(
        cls, folder: Path, variables: Mapping[str, str], today: date
    ) -> tuple["KnowledgeBase", list[ArticleFault]]:
        """Reads `folder`/articles, /lexicons and /eval; what is broken is left out and named."""
        articles, faults = load_articles(folder / "articles", variables, today)
        lexicon, lexicon_faults = Lexicon.load(folder / "lexicons" / "concepts.yaml")
        curve, curve_faults = Curve.load(folder / "eval" / "calibration.yaml")
        return cls(articles, lexicon, curve), [*faults, *lexicon_faults, *curve_faults]

    def __len__(self) -> int:
        return len(self.articles)

    def article(self, entry: str) -> Article:
        """The article of that id; KeyError where there is none."""
        return self.articles[self._by_id[entry]]

    def search(self, text: str, limit: int = 10) -> list[Ranked]:
        """The articles nearest to a text, best first, whatever kind of utterance it is."""
        return self._ranked(spoken(text, self._lexicon), limit)

    def decide(self, text: str) -> Decision:
        """即时答复: answers, asks which of two matters is meant, or hands over."""
        text = text[:_LOOKED_AT]
        bar = barred(text)
        if bar in (Reason.EMPTY, Reason.HUMAN, Reason.EMERGENCY):
            return Decision(Action.HANDOFF, bar)
        said = spoken(text, self._lexicon)
        ranked = self._ranked(said, _ALTERNATIVES + 1)
        candidates = self._candidates(said, ranked)
        if bar is not None:
            return Decision(Action.HANDOFF, bar, alternatives=candidates)
        if not candidates:
            return Decision(Action.HANDOFF, Reason.UNKNOWN)
        return self._choose_action(text, candidates)

    def choose(self, text: str, among: Sequence[str]) -> str | None:
        """Which of the offered articles the caller means; None where it is neither, or unclear."""
        place = ordinal(text, len(among))
        if place is not None:
            return among[place] if place >= 0 else None
        ways = {entry: self._ways[self._by_id[entry]] for entry in among}
        return chosen(spoken(text, self._lexicon), among, ways, self._index)

    def signals(self, said: Spoken, ranked: Sequence[Ranked], place: int = 0) -> Signals:
        """What speaks for the article at a place of the list."""
        this = ranked[place]
        rival = next(islice((r for r in ranked if r is not this), 1), None)
        lead = this.rank - (rival.rank if rival else 0.0)
        way = self._ways[this.match.article][this.match.way]
        return Signals(
            this.match.cosine,
            this.match.of_question_any,
            this.keys,
            this.strangers,
            max(-1.0, min(1.0, lead)),
            Indel.normalized_similarity(said.sounds, way.sounds),
            self._novel(this.match.article, said),
        )

    def taken_apart(self, text: str) -> Spoken:
        """What a text is compared by, for the bench."""
        return spoken(text, self._lexicon)

    def _ranked(self, said: Spoken, limit: int) -> list[Ranked]:
        heard = said.concepts
        ranked = []
        for match in self._index.search(said, 3 * limit):
            groups = self._keys_heard(match.article, said)
            keys = sum(1.0 for g in groups if g > 0) / len(groups) if groups else 1.0
            strangers = self._strangers(match.article, heard)
            rank = match.rank + 0.12 * keys - 0.12 * strangers
            ranked.append(Ranked(self.articles[match.article], match, keys, strangers, rank))
        ranked.sort(key=lambda r: -r.rank)
        return ranked[:limit]

    def _keys_heard(self, article: int, said: Spoken) -> list[float]:
        """For every key group of an article how surely it was heard."""
        heard = said.concepts
        groups = zip(self.articles[article].keys, self._keys[article], strict=True)
        return [
            max(
                max((heard.get(name, 0.0) for name in names), default=0.0),
                max((1.0 for word in words if len(word) > 1 and word in said.text), default=0.0),
            )
            for words, names in groups
        ]

    def _strangers(self, article: int, heard: Mapping[str, float]) -> float:
        """Share of the matters and acts heard that the article does not know."""
        weights = {name: self._index.weight_of("c" + name) * s for name, s in heard.items()}
        total = sum(weights.values())
        if total <= 0:
            return 0.5
        return sum(w for n, w in weights.items() if n not in self._concepts[article]) / total

    def _novel(self, article: int, said: Spoken) -> float:
        """Share of the meaningful syllables of a text that the article never uses."""
        syllables = {t for t in said.terms if t[0] == "s"}
        if not syllables:
            return 1.0
        return len(syllables - self._sounds[article]) / len(syllables)

    def _candidates(self, said: Spoken, ranked: Sequence[Ranked]) -> tuple[Candidate, ...]:
        """The best articles with their probability; together never more than 1."""
        scores = [
            self.curve.probability(self.signals(said, ranked, n)) * ranked[n].keys ** 2
            for n in range(min(len(ranked), _ALTERNATIVES))
        ]
        left = 1.0
        found = []
        for score, this in zip(scores, ranked, strict=False):
            score = min(score, left)
            left -= score
            found.append(Candidate(this.article.id, this.article.question, round(score, 4)))
        return tuple(found)

    def _choose_action(self, text: str, candidates: tuple[Candidate, ...]) -> Decision:
        first = candidates[0]
        article = self.article(first.entry)
        if first.score >= self.curve.answer_from and self.plainly_asked(text, article):
            if not article.speakable:
                names = "、".join(article.unfilled)
                return Decision(
                    Action.HANDOFF, f"{Reason.UNFILLED}: {names}", alternatives=candidates
                )
            return self._answer(article, first, candidates)
        if len(candidates) > 1 and asks(text) | (len(text) <= 12):
            second = candidates[1]
            if first.score + second.score >= self.curve.clarify_from:
                return self._clarify(first, second)
        reason = Reason.UNSURE if first.score >= 0.2 else Reason.UNKNOWN
        return Decision(Action.HANDOFF, reason, score=first.score, alternatives=candidates)

    def plainly_asked(self, text: str, article: Article) -> bool:
        """A question (a mere statement may be a grievance) that names the article's matter."""
        said = self.taken_apart(text)
        place = self._by_id[article.id]
        if any(c in self._lexicon.others and c not in self._concepts[place] for c in said.concepts):
            return False
        heard = self._keys_heard(place, said)
        if heard and not heard[0]:
            return False
        return asks(text) or (all(heard) and names_a_matter(text, len(heard)))

    @staticmethod
    def _answer(article: Article, first: Candidate, candidates: tuple[Candidate, ...]) -> Decision:
        return Decision(
            Action.ANSWER,
            Reason.FOUND,
            article.id,
            article.question,
            article.answer,
            article.full,
            first.score,
            candidates[1:],
            police=article.police,
        )

    @staticmethod
    def _clarify(first: Candidate, second: Candidate) -> Decision:
        return Decision(
            Action.CLARIFY,
            Reason.TWO,
            score=round(first.score + second.score, 4),
            alternatives=(first, second),
            question=f"您想问的是，第一个，{first.title}；还是第二个，{second.title}？",
        )
