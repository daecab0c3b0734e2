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

from ivr.knowledge.postings import Array, Postings, stretches
from ivr.knowledge.terms import KIND_WEIGHT, Spoken

SHORTLIST = 14
_COMMON = 0.2  # a posting list longer than this share of all articles only helps to compare
_READ = 6_000  # postings that are read for one question
_REMEMBERED = 200_000  # terms
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
    """The terms of a question that the index knows."""

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
        self._numbers: dict[str, int] = {}  # of terms asked for before
        self._place = np.full(len(postings.hashes), -1, np.int16)  # of a term in the question
        self._scores = np.zeros(self.size, np.float32)  # of the articles; nought between questions

    def weights_of(self, terms: Sequence[str]) -> list[float]:
        """How much each term counts; one that no article holds counts as the rarest."""
        numbers = self._numbers_of(terms)
        weights = self.postings.weight[numbers].tolist() if self.size else [0.0] * len(terms)
        return [
            weight if number >= 0 else KIND_WEIGHT[term[0]]
            for term, number, weight in zip(terms, numbers, weights, strict=True)
        ]

    def search(self, said: Spoken, limit: int = 10) -> list[Match]:
        """The best articles, best first."""
        asked = self._asked(said)
        if asked is None:
            return []
        shortlist = self._shortlist(asked)
        if not len(shortlist):
            return []
        return self._compare(shortlist, asked, limit)

    def _numbers_of(self, terms: Sequence[str]) -> list[int]:
        """The number of each term; callers use the same words, so those are remembered."""
        known = self._numbers
        new = [term for term in terms if term not in known]
        if new:
            if len(known) > _REMEMBERED:
                known.clear()
                new = list(terms)
            known.update(zip(new, self.postings.numbers(new).tolist(), strict=True))
        return [known[term] for term in terms]

    def _asked(self, said: Spoken) -> _Asked | None:
        terms = list(said.terms)
        every = np.array(self._numbers_of(terms), np.int64)
        known = every >= 0
        if not known.any():
            return None
        numbers, names = every[known], list(compress(terms, known.tolist()))
        surety = np.fromiter(said.terms.values(), np.float64, len(terms))[known]
        weight = self.postings.weight[numbers].astype(np.float64)
        power = (weight * surety) ** 2
        unknown = sum([KIND_WEIGHT[t[0]] ** 2 for t in compress(terms, (~known).tolist())])
        mass = float(power.sum()) + 0.5 * unknown
        return _Asked(names, numbers, weight**2 * surety, power, mass)

    def _shortlist(self, asked: _Asked) -> Array:
        """The articles that the rarest terms speak for; only what they touch is looked at."""
        p, scores = self.postings, self._scores
        lengths = p.holders[asked.numbers]
        rare = np.flatnonzero(lengths <= max(_COMMON * self.size, 64))
        chosen = rare if len(rare) else np.arange(len(lengths))
        chosen = chosen[np.argsort(lengths[chosen], kind="stable")]
        within = np.cumsum(lengths[chosen]) <= _READ
        within[0] = True
        read = chosen[within]
        counts = np.minimum(lengths[read], _READ)
        places = stretches(p.post_starts[asked.numbers[read]], counts)
        where, impact = p.post_where.take(places), _IMPACT.take(p.post_impact.take(places))
        np.add.at(scores, where, impact * np.repeat(asked.gain[read].astype(np.float32), counts))
        scores[self._out_of_use] = 0.0
        best = _largest(where, scores.take(where), SHORTLIST)
        scores[where] = 0.0  # clean for the next question: one at a time, no threads
        return best

    def _compare(self, articles: Array, asked: _Asked, limit: int) -> list[Match]:
        """The exact overlap with every way of some articles."""
        p = self.postings
        firsts, lasts = p.article_starts[articles], p.article_starts[articles + 1]
        begins, ends = p.way_starts[firsts], p.way_starts[lasts]
        places, hit = self._heard_of(asked, begins.tolist(), ends.tolist())
        terms = places.take(hit)
        gains = np.zeros(len(places))
        gains[hit] = asked.gain.take(terms)
        bases = np.cumsum(ends - begins)
        spans = list(zip(firsts.tolist(), lasts.tolist(), strict=True))
        starts = np.concatenate([p.way_starts[f:t] for f, t in spans])
        starts += np.repeat(bases - ends, lasts - firsts)
        sums = np.add.reduceat(gains, starts)
        norms = np.concatenate([p.way_norms[f:t] for f, t in spans])
        cosines = sums / (norms * np.sqrt(asked.mass))
        held = np.zeros((len(articles), len(asked.numbers)), dtype=bool)
        held[np.searchsorted(bases, hit, side="right"), terms] = True
        of_any = (held @ asked.power / asked.mass).tolist()
        edges = np.concatenate(([0], np.cumsum(lasts - firsts))).tolist()
        found = []
        for n, article in enumerate(articles.tolist()):
            at = edges[n] + int(cosines[edges[n] : edges[n + 1]].argmax())
            cosine, of_way = float(cosines[at]), float(sums[at] / norms[at] ** 2)
            rank = 0.6 * cosine + 0.2 * of_way + 0.2 * of_any[n]
            found.append((rank, n, article, at - edges[n], cosine, of_way, float(sums[at])))
        found.sort(key=lambda f: -f[0])
        return [
            Match(
                article,
                best,
                cosine,
                min(of_way, 1.0),
                min(total / asked.mass, 1.0),
                min(of_any[n], 1.0),
                rank,
                frozenset(compress(asked.names, held[n].tolist())),
            )
            for rank, n, article, best, cosine, of_way, total in found[:limit]
        ]

    def _heard_of(
        self, asked: _Asked, begins: Sequence[int], ends: Sequence[int]
    ) -> tuple[Array, Array]:
        """For stretches of ways' terms each one's place in the question, and which have one."""
        way_terms = self.postings.way_terms
        terms = np.concatenate([way_terms[b:e] for b, e in zip(begins, ends, strict=True)])
        self._place[asked.numbers] = np.arange(len(asked.numbers))
        places = self._place.take(terms)
        self._place[asked.numbers] = -1  # clean for the next question: one at a time, no threads
        return places, np.flatnonzero(places >= 0)


def _largest(places: Array, scores: Array, count: int) -> Array:
    """The places of the largest scores above nought; a place may stand there several times."""
    best = scores.max()
    for share in (0.4, 0.25, 0.15, 0.0):  # few reach far, so the many need no sorting
        near = np.flatnonzero(scores > share * best)
        near = near[np.argsort(places[near])]
        found = places[near]
        first = np.flatnonzero(np.diff(found, prepend=-1))
        if len(first) >= count:
            break
    largest = near[first]
    if len(largest) > count:
        largest = largest[np.argpartition(scores[largest], -count)[-count:]]
    return places[largest]
