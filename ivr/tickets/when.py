# ruff: noqa: E501 - a pattern reads better whole
"""时间: finds the words for when the matter happened and resolves them against the call.

A range (从十一月一号到现在) is worth more than a day, a day more than a length (三天了), a length
more than a habit (每天晚上), a habit more than 最近. What is only about an older act (三年前买的房)
or about what was done since (昨天给物业打过电话) stands back. A time in the future is a wish.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from ivr.tickets.model import Evidence, TimeSpan
from ivr.tickets.resolving import resolve
from ivr.tickets.time_words import CLOCK, LENGTH, NOW, PART, POINT


@dataclass(frozen=True, slots=True)
class Found:
    """One expression of time."""

    span: Evidence
    weight: float
    resolved: TimeSpan | None


_RULES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "range",
        5,
        re.compile(
            rf"(?:从|自|打)?(?P<a>{POINT}|{LENGTH}(?:之)?前)(?:开始|起)?(?:一直)?(?<!的)(?:到|至)(?P<b>{NOW}|今|{POINT})|(?:从|自|打)(?P<c>{POINT}|{LENGTH}(?:之)?前)(?:开始|起|就|以来)*|(?P<d>{POINT})(?:开始|起就?|以来|至今|就开始)"
        ),
    ),
    (
        "ago",
        4.2,
        re.compile(
            rf"(?:大概|大约|差不多)?(?P<n>{LENGTH})(?:左右)?(?:之|以)?前(?!的?台)(?:的)?(?P<at>{PART}(?:{CLOCK})?)?"
        ),
    ),
    (
        "since",
        4.5,
        re.compile(
            r"(?:自从|从|自|打)(?:开栓|供暖|供热|停暖|入冬|入夏|入秋|开春|立冬|开学|入住|搬(?:进)?来|过完?年|上冻|下雪)(?:那天|那会儿|之后|以后|以来|开始|起|后)*"
        ),
    ),
    (
        "length",
        3.2,
        re.compile(
            rf"(?P<l>(?:连着|连续|接连|一连){LENGTH}|这一?(?:整)?(?:个)?(?:冬天|夏天|冬|夏|阵子)|{LENGTH}(?=[停断坏漏掉]了?[一二三两四五六七八几0-9]+[回次]))(?P<l2>(?!))?"
        ),
    ),
    ("point", 4, re.compile(rf"(?P<p>{POINT})")),
    (
        "length",
        3,
        re.compile(
            rf"(?:已经|都|有|持续|停了|拖了|等了|大概|差不多|超过)*(?P<l>{LENGTH})(?:了|来|以来|左右|(?=都?没)|(?=都?不)|(?=未|无人|让|才|被(?!子))|(?=的活)|(?=的?(?:工资|工钱|房租|补贴|奖金|货款)))(?!解)|(?:(?:连续|持续|这|近|最近|已经|拖了我?|等了)+|(?<=[^了](?<!住|干|建|盖|买|用)了)|(?<=入住)|(?<=停水)|(?<=停电)|(?<=停气)|(?<=停暖)|(?<=断水)|(?<=断电)|(?<=断网))(?P<l2>{LENGTH})"
        ),
    ),
    (
        "part",
        2.5,
        re.compile(
            rf"(?:刚才|刚刚|方才|今早|今晚|昨晚|昨夜)(?:{CLOCK})?|(?:{PART}){CLOCK}(?:多|左右)?"
        ),
    ),
    (
        "habit",
        2.2,
        re.compile(
            rf"(?:每|天)(?:天|到|逢|个?(?:周末|星期|周|月|年|晚)|晚|年|日|周)(?:的?到?(?:冬天|夏天|周末|下雨天|雨季|饭点))?(?:的?{PART})?(?:{CLOCK}(?:到{PART}?{CLOCK})?(?:以后|之后|以前|之前|多)?)?|(?:一(?:到|下雨|刮风)(?:就)?(?:后半夜|半夜|早上|中午|饭点|下雨天?|晚上|周末|冬天|夏天|雨季|夜里)?|下雨天|整[晚夜宿]|成天|整天)"
        ),
    ),
    ("part of day", 0.9, re.compile(r"(?:晚上|半夜|夜里|凌晨|早上|清早|中午|大半夜|傍晚)(?!好)")),
    (
        "vague",
        1,
        re.compile(
            r"三天两头|隔三差五|(?:这|上|本)?学期(?:开学)?|夏季|冬季|汛期|最近(?:一段时间|这段时间|几天|两天|一直)?|近期|近来|这(?:几|两)(?:天|年|个月)|前(?:几|两|些)(?:天|年|日子?|个月)|前一阵子?|前段时间|这段时间|这阵子|这一?阵|早就|常年|多年(?:来|以来)?|入冬以来|供暖以来|开栓以来|今年(?:入冬|冬天|供暖)(?:以来)?"
        ),
    ),
)
_OLD = re.compile(
    r"(?:我们?)?(?:就)?(?:买的?|盖的?|建成?的?|入住的?|搬(?:来|进)?的?|装修的?|结婚|退休|毕业|出生|去世|交的?房|开的?户)"
)
_AGE = re.compile(
    r"(?:过期|(?:缴|交|住|干|年|周)满|建|盖|住|干|用|开|结婚|今年|质保|保修|工作)(?:了)?(?:有|都|快|已经)?$"
)
_DONE_SINCE = re.compile(
    r"(?:就|又|也|还)?(?:我|我们)?(?:就|又|也|还)?(?:给.{1,8}打(?:过|了)?|打过|打了|报修|报过|反映|投诉过|找过|找了|去找|联系|来人|来过|派人|答应|说)"
)
_FUTURE = re.compile(r"(?:能|会|可以|可不可以|才能|之前能|前能|前(?:解决|修好|完成)|内|以内|之内)")
_BEFORE_WISH = re.compile(r"(?:希望|要求|请|能不能|能在|在)(?:你们)?(?:能)?(?:在)?$")


def find_times(text: str, called_at: datetime) -> list[Found]:
    """Every expression of time, the best first; of overlapping ones the weightiest, then longest."""
    found: list[Found] = []
    for name, weight, rule in _RULES:
        for match in rule.finditer(text):
            if match.end() > match.start():
                found.append(_weigh(name, weight, match, text, called_at))
    found.sort(key=lambda f: (-(f.span[1] - f.span[0]), -f.weight))
    kept: list[Found] = []
    for f in found:
        if all(f.span[1] <= k.span[0] or f.span[0] >= k.span[1] for k in kept):
            kept.append(f)
    return sorted((f for f in kept if f.weight > 0), key=lambda f: (-f.weight, f.span))


@dataclass(frozen=True, slots=True)
class _Against:
    """What speaks against an expression of time being when it happened."""

    worth: float
    names: frozenset[str]
    words: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]

    def tells(self, name: str, match: re.Match[str], before: str, after: str) -> bool:
        return (
            name in self.names
            and self.words.fullmatch(match.group()) is not None
            and self.before.search(before) is not None
            and self.after.match(after) is not None
        )


def _against(
    worth: float, names: str, words: str = ".*", before: str = "", after: str = ""
) -> _Against:
    compiled = [re.compile(pattern) for pattern in (words, before, after)]
    return _Against(worth, frozenset(names.split()), *compiled)


_BARE_YEAR = r"(?:今|去|前|大前)年的?"
_AGAINST = (
    _against(4.0, "length", after=r"的?(?:社保|养老|医保|保险|工龄|公积金|医疗保险)"),
    _against(2.5, "habit", r"每(?:个月|年|月)", after=r"只|就|才|领|退休|工资|收入|低保"),
    _against(2.5, "point", _BARE_YEAR),  # 去年 alone says little
    _against(4.0, "point", r"今年", after=r"(?:都|快|已经|刚)?[0-9一二三四五六七八九十]+(?:了|岁|多岁)"),
    _against(4.0, "point", r".*年的", after=r"[，,。]|$"),  # 合格证是前年的
    _against(2.5, "habit", r"每(?:个月|年|月)", after=r"扣|交|收|涨|给|能|要|多"),
    _against(1.5, "habit", r"天天"),  # as much a sigh as a time
    _against(2.5, "habit", r"一(?:到)?(?:下雨|刮风).*", before=r"只要$"),
    _against(2.5, "part", before=r"[到至]$"),
    _against(3.0, "length", after=r"(?:以?后|涨)"),
    _against(0.5, "point", after=r"[^，。]{0,24}(?:办(?:理)?了|签订|签了|购买|买了|交了|报了)"),
)  # fmt: skip


def _weigh(name: str, weight: float, match: re.Match[str], text: str, called_at: datetime) -> Found:
    after, before = (
        text[match.end() : match.end() + 32],
        text[max(0, match.start() - 6) : match.start()],
    )
    if name != "range" and (_OLD.match(after) or _AGE.search(before)):
        weight -= 3.9
    elif _DONE_SINCE.match(after):
        weight -= 2.5
    weight -= sum(sign.worth for sign in _AGAINST if sign.tells(name, match, before, after))
    if name != "range" and (_FUTURE.match(after) or _BEFORE_WISH.search(before)):
        weight = -1
    try:
        resolved = resolve(name, match, called_at)
    except (ValueError, OverflowError):  # 二月三十号, 十三月: said, but not a date
        resolved = None
    span = match.span()
    if name == "length":  # 已经三天了: the length is 三天了
        span = match.span("l") if match.group("l") else match.span("l2")
        span = (span[0], span[1] + (text[span[1] : span[1] + 1] == "了"))
    return Found(span, weight, resolved)
