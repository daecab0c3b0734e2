"""地点: the words for where the matter is, as far up as is certain and as far down as was said.

Names of the gazetteer, roads with their numbers, estates, buildings and what lies beside them are
found one by one and joined where they stand together. Nothing is added but the city above a name
that only one city has; a name that several places bear stays as it was said.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ivr.tickets.address_pieces import GLUE, Piece, Sort, find_pieces
from ivr.tickets.blocks import SIZE, blocks
from ivr.tickets.gazetteer import Division, Gazetteer, Named
from ivr.tickets.model import Evidence, PlaceParts
from ivr.tickets.no_place import (
    OF_NO_HOUSE,
    PUBLIC_HOUSE,
    SITE_AFTER,
    are_last_words,
    is_city,
    is_none,
    names_a_house,
)

_WORTH = {
    Sort.BESIDE: 1,
    Sort.SITE: 2,
    Sort.DIVISION: 3,
    Sort.BUILDING: 3,
    Sort.ESTATE: 4,
    Sort.ROAD: 4,
}


@dataclass(frozen=True, slots=True)
class Place:
    """地点: what was said, completed and taken apart."""

    words: str
    span: Evidence
    parts: PlaceParts
    weight: float
    names: tuple[Evidence, ...] = ()  # the proper names in it, which say nothing of the matter


_PLACE_BEFORE = re.compile(r"(?:在|到|去|位于|住|来|从|经过|路过|于)(?:了)?$")


_BEFORE, _AFTER = 48, 80  # a longer address is told in two pieces


class PlaceFinder:
    """Finds places; what one block of a growing text holds is remembered."""

    def __init__(self, gazetteer: Gazetteer, home: str | None = None) -> None:
        self._gazetteer, self._home = gazetteer, home
        self._block = lru_cache(maxsize=128)(self._begin_in)
        self._placed = lru_cache(maxsize=128)(self._begin_from)

    def find(self, text: str) -> list[Place]:
        """The places named in a text, the most telling first."""
        found: list[Place] = []
        end = 0
        for words, lead, at in blocks(text, _BEFORE, _AFTER):
            for place in self._placed(words, lead, at):
                if place.span[0] >= end:
                    found.append(place)
                    end = place.span[1]
        return sorted(found, key=lambda p: (-p.weight, p.span))

    def _begin_from(self, words: str, lead: int, at: int) -> tuple[Place, ...]:
        """The same where they stand in the whole text."""
        return tuple(_moved(place, at - lead) for place in self._block(words, lead))

    def _begin_in(self, words: str, lead: int) -> tuple[Place, ...]:
        """The places that begin in one block; `lead` characters before it are only looked at."""
        places = (_place(words, group, self._home) for group in self._groups(words))
        return tuple(p for p in places if p is not None and lead <= p.span[0] < lead + SIZE)

    def _groups(self, text: str) -> list[list[Piece]]:
        """Pieces that stand together."""
        groups: list[list[Piece]] = []
        for piece in find_pieces(text, self._gazetteer):
            if groups and _joined(text, groups[-1][-1], piece):
                groups[-1].append(piece)
            else:
                groups.append([piece])
        return groups


def _moved(place: Place, by: int) -> Place:
    span = (place.span[0] + by, place.span[1] + by)
    return replace(place, span=span, names=tuple((a + by, b + by) for a, b in place.names))


def _joined(text: str, left: Piece, right: Piece) -> bool:
    between = text[left.span[1] : right.span[0]]
    if left.sort is Sort.SITE and right.sort is Sort.DIVISION and "，" in between:
        return False  # 是丰源批发市场的，沈阳市于洪区
    if left.sort is Sort.BUILDING and text.startswith("小区", right.span[0]):
        return False  # 三号楼小区门口
    return len(between) <= 4 and GLUE.fullmatch(between) is not None


def _place(text: str, group: list[Piece], home: str | None) -> Place | None:
    while len(group) > 1 and group[0].sort is Sort.BESIDE:
        group = group[1:]
    if (
        len(group) > 1
        and group[-1].sort is Sort.SITE
        and (_is_house(text, group[-1]) and not are_last_words(text, group))
    ):
        named = text[group[0].span[0] : group[-1].span[1]]
        group = group[:-1]  # it is complained of, not where it happened
        if len(group) == 1 and is_city(group[0]) and PUBLIC_HOUSE.search(named):
            return None  # 沈阳市第九人民医院
    if len(group) == 1 and is_none(text, group[0]):
        return None
    if all(p.named is None for p in group) and names_a_house(text, group[-1]):
        return None
    if all(p.sort is Sort.BUILDING for p in group) and OF_NO_HOUSE.fullmatch(
        text[group[0].span[0] : group[-1].span[1]]
    ):
        return None
    span = (group[0].span[0], group[-1].span[1])
    span = (span[0], span[0] + len(text[slice(*span)].rstrip("的")))
    sorts = {p.sort for p in group}
    weight = float(sum(_WORTH[p.sort] + _is_low(p) for p in group))
    if sorts <= {Sort.BESIDE, Sort.SITE} and not _stands_as_place(text, group):
        return None
    if len(group) == 1 and group[0].sort is Sort.SITE and _is_organisation(text, group[0]):
        return None  # 在万家惠超市买的: whom it is about
    divisions = [p.named for p in group if p.named is not None]
    city, district, street, ambiguous = _agree(divisions, home)
    tail = [p for p in group if p.named is None or _is_landmark(p.named)]
    detail = "".join(text[p.span[0] : p.span[1]] for p in tail) or None
    said = ""
    for left, piece in zip([None, *group], group, strict=False):
        between = text[left.span[1] : piece.span[0]] if left else ""
        said += between if between in ("和", "与", "跟", "交") else ""
        said += _spoken(text, piece, city, district, street)
    said = said.rstrip("的")
    above = "".join(n for n in (city, district) if n and n not in said) if divisions else ""
    if above and said.startswith((city or "").removesuffix("市") or " "):  # 沈阳北站
        above = ""
    names = tuple(p.span for p in group if p.sort not in (Sort.SITE, Sort.BESIDE))
    parts = PlaceParts(city, district, street, detail, ambiguous)
    return Place(above + said, span, parts, weight, names)


_ORGANISATION = re.compile(
    r"(?:医院|卫生院|诊所|幼儿园|小学|中学|高中|大学|学校|派出所|商场|超市|饭店|烧烤店|宾馆|酒店|网吧|养老院|敬老院|政务(?:服务)?(?:大厅|中心)|服务大厅|办事大厅)$"
)


def _is_house(text: str, piece: Piece) -> bool:
    """It is complained of; 凤城市政务大厅 is where people go, and where it happened."""
    said = text[slice(*piece.span)]
    return _is_organisation(text, piece) and not said.endswith(("大厅", "政务中心", "服务中心"))


def _is_organisation(text: str, piece: Piece) -> bool:
    words = text[piece.span[0] : piece.span[1]]
    return bool(_ORGANISATION.search(words)) and not SITE_AFTER.match(text, piece.span[1])


# Nobody complains of them, so that they are places wherever they are named.
_PUBLIC = re.compile(
    r"(?:公园|火车站|地铁站|汽车站|客运站|机场|码头|早市|夜市|步行街|收费站|服务区|大集)$"
)
_ITS_POLICE = re.compile("(?:的)?(?:派出所|警务|民警|管理处)")


def _stands_as_place(text: str, group: list[Piece]) -> bool:
    """A hospital's name is a place when the caller is there or it is only a mark beside the way."""
    first, last = group[0], group[-1]
    if all(p.sort is Sort.BESIDE for p in group):
        return False
    if _PUBLIC.search(text[slice(*first.span)]) and not _ITS_POLICE.match(text, last.span[1]):
        return True
    if first.span[1] - first.span[0] <= 2 and last.sort is not Sort.BESIDE:
        return False
    return bool(
        _PLACE_BEFORE.search(text[max(0, first.span[0] - 4) : first.span[0]])
        or SITE_AFTER.match(text, last.span[1])
        or last.sort is Sort.BESIDE
    )


