"""Draws precision against coverage as an SVG by hand: a few lines need no library."""

from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 460, 70, 40, 200, 60
_LOWEST = 0.5  # the precision at the bottom of the picture
_COLOURS = ("#1f6f8b", "#d1495b", "#7a9e3d", "#8d6a9f", "#e09f3e", "#555555")


def precision_against_coverage(lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """The picture; each line is a list of (coverage, precision)."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="24" font-size="16">Precision against coverage, test part</text>',
    ]
    for n in range(6):
        parts += _grid(n / 5, _LOWEST + (1 - _LOWEST) * n / 5)
    parts.append(_bar(0.98, "1 wrong in 50"))
    for n, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[n % len(_COLOURS)]
        path = " ".join(f"{_x(c):.1f},{_y(p):.1f}" for c, p in points if p >= _LOWEST)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = _TOP + 20 * n + 10
        x = _WIDTH - _RIGHT + 15
        parts.append(f'<rect x="{x}" y="{y - 6}" width="16" height="4" fill="{colour}"/>')
        parts.append(f'<text x="{x + 22}" y="{y}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _grid(coverage: float, precision: float) -> list[str]:
    x, y, bottom, right = _x(coverage), _y(precision), _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    return [
        f'<path d="M{x:.1f} {_TOP}V{bottom}M{_LEFT} {y:.1f}H{right}" stroke="#ddd"/>',
        f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{coverage:.0%}</text>',
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{precision:.0%}</text>',
    ]


def _bar(precision: float, name: str) -> str:
    y = _y(precision)
    return (
        f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#999" stroke-dasharray="4 4"/>'
        f'<text x="{_LEFT + 4}" y="{y + 14:.1f}" fill="#777">{name}</text>'
    )


def _x(coverage: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * coverage


def _y(precision: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - precision) / (1 - _LOWEST)
