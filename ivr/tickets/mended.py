# ruff: noqa: E501 - a pattern reads better whole
"""改口: what the caller took back, so that the draft holds what was meant.

Callers correct themselves in one breath (宏发小区，不对，是宏伟小区) and at the read-back
(不对不是昨天是前天; 地址错了是兴工街; 不是一个月两个月了). The right words take the place of the wrong
ones (put_right.py says which), and the correction itself goes. Nothing is guessed: where no earlier
words are of the corrected sort, all stays as it was said.
"""

import re
from collections.abc import Callable, Container, Iterator, Sequence

from ivr.tickets.figures import NUMBER
from ivr.tickets.houses import A_HOUSE, number_of
from ivr.tickets.model import Evidence
from ivr.tickets.put_right import (
    A_TIME,
    LONGEST,
    Change,
    Fact,
    Right,
    begins_a_clause,
    ends_a_clause,
    is_reported,
    last_said,
    may_be_a_name,
)
from ivr.tickets.right_towns import instead_of_a_town, instead_of_the_last_town, is_a_town
from ivr.tickets.spelt_out import spelt_behind, spelt_from

_A_STORY = 2  # characters behind what is right that go on telling
_MISSED = r"(?:说|讲|记|写|听|弄|搞|整|报|念|登记)"
_SAID = rf"(?:我|你们?|您|刚才|刚刚|这)*+{_MISSED}错(?![开过])了?"
_OWN = rf"(?:(?:我|你们?|您)(?:刚才|刚刚)?{_MISSED}|(?:刚才|刚刚)?[说讲])"  # not 物业登记错了
_BEGINS = r"(?<![^，,。！!？?；; ])"
_CHANGE = (
    r"(?:(?:你|您|请|麻烦|给我|帮我|再)*+改(?:一下|一改)|(?:你|您|请|麻烦|再)*+(?:给我|帮我)改成)"
)
_MEANT = "(?:我(?:刚才|刚刚)?说的?)"
_CRY = "[啊呀哎哦嗯唉诶]"
_SOFTLY = "[啊呀呢吧哦呦]"
_WRONG = (
    rf"(?:(?:(?:[啊哦噢诶哎呃]|那个)?(?<![说得都很太是])不对(?!劲|付|外)|{_SAID}|{_BEGINS}{_CRY}*+(?:错了)++"
    rf"|{_BEGINS}{_CRY}*+不是(?={_SOFTLY}*+[，, ]*(?:(?<!不是)(?:{_MEANT}就?|应该|其实|就))?是){_SOFTLY}*+|口误|更正(?:一下)?|{_BEGINS}{_CHANGE})[了啊呀哈，, ]*+)++"
)
_NAMED = "(?:名字?|名称)"
_FIELD = (
    "(?:(?:那个|这个|那|这)?(?:地址|地点|位置|时间|日期|日子|楼号|楼层|门牌号?|单元号?|栋号|房间?号|门号|金额|钱数|数|姓"
    rf"|(?:街道?|道|路|小区|区|县|乡镇|镇|村|单位|公司|店|饭店|商店|学校|幼儿园|医院|厂|工厂|商场|人){_NAMED}?"
    rf"|{_NAMED}))"
)
_IS = rf"{_MEANT}?(?:应该|应当|其实|就|得)?(?:是|叫|在)"
_RIGHT = rf"(?P<right>[^，,。！!？?；; ]{{1,{LONGEST}}})"
_HOUSE = "[0-9零〇一二三四五六七八九十百幺甲乙号楼栋幢座单元层室]{2,14}"
_TOOK_BACK = re.compile(
    rf"[，,。 ]?(?:{_BEGINS}对(?=不对[应是]))?(?:"
    # 不对不是昨天是前天, 写错了不是烧烤店是铁锅炖, 不是每天就是周五, 不姓刘姓李
    rf"(?P<cue>{_WRONG})?不(?:是(?!{_SOFTLY}++(?:[，, ]|{_MEANT}|(?:应该|其实|就)?是))|叫|(?=姓))(?P<wrong>[^，,。 是]{{1,{LONGEST}}}?)[，, ]?(?P<is>而是|{_IS}|(?=姓)){_RIGHT}"
    # 地址错了是兴工街, 时间不对，大前天
    rf"|(?:{_WRONG})?(?P<of>{_FIELD})(?:不对|有误|{_MISSED}?错了?)[了啊呀，, ]*+{_IS}?(?P<field>[^，,。 ]{{1,{LONGEST}}})"
    # 饭店名错了 is a field; 白塔街不对 是白塔二街 and 三号楼错了是四号楼 name what was wrong
    rf"|(?P<named>(?!{_CRY}*+(?:不对|不是|错了|{_SAID}))[^，,。 是]{{2,{LONGEST}}}?)(?:不对|{_MISSED}?错了?)[了啊呀，, ]*+{_IS}(?P<anew>[^，,。 ]{{1,{LONGEST}}})"
    # 是1号楼 不是9号楼, 我说的是两千九不是两千八
    rf"|(?:{_BEGINS}{_MEANT})?(?:是|{_BEGINS})(?P<first>[^，,。 是]{{1,{LONGEST}}})[，, ]?不是(?P<not>[^，,。 是]{{1,{LONGEST}}})(?=$|[，,。 ])"
    # 应该是崇山路我说错了
    rf"|{_BEGINS}{_IS}(?P<after>[^，,。 ]{{1,{LONGEST}}}?)(?=[，, ]?{_OWN}错)"
    # 不对，是五号楼; 啊不对浑南区新隆街
    rf"|{_WRONG}{_IS}?(?P<only>[^，,。 ]{{1,{LONGEST}}})"
    # 我说的是沈河区
    rf"|{_BEGINS}{_MEANT}就?是(?P<meant>[^，,。 ]{{2,{LONGEST}}})(?=$|[，,。 ])"
    # 是九号楼
    rf"|{_BEGINS}{_CRY}*+(?:应该|其实|就|得)?是(?P<house>{_HOUSE})[啊呀吧]?(?=$|[，,。 ])"
    # 不是一个月两个月了
    rf"|不是(?P<both>[^，,。 是]{{2,{LONGEST}}})"
    rf")(?:[，, ]?{_SAID}(?=[啊呀吧哈，,。 ]|$))?"
)
_PAUSE = "，,。 "
_ENDS = "，,。！!？?；; 、"
_ENDS_IN = re.compile(f"[{_ENDS}]")
_RIGHT_ONES = ("right", "field", "anew", "first", "after", "only", "meant", "house", "both")
# Without these nothing was taken back.
MAY = re.compile(
    r"不对|错了?|不是|不叫|不姓|口误|更正|改一|改成|我(?:刚才|刚刚)?说|是[0-9零〇一二三四五六七八九十百幺甲乙]{1,4}(?:号|栋|幢|座|单元)"
)
_LAST = re.compile(rf"(?:[啊呀吧呢的了哈嗯]|对吧|[那这](?:边|儿|块|头)|{_SAID})++$")
_OWN_FAULT = re.compile(f"{_SAID}$")
_TWICE = re.compile("不对|不是|错了")  # 弄错了弄错了: said again, and nothing is put right
# 不是周六就是周日 says that it is either; 不是每天就是周五 that it is only then.
# What the name of a field says of the fact that is wrong.
_SORTS = (("estate", "小区"), ("estate", "村"), ("road", "街"), ("road", "路"))
_NUMBER = re.compile(NUMBER)
_ALWAYS = re.compile("每[天日晚夜周]|天天|整天|成天|一直|经常|总是|都|全")


