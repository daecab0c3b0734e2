"""日子: which days a caller's words name, counted from the day of the call.

Callers tell what has been: 十二月三号, said in November, was last year's, and 今年冬天, said in
January, began in December; where neither has begun nobody can say. Only 明天 and 下周三 lie ahead,
and what an inquiry asks about.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from ivr.tickets.feasts import feast, feast_of, season_of
from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import TimeSpan
from ivr.tickets.moments import minus_months, moment, month_end
from ivr.tickets.moon import day_of

_DAYS_BACK = (
    ("大前天", 3), ("大前儿", 3), ("大前个", 3), ("前天", 2), ("前日", 2), ("前儿", 2),
    ("前个", 2), ("前晚", 2), ("前夜", 2), ("昨", 1), ("今天", 0), ("今日", 0), ("今儿", 0),
    ("大后天", -3), ("明天", -1), ("明儿", -1), ("明早", -1), ("明晚", -1), ("后天", -2),
    ("后儿", -2),
)  # fmt: skip
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6}
_WEEKDAYS |= {str(i + 1): i for i in range(6)}
_WEEK = re.compile(
    r"(?P<which>上上|大上|上|这|本|前|下下|下)?个?(?:周|星期|礼拜)"
    r"(?:(?P<end>末)|(?P<day>[一二三四五六日天1-6])"
    r"(?:[和跟、]?(?:周|星期|礼拜)(?P<last>[一二三四五六日天])|(?<=六)(?P<sunday>日))?)?"
)
_WEEKS_BACK = {"上上": 2, "大上": 2, "上": 1, "下": -1, "下下": -2}
_MONTHS_BACK = {"上上": 2, "大上": 2, "上": 1, "下": -1}
_THIRDS = (
    ("初", 1, 10), ("上旬", 1, 10), ("中旬", 11, 20), ("底", 21, 31), ("末", 21, 31),
    ("下旬", 21, 31),
)  # fmt: skip
_PARTS_OF_A_YEAR = {
    "上半年": (1, 6), "下半年": (7, 12), "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9),
    "四季度": (10, 12), "初": (1, 1), "底": (12, 12), "末": (12, 12),
}  # fmt: skip
_QUARTER = re.compile("([上这本])个?季度")
_HALF, _HALF_OVER = 6, 3  # 上半年, said up to March, is the last year's; after that nobody can say
_SHORT_SEASON = re.compile("^([今去前])([春夏秋冬])(?![天季])")  # 今春
_DAWN = 5
_MONTHS = 12
_AHEAD = re.compile("今(?![年春夏秋冬])|明|大?后[天儿]|下(?!半年)")  # and 今晚
_STILL_THIS_YEAR = timedelta(days=183)
_NOT_YET_ITS_END = 24  # 月底, said on the 24th, is the last month's
_YEARS_BACK = {"今": 0, "去": 1, "头": 1, "前": 2, "大前": 3, "明": -1}


def days_of(words: str, now: datetime, *, asked: bool = False) -> TimeSpan | None:
    """The days (or the moment) named; None when they name none, or nobody can say which.

    A reader tells what the words may mean, the likeliest first: of what happened, the first that
    has begun. `asked`: the caller asks about that day, which may lie ahead.
    """
    words = _SHORT_SEASON.sub(r"\1年\2天", words)
    may_lie_ahead = asked or _AHEAD.match(words) is not None
    for reader in _READERS:
        if meant := tuple(reader(words, now)):
            return next((span for span in meant if may_lie_ahead or _begun(span, now)), None)
    return None


def _begun(span: TimeSpan, now: datetime) -> bool:
    return span.start[:10] <= now.date().isoformat()


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
    match = _WEEK.match(words)
    if not match or match["which"] == "前":  # 前个礼拜: nobody knows which
        return
    today, which = now.date(), match["which"]
    monday = today - timedelta(days=today.weekday() + 7 * _WEEKS_BACK.get(which or "", 0))
    first, last = (5, 6) if match["end"] else (0, 6)
    if match["day"]:
        first = _WEEKDAYS[match["day"]]
        last = _WEEKDAYS[match["last"] or match["sunday"] or match["day"]]
        last = last if last == first + 1 else first  # 上周三和周五 are two
    day, end = monday + timedelta(days=first), monday + timedelta(days=max(first, last))
    if match["day"] and day == end:
        if day > today and which is None:
            day -= timedelta(days=7)  # 星期五, said on a Wednesday of something past
        yield moment(day, words[match.end() :], now)
        return
    yield TimeSpan(day.isoformat(), end.isoformat())
    if which in (None, "这", "本"):  # 这个周末, said on the Monday after it
        week = timedelta(days=7)
        yield TimeSpan((day - week).isoformat(), (end - week).isoformat())


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
    match = re.match(rf"(?:({NUMBER}|今|去|前|大前|当|明|头)年的?)?(?:({NUMBER})月(?!初[一二三四五六七八九十]))?", words)  # fmt: skip # noqa: E501
    if not match or not match.group() or match.group(1) == "当":
        return
    which, rest = match.group(1), words[match.end() :]
    year = _year(which, now)
    month = number(match.group(2)) if match.group(2) else None
    if year is None or not 1 <= (month or 1) <= _MONTHS:
        return

    def in_year(year: int) -> TimeSpan | None:
        if month is None:
            return _part_of_year(year, rest)
        try:
            return _month_of(year, month, rest, now)
        except ValueError:  # 二月三十号
            return None

    span, before = in_year(year), in_year(year - 1)
    if which is None:
        yield from (each for each in (span, before) if each and _begun(each, now))
    elif span is not None:
        if which == "今" and before and before.end and before.end >= now.date().isoformat():
            span, before = before, None  # 今年冬天, said in January
        yield span
        if before and (year < now.year or (which == "今" and _still_this_year(before, now))):
            yield before  # 去年腊月, before new year, is the one before


def _still_this_year(before: TimeSpan, now: datetime) -> bool:
    """今年十月, said before the moon's new year, is the last one; 今年冬天 also after it."""
    today, new_year = now.date(), day_of(now.year, 1, 1)
    late = today - date.fromisoformat(before.start[:10]) <= _STILL_THIS_YEAR
    old = new_year is not None and today < new_year
    return late and (old or (before.end or "") >= f"{now.year}")


