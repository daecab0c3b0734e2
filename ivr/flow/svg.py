"""Draws a flow as SVG: steps in layers from the start downwards, what is further down by an arrow.

Every way out stands in its step's box as well; a way back up, or to a neighbour, only there (↺), so
that arrows never run against each other. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from ivr.flow.drawing import kind_of
from ivr.flow.model import Flow, Step

WIDTH, HEAD, ROW, MARGIN = 216, 44, 17, 24
ACROSS, DOWN = 28, 64  # between boxes, between layers
THIN = 12  # the width an arrow takes on its way through a layer
SWEEPS = 8
COLOURS = {"queue": "#e8f0fa", "transfer": "#fbe9e7", "hang_up": "#eef0f2"}
STYLE = (
    ".b{stroke:#5d6875;fill:#fff}.n{font-weight:600}.k{fill:#5d6875;font-size:12px}"
    ".x{font-size:12px}.e{fill:none;stroke:#0b57a4;stroke-width:1.3;stroke-opacity:.65}"
    ".t{font-size:12px;fill:#fff}"
)
WAYS = {"human": ("人工、按0", "#0b57a4"), "emergency": ("紧急", "#b3261e")}


@dataclass(slots=True)
class Spot:
    """A step's box, or (no step) where an arrow passes a layer."""

    name: str
    layer: int
    step: Step | None = None
    rows: list[str] = field(default_factory=list)
    x: float = 0.0  # of its middle
    y: float = 0.0

    @property
    def width(self) -> float:
        return WIDTH if self.step is not None else THIN

    @property
    def height(self) -> float:
        return HEAD + ROW * len(self.rows) + 6 if self.step is not None else 0.0


def svg(flow: Flow) -> str:
    """The whole picture."""
    layers = _layers(flow)
    spots = {
        name: Spot(name, layers[name], step, list(_rows(name, step, layers)))
        for name, step in flow.steps.items()
    }
    chains = [_chain(spots, a, b) for a, b in sorted(_downwards(flow, layers))]
    rows = [[s for s in spots.values() if s.layer == n] for n in range(max(layers.values()) + 1)]
    _order(rows, chains)
    width, height = _place(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" font-family="sans-serif" font-size="14">',
        f'<style>{STYLE}</style><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" '
        'markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#0b57a4"/>'
        f'</marker><rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>',
        f'<text x="{MARGIN}" y="26" font-size="18">{escape(flow.title or flow.name)}'
        '<tspan dx="16" class="k">蓝标、红标：随时可到</tspan></text>',
        *(_arrow(chain) for chain in chains),
    ]
    for spot in (s for row in rows for s in row if s.step is not None):
        parts += _box(spot, flow)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _layers(flow: Flow) -> dict[str, int]:
    """Steps from the start; then what only 人工 or danger leads to, one layer further down."""
    found: dict[str, int] = {}
    for root in (flow.start, flow.human, flow.emergency):
        if root not in found:
            front = [root]
            found[root] = max(found.values(), default=-1) + 1
            while front:
                name = front.pop(0)
                for _, to in flow.steps[name].exits():
                    if to not in found:
                        found[to] = found[name] + 1
                        front.append(to)
    return found


def _rows(name: str, step: Step, layers: Mapping[str, int]) -> Iterator[str]:
    """The ways out, those with one aim in one line."""
    ways: dict[str, list[str]] = {}
    for way, to in step.exits():
        ways.setdefault(to, []).append(way.rpartition(".")[2])
    for to, names in ways.items():
        yield f"{'、'.join(names)} {'→' if layers[to] > layers[name] else '↺'} {to}"


def _downwards(flow: Flow, layers: Mapping[str, int]) -> set[tuple[str, str]]:
    return {
        (name, to)
        for name, step in flow.steps.items()
        for _, to in step.exits()
        if layers[to] > layers[name]
    }


def _chain(spots: dict[str, Spot], start: str, end: str) -> list[Spot]:
    """From box to box, with a spot in each layer between; those are added to `spots`."""
    first, last = spots[start], spots[end]
    between = [Spot(f"{start} {end} {n}", n) for n in range(first.layer + 1, last.layer)]
    spots.update((spot.name, spot) for spot in between)
    return [first, *between, last]