def _is_low(piece: Piece) -> bool:
    """A district or a street, not only a city: it says where."""
    return piece.named is not None and all(d.rank > 1 for d in piece.named.places)


def _is_landmark(named: Named) -> bool:
    return all(d.landmark for d in named.places)


def _spoken(
    text: str, piece: Piece, city: str | None, district: str | None, street: str | None
) -> str:
    """The piece as it was said, or its right name when the gazetteer knows which it is."""
    words = text[piece.span[0] : piece.span[1]]
    named = piece.named
    if piece.sort is Sort.ROAD and words.endswith("陆"):
        return words[:-1] + "路"  # heard so
    if named is None or _is_landmark(named):
        return words
    names = {d.name for d in named.places}
    if len(names) == 1:
        return names.pop()
    for name in (street, district, city):
        if name in names:
            return str(name)
    return words


def _agree(
    found: list[Named], home: str | None
) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    """The one reading in which all names fit together; what stays open is ambiguous."""
    if not found:
        return None, None, None, ()
    readings: list[tuple[Division, ...]] = [()]
    for named in found:
        fitting = [(*r, d) for r in readings for d in named.places if all(_fit(d, o) for o in r)]
        readings = fitting[:200] or readings
    if home and len(readings) > 1:
        at_home = [r for r in readings if all(d.city == home for d in r)]
        readings = at_home or readings
    lowest = [max(r, key=lambda d: d.rank) for r in readings]

    def only(values: set[str | None]) -> str | None:
        return values.pop() if len(values) == 1 else None

    city = only({d.city for d in lowest})
    district = only({d.district for d in lowest})
    street = only({d.street for d in lowest})
    several = {f"{d.city}{d.district or ''}{d.street or ''}" for d in lowest}
    return city, district, street, tuple(sorted(several))[:8] if len(several) > 1 else ()


def _fit(a: Division, b: Division) -> bool:
    """Two names can belong to one address."""
    if a.city != b.city:
        return False
    return not (a.district and b.district and a.district != b.district)
