"""倒排表 the arrays an index consists of, and how they are made from articles taken apart.

Everything is a flat numpy array, so that it can be kept in a file and mapped back in a moment.
A term is known by the 64-bit hash of its text; its number is its place among the sorted hashes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from ivr.knowledge.terms import KIND_WEIGHT, Spoken

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Postings:
    """The arrays; `*_starts` hold one more place than things, so that n spans [n]:[n + 1]."""

    hashes: Array  # uint64, sorted: the terms
    weight: Array  # float32 a term: its kind, and how few articles hold it
    holders: Array  # int32 a term: how many articles hold it
    way_terms: Array  # int32: the terms of every way, one way after the other
    way_starts: Array  # int64
    way_norms: Array  # float32 a way
    article_starts: Array  # int64: the ways of an article
    post_starts: Array  # int64 a term
    post_where: Array  # int32: the articles that hold a term, the greatest impact first
    post_impact: Array  # uint8: 255 where every way of the article holds the term
    sounds: Array  # uint16: the syllables of every way, numbers into `syllables`
    sound_starts: Array  # int64

    @property
    def size(self) -> int:
        """How many articles."""
        return len(self.article_starts) - 1

    def numbers(self, terms: Sequence[str]) -> Array:
        """The number of each term, -1 for one that no article holds."""
        asked = np.fromiter(map(hashed, terms), np.uint64, len(terms))
        if not len(self.hashes):
            return np.full(len(terms), -1, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.hashes, asked), len(self.hashes) - 1)
        return np.where(self.hashes[places] == asked, places, -1)

    def terms_of_way(self, article: int, way: int) -> Array:
        """The terms of one way of an article."""
        place = self.article_starts[article] + way
        terms: Array = self.way_terms[self.way_starts[place] : self.way_starts[place + 1]]
        return terms


def hashed(term: str) -> int:
    """The 64-bit number of a term: the same in every process."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")


def rarity(holders: Any, size: int) -> Any:
    """How much a term tells that so many of so many texts hold: at most 1, for the rarest."""
    return np.log1p(size / (holders + 0.5)) / np.log1p(2 * size)


def stretches(begins: Array, counts: Array) -> Array:
    """The places of stretches that begin there and are so long, one after the other."""
    ends = np.cumsum(counts)
    places: Array = np.arange(ends[-1]) + np.repeat(begins - ends + counts, counts)
    return places


def posted(articles: Iterable[Sequence[Spoken]]) -> tuple[Postings, list[str]]:
    """The postings of articles, each a list of ways taken apart, and the syllables' names."""
    ids: dict[str, int] = {}
    syllables: dict[str, int] = {}
    terms: list[Array] = []
    sounds: list[Array] = []
    article_starts = [0]
    for ways in articles:
        for way in ways:
            numbers = (ids.setdefault(t, len(ids)) for t in way.terms)
            terms.append(np.fromiter(numbers, np.int32, len(way.terms)))
            heard = (syllables.setdefault(s, len(syllables)) % 65536 for s in way.sounds)
            sounds.append(np.fromiter(heard, np.uint16, len(way.sounds)))
        article_starts.append(len(terms))
    hashes = np.fromiter((hashed(t) for t in ids), np.uint64, len(ids))
    kinds = np.fromiter((KIND_WEIGHT[t[0]] for t in ids), np.float64, len(ids))
    order = np.argsort(hashes)
    place = np.empty(len(ids), dtype=np.int32)
    place[order] = np.arange(len(ids), dtype=np.int32)
    way_starts = _starts(terms)
    way_terms = place[np.concatenate(terms)] if terms else np.zeros(0, np.int32)
    starts = np.array(article_starts, dtype=np.int64)
    post_starts, where, impact = _post(way_terms, way_starts, starts, len(ids))
    holders = np.diff(post_starts)
    size = len(article_starts)  # one more than there are articles
    weight = (kinds[order] * rarity(holders, size)).astype(np.float32)
    totals = np.concatenate(([0.0], np.cumsum(weight[way_terms] ** 2, dtype=np.float64)))
    way_sums = totals[way_starts[1:]] - totals[way_starts[:-1]]
    return Postings(
        hashes[order],
        weight,
        holders.astype(np.int32),
        way_terms,
        way_starts,
        np.sqrt(np.maximum(way_sums, 1e-9)).astype(np.float32),
        starts,
        post_starts,
        where,
        impact,
        np.concatenate(sounds) if sounds else np.zeros(0, np.uint16),
        _starts(sounds),
    ), list(syllables)


def _starts(parts: Sequence[Array]) -> Array:
    lengths = np.fromiter((len(p) for p in parts), np.int64, len(parts))
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))


def _post(
    way_terms: Array, way_starts: Array, article_starts: Array, terms: int
) -> tuple[Array, Array, Array]:
    """For every term the articles that hold it, the greatest impact first."""
    size = max(len(article_starts) - 1, 1)
    ways = np.diff(article_starts)
    article_of_way = np.repeat(np.arange(len(ways), dtype=np.int64), ways)
    article_of_term = np.repeat(article_of_way, np.diff(way_starts))
    pairs, counts = np.unique(
        way_terms.astype(np.int64) * size + article_of_term, return_counts=True
    )
    term, article = np.divmod(pairs, size)
    impact = np.rint(255.0 * counts / np.maximum(ways[article] if len(ways) else 1, 1))
    impact = np.minimum(impact, 255).astype(np.int64)
    order = np.argsort(term * 256 + (255 - impact), kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(term, minlength=terms))))
    return (
        starts.astype(np.int64),
        article[order].astype(np.int32),
        impact[order].astype(np.uint8),
    )
