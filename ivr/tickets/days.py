"""日子: which days a caller's words name, counted from the day of the call.

Callers tell what has been: 十二月三号, said in November, was last year's; 下周三 lies ahead.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from ivr.tickets.feasts import feast, feast_of, season_of
from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import TimeSpan
from ivr.tickets.moments import minus_months, moment, month_end

_DAYS_BACK = (
    ("大前天", 3), ("前天", 2), ("前日", 2), ("前儿", 2), ("前个", 2), ("前晚", 2), ("前夜", 2),
    ("昨", 1), ("今天", 0), ("今日", 0), ("今儿", 0), ("大后天", -3), ("明天", -1), ("明儿", -1),
    ("明早", -1), ("明晚", -1), ("后天", -2), ("后儿", -2),
)  # fmt: skip
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_WEEKS_BACK = {"上上": 2, "大上": 2, "上": 1, "下": -1, "下下": -2}
_MONTHS_BACK = {"上上": 2, "大上": 2, "上": 1, "下": -1}
_THIRDS = (
    ("初", 1, 10), ("上旬", 1, 10), ("中旬", 11, 20), ("底", 21, 31), ("末", 21, 31),
    ("下旬", 21, 31),
)  # fmt: skip
_HALVES = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "第一季度": (1, 3),
    "第二季度": (4, 6),
    "第三季度": (7, 9),
    "第四季度": (10, 12),
    "初": (1, 1),
    "底": (12, 12),
    "末": (12, 12),
}
_SHORT_SEASON = re.compile("^([今去前])([春夏秋冬])(?![天季])")  # 今春
_DAWN = 5
_MONTHS = 12
_NOT_YET_ITS_END = 24  # 月底, said on the 24th, is the last month's
_YEARS_BACK = {"今": 0, "去": 1, "前": 2, "大前": 3, "明": -1}


def days_of(words: str, now: datetime) -> TimeSpan | None:
    """The days (or the moment) named; None when they name none, or nobody can say which."""
    words = _SHORT_SEASON.sub(r"\1年\2天", words)
    for reader in _READERS:
        for span in reader(words, now):
            return span
    return None


def _named_day(words: str, now: datetime) -> Iterator[TimeSpan]:
    if last := re.match(r"去年的?今天", words):
        yield moment(minus_months(now.date(), 12), words[last.end() :], now)
        return
    for name, back in _DAYS_BACK:
        if words.startswith(name):
            yield _before_dawn(moment(now.date() - timedelta(days=back), words, now), words, now)
            return
    if words.startswith("今") and not words.startswith("今年"):
        yield _before_dawn(moment(now.date(), words, now), words, now)


def _before_dawn(span: TimeSpan, words: str, now: datetime) -> TimeSpan:
    """今晚十一点, said at ten past twelve, was yesterday."""
    ahead = "T" in span.start and span.start > now.isoformat(timespec="minutes")
    if not (ahead and now.hour < _DAWN and words.startswith("今")):
        return span
    return moment(now.date() - timedelta(days=1), words, now)


def _named_week(words: str, now: datetime) -> Iterator[TimeSpan]:
    match = re.match(
        r"(上上|大上|上|这|本|前|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天末1-6])?", words
    )
    if not match or match.group(1) == "前":  # 前个礼拜: nobody knows which
        return
    today = now.date()
    which, name = match.group(1), match.group(2)
    monday = today - timedelta(days=today.weekday() + 7 * _WEEKS_BACK.get(which or "", 0))
    if name is None:
        yield TimeSpan(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
        return
    day = monday + timedelta(days=_WEEKDAYS.get(name, int(name) - 1 if name.isdigit() else 0))
    if day > today and which is None:
        day -= timedelta(days=7)  # 星期五, said on a Wednesday of something past
    yield moment(day, words[match.end() :], now)


def _month_of(year: int, month: int, rest: str, now: datetime) -> TimeSpan:
    """A day of the month, a third of it, or all of it."""
    last = month_end(year, month)
    day = re.match(rf"(?:份)?的?({NUMBER})(?:号|日)", rest)
    if day:
        value = number(day.group(1))
        return moment(date(year, month, value or 0), rest[day.end() :], now)
    for name, first, end in _THIRDS:
        if name in rest[:4]:
            end = min(end, last.day)
            return TimeSpan(last.replace(day=first).isoformat(), last.replace(day=end).isoformat())
    return TimeSpan(last.replace(day=1).isoformat(), last.isoformat())


def _relative_month(words: str, now: datetime) -> Iterator[TimeSpan]:
    match = re.match(r"(上上|大上|上|这|本|当|下)个?月", words)
    if match:
        back = _MONTHS_BACK.get(match.group(1), 0)
        month = minus_months(now.date().replace(day=1), back)
        yield _month_of(month.year, month.month, words[match.end() :], now)


def _calendar_day(words: str, now: datetime) -> Iterator[TimeSpan]:
    """二零二五年十二月三号, 今年三月份, 去年冬天; 十二月三号 is the last one there was."""
    match = re.match(rf"(?:({NUMBER}|今|去|前|大前|当|明)年的?)?(?:({NUMBER})月(?!初[一二三四五六七八九十]))?", words)  # fmt: skip # noqa: E501
    if not match or not match.group() or match.group(1) == "当":
        return
    year = _year(match.group(1), now)
    if year is None:
        return
    rest = words[match.end() :]
    month = number(match.group(2)) if match.group(2) else None
    if month is None:
        yield from _part_of_past_year(year, rest, now)
        return
    if not 1 <= month <= _MONTHS:
        return
    try:
        span = _month_of(year, month, rest, now)
    except ValueError:
        span = None
    if match.group(1) is None and (span is None or span.start > now.date().isoformat() + "~"):
        span = _month_of(year - 1, month, rest, now)  # 十二月, said in January of something past
    if span is not None:
        yield span


def _part_of_past_year(year: int, rest: str, now: datetime) -> Iterator[TimeSpan]:
    """去年腊月, said before this year's new year, is the one before."""
    for span in _part_of_year(year, rest):
        if year < now.year and span.start > now.date().isoformat():
            yield from _part_of_year(year - 1, rest)
        else:
            yield span


