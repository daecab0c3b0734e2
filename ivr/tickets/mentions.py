# ruff: noqa: E501 - a pattern reads better whole
"""提及: every stretch of a matter that may say who is meant, found generously.

Whoever is named by what they are (naming.py), by how the sentence tells of them (叫X, 在X办的卡,
X把…), by a plate or a bus route; and each stretch whose borders are like a name's (borders.py),
because a name may be any word (百姓缘, 飞骑). Which of them is meant is weighed afterwards.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ivr.language.story_words import story_words
from ivr.tickets.actors import FOLK, KINDS, OFFICES, ROLES, SURNAME, TRADES, UNITS
from ivr.tickets.borders import Borders, Both, likeliest
from ivr.tickets.model import Evidence
from ivr.tickets.naming import find_named


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that may say who is meant, and the ways in which it was found."""

    span: Evidence
    sorts: tuple[str, ...]
    has_name: bool  # of their own: 福满超市, not 超市
    worth: float = 0.0  # how much its borders are like a name's


_PLATE = re.compile(
    r"(?:车牌号?(?:是)?)?辽[A-Za-z][ ]?[A-Za-z]?[ ]?[A-Za-z0-9零一二三四五六七八九幺]{4,6}|尾号(?:是)?[0-9一二三四五六七八九零幺]{3,4}"
)
_ROUTE = re.compile(
    r"(?:公交)?(?:[0-9]{1,3}|[零一二三四五六七八九幺两百十]{1,5})路(?:公交车|公交|车)?(?:的)?(?:司机|驾驶员)?"
)
# 叫鑫宇钢构, 开发商是蓝湾置业: what the one complained of is called.
_CALLED = re.compile(
    r"(?<![要快别派])(?<![区盘村])(?<![区盘村]的)(?:名字?叫|叫做|名称(?:是|为)|(?<=[，, 。啊厂店馆子司家商院班社楼房位方队业台])叫)(?:啥|什么|个)?(?P<name>[一-龥A-Za-z]{3,12}?)(?=的?[，,。；\s]|$|的?(?:在|我要|你们))"
    r"|(?:开发商|商家|公司|物业|单位|平台|中介|店)是(?:那个|一个|个)?(?P<named>[一-龥]{3,10}?)(?=[，,。；\s]|$)"
    r"|(?:甲方|公司|厂家|店名|厂名|机构|老板)(?:的?名字)?叫(?:做)?(?P<firm>[一-龥]{2,8}?)(?=[，。]|$)"
    r"|(?:总包|施工|建设|承建|开发)(?:单位|方|商)(?:是|为)?(?P<builder>(?!的)[一-龥]{2,4}(?:建设|建筑|置业|地产|工程|公司|集团))"
    r"|叫(?:做|什么)?(?P<place>[一-龥]{2,8}?)的(?:那?个|一家)?(?:地方|[一-龥]{0,3}中介|平台|[一-龥]{0,2}物业|家政)"
    r"|叫(?:做|什么)?(?P<house>[一-龥]{2,6}的[一-龥]{0,6}(?:店|馆|厅|厂|行|超市|公司|学校|机构|中心|医院))"
    r"|是(?:那个|一个|个)(?P<maker>[一-龥]{2,10}?)(?:盖|开|建|承建|开发|施工|办|经营)的"
)
# 在丝路美发办的卡, 在花样年华拍的: where something was bought, whatever it is called.
_BOUGHT_AT = re.compile(
    r"在(?P<name>(?![一二三四五六七八九十百]|这|那|哪|家|屋|车|里|我|你|他|网|外|本|同|小区|单位|学校|老家|市场|手机|路|楼)(?:(?!花[一二两三四五六七八九十百千万])[一-龥]){3,7})(?=(?:办|拍|订|买|存|做|报|充|租|提|修|装|洗|烫|配)(?:了|的|过|完))"
)
# ，青桔的，: whose it is, said behind the matter.
_WHOSE = re.compile(
    r"(?<=[，,。])(?:就是|是)?(?:那个)?(?P<name>(?!人家|收到|东西|真|好|是|有|我|他|她|你|行|对|说|怪|挺|全|都|没|不|大|老|新|别)[一-龥]{2,6})的(?=[，,。]|$)"
)
# X把…, X不给…; never the caller, their family or a thing.
_DOES_IT = re.compile(
    r"(?:^|(?<=[，。；□]))(?P<name>(?:(?![我你他她它咱俺这那哪谁的了不没在是有就也都又还要去来被把让给跟从对上下问，。；□])[一-龥]){2,6})(?=(?:把|说(?!话|是不)|让我|不给|不让|要我|收我|骂|拒绝|推给|告诉我|拖着|欠我|扣我))"
)
# "老渔翁"海鲜大排档; and a clause that is only a name: …都半个月了，快驰充电，….
_QUOTED = re.compile(r"[“\"「](?P<name>[一-龥A-Za-z0-9]{2,10})[”\"」]")
_ONLY_A_NAME = re.compile(
    r"(?:^|(?<=[，,。；□]))(?P<name>(?:(?![我你他她它咱俺这那哪谁的了不没在是有就也都又还要去来被把让给跟从对])[一-龥]){3,8})(?=[，,。；]|$)"
)
_THIS_LINE = re.compile(
    r"(?:投诉|举报)(?:一下)?(?:你们)?(?P<name>12345|幺二三四五|一二三四五)(?!(?:热线)?的?(?:接线|客服|工作|话务))"
)
# 本人系某铁矿职工: whom 单位 stands for later.
_EMPLOYER = re.compile(
    r"(?:系|是)(?:□|某|一家)*(?P<name>[一-龥]{0,8}?(?:公司|厂|矿|集团|店|医院|学校|幼儿园|银行|机械|酒店|工地))的?(?:一名)?(?:职工|员工|工人|职员|保安|教师|司机)"
)
# 楼上周姓住户, 住5号楼的于某, 二组组长柴福, 上门安检的小伙, 干活那帮人.
_SOMEBODY = re.compile(
    rf"(?P<floor>(?:楼上|楼下|隔壁|对门|[一二三四五六七八九十0-9]楼)的?(?:{SURNAME}(?:姓[一-龥]户|姓人家|某某?|家)|东户|西户|那小子|那俩孩子))"
    rf"|(?P<some>{SURNAME}(?:某某?(?!些|个|种)|姓(?:男子|女子|老板|住户|业主)))"
    rf"|(?P<head>[一-龥]{{1,3}}(?:组长|队长|班长|主任|会计|电工|木匠|瓦匠|护工|月嫂|保姆|导游|摊主|车主|群主|馆长|组织者)(?:{SURNAME}[一-龥]{{1,2}})?)"
    rf"|(?P<told>[^，,。.；;！!？?：:\s□的了着过在把被给让我你他她]{{2,5}}的?(?:那帮|这帮|那伙)人)"
    rf"|(?P<one>[^，,。.；;！!？?：:\s□的了着过在把被给让我你他她]{{2,5}}的(?:那个|那位|那俩|那两个|一个)?(?:{FOLK}|大客|光头|师傅))"
)
_TOLD = (
    ("told", _SOMEBODY),
    ("quoted", _QUOTED),
    ("called", _CALLED),
    ("bought", _BOUGHT_AT),
    ("whose", _WHOSE),
    ("does", _DOES_IT),
    ("line", _THIS_LINE),
    ("employer", _EMPLOYER),
)
_ONLY = ("only", _ONLY_A_NAME)
_NOBODYS = re.compile(
    r"小区|花园|街道|路$|村$|镇$|□|^什么|救护车|警察|我|他|她|不|没|孩子|儿子|女儿|闺女|[父母]亲|老[人公婆]|媳妇|家里|人家"
)

