"""学到的权重: how much each stretch of characters or sounds speaks for and against each type.

`python -m tools.learn_sentences` learns them from the sentences and words of the tables, from short
statements and from the labelled calls, and writes `types.npz` beside the tables. It holds the
digests of the sentences, so the tables may be edited: what was not learnt yet speaks for its own
type as much as sentences mostly do (`likeness.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.language.steps import in_steps
from ivr.tickets.kept_weights import Kept, lines_of, read_kept

FILE = "types.npz"
_LEAST = 3 / 400  # what says less is not missed, and makes the file twice as large
_FINEST = 1 / 400  # the least that one step is worth
Sentence = tuple[str, Sequence[str]]  # its words, and the name of its class


def key_of(sentence: Sentence) -> int:
    """The digest by which a sentence is known."""
    words, its = sentence
    told = "\n".join((*its, words)).encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big")


def as_kept(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights in whole steps, and what a step is worth in each row; nought for what says little."""
    steps, worth = in_steps(weights, _FINEST)
    return np.where(np.abs(weights) < _LEAST, np.int8(0), steps), worth


@dataclass(frozen=True, slots=True)
class Learnt:
    """Of each stretch how rare it is, and what it says for and against each class."""

    names: Sequence[str] = ()
    rare: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    usual: float = 0.0  # how much there is to a sentence, mostly
    classes: Sequence[tuple[str, ...]] = ()
    weights: NDArray[np.int8] = field(default_factory=lambda: np.zeros((0, 0), np.int8))
    worth: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))  # of a step
    keys: frozenset[int] = frozenset()
    calls: str = ""  # the digest of the labelled calls

    def knows(self, sentences: Iterable[Sentence]) -> bool:
        """It was learnt from just these sentences."""
        return set(map(key_of, sentences)) == self.keys


def read_learnt(path: Path) -> Learnt:
    """What was learnt; nothing where the file is missing or broken, and all sentences are alike."""
    return read_kept(path, _made_of) or Learnt()


def _made_of(kept: Kept) -> Learnt:
    names = lines_of(kept, "names")
    classes = [tuple(name.split("\n")) for name in kept["classes"].tolist()]
    return Learnt(
        names=names,
        rare=kept["rare"].astype(np.float32),
        usual=float(kept["usual"]),
        classes=classes,
        weights=kept["weights"].reshape(len(names), len(classes)),
        worth=kept["worth"].reshape(len(names)).astype(np.float32),
        keys=frozenset(kept["keys"].tolist()),
        calls=kept["calls"].item(),
    )