def _year(words: str | None, now: datetime) -> int | None:
    """2025, 二五, 去; the year of the call when none is named; None for what cannot be meant."""
    if words is None:
        return now.year
    year = now.year - _YEARS_BACK[words] if words in _YEARS_BACK else number(words)
    if year is not None and year < 100:  # 二五年
        year += 2000
    return year if year is not None and 1949 <= year <= now.year + 1 else None


def _part_of_year(year: int, rest: str) -> Iterator[TimeSpan]:
    """What follows a year: 冬天, 国庆节, 腊月二十三, 上半年, 初, 底, or nothing."""
    half = next((h for h in _HALVES if rest.removeprefix("年").startswith(h)), None)
    if half:
        first, last = _HALVES[half]
        yield TimeSpan(date(year, first, 1).isoformat(), month_end(year, last).isoformat())
    elif not rest:
        yield TimeSpan(date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat())
    elif (
        span := feast_of(year + rest.startswith("腊"), rest) or season_of(year, rest)
    ) is not None:
        yield span  # 去年腊月 ended this year


def _vague_part(words: str, now: datetime) -> Iterator[TimeSpan]:
    """月初, 年底, 上半年 without month or year: the last there was."""
    today = now.date()
    if words.startswith("月"):
        month = today.replace(day=1)
        if "初" not in words and today.day <= _NOT_YET_ITS_END:
            month = minus_months(month, 1)
        yield _month_of(month.year, month.month, words[1:], now)
        return
    half = next((h for h in _HALVES if words.startswith("年" + h if len(h) == 1 else h)), None)
    if half:
        year = today.year if today.month >= _HALVES[half][0] else today.year - 1
        yield from _part_of_year(year, half)


def _day_of_month(words: str, now: datetime) -> Iterator[TimeSpan]:
    """二十三号, said on the 21st: last month's, or the last month that had such a day."""
    match = re.match(rf"({NUMBER})(?:号|日)", words)
    value = number(match.group(1)) if match else None
    if not match or value is None or not 1 <= value <= 31:
        return
    month = now.date().replace(day=1)
    while value > month_end(month.year, month.month).day or (month.replace(day=value) > now.date()):
        month = minus_months(month, 1)
    yield moment(month.replace(day=value), words[match.end() :], now)


_READERS: tuple[Callable[[str, datetime], Iterator[TimeSpan]], ...] = (
    _named_day, _named_week, _relative_month, feast, _calendar_day, _vague_part, _day_of_month,
)  # fmt: skip
