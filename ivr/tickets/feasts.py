"""节日和时令: the days of feasts, of the moon's months and of seasons.

Free days are as the State Council gave them; 除夕, 小年, 正月初五, 八月十五 are counted in the
moon's months (moon.py). What lies somewhere before or around a feast nobody can say: None.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

import chinese_calendar

from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import TimeSpan
from ivr.tickets.moments import month_end
from ivr.tickets.moon import day_of, month_of
from ivr.tickets.time_words import FEAST, LUNAR, PART

_FIXED = {
    "元旦": (1, 1), "情人": (2, 14), "三八": (3, 8), "妇女": (3, 8), "三一五": (3, 15),
    "315": (3, 15), "五一": (5, 1), "劳动": (5, 1), "五二〇": (5, 20), "520": (5, 20),
    "六一": (6, 1), "儿童": (6, 1), "七一": (7, 1), "八一": (8, 1), "建军": (8, 1),
    "教师": (9, 10), "国庆": (10, 1), "十一": (10, 1), "双十一": (11, 11), "双十二": (12, 12),
    "平安夜": (12, 24), "圣诞": (12, 25),
}  # fmt: skip
# By the moon's months; 除夕, 小年 and 腊八 are said of the year that they lead to.
_BY_THE_MOON = {
    "腊八": (12, 8), "小年": (12, 23), "除夕": (1, 0), "年三十": (1, 0), "年三十儿": (1, 0),
    "三十": (1, 0), "三十儿": (1, 0), "春": (1, 1), "元宵": (1, 15), "端午": (5, 5),
    "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15), "重阳": (9, 9), "寒衣": (10, 1),
    "五月": (5, 5), "八月": (8, 15),  # 五月节, 八月节
}  # fmt: skip
_OF_DAYS = ("春", "清明", "端午", "中秋", "五月", "八月")  # alone they mean all their free days
_FREE_DAYS = {
    "春": "Spring Festival", "清明": "Tomb-sweeping Day", "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival", "五月": "Dragon Boat Festival",
    "八月": "Mid-autumn Festival", "元旦": "New Year's Day", "五一": "Labour Day",
    "劳动": "Labour Day", "国庆": "National Day", "十一": "National Day",
}  # fmt: skip
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 2)}
_FEASTS = re.compile(FEAST)
_LUNAR = re.compile(LUNAR)
_ALL_OF_IT = re.compile("小?长假|黄金周|假期|期间|放假|那几天|那两天|那三天|那阵|这几天|前后")
_ITS_DAY = re.compile(rf"(?:小?长假|黄金周|假期|放假|期间)的?第({NUMBER})天")
_THAT_DAY = re.compile(f"那天|那晚|当天|当日|{PART}")
_AFTER_IT = re.compile("后|以后|之后|过后")
_MOON = re.compile(
    rf"(?:农历|阴历)?(?:(?P<month>正|冬|腊|{NUMBER})月|(?P<eve>大年三十)|大年|(?=初))(?:里|初)?"
    rf"(?P<day>廿?{NUMBER})?"
)
_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_NEW_YEAR_ONLY = re.compile("初|三十")  # without a month they are said in the first one only


def feast(words: str, now: datetime) -> Iterator[TimeSpan]:
    """国庆节期间, 双十一那天, 腊月二十三: the last one that has begun."""
    named = _FEASTS.match(words) or _LUNAR.match(words)
    years = [now.year, now.year - 1] if named else []
    if _NEW_YEAR_ONLY.match(words):
        years = years[:1] if _in_the_first_month(now.date()) else []
    for year in years:
        span, begun = feast_of(year, words), feast_of(year, named.group() if named else "")
        if span is not None and span.start <= now.date().isoformat():
            yield span
            return
        if begun is not None and begun.start <= now.date().isoformat():
            return  # 春节后, said on the fifth of them


def _in_the_first_month(day: date) -> bool:
    month = month_of(day.year, 1)
    return month is not None and month[0] - timedelta(days=1) <= day <= month[1]


def feast_of(year: int, words: str) -> TimeSpan | None:
    """The days of a feast of that year; 国庆节后 is the day after them, 春节前 no day at all."""
    if _LUNAR.match(words):
        return _by_the_moon(year, words)
    named = _FEASTS.match(words)
    if named is None:
        return None
    stem, rest = re.sub("节气?$", "", named.group()), words[named.end() :]
    if rest.startswith("前") and not (stem in _FREE_DAYS and rest.startswith("前后")):
        return None
    if (days := _dog_days(year, stem)) is not None:
        return TimeSpan(days.start, days.start) if _THAT_DAY.match(rest) else days
    its_day = _its_day(year, stem)
    free = _free_days(year, stem) or ([its_day] if its_day else [])
    if not free:
        return None
    if _AFTER_IT.match(rest) and (stem in _FREE_DAYS or stem not in _SOLAR):
        return _one(free[-1] + timedelta(days=1))
    if counted := _ITS_DAY.match(rest):
        order = number(counted.group(1)) or 0
        return _one(free[order - 1]) if 1 <= order <= len(free) else None
    whole = stem in _OF_DAYS and not _THAT_DAY.match(rest)
    if whole or _ALL_OF_IT.match(rest):
        return TimeSpan(free[0].isoformat(), free[-1].isoformat())
    return _one(its_day)


def _its_day(year: int, stem: str) -> date | None:
    """The day itself of a feast."""
    if stem in _FIXED:
        return date(year, *_FIXED[stem])
    if stem in _BY_THE_MOON:
        month, day = _BY_THE_MOON[stem]
        return day_of(year - (month == 12), month, day)
    return _term(year, stem) if stem in _SOLAR else None


def _by_the_moon(year: int, words: str) -> TimeSpan | None:
    """正月初五, 大年三十, 八月十五, all of 正月; 腊月 is the one that ends in that year."""
    told = _MOON.match(words)
    if told is None or "几" in words:  # 冬月二十几
        return None
    if told["eve"]:
        return _one(day_of(year, 1, 0))
    month = _MONTHS.get(told["month"] or "正") or number(told["month"]) or 0
    year -= month == 12
    if told["day"]:
        day = number(told["day"].replace("廿", "二十"))
        return _one(day_of(year, month, day)) if day else None
    days = month_of(year, month)
    return TimeSpan(days[0].isoformat(), days[1].isoformat()) if days else None


_SOLAR = (
    "立冬", "立春", "立秋", "立夏", "冬至", "夏至", "霜降", "清明", "小寒", "大寒", "雨水", "惊蛰",
    "春分", "谷雨", "小满", "芒种", "小暑", "大暑", "处暑", "白露", "秋分", "寒露", "大雪", "小雪",
)  # fmt: skip
_DOG_DAYS = {  # 三伏: which of the days from 初伏, 中伏 and 末伏 on
    "头伏": (0, 1), "初伏": (0, 1), "入伏": (0, 0), "二伏": (1, 2), "中伏": (1, 2),
    "末伏": (2, 3), "三伏": (2, 3), "出伏": (3, 3), "三伏天": (0, 3),
}  # fmt: skip
_STEMS = 10  # 十天干
_GENG = 2  # how far date(1, 1, 1) is from a 庚 day


def _dog_days(year: int, stem: str) -> TimeSpan | None:
    """头伏 and its like, counted in 庚 days from 夏至 and 立秋."""
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


def _free_days(year: int, stem: str) -> list[date]:
    return _holidays().get((year, _FREE_DAYS.get(stem, "")), [])


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
