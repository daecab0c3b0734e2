"""无地点: names of places that say of no trouble where it is.

From where to where a coach goes, where somebody works who only asks, a town in a house's name.
"""

import re

from ivr.tickets.address_pieces import TELLS, Piece, Sort
from ivr.tickets.figures import NUMBER

SITE_AFTER = re.compile(
    r"(?:的)?(?:门口|门前|附近|旁边|对面|路口|里面|院里|停车场|周边|边上|后面|前面|东侧|西侧|南侧|北侧|楼下|这儿|那儿|边(?!上))"
)

PUBLIC_HOUSE = re.compile(r"市(?:第[一二三四五六七八九十]+|中心|妇幼|儿童|实验|人民)[一-龥]{0,4}$")
_FROM_TO = re.compile(r"(?:从|由)?[一-龥]{2,4}(?:市)?(?:开往|到|至|去|(?<!转)回|搬到)$")
_FROM = re.compile(r"(?:从|由)$")
_LEAVING = re.compile(r"(?:市)?(?:坐|乘|打车|开往|往[^，。]{1,3}走|发往|回|到(?!现|今|目)|去|搬)")
# A bank's branch, where somebody is registered: no place of a trouble.
_OF_A_NAME = re.compile(
    r"(?:市|区|县)?(?:[一-龥]{0,2}(?:支行|分行|支公司|分公司|分店|分部)|籍|的?户口|教育局|医保)"
)


# 三单元 alone says of no house where it stands.
OF_NO_HOUSE = re.compile(rf"{NUMBER}(?:单元|层|楼)(?:{NUMBER}户)?的?")
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


def names_a_house(text: str, piece: Piece) -> bool:
    rule = {Sort.ROAD: _IN_A_NAME, Sort.ESTATE: _A_WORK}.get(piece.sort)
    return rule is not None and rule.match(text, piece.span[1]) is not None


# 锦州市急救中心, 锦州恒业职业学院; 从市里到桓仁几点有车.
_ITS_HOUSE = re.compile("市?[一-龥]{0,6}?(?:急救中心|学院|大学|集团|幼稚园|福利院)")
_ITS_BUS = re.compile(rf"市?的?{NUMBER}路(?:公交|车)")
_RIDE = re.compile("市?[^，。]{0,8}(?:车|票|几点|打表)")


def is_none(text: str, piece: Piece) -> bool:
    """A name alone that says of no trouble where it is."""
    if piece.named is not None:
        return _not_where(text, piece) or _is_only_told_of(text, piece)
    if piece.sort is Sort.ROAD:
        return _is_a_ride(text, piece)
    return piece.sort is Sort.ESTATE and _is_home_for_the_old(text, piece)


def are_last_words(text: str, group: list[Piece]) -> bool:
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
    return (is_city(piece) and _LIVING.match(text, end) is not None) or (
        "户口" in text and "租" in before
    )


def _is_home_for_the_old(text: str, piece: Piece) -> bool:
    """福满堂养老公寓: it is complained of."""
    said = text[slice(*piece.span)]
    return said.endswith(("养老公寓", "老年公寓")) and not SITE_AFTER.match(text, piece.span[1])


def is_city(piece: Piece) -> bool:
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
    if not is_city(piece):
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
