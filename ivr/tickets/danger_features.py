"""险情特征: what of the words is weighed: characters, syllables, and what they mean.

Characters and syllables know the words that were learnt, 眉气漏了 included. Concepts know words
that mean the same (`knowledge_base/dangers/concepts.tsv`: body, held, fire, past, asked ...), and
two of them near each other, in their order, are the grammar of a danger: a body and something
that holds it, a past and a payment.
"""

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ivr.language.pinyin import fold, syllables
from ivr.tickets.model import Evidence

CONCEPTS_FILE = "concepts.tsv"
PIECE, _STRIDE = 16, 6  # a stretch without a pause is looked at in pieces
_JOINED = 20  # of two neighbouring clauses, as much of each
_SHORTEST = 9.0  # the square of what some four characters hold
_FEWEST_CONCEPTS = 4.0  # the same of concepts
_PAUSE = re.compile(r"[^一-鿿A-Za-z0-9]+")
_CLAUSE = re.compile(r"[一-鿿A-Za-z0-9]+")
_LENGTHS = {1: 0.5, 2: 1.0, 3: 0.8}
_SOUNDS = {2: 0.7, 3: 0.5}
_CONCEPT, _PAIR = 0.8, 0.5
_NEAR = 14  # characters between two concepts that belong together

Features = dict[str, float]


class Concepts:
    """Words and what they mean; a word may mean several things."""

    def __init__(self, meanings: Mapping[str, tuple[str, ...]]) -> None:
        self._meanings = meanings
        self._longest = max(map(len, meanings), default=0)

    @classmethod
    def load(cls, folder: Path) -> "Concepts":
        """Read `concepts.tsv`: a concept and its words a line."""
        meanings: dict[str, tuple[str, ...]] = {}
        for line in (folder / CONCEPTS_FILE).read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                name, words = line.split("\t")
                for word in words.split():
                    meanings[word] = (*meanings.get(word, ()), f"@{name}")
        return cls(meanings)

    def of(self, text: str) -> Iterator[tuple[int, str]]:
        """Where each concept stands, in their order."""
        for at in range(len(text)):
            for length in range(min(self._longest, len(text) - at), 0, -1):
                for name in self._meanings.get(text[at : at + length], ()):
                    yield at, name


def features(text: str, concepts: Concepts) -> Features:
    """Everything that is weighed, with what each counts."""
    return _scaled(_spelling(text), _SHORTEST) | _scaled(
        _meaning(list(concepts.of(text))), _FEWEST_CONCEPTS
    )


def _spelling(text: str) -> Features:
    """Stretches of characters, and of syllables as they may be confused."""
    found: Features = {}
    for part in _PAUSE.split(text):
        for length, counts in _LENGTHS.items():
            for at in range(len(part) - length + 1):
                found[part[at : at + length]] = counts
        sounds = [fold(sound) for sound in syllables(part)]
        for length, counts in _SOUNDS.items():
            for at in range(len(sounds) - length + 1):
                found["~" + " ".join(sounds[at : at + length])] = counts
    return found


def _meaning(concepts: list[tuple[int, str]]) -> Features:
    """Concepts, and pairs of them that stand near each other."""
    found: Features = {}
    for number, (at, name) in enumerate(concepts):
        found[name] = _CONCEPT
        for further, other in itertools.islice(concepts, number + 1, None):
            if further - at > _NEAR:
                break
            if other != name:
                found[f"{name}>{other}"] = _PAIR
    return found


def _scaled(found: Features, least: float) -> Features:
    norm = math.sqrt(max(least, sum(value * value for value in found.values())))
    return {name: value / norm for name, value in found.items()}


def stretches(text: str) -> Iterator[Evidence]:
    """What is weighed by itself: clauses, two neighbours together, pieces of what has no pause."""
    clauses = [m.span() for m in _CLAUSE.finditer(text)]
    for start, end in clauses:
        if end - start <= 2 * PIECE:
            yield start, end
        if end - start > PIECE:  # a place in front must not drown what follows
            for at in range(start, end - PIECE, _STRIDE):
                yield at, at + PIECE
            yield end - PIECE, end
    for (start, end), (next_start, next_end) in itertools.pairwise(clauses):
        yield max(start, end - _JOINED), min(next_end, next_start + _JOINED)
