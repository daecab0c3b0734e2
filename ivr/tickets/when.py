# ruff: noqa: E501 - a table reads better whole
"""时间: finds the words for when the matter happened; which days they mean, resolving.py says.

`_RULES` is what can be found and how much each tells: a range (从十一月一号到现在) more than a day, a
day more than a length (三天了), a length more than a habit (每天晚上), a habit more than 最近.
`_SIGNS` is what the words around it say: 三年前买的房 only dates something older, 昨天给物业打过电话
is what was done since, 希望三天内解决 is a wish. The best of what is left is the time of the matter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from ivr.tickets.blocks import SIZE, apart, blocks
from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import Evidence, TimeSpan
from ivr.tickets.needed import Needed
from ivr.tickets.resolving import resolve
from ivr.tickets.time_words import (
    AGO,
    AT,
    BEGINNING,
    CLOCK,
    EVENT,
    FEAST,
    FROM,
    HABIT,
    HAPPENING,
    HEATING,
    LENGTH,
    NOW,
    OCCASION,
    PART,
    PART_OF_A_YEAR,
    POINT,
    SEASON,
    START,
    THAT_TIME,
    VAGUE,
    either,
    maybe,
    words,
)


@dataclass(frozen=True, slots=True)
class Found:
    """One expression of time."""

    span: Evidence
    weight: float
    resolved: TimeSpan | None
    name: str = ""  # of the rule that found it


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is found, and how much it tells before its neighbours are asked."""

    name: str
    weight: float
    pattern: re.Pattern[str]


def _rule(name: str, weight: float, *patterns: str) -> _Rule:
    return _Rule(name, weight, re.compile("".join(patterns)))


