# ruff: noqa: E501 - a pattern reads better whole
"""改口: what the caller took back, so that the draft holds what was meant.

Callers correct themselves in one breath (宏发小区，不对，是宏伟小区) and at the read-back
(不对不是昨天是前天; 地址错了是兴工街; 不是一个月两个月了). The right words take the place of the wrong
ones (put_right.py says which), and the correction itself goes. Nothing is guessed: where no earlier
words are of the corrected sort, all stays as it was said.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from ivr.tickets.model import Evidence
from ivr.tickets.put_right import (
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

_A_STORY = 2  # characters behind what is right that go on telling
_SAID = r"(?:我|你们?|您|刚才|刚刚|这)*+(?:说|讲|记|写|听|弄|搞|登记)错(?![开过])了?"
_BEGINS = r"(?<![^，,。！!？?；; ])"
_WRONG = (
    rf"(?:(?:(?:[啊哦噢诶哎呃]|那个)?(?<![说得都很太是])不对(?!劲|付|外)|{_SAID}|{_BEGINS}[啊哎]?错了"
    rf"|{_BEGINS}不是(?=[，, ]*是)|口误|更正(?:一下)?)[了啊呀哈，, ]*+)++"
)
_FIELD = "(?:地址|地点|位置|时间|日期|楼号|门牌号?|单元|名字|名称|街道|街|小区|单位|金额|数)"
_IS = r"(?:应该|应当|其实|就|得)?(?:是|叫|在)"
_RIGHT = rf"(?P<right>[^，,。！!？?；; ]{{1,{LONGEST}}})"
_TOOK_BACK = re.compile(
    rf"[，,。 ]?(?:{_BEGINS}对(?=不对[应是]))?(?:"
    # 不对不是昨天是前天, 写错了不是烧烤店是铁锅炖, 不是每天就是周五
    rf"(?P<cue>{_WRONG})?(?:不是|不叫)(?P<wrong>[^，,。 是]{{1,{LONGEST}}}?)[，, ]?(?P<is>而是|{_IS}){_RIGHT}"
    # 地址错了是兴工街, 时间不对，大前天
    rf"|(?:{_WRONG})?{_FIELD}(?:不对|有误|(?:说|记|写|弄)?错了?)[了啊呀，, ]*+{_IS}?(?P<field>[^，,。 ]{{1,{LONGEST}}})"
    # 饭店名错了 is a field; 白塔街不对 是白塔二街 and 三号楼错了是四号楼 name what was wrong
    rf"|(?P<named>(?!不对|不是|错了)[^，,。 是]{{2,{LONGEST}}}?)(?:不对|(?:说|记|写|弄)?错了?)[了啊呀，, ]*+{_IS}(?P<anew>[^，,。 ]{{1,{LONGEST}}})"
    # 是1号楼 不是9号楼, 两个月了不是一个月
    rf"|(?:是|{_BEGINS})(?P<first>[^，,。 是]{{1,{LONGEST}}})[，, ]?不是(?P<not>[^，,。 是]{{1,{LONGEST}}})(?=$|[，,。 ])"
    # 应该是崇山路我说错了
    rf"|{_BEGINS}{_IS}(?P<after>[^，,。 ]{{1,{LONGEST}}}?)(?=我?(?:刚才|刚刚)?[说讲]错)"
    # 不对，是五号楼; 啊不对浑南区新隆街
    rf"|{_WRONG}{_IS}?(?P<only>[^，,。 ]{{1,{LONGEST}}})"
    # 不是一个月两个月了
    rf"|不是(?P<both>[^，,。 是]{{2,{LONGEST}}})"
    rf")(?:[，, ]?{_SAID})?"
)
_PAUSE = "，,。 "
_ENDS = "，,。！!？?；; 、"
_ENDS_IN = re.compile(f"[{_ENDS}]")
_RIGHT_ONES = ("right", "field", "anew", "first", "after", "only", "both")
MAY = re.compile(r"不对|错了?|不是|不叫|口误|更正")  # without these nothing was taken back
_LAST = re.compile(rf"(?:[啊呀吧呢的了哈嗯]|对吧|{_SAID})++$")
_OWN_FAULT = re.compile(f"{_SAID}$")
_TWICE = re.compile("不对|不是|错了")  # 弄错了弄错了: said again, and nothing is put right
# 不是周六就是周日 says that it is either; 不是每天就是周五 that it is only then.
_ALWAYS = re.compile("每[天日晚夜周]|天天|整天|成天|一直|经常|总是|都|全")


def mended(text: str, told_in: Callable[[str], Sequence[Fact]]) -> tuple[str, list[int]]:
    """The words with what was put right, and where each character was said.

    `told_in` finds facts; it is asked only where something may have been taken back.
    """
    places = list(range(len(text)))
    if not MAY.search(text):
        return text, places
    words, at = text, 0
    told: Sequence[Fact] | None = None
    while taken := _TOOK_BACK.search(words, at):
        told = told_in(words) if told is None else told
        change = _put_right(words, taken, told)
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
    at = 0
    for start, end in change.wrong:
        yield at, start
        yield first, last
        at = end
    yield at, taken.start()
    fault = _OWN_FAULT.search(taken.string, last, taken.end())
    end = fault.start() if fault else taken.end()
    said = _LAST.search(taken.string, last, end)
    rest = (said.start() if said else end) - last
    if first == last or (taken["first"] is None and rest >= _A_STORY):
        yield last, end
    yield taken.end(), len(taken.string)


def _put_right(words: str, taken: re.Match[str], told: Sequence[Fact]) -> Change | None:
    """What was wrong and what is right, both where they stand; None where that is not clear."""
    group = next(name for name in _RIGHT_ONES if taken[name] is not None)
    first, last = taken.span(group)
    whole = last
    if over := _LAST.search(words, first, last):
        last = over.start()
    if last <= first or _TWICE.search(words, first, last):
        return None
    before = taken.start()
    right = Right(words, (first, last), told)
    if group == "both":
        return Right(words, (first, whole), told).instead_of_its_beginning(before)
    if group == "first" and words[first - 1] != "是" and not right.is_a_fact:
        return None  # 我家三楼不是五楼漏的
    wrong = taken["wrong"] or taken["named"] or taken["not"]
    if wrong:
        if taken["is"] == "就是" and not (taken["cue"] or _ALWAYS.match(wrong)):
            return None
        own = last_said(words, wrong, before)
        if own is not None:
            return _named(taken, right, own)
        if not taken["cue"] or group != "right":
            return None  # 不是我不交钱，是他们不给修
    put = next(right.earlier(before), None)
    if put and taken[0][0] not in _PAUSE and before and put.wrong[0][1] != before:
        return None  # 发现外祖父脸色不对，连夜叫车
    return put


def _named(taken: re.Match[str], right: Right, own: Evidence) -> Change | None:
    """The words that were called wrong stand at `own`."""
    words, before = taken.string, taken.start()
    wrong, last = words[slice(*own)], right.span[1]
    if not taken["cue"] and is_reported(words, own):
        return None  # 他们说是开发商的问题，不是开发商的问题是物业的问题
    certain = bool(taken["cue"]) or right.is_like(wrong)
    if certain and last < len(words) and not right.own and words[last] not in _ENDS:
        # 我家被狗咬了不是我家是我家孩子让狗…: said anew, and it goes on
        said_again = _ENDS_IN.search(words, own[0], before) is None
        return right.said_anew(own[0], before) if said_again else None
    if certain:
        return right.instead_of(own)
    if taken["wrong"] is None or not may_be_a_name(wrong):
        return None
    if own[1] == before:
        return right.said_anew(own[0], before)  # 找移动不是移动是联通不给修
    alone = ends_a_clause(words, taken.start("wrong") - 2) and begins_a_clause(words, taken.end())
    return right.instead_of_a_name(own) if alone else None
