"""节日和时令: the days of feasts, of the lunar new year and of seasons.

Feasts that follow the moon: the free days as the State Council gave them; 除夕, 小年, 正月初五 are
counted from the table of new year's days. Other days of the moon's months (十月初七), and what lies
somewhere before or around a feast, nobody can say without a lunar calendar: None.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

import chinese_calendar

from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import TimeSpan
from ivr.tickets.moments import month_end
from ivr.tickets.time_words import FEAST, LUNAR

_FIXED = {
    "元旦": (1, 1), "三八": (3, 8), "五一": (5, 1), "劳动": (5, 1), "六一": (6, 1),
    "教师": (9, 10), "国庆": (10, 1), "十一": (10, 1), "双十一": (11, 11), "双十二": (12, 12),
}  # fmt: skip
_FREE_DAYS = {
    "春": "Spring Festival", "清明": "Tomb-sweeping Day", "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival", "元旦": "New Year's Day", "五一": "Labour Day",
    "劳动": "Labour Day", "国庆": "National Day", "十一": "National Day",
}  # fmt: skip
# 正月初一, and how many days the month before it (腊月) has.
_NEW_YEAR = {
    2019: (date(2019, 2, 5), 30), 2020: (date(2020, 1, 25), 30), 2021: (date(2021, 2, 12), 30),
    2022: (date(2022, 2, 1), 29), 2023: (date(2023, 1, 22), 30), 2024: (date(2024, 2, 10), 30),
    2025: (date(2025, 1, 29), 29), 2026: (date(2026, 2, 17), 29), 2027: (date(2027, 2, 6), 29),
    2028: (date(2028, 1, 26), 29), 2029: (date(2029, 2, 13), 29), 2030: (date(2030, 2, 3), 30),
}  # fmt: skip
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 2)}
_FEASTS = re.compile(FEAST)
_LUNAR = re.compile(LUNAR)
_ALL_OF_IT = re.compile("假期|期间|放假|那几天|那两天|前后")
_OF_NEW_YEAR = re.compile(
    rf"(?:农历|阴历)?(?P<month>正|腊)月(?:初)?(?P<day>{NUMBER})|大年(?P<eve>三十)|大年初(?P<first>{NUMBER})"
)
_TWELFTH_MONTH = re.compile(rf"腊月里?(?!初|廿|{NUMBER})")
_NAMED = {"除夕": -1, "元宵": 14}  # days after 正月初一
_SMALL_NEW_YEAR = 23  # 腊月二十三, in the north
_EIGHTH = 8  # 腊八


def feast(words: str, now: datetime) -> Iterator[TimeSpan]:
    """国庆节期间, 双十一那天, 腊月二十三: the last one that has begun."""
    named = _FEASTS.match(words) or _LUNAR.match(words)
    for year in (now.year, now.year - 1) if named else ():
        span, begun = feast_of(year, words), feast_of(year, named.group() if named else "")
        if span is not None and span.start <= now.date().isoformat():
            yield span
            return
        if begun is not None and begun.start <= now.date().isoformat():
            return  # 春节后, said on the fifth of them


def feast_of(year: int, words: str) -> TimeSpan | None:
    """The days of a feast of that year; 国庆节后 is the day after them, 春节前 no day at all."""
    if _TWELFTH_MONTH.match(words):
        return _all_of_twelfth(year)
    if _LUNAR.match(words):
        return _one(_of_new_year(year, words))
    named = _FEASTS.match(words)
    if named is None:
        return None
    stem, rest = named.group().removesuffix("节"), words[named.end() :]
    if (term := _by_the_sun(year, stem)) is not None:
        if rest.startswith("前") and not rest.startswith("前后"):
            return None
        return TimeSpan(term.start, term.start) if rest.startswith(("那天", "当天")) else term
    if stem in _NAMED or stem in ("小年", "腊八"):
        return _one(_counted(year, stem))
    free = _free_days(year, stem)
    if rest.startswith("前") and not rest.startswith("前后"):
        return None
    if rest.startswith(("后", "以后", "之后", "过后")):
        return _one(free[-1] + timedelta(days=1)) if free else None
    if stem in _FIXED and not _ALL_OF_IT.match(rest):
        return _one(date(year, *_FIXED[stem]))
    return TimeSpan(free[0].isoformat(), free[-1].isoformat()) if free else None


_SOLAR = ("立冬", "立春", "立秋", "立夏", "冬至", "夏至", "霜降", "大雪", "小雪")
_DOG_DAYS = {  # 三伏: which of the days from 初伏, 中伏 and 末伏 on
    "头伏": (0, 1), "初伏": (0, 1), "入伏": (0, 0), "二伏": (1, 2), "中伏": (1, 2),
    "末伏": (2, 3), "三伏": (2, 3), "出伏": (3, 3), "三伏天": (0, 3),
}  # fmt: skip
_STEMS = 10  # 十天干
_GENG = 2  # how far date(1, 1, 1) is from a 庚 day


def _by_the_sun(year: int, stem: str) -> TimeSpan | None:
    """冬至, 立冬; 头伏 and its like, counted in 庚 days from 夏至 and 立秋."""
    name = stem.removesuffix("节气")
    if name in _SOLAR:
        return _one(_term(year, name))
    if stem not in _DOG_DAYS:
        return None
    first = _geng_day(_term(year, "夏至"), 3)
    last = _geng_day(_term(year, "立秋"), 1)
    edges = (first, first + timedelta(days=_STEMS), last, last + timedelta(days=_STEMS))
    begins, ends = _DOG_DAYS[stem]
    end = edges[ends] - timedelta(days=1 if ends > begins else 0)
    return TimeSpan(edges[begins].isoformat(), end.isoformat())


@lru_cache(maxsize=64)
def _term(year: int, name: str) -> date:
    """The day of a solar term."""
    terms = chinese_calendar.get_solar_terms(date(year, 1, 1), date(year, 12, 31))
    days: dict[str, date] = {its: day for day, its in terms}
    return days[name]


def _geng_day(day: date, count: int) -> date:
    """The so manyth 庚 day from a day on, itself included."""
    wait = (_GENG - day.toordinal()) % _STEMS
    return day + timedelta(days=wait + _STEMS * (count - 1))


def _one(day: date | None) -> TimeSpan | None:
    return TimeSpan(day.isoformat(), day.isoformat()) if day is not None else None


def _of_new_year(year: int, words: str) -> date | None:
    """正月初五, 腊月二十三, 大年三十; of other months nobody can say."""
    told = _OF_NEW_YEAR.match(words)
    if told is None:
        return None
    if told["eve"]:
        return _counted(year, "除夕")
    day = number(told["day"] or told["first"])
    if day is None or not 1 <= day <= 30:
        return None
    return _twelfth(year, day) if told["month"] == "腊" else _first(year, day)


def _counted(year: int, name: str) -> date | None:
    if name == "小年":
        return _twelfth(year, _SMALL_NEW_YEAR)
    if name == "腊八":
        return _twelfth(year, _EIGHTH)
    new_year = _NEW_YEAR.get(year)
    return new_year[0] + timedelta(days=_NAMED[name]) if new_year else None


def _first(year: int, day: int) -> date | None:
    new_year = _NEW_YEAR.get(year)
    return new_year[0] + timedelta(days=day - 1) if new_year else None


def _all_of_twelfth(year: int) -> TimeSpan | None:
    new_year = _NEW_YEAR.get(year)
    if new_year is None:
        return None
    first, last = new_year[0] - timedelta(days=new_year[1]), new_year[0] - timedelta(days=1)
    return TimeSpan(first.isoformat(), last.isoformat())


def _twelfth(year: int, day: int) -> date | None:
    """A day of the 腊月 that ends in that year."""
    new_year = _NEW_YEAR.get(year)
    if new_year is None or day > new_year[1]:
        return None
    return new_year[0] - timedelta(days=new_year[1] + 1 - day)


def _free_days(year: int, stem: str) -> list[date]:
    days = _holidays().get((year, _FREE_DAYS.get(stem, "")), [])
    if not days and stem in _FIXED:
        return [date(year, *_FIXED[stem])]
    return days


@lru_cache(maxsize=1)
def _holidays() -> dict[tuple[int, str], list[date]]:
    """Year and feast → its free days in order; a year after the calendar's last has none."""
    found: dict[tuple[int, str], list[date]] = {}
    for day, name in sorted(chinese_calendar.constants.holidays.items()):
        found.setdefault((day.year, name), []).append(day)
    return found


def season_of(year: int, words: str) -> TimeSpan | None:
    """冬天, 夏季 of a year; winter ends in the next."""
    name = next((s for s in _SEASONS if re.search(rf"{s}[天季]", words)), None)
    if name is None:
        return None
    first, last = _SEASONS[name]
    end = month_end(year + (last < first), last)
    return TimeSpan(date(year, first, 1).isoformat(), end.isoformat())
