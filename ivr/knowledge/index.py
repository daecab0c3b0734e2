"""倒排索引: finds the few articles worth a closer look, then compares each way they are asked for.

Two stages, both over numpy arrays: postings from term to article (a term's impact grows with its
rarity and with the share of an article's ways that hold it), then the exact overlap of the
question with every way of the best articles.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ivr.knowledge.terms import KIND_WEIGHT, Spoken

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

SHORTLIST = 40
_COMMON = 0.2  # a posting list longer than this share of all articles only helps to compare


@dataclass(frozen=True, slots=True)
class Match:
    """How well an article fits what was said."""

    article: int  # its place in the list of articles
    way: int  # the way that fits best
    cosine: float  # overlap of question and way, both lengths counted
    of_way: float  # share of the way that was said
    of_question: float  # share of the question that this way holds
    of_question_any: float  # share of the question that any way of the article holds
    rank: float  # what the list is sorted by


class Index:
    """Over articles, each a list of ways (already taken apart)."""

    def __init__(self, articles: Sequence[Sequence[Spoken]]) -> None:
        self.size = len(articles)
        self._ids: dict[str, int] = {}
        per_article: list[Counter[int]] = []
        way_terms: list[Ints] = []
        article_starts = [0]
        for ways in articles:
            counts: Counter[int] = Counter()
            for way in ways:
                ids = np.fromiter(
                    (self._ids.setdefault(t, len(self._ids)) for t in way.terms), np.int32
                )
                counts.update(ids.tolist())
                way_terms.append(ids)
            per_article.append(counts)
            article_starts.append(len(way_terms))
        self._article_starts = np.array(article_starts, dtype=np.int64)
        self._way_starts = np.concatenate(
            ([0], np.cumsum([len(w) for w in way_terms], dtype=np.int64))
        ).astype(np.int64)
        self._way_terms: Ints = np.concatenate(way_terms) if way_terms else np.zeros(0, np.int32)
        self._weigh(per_article)
        squares = self._weight[self._way_terms] ** 2
        totals = np.concatenate(([0.0], np.cumsum(squares, dtype=np.float64)))
        way_sums = totals[self._way_starts[1:]] - totals[self._way_starts[:-1]]
        self._way_norms: Floats = np.sqrt(np.maximum(way_sums, 1e-9)).astype(np.float32)
        self._post(articles, per_article)

    def _weigh(self, per_article: Sequence[Counter[int]]) -> None:
        """A term's weight: its kind, and how few articles hold it."""
        holders = np.zeros(len(self._ids), dtype=np.float64)
        for counts in per_article:
            holders[list(counts)] += 1
        rarity = np.log1p((self.size + 1) / (holders + 0.5)) / np.log1p(2 * (self.size + 1))
        kinds = np.fromiter((KIND_WEIGHT[t[0]] for t in self._ids), np.float64, len(self._ids))
        self._holders = holders
        self._weight: Floats = (kinds * rarity).astype(np.float32)

    def _post(
        self, articles: Sequence[Sequence[Spoken]], per_article: Sequence[Counter[int]]
    ) -> None:
        where: list[list[int]] = [[] for _ in self._ids]
        impact: list[list[float]] = [[] for _ in self._ids]
        for n, counts in enumerate(per_article):
            ways = len(articles[n]) or 1
            for term, count in counts.items():
                where[term].append(n)
                impact[term].append(0.6 + 0.4 * count / ways)
        self._where: list[Ints] = [np.array(w, dtype=np.int32) for w in where]
        self._impact: list[Floats] = [np.array(i, dtype=np.float32) for i in impact]

    def weight_of(self, term: str) -> float:
        """How much a term counts; one that no article holds counts as the rarest."""
        known = self._ids.get(term)
        return float(self._weight[known]) if known is not None else KIND_WEIGHT[term[0]]

    def search(self, said: Spoken, limit: int = 10) -> list[Match]:
        """The best articles, best first."""
        known = {self._ids[t]: s for t, s in said.terms.items() if t in self._ids}
        if not known:
            return []
        weights = {t: float(self._weight[t]) for t in known}
        unknown = sum(KIND_WEIGHT[t[0]] ** 2 for t in said.terms if t not in self._ids)
        mass = sum((weights[t] * s) ** 2 for t, s in known.items()) + 0.5 * unknown
        scores = np.zeros(self.size, dtype=np.float32)
        common = max(_COMMON * self.size, 64)
        rare = [t for t in known if self._holders[t] <= common] or list(known)
        for term in rare:
            scores[self._where[term]] += (weights[term] ** 2 * known[term]) * self._impact[term]
        shortlist = _largest(scores, SHORTLIST)
        suretys: Floats = np.zeros(len(self._ids), dtype=np.float32)
        suretys[list(known)] = list(known.values())
        matches = [self._compare(int(n), suretys, mass) for n in shortlist]
        matches.sort(key=lambda m: -m.rank)
        return matches[:limit]

    def _compare(self, article: int, said: Floats, mass: float) -> Match:
        first, last = self._article_starts[article], self._article_starts[article + 1]
        begin, end = self._way_starts[first], self._way_starts[last]
        terms = self._way_terms[begin:end]
        hits = said[terms]
        shared = hits * self._weight[terms] ** 2
        sums = np.add.reduceat(shared, self._way_starts[first:last] - begin)
        norms = self._way_norms[first:last]
        cosines = sums / (norms * np.sqrt(mass))
        best = int(np.argmax(cosines))
        any_way = np.unique(terms[hits > 0])
        held = float((said[any_way] ** 2 * self._weight[any_way] ** 2).sum())
        cosine = float(cosines[best])
        of_way = float(sums[best] / norms[best] ** 2)
        of_question = float(sums[best] / mass)
        of_any = held / mass
        return Match(
            article,
            best,
            cosine,
            min(of_way, 1.0),
            min(of_question, 1.0),
            min(of_any, 1.0),
            0.6 * cosine + 0.2 * of_way + 0.2 * of_any,
        )


def _largest(scores: Floats, count: int) -> npt.NDArray[np.intp]:
    """The places of the largest scores above nought."""
    if len(scores) > count:
        best = np.argpartition(scores, -count)[-count:]
    else:
        best = np.arange(len(scores))
    return best[scores[best] > 0]
