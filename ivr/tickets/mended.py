# ruff: noqa: E501 - a pattern reads better whole
"""改口: what the caller took back, so that the draft holds what was meant.

Callers correct themselves in one breath (宏发小区，不对，是宏伟小区) and at the read-back
(不对不是昨天是前天; 地址错了是兴工街). The right words take the place of the wrong ones, and the correction
itself goes. Nothing is guessed: where no earlier words are of the corrected sort, all stays as it
was said.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ivr.tickets.figures import NUMBER
from ivr.tickets.model import Evidence

_LEAST_ALIKE = 0.5  # of what is called wrong and what was said before
_LONGEST = 16  # characters that are put right
_A_STORY = 2  # characters behind what is right that go on telling
A_TIME = "time"
_SAID = r"(?:我|你|您|你们|刚才|刚刚|这)*(?:说|讲|记|写|听|弄|搞|登记)错(?![开过])了?"
_WRONG = rf"(?:(?:[啊哦噢诶哎呃]|那个)?(?<![说得都很太是])不对(?!劲|付|外)|{_SAID}|口误|更正(?:一下)?)[了啊呀哈，, ]*+"
_FIELD = "(?:地址|地点|位置|时间|日期|楼号|门牌号?|单元|名字|名称|街道|街|小区|单位|金额|数)"
_IS = r"(?:应该|应当|其实|就|得)?(?:是|叫|在)"
_RIGHT = rf"(?P<right>[^，,。！!？?；; ]{{1,{_LONGEST}}})"
_TOOK_BACK = re.compile(
    rf"[，,。 ]?(?:"
    # 不对不是昨天是前天, 写错了不是烧烤店是铁锅炖
    rf"(?P<cue>{_WRONG})?(?:不是|不叫)(?P<wrong>[^，,。 是]{{1,{_LONGEST}}})[，, ]?(?:而是|{_IS}){_RIGHT}"
    # 地址错了是兴工街, 时间不对，大前天
    rf"|{_FIELD}(?:不对|有误|(?:说|记|写|弄)?错了?)[了啊呀，, ]*+{_IS}?(?P<field>[^，,。 ]{{1,{_LONGEST}}})"
    # 饭店名错了 is a field; 白塔街不对 是白塔二街 and 三号楼错了是四号楼 name what was wrong
    rf"|(?P<named>[^，,。 是]{{2,{_LONGEST}}}?)(?:不对|(?:说|记|写|弄)?错了?)[了啊呀，, ]*+{_IS}(?P<anew>[^，,。 ]{{1,{_LONGEST}}})"
    # 是1号楼 不是9号楼
    rf"|是(?P<first>[^，,。 是]{{1,{_LONGEST}}})[，, ]?不是(?P<not>[^，,。 是]{{1,{_LONGEST}}})(?=$|[，,。 ])"
    # 不对，是五号楼; 啊不对浑南区新隆街
    rf"|{_WRONG}{_IS}?(?P<only>[^，,。 ]{{1,{_LONGEST}}})"
    rf")(?:[，, ]?{_SAID})?"
)
_PAUSE = "，,。 "
_ENDS = "，,。！!？?；; 、"
_ENDS_IN = re.compile(f"[{_ENDS}]")
_RIGHT_ONES = ("right", "field", "anew", "first", "only")
_COUNTED = re.compile(NUMBER)
_DAY = re.compile(
    "[今昨前后]天|[日号年月]|周|礼拜|星期"
)  # 七点二十 has none: the day stays as said
MAY = re.compile(r"不对|错了?|不是|不叫|口误|更正")  # without these nothing was taken back
_LAST = re.compile(r"(?:[啊呀吧呢的了哈嗯]|对吧)+$")
_AMOUNT = re.compile(rf"{NUMBER}(?P<unit>[万千百元块米人户度天个台辆斤平号栋层楼点分年月])")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a known sort: a time, or a road, an estate, a house of an address."""

    span: Evidence
    sort: str


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
        put = _put_right(words, taken, told)
        if put is None:
            at = taken.start() + 1
            continue
        (start, end), (first, last) = put
        right, from_ = words[first:last], places[first:last]
        goes_on = taken["first"] is None and taken.end() - last >= _A_STORY
        rest = last if goes_on else taken.end()
        words = words[:start] + right + words[end : taken.start()] + words[rest:]
        places = places[:start] + from_ + places[end : taken.start()] + places[rest:]
        at, told = start + len(right), None
    return words, places


