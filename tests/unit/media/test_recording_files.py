"""Where recordings go and when they may be deleted."""

from datetime import date, datetime, timedelta, timezone

from bridge.recording import expired, file_for

CHINA = timezone(timedelta(hours=8))


def test_a_file_is_found_by_day_and_time_and_cannot_leave_the_folder() -> None:
    path = file_for("../../etc/x@10.0.0.1", datetime(2026, 3, 1, 8, 5, 9, tzinfo=CHINA))
    assert path.as_posix() == "2026-03-01/080509-.._.._etc_x_10.0.0.1.wav"


def test_only_whole_days_past_their_time_are_deleted() -> None:
    days = ["2026-01-01", "2026-01-31", "2026-02-01", "notes", "2026-02-30"]
    assert expired(days, date(2026, 3, 3), 30) == ["2026-01-01", "2026-01-31"]
    assert expired(days, date(2026, 3, 3), 0) == []