# Names of places that are a house's own: 夕阳红老年公寓, 清河区供电所.
_PLACE = re.compile("□+")
_HOUSES = re.compile(
    rf"(?:{KINDS}|{UNITS}|{OFFICES}|{ROLES}|{TRADES}|社保|购物广场|便民大厅|供电所|[^村]公寓)$"
)
_NO_HOUSES = re.compile("(?:街道|公园|社区)$")
_COMMUNITY = "社区"
_AREA = re.compile("的|路|街|区|县|市|镇|乡|村|园|号|楼|里|苑|城|府|庭")
_NAME_OF_A_HOUSE = 6  # characters of a place's name that may begin a house's: 丝路美发

# What is between small words: particles, pronouns, prepositions, verbs of one character.
_WORDS = re.compile(
    r"""[^，,。.；;！!？?：:\s□的了着过在把被给让叫跟向对从往到去来是有没不也都又就还很太我你他她它咱俺您们这那哪谁说讲问找买拿收欠骗帮每次回趟块元再吧呢啊吗呀嘛哈嗯和与及、“”"']{2,}"""
)
_RUN = (2, 10)  # characters of a run of words
_LONGEST_WORD = 4

# A run ends before its verb (鑫海装饰干, 广绿园林铺), and a name is mostly of two characters.
_DONE = re.compile("[干铺挡盖修开办卖建做装拉送骂撞弄占堆倒停搞挖]$")
_SHORT_NAMED = re.compile(rf"(?=(?P<name>[一-龥]{{2}}(?:{KINDS}|{TRADES}|物业|公司)))")
# Who of them: 包工头杜长顺, 网格员佟丽; the given name may be of one character or two.
_PERSON = re.compile(rf"(?={SURNAME}[一-龥]{{1,2}})")
_TITLED = re.compile(
    rf"(?:的)?(?:老{SURNAME}|{SURNAME}(?:女士|先生|同志|姓|姨|婶|叔|哥|姐|大姐|大哥|大姨|师傅|总|工))"
)
_CALLS_FOR_NAME = frozenset(["role", "person", "titled", "kind", "unit", "office", "doer", "brand"])
# 康瑞大药房银州路店, 审批局三号窗口, 县医院内二科: which part of a house.
_PART = re.compile(
    r"(?:□{1,6}|[一-龥]{2,3}[路街])?(?:[一二三四五六七八九十]?分?店|支行|分行|营业部|网点)(?!里|员|主|长|家)"
    r"|(?:的)?[一-龥]{1,3}?(?:科室?|窗口|处|股|所)(?![长于])"
)
# 出警的那两个小伙子, 负责这段的环卫: told by what they do or where they are.
_TOLD_BY = re.compile(
    r"(?P<told>[^，,。.；;！!？?：:\s的了着过在把被给让跟向对从往到去来不没也都又就我你他她它咱俺您们]{2,7})(?:的|那|这|的[那这])(?:一?[个位家]|[两俩几]个|两位|几位|一名|俩)?$"
)
_STOP = re.compile("[，。；]")
# 前夫拿着刀, 叫不醒医生: no name ends or begins so, whatever its borders weigh.
_CUT_WRONG = re.compile("[拿把被让给跟着不]$|^[不没了着]")
Ways = tuple[list[str], bool]