_UNTIL = r"(?<!的)(?:到|至)"
_END = either(POINT, NOW, rf"{PART}?{CLOCK}", PART, SEASON, "今年?")
_DOING = "[一-龥]{0,3}?"  # 从八月份跑到现在, 从早上六点停到现在
_SINCE = either(BEGINNING, "就开始", r"至今", r"到现在")
_DATED = either(POINT, AGO)
_UNDATED = either(
    rf"{maybe(words('本学期 这学期 上学期 今年 去年 前年 头年'))}{EVENT}{maybe(THAT_TIME)}",
    HEATING,
    SEASON,
    "[去今]冬",
)
_SINCE_WHAT = "[一-龥]{2,10}?"  # 自打那个地铁施工以后
_FROM_NOW_ON = either(
    "开始", "起就?(?![诉火来床码步因重])", "以来", "至今", "以后", "之后", "后(?=[就一])"
)
_LOOSELY = "(?![了的着过是在我你他她它就都也说给和到要把被让这那个不没])[一-龥]"
# 四点半, 一点多; but 快一点, 一点水, 三点建议, 第二点.
_CLOCK_ALONE = (
    "(?<![第快慢早晚有差好大小多少高低这那几0-9零一二三四五六七八九十])"
    rf"(?:(?:[二两三四五六七八九]|十[一二]?|[0-9]{{1,2}})[点时](?:[来多]?钟|半|整|[一三]刻|{NUMBER}分?)?多?"
    "|一点(?:半|多钟?|来钟|钟|[一二三四五]十)|零点)"
    "(?!建议|意见|要求|问题|希望|诉求|疑问|说明|情况|反映|想法|理由|代|[0-9]|儿|以内|之内)"
)
_RULES = (
    _rule("range", 5.0, FROM, START, _DOING, _UNTIL, _END),
    _rule("range", 5.0, _DATED, f"{maybe(HEATING)}(?:一直)?", _UNTIL, _END),
    _rule("range", 3.6, _UNDATED, "(?:一直)?", _UNTIL, _END),
    _rule("range", 4.8, words("自从 从 打从 自打 打 自"), _DATED, f"{maybe(HEATING)}{_SINCE}*"),
    _rule("range", 4.4, words("自从 从 打从 自打 自"), _UNDATED, f"{_SINCE}*"),
    _rule("range", 4.4, words("自打 打从"), _SINCE_WHAT, words("以后 之后 以来")),
    _rule("range", 3.8, words("自从 从 自"), _SINCE_WHAT, "以来"),
    _rule("range", 3.6, "自", "(?!己|来|行|动|家|费|建|愿|杀|称|营)[一-龥]{3,10}?后(?=一直|就|便|至今|，)"),
    _rule("range", 3.4, "自", "(?!己|来|行|动|家|费|建|愿|杀|称|营)[一-龥]{2,6}?", "起(?=[，,就便一长至])"),
    _rule("range", 3.8, "自从", _SINCE_WHAT, words("以后 之后")),
    _rule("range", 4.8, words("从 打"), PART, f"?{CLOCK}", f"{_SINCE}*"),
    _rule("range", 3.6, words("从 打"), PART, "(?=就|起|一直|开始)", f"{_SINCE}*"),
    _rule("range", 4.6, _DATED, maybe(HEATING), _FROM_NOW_ON),
    _rule("range", 3.6, _UNDATED, _FROM_NOW_ON),
    _rule("ago", 4.2, maybe(words("大概 大约 差不多")), AGO, r"(?!的?台)", maybe("的?", PART, maybe(CLOCK))),
    _rule("point", 4.0, POINT),
    _rule("point", 2.0, PART_OF_A_YEAR, AT),
    _rule("point", 4.0, words("刚才 刚刚 方才 今早 今晚 昨晚 昨夜 前晚"), maybe(CLOCK), maybe(words("左右 前后"))),
    _rule("length", 3.2, either("连着", "连续", "接连", "一连"), LENGTH, "了?"),
    _rule("length", 3.0, LENGTH, "(?:了(?!解))?"),
    _rule("length", 3.0, "第", NUMBER, "[天日](?!了)"),  # after what, the caller knows
    _rule("event", 3.0, HAPPENING),
    _rule("event", 2.0, "(?:这都)?第", NUMBER, either("天了", "个?(?:月|冬天|学期|学年)了?")),
    _rule("event", 1.5, "(?<![一-龥])[一-龥]{1,6}[完店业]", words("以后 之后")),
    _rule("event", 2.0, "刚?过[完了]", words("年 春节 十一 五一 国庆 中秋 正月十五 正月 元旦 端午 清明 八月节 节"), maybe(words("以后 之后 后"))),
    _rule("event", 1.5, EVENT, maybe("完"), either("后(?![面边门院头来])", "前(?![面台门后])", words("头一天 前一天 前一周 以后 之后 过后 的时候"))),
    _rule("event", 1.5, EVENT, "[头第][一二三四五六七八两]", "个?", words("天 周 星期 礼拜 月")),
    _rule("event", 1.5, _LOOSELY, "{2,3}(?<![提以之目面跟眼当大])前[一两三几]", "个?", words("天 周 星期 礼拜 月")),
    _rule("event", 1.5, "头天", words("晚上 夜里 下午 上午 早上")),
    _rule("event", 2.8, r"(?<![一-龥A-Za-z0-9])(?![^，。]{0,8}(?:[今昨上]|前天|去年|月|号|初[一二三四五六七八九十]|" + FEAST + r"))[一-龥]{2,8}", words("那天 那会儿 那年 当天 那阵儿")),
    _rule("event", 2.4, r"(?:下(?:大|暴|那场)?[雨雪]|大雪封山|[台刮大]风|发大?水|停[水电]|过节|放假)", r"那(?:几|一|两|俩|三)?(?:天|阵子?|会儿|宿|晚上?|夜里?)"),
    _rule("habit", 2.2, r"一到", r"(?:[一-龥]{2,3}(?:的点儿?|的时候|时候)|农[闲忙])"),
    _rule("event", 2.2, "(?<=[，。,])到秋|春上(?=[买种在])"),
    _rule("vague", 1.5, "头(?:几|两|俩|三|半个?|一)(?:个)?", words("天 月 礼拜 星期 年")),
    _rule("part", 2.6, PART, "?", CLOCK, _UNTIL, PART, "?", CLOCK),
    _rule("part", 2.5, PART, CLOCK, maybe(words("左右 以后 之后 前后"))),
    _rule("part", 2.3, CLOCK, words("的时候 那会儿 左右 前后")),
    _rule("habit", 2.2, HABIT),
    _rule("daypart", 0.9, words("晚上 半夜 夜里 凌晨 早上 清早 大清早 一大早 天不亮 天没亮 天刚亮 天刚黑 天擦黑 中午 大半夜 傍晚 后半夜 夜间 深夜 上午 下午 白天 黑天 早晨 清晨 黄昏 下半夜 头半夜 深更半夜 当晚 次日 同日 昨夜 连夜"), "(?!好)"),
    _rule("daypart", 0.9, "天(?:一|刚|还没|没|不|刚一)?(?:蒙蒙|麻麻|一?擦|刚)?[黑亮](?:以后|之后|下来|的时候)?"),
    _rule("daypart", 0.9, "(?:吃[完过])?(?:早|午|晚)饭", words("以后 之后 后 时间 时候 的时候")),
    _rule("clock", 0.9, _CLOCK_ALONE, maybe(words("以后 之后 刚过 左右"))),
    _rule("occasion", 0.9, either(OCCASION)),
    _rule("season", 0.6, SEASON),
    _rule("since", 3.0, words("自打 自从 打从 从"), _SINCE_WHAT, "(?:那天起|起(?=[，,就便一长至])|开始(?!就?说))"),
    _rule("since", 2.5, words("自打 自从 打从"), _SINCE_WHAT, "(?=就|一直|老|，)"),
    _rule("since", 2.5, "从", "[一-龥]{3,8}?", "(?=就(?:没|不|一直|老|这|开始|坏|歪|停))"),
    _rule("loose", 1.0, _LOOSELY, "{2,3}", words("那天 那晚 那夜 那阵 那会儿 那年 那几天 那两天 那一周 那段时间 当天 当日 那三天"), "儿?"),
    _rule("loose", 0.8, _LOOSELY, "{2,4}", words("以后 之后 过后")),
    _rule("loose", 0.8, _LOOSELY, "{2,3}", words("的时候 时候 期间 时节")),
    _rule("loose", 0.8, "(?:这次|这场|那场|头一场|头场|下完?|一下)(?:完|了|过|点|小|大|暴){0,3}(?:场|点)?[雨雪](?:以后|之后|后|时)?"),
    _rule("vague", 1.5, VAGUE),
    _rule("vague", 1.5, r"(?<!提)前(?:几|两|三|些)(?:个)?", words("天 周 星期 礼拜 月 年")),
)  # fmt: skip
_LOOSE = frozenset(
    ("loose", "since")
)  # whose edges are guessed: any other that overlaps one is surer
_NEEDED = Needed([rule.pattern for rule in _RULES])


