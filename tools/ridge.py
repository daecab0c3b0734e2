"""Ridge regression over texts, solved exactly, and as it would have been without some of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Solved:
    """What each text says of each class."""

    weights: Floats
    _apart: Numbers  # the texts that may be left out
    _inverse: Floats  # their columns of the inverse

    def without(self, own: Numbers) -> Floats:
        """The weights that had been learnt without these texts."""
        at = np.searchsorted(self._apart, own)
        theirs = self._inverse[:, at]
        found: Floats = self.weights - theirs @ linalg.solve(theirs[own], self.weights[own])
        return found


def solve(
    held: sparse.csr_matrix, of: Numbers, classes: int, trust: Floats, apart: Numbers
) -> Solved:
    """`held`: what each text holds, `of`: its class, `trust`: how little it is doubted."""
    size = held.shape[0]
    wanted = np.zeros((size, classes + len(apart)), np.float32)
    wanted[np.arange(size), of] = 1.0
    wanted[apart, classes + np.arange(len(apart))] = 1.0
    system = (held @ held.T).toarray()
    system[np.diag_indices_from(system)] += 1.0 / trust
    factor = linalg.cho_factor(system, lower=True, overwrite_a=True, check_finite=False)
    solved = linalg.cho_solve(factor, wanted, overwrite_b=True, check_finite=False)
    return Solved(solved[:, :classes], apart, solved[:, classes:])


def matrix(texts: Sequence[Mapping[str, float]], column: Mapping[str, int]) -> sparse.csr_matrix:
    """What the texts hold of the columns."""
    held = [
        [(at, v) for n, v in text.items() if (at := column.get(n)) is not None] for text in texts
    ]
    starts = np.cumsum([0, *map(len, held)])
    at = np.array([c for each in held for c, _ in each])
    values = np.array([v for each in held for _, v in each], np.float32)
    return sparse.csr_matrix((values, at, starts), (len(texts), len(column)))
