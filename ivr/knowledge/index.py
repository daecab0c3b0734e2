"""倒排索引: finds the few articles worth a closer look, then compares each way they are asked for.

Two stages, both over flat arrays: postings from term to article (a term's impact grows with its
rarity and with the share of an article's ways that hold it; the rarest terms are read first, and
reading stops at a bound, so that the time of a decision is bounded at any size), then the exact
overlap of the question with every way of the best articles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from ivr.knowledge.postings import Array, Postings
from ivr.knowledge.terms import KIND_WEIGHT, Spoken

SHORTLIST = 28
_COMMON = 0.2  # a posting list longer than this share of all articles only helps to compare
_READ = 12_000  # postings that are read for one question
_IMPACT = (0.6 + 0.4 * np.arange(256) / 255).astype(np.float32)


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
    held: frozenset[str]  # the terms of the question that some way of the article holds


@dataclass(frozen=True, slots=True)
class _Asked:
    """The terms of a question that the index knows, sorted by number."""

    names: list[str]
    numbers: Array
    gain: Array  # weight squared times surety
    power: Array  # weight times surety, squared
    mass: float  # of the whole question, unknown terms too


class Index:
    """Searches postings; articles that are not in use today are passed over."""

    def __init__(self, postings: Postings, in_use: Array) -> None:
        self.postings = postings
        self.size = postings.size
        self._out_of_use = np.flatnonzero(~in_use)
        self._place = np.full(len(postings.hashes), -1, np.int32)  # of a term in the question

    def weights_of(self, terms: Sequence[str]) -> list[float]:
        """How much each term counts; one that no article holds counts as the rarest."""
        return [
            float(self.postings.weight[number]) if number >= 0 else KIND_WEIGHT[term[0]]
            for term, number in zip(terms, self.postings.numbers(terms).tolist(), strict=True)
        ]

    def search(self, said: Spoken, limit: int = 10) -> list[Match]:
        """The best articles, best first."""
        asked = self._asked(said)
        if asked is None:
            return []
        shortlist = _largest(self._scores(asked), SHORTLIST)
        if not len(shortlist):
            return []
        return self._compare(shortlist, asked, limit)

    def _asked(self, said: Spoken) -> _Asked | None:
        terms = list(said.terms)
        numbers = self.postings.numbers(terms)
        known = np.flatnonzero(numbers >= 0)
        if not len(known):
            return None
        known = known[np.argsort(numbers[known])]
        names = [terms[n] for n in known]
        surety = np.fromiter((said.terms[t] for t in names), np.float64, len(names))
        weight = self.postings.weight[numbers[known]].astype(np.float64)
        power = (weight * surety) ** 2
        unknown = sum(KIND_WEIGHT[t[0]] ** 2 for t, n in zip(terms, numbers, strict=True) if n < 0)
        mass = float(power.sum()) + 0.5 * unknown
        return _Asked(names, numbers[known], weight**2 * surety, power, mass)

    def _scores(self, asked: _Asked) -> Array:
        p = self.postings
        lengths = p.holders[asked.numbers]
        rare = np.flatnonzero(lengths <= max(_COMMON * self.size, 64))
        chosen = rare if len(rare) else np.arange(len(lengths))
        chosen = chosen[np.argsort(lengths[chosen], kind="stable")]
        within = np.cumsum(lengths[chosen]) <= _READ
        within[0] = True
        where, impact = [], []
        for n in chosen[within]:
            begin = p.post_starts[asked.numbers[n]]
            end = min(p.post_starts[asked.numbers[n] + 1], begin + _READ)
            where.append(p.post_where[begin:end])
            impact.append(_IMPACT[p.post_impact[begin:end]] * np.float32(asked.gain[n]))
        scores = np.bincount(np.concatenate(where), np.concatenate(impact), self.size)
        scores[self._out_of_use] = 0.0
        return scores

    def _compare(self, articles: Array, asked: _Asked, limit: int) -> list[Match]:
        """The exact overlap with every way of some articles."""
        p = self.postings
        firsts, lasts = p.article_starts[articles], p.article_starts[articles + 1]
        begins, ends = p.way_starts[firsts], p.way_starts[lasts]
        terms = np.concatenate([p.way_terms[b:e] for b, e in zip(begins, ends, strict=True)])
        self._place[asked.numbers] = np.arange(len(asked.numbers))
        places = self._place[terms]
        self._place[asked.numbers] = -1  # clean for the next question: one at a time, no threads
        hit = places >= 0
        shared = np.where(hit, asked.gain[places], 0.0)
        bases = np.concatenate(([0], np.cumsum(ends - begins)))
        starts = np.concatenate(
            [
                p.way_starts[f:t] - b + base
                for f, t, b, base in zip(firsts, lasts, begins, bases[:-1], strict=True)
            ]
        )
        sums = np.add.reduceat(shared, starts)
        norms = np.concatenate([p.way_norms[f:t] for f, t in zip(firsts, lasts, strict=True)])
        cosines = sums / (norms * np.sqrt(asked.mass))
        held = np.zeros((len(articles), len(asked.numbers)), dtype=bool)
        held[np.repeat(np.arange(len(articles)), ends - begins)[hit], places[hit]] = True
        of_any = held @ asked.power / asked.mass
        edges = np.concatenate(([0], np.cumsum(lasts - firsts)))
        found = []
        for n, article in enumerate(articles):
            best = int(np.argmax(cosines[edges[n] : edges[n + 1]]))
            at = edges[n] + best
            cosine, of_way = float(cosines[at]), float(sums[at] / norms[at] ** 2)
            rank = 0.6 * cosine + 0.2 * of_way + 0.2 * float(of_any[n])
            found.append((rank, n, int(article), best, cosine, of_way, float(sums[at])))
        found.sort(key=lambda f: -f[0])
        return [
            Match(
                article,
                best,
                cosine,
                min(of_way, 1.0),
                min(total / asked.mass, 1.0),
                min(float(of_any[n]), 1.0),
                rank,
                frozenset(compress(asked.names, held[n].tolist())),
            )
            for rank, n, article, best, cosine, of_way, total in found[:limit]
        ]


def _largest(scores: Array, count: int) -> Array:
    """The places of the largest scores above nought."""
    places: Array = np.flatnonzero(scores > 0.4 * scores.max()) if len(scores) else np.arange(0)
    if len(places) < count:
        places = np.flatnonzero(scores)
    if len(places) > count:
        places = places[np.argpartition(scores[places], -count)[-count:]]
    return places
