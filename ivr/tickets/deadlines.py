# ruff: noqa: E501 - a pattern reads better whole
"""时限 (DOMAIN.md S2): pure functions over the official calendar of working days.

The day a matter is accepted does not count; the first working day after it is day 1. The
State Council publishes each year's holidays only in the autumn before, so beyond the calendar's last
year the days are counted by weekends and the fixed holidays, and the deadline says that it is not certain.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import chinese_calendar

from ivr.tickets.model import Deadline, Kind

LAST_YEAR = max(day.year for day in chinese_calendar.constants.holidays)
FIRST_YEAR = min(day.year for day in chinese_calendar.constants.holidays)

# 《全国年节及纪念日放假办法》: the days that are free in every year; the rest moves with the moon.
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})

RETURN_WITHIN = 2  # 非本单位职责: 2 个工作日内申请退回
MOST_EXTENSIONS = 2  # 同一事项延期不超过 2 次
MOST_EXTENSION_DAYS = 40  # 合计不超过 40 个工作日


@dataclass(frozen=True, slots=True)
class Limits:
    """一类诉求的时限."""

    respond: int  # working days to feedback, interim feedback, or findings and first opinion
    close: int | None = None  # working days to the end; None: with the feedback
    close_months: int | None = None


LIMITS: dict[Kind, Limits] = {
    Kind.INQUIRY: Limits(5),  # 咨询: 5 个工作日反馈
    Kind.SERVICE: Limits(5),  # 服务: 5 个工作日反馈
    Kind.HELP: Limits(5, 15),  # 求助: 5 个工作日阶段性反馈, 15 个工作日办结
    Kind.COMPLAINT: Limits(5, 15),  # 投诉
    Kind.REPORT: Limits(5, 15),  # 举报
    Kind.SUGGESTION: Limits(5, 15),  # 建议
    Kind.PRAISE: Limits(5),  # 表扬: the norm is silent; as an inquiry
    # 涉企营商环境投诉: 15 个工作日提出调查结果和初步意见, 6 个月办结
    Kind.BUSINESS_COMPLAINT: Limits(15, close_months=6),
}


class ExtensionRefusedError(ValueError):
    """延期不合规定; the message says why."""


@dataclass(frozen=True, slots=True)
class Day:
    """A counted day and whether the official calendar knew all days up to it."""

    day: date
    certain: bool


def is_working(day: date) -> bool | None:
    """工作日 by the official calendar; None beyond the years it knows."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return bool(chinese_calendar.is_workday(day))


def is_certain(deadline: Deadline, day: date) -> bool:
    """Whether one of its two limits is: the other may lie beyond the official calendar."""
    return deadline.certain or FIRST_YEAR <= day.year <= LAST_YEAR


def after_working_days(start: date, days: int) -> Day:
    """The day on which `days` working days have passed since `start`."""
    if days < 0:
        raise ValueError(f"working days cannot be negative: {days}")
    day, certain = start, True
    while days:
        day += timedelta(days=1)
        working, known = _counts(day)
        certain = certain and known
        days -= working
    return Day(day, certain)


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`."""
    count, day = 0, start
    while day < end:
        day += timedelta(days=1)
        count += _counts(day)[0]
    return count


def _counts(day: date) -> tuple[bool, bool]:
    """Whether a day is worked, and whether the official calendar says so."""
    working = is_working(day)
    if working is None:
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED, False
    return working, True


def after_months(start: date, months: int) -> Day:
    """The same day some months on, or the last of that month where there is none. No calendar is
    needed, so it is always certain."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return Day(date(year, month + 1, min(start.day, last)), certain=True)


@lru_cache(maxsize=64)
def deadline_for(kind: Kind, accepted: date, extension_days: tuple[int, ...] = ()) -> Deadline:
    """时限 of a matter accepted on a day, with what has been granted on top of the close."""
    limits = LIMITS[kind]
    respond = after_working_days(accepted, limits.respond)
    if limits.close_months is not None:
        close = after_months(accepted, limits.close_months)
    elif limits.close is not None:
        close = after_working_days(accepted, limits.close)
    else:
        close = respond
    if extension_days:
        check_extensions(extension_days)
        extended = after_working_days(close.day, sum(extension_days))
        close = Day(extended.day, extended.certain and close.certain)
    certain = respond.certain and close.certain
    note = (
        None
        if certain
        else f"{LAST_YEAR} 年之后的放假安排尚未收录，超出部分按周末和固定节日推算，请届时核对"
    )
    return Deadline(respond.day, close.day, certain, note)


def return_by(assigned: date) -> Day:
    """退回期限: not the unit's duty, so it must say so within 2 working days."""
    return after_working_days(assigned, RETURN_WITHIN)


def check_extensions(days: tuple[int, ...]) -> None:
    """Raise when the extensions break the norm: at most 2, together at most 40 working days."""
    if len(days) > MOST_EXTENSIONS:
        raise ExtensionRefusedError(
            f"同一事项延期不超过 {MOST_EXTENSIONS} 次，这是第 {len(days)} 次"
        )
    if any(d <= 0 for d in days):
        raise ExtensionRefusedError("延期天数应为正数")
    if sum(days) > MOST_EXTENSION_DAYS:
        raise ExtensionRefusedError(
            f"延期合计不超过 {MOST_EXTENSION_DAYS} 个工作日，这样共 {sum(days)} 个"
        )


class Standing(StrEnum):
    """临期情况."""

    IN_TIME = "in_time"
    DUE_SOON = "due_soon"  # 临期: the last working day before the limit, or the limit itself
    OVERDUE = "overdue"  # 超期


def standing(due: date, today: date) -> Standing:
    """How a limit stands today; the warning comes one working day ahead."""
    if today > due:
        return Standing.OVERDUE
    return Standing.DUE_SOON if after_working_days(today, 1).day >= due else Standing.IN_TIME
