"""诉求类型的语感: how much the words of a matter sound like each kind of appeal.

A ridge regression, learnt by `python -m tools.learn_kinds` from the sentences of the tables and the
labelled utterances: stretches of characters, pairs with a gap (找…不), how the words begin and end,
the words of wish and blame (`kind_scores`), what the caller calls the call, and the type of the
matter. What the weights do not know counts nothing, so a site may edit its tables.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.language.intent import Kind, kind_scores, of_business, says_it_is
from ivr.tickets.at_hand import AtHand
from ivr.tickets.kept_weights import Kept, lines_of, read_kept

FILE = "kinds.npz"
STEP = 1000.0  # weights are kept as whole parts of this
KINDS: tuple[Kind | None, ...] = (*Kind, None)  # None: hello, a wrong number, abuse: no matter

_FIRST, _LAST = 200, 100  # what a matter is shows in its first words, what is wanted in its last
_NO_WORD = re.compile(r"[^一-鿿A-Za-z0-9]+")
_GRAM, _GAP, _EDGE = 1.0, 0.5, 0.7  # what each sort of stretch counts
_BEGINNING, _END = 8, 12
_PIECE, _REACH = 32, 3  # characters of a piece, and behind it those that its stretches reach
_SHORTEST = 6.0  # shorter texts say less
_SCALE = 6.0
_CUE = 0.44  # a word of the lists is worth some points; here about two
_PLAIN = 2.2  # what a fact beside the words counts: who speaks, what they call it
SHARP = 7.0  # so that of matters judged with 0.8 four in five are right

TypeKey = tuple[str, str]


def stretches(text: str) -> dict[str, float]:
    """The stretches of the words, with what each counts."""
    if len(text) > _FIRST + _LAST:
        text = f"{text[:_FIRST]}，{text[-_LAST:]}"
    parts = [part for part in _NO_WORD.split(text) if part]
    found: dict[str, float] = {}
    for part in parts:
        for at in range(0, len(part), _PIECE):
            found |= _of_piece(part[at : at + _PIECE + _REACH], min(_PIECE, len(part) - at))
    told = "".join(parts)
    found |= dict.fromkeys((f"<{gram}" for gram in _grams(told[:_BEGINNING], _BEGINNING)), _EDGE)
    found |= dict.fromkeys((f">{gram}" for gram in _grams(told[-_END:], _END)), _EDGE)
    length = max(_SHORTEST, math.sqrt(sum(value * value for value in found.values())))
    return {name: value * _SCALE / length for name, value in found.items()}


@lru_cache(maxsize=64)
def _of_piece(words: str, size: int) -> dict[str, float]:
    """The stretches that begin in the first characters; a growing text is read piece by piece."""
    grams, gapped = _grams(words, size), _gapped(words, size)
    return dict.fromkeys(grams, _GRAM) | dict.fromkeys(gapped, _GAP)


def _grams(text: str, size: int) -> Iterator[str]:
    for length in (1, 2, 3):
        for at in range(min(size, len(text) - length + 1)):
            yield text[at : at + length]


def _gapped(text: str, size: int) -> Iterator[str]:
    for gap in (2, _REACH):
        for at in range(min(size, len(text) - gap)):
            yield f"{text[at]}_{text[at + gap]}"


def features(
    words: str,
    held: Mapping[str, float],
    types: Mapping[TypeKey, float],
    usual: Mapping[TypeKey, Kind],
) -> dict[str, float]:
    """What is weighed; `held`: the stretches of the words without names of places, `types`: how
    likely types are."""
    found = dict(held)
    for kind, points in kind_scores(words).items():
        found[f"#{kind.value}"] = points * _CUE
    for kind in says_it_is(words):
        found[f"#says {kind.value}"] = _PLAIN
    found[f"#business {' '.join(of_business(words))}"] = _PLAIN
    for key, share in types.items():
        names = [f"@{key[0]}", f"@{key[0]}/{key[1]}"]
        if key in usual:
            names.append(f"@usual {usual[key].value}")
        for name in names:
            found[name] = found.get(name, 0.0) + share
    found["#length"] = _PLAIN * min(len(words), 150) / 150
    found["#"] = _PLAIN
    return found


@dataclass(frozen=True)
class KindSense:
    """Weights of features, one for each kind, and the digest of the sentences they are from."""

    rows: Mapping[str, int] = field(default_factory=dict)
    weights: NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((0, len(KINDS)), np.float32)
    )
    digest: str = ""

    @cached_property
    def _row_of(self) -> AtHand[int | None]:
        return AtHand(self.rows.get)

    def of(self, found: Mapping[str, float]) -> dict[Kind | None, float]:
        """How likely each kind is; nothing where nothing was learnt."""
        row_of = self._row_of
        known = [(row, value) for name, value in found.items() if (row := row_of[name]) is not None]
        if not known:
            return {}
        rows, values = zip(*known, strict=True)
        return likely(np.array(values, np.float32) @ self.weights[list(rows)])


def likely(sums: NDArray[np.float32]) -> dict[Kind | None, float]:
    """Sums of weights as shares of one."""
    shares = np.exp(SHARP * (sums - sums.max()))
    return dict(zip(KINDS, (shares / shares.sum()).tolist(), strict=True))


def read_kind_sense(path: Path) -> KindSense:
    """What was learnt; nothing where the file is missing or broken: then the cue words decide."""
    return read_kept(path, _made_of) or KindSense()


def _made_of(kept: Kept) -> KindSense:
    rows = {name: row for row, name in enumerate(lines_of(kept, "names"))}
    weights = kept["weights"].astype(np.float32).reshape(len(rows), len(KINDS)) / STEP
    return KindSense(rows, weights, kept["digest"].item())
