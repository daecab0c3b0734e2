"""Logistic weights: they tell classes apart, and what speaks for one may speak for its like."""

import numpy as np
from scipy import sparse

from tools.logistic import solve

ALONE = np.zeros((3, 3), np.float32)
# Three stretches; texts of class 0 hold the first, of 1 the second, of 2 none of them but a third.
HELD = sparse.csr_matrix(np.array([[1, 0, 0], [1, 0, 0.5], [0, 1, 0], [0, 0, 1]], np.float32))
OF = np.array([0, 0, 1, 2])
TRUSTED = np.ones(4, np.float32)


def test_each_text_is_told_by_its_own_class() -> None:
    weights = solve(HELD, OF, TRUSTED, ALONE, firm=0.01)
    assert (HELD @ weights).argmax(axis=1).tolist() == OF.tolist()


def test_firmer_weights_are_smaller() -> None:
    loose, firm = (solve(HELD, OF, TRUSTED, ALONE, firm=by) for by in (0.01, 10.0))
    assert np.abs(firm).max() < np.abs(loose).max() / 5


def test_a_trusted_text_wins_over_one_that_contradicts_it() -> None:
    held = sparse.csr_matrix(np.ones((2, 1), np.float32))
    trust = np.array([1.0, 9.0], np.float32)
    weights = solve(held, np.array([0, 1]), trust, np.zeros((2, 2), np.float32), firm=0.1)
    assert weights[0, 1] > weights[0, 0]


def test_what_speaks_for_a_class_speaks_for_its_like() -> None:
    alike = ALONE.copy()
    alike[0, 1] = alike[1, 0] = 0.5
    weights = solve(HELD, OF, TRUSTED, alike, firm=0.1)
    sums = weights + weights @ alike
    assert sums[0, 1] > sums[0, 2]  # the stretch of class 0 says rather 1 than 2
