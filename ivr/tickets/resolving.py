"""时间推算: the days that words of time mean, counted from the moment of the call."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import TimeSpan
from ivr.tickets.time_words import CLOCK, LENGTH, NOW

_HOURS = (
    (("凌晨", "后半夜"), 2), (("清早", "早晨", "早上", "清晨", "大早上", "早"), 7), (("上午",), 9),
    (("中午",), 12), (("午后", "下午"), 15), (("傍晚",), 18), (("晚上", "晚"), 20),
    (("半夜", "夜里", "夜间", "深夜", "大半夜", "夜", "前半夜"), 23),
)  # fmt: skip
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}


def resolve(name: str, match: re.Match[str], now: datetime) -> TimeSpan | None:
    words = match.group()
    if name == "range":
        groups = match.groupdict()
        start = _point(groups["a"] or groups["c"] or groups["d"] or "", now)
        b = groups["b"]
        if start is None:
            return None
        if b and not re.fullmatch(NOW + "|今", b):
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
    if re.search("几|好些|长|夏|冬|学期|阵子", length):
        return None
    length = re.sub("连着|连续|接连|一连", "", length).replace("俩", "两").replace("仨", "三")
    half = "半" in length
    found = re.match(NUMBER, length)
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


def _moment(day: date, words: str, now: datetime) -> TimeSpan:
    """A day, or a moment of it when the words name one."""
    clock = re.search(CLOCK, words)
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
    if re.search(LENGTH, words) and "前" in words:
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
