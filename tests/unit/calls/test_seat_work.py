"""Outbound calls at an operator's seat: page first, a growing draft, outcomes, parking (寄存)."""

import asyncio
from typing import Any

import pytest

from bridge.events import Cause, LegId
from ivr.clock import CHINA
from ivr.queueing.parking import Refusal
from ivr.queueing.tasks import FollowUp
from ivr.queueing.world import WorkState
from ivr.store.journal import EventKind
from ivr.tickets.model import Ticket, TicketState
from tests.unit.calls.conftest import OPERATOR, Site
from tests.unit.calls.doubles import Drafting
from tests.unit.calls.test_outbound import CITIZEN

TICKET = "2611200001"
SAID = "抱歉，有市民的紧急来电需要先接听"


def put_on_list(site: Site) -> str:
    """A follow-up that an operator does, of a ticket that was fed back."""
    draft = Drafting().draft("暖气", called_at=site.board.now).tickets[0]
    at = site.board.now.astimezone(CHINA)
    site.ledger.save_ticket(
        Ticket(TICKET, "c0", at, "13900000001", draft, state=TicketState.FED_BACK)
    )
    return site.service.works._add(
        "13900000001", FollowUp(TICKET, "您家暖气不热"), None, robot=False
    )


async def talk(site: Site) -> tuple[str, LegId, LegId]:
    """(work, operator's leg, citizen's leg) of a follow-up under way."""
    work = put_on_list(site)
    seat = await site.dialled(OPERATOR)
    site.telephone.picks_up(seat)
    citizen = await site.dialled(CITIZEN)
    site.telephone.picks_up(citizen)
    assert site.telephone.talking(seat, citizen)
    return work, seat, citizen


@pytest.mark.operators(1)
async def test_the_operator_hears_that_the_citizens_phone_rings(site: Site) -> None:
    put_on_list(site)
    seat = await site.dialled(OPERATOR)
    site.telephone.picks_up(seat)
    citizen = await site.dialled(CITIZEN)
    assert site.telephone.heard_by(seat)[-1] == "ringing"
    assert seat in site.telephone.loops
    site.telephone.picks_up(citizen)
    assert site.telephone.talking(seat, citizen)
    assert seat not in site.telephone.loops


async def a_caller_waits(site: Site) -> LegId:
    leg = site.telephone.arrive("02400000001")
    await site.said(leg, "请问有什么可以帮您")
    site.listening.hear("人工")
    await site.board.until(lambda: site.service.live.picture()["waiting"] == 1)
    return leg


async def parked(site: Site) -> tuple[str, LegId, LegId, LegId]:
    """(work, citizen, caller, operator's leg that rings for the caller)."""
    work, seat, citizen = await talk(site)
    caller = await a_caller_waits(site)
    assert site.service.outbound.seats.wish_to_park(work, "张敏") is None
    await site.said(citizen, SAID)
    assert seat in site.telephone.hung_up
    return work, citizen, caller, await site.dialled(OPERATOR, 2)


def shown(site: Site) -> dict[str, Any]:
    return dict(site.service.live.picture()["outbound"][0])


def state(site: Site, work: str) -> WorkState | None:
    held = site.service.switchboard.world.work(work)
    return held.state if held else None


@pytest.mark.operators(1)
async def test_the_ticket_is_on_the_page_before_the_phone_rings(site: Site) -> None:
    put_on_list(site)
    operators = site.service.live.picture()["operators"]
    assert (operators[0]["does"], operators[0]["call"]) == ("outbound", shown(site)["id"])
    assert shown(site)["ticket"] == TICKET
    assert site.dials(OPERATOR) == []  # not yet
    await site.dialled(OPERATOR)


@pytest.mark.operators(1)
async def test_a_caller_who_comes_before_the_phone_rings_comes_first(site: Site) -> None:
    work = put_on_list(site)
    site.telephone.arrive("02400000001")
    assert state(site, work) is WorkState.DUE
    held = site.service.switchboard.world.work(work)
    assert held is not None
    assert held.attempts == 0
    assert site.dials(OPERATOR) == []


