"""地点: the words for where the matter is, as far up as is certain and as far down as was said.

Names of the gazetteer, roads with their numbers, estates, buildings and what lies beside them are
found one by one and joined where they stand together. Nothing is added but the city above a name
that only one city has; a name that several places bear stays as it was said.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ivr.tickets.address_pieces import GLUE, TELLS, Piece, Sort, find_pieces
from ivr.tickets.blocks import SIZE, blocks
from ivr.tickets.figures import NUMBER
from ivr.tickets.gazetteer import Division, Gazetteer, Named
from ivr.tickets.model import Evidence, PlaceParts

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
_SITE_AFTER = re.compile(
    r"(?:的)?(?:门口|门前|附近|旁边|对面|路口|里面|院里|停车场|周边|边上|后面|前面|东侧|西侧|南侧|北侧|楼下|这儿|那儿|边(?!上))"
)


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
        and (_is_house(text, group[-1]) and not _are_last_words(text, group))
    ):
        named = text[group[0].span[0] : group[-1].span[1]]
        group = group[:-1]  # it is complained of, not where it happened
        if len(group) == 1 and _is_city(group[0]) and _PUBLIC_HOUSE.search(named):
            return None  # 沈阳市第九人民医院
    if len(group) == 1 and _is_none(text, group[0]):
        return None
    if all(p.named is None for p in group) and _names_a_house(text, group[-1]):
        return None
    if all(p.sort is Sort.BUILDING for p in group) and _OF_NO_HOUSE.fullmatch(
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


_PUBLIC_HOUSE = re.compile(r"市(?:第[一二三四五六七八九十]+|中心|妇幼|儿童|实验|人民)[一-龥]{0,4}$")
_FROM_TO = re.compile(r"(?:从|由)?[一-龥]{2,4}(?:市)?(?:开往|到|至|去|(?<!转)回|搬到)$")
_FROM = re.compile(r"(?:从|由)$")
_LEAVING = re.compile(r"(?:市)?(?:坐|乘|打车|开往|往[^，。]{1,3}走|发往|回|到(?!现|今|目)|去|搬)")
# A bank's branch, where somebody is registered: no place of a trouble.
_OF_A_NAME = re.compile(
    r"(?:市|区|县)?(?:[一-龥]{0,2}(?:支行|分行|支公司|分公司|分店|分部)|籍|的?户口|教育局|医保)"
)


# 三单元 alone says of no house where it stands.
_OF_NO_HOUSE = re.compile(rf"{NUMBER}(?:单元|层|楼)(?:{NUMBER}户)?的?")
# 青云路小学, 西街营业厅, 小津桥社区的网格员: the road is only in a name.
_IN_A_NAME = re.compile(
    "(?:小学|中学|幼儿园|邮政所|邮局|学区|支行|分行|营业厅|派出所|消防站)(?!的?(?:门口|门前|附近|旁边|对面|路口|后面|前面|东|西|南|北|那))"
    "|店(?=[买购办充订吃点花的，]|$)|(?:种子|农资)?(?:商店|药店|药房)(?=说|的?老板|卖)"
    "|社区的?(?:网格|书记|主任|医院|干部|工作人员)"
)


_A_WORK = re.compile("(?:工程|项目)(?!部)")  # 文化广场工程
_TO = re.compile("从[^，。]{2,8}到$")
_FARE = re.compile("[^，。]{0,6}(?:要我|收我|打表|多少钱|平常|块)")


def _is_a_ride(text: str, piece: Piece) -> bool:
    """出租车从北站到三好街要我八十: neither is where it happened."""
    start, end = piece.span
    return _TO.search(text[max(0, start - 10) : start]) is not None and (
        _FARE.match(text, end) is not None
    )


def _names_a_house(text: str, piece: Piece) -> bool:
    rule = {Sort.ROAD: _IN_A_NAME, Sort.ESTATE: _A_WORK}.get(piece.sort)
    return rule is not None and rule.match(text, piece.span[1]) is not None


# 锦州市急救中心, 锦州恒业职业学院; 从市里到桓仁几点有车.
_ITS_HOUSE = re.compile("市?[一-龥]{0,6}?(?:急救中心|学院|大学|集团|幼稚园|福利院)")
_ITS_BUS = re.compile(rf"市?的?{NUMBER}路(?:公交|车)")
_RIDE = re.compile("市?[^，。]{0,8}(?:车|票|几点|打表)")


def _is_none(text: str, piece: Piece) -> bool:
    """A name alone that says of no trouble where it is."""
    if piece.named is not None:
        return _not_where(text, piece) or _is_only_told_of(text, piece)
    if piece.sort is Sort.ROAD:
        return _is_a_ride(text, piece)
    return piece.sort is Sort.ESTATE and _is_home_for_the_old(text, piece)


def _are_last_words(text: str, group: list[Piece]) -> bool:
    """…, 凌源市小白杨幼儿园: told for nothing but the place."""
    start, end = group[0].span[0], group[-1].span[1]
    return start > 0 and text[start - 1] in "，在" and not text[end:].strip("。")


# 人在大连打工, 能在沈阳领证不, 户口…租住望花区: where somebody is who asks.
_ASKING = re.compile(
    "咨询|请问|[想我]问|问[一]?下|了解|能不能|能[^，。]{1,12}[不吗]|[吗呢？?]|在哪"
)
_LIVING = re.compile(
    "市?(?:打工|上班|工作|住院|上学|念书|读书|过冬|陪读|务工|定居|住的?|交了|领|换证|办理?|能)"
)
_WISHED = re.compile("，想(?!问|咨|了解)[^，。]{0,6}[办领]")  # 在大连打工，想办居住证
_HERE_IN = re.compile("(?:[在去]|租[住房]?[住在]*)$")
# 跑桓仁的那个大客, 凤城到丹东的客车: a line, not a spot.
_COACH = re.compile("[^，。]{0,5}(?:大客|客车|班车|长途车|火车|高铁|动车)")
_LINE_TO = re.compile("(?:跑|[到至](?<=[一-龥]{3}))$")
_LINE_FROM = re.compile(
    "市?[到至][一-龥]{2,4}的?(?:那[个趟])?(?:大客|客车|班车|长途车|火车|高铁|动车)"
)
# 开原市八棵树派出所民警: whom it is about.
_ITS_MEN = re.compile("[一-龥]{0,5}派出所的?(?:民警|警官|警察|辅警)")


def _is_only_told_of(text: str, piece: Piece) -> bool:
    """A town where somebody lives or works who only asks, a line of coaches, a station's men."""
    start, end = piece.span
    before = text[max(0, start - 8) : start]
    if _LINE_FROM.match(text, end) or (_LINE_TO.search(before) and _COACH.match(text, end)):
        return True
    rank = piece.named.places[0].rank if piece.named else 0
    if rank == 2 and _ITS_MEN.match(text, end):
        return True
    if not _ASKING.search(text) or _WISHED.search(text) or not _HERE_IN.search(before):
        return False
    return (_is_city(piece) and _LIVING.match(text, end) is not None) or (
        "户口" in text and "租" in before
    )


