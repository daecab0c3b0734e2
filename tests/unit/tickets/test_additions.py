"""补充: what a caller says of a ticket after it was written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.tickets.additions import additions, with_addition
from ivr.tickets.life import Move, step
from ivr.tickets.model import TicketState
from tests.unit.tickets.made import made

TICKET = replace(made("2611160001"), confirmed=True)
AFTER = TICKET.created + timedelta(minutes=2)
BY = "智能助手"


def test_the_words_stay_as_they_were_said_with_who_and_when() -> None:
    told = with_addition(TICKET, "我白天上班，晚上打", Move.ADD, by=BY, at=AFTER)
    (said,) = additions(told)
    assert (said.why, said.by, said.at) == ("我白天上班，晚上打", BY, AFTER)
    assert (told.state, told.draft, told.confirmed) == (TICKET.state, TICKET.draft, True)


def test_a_number_to_ring_is_the_one_that_is_rung_from_then_on() -> None:
    told = with_addition(
        TICKET, "对了我手机号换了回复打幺三九零零零零零零零零", Move.ADD, by=BY, at=AFTER
    )
    assert told.draft.contact == "13900000000"
    assert [said.why for said in additions(told)] == [
        "对了我手机号换了回复打幺三九零零零零零零零零"
    ]


def test_who_corrects_has_not_agreed_to_what_was_read_back() -> None:
    assert not with_addition(TICKET, "不对是五号楼", Move.AMEND, by=BY, at=AFTER).confirmed


@pytest.mark.parametrize("state", TicketState)
def test_words_are_kept_whatever_became_of_the_ticket_meanwhile(state: TicketState) -> None:
    told = with_addition(replace(TICKET, state=state), "替我保密", Move.CONFIDE, by=BY, at=AFTER)
    assert told.state is state
    assert [said.why for said in additions(told)] == ["替我保密"]


def test_steps_of_people_are_no_additions() -> None:
    told = with_addition(TICKET, "我有照片", Move.ADD, by=BY, at=AFTER)
    gone_on = step(told, Move.ACCEPT, by="张敏", at=AFTER + timedelta(minutes=5))
    assert [said.why for said in additions(gone_on)] == ["我有照片"]