def find_mentions(text: str, blanked: str, borders: Borders | None = None) -> list[Mention]:
    """All of them from left to right; `blanked` is `text` without names of places and times.

    Without learnt borders each run of words between the small words may be a name.
    """
    found = _Found()
    named = list(find_named(blanked))
    for one in named:
        found.add(one.span, one.sort, has_name=one.has_name)
    for sort, pattern in _TOLD if borders else (*_TOLD, _ONLY):
        for match in pattern.finditer(blanked):
            span = next(match.span(group) for group in match.groupdict() if match[group])
            if not _NOBODYS.search(blanked[slice(*span)]):
                found.add(span, sort, has_name=sort != "does")
    for match in _SHORT_NAMED.finditer(blanked):
        if not _NO_NAME.search(match["name"][:2]):
            found.add_new(match.span("name"), "short")
    _persons(blanked, found)
    _told_by(blanked, found)
    _vehicles(text, found)
    _houses_named_like_places(text, blanked, found)
    if borders:
        weighed = borders.of(blanked, [one.span for one in named])
        for span in likeliest(blanked, weighed):
            if not _CUT_WRONG.search(blanked[slice(*span)]):
                found.add_new(span, "border")
        return found.mentions(weighed)
    taken = bytearray(len(blanked))
    for start, end in found.ways:
        taken[start:end] = b"\x01" * (end - start)
    for start, end in _runs(blanked):
        found.add_new((start, end), "more" if any(taken[start:end]) else "words")
    return found.mentions()


