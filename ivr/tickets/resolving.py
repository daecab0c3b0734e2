"""时间推算: the time that words mean, counted from the moment of the call.

Lengths and ranges are read here, single days in days.py and feasts.py. Where nobody can say which
day is meant (几天前, 入住以后), the answer is None.
"""

import re
from datetime import date, datetime, timedelta

from ivr.tickets.days import days_of
from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import TimeSpan
from ivr.tickets.moments import last_time, minus_months, moment, month_end
from ivr.tickets.time_words import AGO, CLOCK, FROM, NOW, PART, PART_OF_A_YEAR, POINT

_UNTIL = re.compile(rf"(?:到|至)(?P<end>{NOW}|{POINT}|{PART}?{CLOCK}|今年?)?$")
_BARE_DAY = re.compile(rf"({NUMBER})(?:号|日)$")
_WEEKDAYS = "一二三四五六日"
_BARE_WEEKDAY = re.compile(rf"(?:周|星期|礼拜)([{_WEEKDAYS}天])")
_JUST_NOW = re.compile("刚才|刚刚|方才")
_YEARS_AND_MONTHS = re.compile(rf"({NUMBER})年零?({NUMBER})个?(半)?月")
_BEGINS = re.compile(rf"(?:{FROM})?(?P<start>{AGO}|{POINT}|{PART_OF_A_YEAR}|{PART}?{CLOCK})")
# What everybody knows the day of: heating begins by the law of the province, 过年 is 春节.
_KNOWN = (
    (re.compile(rf"(?:{FROM})?(?:供暖|供热|采暖)"), "十一月一号"),
    (re.compile(rf"(?:{FROM})?过年"), "春节当天"),
)
_NOBODY_KNOWS = re.compile("第|几|好些|长|夏|冬|学期|大半|小半|一天一夜")
_HOURS_AND_MINUTES = {"分钟": 1, "小时": 60, "钟头": 60}
_UNITS = ("分钟", "小时", "钟头", "月", "年", "周", "星期", "礼拜")
_AGO = re.compile(AGO)


def resolve(name: str, words: str, now: datetime, *, asked: bool = False) -> TimeSpan | None:
    """What an expression found by the rule of that name means; None when nobody can say.

    `asked`: the caller asks about that time, which may lie ahead.
    """
    if name == "range":
        return _range(words, now, asked=asked)
    if name == "ago":
        return _ago(words, now, at=words.partition("前")[2])
    if name == "length":
        past = _ago(words, now, at=None)
        return TimeSpan(past.start, None) if past else None
    if name == "point":
        return _point(words, now, asked=asked)
    if name == "part" and not re.search("[到至]|以后|之后", words):
        return last_time(words, now)
    return None


def _range(words: str, now: datetime, *, asked: bool) -> TimeSpan | None:
    start = _start(words, now, asked=asked)
    if start is None:
        return None
    until = _UNTIL.search(words)
    if not until or not until["end"] or re.fullmatch(NOW, until["end"]):
        return TimeSpan(start.start, None)
    end = _end(until["end"], start, now)
    return TimeSpan(start.start, end.end if end and end.end and end.end >= start.start else None)


def _start(words: str, now: datetime, *, asked: bool) -> TimeSpan | None:
    """What a range begins with."""
    if begins := _BEGINS.match(words):
        return _point(begins["start"], now, asked=asked)
    known = next((day for event, day in _KNOWN if event.match(words)), None)
    return _point(known, now, asked=asked) if known else None


def _end(words: str, start: TimeSpan, now: datetime) -> TimeSpan | None:
    """What a range ends with; 上个月二号到五号 is in one month, or in the next."""
    if weekday := _BARE_WEEKDAY.match(words):
        return _next_weekday(weekday.group(1), date.fromisoformat(start.start[:10]), now)
    bare = _BARE_DAY.fullmatch(words)
    if bare is None:
        return _point(words, now, asked=True)
    day = number(bare.group(1)) or 0
    first = date.fromisoformat(start.start[:10])
    month = first.replace(day=1)
    if day < first.day:
        month = minus_months(month, -1)
    if not 1 <= day <= month_end(month.year, month.month).day:
        return None
    return moment(month.replace(day=day), "", now)


def _next_weekday(name: str, first: date, now: datetime) -> TimeSpan | None:
    """The first one of that name from a day on, if it has come."""
    weekday = _WEEKDAYS.index(name.replace("天", "日"))
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    return moment(day, "", now) if day <= now.date() else None


def _ago(length: str, now: datetime, at: str | None) -> TimeSpan | None:
    """三天前, 半个月前; None for 几天前, whose day nobody can say."""
    if _NOBODY_KNOWS.search(length):
        return None
    length = length.replace("俩", "两").replace("仨", "三")
    half = "半" in length
    found = re.search(NUMBER, length)
    value = number(found.group()) if found else 0
    if value is None or value > 3000 or not (found or half):
        return None
    unit = next((u for u in _UNITS if u in length), "天")
    today = now.date()
    if unit in _HOURS_AND_MINUTES:
        minutes = value * _HOURS_AND_MINUTES[unit] + (30 if half else 0)
        then = (now - timedelta(minutes=minutes)).isoformat(timespec="minutes")
        return TimeSpan(then, then)
    if told := _YEARS_AND_MONTHS.search(length):
        months = 12 * (number(told.group(1)) or 0) + (number(told.group(2)) or 0)
        day = minus_months(today, months) - timedelta(days=15 if half else 0)
    elif unit in ("周", "星期", "礼拜"):
        day = today - timedelta(days=7 * value)
    elif unit == "月":
        day = minus_months(today, value) - timedelta(days=15 if half else 0)
    elif unit == "年":
        day = minus_months(today, 12 * value + (6 if half else 0))
    else:
        day = today - timedelta(days=value)
    return moment(day, at or "", now)


def _just_now(words: str, now: datetime) -> TimeSpan:
    """刚才十二点, said at ten past midnight: the nearest such hour, of day or of night."""
    span = last_time(words, now)
    if "T" not in span.start:
        return span
    half_a_day_on = datetime.fromisoformat(span.start) + timedelta(hours=12)
    if half_a_day_on > now:
        return span
    then = half_a_day_on.isoformat(timespec="minutes")
    return TimeSpan(then, then)


def _point(words: str, now: datetime, *, asked: bool) -> TimeSpan | None:
    """A day or a month in words; None when it cannot be told which."""
    if _JUST_NOW.match(words):
        return _just_now(words, now)
    if (span := days_of(words, now, asked=asked)) is not None:
        return span
    if _AGO.match(words):
        return _ago(words, now, at=words.partition("前")[2])
    return last_time(words, now) if re.match(rf"{PART}?{CLOCK}", words) else None