def mended(
    text: str, told_in: Callable[[str], Sequence[Fact]], towns: Container[str] = ()
) -> tuple[str, list[int]]:
    """The words with what was put right, and where each character was said.

    `told_in` finds facts; it is asked only where something may have been taken back. `towns`: the
    names of cities, districts and streets, in full and in short.
    """
    places = list(range(len(text)))
    if not MAY.search(text):
        return text, places
    words, at = text, 0
    told: Sequence[Fact] | None = None
    while taken := _TOOK_BACK.search(words, at):
        told = told_in(words) if told is None else told
        change = _put_right(taken, told, towns)
        if change is None:
            at = taken.start() + 1
            continue
        pieces = list(_pieces(taken, change))
        words = "".join(words[a:b] for a, b in pieces)
        places = [place for a, b in pieces for place in places[a:b]]
        at, told = change.ends, None
    return words, places


def _pieces(taken: re.Match[str], change: Change) -> Iterator[Evidence]:
    """What stands there afterwards, stretch by stretch."""
    first, last = change.right
    words, at = taken.string, 0
    for start, end in change.wrong:
        yield at, start
        yield first, last
        at = end
    yield at, taken.start()
    fault = _OWN_FAULT.search(words, last, taken.end())
    end = fault.start() if fault else taken.end()
    said = _LAST.search(words, last, end)
    rest = spelt_from(words, first, said.start() if said else end) - last
    if first == last or (taken["first"] is None and rest >= _A_STORY):
        yield last, end
    yield spelt_behind(words, (first, last), taken.end()), len(words)


