"""Logistic regression over texts and many classes: what each stretch says for and against each."""

import numpy as np
from scipy import optimize, sparse

from tools.ridge import Floats, Numbers

ROUNDS = 40


def solve(
    held: sparse.csr_matrix,
    of: Numbers,
    trust: Floats,
    together: Floats,
    firm: float,
) -> Floats:
    """The weights that make the right classes likely, no larger than they need be.

    `held`: what each text holds, `of`: its class, `trust`: how little it is doubted, `together`:
    how much what speaks for one class speaks for another, `firm`: how far weights are held back.
    """
    texts, classes = held.shape[0], len(together)
    turned, at = held.T.tocsr(), np.arange(texts)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(-1, classes).astype(np.float32)
        sums = held @ weights
        sums += sums @ together
        sums -= sums.max(axis=1, keepdims=True)
        likely = np.exp(sums)
        whole = likely.sum(axis=1, keepdims=True)
        missed = -trust @ (sums[at, of] - np.log(whole[:, 0]))
        likely /= whole
        likely[at, of] -= 1.0
        likely *= trust[:, None]
        slope = turned @ (likely + likely @ together) + firm * weights
        held_back = firm / 2 * float(np.sum(weights * weights))
        return float(missed) + held_back, slope.ravel().astype(np.float64)

    start = np.zeros(held.shape[1] * classes)
    options = {"maxiter": ROUNDS, "maxcor": 5}
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    learnt: Floats = found.x.reshape(-1, classes).astype(np.float32)
    return learnt