@dataclass(frozen=True, slots=True)
class _Sign:
    """What the neighbours say of a time: all that is given must be so."""

    worth: float
    names: frozenset[str]
    words: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]

    def tells(self, name: str, said: str, before: str, after: str) -> bool:
        return (
            name in self.names
            and self.words.fullmatch(said) is not None
            and self.before.search(before) is not None
            and self.after.match(after) is not None
        )


def _sign(worth: float, names: str, said: str = ".*", before: str = "", after: str = "") -> _Sign:
    compiled = [re.compile(pattern) for pattern in (said, before, after)]
    return _Sign(worth, frozenset(names.split()), *compiled)


_ANY = "ago point length event part habit vague occasion"
_EVERYTHING = "range daypart " + _ANY
_NEVER = -9.0
_BOUGHT = (
    r"(?:我们?)?(?:就)?(?:买的?|盖的?|建成?的?|入住的?|搬(?:来|进)?的?|装修的?|交的?房|开的?户)"
)
_LIVED = r"(?:我们?)?(?:就)?(?:结婚|退休|毕业|出生|生的|去世)"
_DONE_SINCE = (
    r"(?:就|又|也|还)?(?:我|我们)?(?:就|又|也|还)?"
    r"(?:给.{1,8}打(?:过|了)?|打过|打了|报修|报过|反映|投诉过|找过|找了|去找|联系|来人|来过|派人|答应)"
)
_SIGNS = (
    # what only dates something older, or how old somebody or something is
    _sign(-3.9, "length vague ago", after=_BOUGHT),
    _sign(-3.9, _ANY, after=_LIVED),
    _sign(-1.9, "point event", after=_BOUGHT),
    _sign(-3.9, _ANY, before=r"(?:过期|(?:缴|交|住|干|年|周)满|今年|质保|保修|工作)(?:了)?(?:有|都|快|已经)?$"),
    _sign(-3.9, "length", r".*年.*", before=r"(?:建|盖|住|干|用|开|结婚)(?:了)?(?:有|都|快|已经)?$", after="(?!的活)"),
    _sign(_NEVER, "length", "第.*"),
    _sign(_NEVER, "length", after=r"的?(?:社保|养老|医保|保险|工龄|公积金|医疗保险|保质|质保)(?!公司|一直)"),
    _sign(_NEVER, "point", r"今年", after=r"(?:都|快|已经|刚)?[0-9一二三四五六七八九十]+(?:了|岁|多岁)"),
    _sign(_NEVER, "point", before=r"(?:出生(?:年月日?|日期)?|生日|门牌号|号码|编号)(?:是|为|在|：)?$"),  # born, numbered
    _sign(_NEVER, "point", r".*年的", after=r"[，,。]|$"),  # 合格证是前年的
    # said to be the time of it
    _sign(1.2, "ago point event part vague", before=r"(?:时间(?:就?是|为|在|：)|发生[在于]|那是)$"),
    _sign(1.2, "ago point event part vague", after=r"的?(?:事(?!先|后|故|业|情况)|发生的)"),
    _sign(-4.0, "point", r".*年(?:代)?的?", after=r"(?:建|盖|建成|竣工)的"),
    _sign(_NEVER, "point", r"(?:明年|下个?月).*", before=r"到$"),
    # what was done about it since
    _sign(-2.5, _ANY, after=_DONE_SINCE),
    _sign(-0.5, "point", after=r"[^，。]{0,24}(?:办(?:理|了)|签订|签了|购买|[买订换租]的|买了|交了|报了|报名|充值|入会)"),
    # a wish, a term, a plan
    _sign(_NEVER, _EVERYTHING, after=r"(?:能|会|可以|可不可以|才能|之前能|前能|前(?:解决|修好|完成)|内|以内|之内)"),
    _sign(_NEVER, _EVERYTHING, before=r"(?:希望|要求|请|能不能|能)(?:你们)?(?:能)?(?:在)?$"),
    _sign(-3.0, "point", after=r"(?:之前|以前)"),
    _sign(-3.0, "point", before=r"到$"),  # 到今儿也没补
    _sign(_NEVER, "point", before=r"(?:这都|都快|都)$", after=r"了"),  # 这都立冬了
    # told of before, or what is open at all times
    _sign(_NEVER, _ANY, after=r"(?:着|起|爆炸|发生)过"),
    _sign(-3.0, "point", after=r"(?:上不上班|上班吗|开门吗|休不休|休息吗)"),
    _sign(-2.0, "point", after=r"也(?:不|没)"),
    _sign(_NEVER, "vague", "前几天", before=r"提$"),  # 提前几天说
    _sign(-1.0, "point", after=r"(?:就|才)?已?(?:过期|到期)"),
    _sign(-3.0, "length", before=r"(?:吃|喝|穿|戴|睡|躺|晒|差|错|超?过|晚|早|算)了$"),
    _sign(-4.0, "range point", after=r"(?:都)?还?(?:好好的|挺好|正常|没事|行呢)"),  # when it was well
    # what says little
    _sign(-2.5, "point", r"(?:今|去|前|大前)年的?"),
    _sign(-2.5, "habit", r"每(?:个月|年|月)", after=r"几|多少|什么|只|就|才|领|退休|工资|收入|低保|扣|交|收|涨|给|能|要|多"),
    _sign(-2.5, "habit", after=r"少?(?:挣|赚)"),
    _sign(-1.5, "habit", r"天天"),  # as much a sigh as a time
    _sign(-2.5, "habit", r"一(?:到)?(?:下雨|刮风).*", before=r"只要$"),
    _sign(-2.5, "part", before=r"[到至]$"),
    _sign(-3.0, "length", after=r"(?:以?后|涨)"),
)  # fmt: skip