@pytest.mark.operators(1)
async def test_an_operator_who_does_not_pick_up_costs_the_citizen_no_attempt(site: Site) -> None:
    work = put_on_list(site)
    for time in range(1, site.service.house.settings.outbound.max_attempts + 2):
        seat = await site.dialled(OPERATOR, time)
        site.telephone.ends(seat, Cause.NO_ANSWER)
        await site.board.until(lambda: state(site, work) is WorkState.DUE)
        held = site.service.switchboard.world.work(work)
        assert held is not None
        assert (held.attempts, held.last_attempt) == (0, None)
        operators = site.service.live.picture()["operators"]
        assert operators[0]["state"] == "示忙"  # out of rotation
        site.board.passed(site.service.house.settings.queue.no_answer_pause_seconds + 1)
    site.ledger.flush().result(5)
    assert [body["id"] for body in site.ledger.open_outbound()] == [work]
    assert site.dials(CITIZEN) == []


@pytest.mark.operators(1)
async def test_both_are_heard_and_the_draft_grows(site: Site) -> None:
    _, _, citizen = await talk(site)
    theirs, ours = sorted(site.listening.results)
    site.listening.hear("路灯也不亮", stream=theirs)
    site.listening.hear("好的我记下了", stream=ours)
    call = next(c for c in site.service.live.picture()["calls"] if c["call"] == shown(site)["call"])
    assert call["drafts"] == ["小区路灯不亮"]
    assert [(line["who"], line["text"]) for line in call["lines"]] == [
        ("市民", "路灯也不亮"),
        ("张敏", "好的我记下了"),
    ]
    site.telephone.ends(citizen)
    await site.over()
    assert EventKind.TICKET not in site.kinds()  # a follow-up has its ticket already


@pytest.mark.operators(1)
async def test_what_is_told_in_a_ring_back_becomes_a_ticket(site: Site) -> None:
    site.service.works.add_ring_back("13900000001", "c0", "abandoned")
    site.telephone.picks_up(await site.dialled(OPERATOR))
    citizen = await site.dialled(CITIZEN)
    site.telephone.picks_up(citizen)
    assert shown(site)["earlier"] == "c0"
    site.listening.hear("我家暖气不热", stream=min(site.listening.results))
    site.telephone.ends(citizen)
    await site.over()
    assert EventKind.TICKET in site.kinds()


@pytest.mark.operators(1)
async def test_the_operator_parks_serves_and_comes_back(site: Site) -> None:
    work, citizen, caller, seat = await parked(site)
    assert citizen in site.telephone.loops  # music
    assert citizen not in site.telephone.hung_up
    assert shown(site)["state"] == "寄存"
    site.telephone.picks_up(seat)
    assert site.telephone.talking(seat, caller)
    site.telephone.ends(caller)
    again = await site.dialled(OPERATOR, 3)
    assert shown(site)["state"] == "取回"
    site.telephone.picks_up(again)
    assert site.telephone.talking(again, citizen)
    assert citizen not in site.telephone.loops
    assert len(site.listening.results) == 2  # heard as before
    site.telephone.ends(citizen)
    await site.board.until(lambda: again in site.telephone.hung_up)
    assert state(site, work) is None  # done
    calls = {c.direction: c.call for c in site.ledger.calls()}
    kinds = site.kinds(calls["outbound"])
    assert [k for k in kinds if k in (EventKind.CONNECTED, EventKind.PARKED)] == [
        EventKind.CONNECTED,
        EventKind.PARKED,
        EventKind.CONNECTED,
    ]


@pytest.mark.operators(1)
async def test_a_parked_citizen_who_hangs_up_is_rung_again(site: Site) -> None:
    work, citizen, caller, seat = await parked(site)
    site.telephone.picks_up(seat)
    site.telephone.ends(citizen)
    held = site.service.switchboard.world.work(work)
    assert held is not None
    assert (held.state, held.attempts) == (WorkState.DUE, 0)
    assert site.telephone.talking(seat, caller)  # the caller hears nothing of it
    site.ledger.flush().result(5)
    assert [b["id"] for b in site.ledger.open_outbound()] == [work]


