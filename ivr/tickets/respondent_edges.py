"""被反映对象的边: where the name of the one who is meant really begins and ends.

The choice (respondent.py) takes any wording that says who: 金达物 of 金达物业把…, 邻居养 of
邻居养的鸽子. Here each of its two edges may move a little, weighed by what meets there and by what
would be added or dropped, learnt by `python -m tools.learn_edges`. Of the likely ones that is taken
which most probably says the same as was said, so that nothing of a name is lost for a fine edge.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

from ivr.errors import Fault
from ivr.tickets.borders import PAUSES, borders_of, signs_between
from ivr.tickets.kept_weights import by_name, read_kept
from ivr.tickets.mentions import Mention
from ivr.tickets.model import Evidence
from ivr.tickets.name_edges import trimmed
from ivr.tickets.sameness import same_respondent

FILE = "edges.npz"
STEP = 40.0  # weights are kept as whole parts of this

_BLANK = "□"
_OUT, _IN = 6, 4  # characters that an edge may move; more would lose what was said
_LOOK = 12  # characters around the chosen stretch in which words are looked for
_BEST = 4  # likeliest places of each edge
_EVENLY = 0.6  # what is learnt is surer than it is right
_ALIKE = 4.0  # how much more it counts to say the same than to have the very edges
_FAR, _LONG = 6, 8

Weights = Mapping[str, float]


class Edge(Enum):
    """Which end of a name."""

    END = "end"  # looked for first
    BEGIN = "begin"


@dataclass(frozen=True)
class Chosen:
    """Who was chosen, with the words around, and who else may be meant there."""

    text: str
    blanked: str  # the same without names of places and times
    span: Evidence
    found: tuple[tuple[Evidence, tuple[str, ...]], ...]  # stretches, and how each was found

    @cached_property
    def sort(self) -> str:
        """How the chosen one was found."""
        return next((sorts[0] for span, sorts in self.found if span == self.span), "")

    @cached_property
    def met(self) -> list[tuple[str, ...]]:
        """Of each border the signs of what meets there."""
        return [signs_between(*one) for one in borders_of(self.text, 0, len(self.text))]

    def within_a_place(self, at: int) -> bool:
        """Whether that is in the midst of a place's name, or of a time."""
        return self.blanked[max(0, at - 1) : at + 1] == 2 * _BLANK

    def sorts_at(self, edge: Edge, at: int) -> list[str]:
        """The ways in which somebody was found whose name has an edge there."""
        which = edge is Edge.END
        there = [sorts for span, sorts in self.found if span[which] == at]
        return sorted(set(chain.from_iterable(there)))


def chosen_of(
    text: str, blanked: str, mentions: Sequence[Mention], span: Evidence
) -> tuple[Chosen, int]:
    """The one of that stretch, and where in the text the words around it begin."""
    first, last = max(0, span[0] - _LOOK), min(len(text), span[1] + _LOOK)
    found = tuple(
        ((m.span[0] - first, m.span[1] - first), m.sorts)
        for m in mentions
        if m.span[1] > first and m.span[0] < last
    )
    own = span[0] - first, span[1] - first
    return Chosen(text[first:last], blanked[first:last], own, found), first


def ends_of(chosen: Chosen) -> list[int]:
    """Where the name may end; where it did is always among them."""
    start, end = chosen.span
    first, last = max(start + 1, end - _IN), end
    while last < min(len(chosen.text), end + _OUT) and chosen.text[last] not in PAUSES:
        last += 1
    return [at for at in range(first, last + 1) if at == end or not chosen.within_a_place(at)]


def begins_of(chosen: Chosen, end: int) -> list[int]:
    """Where a name that ends there may begin; where it did is always among them."""
    start = first = min(chosen.span[0], end - 1)
    last = min(start + _IN, end - 1, chosen.span[1] - 1)
    while first > max(0, start - _OUT) and chosen.text[first - 1] not in PAUSES:
        first -= 1
    return [at for at in range(first, last + 1) if at == start or not chosen.within_a_place(at)]