# 三天 alone may be anything; it is how long something lasts when its neighbours say so.
_LASTS_AFTER = re.compile(
    r"来(?!回)|以来|左右|(?:都|也)?(?:没|不|未)|无人|让|才|被(?!子)|的活|的?(?:工资|工钱|房租|补贴|奖金|货款)"
    r"|[停断坏漏掉]了?[一二三两四五六七八几0-9]+[回次]"
)
_PASSING = re.compile(
    "分钟|^一(?:个)?(?:天|小时|宿|夜|晚上?)|^半?天$"
)  # 停车停了四十分钟, 晒了一天
_LASTS_BEFORE = re.compile(
    r"(?:已经|都|持续|连续|超过|近|最近|已|有|这|快)$"
    r"|(?<!住|干|建|盖|买|吃|晒|错|早|晚|少|多|睡|躺|学|算|续|签|判|罚|休)了(?:我们?|他|她|人)?(?:得有|有|快|将近|大概|差不多)?$"
    r"|(?:入住|用|刚买|才买|新买|期限|逾期|停水|停电|停气|停暖|断水|断电|断网|拖欠|连着|连续)$"
)


# A day that comes again in a week, a month or a year: 星期天, 十二号, 元旦, 大年初一.
_OF_ANY_YEAR = re.compile(r"(?![去前昨上今]|[0-9零一二三四五六七八九〇]{2,4}年)")
_STEPS = tuple(timedelta(days=days) for days in (7, 31, 366))
_AHEAD = re.compile(r"明[天日儿早晚]|大?后[天儿]|下下?个?(?:周|星期|礼拜)")
_IS_OPEN = re.compile(
    r"[^。；？?]{0,24}?(?:上班|上不上|[停断][水电气暖网]|检修|限行|限不限|开门|开不开|还开|营业|办公|休息"
    r"|放假|开放|发车|运营|停运|需不需要|让不让)"
)
_ORDER = re.compile(rf"第(?P<day>{NUMBER})[天日]|次日|转天|隔天|第二天(?:早上|上午|中午|下午|晚上)")


