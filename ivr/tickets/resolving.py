"""时间推算: the days that words of time mean, counted from the moment of the call.

Callers tell what has been: 十二月三号, said in November, was last year's. Where nobody can say
which day is meant (几天前, 入住以后), the answer is None.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

import chinese_calendar

from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import TimeSpan
from ivr.tickets.time_words import AGO, CLOCK, FEAST, FROM, NOW, PART, POINT

_HOURS = (
    (("凌晨", "后半夜"), 2), (("清早", "早晨", "早上", "清晨", "大早上", "早"), 7), (("上午",), 9),
    (("中午",), 12), (("午后", "下午"), 15), (("傍晚",), 18), (("晚上", "晚"), 20),
    (("半夜", "夜里", "夜间", "深夜", "大半夜", "夜", "前半夜"), 23),
)  # fmt: skip
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_UNTIL = re.compile(rf"(?:到|至)(?P<end>{NOW}|{POINT}|{PART}?{CLOCK}|今年?)?$")
_BEGINS = re.compile(rf"(?:{FROM})?(?P<start>{AGO}|{POINT}|{PART}?{CLOCK})")
_NOBODY_KNOWS = re.compile("几|好些|长|夏|冬|学期|大半|小半|一天一夜")
_AGO = re.compile(AGO)
_LATE = ("下午", "午后", "晚上", "晚", "傍晚", "夜里", "夜", "深夜", "夜间")


def resolve(name: str, words: str, now: datetime) -> TimeSpan | None:
    """What an expression found by the rule of that name means; None when nobody can say."""
    if name == "range":
        return _range(words, now)
    if name == "ago":
        return _ago(words, now, at=words.partition("前")[2])
    if name == "length":
        past = _ago(words, now, at=None)
        return TimeSpan(past.start, None) if past else None
    if name == "point":
        return _point(words, now)
    if name == "part" and not re.search("[到至]|以后|之后", words):
        return _last_clock(words, now)
    return None


def _range(words: str, now: datetime) -> TimeSpan | None:
    begins = _BEGINS.match(words)
    start = _point(begins["start"], now) if begins else None
    if start is None:
        return None
    until = _UNTIL.search(words)
    if not until or not until["end"] or re.fullmatch(NOW, until["end"]):
        return TimeSpan(start.start, None)
    end = _point(until["end"], now)
    return TimeSpan(start.start, end.end if end and end.end and end.end >= start.start else None)


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
    if _NOBODY_KNOWS.search(length):
        return None
    length = length.replace("俩", "两").replace("仨", "三")
    half = "半" in length
    found = re.search(NUMBER, length)
    value = number(found.group()) if found else 0
    if not found and not half:
        return None
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


def _is_late(part: str | None, hour: int) -> bool:
    """下午三点, 晚上八点, 中午一点; 晚上两点 is in the small hours."""
    if part == "中午":
        return hour < 3
    earliest = 1 if part in ("下午", "午后") else 5
    return part in _LATE and earliest <= hour <= 11


def _moment(day: date, words: str, now: datetime) -> TimeSpan:
    """A day, or a moment of it when the words name one."""
    clock = re.search(CLOCK, words)
    part = next((p for names, _ in _HOURS for p in names if p in words), None)
    if clock:
        told = re.match(rf"({NUMBER})点(半|{NUMBER})?", clock.group())
        hour = number(told.group(1)) if told else None
        if told and hour is not None and hour <= 24:
            minute = 30 if told.group(2) == "半" else number(told.group(2) or "0") or 0
            hour += 12 if _is_late(part, hour) else 0
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
    if _AGO.match(words):
        return _ago(words, now, at=words.partition("前")[2])
    return _last_clock(words, now) if re.match(rf"{PART}?{CLOCK}", words) else None


def _last_clock(words: str, now: datetime) -> TimeSpan:
    """早上六点 without a day: the last time that it was so late."""
    today = _moment(now.date(), words, now)
    if today.start <= now.isoformat(timespec="minutes"):
        return today
    return _moment(now.date() - timedelta(days=1), words, now)


def _named_day(words: str, now: datetime) -> Iterator[TimeSpan]:
    for name, back in (
        ("大前天", 3),
        ("前天", 2),
        ("前儿", 2),
        ("前晚", 2),
        ("前夜", 2),
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
    match = re.match(r"(上上|上|这|本|前|下)?个?(?:周|星期|礼拜)([一二三四五六日天末1-6])?", words)
    if not match or match.group(1) in ("前", "下"):  # 前个礼拜: nobody knows which
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
    match = re.match(r"(上上|上|这|本|当|下)个?月", words)
    if match:
        back = {"上上": 2, "上": 1, "下": -1}.get(match.group(1), 0)
        month = _minus_months(now.date().replace(day=1), back)
        yield _month_of(month.year, month.month, words[match.end() :], now)


def _calendar_day(words: str, now: datetime) -> Iterator[TimeSpan]:
    """二零二五年十二月三号, 今年三月份, 去年冬天; 十二月三号 is the last one there was."""
    match = re.match(rf"(?:({NUMBER}|今|去|前|大前|当|明)年的?)?(?:({NUMBER})月)?", words)
    if not match or not match.group() or match.group(1) == "当":
        return
    year = _year(match.group(1), now)
    if year is None:
        return
    rest = words[match.end() :]
    month = number(match.group(2)) if match.group(2) else None
    if month is None:
        yield from _part_of_year(year, rest)
        return
    try:
        span = _month_of(year, month, rest, now)
    except ValueError:
        span = None
    if match.group(1) is None and (span is None or span.start > now.date().isoformat() + "~"):
        span = _month_of(year - 1, month, rest, now)  # 十二月, said in January of something past
    if span is not None:
        yield span


def _year(words: str | None, now: datetime) -> int | None:
    """2025, 二五, 去; the year of the call when none is named; None for what cannot be meant."""
    if words is None:
        return now.year
    named = {"今": 0, "去": 1, "前": 2, "大前": 3, "明": -1}.get(words)
    year = now.year - named if named is not None else number(words)
    if year is not None and year < 100:  # 二五年
        year += 2000
    return year if year is not None and 1949 <= year <= now.year + 1 else None


def _part_of_year(year: int, rest: str) -> Iterator[TimeSpan]:
    """What follows a year: 冬天, 国庆节, 上半年, 初, 底, or nothing."""
    season = next((s for s in _SEASONS if s in rest.replace("季", "天")), None)
    feast = _FEASTS.match(rest)
    half = next((h for h in _HALVES if h in rest), None)
    if season:
        yield _season(year, season)
    elif feast:
        if (span := _feast_of(year, feast.group())) is not None:
            yield span
    elif half:
        first, last = _HALVES[half]
        yield TimeSpan(date(year, first, 1).isoformat(), _month_of_end(year, last).isoformat())
    elif not rest:
        yield TimeSpan(date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat())


def _feast(words: str, now: datetime) -> Iterator[TimeSpan]:
    """国庆节期间, 双十一那天: the last one that has begun."""
    feast = _FEASTS.match(words)
    for year in (now.year, now.year - 1) if feast else ():
        span = _feast_of(year, feast.group()) if feast else None
        if span is not None and span.start <= now.date().isoformat():
            yield span
            return


def _feast_of(year: int, name: str) -> TimeSpan | None:
    """The days of a feast; those that follow the moon as the State Council gave them."""
    stem = name.removesuffix("节")
    if stem in _FIXED_FEASTS:
        day = date(year, *_FIXED_FEASTS[stem])
        return TimeSpan(day.isoformat(), day.isoformat())
    days = _holidays().get((year, _HOLIDAYS.get(stem, "")))
    return TimeSpan(days[0].isoformat(), days[-1].isoformat()) if days else None


@lru_cache(maxsize=1)
def _holidays() -> dict[tuple[int, str], list[date]]:
    """Year and feast → its free days in order; a year after the calendar's last has none."""
    found: dict[tuple[int, str], list[date]] = {}
    for day, name in sorted(chinese_calendar.constants.holidays.items()):
        found.setdefault((day.year, name), []).append(day)
    return found


