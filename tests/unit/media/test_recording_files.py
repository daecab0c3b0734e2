"""Where recordings go and when they may be deleted."""

from datetime import date, datetime, timedelta, timezone

from bridge.recording import expired, file_for

CHINA = timezone(timedelta(hours=8))
STARTED = datetime(2026, 3, 1, 8, 5, 9, tzinfo=CHINA)


def test_a_file_is_found_by_day_and_call_and_cannot_leave_the_folder() -> None:
    path = file_for("20260301-080509-001ab", STARTED)
    assert path.as_posix() == "recordings/20260301/20260301-080509-001ab.wav"
    path = file_for("../../etc/x@10.0.0.1", STARTED)
    assert path.as_posix() == "recordings/20260301/.._.._etc_x_10.0.0.1.wav"


def test_only_whole_days_past_their_time_are_deleted() -> None:
    days = ["20260101", "2026-01-31", "20260201", "notes", "20260230", "2026-W05-1", "20260101x"]
    assert expired(days, date(2026, 3, 3), 30) == ["2026-01-31", "20260101"]
    assert expired(days, date(2026, 3, 3), 0) == []
    today = file_for("a", STARTED).parts[1]
    assert expired([today], STARTED.date(), 1) == []
    assert expired([today], STARTED.date() + timedelta(days=2), 1) == [today]
