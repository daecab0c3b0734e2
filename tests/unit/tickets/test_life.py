"""Every legal step goes through, every other is refused with the reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from ivr.tickets.deadlines import ExtensionRefusedError, deadline_for
from ivr.tickets.life import TABLE, IllegalMoveError, Move, allowed, diagram, moves, step
from ivr.tickets.model import Kind, Ticket, TicketDraft, TicketState

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
NOTHING = TicketDraft(
    kind=None, category=None, time=None, place=None, course=None, state=None, request=None,
    respondent=None, summary=None, deadline=None, route=None, evidence={},
)  # fmt: skip


def ticket(state: TicketState = TicketState.DRAFT) -> Ticket:
    return Ticket("202611210001", "call-1", AT, "13900000000", NOTHING, state)


@pytest.mark.parametrize(("state", "move"), list(product(TicketState, Move)))
def test_the_table_is_the_law(state: TicketState, move: Move) -> None:
    days, rating = (5 if move is Move.EXTEND else 0), (4 if move is Move.RATE else None)
    offered = {n.move for n in moves(ticket(state), AT)}
    assert (move in offered) == ((state, move) in TABLE)
    if (state, move) in TABLE:
        after = step(
            ticket(state), move, by="坐席 8001", at=AT, why="理由", days=days, rating=rating
        )
        assert after.state is TABLE[state, move]
        assert after.history[-1].before is state
        assert after.history[-1].why == "理由"
    else:
        with pytest.raises(IllegalMoveError, match="不能"):
            step(ticket(state), move, by="坐席 8001", at=AT, why="理由", days=days)


def test_the_whole_way_with_a_dissatisfied_caller() -> None:
    moves = [
        Move.ACCEPT, Move.ROUTE, Move.HAND_BACK, Move.ROUTE, Move.TAKE_UP, Move.EXTEND,
        Move.FEED_BACK, Move.RATE, Move.FOLLOW_UP, Move.SUPERVISE, Move.SUMMON, Move.TAKE_UP,
        Move.FEED_BACK, Move.FOLLOW_UP, Move.CLOSE, Move.REOPEN, Move.FEED_BACK, Move.RATE,
        Move.CLOSE,
    ]  # fmt: skip
    now = ticket()
    for hours, move in enumerate(moves):
        days = 10 if move is Move.EXTEND else 0
        rating = 1 if move is Move.RATE else None
        at = AT + timedelta(hours=hours)
        now = step(now, move, by="坐席", at=at, why="因", days=days, rating=rating)
    assert now.state is TicketState.CLOSED
    assert [s.action for s in now.history] == [m.value for m in moves]
    assert now.extension_days == (10,)


def test_extensions_at_most_two_and_forty_days() -> None:
    handling = ticket(TicketState.HANDLING)
    once = step(handling, Move.EXTEND, by="甲", at=AT, why="管线复杂", days=20)
    twice = step(once, Move.EXTEND, by="甲", at=AT, why="等材料", days=20)
    with pytest.raises(ExtensionRefusedError, match="2 次"):
        step(twice, Move.EXTEND, by="甲", at=AT, why="再等", days=1)
    with pytest.raises(ExtensionRefusedError, match="40 个工作日"):
        step(once, Move.EXTEND, by="甲", at=AT, why="再等", days=21)
    with pytest.raises(ExtensionRefusedError):
        step(handling, Move.EXTEND, by="甲", at=AT, why="再等", days=0)


def test_a_step_says_who_when_and_where_needed_why() -> None:
    with pytest.raises(IllegalMoveError, match="由谁"):
        step(ticket(), Move.ACCEPT, by="", at=AT)
    with pytest.raises(IllegalMoveError, match="理由"):
        step(ticket(TicketState.CLOSED), Move.REOPEN, by="甲", at=AT)
    accepted = step(ticket(), Move.ACCEPT, by="甲", at=AT)
    with pytest.raises(IllegalMoveError, match="早于"):
        step(accepted, Move.ROUTE, by="甲", at=AT - timedelta(seconds=1))


def test_every_state_can_be_reached_and_only_void_is_final() -> None:
    reached = {TicketState.DRAFT, *TABLE.values()}
    assert reached == set(TicketState)
    assert [s for s in TicketState if not allowed(s)] == [TicketState.VOID]


def test_a_return_after_two_working_days_is_refused() -> None:
    routed = step(ticket(TicketState.ACCEPTED), Move.ROUTE, by="甲", at=AT)  # a Saturday
    monday, tuesday = AT + timedelta(days=2), AT + timedelta(days=3)
    assert step(routed, Move.HAND_BACK, by="乙", at=monday, why="不归我").state
    assert step(routed, Move.HAND_BACK, by="乙", at=tuesday, why="不归我").state
    with pytest.raises(IllegalMoveError, match="2 个工作日"):
        step(routed, Move.HAND_BACK, by="乙", at=AT + timedelta(days=4), why="不归我")


def test_an_extension_moves_the_closing_day() -> None:
    draft = replace(NOTHING, kind=Kind.HELP, deadline=deadline_for(Kind.HELP, AT.date()))
    handling = replace(ticket(TicketState.HANDLING), draft=draft)
    longer = step(handling, Move.EXTEND, by="甲", at=AT, why="管线复杂", days=5)
    assert longer.draft.deadline == deadline_for(Kind.HELP, AT.date(), (5,))
    assert longer.draft.deadline != handling.draft.deadline


def test_buttons_say_what_they_need_and_leave_out_what_is_used_up() -> None:
    handling = replace(ticket(TicketState.HANDLING), extension_days=(20, 20))
    assert {n.label for n in moves(handling)} == {"阶段性反馈", "反馈", "退回", "督办"}
    longer = {n.move: n for n in moves(ticket(TicketState.HANDLING))}[Move.EXTEND]
    assert longer.needs_reason
    assert longer.needs_days
    routed = step(ticket(TicketState.ACCEPTED), Move.ROUTE, by="甲", at=AT)
    late = {n.move for n in moves(routed, AT + timedelta(days=9))}
    assert Move.HAND_BACK in {n.move for n in moves(routed)}
    assert Move.HAND_BACK not in late


def test_a_rating_is_kept_and_closing_against_it_needs_a_reason() -> None:
    back = ticket(TicketState.FED_BACK)
    with pytest.raises(IllegalMoveError, match="评分"):
        step(back, Move.RATE, by="甲", at=AT)
    with pytest.raises(IllegalMoveError, match="不能是 6"):
        step(back, Move.RATE, by="甲", at=AT, rating=6)
    with pytest.raises(IllegalMoveError, match="只有"):
        step(back, Move.REOPEN, by="甲", at=AT, why="因", rating=5)
    angry = step(back, Move.RATE, by="甲", at=AT, rating=1)
    assert angry.rating == 1
    with pytest.raises(IllegalMoveError, match="理由"):
        step(angry, Move.CLOSE, by="甲", at=AT)
    assert step(angry, Move.CLOSE, by="甲", at=AT, why="来电人失联").rating == 1
    content = step(angry, Move.FOLLOW_UP, by="甲", at=AT, rating=5)
    assert step(content, Move.CLOSE, by="甲", at=AT).rating == 5


def test_the_drawing_in_the_docs_is_the_table() -> None:
    docs = Path(__file__).parents[3] / "docs" / "TICKETS.md"
    assert diagram() in docs.read_text("utf-8")
