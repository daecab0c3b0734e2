"""音近: how like a text the ways of some articles sound, a half-heard syllable counted half.

A syllable is two signs, its initial and its final: 提去 for 提取 is right but for half a sign.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from ivr.knowledge.postings import Postings

_HALVES = re.compile(r"([zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(.*)", re.DOTALL)
_FIRST_SIGN = 0x100
_SIGNS = 0xD000 - _FIRST_SIGN  # so many fit below the code points that stand for no character
_UNHEARD = "\x01"  # half a syllable that no way holds
_KEPT = 4096  # articles whose ways' signs are remembered
_SEVERAL = 3  # ways that sound nearest


class Sounding:
    """Compares syllables with those of every way of an article."""

    def __init__(self, postings: Postings, syllables: Sequence[str]) -> None:
        self._postings = postings
        self._signs: dict[tuple[int, str], str] = {}
        pairs = "".join(self._sign(*half) for name in syllables for half in enumerate(halves(name)))
        self._pairs = np.frombuffer(pairs.encode("utf-16-le"), np.uint32)  # two signs in one
        self._heard = lru_cache(maxsize=4096)(self._of_syllable)
        # By article, for callers ask for the same matters; in tuples, for those are let alone by
        # the search for garbage.
        self._kept: dict[int, tuple[str, ...]] = {}

    def likeness(self, sounds: Sequence[str], articles: Sequence[int]) -> list[tuple[float, float]]:
        """For each article how like its nearest way sounds, and its nearest three."""
        if not articles:
            return []
        asked = "".join(map(self._heard, sounds))
        ways = [self._kept.get(article) or self._ways(article) for article in articles]
        every = [way for some in ways for way in some]
        alike = cdist([asked], every, scorer=Indel.normalized_similarity)[0].tolist()
        found, begin = [], 0
        for some in ways:
            nearest = sorted(alike[begin : begin + len(some)])[-_SEVERAL:]
            found.append((nearest[-1], sum(nearest) / len(nearest)))
            begin += len(some)
        return found

    def _sign(self, place: int, half: str) -> str:
        return self._signs.setdefault((place, half), chr(_FIRST_SIGN + len(self._signs) % _SIGNS))

    def _of_syllable(self, syllable: str) -> str:
        """Its two signs; half a syllable that no way holds has one that none of them has."""
        return "".join([self._signs.get(half, _UNHEARD) for half in enumerate(halves(syllable))])

    def _ways(self, article: int) -> tuple[str, ...]:
        """The signs of each way of an article."""
        p = self._postings
        starts = p.sound_starts[p.article_starts[article] : p.article_starts[article + 1] + 1]
        begin = int(starts[0])
        signs = self._pairs[p.sounds[begin : starts[-1]]].tobytes().decode("utf-16-le")
        edges = ((starts - begin) * 2).tolist()
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        ways = self._kept[article] = tuple([signs[a:b] for a, b in pairwise(edges)])
        return ways


@lru_cache(maxsize=4096)
def halves(syllable: str) -> tuple[str, str]:
    """Its initial, perhaps none, and its final."""
    initial, final = _HALVES.fullmatch(syllable).groups()  # type: ignore[union-attr]
    return initial or "", final
