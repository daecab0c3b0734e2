"""时刻: a day, or a moment of it, in the words of a caller; and the lengths of months."""

import re
from datetime import date, datetime, timedelta

from ivr.tickets.figures import NUMBER, number
from ivr.tickets.model import TimeSpan
from ivr.tickets.time_words import CLOCK

_PARTS = (
    "凌晨", "后半夜", "清早", "早晨", "早上", "清晨", "早", "上午", "中午", "午后", "下午", "傍晚",
    "晚上", "晚", "半夜", "夜里", "夜间", "深夜", "夜",
)  # fmt: skip
_AFTERNOON = ("下午", "午后")
_NIGHT = ("晚上", "晚", "傍晚", "夜里", "夜", "深夜", "夜间", "半夜")
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}
_CLOCK = re.compile(rf"({NUMBER})(?:点钟?|时|[:：])(半|[一三]刻|{NUMBER})?")


def moment(day: date, words: str, now: datetime) -> TimeSpan:
    """A day, or a moment of it when the words name one."""
    clock = re.search(CLOCK, words)
    told = _CLOCK.match(clock.group()) if clock else None
    hour = number(told.group(1)) if told else None
    if told is None or hour is None or hour > 24:
        return TimeSpan(day.isoformat(), day.isoformat())
    said = told.group(2) or "0"
    minute = _MINUTES[said] if said in _MINUTES else number(said) or 0
    hour += 12 if _is_late(next((p for p in _PARTS if p in words), None), hour) else 0
    midnight = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)
    at = midnight + timedelta(hours=hour, minutes=min(minute, 59))
    return TimeSpan(at.isoformat(timespec="minutes"), at.isoformat(timespec="minutes"))


def _is_late(part: str | None, hour: int) -> bool:
    """下午三点, 晚上八点, 中午一点, 半夜十二点; 晚上两点 is in the small hours."""
    if part == "中午":
        return hour < 3
    if part in _AFTERNOON:
        return 1 <= hour <= 11
    return part in _NIGHT and 5 <= hour <= 12


def last_time(words: str, now: datetime) -> TimeSpan:
    """早上六点 without a day: the last time that it was so late."""
    today = moment(now.date(), words, now)
    if today.start <= now.isoformat(timespec="minutes"):
        return today
    return moment(now.date() - timedelta(days=1), words, now)


def minus_months(day: date, months: int) -> date:
    """The same day of an earlier month; the last one there is where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
