"""Learns which missing words tell that an article is not what was asked for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from ivr.knowledge.descent import Sparse, descended
from ivr.knowledge.misfit import KIND, Misfit, kind_share
from ivr.knowledge.postings import Array
from ivr.knowledge.terms import KIND_WEIGHT, Spoken

_SELDOM = 3  # a term missing less often tells nothing of its own
_SLIGHT = 0.05  # a weight below it is not kept
_RIDGE = 3.0
_RANK = "rank"  # beside the terms: the nearer by all else, the less is told by what is missing


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and an article that was near it."""

    said: Spoken
    lacks: Array  # of each term of the text, whether the article knows it not
    rank: float  # by all the other signals
    right: bool


def learn(pairs: Sequence[Pair]) -> Misfit:
    """The misfit of some pairs: a logistic curve over what is missing, beside the rank."""
    return Pairs(pairs).misfit(np.ones(len(pairs), np.bool_))


class Pairs:
    """Pairs taken apart once, of which several parts are learnt from."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        usual = sum(p.rank for p in pairs) / max(len(pairs), 1)
        numbers: dict[str, int] = {}
        rows: list[int] = []
        values: list[float] = []
        columns: list[int] = []
        for row, pair in enumerate(pairs):
            missing = sorted(compress(pair.said.terms, pair.lacks.tolist()))
            share = kind_share(pair.said)
            found = {term: KIND_WEIGHT[term[0]] for term in missing}
            kinds = Counter(term[0] for term in missing)
            found |= {KIND + kind: n * share for kind, n in sorted(kinds.items())}
            found[_RANK] = pair.rank - usual
            for name, value in found.items():
                rows.append(row)
                columns.append(numbers.setdefault(name, len(numbers)))
                values.append(value)
        self._names = list(numbers)
        self._of_term = np.array([name[:1] != KIND and name != _RANK for name in numbers], np.bool_)
        self._rows, self._columns = np.array(rows, np.int64), np.array(columns, np.int64)
        self._values = np.array(values)
        self._right = np.array([pair.right for pair in pairs], np.bool_)

    def misfit(self, chosen: Array) -> Misfit:
        """What the chosen ones of the pairs teach."""
        if not chosen.any():
            return Misfit({})
        mine = chosen[self._rows]
        often = np.bincount(self._columns[mine], minlength=len(self._names))
        kept = (often >= _SELDOM) | (~self._of_term & (often > 0))
        mine &= kept[self._columns]
        row, column = np.cumsum(chosen) - 1, np.cumsum(kept) - 1
        table = Sparse(
            row[self._rows[mine]],
            column[self._columns[mine]],
            self._values[mine],
            int(kept.sum()),
        )
        weights = descended(table, self._right[chosen], ridge=_RIDGE)
        names = compress(self._names, kept.tolist())
        found = ((name, round(float(w), 2)) for name, w in zip(names, weights, strict=True))
        return Misfit({name: w for name, w in found if name != _RANK and abs(w) >= _SLIGHT})
