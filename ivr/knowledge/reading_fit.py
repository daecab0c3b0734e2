"""Learns `ivr.knowledge.reading`: the figures of characters and sounds, the filters, the articles.

Stochastic descent (Adam), first with growing, then with shrinking steps. In every round other
characters and halves of syllables are hidden, and other figures and filters left out, so that no
single one is relied upon.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ivr.knowledge.asks import Asks
from ivr.knowledge.meant import Array
from ivr.knowledge.reading import (
    NO_CHARACTER,
    SIDE,
    SIGNS,
    UNKNOWN,
    WINDOW,
    Alphabet,
    Reading,
    signs_of,
)

_WIDTH = 64  # figures of a sign
_FILTERS = 512
_SELDOM = 4  # a sign in fewer texts tells nothing that holds
_ROUNDS = 6
_AT_ONCE = 256  # texts
_ALIKE = 40  # so many such batches are put together from texts of like lengths
_HIDDEN = (0.12, 0.05, 0.05)  # share of the characters, of the initials, of the finals
_FIGURES_OUT, _FILTERS_OUT = 0.25, 0.4  # share that is left out
_SMOOTH = 0.1  # of the answer's certainty: labels err
_STEP, _RISING = 0.003, 0.15  # the longest, and the share of all steps before it
_SLOWLY, _SLOWER = 0.9, 0.98  # how the mean slope and its mean square are remembered
_FAR = np.float32(-10)  # what a filter sees beyond the end of a text


def learn(asked: Iterable[Asks], progress: Callable[[str], None] = lambda _: None) -> Reading:
    """What the texts teach; the same texts teach the same."""
    asked = [a for a in asked if a.said.text]
    names = sorted({a.article for a in asked if a.article is not None})
    if not names:
        return Reading.ignorant()
    alphabet = _alphabet(asked)
    place = {name: n for n, name in enumerate(names)}
    texts = [alphabet.ids(a.said) for a in asked]
    wanted = np.array([len(names) if a.article is None else place[a.article] for a in asked])
    dice = np.random.default_rng(1)
    net = Net(alphabet.sizes, len(names) + 1)
    steps = _ROUNDS * -(-len(texts) // _AT_ONCE)
    for turn in range(_ROUNDS):
        progress(f"reading: round {turn + 1} of {_ROUNDS}")
        for some in _batches([len(ids) for ids in texts], dice):
            net.step(_hidden(_together([texts[n] for n in some]), dice), wanted[some], steps)
    return Reading(alphabet, net.signs, net.filters, names, net.out)


def _alphabet(asked: Sequence[Asks]) -> Alphabet:
    often: tuple[Counter[str], ...] = tuple(Counter() for _ in range(SIGNS))
    for a in asked:
        for counts, held in zip(often, zip(*signs_of(a.said), strict=True), strict=True):
            counts.update(set(held))
    return Alphabet.of([sorted(s for s, n in own.items() if n >= _SELDOM) for own in often])


def _batches(lengths: Sequence[int], dice: np.random.Generator) -> list[Array]:
    """Every text once, in batches of like lengths."""
    order, many = dice.permutation(len(lengths)), _AT_ONCE * _ALIKE
    long = np.array(lengths)
    batches = [
        some[begin : begin + _AT_ONCE]
        for part in (order[at : at + many] for at in range(0, len(order), many))
        for some in [part[np.argsort(long[part], kind="stable")]]
        for begin in range(0, len(some), _AT_ONCE)
    ]
    return [batches[n] for n in dice.permutation(len(batches))]


def _together(texts: Sequence[Array]) -> Array:
    """The numbers of some texts, as long as the longest."""
    ids = np.full((len(texts), max(map(len, texts)), SIGNS), NO_CHARACTER, np.int64)
    for row, own in zip(ids, texts, strict=True):
        row[: len(own)] = own
    return ids


def _hidden(ids: Array, dice: np.random.Generator) -> Array:
    out = (dice.random(ids.shape) < _HIDDEN) & (ids != NO_CHARACTER)
    return np.where(out, UNKNOWN, ids)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a batch was read as, and what is needed to go back."""

    there: Array  # [texts, characters, 1]
    figures_kept: Array
    windows: Array  # [texts and characters, window]
    strongest: Array  # [texts, filters]: the character at which it was seen
    seen: Array  # [texts, filters]
    filters_kept: Array


