"""Days and times as an operator writes them on a command line."""

from datetime import date, datetime

from ivr.clock import CHINA
from ivr.errors import UserError

FIRST_YEAR, LAST_YEAR = 1990, 2199  # what is written outside is a slip of the pen


def day_of(option: str, text: str) -> date:
    """A day as 2026-11-20."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{option} {text!r} is no day; write 2026-11-20") from None
    _check(option, text, day)
    return day


def moment_of(option: str, text: str) -> datetime:
    """A time as 2026-11-20T08:00; without a zone it is China's."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(f"{option} {text!r} is no time; write 2026-11-20T08:00") from None
    _check(option, text, moment.date())
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _check(option: str, text: str, day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UserError(f"{option} {text!r}: the year must be {FIRST_YEAR} to {LAST_YEAR}")
