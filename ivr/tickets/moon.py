"""农历: the days of the moon's months, of the years whose months the table tells."""

from datetime import date, timedelta

# 正月初一; each month of 30 (大) or 29 days (小); which month is followed by 闰月, 0: none.
_YEARS = {
    2018: (date(2018, 2, 16), "小大小大小小大小大小大大", 0),
    2019: (date(2019, 2, 5), "大小大小大小小大小小大大", 0),
    2020: (date(2020, 1, 25), "小大大大小大小小大小大小大", 4),
    2021: (date(2021, 2, 12), "小大大小大小大小大小大小", 0),
    2022: (date(2022, 2, 1), "大小大小大大小大小大小大", 0),
    2023: (date(2023, 1, 22), "小大小小大大小大大小大小大", 2),
    2024: (date(2024, 2, 10), "小大小小大小大大小大大小", 0),
    2025: (date(2025, 1, 29), "大小大小小大小大小大大大小", 6),
    2026: (date(2026, 2, 17), "大小大小小大小小大大大小", 0),
    2027: (date(2027, 2, 6), "大大小大小小大小小大大小", 0),
    2028: (date(2028, 1, 26), "大大大小大小小大小小大大小", 5),
    2029: (date(2029, 2, 13), "大大小大小大小大小小大大", 0),
    2030: (date(2030, 2, 3), "小大小大大小大小大小大小", 0),
}


def month_of(year: int, month: int) -> tuple[date, date] | None:
    """First and last day of a month, not of the 闰月 behind it; None where the table ends."""
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    new_year, lengths, leap = _YEARS[year]
    days = [30 if length == "大" else 29 for length in lengths]
    at = month - 1 + bool(leap and month > leap)
    first = new_year + timedelta(days=sum(days[:at]))
    return first, first + timedelta(days=days[at] - 1)


def day_of(year: int, month: int, day: int) -> date | None:
    """One day of it; 0 is the day before its first, -1 the one before that."""
    days = month_of(year, month)
    if days is None:
        return None
    found = days[0] + timedelta(days=day - 1)
    return found if found <= days[1] else None
