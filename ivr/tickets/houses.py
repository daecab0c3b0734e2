"""几号楼几单元几室: the parts of a house's address, one of which is put right and the others stay.

十二号楼一单元五零一, 不对是十三号楼 leaves 一单元五零一 as it was; 八号楼, 不对是二单元 adds what
was not told. Parts are told apart by their unit; a bare 五零二 is a flat where one was told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ivr.tickets.figures import NUMBER
from ivr.tickets.model import Evidence

A_HOUSE = "building"  # the sort of such facts
_SMALL = r"[甲乙丙丁A-Za-z]?(?:[0-9]++|[零〇一二三四五六七八九十百幺两]++)"
_FLAT = r"[0-9]{3,4}+|[零〇一二三四五六七八九幺]{3,4}+"  # 五零一; 五百 is a sum
_PART = re.compile(
    rf"(?P<court>{_SMALL}号院)|(?P<house>{_SMALL}(?:号楼|栋楼?|幢|座))|(?P<entrance>{_SMALL}单元)"
    rf"|(?P<floor>{_SMALL}[层楼])|(?P<flat>{_SMALL}(?:室|号房|户|门)|{_FLAT})"
)
_HOUSE = re.compile(rf"(?:(?:{re.sub(r'[?]P<[a-z]+>', '?:', _PART.pattern)})的?)++")
_RANKS = ("court", "house", "entrance", "floor", "flat")
_FIRST = _RANKS[:3]
_LIKE = {"house": "floor", "floor": "house"}  # 十三楼 may be said for 十三号楼
_NAMED = (
    ("entrance", "单元"),
    ("floor", "楼层"),
    ("house", "楼"),
    ("house", "栋"),
    ("flat", "房"),
    ("flat", "门"),
)
_FIGURES = re.compile(NUMBER)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: 十二号楼."""

    span: Evidence
    unit: str

    @property
    def rank(self) -> int:
        return _RANKS.index(self.unit)


def is_a_house(said: str) -> bool:
    """Nothing but parts of a house's address.

    >>> is_a_house("九号楼"), is_a_house("二单元五零二"), is_a_house("五百")
    (True, True, False)
    """
    return _HOUSE.fullmatch(said) is not None


def put_into(words: str, told: Sequence[Evidence], right: Evidence) -> tuple[Evidence, ...]:
    """The stretches of houses that were told before for which `right` stands; () for none.

    A part that was not told has its place between the others, where nothing stood; but a bare
    number is no part of a house that has no such part.
    """
    new = _parts(words, right)
    houses = [house for span in sorted(told) if (house := _parts(words, span))]
    if not new or not houses:
        return ()
    unit = _unit_told(new[0].unit, houses)
    if unit is None:
        bare = _FIGURES.fullmatch(words[slice(*new[0].span)])
        return () if bare else (_between(houses[-1], new[0].rank),)
    first = _RANKS.index(unit)
    last = max(first, new[-1].rank) if len(new) > 1 else first
    last_told = next(h for h in reversed(houses) if any(p.unit == unit for p in h))
    wrong = _stretch(last_told, first, last)
    said = words[slice(*wrong)]
    every = (_stretch(h, first, last) for h in houses if any(p.unit == unit for p in h))
    return tuple(span for span in every if words[slice(*span)] == said)


def differs(words: str, wrong: Evidence, right: Evidence) -> bool:
    """是九号楼, where 八号楼 was told: the same parts, and another number.

    五楼漏水，是三楼 may tell of two floors, or of two flats.
    """
    units = [[part.unit for part in _parts(words, span)] for span in (wrong, right)]
    if units[0] != units[1] or not units[0] or units[0][0] not in _FIRST:
        return False
    return words[slice(*wrong)] != words[slice(*right)]


def number_of(words: str, field: str, told: Sequence[Evidence]) -> Evidence | None:
    """The number that 单元错了 or 楼号错了 speaks of, where it was told last."""
    unit = next((unit for unit, name in _NAMED if name in field), None)
    parts = [p for span in sorted(told) for p in _parts(words, span) if p.unit == unit]
    found = _FIGURES.search(words, *parts[-1].span) if parts else None
    return found.span() if found else None


def _parts(words: str, span: Evidence) -> list[Part]:
    return [Part(m.span(), str(m.lastgroup)) for m in _PART.finditer(words, *span)]


def _unit_told(unit: str, houses: Sequence[Sequence[Part]]) -> str | None:
    """The unit of what is put right, or the one that is said for it."""
    units = {part.unit for house in houses for part in house}
    return next((each for each in (unit, _LIKE.get(unit)) if each in units), None)


def _stretch(house: Sequence[Part], first: int, last: int) -> Evidence:
    within = [part for part in house if first <= part.rank <= last]
    return within[0].span[0], within[-1].span[1]


def _between(house: Sequence[Part], rank: int) -> Evidence:
    """Where a part of that rank stands, of a house that has none."""
    at = next((p.span[0] for p in house if p.rank > rank), house[-1].span[1])
    return at, at
