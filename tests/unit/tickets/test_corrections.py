"""更正: a draft put right by a person, and what follows from it."""

from dataclasses import replace
from datetime import datetime

import pytest

from ivr.clock import CHINA
from ivr.language.intent import Kind
from ivr.tickets.editing import Correction, corrected
from ivr.tickets.life import TABLE, IllegalMoveError, Move, allowed
from ivr.tickets.model import Ticket, TicketState
from ivr.tickets.understanding import Understanding

AT = datetime(2026, 11, 20, 8, 0, tzinfo=CHINA)
SAID = "我家住在沈阳市铁西区建设中路3号楼家里暖气不热已经三天了希望派人来修"


@pytest.fixture
def ticket(understanding: Understanding) -> Ticket:
    draft = understanding.draft(SAID, called_at=AT).tickets[0]
    return Ticket("2611200001", "c1", AT, "02400000001", draft)


def test_another_place_goes_to_another_unit(understanding: Understanding, ticket: Ticket) -> None:
    wish = Correction(place="沈阳市皇姑区泰山路5号", request="希望今天修好")
    now = corrected(ticket, wish, understanding, by="坐席一", at=AT)
    assert now.draft.route is not None
    assert now.draft.route.unit.startswith("沈阳市皇姑区")
    assert now.draft.place_parts is not None
    assert now.draft.place_parts.district == "皇姑区"
    assert now.draft.summary is not None
    assert "皇姑区泰山路5号" in now.draft.summary
    assert "铁西" not in now.draft.summary
    assert "今天修好" in now.draft.summary
    taken = now.history[-1]
    assert (taken.by, taken.action, taken.before, taken.after) == (
        "坐席一", Move.EDIT, TicketState.DRAFT, TicketState.DRAFT
    )  # fmt: skip
    assert taken.why.startswith("地点：沈阳市铁西区建设中路3号楼→沈阳市皇姑区泰山路5号；诉求：")
    assert now.draft.text == SAID  # the caller's own words stay


def test_another_kind_has_another_deadline(understanding: Understanding, ticket: Ticket) -> None:
    now = corrected(ticket, Correction(kind=Kind.INQUIRY), understanding, by="坐席一", at=AT)
    assert now.draft.deadline is not None
    assert ticket.draft.deadline is not None
    assert now.draft.deadline.close_by < ticket.draft.deadline.close_by


def test_another_class_is_somebody_elses_duty(understanding: Understanding, ticket: Ticket) -> None:
    other = next(
        m.category
        for m in understanding.classifier.taxonomy.manifestations
        if ticket.draft.category and m.industry != ticket.draft.category[0]
    )
    now = corrected(ticket, Correction(category=other), understanding, by="坐席一", at=AT)
    assert (now.draft.category, now.draft.category_confidence) == (other, 1.0)
    assert now.draft.route != ticket.draft.route
    with pytest.raises(IllegalMoveError, match="没有这个分类"):
        corrected(
            ticket, Correction(category=("无", "无", "无")), understanding, by="坐席一", at=AT
        )


def test_what_was_not_said_is_asked_for_again(understanding: Understanding, ticket: Ticket) -> None:
    now = corrected(ticket, Correction(time=" "), understanding, by="坐席一", at=AT)
    assert now.draft.time is None
    assert now.draft.time_resolved is None
    assert "time" in now.draft.to_ask
    assert "time" not in now.draft.evidence


def test_nothing_changed_is_no_step(understanding: Understanding, ticket: Ticket) -> None:
    same = Correction(place=ticket.draft.place, kind=ticket.draft.kind)
    with pytest.raises(IllegalMoveError, match="没有改动"):
        corrected(ticket, same, understanding, by="坐席一", at=AT)


@pytest.mark.parametrize("state", [TicketState.ROUTED, TicketState.HANDLING, TicketState.CLOSED])
def test_what_has_gone_out_is_not_changed(
    understanding: Understanding, ticket: Ticket, state: TicketState
) -> None:
    with pytest.raises(IllegalMoveError, match="可以更正"):
        corrected(
            replace(ticket, state=state), Correction(time="昨天"), understanding, by="坐席一", at=AT
        )


def test_correcting_is_no_step_of_the_table() -> None:
    assert all(move is not Move.EDIT for _, move in TABLE)
    assert all(Move.EDIT not in allowed(state) for state in TicketState)
