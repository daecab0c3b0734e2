"""Transfers of the citizen of an outbound talk: as with any caller, and the work is done."""

import pytest

from bridge.events import Cause, LegId, TransferAsked
from ivr.linkage.transfer import How, Input, Refusal
from ivr.queueing.world import WorkState
from ivr.store.journal import EventKind
from tests.unit.calls.conftest import DESK, OPERATOR, SECOND, Site
from tests.unit.calls.test_outbound import CITIZEN
from tests.unit.calls.test_seat_work import put_on_list, state
from tests.unit.calls.test_seats import seat
from tests.unit.calls.test_transfers import begin, colleague, stages, waits_with, wish

pytestmark = pytest.mark.operators(2)


async def talk(site: Site) -> tuple[str, LegId, LegId, str]:
    """Work, operator's leg, citizen's leg and the operator's name."""
    work = put_on_list(site)
    await site.board.until(lambda: site.dials(OPERATOR) or site.dials(SECOND))
    rung = site.telephone.dialled[-1]
    site.telephone.picks_up(rung.leg)
    citizen = await site.dialled(CITIZEN)
    site.telephone.picks_up(citizen)
    assert site.telephone.talking(rung.leg, citizen)
    return work, rung.leg, citizen, "张敏" if rung.target == OPERATOR else "李强"


def is_done(site: Site, work: str) -> bool:
    """Not on the board, not in the ledger: the citizen is not rung again."""
    done = [e.data["done"] for e in site.journal() if e.kind is EventKind.OUTBOUND_DONE]
    return state(site, work) is None and done == [True] and not site.ledger.open_outbound()


async def test_blind_to_the_police_desk(site: Site) -> None:
    work, phone, citizen, name = await talk(site)
    assert begin(site, name, "110", How.BLIND) is None
    assert waits_with(site, citizen, "ringing")
    desk = await site.dialled(DESK)
    site.telephone.picks_up(desk)
    assert site.telephone.talking(citizen, desk)
    assert phone in site.telephone.hung_up
    await site.board.until(lambda: seat(site, name)["does"] == "wrap_up")
    site.telephone.ends(desk)  # nobody is left to talk with
    await site.over()
    assert citizen in site.telephone.hung_up
    assert stages(site) == ["ringing", "passed"]
    assert is_done(site, work)


@pytest.mark.parametrize("cause", [Cause.BUSY, Cause.NO_ANSWER])
async def test_in_vain_the_talk_goes_on_until_the_operator_ends_it(
    site: Site, cause: Cause
) -> None:
    work, phone, citizen, name = await talk(site)
    other, target = colleague(name)
    assert begin(site, name, other, How.ATTENDED) is None
    site.telephone.ends(await site.dialled(target), cause)
    assert site.telephone.talking(citizen, phone)
    assert stages(site) == ["asking", "back"]
    site.telephone.ends(phone)
    await site.over()
    assert is_done(site, work)
    await site.board.until(lambda: seat(site, name)["does"] == "wrap_up")


async def test_attended_to_a_colleague_who_is_busy_with_it_then(site: Site) -> None:
    work, phone, citizen, name = await talk(site)
    other, target = colleague(name)
    assert begin(site, name, other, How.ATTENDED) is None
    second = await site.dialled(target)
    site.telephone.picks_up(second)
    assert site.telephone.talking(phone, second)
    assert wish(site, name, Input.PASS) is None
    assert site.telephone.talking(citizen, second)
    assert seat(site, other)["does"] == "talking"
    site.telephone.ends(citizen)
    await site.over()
    assert seat(site, other)["does"] == "wrap_up"
    assert is_done(site, work)


async def test_the_operator_is_gone_and_nobody_came_another_operator_does(site: Site) -> None:
    work, phone, citizen, name = await talk(site)
    other, target = colleague(name)
    assert begin(site, name, "110", How.BLIND) is None
    desk = await site.dialled(DESK)
    site.telephone.ends(phone)
    site.telephone.ends(desk, Cause.NO_ANSWER)
    assert stages(site) == ["ringing", "ringing_alone", "queued"]
    second = await site.dialled(target)  # waits before all others
    assert waits_with(site, citizen, "hold")
    site.telephone.picks_up(second)
    assert site.telephone.talking(citizen, second)
    assert citizen not in site.telephone.loops
    site.telephone.ends(second)
    await site.over()
    assert seat(site, other)["does"] == "wrap_up"
    assert is_done(site, work)


async def test_nobody_is_there_any_more_the_assistant_leads(site: Site) -> None:
    work, phone, citizen, name = await talk(site)
    for who in ("张敏", "李强"):
        site.service.switchboard.sign_out(who)
    assert begin(site, name, "110", How.BLIND) is None
    desk = await site.dialled(DESK)
    site.telephone.ends(phone)
    site.telephone.ends(desk, Cause.BUSY)
    await site.said(citizen, "12345")
    assert citizen not in site.telephone.loops
    assert is_done(site, work)


async def test_by_the_phone_itself(site: Site) -> None:
    work, phone, citizen, _name = await talk(site)
    site.service.on_event(TransferAsked(phone, "110", None))
    desk = await site.dialled(DESK)
    site.telephone.picks_up(desk)
    assert site.telephone.talking(citizen, desk)
    assert is_done(site, work)


async def test_a_citizen_who_hangs_up_frees_everybody(site: Site) -> None:
    work, phone, citizen, name = await talk(site)
    other, target = colleague(name)
    assert begin(site, name, other, How.THREE_WAY) is None
    second = await site.dialled(target)
    site.telephone.picks_up(second)
    assert site.telephone.talking(citizen, phone, second)
    site.telephone.ends(citizen)
    await site.over()
    assert {phone, second} <= set(site.telephone.hung_up)
    assert {seat(site, who)["does"] for who in (name, other)} == {"wrap_up"}
    assert is_done(site, work)


async def test_what_is_refused_changes_nothing(site: Site) -> None:
    work, phone, citizen, name = await talk(site)
    assert begin(site, name, "02400000000", How.BLIND) is Refusal.UNKNOWN
    assert begin(site, colleague(name)[0], "110", How.BLIND) is Refusal.NOT_TALKING
    assert state(site, work) is WorkState.ANSWERED
    assert site.telephone.talking(citizen, phone)
