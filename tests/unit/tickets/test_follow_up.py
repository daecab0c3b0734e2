"""回访结果: content citizens end it, discontent ones set it in motion again."""

from dataclasses import replace
from datetime import datetime

import pytest

from ivr.clock import CHINA
from ivr.tickets.follow_up import followed_up
from ivr.tickets.model import Draft, Ticket, TicketState
from ivr.tickets.understanding import Understanding

AT = datetime(2026, 11, 20, 8, 0, tzinfo=CHINA)
S = TicketState


@pytest.fixture
def ticket(understanding: Understanding) -> Ticket:
    draft: Draft = understanding.draft("我家暖气不热", called_at=AT)
    return Ticket("2611200001", "c1", AT, "02400000001", draft.tickets[0])


@pytest.mark.parametrize(
    ("state", "rating", "after"),
    [
        (S.FED_BACK, 5, S.FOLLOWED_UP),
        (S.FED_BACK, 3, S.FOLLOWED_UP),
        (S.FED_BACK, 1, S.SUPERVISED),
        (S.RATED, 1, S.SUPERVISED),
        (S.CLOSED, 5, S.CLOSED),
        (S.CLOSED, 1, S.SUPERVISED),
        (S.HANDLING, 1, S.SUPERVISED),
        (S.SUPERVISED, 1, S.SUPERVISED),
        (S.VOID, 1, S.VOID),
    ],
)
def test_what_a_rating_does(
    ticket: Ticket, state: TicketState, rating: int, after: TicketState
) -> None:
    at_hand = replace(ticket, state=state)
    now = followed_up(at_hand, rating, "没有人来", by="智能回访", at=AT)
    assert now.state is after
    if rating == 1 and after is S.SUPERVISED and state is not S.SUPERVISED:
        assert now.history[-1].why == "回访不满意：没有人来"
        assert now.history[-1].by == "智能回访"
    if state is S.FED_BACK:
        assert now.rating == rating
