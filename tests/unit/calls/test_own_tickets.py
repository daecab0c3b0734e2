"""A caller's own tickets from the real ledger; another person's are never read out."""

from dataclasses import replace
from datetime import date

import pytest

from ivr.calls.look_up import progress_of
from ivr.tickets.model import Deadline, TicketState
from tests.unit.calls.conftest import Site
from tests.unit.store.test_ledger import a_ticket

ME, OTHER = "02412345678", "02487654321"
DUE = Deadline(respond_by=date(2026, 11, 27), close_by=date(2026, 12, 11))


def write(site: Site, number: str, caller: str, state: TicketState) -> None:
    ticket = a_ticket(number)
    draft = replace(ticket.draft, deadline=DUE)
    site.ledger.save_ticket(replace(ticket, caller=caller, state=state, draft=draft))
    site.ledger.flush().result(5)


async def test_state_and_next_deadline_are_read(site: Site) -> None:
    write(site, "2611200001", ME, TicketState.ROUTED)
    write(site, "2611200002", ME, TicketState.CLOSED)
    write(site, "2611200003", OTHER, TicketState.HANDLING)
    (mine,) = progress_of(site.ledger, ME, "")
    assert mine.number == "2611200001"
    assert "已转办，最晚11月27日给您反馈" in mine.standing
    assert "已办结" in progress_of(site.ledger, ME, "0002")[0].standing
    assert "最晚12月11日办结" in progress_of(site.ledger, OTHER, "")[0].standing


async def test_nobody_hears_of_another_persons_ticket(site: Site) -> None:
    write(site, "2611200003", OTHER, TicketState.HANDLING)
    assert progress_of(site.ledger, ME, "2611200003") == ()
    write(site, "2611200004", "", TicketState.HANDLING)
    assert progress_of(site.ledger, "", "2611200004") == ()


@pytest.mark.operators(1)
async def test_a_caller_asks_on_the_telephone(site: Site) -> None:
    write(site, "2611200001", ME, TicketState.ROUTED)
    leg = await site.answered(ME)
    site.listening.hear("我的工单办得怎么样了")
    await site.said(leg, "尾号0001的工单，您反映暖气不热，目前已转办，最晚11月27日给您反馈")
    await site.said(leg, "还有其他问题")


async def test_a_withheld_number_reads_no_tickets(site: Site) -> None:
    write(site, "2611200004", "unknown", TicketState.HANDLING)
    assert progress_of(site.ledger, "unknown", "") == ()
    assert progress_of(site.ledger, "unknown", "0004") == ()
