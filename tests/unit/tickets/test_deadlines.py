"""Deadlines to the day, over weekends, holidays, working weekends and the end of the calendar."""

from bisect import bisect
from datetime import date, timedelta

import pytest

from ivr.tickets.deadlines import (
    LAST_YEAR,
    LIMITS,
    Standing,
    after_months,
    after_working_days,
    deadline_for,
    is_working,
    return_by,
    standing,
)
from ivr.tickets.model import Kind


@pytest.mark.parametrize(
    ("kind", "accepted", "respond", "close"),
    [
        # a Saturday in November, no holiday near
        (Kind.INQUIRY, date(2026, 11, 21), date(2026, 11, 27), date(2026, 11, 27)),
        (Kind.SERVICE, date(2026, 11, 20), date(2026, 11, 27), date(2026, 11, 27)),
        (Kind.HELP, date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 11)),
        (Kind.COMPLAINT, date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 14)),
        # National Day 2025 with Mid-Autumn: 1 to 8 October free, 28 September and 11 October worked
        (Kind.REPORT, date(2025, 9, 30), date(2025, 10, 14), date(2025, 10, 28)),
        (Kind.HELP, date(2025, 9, 26), date(2025, 10, 10), date(2025, 10, 23)),
        # over the new year 2025/26: 1 to 3 January free, 4 January (Sunday) worked
        (Kind.SUGGESTION, date(2025, 12, 30), date(2026, 1, 7), date(2026, 1, 21)),
        # Spring Festival 2026: 16 to 20 and 23 February free, Saturdays 14 and 28 worked
        (Kind.HELP, date(2026, 2, 12), date(2026, 2, 26), date(2026, 3, 11)),
        (Kind.INQUIRY, date(2026, 2, 14), date(2026, 2, 28), date(2026, 2, 28)),
        (Kind.COMPLAINT, date(2026, 2, 28), date(2026, 3, 6), date(2026, 3, 20)),
        # Qingming 6 April, Labour Day 1, 4 and 5 May with Saturday 9 worked, Dragon Boat 19 June
        (Kind.PRAISE, date(2026, 4, 3), date(2026, 4, 13), date(2026, 4, 13)),
        (Kind.HELP, date(2026, 4, 30), date(2026, 5, 11), date(2026, 5, 25)),
        (Kind.SUGGESTION, date(2026, 6, 18), date(2026, 6, 26), date(2026, 7, 10)),
        # Mid-Autumn 25 September, National Day 1 to 7 October; Sunday 20 September and
        # Saturday 10 October worked
        (Kind.REPORT, date(2026, 9, 24), date(2026, 10, 9), date(2026, 10, 22)),
        (Kind.HELP, date(2026, 9, 30), date(2026, 10, 13), date(2026, 10, 27)),
        (Kind.HELP, date(2026, 9, 14), date(2026, 9, 20), date(2026, 10, 10)),
        (Kind.BUSINESS_COMPLAINT, date(2026, 8, 31), date(2026, 9, 20), date(2027, 2, 28)),
        # over the year's end
        (Kind.HELP, date(2025, 12, 31), date(2026, 1, 8), date(2026, 1, 22)),
        # the first opinion in 15 working days, closed in 6 months
        (Kind.BUSINESS_COMPLAINT, date(2026, 3, 2), date(2026, 3, 23), date(2026, 9, 2)),
        (Kind.BUSINESS_COMPLAINT, date(2025, 8, 31), date(2025, 9, 19), date(2026, 2, 28)),
    ],
)
def test_deadlines(kind: Kind, accepted: date, respond: date, close: date) -> None:
    found = deadline_for(kind, accepted)
    assert (found.respond_by, found.close_by) == (respond, close)
    assert found.certain
    assert found.note is None


@pytest.mark.parametrize(
    ("kind", "accepted", "respond", "close"),
    [
        # 1 January 2027 is free by law; which days are worked for it is not published yet
        (Kind.INQUIRY, date(2026, 12, 28), date(2027, 1, 5), date(2027, 1, 5)),
        (Kind.HELP, date(2026, 12, 15), date(2026, 12, 22), date(2027, 1, 6)),
        (Kind.HELP, date(2027, 2, 1), date(2027, 2, 8), date(2027, 2, 22)),
        (Kind.COMPLAINT, date(2027, 9, 27), date(2027, 10, 5), date(2027, 10, 19)),
    ],
)
def test_2027_is_counted_and_called_uncertain(
    kind: Kind, accepted: date, respond: date, close: date
) -> None:
    if LAST_YEAR > 2026:
        pytest.skip("the calendar knows 2027")
    found = deadline_for(kind, accepted)
    assert (found.respond_by, found.close_by) == (respond, close)
    assert not found.certain
    assert found.note is not None