@pytest.mark.operators(1)
async def test_what_dies_while_a_citizen_is_parked_is_due_again(site: Site) -> None:
    work, _, _, _ = await parked(site)
    site.ledger.flush().result(5)
    assert [b["id"] for b in site.ledger.open_outbound()] == [work]


@pytest.mark.operators(1)
async def test_nobody_comes_back_and_the_assistant_goes_on(site: Site) -> None:
    _, citizen, caller, seat = await parked(site)
    site.telephone.picks_up(seat)
    site.telephone.ends(caller)
    site.telephone.ends(await site.dialled(OPERATOR, 3), Cause.NO_ANSWER)
    await site.said(citizen, "让您久等了")
    await site.said(citizen, "您家暖气不热已经办理")
    await site.said(citizen, "满意吗")
    assert citizen not in site.telephone.hung_up
    assert citizen not in site.telephone.loops
    site.listening.hear("满意", stream=min(site.listening.results))
    await site.said(citizen, "感谢您的评价")


@pytest.mark.operators(1)
async def test_parking_is_refused_while_nobody_waits(site: Site) -> None:
    work, seat, citizen = await talk(site)
    assert site.service.outbound.seats.wish_to_park(work, "张敏") is Refusal.NOBODY_WAITS
    assert site.service.outbound.seats.wish_to_park(work, "李强") is Refusal.NOT_TALKING
    assert site.telephone.talking(seat, citizen)


async def ticket_becomes(site: Site, wanted: TicketState) -> Ticket:
    async with asyncio.timeout(5):
        while True:
            await asyncio.to_thread(site.ledger.flush().result, 5)
            ticket = site.ledger.ticket(TICKET)
            assert ticket is not None
            if ticket.state is wanted:
                return ticket
            await asyncio.sleep(0)


@pytest.mark.operators(1)
@pytest.mark.parametrize("after_the_call", [False, True])
@pytest.mark.parametrize(
    ("rating", "state"), [(5, TicketState.FOLLOWED_UP), (1, TicketState.SUPERVISED)]
)
async def test_the_outcome_goes_into_the_ticket_by_the_operators_name(
    site: Site, rating: int, state: TicketState, after_the_call: bool
) -> None:
    work, _, citizen = await talk(site)
    if after_the_call:
        site.telephone.ends(citizen)
        await site.over()
    seats = site.service.outbound.seats
    assert not seats.outcome(work, "李强", rating, "")
    assert seats.outcome(work, "张敏", rating, "说过了")
    ticket = await ticket_becomes(site, state)
    assert {step.by for step in ticket.history} == {"张敏"}
    assert ticket.rating == rating


async def test_the_robots_follow_up_goes_into_the_ticket(site: Site) -> None:
    draft = Drafting().draft("暖气", called_at=site.board.now).tickets[0]
    site.ledger.save_ticket(
        Ticket(TICKET, "c0", site.board.now, "139", draft, state=TicketState.FED_BACK)
    )
    site.service.works.add_follow_up("13900000001", TICKET, "您家暖气不热")
    leg = await site.dialled(CITIZEN)
    site.telephone.picks_up(leg)
    await site.said(leg, "满意吗")
    site.listening.hear("不满意")
    await ticket_becomes(site, TicketState.SUPERVISED)


@pytest.mark.operators(1)
@pytest.mark.parametrize("after_the_call", [False, True])
async def test_who_has_no_time_now_is_rung_another_time(site: Site, after_the_call: bool) -> None:
    work, _, citizen = await talk(site)
    if after_the_call:
        site.telephone.ends(citizen)
        await site.over()
    assert site.service.outbound.postpone(work, "张敏")
    if not after_the_call:
        site.telephone.ends(citizen)
        await site.over()
    (held,) = site.service.switchboard.world.works
    assert (held.state, held.attempts, held.number) == (WorkState.DUE, 1, "13900000001")
    assert (held.id == work) is not after_the_call  # what is done stays done
    site.ledger.flush().result(5)
    assert [b["id"] for b in site.ledger.open_outbound()] == [held.id]
    assert len(site.dials(CITIZEN)) == 1  # not at once
    if after_the_call:
        assert not site.service.outbound.postpone(work, "张敏")  # once