def _order(rows: list[list[Spot]], chains: Sequence[Sequence[Spot]]) -> None:
    """Few crossings: each spot near the middle of those it is joined to, down and up by turns."""
    above: dict[str, list[Spot]] = {}
    below: dict[str, list[Spot]] = {}
    for chain in chains:
        for one, other in pairwise(chain):
            below.setdefault(one.name, []).append(other)
            above.setdefault(other.name, []).append(one)
    for row in rows:
        _spread(row)
    for sweep in range(SWEEPS):
        joined = below if sweep % 2 else above
        for row in rows[::-1] if sweep % 2 else rows:
            middles = {s.name: _middle(joined.get(s.name, [s])) for s in row}
            row.sort(key=lambda s, at=middles: at[s.name])  # type: ignore[misc]
            _spread(row)


def _middle(spots: Sequence[Spot]) -> float:
    return sum(s.x for s in spots) / len(spots)


def _spread(row: Sequence[Spot]) -> None:
    """Side by side, the whole row about the middle."""
    whole = sum(s.width for s in row) + ACROSS * (len(row) - 1)
    at = -whole / 2
    for spot in row:
        spot.x = at + spot.width / 2
        at += spot.width + ACROSS


def _place(rows: Sequence[Sequence[Spot]]) -> tuple[float, float]:
    """The height of each row, everything right of the left margin; the picture's size."""
    left = min(s.x - s.width / 2 for row in rows for s in row)
    top = 48.0
    for row in rows:
        for spot in row:
            spot.x += MARGIN - left
            spot.y = top
        tallest = max((s.height for s in row), default=0.0)
        for spot in row:
            if spot.step is None:
                spot.y = top + tallest / 2
        top += tallest + DOWN
    right = max(s.x + s.width / 2 for row in rows for s in row)
    return right + MARGIN, top - DOWN + MARGIN


def _arrow(chain: Sequence[Spot]) -> str:
    at, level = chain[0].x, chain[0].y + chain[0].height
    path = f"M{at:.0f} {level:.0f}"
    for spot in chain[1:]:
        bend = (spot.y - level) / 2
        path += f" C{at:.0f} {level + bend:.0f} {spot.x:.0f} {spot.y - bend:.0f} "
        path += f"{spot.x:.0f} {spot.y:.0f}"
        at, level = spot.x, spot.y
    return f'<path class="e" d="{path}" marker-end="url(#a)"/>'


def _box(spot: Spot, flow: Flow) -> Iterator[str]:
    left, middle, kind = spot.x - WIDTH / 2, spot.x, kind_of(spot.step)
    yield (
        f'<rect class="b" x="{left:.0f}" y="{spot.y:.0f}" width="{WIDTH}" '
        f'height="{spot.height:.0f}" rx="8" style="fill:{COLOURS.get(kind, "#fff")}"/>'
        f'<text class="n" x="{middle:.0f}" y="{spot.y + 19:.0f}" text-anchor="middle">'
        f"{escape(spot.name)}</text>"
        f'<text class="k" x="{middle:.0f}" y="{spot.y + 35:.0f}" text-anchor="middle">{kind}</text>'
    )
    for number, row in enumerate(spot.rows):
        y = spot.y + HEAD + ROW * number + 10
        yield f'<text class="x" x="{left + 10:.0f}" y="{y:.0f}">{escape(row)}</text>'
    tags = [WAYS[way] for way in WAYS if getattr(flow, way) == spot.name]
    tags += [("来电", "#1c7a3f")] if flow.start == spot.name else []
    for number, (words, colour) in enumerate(tags):
        size, x = 14 + 12 * len(words), left + 8 + 126 * number
        yield (
            f'<rect x="{x:.0f}" y="{spot.y - 11:.0f}" width="{size}" height="18" rx="9" '
            f'fill="{colour}"/><text class="t" x="{x + size / 2:.0f}" y="{spot.y + 2:.0f}" '
            f'text-anchor="middle">{words}</text>'
        )