def test_returns_and_extensions_over_holidays() -> None:
    assert return_by(date(2026, 2, 13)).day == date(2026, 2, 24)
    assert return_by(date(2026, 9, 30)).day == date(2026, 10, 9)
    assert return_by(date(2026, 12, 30)).day == date(2027, 1, 4)
    assert deadline_for(Kind.HELP, date(2026, 9, 14), (5,)).close_by == date(2026, 10, 16)
    # closes on Saturday 14 February; the 40th working day after it, holidays left out
    assert deadline_for(Kind.HELP, date(2026, 1, 26), (20, 20)).close_by == date(2026, 4, 20)


def test_every_kind_has_limits() -> None:
    assert set(LIMITS) == set(Kind)


def test_beyond_the_calendar_it_says_so() -> None:
    found = deadline_for(Kind.HELP, date(LAST_YEAR, 12, 25))
    assert not found.certain
    assert found.note is not None
    assert str(LAST_YEAR) in found.note
    assert is_working(date(LAST_YEAR + 1, 3, 3)) is None
    # 1 January is free in every year by law, calendar or not
    assert after_working_days(date(LAST_YEAR, 12, 31), 1).day != date(LAST_YEAR + 1, 1, 1)
    assert not after_working_days(date(2003, 1, 1), 1).certain


def test_returns_and_extensions() -> None:
    assert return_by(date(2026, 11, 20)).day == date(2026, 11, 24)
    plain = deadline_for(Kind.HELP, date(2026, 3, 2))
    longer = deadline_for(Kind.HELP, date(2026, 3, 2), (10, 5))
    assert longer.respond_by == plain.respond_by
    assert longer.close_by == after_working_days(plain.close_by, 15).day


def test_odd_months_and_negative_days() -> None:
    assert after_months(date(2026, 8, 31), 6).day == date(2027, 2, 28)
    assert after_months(date(2027, 8, 31), 6).day == date(2028, 2, 29)
    assert after_working_days(date(2026, 11, 21), 0).day == date(2026, 11, 21)
    with pytest.raises(ValueError, match="negative"):
        after_working_days(date(2026, 11, 21), -1)


def test_warnings_come_a_working_day_ahead() -> None:
    due = date(2026, 11, 30)  # a Monday
    assert standing(due, date(2026, 11, 26)) is Standing.IN_TIME
    assert standing(due, date(2026, 11, 27)) is Standing.DUE_SOON
    assert standing(due, due) is Standing.DUE_SOON
    assert standing(due, date(2026, 12, 1)) is Standing.OVERDUE


# 国务院办公厅 2025、2026 年节假日安排: first and last free day; days worked instead.
FREE = """
2025-01-01 2025-01-01  2025-01-28 2025-02-04  2025-04-04 2025-04-06  2025-05-01 2025-05-05
2025-05-31 2025-06-02  2025-10-01 2025-10-08  2026-01-01 2026-01-03  2026-02-15 2026-02-23
2026-04-04 2026-04-06  2026-05-01 2026-05-05  2026-06-19 2026-06-21  2026-09-25 2026-09-27
2026-10-01 2026-10-07
"""
INSTEAD = """
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""


def _worked() -> list[date]:
    """The working days of both years by the notices alone, without the library."""
    free = FREE.split()
    spans = list(zip(free[::2], free[1::2], strict=True))
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]
    return [
        day
        for day in days
        if day.isoformat() in INSTEAD
        or (day.weekday() < 5 and not any(a <= day.isoformat() <= b for a, b in spans))
    ]


def test_every_deadline_of_two_years_holds_against_the_notices() -> None:
    worked = _worked()
    for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(690)):
        assert is_working(day) is (day in worked), day
        after = bisect(worked, day)  # the first working day after it is day 1
        assert deadline_for(Kind.INQUIRY, day).close_by == worked[after + 4]
        if after + 54 < len(worked):
            complaint = deadline_for(Kind.COMPLAINT, day, (15, 25))
            assert complaint.respond_by == worked[after + 4]
            assert complaint.close_by == worked[after + 54], day  # 15, and 40 granted