def _vague_part(words: str, now: datetime) -> Iterator[TimeSpan]:
    """月初, 年底, 上半年 without month or year: the last there was."""
    today = now.date()
    if words.startswith("月"):
        month = today.replace(day=1)
        if "初" not in words and today.day <= 20:
            month = _minus_months(month, 1)
        yield _month_of(month.year, month.month, words[1:], now)
        return
    half = next((h for h in _HALVES if words.startswith((h, "年" + h))), None)
    if half:
        year = today.year if today.month >= _HALVES[half][0] else today.year - 1
        yield from _part_of_year(year, half)


_FIXED_FEASTS = {
    "元旦": (1, 1), "三八": (3, 8), "五一": (5, 1), "劳动": (5, 1), "六一": (6, 1),
    "教师": (9, 10), "国庆": (10, 1), "十一": (10, 1), "双十一": (11, 11), "双十二": (12, 12),
}  # fmt: skip
_HOLIDAYS = {
    "春": "Spring Festival", "清明": "Tomb-sweeping Day", "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival",
}  # fmt: skip
_FEASTS = re.compile(FEAST)
_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "初": (1, 1), "底": (12, 12), "末": (12, 12)}
_SEASONS = {"春天": (3, 5), "夏天": (6, 8), "秋天": (9, 11), "冬天": (12, 2)}


def _season(year: int, name: str) -> TimeSpan:
    first, last = _SEASONS[name]
    end = _month_of_end(year + (last < first), last)
    return TimeSpan(date(year, first, 1).isoformat(), end.isoformat())


def _month_of_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _day_of_month(words: str, now: datetime) -> Iterator[TimeSpan]:
    """二十三号, said on the 21st: last month's, or the last month that had such a day."""
    match = re.match(rf"({NUMBER})(?:号|日)", words)
    value = number(match.group(1)) if match else None
    if not match or value is None or not 1 <= value <= 31:
        return
    month = now.date().replace(day=1)
    while value > _month_of_end(month.year, month.month).day or (
        month.replace(day=value) > now.date()
    ):
        month = _minus_months(month, 1)
    yield _moment(month.replace(day=value), words[match.end() :], now)


_READERS: tuple[Callable[[str, datetime], Iterator[TimeSpan]], ...] = (
    _named_day, _named_week, _relative_month, _feast, _calendar_day, _vague_part, _day_of_month,
)  # fmt: skip
