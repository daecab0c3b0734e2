"""Follow-ups and ring-backs: dialled only while nobody waits, given way, never lost."""

import pytest

from bridge.events import Cause
from ivr.calls.outbound_list import new_work
from ivr.queueing.tasks import FollowUp
from ivr.store.journal import EventKind
from ivr.store.record import Outcome
from tests.unit.calls.conftest import OPERATOR, Site

CITIZEN = "sip:13900000001@127.0.0.1:5900"


def follow_up(site: Site) -> str:
    return site.service.works.add_follow_up("13900000001", "2611200001", "您家暖气不热")


async def test_the_robot_asks_how_it_was_handled(site: Site) -> None:
    follow_up(site)
    leg = await site.dialled(CITIZEN)
    site.telephone.rings(leg)
    site.telephone.picks_up(leg)
    await site.said(leg, "您家暖气不热已经办理")
    await site.said(leg, "满意吗")
    site.listening.hear("挺满意的")
    await site.said(leg, "感谢您的评价")
    await site.over()
    entries = site.journal()
    rated = next(e for e in entries if e.kind is EventKind.RATED)
    assert rated.data["rating"] == 5
    assert site.ledger.open_outbound() == []
    assert site.ledger.calls(1)[0].direction == "outbound"


async def test_a_ringing_follow_up_gives_way_to_a_caller_who_arrives(site: Site) -> None:
    work = follow_up(site)
    leg = await site.dialled(CITIZEN)
    site.telephone.rings(leg)
    site.telephone.arrive()
    assert leg in site.telephone.hung_up  # at once, in the same breath
    await site.board.until(lambda: "ended" in site.kinds(outbound_call(site)))
    held = site.service.switchboard.world.work(work)
    assert held is not None
    assert held.attempts == 0
    site.ledger.flush().result(5)
    assert [b["id"] for b in site.ledger.open_outbound()] == [work]


def outbound_call(site: Site) -> str:
    site.ledger.flush().result(5)
    return next(c.call for c in site.ledger.calls() if c.direction == "outbound")


async def test_an_answered_follow_up_is_not_cut_off(site: Site) -> None:
    follow_up(site)
    leg = await site.dialled(CITIZEN)
    site.telephone.picks_up(leg)
    await site.said(leg, "满意吗")
    site.telephone.arrive()
    assert leg not in site.telephone.hung_up


async def test_the_robot_wraps_up_in_a_sentence_when_somebody_waits(site: Site) -> None:
    follow_up(site)
    leg = await site.dialled(CITIZEN)
    site.telephone.picks_up(leg)
    await site.said(leg, "满意吗")
    site.telephone.arrive()
    await site.board.until(lambda: len(site.listening.results) == 2)
    site.listening.hear("转人工")
    await site.said(leg, "有其他市民来电等待")
    await site.board.until(lambda: leg in site.telephone.hung_up)
    site.ledger.flush().result(5)
    assert len(site.ledger.open_outbound()) == 1  # not rated yet: comes again


async def test_who_does_not_answer_is_rung_again_later(site: Site) -> None:
    work = follow_up(site)
    leg = await site.dialled(CITIZEN)
    site.telephone.ends(leg, Cause.NO_ANSWER)
    held = site.service.switchboard.world.work(work)
    assert held is not None
    assert held.attempts == 1
    site.board.passed(3601)
    await site.dialled(CITIZEN, 2)


@pytest.mark.operators(1)
async def test_an_operator_rings_back_who_gave_up_waiting(site: Site) -> None:
    first = await site.answered("13900000001")
    site.listening.hear("人工")
    seat = await site.dialled(OPERATOR)
    site.telephone.ends(first)
    await site.over()
    seat = await site.dialled(OPERATOR, 2)  # the operator's phone first
    site.telephone.picks_up(seat)
    citizen = await site.dialled(CITIZEN)
    site.telephone.picks_up(citizen)
    assert site.telephone.talking(seat, citizen)
    site.telephone.ends(citizen)
    await site.board.until(lambda: seat in site.telephone.hung_up)
    await site.over()
    site.ledger.flush().result(5)
    assert site.ledger.open_outbound() == []
    assert {c.outcome for c in site.ledger.calls()} == {Outcome.ENDED, Outcome.OPERATOR}


async def test_work_of_a_dead_process_is_due_again(site: Site) -> None:
    work = follow_up(site)
    await site.dialled(CITIZEN)
    site.ledger.flush().result(5)
    site.service.works.start()
    await site.service.works.refresh()
    assert len(site.dials(CITIZEN)) == 1  # known here: not doubled
    assert [b["id"] for b in site.ledger.open_outbound()] == [work]


async def test_work_that_another_process_lists_is_seen(site: Site) -> None:
    about = FollowUp("2611200002", "路灯不亮")
    work = new_work("13900000001", about, site.board.now)
    site.ledger.save_outbound(work.id, work.due, work)
    site.ledger.flush().result(5)
    await site.service.works.refresh()
    leg = await site.dialled(CITIZEN)
    site.telephone.picks_up(leg)
    await site.said(leg, "路灯不亮已经办理")
