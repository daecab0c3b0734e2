"""地点的边: where a chosen stretch of words ends in the midst of a word, or goes on behind a name.

The choice (place_choice.py) weighs characters, and may take 3号 of 3号楼下水道, or 滨河路广场 where
there is 广场舞 in 滨河路.
"""

import re
from collections.abc import Sequence

from ivr.tickets.address_pieces import Sort
from ivr.tickets.model import Evidence
from ivr.tickets.place_choice import SHORTEST
from ivr.tickets.place_features import Tagged

_HALF_A_BUILDING = re.compile("[0-9零一二三四五六七八九十百号]")
# What is no part of a place at its end, and the piece that must stand before it.
_TAILS = (
    (re.compile("广场(?=舞)"), None),
    (re.compile("(?<=楼)下(?=水)"), None),
    (re.compile("(?<=[路街道巷])上"), Sort.ROAD.value),
    (re.compile("的?商品[房楼]"), Sort.ESTATE.value),
)
_LONGEST = 4  # characters of a tail
# Nothing else is told in such a clause: 浑南区奥体中心旁边|格林生活坊, 全运路万科|明日之光对面.
_ASIDE = re.compile(r"(?:^|[，,。；; ])(?:就?[是在]|位于|我?家?住?在|靠近)?$")
_NAME = (
    "(?![^，]*[的了着过在有被把不没都也还就我你他她这那个说要给让坏漏堵停冒来去])[A-Za-z0-9一-龥]"
)
_ESTATE = "(?:小区|社区|花园|家园|新村|公寓|家属院|大厦|广场|[坊苑府庭湾郡邸轩阁])"
_BESIDE = "(?:旁边|附近|对面|边上|门口|后面|前面|隔壁)"
_REST = re.compile(
    rf"{_NAME}{{1,7}}(?:{_ESTATE}{_BESIDE}?|(?<!工地){_BESIDE})(?:那边?|那块|的)?(?=$|[，,。；; ])"
)
# 大东区长安街道，善邻社区: told on being asked again, beneath the street or the district.
_HOUSES = "(?:[，, ]?(?:[0-9零一二三四五六七八九十百]+(?:号楼|栋|单元|层|楼|室|号|户|门))++)"
_BENEATH = re.compile(
    rf"[，, ](?:就?是|在)?(?P<name>{_NAME}{{2,6}}(?:小区|社区|村|花园|家园){_HOUSES}{{0,2}})"
    r"(?=$|[，,。；; ])"
)
_HOUSE = re.compile(rf"[，, ](?:就?是|在)?(?P<name>{_HOUSES}{{1,2}})(?=$|[，,。；; ])")
_ESTATES = ("小区", "社区", "花园", "家园", "新村", "公寓", "家属院")
_ABOVE = re.compile("(?:(?<![小社])区|[县市镇乡]|街道)$")


# 六道口|派出所, 灵山|供电所: a house that is a place itself, cut out of its name.
_HOUSE_OF_ITS_NAME = re.compile(
    r"第?[一二三四五六七八九十]{0,2}(?:实验|中心|人民|分)?(?:派出所|供电所|变电所|小学|中学|医院|卫生院"
    r"|卫生室|卫生所|幼儿园|客运站|火车站|收费站|加油站|加气站|工商所|税务所|司法所|敬老院|养老院|福利院"
    r"|消防站|消防队|交警队)(?![长])"
)
# 星海科|创公司: half of a firm's name, which is no place.
_REST_OF_A_FIRM = re.compile(rf"{_NAME}{{0,4}}?(?:(?:有限|股份|分)?公司|集团)")
_FIRMS_NAME = re.compile(r"的?(?P<name>[A-Za-z0-9一-龥]{2,6})$")


def whole_names(text: str, span: Evidence | None, pieces: Sequence[Tagged]) -> Evidence | None:
    """With the whole name of a house that it ends in, and without half of a firm's name."""
    if span is None:
        return None
    start, end = span
    if house := _HOUSE_OF_ITS_NAME.match(text, end):
        return start, house.end()
    if not _REST_OF_A_FIRM.match(text, end):
        return span
    known = max((last for _, last, _ in pieces if start < last <= end), default=start)
    name = _FIRMS_NAME.fullmatch(text[known:end])
    return (start, known) if name and known > start else span


def whole_words(text: str, span: Evidence, pieces: Sequence[Tagged]) -> Evidence | None:
    """The stretch with its last building whole and without a tail; None when nothing is left."""
    start, end = span
    for first, last, sort in pieces:
        half = sort == Sort.BUILDING.value and start <= first < end < last
        if half and _HALF_A_BUILDING.match(text, end - 1):
            end = first + len(text[first:last].rstrip("的"))
    end -= _tail(text, (start, end), {last: sort for _, last, sort in pieces})
    return (start, end) if end - start >= SHORTEST else None


def goes_on(text: str, span: Evidence | None) -> Evidence | None:
    """With the unknown name that the clause of the place ends with, or the next one consists of."""
    if span is None:
        return None
    start, end = span
    rest = _REST.match(text, end)
    if rest and not text[start:end].endswith("，") and _ASIDE.search(text[:start]):
        return start, end + len(rest[0].removesuffix("的"))
    above = _ABOVE.search(text[start:end])
    beneath = (_BENEATH if above else _HOUSE).match(text, end)
    if beneath and (above or text[start:end].endswith(_ESTATES)):
        return start, beneath.end("name")
    return span


def _tail(text: str, span: Evidence, ends: dict[int, str]) -> int:
    """How many characters at the end belong to no place."""
    start, end = span
    for rule, piece in _TAILS:
        for at in range(max(start, end - _LONGEST), end):
            found = rule.match(text, at)
            if found and found.end() == end and piece in (None, ends.get(at)):
                return end - at
    return 0
