# ruff: noqa: E501 - a list of words reads better whole
"""指称: every stretch of a text that may name somebody, from its first word to its last.

A head (actors.py) is extended to the left over what belongs to its name: up to a word that tells a
story (story_words), a pronoun, a place, a figure; and to the right over whom of them is meant
(供热公司的维修师傅老孙). Who of them is complained of, respondent.py weighs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ivr.language.common_words import common_words, proper_words
from ivr.language.story_words import story_words
from ivr.tickets.actors import (
    BRANDS,
    DOERS,
    ENDINGS,
    FOLKS,
    KINDS,
    MODIFIERS,
    NAME_OF,
    NEIGHBOURS,
    NOT_ACTORS,
    OFFICES,
    PERSONS,
    ROLES,
    TAIL,
    TRADES,
    UNITS,
    VEHICLES,
)
from ivr.tickets.blocks import SIZE, apart, blocks
from ivr.tickets.model import Evidence


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, and how they are named: by a head of that sort, or by the sentence itself."""

    span: Evidence
    sort: str  # role, office, unit, brand, kind, vehicle, neighbour, folk, doer, called
    has_name: bool = False  # something of their own stands before the head: 瑞鑫物业, not 物业


_PLAIN = frozenset(["role", "office", "brand", "vehicle", "person", "trade"])
_HOUSE = re.compile(rf"(?:{KINDS}|{UNITS})$")
_BROAD = 10  # characters that are looked at for a name
_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("neighbour", re.compile(rf"{NEIGHBOURS}{TAIL}")),
    ("folk", re.compile(FOLKS)),
    ("doer", re.compile(DOERS)),
    ("office", re.compile(rf"{OFFICES}{TAIL}")),
    ("unit", re.compile(rf"{UNITS}{TAIL}")),
    ("kind", re.compile(rf"{KINDS}{TAIL}")),
    ("role", re.compile(rf"(?:{ROLES}|(?<![一-龥])(?:老师|医生|大夫|护士|教练|师傅)){TAIL}")),
    ("brand", re.compile(rf"{BRANDS}(?:□{{2,6}}(?:分行|支行|分公司|网点))?{TAIL}")),
    ("titled", re.compile(rf"{MODIFIERS}的{NAME_OF}")),
    ("vehicle", re.compile(rf"{VEHICLES}{TAIL}")),
    ("person", re.compile(r"(?:老师|医生|大夫|护士|教练|师傅|客服|司机|校长|主任|经理)" + TAIL)),
    ("trade", re.compile(rf"{TRADES}{TAIL}")),
    ("ending", re.compile(rf"(?:{ENDINGS})(?!长|员|家|户|城|场|品|店){TAIL}")),
)
_HOUSES = frozenset(["office", "unit", "kind", "brand"])
_BETWEEN = re.compile("□{0,6}(?:的|里的|那个|里)?(?:综合|一位|一名|两位|几位)?")
_BELONGS = re.compile(rf"(?:派出所|(?:{PERSONS})$|窗口|食堂|收费处|工作人员)")
_SEEN = frozenset(["kind", "ending", "vehicle"])
_BESIDE = re.compile(
    r"(?:(?:楼下|楼上|隔壁|对门|对面)(?:的|那个|那家|这家)?|[白黑红蓝银灰绿黄]色?的?)$"
)
_EACH_OTHER = re.compile("(?:之间)?(?:互相|相互|来回)")
_NOT_ACTOR = re.compile(rf"(?:{NOT_ACTORS})$")
_MODIFIER = re.compile(rf"(?:{MODIFIERS})$")
# Where a name cannot reach over: particles, pronouns, prepositions, verbs of one character, places.
_EDGES = frozenset(
    "，,。.；;！!？?、：: \n\t（）()“”\"'□的了着过在把被给让叫跟向对从往到去来是有没不也都又就还很太最我你他她它咱俺您们这那哪谁说讲问找打买卖吃喝看拿放收交租订欠骗帮上里外内下前后边旁个家些每次回趟块钱费款元号点请望求用乘坐由至约各另再只仍等比将使令时事吧呢啊吗呀嘛哈嗯和与及或而且但则由于以之所其该某本"
)
_EDGE_WORDS = frozenset(
    """
    小区 楼下 楼上 门口 附近 对面 旁边 隔壁 路边 道边 马路 大街 村里 镇上 单元 楼道 院里 孩子 儿子
    女儿 闺女 孙子 孙女 父亲 母亲 老公 老婆 媳妇 丈夫 妻子 爷爷 奶奶 姥姥 姥爷 婆婆 公公 爱人 家人
    老人 亲戚 朋友 同事 小学生 工资 工钱 押金 房租 手续 电费 水费 暖气 路灯 电梯 垃圾 热线 上班 开门
    一家 有家 这家 那家 请问 电话 投诉 举报 反映 昨天 今天 现在 业务 车位 开发商 商家 中介 单位 施工单位
    联系 拨打 咨询 退钱 退款 退费 委托 购买 通过 附近的 新开的 员工 职工 工人 业主 房子 房屋 问题 项目 营业 周边
    """.split()  # noqa: SIM905
)
_PREPARED = re.compile(r"(?:在|到|去|叫|于|被|给|投诉|举报|感谢|表扬|[有那这一]家)$")
_NEVER_IN_NAMES = frozenset("，,。.；;！!？?、： □的了着过被给让我你他她咱俺不没说找这那某请用与")
_BEGINS = re.compile(
    r"(?:^|[，。；：、□ 的在到去给被找叫是]|[那这]个|我们|联系|拨打|咨询|通过|物业|开发商|单位|公司|机构|投诉|举报|感谢|表扬|一下)$"
)
_ASKING = frozenset(
    """
    反映 投诉 举报 建议 要求 请求 联系 报修 咨询 希望 感谢 表扬 打电话 一下
    """.split()  # noqa: SIM905
)
_COUNTED = re.compile(
    r"^(?:十?几|[一两二三四])?(?:个|辆|台|家|位|些|名|帮|伙|所)(?!人|体|户)(?=.{2})"
)


