"""Learns the tone of questions and of grievances from lines whose kind is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ivr.knowledge.descent import Sparse, descended
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.postings import Array
from ivr.knowledge.terms import spoken
from ivr.knowledge.tone import Tone, pieces

_SELDOM = 3  # a piece of fewer lines tells nothing
_SLIGHT = 0.5  # a weight below it is not kept
_SCALE = 4.0  # of a row; with the ridge it says how far a weight may go


@dataclass(frozen=True, slots=True)
class Worded:
    """A line, and whether it asks."""

    text: str
    origin: str  # what was said, before a recogniser's errors
    asks: bool
    counts: float = 1.0  # its weight among the others


def learn(lines: Sequence[Worded], lexicon: Lexicon) -> Tone:
    """The tone of some lines: a logistic curve over all their pieces."""
    names, rows, columns = _pieces_of(lines, lexicon)
    if not len(names):
        return Tone({})
    lengths = np.maximum(np.bincount(rows, minlength=len(lines)), 1)
    table = Sparse(rows, columns, (_SCALE / np.sqrt(lengths))[rows], len(names))
    counts = np.array([line.counts for line in lines])
    weights = descended(table, [line.asks for line in lines], counts=counts)
    kept = np.flatnonzero(np.abs(_SCALE * weights) >= _SLIGHT)
    return Tone({names[n]: round(float(_SCALE * weights[n]), 2) for n in kept.tolist()})


def _pieces_of(lines: Sequence[Worded], lexicon: Lexicon) -> tuple[list[str], Array, Array]:
    """The pieces that are not seldom, and for every place where one stands its line and itself."""
    numbers: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, piece in _found(lines, lexicon):
        rows.append(row)
        columns.append(numbers.setdefault(piece, len(numbers)))
    often = np.bincount(columns, minlength=len(numbers)) >= _SELDOM
    place = np.cumsum(often) - 1
    row_of, column_of = np.array(rows, np.int64), np.array(columns, np.int64)
    kept = often[column_of] if len(column_of) else np.zeros(0, np.bool_)
    names = [name for name, n in numbers.items() if often[n]]
    return names, row_of[kept], place[column_of[kept]]


def _found(lines: Sequence[Worded], lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    for n, line in enumerate(lines):
        for piece in sorted(pieces(spoken(line.text, lexicon))):
            yield n, piece