def _put_right(
    words: str, taken: re.Match[str], told: Sequence[Fact]
) -> tuple[Evidence, Evidence] | None:
    """(what was wrong, what is right), both where they stand; None where that is not clear."""
    group = next(name for name in _RIGHT_ONES if taken[name] is not None)
    first, last = taken.span(group)
    if over := _LAST.search(words, first, last):
        last = over.start()
    if last <= first:
        return None
    before = taken.start()
    right = Right(words, (first, last), told)
    wrong = taken["wrong"] or taken["named"] or taken["not"]
    if wrong:
        own = words.rfind(wrong, 0, before)
        if own >= 0 and (taken["cue"] or right.is_like(wrong)):
            if last < len(words) and not right.own and words[last] not in _ENDS:
                # 我家被狗咬了不是我家是我家孩子让狗…: said anew, and it goes on
                said_again = _ENDS_IN.search(words, own, before) is None
                return ((own, before), (first, first)) if said_again else None
            return right.instead_of((own, own + len(wrong)))
        if not taken["cue"] or group != "right":
            return None  # 不是我不交钱，是他们不给修
    put = next(right.earlier(before), None)
    if put and taken[0][0] not in _PAUSE and before and put[0][1] != before:
        return None  # 发现外祖父脸色不对，连夜叫车
    return put


@dataclass(frozen=True, slots=True)
class Right:
    """The words that are right, and which earlier ones they may stand for."""

    words: str
    span: Evidence
    told: Sequence[Fact]

    @property
    def said(self) -> str:
        return self.words[slice(*self.span)]

    def is_like(self, wrong: str) -> bool:
        """昨天 and 前天, 万莲小区 and 万泉小区: of one sort by their form."""
        counted = _COUNTED.search(wrong) and _COUNTED.search(self.said)
        return bool(counted) or wrong[-1] == self.said[-1] or wrong[:2] == self.said[:2]

    @property
    def own(self) -> list[Fact]:
        """The facts in it, where it begins with one."""
        within = [t for t in self.told if self.span[0] <= t.span[0] and t.span[1] <= self.span[1]]
        within.sort(key=lambda t: (t.span[0], -t.span[1]))
        return within if within and within[0].span[0] == self.span[0] else []

    def instead_of(self, wrong: Evidence) -> tuple[Evidence, Evidence]:
        """It stands for words that were called wrong, or for the time that they are a part of."""
        for fact in self.own:
            for told in self.told:
                part = told.span[0] <= wrong[0] and wrong[1] <= told.span[1]
                hour = told.span[1] == wrong[1] and not _DAY.search(self.said)
                if part and told.sort == fact.sort == A_TIME and not hour:
                    return told.span, fact.span
        return wrong, self.span

    def earlier(self, before: int) -> Iterator[tuple[Evidence, Evidence]]:
        """(the words it stands for, the words that are right), the likeliest first."""
        own = self.own
        for sort in dict.fromkeys(t.sort for t in own):
            same = [t for t in self.told if t.sort == sort and t.span[1] <= before]
            if same:
                last = max(same, key=lambda t: (self._alike(t.span), t.span))
                ends = [t.span[1] for t in own if (t.sort == A_TIME) == (sort == A_TIME)]
                yield last.span, (own[0].span[0], max(ends))
        if amount := _AMOUNT.search(self.words, *self.span):
            earlier = _AMOUNT.finditer(self.words, 0, before)
            unit = [m.span() for m in earlier if m["unit"] == amount["unit"]]
            if unit:
                yield unit[-1], amount.span()
        if not own:
            yield from self._of_its_form(before)

    def _alike(self, span: Evidence) -> float:
        return SequenceMatcher(None, self.words[slice(*span)], self.said).ratio()

    def _of_its_form(self, before: int) -> Iterator[tuple[Evidence, Evidence]]:
        """宏达公司 for 宏大公司: as long, with the same end, and half alike."""
        said = self.said
        if len(said) < 3:
            return
        for start in range(before - len(said), -1, -1):
            span = (start, start + len(said))
            same_end = self.words[span[1] - 2 : span[1]] == said[-2:]
            if same_end and self._alike(span) >= _LEAST_ALIKE:
                yield span, self.span
                return