def _lasts(said: str, before: str, after: str) -> bool:
    """A length of time is how long the matter has been going on, not the length of some part of it."""
    if said.endswith("了") or said.startswith(("连", "接连", "一连")) or _LASTS_AFTER.match(after):
        return True
    return _LASTS_BEFORE.search(before) is not None and not _PASSING.search(said)


def find_times(text: str, called_at: datetime) -> list[Found]:
    """What may be the time of a matter, the best first."""
    kept = [f for f in every_time(text, called_at) if f.weight > 0]
    return sorted(kept, key=lambda f: (-f.weight, f.span))


def every_time(text: str, called_at: datetime) -> tuple[Found, ...]:
    """Every expression of time; of overlapping ones the longest, then the weightiest."""
    found = [
        replace(f, span=(f.span[0] + at - lead, f.span[1] + at - lead))
        for words, lead, at in blocks(text, before=_BEFORE, after=_AFTER)
        for f in _times_in(words, lead, called_at)
    ]
    found.sort(key=lambda f: (f.name in _LOOSE, f.span[0] - f.span[1], -f.weight))
    return tuple(sorted(apart(found, len(text)), key=lambda f: f.span))


_BEFORE, _AFTER = 10, 40  # what the signs look at, and the longest expression


@lru_cache(maxsize=128)
def _times_in(words: str, lead: int, called_at: datetime) -> tuple[Found, ...]:
    """What begins in one block of a text."""
    return tuple(
        _weigh(_RULES[at], match.span(), words, called_at)
        for at in _NEEDED.possible(words)
        for match in _RULES[at].pattern.finditer(words)
        if lead <= match.start() < min(lead + SIZE, match.end())
    )


