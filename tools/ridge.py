"""Ridge regression over texts: what each says for and against each class."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
_STEPS, _NEAR = 200, 1e-3  # at most so many, or until nothing misses by more


def solve(held: sparse.csr_matrix, of: Numbers, classes: int, trust: Floats) -> Floats:
    """Of each text what it says of each class, by conjugate gradients.

    `held`: what each text holds, `of`: its class, `trust`: how little it is doubted.
    """
    turned, doubt = held.T.tocsr(), (1.0 / trust).astype(np.float32)[:, None]
    own = np.asarray(held.multiply(held).sum(axis=1), np.float32) + doubt
    said = np.zeros((held.shape[0], classes), np.float32)
    missed = said.copy()
    missed[np.arange(len(of)), of] = 1.0
    heading = missed / own
    slope = (missed * heading).sum(axis=0)
    for _ in range(_STEPS):
        changes = held @ (turned @ heading) + doubt * heading
        far = slope / np.maximum((heading * changes).sum(axis=0), 1e-30)
        said += far * heading
        missed -= far * changes
        if np.abs(missed).max() < _NEAR:
            break
        before, slope = slope, (missed * missed / own).sum(axis=0)
        heading = missed / own + slope / np.maximum(before, 1e-30) * heading
    return said


def matrix(texts: Sequence[Mapping[str, float]], column: Mapping[str, int]) -> sparse.csr_matrix:
    """What the texts hold of the columns."""
    held = [
        [(at, v) for n, v in text.items() if (at := column.get(n)) is not None] for text in texts
    ]
    starts = np.cumsum([0, *map(len, held)])
    at = np.array([c for each in held for c, _ in each])
    values = np.array([v for each in held for _, v in each], np.float32)
    return sparse.csr_matrix((values, at, starts), (len(texts), len(column)))
