"""Warnings come one working day ahead, on the day and after it; weekends and holidays count out."""

from datetime import date, timedelta

import pytest
from made import made

from ivr.tickets.deadlines import LAST_YEAR, Standing, return_by
from ivr.tickets.due import Limit, days_left, limits_of, not_cleared, warnings
from ivr.tickets.life import Move, moves, step
from ivr.tickets.model import Kind, TicketState


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 11, 19), Standing.IN_TIME),  # taken on Monday the 16th, due on the 23rd
        (date(2026, 11, 20), Standing.DUE_SOON),
        (date(2026, 11, 22), Standing.DUE_SOON),
        (date(2026, 11, 23), Standing.DUE_SOON),
        (date(2026, 11, 24), Standing.OVERDUE),
    ],
)
def test_the_first_limit_of_a_plea_for_help(today: date, standing: Standing) -> None:
    limits = {d.limit: d for d in limits_of(made("1"), today)}
    assert limits[Limit.RESPOND].day == date(2026, 11, 23)
    assert limits[Limit.RESPOND].standing is standing
    assert limits[Limit.CLOSE].standing is Standing.IN_TIME


def test_each_limit_is_certain_by_itself() -> None:
    """Feedback in the last days of the calendar is, though the matter closes beyond them."""
    accepted = date(LAST_YEAR, 12, 15).isoformat()
    limits = {
        d.limit: d for d in limits_of(made("1", at=f"{accepted}T09:00"), date(LAST_YEAR, 12, 16))
    }
    assert limits[Limit.RESPOND].certain
    assert not limits[Limit.CLOSE].certain


def test_feedback_ends_the_first_limit_and_closing_the_last() -> None:
    now = made("1")
    for hours, move in enumerate([Move.ACCEPT, Move.ROUTE, Move.TAKE_UP, Move.INTERIM]):
        now = step(now, move, by="甲", at=now.created + timedelta(hours=hours))
    assert [d.limit for d in limits_of(now, date(2026, 11, 17))] == [Limit.CLOSE]
    for hours, (move, rating) in enumerate(
        ((Move.FEED_BACK, None), (Move.RATE, 5), (Move.CLOSE, None))
    ):
        now = step(now, move, by="甲", at=now.created + timedelta(hours=10 + hours), rating=rating)
    assert limits_of(now, date(2026, 11, 17)) == []


def test_the_right_to_return_is_a_warning_only_while_it_lasts() -> None:
    now = step(made("1"), Move.ACCEPT, by="甲", at=made("1").created)
    now = step(now, Move.ROUTE, by="甲", at=now.created)
    last = return_by(now.created.date()).day
    assert Limit.RETURN in {d.limit for d in warnings([now], last)}
    assert Limit.RETURN not in {d.limit for d in warnings([now], last + timedelta(days=1))}


def test_the_longest_past_comes_first() -> None:
    old, new = made("2", at="2026-10-12T09:00"), made("1", kind=Kind.INQUIRY)
    assert [d.number for d in warnings([new, old], date(2026, 11, 23))] == ["2", "2", "1"]


def test_working_days_left() -> None:
    assert days_left(date(2026, 11, 23), date(2026, 11, 20)) == 1
    assert days_left(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert days_left(date(2026, 11, 20), date(2026, 11, 24)) == -2


def test_what_is_taken_today_is_sent_on_today() -> None:
    tickets = [made("1"), made("2", state=TicketState.ROUTED), made("3", at="2026-11-13T09:00")]
    assert [t.number for t in not_cleared(tickets, date(2026, 11, 16))] == ["3", "1"]


def test_a_closed_matter_that_is_reopened_has_its_time_anew() -> None:
    now = made("1", at="2026-10-12T09:00")
    way = (Move.ACCEPT, Move.ROUTE, Move.TAKE_UP, Move.EXTEND, Move.INTERIM, Move.FEED_BACK)
    for move in (*way, Move.FOLLOW_UP):
        days = 20 if move is Move.EXTEND else 0
        now = step(now, move, by="甲", at=now.created, why="管线复杂", days=days)
    assert now.draft.deadline is not None
    granted = now.draft.deadline.close_by
    closed = step(now, Move.CLOSE, by="甲", at=now.created)
    monday = closed.created + timedelta(days=35)
    again = step(closed, Move.REOPEN, by="甲", at=monday, why="又不热了")
    assert {d.limit: d.day for d in limits_of(again, monday.date())} == {
        Limit.RESPOND: date(2026, 11, 23),
        Limit.CLOSE: date(2026, 12, 7),
    }
    longer = step(again, Move.EXTEND, by="甲", at=monday, why="等材料", days=5)
    assert longer.draft.deadline is not None
    assert longer.draft.deadline.close_by == date(2026, 12, 14)
    assert not {m for m in moves(longer, monday) if m.move is Move.EXTEND}  # two for one matter

    sent_back = step(now, Move.REOPEN, by="甲", at=monday, why="没修好")  # never closed
    assert sent_back.draft.deadline is not None
    assert sent_back.draft.deadline.close_by == granted
