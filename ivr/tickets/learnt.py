"""学到的权重: how much each sentence of the tables speaks for its class, and against which others.

`python -m tools.learn_sentences` learns them from the tables and writes `learnt.npz` beside them. A
sentence is known by a digest of its words and class, so the tables may be edited: what has not been
learnt yet speaks for its own class as much as sentences mostly do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

FILE = "learnt.npz"
STEP = 100.0  # weights are kept as whole hundredths
_USUAL = 0.5  # of a sentence that has not been learnt
Sentence = tuple[str, Sequence[str]]  # its words, and the name of its class


def key_of(sentence: Sentence) -> int:
    """The digest by which a sentence is known."""
    words, its = sentence
    told = "\n".join((*its, words)).encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class Learnt:
    """For each sentence, by its digest, the columns and weights of a few classes."""

    columns: Sequence[Sequence[str]] = ()  # the name of each class
    weights: Mapping[int, Sequence[tuple[int, float]]] = field(default_factory=dict)

    def of(self, sentence: Sentence) -> list[tuple[tuple[str, ...], float]]:
        """What a sentence says for and against classes."""
        known = self.weights.get(key_of(sentence))
        if known is None:
            return [(tuple(sentence[1]), _USUAL)]
        return [(tuple(self.columns[column]), weight) for column, weight in known]

    def knows(self, sentences: Iterable[Sentence]) -> bool:
        """It was learnt from just these sentences."""
        return set(map(key_of, sentences)) == set(self.weights)


def read_learnt(path: Path) -> Learnt:
    """What was learnt; nothing where the file is missing or broken, and all sentences are alike."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            keys, names = file["keys"].tolist(), file["names"].tolist()
            columns, weights = file["columns"].tolist(), (file["weights"] / STEP).tolist()
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return Learnt()
    rows = (list(zip(c, w, strict=True)) for c, w in zip(columns, weights, strict=True))
    return Learnt([name.split("\n") for name in names], dict(zip(keys, rows, strict=True)))
