"""领会 grasp: what a question is about as a whole, learnt from all that is known to be asked.

The index compares words, so it finds what is said like one of the ways. Here each term has a
vector; those of a text, added up, say how likely each article is meant, and how likely none of
them. So words that no single way holds together still point to their article, and a neighbouring
question that has all the right words (社保断三个月买房资格影响不) points to none.

It is learnt by `ivr bench kb --fit` (`ivr.knowledge.grasp_fit`) and kept in
knowledge_base/eval/grasp.npz.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from pathlib import Path

import numpy as np

from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.meant import NOTHING, Array, Meant, kept_in, places_of
from ivr.knowledge.terms import Spoken
from ivr.knowledge.vocabulary import Vocabulary
from ivr.language.steps import in_steps

FILE = Path("eval") / "grasp.npz"  # in the folder of the knowledge base
_NO_ROW = -1  # of a term of which nothing was learnt


class Grasp:
    """领会: the vectors of the terms and of the articles."""

    def __init__(
        self,
        terms: Sequence[str],
        vectors: Array,
        units: Array,
        names: Sequence[str],
        out: Array,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self._terms = terms
        rows = {term: row for row, term in enumerate(terms)}
        self._row = (vocabulary or Vocabulary()).column(rows, _NO_ROW)
        self._vectors = vectors  # int8, a row for each of the terms
        self._units = units  # float32: what one step is worth in each row
        self._places = places_of(names)
        # Of each article, then of none: whither it lies, and how usual it is.
        self._towards, self._usual = np.ascontiguousarray(out[:, :-1]), out[:, -1]

    @classmethod
    def ignorant(cls) -> "Grasp":
        """One that has learnt nothing."""
        return cls([], np.zeros((0, 1), np.int8), np.zeros(0), [], np.zeros((1, 2)))

    @classmethod
    def learnt(
        cls, terms: Sequence[str], vectors: Array, names: Sequence[str], out: Array
    ) -> "Grasp":
        """One of exact vectors, kept in a quarter of the space."""
        return cls(terms, *in_steps(vectors), names, out)

    def of(self, said: Spoken) -> Meant:
        """What the terms of a text mean together."""
        rows = self._row.of(said.terms)
        rows = rows[rows != _NO_ROW]
        if not len(rows):
            return NOTHING
        together = self._units[rows] @ self._vectors[rows].astype(np.float32)
        together /= np.float32(sqrt(len(rows) + 1))
        return Meant.told(self._places, self._towards @ together + self._usual)

    @classmethod
    def load(
        cls, path: Path, vocabulary: Vocabulary | None = None
    ) -> tuple["Grasp", list[ArticleFault]]:
        """What the file holds; without it the other signals decide alone."""
        return kept_in(path, lambda kept: cls._made_of(kept, vocabulary), cls.ignorant)

    @classmethod
    def _made_of(cls, kept: Mapping[str, Array], vocabulary: Vocabulary | None) -> "Grasp":
        terms, names = (str(kept[name]).split("\n") for name in ("terms", "names"))
        vectors, units, out = kept["vectors"], kept["units"], kept["out"]
        if not len(terms) == len(vectors) == len(units):
            raise ValueError("not as many vectors as terms")
        if out.shape != (len(names) + 1, vectors.shape[1] + 1):
            raise ValueError("not as many vectors as articles")
        return cls(terms, vectors, units, names, out, vocabulary)

    def write(self, path: Path) -> None:
        """Keeps it where `load` reads it."""
        np.savez_compressed(
            path,
            terms=np.array("\n".join(self._terms)),
            names=np.array("\n".join(self._places)),
            vectors=self._vectors,
            units=self._units,
            out=np.column_stack([self._towards, self._usual]),
        )