@dataclass
class _Found:
    """The stretches so far; one that was found in several ways is one mention."""

    ways: dict[Evidence, Ways] = field(default_factory=dict)

    def add(self, span: Evidence, sort: str, *, has_name: bool) -> None:
        sorts, had_name = self.ways.get(span, ([], False))
        self.ways[span] = ([*sorts, sort], had_name or has_name)

    def add_new(self, span: Evidence, sort: str) -> None:
        self.ways.setdefault(span, ([sort], True))

    def mentions(self, borders: Sequence[Both] = ()) -> list[Mention]:
        return [
            Mention(span, tuple(sorts), name, _worth(span, borders))
            for span, (sorts, name) in sorted(self.ways.items())
        ]


def _worth(span: Evidence, borders: Sequence[Both]) -> float:
    return borders[span[0]][0] + borders[span[1]][1] if borders else 0.0


_NO_NAME = re.compile(
    "[了着过在把被给让叫跟向对从往到去来是有没不也都又就我你他她它咱俺您们这那哪谁说问找个家的]"
)


def _persons(blanked: str, found: _Found) -> None:
    """Somebody's name behind what they are."""
    for (start, end), (sorts, _) in list(found.ways.items()):
        if sorts[0] not in _CALLS_FOR_NAME and sorts[0] != "told":
            continue
        if part := _PART.match(blanked, end):
            found.add_new((start, part.end()), "part")
        if titled := _TITLED.match(blanked, end):
            found.add_new((start, titled.end()), "called so")
        elif _PERSON.match(blanked, end):
            for length in (2, 3):
                name = blanked[end : end + length]
                if len(name) == length and not _NO_NAME.search(name[1:]) and "□" not in name:
                    found.add_new((start, end + length), f"person {length}")


def _told_by(blanked: str, found: _Found) -> None:
    for (start, end), (sorts, _) in list(found.ways.items()):
        if told := _TOLD_BY.search(blanked[:start], max(0, start - 13)):
            found.add_new((told.start(), end), f"told {sorts[0]}")


def _vehicles(text: str, found: _Found) -> None:
    """A plate, a bus route with its bus and driver."""
    for match in _PLATE.finditer(text):
        found.add(match.span(), "plate", has_name=True)
    for match in _ROUTE.finditer(text):
        start, end = match.span()
        for first, last in list(found.ways):
            if 0 <= first - end <= 1 and not _STOP.search(text[end:last]):
                end = max(end, last)
        found.add((start, end), "route", has_name=True)


def _houses_named_like_places(text: str, blanked: str, found: _Found) -> None:
    """What was taken for a place: the whole name of a house, or how it begins."""
    for match in _PLACE.finditer(blanked):
        words = match.start(), match.end()
        name = text[slice(*words)]
        if name.endswith(_COMMUNITY):
            found.add_new((words[1] - len(_COMMUNITY), words[1]), "community")
        if _HOUSES.search(name) and not _NO_HOUSES.search(name):
            found.add_new(words, "place")
        tails = [words[0]] if len(name) <= _NAME_OF_A_HOUSE else []
        tails += [words[0] + tail.end() for tail in _AREA.finditer(name) if tail.end() < len(name)]
        for (start, end), (sorts, _) in list(found.ways.items()):
            if start == words[1]:
                for first in tails[-3:]:
                    found.add_new((first, end), f"place {sorts[0]}")
        if _HOUSES.search(name) and not _NO_HOUSES.search(name):
            for first in tails[-3:]:
                if first > words[0]:
                    found.add_new((first, words[1]), "place tail")


def _runs(blanked: str) -> Iterator[Evidence]:
    """Runs of words between small words and words that tell a story."""
    for match in _WORDS.finditer(blanked):
        for start, end in _names_in(match.group()):
            yield match.start() + start, match.start() + end
            if end - start > _RUN[0] + 1 and _DONE.search(match.group()[:end]):
                yield match.start() + start, match.start() + end - 1


@lru_cache(maxsize=512)
def _names_in(words: str) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    start = at = 0
    while at <= len(words):
        told = _story_word(words, at) if at < len(words) else 1
        if told and _RUN[0] <= at - start <= _RUN[1]:
            found.append((start, at))
        at += told or 1
        start = at if told else start
    return tuple(found)


def _story_word(words: str, at: int) -> int:
    """How long the word that tells a story is that begins here; 0 when there is none."""
    for length in range(_LONGEST_WORD, 1, -1):
        if words[at : at + length] in story_words():
            return length
    return 0
