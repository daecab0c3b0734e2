"""Learnt figures kept small: whole steps in a byte each, and what one step is worth in each row."""

import numpy as np
from numpy.typing import NDArray

MOST = 127  # steps from nought to the strongest figure of a row


def in_steps(
    figures: NDArray[np.float32], finest: float = 1e-9
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Figures as whole steps, and the worth of a step in each row, at least `finest`.

    Each row has steps of its own: one that says much is not cut short, one that says little is
    not made coarse.
    """
    strongest = np.abs(figures).max(axis=1, initial=0.0)
    worth = np.maximum(strongest / MOST, finest).astype(np.float32)
    return np.rint(figures / worth[:, None]).astype(np.int8), worth
