"""Learns `ivr.knowledge.grasp`: a vector for each term, and one for each article and for none.

Stochastic descent with a step for each figure of its own (Adagrad). In every round each text
lacks other terms, as on a bad line, so that no single one is relied upon.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from ivr.knowledge.asks import Asks
from ivr.knowledge.grasp import Grasp
from ivr.knowledge.meant import Array
from ivr.knowledge.terms import KIND_WEIGHT

_FIGURES = 96  # of a vector
_SELDOM = 6  # a term in fewer texts tells nothing that holds
_ROUNDS = 6
_AT_ONCE = 512  # texts
_DROPPED = 0.3  # share of the terms that a text lacks
_SMOOTH = 0.1  # of the answer's certainty: labels err
_STEP = 0.05
_START = 1e-10  # mean square of the slopes before any was seen


def learn(asked: Iterable[Asks], progress: Callable[[str], None] = lambda _: None) -> Grasp:
    """What the texts teach; the same texts teach the same."""
    asked = list(asked)
    often = Counter(term for a in asked for term in a.said.terms)
    terms = sorted(term for term, count in often.items() if count >= _SELDOM)
    names = sorted({a.article for a in asked if a.article is not None})
    if not terms or not names:
        return Grasp.ignorant()
    place = {name: n for n, name in enumerate(names)}
    rows = {term: n for n, term in enumerate(terms)}
    bags, wanted = [], []
    for a in asked:
        bag = [rows[term] for term in a.said.terms if term in rows]
        if bag:
            bags.append(np.array(bag, np.int32))
            wanted.append(len(names) if a.article is None else place[a.article])
    net = _Net(np.array([KIND_WEIGHT[term[0]] for term in terms]), len(names) + 1)
    dice = np.random.default_rng(1)
    targets = np.array(wanted)
    for turn in range(_ROUNDS):
        progress(f"grasp: round {turn + 1} of {_ROUNDS}")
        order = dice.permutation(len(bags))
        for begin in range(0, len(order), _AT_ONCE):
            some = order[begin : begin + _AT_ONCE]
            net.step([_thinned(bags[n], dice) for n in some], targets[some], 1 - turn / _ROUNDS)
    return Grasp.learnt(terms, net.vectors, names, net.out)


def _thinned(bag: Array, dice: np.random.Generator) -> Array:
    kept = bag[dice.random(len(bag)) >= _DROPPED]
    return kept if len(kept) else bag


class _Net:
    """The vectors while they are learnt."""

    def __init__(self, kinds: Array, answers: int) -> None:
        dice = np.random.default_rng(2)
        spread = 0.1 * kinds[:, None]
        self.vectors = (dice.normal(size=(len(kinds), _FIGURES)) * spread).astype(np.float32)
        self.out = np.zeros((answers, _FIGURES + 1), np.float32)
        self.out[:, :-1] = dice.normal(size=(answers, _FIGURES)) * 0.1
        self._vectors_moved = np.full(len(kinds), _START, np.float32)  # mean square of the slopes
        self._out_moved = np.full_like(self.out, _START)

    def step(self, bags: Sequence[Array], wanted: Array, share: float) -> None:
        """One step down the slope of some texts."""
        lengths = np.array([len(bag) for bag in bags])
        terms = np.concatenate(bags)
        starts = np.cumsum(lengths) - lengths
        norms = np.sqrt(lengths + 1.0, dtype=np.float32)[:, None]
        read = np.ones((len(bags), _FIGURES + 1), np.float32)
        read[:, :-1] = np.add.reduceat(self.vectors[terms], starts) / norms
        told = read @ self.out.T
        told -= told.max(axis=1, keepdims=True)
        slope = np.exp(told)
        slope /= slope.sum(axis=1, keepdims=True)
        slope -= _SMOOTH / slope.shape[1]
        slope[np.arange(len(bags)), wanted] -= 1 - _SMOOTH
        back = (slope @ self.out[:, :-1]) / norms / len(bags)
        of_out = slope.T @ read / len(bags)
        self._out_moved += of_out**2
        self.out -= _STEP * share * of_out / np.sqrt(self._out_moved)
        order = np.argsort(terms, kind="stable")
        of_text = np.repeat(np.arange(len(bags)), lengths)[order]
        touched, first = np.unique(terms[order], return_index=True)
        of_vectors = np.add.reduceat(back[of_text], first)
        self._vectors_moved[touched] += (of_vectors**2).mean(axis=1)
        pace = _STEP * share / np.sqrt(self._vectors_moved[touched])
        self.vectors[touched] -= pace[:, None] * of_vectors