class Net:
    """The figures while they are learnt."""

    def __init__(
        self,
        sizes: Sequence[int],
        answers: int,
        figures_out: float = _FIGURES_OUT,
        filters_out: float = _FILTERS_OUT,
    ) -> None:
        self._figures_out, self._filters_out = figures_out, filters_out
        self._dice = dice = np.random.default_rng(2)
        spread = 1 / np.sqrt(WINDOW * _WIDTH)
        self.signs = [_floats(dice.normal(0, 0.3, (size, _WIDTH))) for size in sizes]
        self.filters = _floats(dice.uniform(-spread, spread, (WINDOW * _WIDTH + 1, _FILTERS)))
        self.out = _floats(dice.normal(0, 1 / np.sqrt(_FILTERS), (_FILTERS + 1, answers)))
        self.out[-1] = 0
        self.learnt = [*self.signs, self.filters, self.out]
        self._slopes = [np.zeros_like(own) for own in self.learnt]  # mean
        self._squares = [np.zeros_like(own) for own in self.learnt]  # mean
        self._steps = 0

    def step(self, ids: Array, wanted: Array, steps: int) -> None:
        """One of so many steps down the slope of some texts."""
        self._steps += 1
        _missed, slopes = self.slopes(ids, wanted)
        self._move(slopes, self._steps / steps)

    def slopes(self, ids: Array, wanted: Array) -> tuple[float, list[Array]]:
        """How far what is told of some texts is from what is wanted, and how each figure adds."""
        read = self._read(ids)
        told = read.seen @ self.out[:-1] + self.out[-1]
        told -= told.max(axis=1, keepdims=True)
        told -= np.log(np.exp(told).sum(axis=1, keepdims=True))
        goal = np.full_like(told, _SMOOTH / told.shape[1])
        goal[np.arange(len(ids)), wanted] += 1 - _SMOOTH
        missed = -float((goal * told).sum()) / len(ids)
        slope = (np.exp(told) - goal) / len(ids)
        of_seen = (slope @ self.out[:-1].T) * read.filters_kept * (read.seen > 0)
        of_out = np.vstack([read.seen.T @ slope, slope.sum(axis=0)])
        return missed, [*self._back(ids, read, of_seen), of_out]

    def _read(self, ids: Array) -> _Read:
        texts, length, _ = ids.shape
        there = ids[..., :1] != NO_CHARACTER
        figures = sum(own[ids[..., n]] for n, own in enumerate(self.signs))
        kept = there * self._kept((texts, length, _WIDTH), self._figures_out)
        row = np.zeros((texts, length + 2 * SIDE, _WIDTH), np.float32)
        row[:, SIDE:-SIDE] = figures * kept
        windows = np.concatenate([row[:, at : at + length] for at in range(WINDOW)], axis=2)
        windows = windows.reshape(texts * length, WINDOW * _WIDTH)
        each = (windows @ self.filters[:-1]).reshape(texts, length, _FILTERS)
        each[~there[..., 0]] = _FAR
        strongest = each.argmax(axis=1)
        seen = np.take_along_axis(each, strongest[:, None], axis=1)[:, 0] + self.filters[-1]
        left = self._kept(seen.shape, self._filters_out)
        return _Read(there, kept, windows, strongest, np.maximum(seen, 0) * left, left)

    def _back(self, ids: Array, read: _Read, of_seen: Array) -> Iterator[Array]:
        """The slopes of the three sorts of signs, and of the filters."""
        texts, length, _ = ids.shape
        of_each = np.zeros((texts, length, _FILTERS), np.float32)
        np.put_along_axis(of_each, read.strongest[:, None], of_seen[:, None], axis=1)
        of_rows = of_each.reshape(texts * length, _FILTERS)
        of_windows = (of_rows @ self.filters[:-1].T).reshape(texts, length, WINDOW, _WIDTH)
        of_row = np.zeros((texts, length + 2 * SIDE, _WIDTH), np.float32)
        for at in range(WINDOW):
            of_row[:, at : at + length] += of_windows[:, :, at]
        of_figures = (of_row[:, SIDE:-SIDE] * read.figures_kept).reshape(texts * length, _WIDTH)
        for n, own in enumerate(self.signs):
            yield _summed(ids[..., n].ravel(), of_figures, len(own))
        yield np.vstack([read.windows.T @ of_rows, of_seen.sum(axis=0)])

    def _move(self, slopes: Sequence[Array], share: float) -> None:
        falling = (1 + np.cos(np.pi * (share - _RISING) / (1 - _RISING))) / 2
        pace = np.float32(_STEP * (share / _RISING if share < _RISING else falling))
        even = np.float32(1 - _SLOWLY**self._steps)
        evener = np.float32(1 - _SLOWER**self._steps)
        every = zip(self.learnt, self._slopes, self._squares, slopes, strict=True)
        for own, mean, square, slope in every:
            mean += np.float32(1 - _SLOWLY) * (slope - mean)
            square += np.float32(1 - _SLOWER) * (slope * slope - square)
            own -= pace * (mean / even) / (np.sqrt(square / evener) + np.float32(1e-8))

    def _kept(self, shape: tuple[int, ...], out: float) -> Array:
        """Nought for what is left out; the rest counts the more."""
        kept: Array = (self._dice.random(shape, dtype=np.float32) >= out) / np.float32(1 - out)
        return kept


def _floats(figures: Array) -> Array:
    return figures.astype(np.float32)


def _summed(ids: Array, figures: Array, size: int) -> Array:
    """For each number the sum of the rows that have it."""
    order = np.argsort(ids, kind="stable")
    found, first = np.unique(ids[order], return_index=True)
    sums = np.zeros((size, figures.shape[1]), np.float32)
    sums[found] = np.add.reduceat(figures[order], first)
    return sums