def _is_home_for_the_old(text: str, piece: Piece) -> bool:
    """福满堂养老公寓: it is complained of."""
    said = text[slice(*piece.span)]
    return said.endswith(("养老公寓", "老年公寓")) and not _SITE_AFTER.match(text, piece.span[1])


def _is_city(piece: Piece) -> bool:
    return piece.named is not None and all(d.rank == 1 for d in piece.named.places)


def _not_where(text: str, piece: Piece) -> bool:
    """从鞍山到沈阳, 盘锦至沈阳的客车, 盛通银行铁西支行: none is where it happened."""
    start, end = piece.span
    before = text[max(0, start - 8) : start]
    if _FROM.search(before) and _LEAVING.match(text, end):
        return True
    if _OF_A_NAME.match(text, end) or re.search("(?:医保|户口|社保)(?:关系)?(?:是|在)$", before):
        return True
    if re.search("从[^，。]{1,4}到$", before) and _RIDE.match(text, end):
        return True
    if not _is_city(piece):
        return False
    if _ITS_BUS.match(text, end):
        return True
    house = _ITS_HOUSE.match(text, end)
    if house is not None and not TELLS.search(house.group()):
        return True
    if _FROM_TO.search(before):
        return True
    return (
        re.match(r"(?:市)?(?:到|至)(?!现|今|目)[一-龥]{2,4}(?:市|的|，|。)", text[end:]) is not None
    )


_ORGANISATION = re.compile(
    r"(?:医院|卫生院|诊所|幼儿园|小学|中学|高中|大学|学校|派出所|商场|超市|饭店|烧烤店|宾馆|酒店|网吧|养老院|敬老院|政务(?:服务)?(?:大厅|中心)|服务大厅|办事大厅)$"
)


def _is_house(text: str, piece: Piece) -> bool:
    """It is complained of; 凤城市政务大厅 is where people go, and where it happened."""
    said = text[slice(*piece.span)]
    return _is_organisation(text, piece) and not said.endswith(("大厅", "政务中心", "服务中心"))


def _is_organisation(text: str, piece: Piece) -> bool:
    words = text[piece.span[0] : piece.span[1]]
    return bool(_ORGANISATION.search(words)) and not _SITE_AFTER.match(text, piece.span[1])


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
        or _SITE_AFTER.match(text, last.span[1])
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
