# ruff: noqa: E501 - a pattern reads better whole
"""地点的写法: the words of a place as they are written in a ticket, and its parts.

Names are put right and completed (铁西 is 铁西区), but nothing is put into the name of a house that
begins with one: 铁西广场, 海城二中, 盛通银行铁西支行. In front stands what lies above the place,
where the gazetteer knows it; what the caller said twice in one breath stands once.
"""

import re
from collections.abc import Sequence
from itertools import islice

from ivr.tickets.address_pieces import BETWEEN, Piece, Sort
from ivr.tickets.gazetteer import Division, Named
from ivr.tickets.model import Evidence, PlaceParts

# 凤城三小 and 盛通银行铁西区支行 are names, however the district is called in them.
_IN_A_NAME = re.compile("[一二三四五六七八九十]{1,3}[小中院幼]|(?:支行|分行|分公司|店)")
_IN_FULL = tuple("省市区县旗镇乡")  # 铁西区, and not 铁西
# 铁西那边, 兴城海边, 凤城到丹东: what follows a name said in short and makes no name of it.
_NO_NAME = re.compile(
    "[的那这有某里边各几全整两，,、。 与跟到至]|和(?!平)|一[个家所座条处栋片带]|[东西南北][边面侧头郊部]|[海河江湖山][边里上]"
    "|[城市街县]区|[县城街]里|县城|老城|附近|旁边|周边|对面|境内|地区|当地|本地|农村|乡下"
)
_MOST = 200  # readings of a place
_PROVINCE = re.compile("[一-龥]{2,3}省|辽宁")
# 珠林小区小区, 铁岭县，铁岭县: but 1号1号楼 is a house with its number.
# 凌源市那个|福满楼饭店: speech points at what a name already names.
_POINTS_AT = re.compile("(?<=[一-龥])[那这]个(?=[一-龥]{2})")
_TWICE = re.compile("((?:(?![零一二三四五六七八九十百千])[A-Za-z一-龥]){2,12})[，,、]?(?=\\1)")


def full_address(
    text: str,
    span: Evidence,
    pieces: Sequence[Piece],
    home: str | None,
    above: Sequence[Named] = (),
) -> tuple[str, PlaceParts]:
    """A place as it is written, and taken apart; `above`: in what it lies, said before."""
    named = [*above, *(p.named for p in pieces if p.named is not None)]
    city, district, street, ambiguous = _agree(named, home)
    said, detail, at, end = "", "", *span
    for number, piece in enumerate(pieces):
        between = _told_between(text[at : piece.span[0]], first=number == 0)
        words, at = text[slice(*piece.span)], piece.span[1]
        follows = pieces[number + 1].span[0] if number + 1 < len(pieces) else end
        of_a_house = between[1:].isalnum() or _begins_a_name(piece, text, (at, follows), end)
        right = words if of_a_house else _right_name(piece, words, (street, district, city))
        said += between + right
        detail += between + ("" if _is_division(piece) and not of_a_house else words)
    said, detail = (_once(words + text[at:end]) for words in (said, detail))
    if above and street and street not in said:
        said = street + said  # 振安区九连城镇, and the estate in it: told one after the other
    parts = PlaceParts(city, district, street, detail or None, ambiguous)
    in_it = any(d.rank > 1 for each in above for d in each.places)
    return _with_what_is_above(said, city, district, told=in_it), parts


def _with_what_is_above(said: str, city: str | None, district: str | None, *, told: bool) -> str:
    """沈阳市铁西广场 is 沈阳市铁西区铁西广场; 沈阳北站 is known by its name alone.

    `told`: the caller named the district besides the place.
    """
    if district and district in said:
        district = None
    if city and said.startswith(city):
        return city + (district or "") + said.removeprefix(city)
    if city and said.startswith(city.removesuffix("市")) and not told:
        return said
    return "".join(n for n in (city, district) if n and n not in said) + said


def beside(place: str, words: str, before: str = "") -> str:
    """What is beside a place (小区门口), without what the place has said already.

    `before`: what stands before the words. Behind 医 a 院门口 is the hospital's, not one more yard.
    """
    most = min(len(place), len(words))
    shared = next((n for n in range(most, 1, -1) if place.endswith(words[:n])), 0)
    if not shared and before and place.endswith(before[-1] + words[:1]):
        shared = 1
    return place + words[shared:]


def _once(words: str) -> str:
    return _TWICE.sub("", _POINTS_AT.sub("", words))


def _told_between(words: str, *, first: bool) -> str:
    """白塔区的八一街 is 白塔区八一街, but 中兴街和三纬路 are two; of the province nobody is in doubt."""
    if first:
        return "" if _PROVINCE.fullmatch(words) else words
    if not BETWEEN.fullmatch(words):
        return words
    return words if words in ("和", "与", "跟", "交") else ""


def _begins_a_name(piece: Piece, text: str, behind: Evidence, end: int) -> bool:
    """凤城三小; 铁西广场: a name said in short, and words directly behind it that are no piece."""
    if _IN_A_NAME.match(text, behind[0], end):
        return True
    if not _is_division(piece) or text[slice(*piece.span)].endswith(_IN_FULL):
        return False
    return behind[0] < behind[1] and _NO_NAME.match(text, *behind) is None


def _is_division(piece: Piece) -> bool:
    return piece.named is not None and not _is_landmark(piece.named)


def _is_landmark(named: Named) -> bool:
    return all(d.landmark for d in named.places)


def _right_name(piece: Piece, words: str, agreed: Sequence[str | None]) -> str:
    """As it was said, or its right name when the gazetteer knows which it is."""
    if piece.sort is Sort.ROAD and words.endswith("陆"):
        return words[:-1] + "路"  # heard so
    if piece.named is None or _is_landmark(piece.named):
        return words
    names = {d.name for d in piece.named.places}
    if len(names) == 1:
        return names.pop()
    return next((name for name in agreed if name in names), None) or words


def _agree(
    found: list[Named], home: str | None
) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    """The one reading in which all names fit together; what stays open is ambiguous."""
    if not found:
        return None, None, None, ()
    readings: list[tuple[Division, ...]] = [()]
    for named in found:
        readings = _fitting(readings, named) or readings
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


def fit_together(found: Sequence[Named]) -> bool:
    """All names can belong to one address."""
    readings: list[tuple[Division, ...]] = [()]
    for named in found:
        readings = _fitting(readings, named)
    return bool(readings)


def _fitting(readings: Sequence[tuple[Division, ...]], named: Named) -> list[tuple[Division, ...]]:
    """The readings with one name more."""
    more = ((*r, d) for r in readings for d in named.places if all(_fit(d, o) for o in r))
    return list(islice(more, _MOST))


def _fit(a: Division, b: Division) -> bool:
    """Two names can belong to one address."""
    if a.city != b.city:
        return False
    return not (a.district and b.district and a.district != b.district)