def _year(words: str | None, now: datetime) -> int | None:
    """2025, 二五, 去; the year of the call when none is named; None for what cannot be meant."""
    if words is None:
        return now.year
    year = now.year - _YEARS_BACK[words] if words in _YEARS_BACK else number(words)
    if year is not None and year < 100:  # 二五年
        year += 2000
    return year if year is not None and 1949 <= year <= now.year + 1 else None


def _part_of_year(year: int, rest: str) -> TimeSpan | None:
    """What follows a year: 冬天, 国庆节, 腊月二十三, 上半年, 初, 底, or nothing."""
    told = rest.removeprefix("年").removeprefix("第")
    if part := next((part for part in _PARTS_OF_A_YEAR if told.startswith(part)), None):
        first, last = _PARTS_OF_A_YEAR[part]
        return TimeSpan(date(year, first, 1).isoformat(), month_end(year, last).isoformat())
    if not rest:
        return TimeSpan(date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat())
    # 去年腊月 ended this year
    return feast_of(year + rest.startswith("腊"), rest) or season_of(year, rest)


def _vague_part(words: str, now: datetime) -> Iterator[TimeSpan]:
    """月初, 年底, 上半年, 上个季度 without month or year: the last there was."""
    today = now.date()
    if words.startswith("月"):
        month = today.replace(day=1)
        if "初" not in words and today.day <= _NOT_YET_ITS_END:
            month = minus_months(month, 1)
        yield _month_of(month.year, month.month, words[1:], now)
    elif quarter := _QUARTER.match(words):
        first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
        first = minus_months(first, 3) if quarter.group(1) == "上" else first
        yield TimeSpan(first.isoformat(), month_end(first.year, first.month + 2).isoformat())
    elif words.startswith(("年", "上半年", "下半年", "第")) or re.match("[一二三四]季度", words):
        years = [today.year, today.year - 1]
        if words.startswith("上半年") and today.month <= _HALF:
            years = years[1:] if today.month <= _HALF_OVER else []
        yield from (part for year in years if (part := _part_of_year(year, words)))


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
