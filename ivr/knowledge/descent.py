"""Fits logistic curves over thousands of seldom features (Adagrad: each step its own pace)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ivr.knowledge.postings import Array

_STEPS, _PACE = 200, 0.2


@dataclass(frozen=True, slots=True)
class Sparse:
    """A table that is mostly nought: the places that are not, and what stands there."""

    rows: Array
    columns: Array
    values: Array
    width: int  # how many columns


def descended(
    table: Sparse,
    wanted: Sequence[bool] | Array,
    *,
    counts: Array | None = None,
    ridge: float = 1.0,
) -> Array:
    """The weight of each column; `counts` says how much each row counts."""
    y = np.array(wanted, np.float64)
    counted = np.ones(len(y)) if counts is None else counts
    weights, bias = np.zeros(table.width), 0.0
    squares, square = np.full(table.width, 1e-8), 1e-8  # of the slopes so far
    for _ in range(_STEPS):
        sums = np.bincount(table.rows, weights[table.columns] * table.values, len(y))
        miss = 1 / (1 + np.exp(-np.clip(sums + bias, -30, 30))) - y
        miss *= counted
        sums = np.bincount(table.columns, miss[table.rows] * table.values, table.width)
        slope = sums + ridge * weights
        squares += slope**2
        square += miss.sum() ** 2
        weights -= _PACE * slope / np.sqrt(squares)
        bias -= _PACE * miss.sum() / np.sqrt(square)
    return weights
