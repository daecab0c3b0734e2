"""边界: where the name of somebody who may be meant begins and ends, by learnt weights.

Any word may be a name (百岁堂), and no table says where it ends (百岁堂|哄着前前后后花了七万). The
characters and the words on both sides of a border do, and what `naming.py` found there. Learnt by
`python -m tools.learn_respondents`; a text is looked at block by block, so that a growing one costs
little.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from ivr.language.word_marks import word_marks
from ivr.tickets.blocks import SIZE, blocks
from ivr.tickets.model import Evidence

STEP = 24.0  # weights are kept as whole parts of this
NAMED_FROM, NAMED_TO = "named from", "named to"  # a name that naming.py found
MOST = 10  # stretches
_AROUND = 8  # characters of a block's neighbours
_LONGEST, _SHORTEST = 14, 2
_HARDLY, _TOO_LITTLE = -8.0, -12.0  # worth of a beginning; of beginning and end
PAUSES = frozenset("，,。.；;！!？?：: \n\t、")
_RUN = re.compile("□+|[^□]+")
_NO_WORD = "~"
Both = tuple[float, float]  # that a name begins here, and that one ends here


class Borders:
    """Weighs each border of a text; without weights there are none."""

    def __init__(self, weights: Mapping[str, Both], base: Both = (0.0, 0.0)) -> None:
        self.weights, self.base = weights, base
        # A growing text changes little: what was weighed once is remembered, not for long.
        self._in_block = lru_cache(maxsize=128)(self._weigh)
        self._border = lru_cache(maxsize=512)(self._weigh_border)

    def __bool__(self) -> bool:
        return bool(self.weights)

    def of(self, blanked: str, named: Collection[Evidence]) -> list[Both]:
        """Of each border of the text; `named` is what naming.py found."""
        found = [both for part in _parts(blanked) for both in self._in_block(*part)]
        for which, name in ((0, NAMED_FROM), (1, NAMED_TO)):
            first, second = self.weights.get(name, (0.0, 0.0))
            for at in {span[which] for span in named}:
                found[at] = found[at][0] + first, found[at][1] + second
        return found

    def _weigh(self, words: str, lead: int, last: int) -> tuple[Both, ...]:
        return tuple(self._border(*border) for border in borders_of(words, lead, last))

    def _weigh_border(self, near: str, before: str, behind: str) -> Both:
        begins, ends = self.base
        for sign in signs_between(near, before, behind):
            if (both := self.weights.get(sign)) is not None:
                begins += both[0]
                ends += both[1]
        return begins, ends


def likeliest(blanked: str, borders: Sequence[Both]) -> list[Evidence]:
    """The stretches that are most like a name."""
    if not borders:
        return []
    size = len(blanked)
    begins, ends = np.array(borders).T
    pauses = [at for at, char in enumerate(blanked) if char in PAUSES]
    ahead = np.array([*pauses, size])[np.searchsorted(pauses, np.arange(size + 1))]  # next pause
    padded = np.concatenate((ends, np.full(_LONGEST, -np.inf)))
    worth = begins[:, None] + np.lib.stride_tricks.sliding_window_view(padded, _LONGEST + 1)
    lengths = np.arange(_LONGEST + 1)
    room = (ahead - np.arange(size + 1))[:, None]
    worth[(lengths < _SHORTEST) | (lengths > room) | (begins < _HARDLY)[:, None]] = -np.inf
    starts, lengths = np.nonzero(worth > _TOO_LITTLE)
    best = np.lexsort((-lengths, -starts, -worth[starts, lengths]))[:MOST]
    return [(start, start + length) for start, length in np.c_[starts, lengths][best].tolist()]


def signs_of(blanked: str, named: Collection[Evidence]) -> list[list[str]]:
    """What is weighed of each border: for learning."""
    found = [list(signs_between(*one)) for part in _parts(blanked) for one in borders_of(*part)]
    for which, name in ((0, NAMED_FROM), (1, NAMED_TO)):
        for at in {span[which] for span in named}:
            found[at].append(name)
    return found


def _parts(blanked: str) -> Iterator[tuple[str, int, int]]:
    """(words with their neighbours, their first border that is asked, their last)."""
    for words, lead, at in blocks(blanked, before=_AROUND, after=_AROUND):
        ended = at + SIZE >= len(blanked)
        yield words, lead, len(words) if ended else lead + SIZE - 1


def borders_of(words: str, first: int, last: int) -> Iterator[tuple[str, str, str]]:
    """Of each border the three characters before and behind it, and the words that meet there."""
    begins, ends = _marks(words)
    padded = f"[[[{words}]]]"
    for at in range(first, last + 1):
        yield padded[at : at + 6], ends.get(at, _NO_WORD), begins.get(at, _NO_WORD)


def signs_between(near: str, before: str, behind: str) -> tuple[str, ...]:
    """The characters before and behind a border, and the words, if it is one of words."""
    left, right = near[:3], near[3:]
    return (
        "1" + left[2], "2" + left[1:], "3" + left, "4" + left[1],
        "a" + right[0], "b" + right[:2], "c" + right, "d" + right[1],
        "e" + left[2] + right[0], "f" + left[1:] + right[0], "g" + left[2] + right[:2],
        f"w{behind != _NO_WORD:d}", "p" + before, "q" + behind, f"r{before} {behind}",
    )  # fmt: skip


def _marks(words: str) -> tuple[dict[int, str], dict[int, str]]:
    """What the word is that begins at a place, and the one that ends there."""
    begins, ends = {}, {}
    for run in _RUN.finditer(words):
        at = run.start()
        blank = run.group()[0] == "□"
        for word, mark in [(run.group(), "□")] if blank else word_marks(run.group()):
            told = "," if word in PAUSES else mark
            begins[at] = ends[at + len(word)] = told
            at += len(word)
    return begins, ends
