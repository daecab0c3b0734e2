"""A citizen's call on the real interpreter, board and ledger."""

import asyncio

import pytest

from bridge.events import Cause, PhoneRegistered
from ivr.calls.live import LiveView
from ivr.linkage.config import LineConfig, LinkageConfig
from ivr.queueing.config import OperatorConfig
from ivr.speech.results import Final
from ivr.store.journal import EventKind, StoreHealth
from ivr.store.record import Outcome
from ivr.tickets.model import TicketState
from tests.unit.calls.conftest import DESK, OPERATOR, SECOND, Site


async def test_a_question_is_answered_and_on_record(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("社保卡丢了怎么补办")
    await site.said(leg, "带身份证到社保卡服务网点办理")
    await site.said(leg, "请问还有其他问题吗")
    site.listening.hear("没有了谢谢")
    await site.over()
    assert leg in site.telephone.hung_up
    kinds = site.kinds()
    for kind in ("arrived", "answered", "said", "heard", "understood", "instant_answer", "helped"):
        assert EventKind(kind) in kinds
    assert kinds[-1] is EventKind.ENDED
    record = site.ledger.calls(1)[0]
    assert record.outcome is Outcome.ANSWERED
    assert record.helped == "yes"


async def test_two_matters_become_two_tickets(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("我家暖气不热，小区路灯也不亮")
    await site.said(leg, "还有补充吗")
    site.listening.hear("没有了")
    await site.said(leg, "第一件，您家暖气不热")
    site.listening.hear("对")
    await site.said(leg, "第二件，小区路灯不亮")
    site.listening.hear("对")
    await site.said(leg, "两件事已经分别登记")
    site.telephone.ends(leg)
    await site.over()
    site.journal()
    tickets = site.ledger.tickets()
    assert [t.draft.summary for t in tickets] == ["小区路灯不亮", "您家暖气不热"]
    assert all(t.state is TicketState.DRAFT for t in tickets)
    assert site.ledger.calls(1)[0].outcome is Outcome.TICKET


async def test_what_is_said_after_the_ticket_goes_into_it(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("我家暖气不热")
    await site.said(leg, "还有补充吗")
    site.listening.hear("没有了")
    await site.said(leg, "您家暖气不热。对吗")
    site.listening.hear("对")
    await site.said(leg, "请问还有其他问题吗")
    site.listening.hear("我白天上班晚上打")
    await site.said(leg, "已经为您补充到工单里了")
    site.listening.hear("别告诉物业是我说的")
    await site.said(leg, "注明您要求保密")
    site.listening.hear("不对是五号楼")
    await site.said(leg, "按您说的更正")
    ticket = await site.board.until(
        lambda: next((t for t in site.ledger.tickets() if len(t.history) == 3), None)
    )
    assert [(s.action, s.by, s.why) for s in ticket.history] == [
        ("add", "智能助手", "我白天上班晚上打"),
        ("confide", "智能助手", "别告诉物业是我说的"),
        ("amend", "智能助手", "不对是五号楼"),
    ]
    assert ticket.state is TicketState.DRAFT
    assert not ticket.confirmed
    told = [e.data["why"] for e in site.journal() if e.kind is EventKind.TICKET_STEP]
    assert told == [s.why for s in ticket.history]


async def test_secrecy_wished_for_before_the_ticket_stands_in_it(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("我家暖气不热")
    await site.said(leg, "还有补充吗")
    site.listening.hear("别告诉物业是我说的")
    await site.said(leg, "会在工单里注明您要求保密")
    await site.said(leg, "您家暖气不热。对吗")
    site.telephone.ends(leg)
    await site.over()
    told = [e.data["why"] for e in site.journal() if e.kind is EventKind.TICKET_STEP]
    assert told == ["别告诉物业是我说的"]
    [ticket] = site.ledger.tickets()
    assert [(s.action, s.by, s.why) for s in ticket.history] == [
        ("confide", "智能助手", "别告诉物业是我说的")
    ]


async def test_a_number_told_before_the_ticket_is_where_to_ring(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("我家暖气不热")
    await site.said(leg, "还有补充吗")
    site.listening.hear("打我儿子电话13800138000")
    await site.said(leg, "回电号码记下了")
    await site.said(leg, "您家暖气不热。对吗")
    site.telephone.ends(leg)
    await site.over()
    told = [e.data["why"] for e in site.journal() if e.kind is EventKind.TICKET_STEP]
    assert told == ["打我儿子电话13800138000"]
    [ticket] = site.ledger.tickets()
    assert ticket.draft.contact == "13800138000"


async def test_the_journal_keeps_the_confidence_of_every_word(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("我家暖气不热")
    site.telephone.ends(leg)
    await site.over()
    (heard,) = (e for e in site.journal() if e.kind is EventKind.HEARD)
    assert heard.data["words"] == [[1, 0.0, 0.1, 0.9, False]] * 6


@pytest.mark.parametrize("moment", ["ringing", "notice", "question", "draft"])
async def test_bye_and_cancel_at_any_moment_leave_a_complete_record(
    site: Site, moment: str
) -> None:
    site.telephone.hold_clips = moment == "notice"
    leg = site.telephone.arrive()
    if moment == "ringing":
        site.telephone.ends(leg, Cause.CANCELLED)
    else:
        await site.said(leg, "智能语音助手")
        if moment in ("question", "draft"):
            await site.said(leg, "请问有什么可以帮您")
        if moment == "draft":
            site.listening.hear("我家暖气不热")
            await site.said(leg, "还有补充吗")
        site.telephone.ends(leg)
    await site.over()
    assert site.kinds()[-1] is EventKind.ENDED
    record = site.ledger.calls(1)[0]
    assert record.ended is not None
    assert (record.cause == "cancelled") == (moment == "ringing")
    assert bool(record.tickets) == (moment == "draft")


@pytest.mark.operators(1)
async def test_who_asks_for_a_human_is_put_through(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("我要转人工")
    phone = await site.dialled(OPERATOR)
    site.telephone.rings(phone)
    site.telephone.picks_up(phone)
    assert site.telephone.talking(leg, phone)
    kinds = site.kinds()
    assert kinds.index(EventKind.OFFERED) < kinds.index(EventKind.DIALLED)
    assert kinds.index(EventKind.DIALLED) < kinds.index(EventKind.CONNECTED)
    site.telephone.ends(phone)
    await site.said(leg, "再见")
    await site.over()
    assert site.ledger.calls(1)[0].outcome is Outcome.OPERATOR


@pytest.mark.operators(1)
async def test_the_draft_is_on_the_operators_page_before_the_phone_rings(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("我家暖气不热")
    await site.said(leg, "还有补充吗")
    site.telephone.press(leg, "0")
    await site.dialled(OPERATOR)
    offered = next(e for e in site.journal() if e.kind is EventKind.OFFERED)
    assert offered.data["drafts"] == ["您家暖气不热"]
    assert len(offered.data["tickets"]) == 1  # type: ignore[arg-type]
    (call,) = site.service.live.picture()["calls"]
    assert call["drafts"] == ["您家暖气不热"]
    assert call["caller"] == "024****5678"


@pytest.mark.operators(2)
async def test_an_operator_who_does_not_answer_is_passed_over(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("人工")
    first = await site.dialled(OPERATOR)
    site.telephone.ends(first, Cause.NO_ANSWER)
    second = await site.dialled(SECOND)
    site.telephone.picks_up(second)
    assert site.telephone.talking(leg, second)
    assert EventKind.RETURNED in site.kinds()


@pytest.mark.operators(1)
async def test_the_caller_who_leaves_stops_the_operators_phone(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("人工")
    phone = await site.dialled(OPERATOR)
    site.telephone.ends(leg)
    await site.over()
    assert phone in site.telephone.hung_up
    assert [w["kind"] for w in site.service.live.picture()["outbound"]] == ["回拨"]


@pytest.mark.operators(1)
async def test_a_phone_that_cannot_be_rung_does_not_lose_the_caller(site: Site) -> None:
    site.telephone.dead_targets.add(OPERATOR)
    await site.answered()
    site.listening.hear("人工")
    await site.board.until(lambda: site.service.switchboard.world.waiting())
    assert EventKind.FAULT in site.kinds()


async def test_an_emergency_in_half_a_sentence_reaches_the_police_desk(site: Site) -> None:
    leg = await site.answered()
    call = site.session().call
    site.listening.partial("快来人我家着火了")
    desk = await site.dialled(DESK)
    await site.said(leg, "您别着急")
    site.listening.hear("快来人我家着火了在铁西区")
    site.telephone.picks_up(desk)
    await site.said(desk, "热线转接")
    await site.board.until(lambda: site.telephone.talking(leg, desk))
    await site.said(leg, "已为您接通公安警务台")
    site.telephone.ends(leg)
    await site.over()
    await site.board.until(lambda: desk in site.telephone.hung_up)
    site.journal(call)
    record = site.ledger.calls(1)[0]
    assert record.outcome is Outcome.POLICE
    assert record.emergency == "119"


@pytest.mark.operators(1)
async def test_a_busy_desk_is_tried_again_and_then_our_people_take_the_caller(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("快来人我家着火了")
    site.telephone.ends(await site.dialled(DESK), Cause.BUSY)
    site.telephone.ends(await site.dialled(DESK, 2), Cause.NO_ANSWER)
    phone = await site.dialled(OPERATOR)
    site.telephone.picks_up(phone)
    assert site.telephone.talking(leg, phone)


async def test_danger_is_reported_after_the_caller_has_gone(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("快来人我家着火了")
    desk = await site.dialled(DESK)
    site.telephone.ends(leg)
    await site.over()
    assert desk not in site.telephone.hung_up
    site.telephone.picks_up(desk)
    await site.said(desk, "已经挂断")
    await site.board.until(lambda: desk in site.telephone.hung_up)


@pytest.mark.operators(1)
async def test_without_a_voice_the_caller_gets_a_human(site: Site) -> None:
    site.voice.broken = True
    leg = site.telephone.arrive()
    phone = await site.dialled(OPERATOR)
    site.telephone.picks_up(phone)
    assert site.telephone.talking(leg, phone)


@pytest.mark.operators(1)
async def test_without_a_recogniser_the_caller_gets_a_human(site: Site) -> None:
    site.listening.broken = True
    site.telephone.arrive()
    await site.dialled(OPERATOR)


@pytest.mark.operators(1)
async def test_a_recogniser_that_dies_in_a_turn_gives_the_caller_to_a_human(site: Site) -> None:
    await site.answered()
    site.listening.lose()
    await site.dialled(OPERATOR)


@pytest.mark.operators(1)
async def test_an_answer_that_lacks_a_local_value_is_told_to_the_operator(site: Site) -> None:
    await site.answered()
    site.listening.hear("请问电价是多少")
    await site.dialled(OPERATOR)
    told = [line["text"] for line in site.session().shown.lines if line["who"] == "知识库"]
    assert told == ["“电费多少钱一度”缺本地信息：居民电价，请人工答复"]


@pytest.mark.operators(1)
async def test_a_failing_understanding_gives_the_caller_to_a_human(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_text: str) -> None:
        raise RuntimeError("lexicon")

    leg = await site.answered()
    monkeypatch.setattr(site.session().mind.answers, "decide", broken)
    for _ in range(3):
        site.listening.hear("社保卡怎么补办")
    await site.dialled(OPERATOR)
    assert leg not in site.telephone.hung_up


async def test_a_stop_tells_the_callers_and_completes_their_records(site: Site) -> None:
    leg = await site.answered()
    await site.service.stop()
    assert any("系统需要维护" in text for text in site.telephone.heard_by(leg))
    assert leg in site.telephone.hung_up
    assert site.kinds()[-1] is EventKind.ENDED
    site.telephone.arrive()
    assert site.telephone.refused


async def test_the_farewell_is_the_last_word(site: Site) -> None:
    leg = await site.answered()
    session = site.session()
    stopping = asyncio.create_task(site.service.stop())
    await site.said(leg, "系统需要维护")
    for timer in list(session.performer._timers):
        session.performer._fire(timer)
    await stopping
    assert "系统需要维护" in site.telephone.heard_by(leg)[-1]


async def test_pages_hear_that_the_store_fails_and_recovers() -> None:
    health = [StoreHealth(True)]
    view = LiveView(lambda: health[-1])
    told: list[bool] = []
    view.subscribe(lambda: told.append(view.picture()["health"]["ok"]))
    for ok in (True, False, False, True):
        health.append(StoreHealth(ok, pending=len(told)))
        view.look()
    assert told == [False, True]


@pytest.mark.flow("12345-direct")
@pytest.mark.operators(1)
async def test_people_first_goes_straight_to_an_operator(site: Site) -> None:
    leg = site.telephone.arrive()
    phone = await site.dialled(OPERATOR)
    site.telephone.picks_up(phone)
    assert site.telephone.talking(leg, phone)


@pytest.mark.flow("12345-direct")
async def test_people_first_asks_leave_when_nobody_is_there(site: Site) -> None:
    leg = site.telephone.arrive()
    await site.said(leg, "可以吗")
    site.listening.hear("可以")
    await site.said(leg, "请您说一下")
    site.listening.hear("社保卡丢了怎么补办")
    await site.said(leg, "带身份证")


async def test_more_words_may_call_for_another_desk(site: Site) -> None:
    fire = LineConfig(["119"], "消防", "sip:119@127.0.0.1:5119")
    linkage = site.service.house.settings.linkage
    site.service.house.settings.linkage = LinkageConfig([fire, *linkage.lines])
    leg = await site.answered()
    site.listening.partial("有人拿刀砍人")
    desk = await site.dialled(DESK)
    await site.said(leg, "您别着急")
    site.listening.hear("着火了快来人")
    other = await site.dialled(fire.target)
    assert desk in site.telephone.hung_up
    site.telephone.picks_up(other)
    await site.board.until(lambda: site.telephone.talking(leg, other))


@pytest.mark.operators(1)
async def test_who_waits_hears_a_tune_between_the_sentences(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("人工")
    phone = await site.dialled(OPERATOR)
    await site.said(leg, "hold")
    site.telephone.picks_up(phone)
    assert site.telephone.loops == {}


async def test_who_was_not_served_when_the_service_stopped_is_rung_back(site: Site) -> None:
    await site.answered()
    await site.service.stop()
    site.ledger.flush().result(5)
    assert len(site.ledger.open_outbound()) == 1


@pytest.mark.operators(1)
async def test_a_phone_that_registers_signs_its_operator_in_and_out(site: Site) -> None:
    people = site.service.switchboard
    people._people["张敏"] = OperatorConfig("张敏", "8001")
    people.sign_out("张敏")
    assert site.service.live.picture()["operators"] == []
    site.telephone.tell(PhoneRegistered("8001", "sip:8001@10.0.0.9", 300))
    (shown,) = site.service.live.picture()["operators"]
    assert (shown["state"], shown["free"]) == ("空闲", True)
    people.pause("张敏", "午餐")
    assert site.service.live.picture()["operators"][0]["state"] == "示忙"
    people.ready("张敏")
    site.telephone.tell(PhoneRegistered("8001", "", 0))
    assert site.service.live.picture()["operators"] == []


@pytest.mark.flow("12345-direct")
@pytest.mark.operators(1)
async def test_people_first_drafts_and_suggests_while_people_talk(site: Site) -> None:
    leg = site.telephone.arrive()
    phone = await site.dialled(OPERATOR)
    site.telephone.picks_up(phone)
    caller, operator = sorted(site.listening.results)
    site.listening.hear("您好请讲", stream=operator)
    site.listening.hear("我家暖气不热", stream=caller)
    site.listening.hear("社保卡丢了怎么补办", stream=caller)
    (call,) = site.service.live.picture()["calls"]
    assert call["drafts"] == ["您家暖气不热"]
    assert {"who": "张敏", "text": "您好请讲"} in call["lines"]
    assert "建议" in [line["who"] for line in call["lines"]]
    said = len(site.telephone.said)
    site.telephone.ends(leg)
    await site.over()
    assert len(site.telephone.said) == said
    site.journal()
    assert [t.draft.summary for t in site.ledger.tickets()] == ["您家暖气不热"]


async def test_who_hangs_up_in_the_same_breath_leaves_a_draft(site: Site) -> None:
    leg = await site.answered()
    (stream,) = site.listening.results
    site.telephone.ends(leg)
    await site.over()
    site.listening.closed[stream](Final(stream, "我家暖气不热", "我家暖气不热", (), 0.0, 1.0, 0.1))
    record = site.journal() and site.ledger.calls(1)[0]
    assert record.outcome is Outcome.TICKET
    assert record.ended is not None
