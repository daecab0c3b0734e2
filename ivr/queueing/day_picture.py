"""The lanes of a day as SVG: inbound, waiting, outbound, one under the other. Pure."""

from collections.abc import Callable, Sequence
from html import escape

from ivr.queueing.day import DAY_SECONDS, Moment

WIDTH, LEFT, TOP, LANE, GAP = 1000, 60, 50, 110, 36

LANES: tuple[tuple[str, str, Callable[[Moment], int]], ...] = (
    ("呼入中的通话 inbound", "#0b57a4", lambda m: m.inbound),
    ("等待人工 waiting", "#b3261e", lambda m: m.waiting),
    ("外呼 outbound", "#1c7a3f", lambda m: m.outbound),
    ("签入坐席 operators", "#5d6875", lambda m: m.operators),
)


def draw(moments: Sequence[Moment], title: str) -> str:
    """One picture; every lane has its own scale, written at its left."""
    height = TOP + len(LANES) * (LANE + GAP) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="16">{escape(title)}</text>',
    ]
    for number, (name, colour, of) in enumerate(LANES):
        parts += _lane(moments, name, colour, of, TOP + number * (LANE + GAP))
    bottom = height - 14
    parts += [
        f'<text x="{_x(hour * 3600):.0f}" y="{bottom}" text-anchor="middle">{hour}</text>'
        for hour in range(0, 25, 2)
    ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _lane(
    moments: Sequence[Moment], name: str, colour: str, of: Callable[[Moment], int], top: int
) -> list[str]:
    most = max((of(m) for m in moments), default=0)
    base = top + LANE
    points = " ".join(
        f"{_x(m.second):.1f},{base - LANE * of(m) / max(most, 1):.1f}" for m in moments
    )
    lines = [
        f'<line x1="{_x(hour * 3600):.0f}" y1="{top}" x2="{_x(hour * 3600):.0f}" y2="{base}" '
        'stroke="#dde2e8"/>'
        for hour in range(0, 25, 2)
    ]
    return [
        *lines,
        f'<text x="{LEFT}" y="{top - 6}" fill="{colour}">{escape(name)}</text>',
        f'<text x="{LEFT - 8}" y="{top + 10}" text-anchor="end">{most}</text>',
        f'<text x="{LEFT - 8}" y="{base}" text-anchor="end">0</text>',
        f'<polygon points="{_x(0):.0f},{base} {points} {_x(DAY_SECONDS):.0f},{base}" '
        f'fill="{colour}" fill-opacity="0.25" stroke="{colour}"/>',
    ]


def _x(second: float) -> float:
    return LEFT + (WIDTH - LEFT - 20) * second / DAY_SECONDS