def _put_right(taken: re.Match[str], told: Sequence[Fact], towns: Container[str]) -> Change | None:
    """What was wrong and what is right, both where they stand; None where that is not clear."""
    words = taken.string
    group = next(name for name in _RIGHT_ONES if taken[name] is not None)
    first, whole = taken.span(group)
    over = _LAST.search(words, first, whole)
    end = over.start() if over else whole
    last = spelt_from(words, first, end)
    goes_on = group != "first" and last == end < len(words) and words[end] not in _ENDS
    if last <= first or _TWICE.search(words, first, last):
        return None
    before = taken.start()
    right = Right(words, (first, last), told, towns)
    if group == "both":
        return Right(words, (first, whole), told).instead_of_its_beginning(before)
    if group == "first" and words[first - 1] != "是" and not (right.is_a_fact or is_a_town(right)):
        return None  # 我家三楼不是五楼漏的
    if group == "house":
        return right.instead_of_a_house(before, another=True)
    if group == "meant" and not _is_meant(right, taken[0]):
        return None
    wrong = taken["wrong"] or taken["named"] or taken["not"]
    if wrong and not (bare := _LAST.sub("", wrong)):
        return None  # 不是啊我说的是九号楼
    if wrong:
        if taken["is"] == "就是" and not (taken["cue"] or _ALWAYS.match(wrong)):
            return None
        own = last_said(words, wrong, before) or last_said(words, bare, before)
        if own is not None:
            return _named(taken, right, own, goes_on=goes_on)
        if group != "right" or not (taken["cue"] or right.is_a_time_for(taken.span("wrong"))):
            return None  # 不是我不交钱，是他们不给修
    town = instead_of_the_last_town(right, before)
    put = town or next(right.earlier(before), None) or _of_its_field(taken, right)
    if put and taken[0][0] not in _PAUSE and before and put.wrong[0][1] != before:
        return None  # 发现外祖父脸色不对，连夜叫车
    return put


def _is_meant(right: Right, said: str) -> bool:
    """我说是沈河区, 我说的是两千九; but 我说是管子坏了他们不信 tells what was talked.

    厂子三年前查过，我说的是今年: a time may be another one, and not the right one.
    """
    place = right.is_a_fact and right.own[0].sort != A_TIME
    return place or is_a_town(right) or ("说的" in said and right.is_a_sum())


def _of_its_field(taken: re.Match[str], right: Right) -> Change | None:
    """小区名错了叫幸福里: the one estate that was told; 单元错了是二: its number."""
    if taken["of"] and _NUMBER.fullmatch(right.said):
        houses = [t.span for t in right.told if t.sort == A_HOUSE and t.span[1] <= taken.start()]
        number = number_of(right.words, taken["of"], houses)
        return Change((number,), right.span) if number else None
    sort = next((sort for sort, name in _SORTS if name in (taken["of"] or "")), None)
    told = {t.span for t in right.told if t.sort == sort and t.span[1] <= taken.start()}
    names = {right.words[slice(*span)] for span in told}
    if len(names) != 1 or not may_be_a_name(right.said):
        return None
    return Change(tuple(sorted(told)), right.span)


def _named(taken: re.Match[str], right: Right, own: Evidence, *, goes_on: bool) -> Change | None:
    """The words that were called wrong stand at `own`."""
    words, before = taken.string, taken.start()
    wrong = words[slice(*own)]
    said = max(taken.start(name) for name in ("wrong", "named", "first"))
    if not taken["cue"] and (is_reported(words, own) or is_reported(words, (said, said))):
        return None  # 他们说是开发商的问题，不是开发商的问题是物业的问题
    if town := instead_of_a_town(right, own):
        return town
    certain = bool(taken["cue"]) or right.is_like(wrong) or right.is_of_its_sort(own)
    if certain and goes_on and not right.own:
        # 我家被狗咬了不是我家是我家孩子让狗…: said anew, and it goes on
        said_again = _ENDS_IN.search(words, own[0], before) is None
        return right.said_anew(own[0], before) if said_again else None
    if certain:
        return right.instead_of(own)
    if taken["named"] is not None or not may_be_a_name(wrong):
        return None
    if own[1] == before and taken["wrong"]:
        return right.said_anew(own[0], before)  # 找移动不是移动是联通不给修
    led = 2 if taken["wrong"] else 1  # characters of 不是, and of 是 in 是申通不是圆通
    alone = ends_a_clause(words, said - led) and begins_a_clause(words, taken.end())
    return right.instead_of_a_name(own) if alone else None
