"""Conjugate gradients against the exact solution."""

import numpy as np
from scipy import linalg, sparse

from tools.ridge import solve


def test_it_says_what_the_exact_solution_says() -> None:
    texts, classes, chance = 300, 5, np.random.default_rng(1)
    held = sparse.random(texts, 900, 0.02, "csr", np.float32, random_state=1)
    of, trust = chance.integers(0, classes, texts), np.linspace(0.05, 4, texts, dtype=np.float32)
    system = (held @ held.T).toarray() + np.diag(1 / trust)
    exact = linalg.solve(system, np.eye(classes)[of], assume_a="pos")
    assert np.abs(solve(held, of, classes, trust) - exact).max() < 0.01 * np.abs(exact).max()
