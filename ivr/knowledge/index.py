"""倒排索引: finds the few articles worth a closer look, then compares each way they are asked for.

Two stages, both over flat arrays: postings from term to article (a term's impact grows with its
rarity and with the share of an article's ways that hold it; the rarest terms are read first, and
reading stops at a bound, so that the time of a decision is bounded at any size), then the exact
overlap of the question with every way of the best articles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from ivr.knowledge.postings import Array, Postings, stretches
from ivr.knowledge.terms import KIND_WEIGHT, Spoken

SHORTLIST = 12
_COMMON = 0.2  # a posting list longer than this share of all articles only helps to compare
_READ = 6_000  # postings that are read for one question
_REMEMBERED = 200_000  # terms
_SIEVE = 1 << 16  # places, of which the last 16 bits of a term's number are one
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
    lacks: Array  # bool, a place for each term of the question: no way of the article holds it


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms of a question, in their order."""

    numbers: Array  # in the index; -1 where no article holds the term
    weights: Array  # how much each counts; one that no article holds, as the rarest of its kind
    gain: Array  # weight squared times surety; nothing for what no article holds
    power: Array  # weight times surety, squared; the same
    mass: float  # of the whole question, unknown terms too


class Index:
    """Searches postings; articles that are not in use today are passed over."""

    def __init__(self, postings: Postings, in_use: Array) -> None:
        self.postings = postings
        self.size = postings.size
        self._out_of_use = np.flatnonzero(~in_use)
        self._numbers: dict[str, int] = {}  # of terms asked for before
        self._place = np.full(len(postings.hashes), -1, np.int16)  # of a term in the question
        self._sieve = np.zeros(_SIEVE, np.bool_)  # whether such a number may be in the question
        self._scores = np.zeros(self.size, np.float32)  # of the articles; nought between questions

    def asked(self, said: Spoken) -> Asked:
        """What each term of a question counts."""
        numbers = np.array(self._numbers_of(said.terms), np.int64)
        weights = np.array([KIND_WEIGHT[term[0]] for term in said.terms])
        known = np.flatnonzero(numbers >= 0)
        weights[known] = self.postings.weight[numbers[known]]
        surety = np.fromiter(said.terms.values(), np.float64, len(numbers))
        gain, power = np.zeros(len(numbers)), np.zeros(len(numbers))
        gain[known] = (weights**2 * surety)[known]
        power[known] = ((weights * surety) ** 2)[known]
        unknown = weights[numbers < 0]
        mass = float(power.sum()) + 0.5 * float(unknown @ unknown)
        return Asked(numbers, weights, gain, power, mass)

    def search(self, asked: Asked, limit: int = 10) -> list[Match]:
        """The best articles, best first."""
        known = np.flatnonzero(asked.numbers >= 0)
        if not len(known):
            return []
        shortlist = self._shortlist(asked.numbers[known], asked.gain[known])
        if not len(shortlist):
            return []
        return self._compare(shortlist, asked, known, limit)

    def _numbers_of(self, terms: Mapping[str, float]) -> list[int]:
        """The number of each term; callers use the same words, so those are remembered."""
        known = self._numbers
        numbers = list(map(known.get, terms))
        if None in numbers:
            if len(known) > _REMEMBERED:
                known.clear()
            new = [term for term in terms if term not in known]
            known.update(zip(new, self.postings.numbers(new).tolist(), strict=True))
            return [known[term] for term in terms]
        return cast("list[int]", numbers)

    def _shortlist(self, numbers: Array, gain: Array) -> Array:
        """The articles that the rarest terms speak for; only what they touch is looked at."""
        p, scores = self.postings, self._scores
        lengths = p.holders[numbers]
        rare = np.flatnonzero(lengths <= max(_COMMON * self.size, 64))
        chosen = rare if len(rare) else np.arange(len(lengths))
        chosen = chosen[np.argsort(lengths[chosen], kind="stable")]
        within = np.cumsum(lengths[chosen]) <= _READ
        within[0] = True
        read = chosen[within]
        counts = np.minimum(lengths[read], _READ)
        places = stretches(p.post_starts[numbers[read]], counts)
        where, impact = p.post_where.take(places), _IMPACT.take(p.post_impact.take(places))
        np.add.at(scores, where, impact * np.repeat(gain[read].astype(np.float32), counts))
        scores[self._out_of_use] = 0.0
        best = _largest(where, scores.take(where), SHORTLIST)
        scores[where] = 0.0  # clean for the next question: one at a time, no threads
        return best

    def _compare(self, articles: Array, asked: Asked, known: Array, limit: int) -> list[Match]:
        """The exact overlap with every way of some articles."""
        p = self.postings
        firsts, lasts = p.article_starts[articles], p.article_starts[articles + 1]
        begins, ends = p.way_starts[firsts], p.way_starts[lasts]
        hit, terms = self._heard_of(asked.numbers[known], known, begins.tolist(), ends.tolist())
        bases = np.cumsum(ends - begins)
        gains = np.zeros(bases[-1])
        gains[hit] = asked.gain.take(terms)
        spans = list(zip(firsts.tolist(), lasts.tolist(), strict=True))
        starts = np.concatenate([p.way_starts[f:t] for f, t in spans])
        starts += np.repeat(bases - ends, lasts - firsts)
        sums = np.add.reduceat(gains, starts)
        norms = np.concatenate([p.way_norms[f:t] for f, t in spans])
        cosines = sums / (norms * np.sqrt(asked.mass))
        lacks = np.ones((len(articles), len(asked.numbers)), np.bool_)
        lacks[np.searchsorted(bases, hit, side="right"), terms] = False
        of_any = (~lacks @ asked.power / asked.mass).tolist()
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
                lacks[n],
            )
            for rank, n, article, best, cosine, of_way, total in found[:limit]
        ]

    def _heard_of(
        self, numbers: Array, places: Array, begins: Sequence[int], ends: Sequence[int]
    ) -> tuple[Array, Array]:
        """Where in stretches of ways' terms the question's stand, and the place of each in it.

        A small sieve first, which stays at hand: few of the ways' terms are the question's.
        """
        way_terms = self.postings.way_terms
        terms = np.concatenate([way_terms[b:e] for b, e in zip(begins, ends, strict=True)])
        self._sieve[numbers % _SIEVE] = True
        maybe = np.flatnonzero(self._sieve[terms.astype(np.uint16)])
        self._sieve[numbers % _SIEVE] = False  # clean for the next question, as is the rest
        self._place[numbers] = places
        found = self._place.take(terms.take(maybe))
        self._place[numbers] = -1
        hit = found >= 0
        return maybe[hit], found[hit]


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