def _weigh(rule: _Rule, span: Evidence, text: str, called_at: datetime) -> Found:
    start, end = span
    said, after, before = text[start:end], text[end : end + 32], text[max(0, start - 6) : start]
    weight = rule.weight
    if rule.name == "length" and not _lasts(said, before, after):
        weight = 0.0
    weight += sum(sign.worth for sign in _SIGNS if sign.tells(rule.name, said, before, after))
    return Found(span, weight, _resolved(rule.name, said, called_at), rule.name)


def asked_about(found: Found, said: str, called_at: datetime, *, is_open: bool) -> Found:
    """The same time in the words of an inquiry: what is asked about may lie ahead.

    `is_open`: whether somebody is there then (元旦上班吗), which nobody asks of a day gone by.
    """
    resolved = _resolved(found.name, said, called_at, asked=True)
    if is_open and _OF_ANY_YEAR.match(said) and _is_over(resolved, called_at):
        later = (_resolved(found.name, said, called_at + step, asked=True) for step in _STEPS)
        resolved = next((day for day in later if not _is_over(day, called_at)), resolved)
    return replace(found, resolved=resolved)


def asks_if_open(found: Found, words: str) -> bool:
    return _IS_OPEN.match(words, found.span[1]) is not None


def _is_over(told: TimeSpan | None, now: datetime) -> bool:
    return told is None or (told.end is not None and told.end[:10] < now.date().isoformat())


def asked_of_a_day(times: Sequence[Found], words: str) -> Found | None:
    """明天社保局上班吗: the day ahead about which the caller asks, the last one said of them."""
    ahead = [t for t in times if _AHEAD.match(words, *t.span) and asks_if_open(t, words)]
    return ahead[-1] if ahead else None


def counted_from(found: Found, times: Sequence[Found], words: str) -> Found | None:
    """第二天 is the day after the one told before it; where none is told nobody can say."""
    order = _ORDER.fullmatch(words, *found.span)
    if order is None:
        return found
    days = {day for t in times if t.span[1] <= found.span[0] and (day := _one_day(t))}
    if len(days) != 1:
        return None
    further = (number(order["day"]) or 1) - 1 if order["day"] else 1
    day = (date.fromisoformat(days.pop()) + timedelta(days=further)).isoformat()
    return replace(found, resolved=TimeSpan(day, day))


def _one_day(time: Found) -> str | None:
    """The day that is told, where it is one alone."""
    told = time.resolved
    if told is None or told.end is None or told.start[:10] != told.end[:10]:
        return None
    return told.start[:10]


def _resolved(name: str, said: str, now: datetime, *, asked: bool = False) -> TimeSpan | None:
    try:
        return resolve(name, said, now, asked=asked)
    except (ValueError, OverflowError):  # 二月三十号, 十三月: said, but not a date
        return None
