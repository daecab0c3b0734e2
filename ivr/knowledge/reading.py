"""细读 reading: what a question is about, by what stands beside what in it.

Grasp knows which terms a text holds, wherever they stand. Here every three characters in a row
are looked at together, each as it is written and as the two halves of its syllable sound; so 就一
reads nearly as 就医, and a character that was never seen still sounds like others. Filters look at
every such window; the strongest that each has seen anywhere tells how likely each article is meant,
and how likely none of them.

It is learnt by `ivr bench kb --fit` (`ivr.knowledge.reading_fit`) and kept in
knowledge_base/eval/reading.npz. It errs elsewhere than grasp does, so both together are surer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.meant import NOTHING, Array, Meant, kept_in, places_of
from ivr.knowledge.sounding import halves
from ivr.knowledge.terms import Spoken

FILE = Path("eval") / "reading.npz"  # in the folder of the knowledge base
SIDE = 1  # characters on either side of the middle of a window
WINDOW = 2 * SIDE + 1
LONGEST = 64  # characters that are read
NO_CHARACTER, UNKNOWN, _FIRST = 0, 1, 2  # numbers of characters and of halves of syllables
SIGNS = 3  # of a character: itself, the initial and the final of its syllable
_PART = 32  # filters


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The characters, initials and finals that were learnt, and their numbers."""

    signs: Sequence[Sequence[str]]  # of the three
    numbers: Sequence[Mapping[str, int]]

    @classmethod
    def of(cls, signs: Sequence[Sequence[str]]) -> "Alphabet":
        return cls(signs, [{sign: n for n, sign in enumerate(own, _FIRST)} for own in signs])

    @property
    def sizes(self) -> list[int]:
        return [len(own) + _FIRST for own in self.signs]

    def ids(self, said: Spoken) -> Array:
        """The three numbers of each character."""
        known = [numbers.get for numbers in self.numbers]
        found = [
            (known[0](sign, UNKNOWN), known[1](initial, UNKNOWN), known[2](final, UNKNOWN))
            for sign, initial, final in signs_of(said)
        ]
        return np.array(found, np.int16).reshape(-1, SIGNS)


def signs_of(said: Spoken) -> list[tuple[str, str, str]]:
    """Each character with the initial and the final of its syllable."""
    both = zip(said.text[:LONGEST], said.sounds, strict=False)
    return [(sign, *halves(sound)) for sign, sound in both]


class Reading:
    """细读: the figures of characters and sounds, the filters, and what they tell."""

    def __init__(
        self,
        alphabet: Alphabet,
        signs: Sequence[Array],
        filters: Array,
        names: Sequence[str],
        out: Array,
    ) -> None:
        self._alphabet, self._signs, self._filters = alphabet, signs, filters
        self._names, self._places, self._out = names, places_of(names), out
        # What each filter sees of a sign at each place of a window: looked up, not multiplied.
        each = np.split(filters[:-1], WINDOW)
        self._seen = [[own @ part for part in each] for own in signs]
        self._still = filters[-1]  # how hard each filter is to move
        # Of each article, then of none, what each filter tells; and how usual it is. In parts so
        # small that their products stay on one thread.
        self._told = out[:-1].reshape(-1, _PART, out.shape[1])
        self._usual = out[-1]

    @classmethod
    def ignorant(cls) -> "Reading":
        """One that has learnt nothing."""
        signs = [np.zeros((_FIRST, 1), np.float32)] * SIGNS
        filters, out = np.zeros((WINDOW + 1, _PART)), np.zeros((_PART + 1, 1))
        return cls(Alphabet.of([()] * SIGNS), signs, filters, [], out)

    def of(self, said: Spoken) -> Meant:
        """What a text means, read in order."""
        ids = self._alphabet.ids(said)
        if not len(ids) or not self._names:
            return NOTHING
        seen = np.zeros((len(ids) + 2 * SIDE, len(self._still)), np.float32)
        for own, at_place in zip(ids.T, self._seen, strict=True):
            for place, of_sign in enumerate(at_place):
                away = 2 * SIDE - place  # from the sign to the middle of the window
                seen[away : away + len(ids)] += of_sign[own]
        strongest = seen[SIDE:-SIDE].max(axis=0) + self._still
        told = np.maximum(strongest, 0).reshape(-1, 1, _PART) @ self._told
        return Meant.told(self._places, told.sum(axis=(0, 1)) + self._usual)

    @classmethod
    def load(cls, path: Path) -> tuple["Reading", list[ArticleFault]]:
        """What the file holds; without it the other signals decide alone."""
        return kept_in(path, cls._made_of, cls.ignorant)

    @classmethod
    def _made_of(cls, kept: Mapping[str, Array]) -> "Reading":
        alphabet = Alphabet.of([str(own).split("\n") for own in kept["alphabet"]])
        names = str(kept["names"]).split("\n")
        signs, filters, out = (kept[n].astype(np.float32) for n in ("signs", "filters", "out"))
        if len(signs) != sum(alphabet.sizes):
            raise ValueError("not as many rows as signs")
        if len(filters) != signs.shape[1] * WINDOW + 1:
            raise ValueError("the filters do not fit the signs")
        if out.shape != (filters.shape[1] + 1, len(names) + 1):
            raise ValueError("not as many columns as articles")
        each = np.split(signs, np.cumsum(alphabet.sizes)[:-1])
        return cls(alphabet, each, filters, names, out)

    def write(self, path: Path) -> None:
        """Keeps it where `load` reads it."""
        np.savez_compressed(
            path,
            alphabet=np.array(["\n".join(own) for own in self._alphabet.signs]),
            names=np.array("\n".join(self._names)),
            signs=np.vstack(self._signs).astype(np.float16),
            filters=self._filters.astype(np.float16),
            out=self._out.astype(np.float16),
        )
