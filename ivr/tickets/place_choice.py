"""地点取舍: which stretch of a matter's words says where the trouble is, or that none does.

Every stretch of up to thirty characters may be the place; what it weighs is the sum of what speaks
for a place that begins and ends there, holds its characters and is as long (place_features.py).
The weights are learnt from labelled matters (`python -m tools.learn_places`), and so is what
speaks for no place at all. Of the likeliest the net that reads the matter as a whole is asked as
well (reader.py). Without weights no place is found.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.errors import Fault
from ivr.tickets.at_hand import AtHand
from ivr.tickets.kept_weights import by_name, read_kept
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.place_features import (
    Names,
    Tagged,
    Window,
    of_held,
    of_none,
    of_sides,
    of_two,
    of_words,
    signs,
    told_of,
    windows,
    with_kind,
    within,
)
from ivr.tickets.reader import Asked, StoryReader

FILE = "places.npz"
STEP = 40.0  # weights are kept as whole parts of this
SHORTEST, LONGEST = 2, 30  # characters of a place
LIKELY = 8  # of which the net is asked

_FAR_BELOW = -(10**6)


# What speaks, at each spot of a text, for a place that begins there, ends there, or holds the
# character behind it; and the numbers of what begins and ends there in short.
Spots = NDArray[np.int32]


class PlaceChoice:
    """Chooses the place of a matter."""

    def __init__(
        self, weights: Mapping[str, int], digest: str = "", reader: StoryReader | None = None
    ) -> None:
        self._weights, self._reader = weights, reader or StoryReader()
        self.digest = digest  # of the labelled matters the weights were learnt from
        lengths = range(SHORTEST, LONGEST + 1)
        self._lengths = np.array([weights.get(length_of(n), 0) for n in lengths], np.int32)
        shorts = dict.fromkeys(name.partition(" ")[2] for name in weights if name[:1] == "k")
        self._number = {short: at for at, short in enumerate(shorts, 1)}  # 0: not learnt
        # A growing call changes little: what was weighed once is remembered, not for long.
        self._at_hand = AtHand(lambda name: weights.get(name, 0))
        self._of_sides = lru_cache(maxsize=512)(lambda *sides: self._both(of_sides(*sides)))
        self._of_words = lru_cache(maxsize=512)(lambda *words: self._both(of_words(*words)))
        self._of_held = lru_cache(maxsize=512)(lambda *held: self._sum(of_held(*held)))
        self._of_two = lru_cache(maxsize=512)(
            lambda two: [weights.get(name, 0) for name in of_two(two)]
        )
        self._of_window = lru_cache(maxsize=256)(self._weigh)
        self._of_none = lru_cache(maxsize=96)(self._weigh_none)
        self._of_kind = lru_cache(maxsize=16)(self._weigh_kind)
        self._best = lru_cache(maxsize=192)(self._best_of)

    @classmethod
    def load(
        cls, folder: Path, reader: StoryReader | None = None
    ) -> "tuple[PlaceChoice, list[Fault]]":
        """What was learnt; a fault where the file is missing or broken."""
        path = folder / FILE
        learnt = read_kept(path, lambda kept: cls(by_name(kept), kept["digest"].item(), reader))
        if learnt is not None:
            return learnt, []
        remedy = "恢复该文件，或运行 python -m tools.learn_places"
        return cls({}), [Fault(str(path), None, "没有地点的权重，地点将留空", remedy)]

    def spots(self, text: str, pieces: Sequence[Tagged]) -> Spots:
        """What each spot of a text says."""
        return np.concatenate([self._of_window(window) for window in windows(text, pieces)], axis=1)

    def of(
        self,
        text: str,
        stretches: Sequence[Evidence],
        kind: Kind | None,
        pieces: Sequence[Tagged],
        spots: Spots,
        blanked: str | None = None,
    ) -> Evidence | None:
        """The place in some stretches of the text, one after another; None when none was said.

        `blanked`: the words of the one stretch without places and times, where the net is asked.
        """
        wide_enough = [(start, end) for start, end in stretches if end - start >= SHORTEST]
        if not self._weights or not wide_enough:
            return None
        whole = stretches[0][0], stretches[-1][1]
        sorts = tuple(sorted({sort for _, _, sort in within(pieces, whole)}))
        most, place = self._of_none(told_of(text[slice(*whole)]), kind, sorts), None
        for start, end in wide_enough:
            words = text[start:end] if blanked is not None else ""
            worth, (first, last) = self._best(
                spots[:, start : end + 1].tobytes(), kind, words, blanked
            )
            if worth > most:
                most, place = worth, (start + first, start + last)
        return place

    def likely(
        self, kind: Kind | None, spots: Spots, most: int = LIKELY
    ) -> list[tuple[int, Evidence]]:
        """The stretches that weigh most, the heaviest first, each with what it weighs."""
        begins, ends, inside, begins_as, ends_as = spots
        of_kind = self._of_kind(kind)
        held = np.concatenate(([0], np.cumsum(inside[:-1])))
        behind = np.full(len(held) + LONGEST, _FAR_BELOW)
        behind[: len(held)] = ends + of_kind[ends_as] + held
        behind = np.lib.stride_tricks.sliding_window_view(behind, LONGEST + 1)[:, SHORTEST:]
        worth = (behind + (begins + of_kind[begins_as] - held)[:, None] + self._lengths).ravel()
        first = np.argpartition(-worth, range(min(most, len(worth))))[:most]
        each = [divmod(at, len(self._lengths)) for at in first.tolist()]
        return [
            (int(worth[at]), (start, start + length + SHORTEST))
            for at, (start, length) in zip(first.tolist(), each, strict=True)
            if worth[at] > _FAR_BELOW // 2
        ]

    def _best_of(
        self, spots: bytes, kind: Kind | None, words: str, blanked: str | None
    ) -> tuple[int, Evidence]:
        """The stretch that weighs most, and what it weighs; the net may think otherwise."""
        told = np.frombuffer(spots, np.int32).reshape(5, -1)
        if blanked is None:
            return self.likely(kind, told, 1)[0]
        found = self.likely(kind, told)
        spans = [span for _, span in found]
        *read, none = self._reader.worths(Asked.PLACE, words, blanked, spans)
        both = [
            (worth + round(STEP * (more - none)), span)
            for (worth, span), more in zip(found, read, strict=True)
        ]
        return max(both, key=lambda each: each[0])

    def _weigh(self, window: Window) -> Spots:
        found = signs(window)
        near = map(self._weigh_near, found.sides, found.words, found.held)
        more = found.begins_too, found.ends_too, found.within_too
        spots = np.zeros((5, len(window.spots)), np.int32)
        spots[:3] = np.array([[self._sum(names) for names in part] for part in more])
        spots[:3] += np.array(list(near), np.int32).T
        for row, shorts in enumerate((found.begins_as, found.ends_as), 3):
            spots[row] = [self._number.get(short, 0) for short in shorts]
        pairs = np.array([self._of_two(two) for two in found.each_two], np.int32)
        held = np.concatenate((np.zeros((1, 2), np.int32), pairs.reshape(-1, 2).cumsum(0)))
        for row, clauses in enumerate((found.before, found.behind)):
            start, end = np.array(clauses).T
            spots[row] += held[end, row] - held[start, row]
        return spots

    def _weigh_near(
        self, sides: tuple[str, str], words: tuple[str, str], held: tuple[str, str]
    ) -> tuple[int, int, int]:
        begins, ends = self._of_sides(*sides)
        first, last = self._of_words(*words)
        return begins + first, ends + last, self._of_held(*held) if held[0] else 0

    def _sum(self, names: Sequence[str]) -> int:
        weight = self._weights.get
        return sum([weight(name, 0) for name in names])

    def _both(self, names: Names) -> tuple[int, int]:
        begins, ends = names
        return self._sum(begins), self._sum(ends)

    def _weigh_kind(self, kind: Kind | None) -> NDArray[np.int32]:
        """What begins or ends at a spot, by its number, in a matter of this kind."""
        told = [self._weights.get(with_kind(kind, short), 0) for short in self._number]
        return np.array([0, *told], np.int32)

    def _weigh_none(self, told: str, kind: Kind | None, sorts: tuple[str, ...]) -> float:
        weight, found = self._at_hand, of_none(told, kind, sorts)
        return sum([value * weight[name] for name, value in found.items()])


def length_of(characters: int) -> str:
    """The feature of a place of so many characters."""
    return f"len{characters}"
