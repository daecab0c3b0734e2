"""领会 grasp: what a question is about as a whole, learnt from all that is known to be asked.

The index compares words, so it finds what is said like one of the ways. Here each term has a
vector; those of a text, added up, say how likely each article is meant, and how likely none of
them. So words that no single way holds together still point to their article, and a neighbouring
question that has all the right words (社保断三个月买房资格影响不) points to none.

It is learnt by `ivr bench kb --fit` (`ivr.knowledge.grasp_fit`) and kept in
knowledge_base/eval/grasp.npz. Of an article that was written since then it knows nothing: until it
is learnt anew, that one is as likely as any, and the other signals decide.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from ivr.knowledge.faults import ArticleFault
from ivr.language.steps import in_steps

Array = npt.NDArray[Any]
FILE = Path("eval") / "grasp.npz"  # in the folder of the knowledge base
_LEAST = 1e-4  # probability: what is less likely is as unlikely
NEVER = -1.0  # its figure
_NOTHING = np.zeros(1)


@dataclass(frozen=True, slots=True)
class Grasped:
    """How likely a text means each article, and none of them: 0 for surely, -1 for never."""

    places: Mapping[str, int]
    figures: Array  # in these places, and of none in the last

    def of(self, article: str) -> tuple[float, float]:
        """The figures of an article and of none; one that was not learnt is as likely as any."""
        place = self.places.get(article)
        if place is None:
            return float(self.figures.max()), NEVER
        return float(self.figures[place]), float(self.figures[-1])

    @property
    def best(self) -> str | None:
        """The likeliest article; None where none is likelier."""
        place = int(self.figures.argmax())
        return None if place == len(self.figures) - 1 else list(self.places)[place]


class Grasp:
    """领会: the vectors of the terms and of the articles."""

    def __init__(
        self, terms: Sequence[str], vectors: Array, units: Array, names: Sequence[str], out: Array
    ) -> None:
        self._rows = {term: row for row, term in enumerate(terms)}
        self._vectors = vectors  # int8, a row for each of the terms
        self._units = units  # float32: what one step is worth in each row
        self._places = {name: place for place, name in enumerate(names)}
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

    def of(self, terms: Collection[str]) -> Grasped:
        """What the terms of a text mean together."""
        rows = np.array([row for row in map(self._rows.get, terms) if row is not None], np.intp)
        if not len(rows):
            return Grasped({}, _NOTHING)
        together = self._units[rows] @ self._vectors[rows].astype(np.float32)
        told = self._towards @ (together / np.float32(sqrt(len(rows) + 1))) + self._usual
        shares = np.exp(told - told.max())
        shares /= shares.sum()
        return Grasped(self._places, np.log(np.maximum(shares, _LEAST)) / -log(_LEAST))

    @classmethod
    def load(cls, path: Path) -> tuple["Grasp", list[ArticleFault]]:
        """What the file holds; without it the other signals decide alone."""
        try:
            with path.open("rb") as file, np.load(file) as kept:
                terms, names = (str(kept[name]).split("\n") for name in ("terms", "names"))
                vectors, units, out = kept["vectors"], kept["units"], kept["out"]
                if not len(terms) == len(vectors) == len(units):
                    raise ValueError("not as many vectors as terms")
                if out.shape != (len(names) + 1, vectors.shape[1] + 1):
                    raise ValueError("not as many vectors as articles")
                return cls(terms, vectors, units, names, out), []
        except FileNotFoundError:
            return cls.ignorant(), []
        except (OSError, ValueError, KeyError, IndexError, BadZipFile) as error:
            remedy = "fit it again; until then the other signals decide alone"
            return cls.ignorant(), [ArticleFault(str(path), None, str(error), remedy)]

    def write(self, path: Path) -> None:
        """Keeps it where `load` reads it."""
        np.savez_compressed(
            path,
            terms=np.array("\n".join(self._rows)),
            names=np.array("\n".join(self._places)),
            vectors=self._vectors,
            units=self._units,
            out=np.column_stack([self._towards, self._usual]),
        )
