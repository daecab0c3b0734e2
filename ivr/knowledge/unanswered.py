"""没有条目的问题: questions that no article answers, and how near a text comes to one of them.

They are the lines `none` of the labelled dev part. Who finds that callers get an answer to a
neighbouring matter adds the question there.
"""

from collections.abc import Iterable
from math import sqrt
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from ivr.knowledge.labelled import FILE, Labelled, read_labelled
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.postings import rarity
from ivr.knowledge.terms import KIND_WEIGHT, Spoken, spoken

_USUAL = 20  # a term that more than one in so many of them holds tells nothing
_NEAREST = 32  # by their words, of which the sound is compared
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

    def __init__(self, texts: Iterable[str], lexicon: Lexicon) -> None:
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
        telling = {term: found for term, found in places.items() if len(found) <= most}
        self._where = {term: np.array(found, np.int32) for term, found in telling.items()}
        self._power = {
            term: (KIND_WEIGHT[term[0]] * rarity(len(found), len(lines))) ** 2
            for term, found in telling.items()
        }
        self._usual = places.keys() - telling.keys()
        powers = (sum(self._power.get(term, 0.0) for term in terms) for terms in lines)
        self._norms = np.sqrt(np.maximum(np.fromiter(powers, np.float64, len(lines)), 1e-9))

    def near(self, said: Spoken) -> tuple[float, float]:
        """How like the nearest of them a text is by its words, and by its sound; from 0 to 1."""
        known = said.terms.keys() & self._where.keys()
        if not known:
            return 0.0, 0.0
        terms = list(known)
        gains = [self._power[t] * said.terms[t] for t in terms]
        strange = sum([KIND_WEIGHT[t[0]] ** 2 for t in said.terms.keys() - known - self._usual])
        mass = sum(g * said.terms[t] for g, t in zip(gains, terms, strict=True)) + 0.5 * strange
        where = [self._where[t] for t in terms]
        sums = np.bincount(
            np.concatenate(where), np.repeat(gains, list(map(len, where))), self._lines
        )
        alike = sums / self._norms
        asked = "".join(self._signs.get(syllable, _UNHEARD) for syllable in said.sounds)
        nearest = np.argpartition(alike, -_NEAREST)[-_NEAREST:] if len(alike) > _NEAREST else ()
        heard = [self._sounds[n] for n in nearest] if len(nearest) else self._sounds
        sound = cdist([asked], heard, scorer=Indel.normalized_similarity).max()
        return float(alike.max()) / sqrt(mass), float(sound)

    def _sign(self, syllable: str) -> str:
        return self._signs.setdefault(syllable, chr(_FIRST_SIGN + len(self._signs)))