def signs(chosen: Chosen, edge: Edge, span: Evidence) -> Iterator[str]:
    """What is weighed of an edge of a name that may be that stretch."""
    text, side = chosen.text, edge.value
    at, was = (each[edge is Edge.END] for each in (span, chosen.span))
    words = text[slice(*span)]
    for sign in chosen.met[at]:
        yield f"{side} {sign}"
    for sort in chosen.sorts_at(edge, at) or ["none"]:
        yield f"{side} found {sort}"
    yield f"{side} long {min(len(words), _LONG)}"
    if edge is Edge.BEGIN:
        yield f"head {min(len(words), _FAR)} {words[-1]}"
        yield f"before {text[at - 1 : at]} {words[-2:]}"
    moved = max(-_FAR, min(_FAR, at - was))
    yield f"{side} moved {moved}"
    yield f"{side} moved {moved} {chosen.sort}"
    own = text[slice(*chosen.span)]
    for told in (chosen.sort, *((own[-1], own[-2:]) if edge is Edge.END else (own[0], own[:2]))):
        yield f"{side} stays {moved == 0:d} {told}"
    if moved:
        does = "drops" if (moved < 0) is (edge is Edge.END) else "adds"
        between = text[min(at, was) : max(at, was)]
        yield f"{side} {does} {between}"
        yield f"{side} {does} next {between[0] if edge is Edge.END else between[-1]}"


class Edges:
    """Moves the edges of who was chosen; without weights they stay."""

    def __init__(self, weights: Weights, digest: str = "") -> None:
        self._weights = weights
        # A growing call changes little: what was weighed once is remembered, not for long.
        self.fit = lru_cache(maxsize=128)(self._weigh)
        self.digest = digest  # of what the weights were learnt from

    @classmethod
    def load(cls, folder: Path) -> "tuple[Edges, list[Fault]]":
        """What was learnt; a fault where the file is missing or broken."""
        path = folder / FILE
        learnt = read_kept(
            path,
            lambda kept: cls(
                {name: weight / STEP for name, weight in by_name(kept).items()},
                kept["digest"].item(),
            ),
        )
        if learnt is not None:
            return learnt, []
        remedy = "恢复该文件，或运行 python -m tools.learn_edges"
        return cls({}), [
            Fault(str(path), None, "没有名称起止的权重，被反映对象可能多字少字", remedy)
        ]

    def fitted(
        self, text: str, blanked: str, mentions: Sequence[Mention], span: Evidence
    ) -> Evidence:
        """The name, whole, once, and without what does not belong to it."""
        if not self._weights:
            return span
        chosen, first = chosen_of(text, blanked, mentions, span)
        start, end = self.fit(chosen)
        half = start + (end - start) // 2
        if 2 * chosen.text[half:end] == chosen.text[start:end]:  # 我找物业物业说
            start, end = (half, end) if chosen.span[1] > half else (start, half)
        start, end = trimmed(chosen.text, (start, end))
        return start + first, end + first

    def _weigh(self, chosen: Chosen) -> Evidence:
        likely = self._likely(chosen)
        said = {span: chosen.text[slice(*span)] for span in (chosen.span, *likely)}

        def right(span: Evidence) -> float:
            return sum(
                share * ((span == other) + _ALIKE * same_respondent(said[other], said[span]))
                for other, share in likely.items()
            )

        return max(said, key=right)  # of equals the one that was chosen

    def _likely(self, chosen: Chosen) -> dict[Evidence, float]:
        """The likeliest stretches, and how likely each is."""
        start = chosen.span[0]
        ends = [(min(start, end - 1), end) for end in ends_of(chosen)]
        found = {}
        for (_, end), share in self._shares(chosen, Edge.END, ends):
            begins = [(begin, end) for begin in begins_of(chosen, end)]
            for span, part in self._shares(chosen, Edge.BEGIN, begins):
                found[span] = share * part
        return found

    def _shares(
        self, chosen: Chosen, edge: Edge, spans: Sequence[Evidence]
    ) -> list[tuple[Evidence, float]]:
        """The best of them, each with its share of what speaks for all."""
        weight = self._weights.get
        sums = [sum(weight(sign, 0.0) for sign in signs(chosen, edge, span)) for span in spans]
        most = max(sums)
        speaks = [math.exp(_EVENLY * (each - most)) for each in sums]
        total = sum(speaks)
        best = sorted(zip(spans, speaks, strict=True), key=lambda one: -one[1])[:_BEST]
        return [(span, each / total) for span, each in best]
