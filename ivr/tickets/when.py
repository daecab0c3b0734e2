# ruff: noqa: E501 - a pattern reads better whole
"""时间: finds the words for when the matter happened and resolves them against the call.

A range (从十一月一号到现在) is worth more than a day, a day more than a length (三天了), a length
more than a habit (每天晚上), a habit more than 最近. What is only about an older act (三年前买的房)
or about what was done since (昨天给物业打过电话) stands back. A time in the future is a wish.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import Evidence, TimeSpan

_PART = r"(?:清早|早晨|早上|清晨|凌晨|上午|中午|午后|下午|傍晚|晚上|夜里|夜间|半夜|后半夜|前半夜|深夜|大半夜|大早上|早|晚|夜)"
_CLOCK = rf"(?:{NUMBER}点(?:钟|半|{NUMBER}分?|多|左右|来钟)*)"
_AT = rf"(?:的?{_PART})?(?:的?{_CLOCK})?(?:左右|前后)?"
_DAY = r"(?:大前天|前天|昨天|昨日|今天|今日|[昨今前]儿个?|昨(?=[早晚夜])|今(?=[早晚夜]))"
_YEAR = r"(?:(?:[0-9]{4}|[0-9]{2}|[零〇一二三四五六七八九]{4}|[零〇一二三四五六七八九]{2}|今|去|前|大前)年)"
_MONTH_DAY = rf"{NUMBER}月(?:份)?(?:的)?(?:{NUMBER}(?:号|日)|(?:月)?(?:初|底|中旬|上旬|下旬))?"
_DATE = rf"(?:{_YEAR}(?:的)?(?:{_MONTH_DAY}|年?(?:初|底|春[天季]|夏[天季]|秋[天季]|冬[天季]|供暖期|采暖期))?|{_MONTH_DAY})"
_MONTH = rf"(?:上上|上|这|本)个?月(?:的)?(?:{NUMBER}(?:号|日)|初|底|中旬|上旬|下旬)?"
_WEEK = r"(?:(?:(?:上上|上|这|本)个?)(?:周|星期|礼拜)(?:[一二三四五六日天末1-6])?|(?:周|星期|礼拜)[一二三四五六日天](?![天周]))"
_FEAST = r"(?:(?:今年|去年)?(?:国庆节?|春节|元旦|中秋节?|端午节?|清明节?|五一|十一(?!月|点|号|栋|楼|路|中))(?![路街广大])(?:期间|假期|放假|前|后|那天|那几天|那两天|当天)?)"
_UNIT = r"(?:个?半?(?:多)?(?:天|周|星期|礼拜|月|年|小时|钟头)|日|分钟|宿|晚上|宿儿)"
_LENGTH = rf"(?:(?:连续|快|将近)?大?半(?:个)?(?:年|月|天)多?|(?:小半|大半)(?:年|天|个月)|(?:连续|快|将近|近)?{NUMBER}(?:几|多|来)?{_UNIT}(?:半|多)?|一(?:个)?(?:整)?(?:上午|下午|晚上|宿|夜|天一夜)|半个?(?:多)?(?:月|年|小时|钟头|天)|(?:好)?几个?(?:天|周|星期|月|年|小时)|{NUMBER}(?:几|多|来)?{_UNIT}(?:半|多)?)"
_POINT = rf"(?:{_DAY}{_AT}|{_DATE}{_AT}|{_MONTH}{_AT}|{_WEEK}{_AT}|{_FEAST}|{NUMBER}(?:号|日)(?![楼栋院线门机库厅窗车桌桩井泵炉地路口]|电梯|公交|单元){_AT})"
_NOW = r"(?:现在|目前|今天|今日|至今|如今|这会儿|眼下)"


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
            rf"(?:从|自|打)?(?P<a>{_POINT}|{_LENGTH}(?:之)?前)(?:开始|起)?(?:一直)?(?:到|至)(?P<b>{_NOW}|今|{_POINT})|(?:从|自|打)(?P<c>{_POINT}|{_LENGTH}(?:之)?前)(?:开始|起|就|以来)*|(?P<d>{_POINT})(?:开始|起就?|以来|至今|就开始)"
        ),
    ),
    (
        "ago",
        4.2,
        re.compile(
            rf"(?:大概|大约|差不多)?(?P<n>{_LENGTH})(?:左右)?(?:之|以)?前(?!的?台)(?:的)?(?P<at>{_PART}(?:{_CLOCK})?)?"
        ),
    ),
    ("point", 4, re.compile(rf"(?P<p>{_POINT})")),
    (
        "length",
        3,
        re.compile(
            rf"(?:已经|都|有|持续|停了|拖了|等了|大概|差不多|超过)*(?P<l>{_LENGTH})(?:了|来|以来|左右|(?=都?没)|(?=都?不)|(?=未|无人|让|才|被(?!子))|(?=的活)|(?=的?(?:工资|工钱|房租|补贴|奖金|货款)))(?!解)|(?:(?:连续|持续|这|近|最近|已经|拖了我?|等了)+|(?<=[^了](?<!住|干|建|盖|买|用)了)|(?<=入住)|(?<=停水)|(?<=停电)|(?<=停气)|(?<=停暖)|(?<=断水)|(?<=断电)|(?<=断网))(?P<l2>{_LENGTH})"
        ),
    ),
    (
        "part",
        2.5,
        re.compile(
            rf"(?:刚才|刚刚|方才|今早|今晚|昨晚|昨夜)(?:{_CLOCK})?|(?:{_PART}){_CLOCK}(?:多|左右)?"
        ),
    ),
    (
        "habit",
        2.2,
        re.compile(
            rf"(?:每|天)(?:天|到|逢|个?(?:周末|星期|周|月|年|晚)|晚|年|日|周)(?:的?到?(?:冬天|夏天|周末|下雨天|雨季|饭点))?(?:的?{_PART})?(?:{_CLOCK}(?:到{_PART}?{_CLOCK})?(?:以后|之后|以前|之前|多)?)?|(?:一(?:到|下雨|刮风)(?:就)?(?:下雨天?|晚上|周末|冬天|夏天|雨季|夜里)?|下雨天|整晚|整夜|成天|整天)"
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
    r"(?:我们?)?(?:就)?(?:买的?|盖的?|建成?的?|入住的?|搬(?:来|进)?的?|装修的?|结婚|退休|毕业|出生|交的?房|开的?户)"
)
_AGE = re.compile(
    r"(?:过期|(?:缴|交|住|干|年|周)满|建|盖|住|干|用|开|结婚|今年|质保|保修|工作)(?:了)?(?:有|都|快|已经)?$"
)
_DONE_SINCE = re.compile(
    r"(?:就|又|也|还)?(?:我|我们)?(?:就|又|也|还)?(?:给.{1,8}打(?:过|了)?|打过|打了|报修|报过|反映|投诉过|找过|找了|去找|联系|来人|来过|派人|答应|说)"
)
_FUTURE = re.compile(r"(?:能|会|可以|可不可以|才能|之前能|前能|前(?:解决|修好|完成)|内|以内|之内)")
_BEFORE_WISH = re.compile(r"(?:希望|要求|请|能不能|能在|在)(?:你们)?(?:能)?(?:在)?$")
_HOURS = (
    (("凌晨", "后半夜"), 2), (("清早", "早晨", "早上", "清晨", "大早上", "早"), 7), (("上午",), 9),
    (("中午",), 12), (("午后", "下午"), 15), (("傍晚",), 18), (("晚上", "晚"), 20),
    (("半夜", "夜里", "夜间", "深夜", "大半夜", "夜", "前半夜"), 23),
)  # fmt: skip
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}


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
        resolved = _resolve(name, match, called_at)
    except (ValueError, OverflowError):  # 二月三十号, 十三月: said, but not a date
        resolved = None
    span = match.span()
    if name == "length":  # 已经三天了: the length is 三天了
        span = match.span("l") if match.group("l") else match.span("l2")
        span = (span[0], span[1] + (text[span[1] : span[1] + 1] == "了"))
    return Found(span, weight, resolved)


def _resolve(name: str, match: re.Match[str], now: datetime) -> TimeSpan | None:
    words = match.group()
    if name == "range":
        groups = match.groupdict()
        start = _point(groups["a"] or groups["c"] or groups["d"] or "", now)
        b = groups["b"]
        if start is None:
            return None
        if b and not re.fullmatch(_NOW + "|今", b):
            end = _point(b, now)
            return TimeSpan(start.start, end.end if end else None)
        return TimeSpan(start.start, None)
    if name == "ago":
        return _ago(match.group("n"), now, at=match.group("at"))
    if name == "point":
        return _point(words, now)
    if name == "length":
        past = _ago(match.group("l") or match.group("l2"), now, at=None)
        return TimeSpan(past.start, None) if past else None
    if name == "part":
        return _moment(now.date() - timedelta(days=1 if words.startswith("昨") else 0), words, now)
    return None


def _minus_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"no such month: {year}-{month + 1}")


def _ago(length: str, now: datetime, at: str | None) -> TimeSpan | None:
    """三天前, 半个月前; None for 几天前, whose day nobody can say."""
    if "几" in length:
        return None
    half = "半" in length
    found = re.match(NUMBER, length)
    value = number(found.group()) if found else 0
    if value is None or value > 3000:
        return None
    unit = next(
        (u for u in ("分钟", "小时", "钟头", "月", "年", "周", "星期", "礼拜") if u in length), "天"
    )
    if unit in ("小时", "钟头", "分钟"):
        minutes = value * (1 if unit == "分钟" else 60) + (30 if half else 0)
        return TimeSpan((now - timedelta(minutes=minutes)).isoformat(timespec="minutes"), None)
    today = now.date()
    if unit in ("周", "星期", "礼拜"):
        day = today - timedelta(days=7 * value)
    elif unit == "月":
        day = _minus_months(today, value) - timedelta(days=15 if half else 0)
    elif unit == "年":
        day = _minus_months(today, 12 * value + (6 if half else 0))
    else:
        day = today - timedelta(days=value)
    return _moment(day, at or "", now)


def _moment(day: date, words: str, now: datetime) -> TimeSpan:
    """A day, or a moment of it when the words name one."""
    clock = re.search(_CLOCK, words)
    part = next((p for names, _ in _HOURS for p in names if p in words), None)
    if clock:
        told = re.match(rf"({NUMBER})点(半|{NUMBER})?", clock.group())
        hour = number(told.group(1)) if told else None
        if told and hour is not None and hour <= 24:
            minute = 30 if told.group(2) == "半" else number(told.group(2) or "0") or 0
            late = part in ("下午", "午后", "晚上", "晚", "傍晚", "夜里", "夜", "深夜", "夜间")
            if (part == "中午" and hour < 3) or (
                late and 1 <= hour <= 11 and not (part != "下午" and hour < 5)
            ):
                hour += 12
            moment = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo) + timedelta(
                hours=hour, minutes=min(minute, 59)
            )
            return TimeSpan(
                moment.isoformat(timespec="minutes"), moment.isoformat(timespec="minutes")
            )
    return TimeSpan(day.isoformat(), day.isoformat())


def _point(words: str, now: datetime) -> TimeSpan | None:
    """A day or a month in words; None when it cannot be told which."""
    for reader in _READERS:
        for span in reader(words, now):
            return span
    if re.search(_LENGTH, words) and "前" in words:
        return _ago(words, now, at=None)
    return None


def _named_day(words: str, now: datetime) -> Iterator[TimeSpan]:
    for name, back in (
        ("大前天", 3),
        ("前天", 2),
        ("前儿", 2),
        ("昨", 1),
        ("今天", 0),
        ("今日", 0),
    ):
        if words.startswith(name):
            yield _moment(now.date() - timedelta(days=back), words, now)
            return
    if words.startswith("今") and not words.startswith("今年"):
        yield _moment(now.date(), words, now)


def _named_week(words: str, now: datetime) -> Iterator[TimeSpan]:
    match = re.match(r"(上上|上|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天末1-6])?", words)
    if not match:
        return
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    back = {"上上": 14, "上": 7}.get(match.group(1) or "", 0)
    monday -= timedelta(days=back)
    name = match.group(2)
    if name is None:
        yield TimeSpan(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
        return
    day = monday + timedelta(days=_WEEKDAYS.get(name, int(name) - 1 if name.isdigit() else 0))
    if day > today and match.group(1) is None:
        day -= timedelta(days=7)  # 星期五, said on a Wednesday of something past
    yield _moment(day, words[match.end() :], now)


def _month_of(year: int, month: int, rest: str, now: datetime) -> TimeSpan:
    """A day of the month, a third of it, or all of it."""
    first = date(year, month, 1)
    last = _month_of_end(year, month)
    day = re.match(rf"(?:份)?的?({NUMBER})(?:号|日)", rest)
    if day:
        value = number(day.group(1))
        return _moment(date(year, month, value or 0), rest[day.end() :], now)
    for name, a, b in (
        ("初", 1, 10),
        ("上旬", 1, 10),
        ("中旬", 11, 20),
        ("底", 21, last.day),
        ("下旬", 21, last.day),
    ):
        if name in rest[:4]:
            return TimeSpan(first.replace(day=a).isoformat(), first.replace(day=b).isoformat())
    return TimeSpan(first.isoformat(), last.isoformat())


def _relative_month(words: str, now: datetime) -> Iterator[TimeSpan]:
    match = re.match(r"(上上|上|这|本)个?月", words)
    if match:
        back = {"上上": 2, "上": 1}.get(match.group(1), 0)
        month = _minus_months(now.date().replace(day=1), back)
        yield _month_of(month.year, month.month, words[match.end() :], now)


def _calendar_day(words: str, now: datetime) -> Iterator[TimeSpan]:
    match = re.match(rf"(?:({NUMBER}|今|去|前|大前)年的?)?(?:({NUMBER})月)?", words)
    if not match or not match.group():
        return
    named = {"今": 0, "去": 1, "前": 2, "大前": 3}.get(match.group(1) or "")
    year: int | None = now.year if match.group(1) is None else None
    if match.group(1):
        year = now.year - named if named is not None else number(match.group(1))
    if year is None:
        return
    if year < 100:  # 二五年
        year += 2000
    if not 1949 <= year <= now.year + 1:
        return
    rest = words[match.end() :]
    month = number(match.group(2)) if match.group(2) else None
    if month is None:
        season = next((s for s in _SEASONS if s in rest.replace("季", "天")), None)
        if season:
            yield _season(year, season)
        elif not rest:
            yield TimeSpan(date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat())
        return
    if match.group(1) is None and (year, month) > (now.year, now.month):
        year -= 1  # 十二月, said in January of something past
    yield _month_of(year, month, rest, now)


_SEASONS = {"春天": (3, 5), "夏天": (6, 8), "秋天": (9, 11), "冬天": (12, 2)}


def _season(year: int, name: str) -> TimeSpan:
    first, last = _SEASONS[name]
    end = _month_of_end(year + (last < first), last)
    return TimeSpan(date(year, first, 1).isoformat(), end.isoformat())


def _month_of_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _day_of_month(words: str, now: datetime) -> Iterator[TimeSpan]:
    match = re.match(rf"({NUMBER})(?:号|日)", words)
    value = number(match.group(1)) if match else None
    if match and value is not None and 1 <= value <= 31:
        month = now.date().replace(day=1)
        if value > now.day:
            month = _minus_months(month, 1)
        yield _moment(month.replace(day=value), words[match.end() :], now)


_READERS: tuple[Callable[[str, datetime], Iterator[TimeSpan]], ...] = (
    _named_day, _named_week, _relative_month, _calendar_day, _day_of_month,
)  # fmt: skip
