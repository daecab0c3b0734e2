"""没有条目的问题: questions that no article answers, and how near a text comes to one of them.

They are the lines `none` of the labelled dev part. Who finds that callers get an answer to a
neighbouring matter adds the question there.
"""

from collections.abc import Iterable
from itertools import compress
from math import sqrt
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from ivr.knowledge.labelled import FILE, Labelled, read_labelled
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.postings import Array, rarity, stretches
from ivr.knowledge.terms import KIND_WEIGHT, Spoken, spoken
from ivr.knowledge.vocabulary import Vocabulary

_USUAL = 20  # a term that more than one in so many of them holds tells nothing
_NO_ROW = -1  # of a term that none of them holds
_NEAREST = 32  # by their words, of which the sound is compared
_NEAR = 0.3  # of the greatest likeness: seldom is less among the nearest
_FIRST_SIGN = 0x4000  # what stands for the first syllable
_UNHEARD = "\x01"  # for one that none of them holds


def unanswered(labelled: Iterable[Labelled]) -> list[str]:
    """The questions among some lines that no article answers."""
    return [i.text for i in labelled if not i.answers and not i.appeal]


def unanswered_of(folder: Path) -> list[str]:
    """Those of a knowledge base's dev part; none where it has no such file."""
    try:
        return unanswered(i for i in read_labelled(folder / FILE) if i.part == "dev")
    except (OSError, ValueError):
        return []


class Unanswered:
    """Finds the nearest question that no article answers."""

    def __init__(
        self, texts: Iterable[str], lexicon: Lexicon, vocabulary: Vocabulary | None = None
    ) -> None:
        taken_apart = [spoken(text, lexicon) for text in texts]
        lines = [said.terms for said in taken_apart]
        self._signs: dict[str, str] = {}
        self._sounds = ["".join(map(self._sign, said.sounds)) for said in taken_apart]
        places: dict[str, list[int]] = {}
        for n, terms in enumerate(lines):
            for term in terms:
                places.setdefault(term, []).append(n)
        self._lines = len(taken_apart)
        most = max(len(lines) // _USUAL, _NEAREST)
        telling = [found if len(found) <= most else [] for found in places.values()]
        rows = {term: row for row, term in enumerate(places)}
        self._row = (vocabulary or Vocabulary()).column(rows, _NO_ROW)
        self._counts = np.array([len(found) for found in telling], np.int64)
        self._begins = np.cumsum(self._counts) - self._counts
        self._where = np.array([n for found in telling for n in found], np.int32)
        kinds = np.array([KIND_WEIGHT[term[0]] for term in places])
        told = (kinds * rarity(self._counts, len(lines))) ** 2
        self._power = np.where(self._counts > 0, told, 0.0)
        powers = np.bincount(self._where, np.repeat(self._power, self._counts), len(lines))
        self._norms = np.sqrt(np.maximum(powers, 1e-9))

    def near(self, said: Spoken) -> tuple[float, float]:
        """How like the nearest of them a text is by its words, and by its sound; from 0 to 1."""
        rows = self._row.of(said.terms)
        is_known = rows != _NO_ROW
        known = rows[is_known]
        counts = self._counts[known]
        if not counts.any():
            return 0.0, 0.0
        sureties = np.fromiter(said.terms.values(), np.float64, len(rows))[is_known]
        strange = compress(said.terms, (~is_known).tolist())
        gains = self._power[known] * sureties
        mass = float(gains @ sureties) + 0.5 * sum([KIND_WEIGHT[term[0]] ** 2 for term in strange])
        where = self._where.take(stretches(self._begins[known], counts))
        alike = np.bincount(where, np.repeat(gains, counts), self._lines) / self._norms
        asked = "".join(self._signs.get(syllable, _UNHEARD) for syllable in said.sounds)
        heard = [self._sounds[n] for n in _nearest(alike)]
        sound = cdist([asked], heard, scorer=Indel.normalized_similarity).max()
        return float(alike.max()) / sqrt(mass), float(sound)

    def _sign(self, syllable: str) -> str:
        return self._signs.setdefault(syllable, chr(_FIRST_SIGN + len(self._signs)))


def _nearest(alike: Array) -> Array:
    """Where the greatest likenesses stand; few come near the greatest, so few are sorted."""
    near = np.flatnonzero(alike > _NEAR * alike.max())
    if len(near) < _NEAREST:
        near = np.arange(len(alike))
    return near[np.argpartition(alike[near], max(len(near) - _NEAREST, 0))[-_NEAREST:]]
