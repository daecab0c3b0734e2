"""Draws precision against coverage as an SVG by hand: a few lines need no library."""

from collections.abc import Iterable, Mapping, Sequence

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 790, 460, 70, 40, 230, 60
_LOWEST = 0.5  # the precision at the bottom of the picture
_COLOURS = ("#1f6f8b", "#d1495b", "#7a9e3d", "#8d6a9f", "#e09f3e", "#555555")  # of engines
_DASHES = ("", "9 3", "5 3", "2 2", "9 3 2 3", "1 4")  # of the sorts of text


def precision_against_coverage(lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """The picture; each line, by its engine and its texts, is a list of (coverage, precision)."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="24" font-size="16">Precision against coverage, test part</text>',
    ]
    for n in range(6):
        parts += _grid(n / 5, _LOWEST + (1 - _LOWEST) * n / 5)
    engines, texts = (_numbered(name.partition(", ")[part] for name in lines) for part in (0, 2))
    for n, (name, points) in enumerate(lines.items()):
        engine, _, said = name.partition(", ")
        colour = _COLOURS[engines[engine] % len(_COLOURS)]
        dashes = _DASHES[texts[said] % len(_DASHES)]
        stroke = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
        path = " ".join(f"{_x(c):.1f},{_y(p):.1f}" for c, p in points if p >= _LOWEST)
        parts.append(f'<polyline points="{path}" fill="none" {stroke}/>')
        x, y = _WIDTH - _RIGHT + 15, _TOP + 20 * n + 10
        parts.append(f'<path d="M{x} {y - 4}h28" {stroke}/>')
        parts.append(f'<text x="{x + 34}" y="{y}">{name}</text>')
    return "\n".join([*parts, _bar(0.98, "1 wrong in 50"), "</svg>", ""])


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """Each with its number, in the order in which they come."""
    return {name: at for at, name in enumerate(dict.fromkeys(names))}


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
        f'<text x="{_LEFT + 4}" y="{y + 14:.1f}" fill="#555" stroke="white" stroke-width="4" '
        f'paint-order="stroke">{name}</text>'
    )


def _x(coverage: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * coverage


def _y(precision: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - precision) / (1 - _LOWEST)
