"""Learns which missing words tell that an article is not what was asked for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ivr.knowledge.descent import Sparse, descended
from ivr.knowledge.misfit import KIND, Misfit, kind_share
from ivr.knowledge.terms import KIND_WEIGHT, Spoken

_SELDOM = 3  # a term missing less often tells nothing of its own
_SLIGHT = 0.05  # a weight below it is not kept
_RIDGE = 3.0
_RANK = "rank"  # beside the terms: the nearer by all else, the less is told by what is missing


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and an article that was near it."""

    said: Spoken
    held: frozenset[str]  # the terms of the text that the article knows
    rank: float  # by all the other signals
    right: bool


def learn(pairs: Sequence[Pair]) -> Misfit:
    """The misfit of some pairs: a logistic curve over what is missing, beside the rank."""
    if not pairs:
        return Misfit({})
    usual = sum(p.rank for p in pairs) / len(pairs)
    often = Counter(t for p in pairs for t in p.said.terms if t not in p.held)
    numbers: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, pair in enumerate(pairs):
        missing = [t for t in pair.said.terms if t not in pair.held]
        kinds = Counter(t[0] for t in missing)
        found = {t: KIND_WEIGHT[t[0]] for t in missing if often[t] >= _SELDOM}
        found |= {KIND + k: n * kind_share(pair.said) for k, n in sorted(kinds.items())}
        found[_RANK] = pair.rank - usual
        for name, value in found.items():
            rows.append(row)
            columns.append(numbers.setdefault(name, len(numbers)))
            values.append(value)
    table = Sparse(np.array(rows), np.array(columns), np.array(values), len(numbers))
    weights = descended(table, [p.right for p in pairs], ridge=_RIDGE)
    kept = ((name, round(float(weights[n]), 2)) for name, n in numbers.items() if name != _RANK)
    return Misfit({name: w for name, w in kept if abs(w) >= _SLIGHT})