def find_named(text: str) -> Iterator[Named]:
    """Everybody named in a text whose places and times are blanked; longer ones hide shorter."""
    found = [
        replace(n, span=(n.span[0] + at - lead, n.span[1] + at - lead))
        for words, lead, at in blocks(text, before=_BROAD + 8, after=32)
        for n in _named_in(words, lead)
    ]
    found.sort(key=lambda n: (n.span[0] - n.span[1], n.span))
    yield from _joined(text, sorted(apart(found, len(text)), key=lambda n: n.span))


@lru_cache(maxsize=128)
def _named_in(words: str, lead: int) -> tuple[Named, ...]:
    """Whose head stands in one block of a text."""
    found = []
    for sort, pattern in _HEADS:
        for match in pattern.finditer(words):
            if not lead <= match.start() < lead + SIZE:
                continue
            span, has_name = _widened(words, match.span(), sort)
            if span is not None:
                found.append(Named(span, "kind" if sort in ("ending", "trade") else sort, has_name))
    return tuple(found)


def _joined(text: str, found: list[Named]) -> list[Named]:
    """医院 收费处, 公安局□□派出所的两位民警, 社区和街道互相推诿: one, told with whom they belong to."""
    joined: list[Named] = []
    for named in found:
        if joined and _belong(text, joined[-1], named):
            last = joined.pop()
            named = Named((last.span[0], named.span[1]), named.sort, last.has_name)
        joined.append(named)
    return joined


def _belong(text: str, last: Named, named: Named) -> bool:
    between = text[last.span[1] : named.span[0]]
    if last.sort in _HOUSES and _BETWEEN.fullmatch(between):
        return _BELONGS.search(text, *named.span) is not None
    return between in ("和", "与", "跟") and _EACH_OTHER.match(text, named.span[1]) is not None


def _widened(text: str, span: Evidence, sort: str) -> tuple[Evidence | None, bool]:
    """The whole name; None when the ending is nobody's."""
    start, end = span
    if sort in ("neighbour", "folk", "doer", "titled"):
        if counted := _COUNTED.match(text[start:end]):
            start += counted.end()
        return (start, end), False
    middle = (start + end) // 2
    if text[start:middle] == text[middle:end]:
        start = middle  # 找客服客服不理
    left = _name_start(text, start, plain=sort in _PLAIN)
    has_name = left < start
    if sort == "trade" and not has_name:
        return None, False
    if sort == "ending" and (not has_name or _NOT_ACTOR.search(text[left : start + 1])):
        return None, False
    if sort in _SEEN and (beside := _BESIDE.search(text[:left])):
        left = beside.start()
    return (left, end), has_name


def _name_start(text: str, head: int, *, plain: bool) -> int:
    """How far to the left the name reaches; a plain role takes only a modifier or a name of its own."""
    modified = head
    while found := _MODIFIER.search(text[max(0, modified - 6) : modified]):
        modified -= len(found.group())
    edge = modified
    lowest = max(0, head - _BROAD)
    while edge > lowest and not _is_edge(text, edge, modified):
        edge -= 1
    if edge == modified and (name := _proper_name(text, modified, plain=plain)) < modified:
        return name
    stem = text[edge:modified]
    if stem and stem == text[head : head + len(stem)]:
        return head  # 推给社保局社保局推给
    if len(stem) == 1 and modified == head and plain:
        return head
    if plain and any(_is_everyday(stem[i : i + 2]) for i in range(len(stem) - 1)):
        return modified
    if stem in _MATTER_ENDS and text[head : head + 1] not in "厂站":
        return modified
    if modified < head and text[modified:head] == text[head : 2 * head - modified]:
        return head  # 找物业物业不管
    if plain and (len(stem) == 1 or len(stem) > 4 or not _BEGINS.search(text[:edge])):
        return modified
    return edge


def _is_everyday(word: str) -> bool:
    return word in common_words() and word not in proper_words()


_MATTER_ENDS = frozenset("灯气水电暖热冷证票卡房车位响坏漏停")


def _is_edge(text: str, edge: int, modified: int) -> bool:
    """Here a name begins: what stands before is no part of it."""
    if text[edge - 1] in _EDGES or _ends_story(text, edge):
        return True
    return edge < modified and _HOUSE.search(text[max(0, edge - 4) : edge]) is not None


def _ends_story(text: str, edge: int) -> bool:
    for length in (4, 3, 2):
        word = text[max(0, edge - length) : edge]
        if len(word) == length and (word in story_words() or word in _EDGE_WORDS):
            return not _MODIFIER.search(word)
    return False


def _proper_name(text: str, edge: int, *, plain: bool) -> int:
    """启航 in 在启航培训学校 is a word that tells, but here it stands where a name does."""
    for start in range(max(0, edge - 4), edge - 1):
        name = text[start:edge]
        if (
            (
                _PREPARED.search(text[max(0, start - 2) : start])
                or (not plain and start and text[start - 1] == "□")
            )
            and not set(name) & _NEVER_IN_NAMES
            and not any(word in name for word in _ASKING | _EDGE_WORDS)
        ):
            return start
    return edge
