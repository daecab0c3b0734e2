"""Each test judges one call of the morning (`morning.py`), which ran beside the other tests."""

import pytest
from hotline import in_order
from morning import (
    CITIZEN_SAYS,
    CITIZEN_STANDS,
    DANGER,
    DESK_SAYS,
    FIRE,
    HUMAN,
    KEY,
    MATTERS,
    OPERATOR_SAYS,
    QUESTION,
    SCRIPTS,
    Morning,
)
from sounds import heard

from ivr.store.journal import EventKind

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


@pytest.mark.parametrize("number", SCRIPTS)
async def test_every_call_is_complete(morning: Morning, number: str) -> None:
    report = morning.reports[number]
    assert report["answered"], report
    assert report["answered_ms"] < 15_000  # 15秒应答
    record = morning.hotline.record(number)
    assert record.cause == "normal", morning.hotline.story()
    assert record.faults == 0, morning.hotline.story()


async def test_a_question_is_answered_at_once(morning: Morning) -> None:
    record = morning.hotline.record(QUESTION)
    assert record.outcome == "answered", morning.hotline.story()
    assert record.instant_answers == ("id-card-lost",)
    assert record.tickets == ()
    answer = morning.hotline.found(QUESTION, EventKind.INSTANT_ANSWER)[0]
    said = [e.data["text"] for e in morning.hotline.found(QUESTION, EventKind.SAID)]
    spoken = next(text for text in said if str(answer.data["answer"])[:8] in str(text))
    assert await heard(str(spoken), *morning.hotline.sounds_to(QUESTION)) > 0.6


async def test_two_matters_become_two_tickets(morning: Morning) -> None:
    record = morning.hotline.record(MATTERS)
    assert record.outcome == "ticket", morning.hotline.story()
    tickets = morning.hotline.tickets(MATTERS)
    assert [t.number for t in tickets] == list(record.tickets)
    assert len(tickets) == 2, morning.hotline.story()
    heating, lamp = (t.draft for t in tickets)
    assert str(heating.kind) in ("help", "complaint")
    assert str(lamp.kind) in ("help", "complaint", "report")
    assert "热" in "".join(filter(None, heating.category)), heating.category
    assert heating.category != lamp.category
    assert "铁西" in (heating.place or ""), heating.place
    assert "暖气" in heating.summary
    assert "灯" in lamp.summary
    assert heating.deadline
    assert heating.route
    assert morning.reports[MATTERS]["unsaid"] <= 1  # the readback may need one word less
    status, shown = await morning.hotline.get("/api/tickets")
    assert status == 200
    assert {t.number for t in tickets} <= {t["number"] for t in shown}


@pytest.mark.parametrize("number", [KEY, HUMAN])
async def test_an_operator_takes_the_call(morning: Morning, number: str) -> None:
    """The page first, then the phone, then both talk."""
    hotline = morning.hotline
    assert hotline.record(number).outcome == "operator", hotline.story()
    order = ["queued", "offered", "dialled", "connected"]
    assert in_order(hotline.journal(number), order), hotline.story()
    taken = hotline.found(number, EventKind.CONNECTED, to="operator")[0]
    recordings = [path for phone in morning.operators for path in phone.recordings()]
    assert taken.data["operator"] in ("甲", "乙")
    assert await heard(OPERATOR_SAYS, *hotline.sounds_to(number)) > 0.6
    if number == KEY:
        assert hotline.found(number, EventKind.KEY, key="0")
        assert await heard(CITIZEN_SAYS, *recordings) > 0.6


async def test_the_operator_sees_the_draft_before_the_phone_rings(morning: Morning) -> None:
    hotline = morning.hotline
    offered = hotline.found(HUMAN, EventKind.OFFERED)[0]
    assert offered.data["drafts"] or offered.data["tickets"], hotline.story()
    call = hotline.call_of(HUMAN)
    ringing = [
        shown
        for picture in hotline.pictures
        for shown in picture["calls"]
        if shown["call"] == call and shown["operator"].endswith("（振铃）")
    ]
    assert ringing, "no page was told whose phone rings"
    assert ringing[0]["drafts"] or ringing[0]["tickets"]


async def test_danger_is_handed_to_the_second_line_when_the_first_is_busy(morning: Morning) -> None:
    hotline = morning.hotline
    record = hotline.record(DANGER)
    assert (record.outcome, record.emergency) == ("police", "110"), hotline.story()
    lines = [e.data["title"] for e in hotline.found(DANGER, EventKind.DIALLED, to="desk")]
    assert lines[:2] == ["市局一线", "市局二线"]
    assert hotline.found(DANGER, EventKind.LEG_ENDED, cause="busy")
    # 先说明，后接通: the desk is briefed before the caller is on the line
    assert in_order(hotline.journal(DANGER), ["emergency", "dialled", "connected"])
    brief = hotline.found(DANGER, EventKind.SAID, to="desk")[0]
    connected = hotline.found(DANGER, EventKind.CONNECTED, to="desk")[0]
    assert brief.seq < connected.seq


async def test_the_three_of_them_hear_each_other(morning: Morning) -> None:
    hotline = morning.hotline
    brief = hotline.found(DANGER, EventKind.SAID, to="desk")[0]
    introduced = hotline.found(DANGER, EventKind.SAID, to="all")[0]
    citizen = hotline.sounds_to(DANGER)
    desk = morning.desk.recordings()
    assert await heard(str(brief.data["text"]), *desk) > 0.6
    assert await heard(str(introduced.data["text"]), *desk) > 0.5
    assert await heard(str(introduced.data["text"]), *citizen) > 0.5
    assert await heard(DESK_SAYS, *citizen) > 0.5
    assert await heard(CITIZEN_STANDS, *desk) > 0.3


async def test_the_police_desk_stands_in_for_a_busy_fire_line(morning: Morning) -> None:
    hotline = morning.hotline
    record = hotline.record(FIRE)
    assert (record.outcome, record.emergency) == ("police", "119"), hotline.story()
    lines = [e.data["title"] for e in hotline.found(FIRE, EventKind.DIALLED, to="desk")]
    assert lines == ["消防", "市局一线", "市局二线"]


async def test_the_board_is_empty_afterwards(morning: Morning) -> None:
    status, live = await morning.hotline.get("/api/live")
    assert status == 200
    assert live["calls"] == []
    assert live["waiting"] == 0
    assert live["health"] == {"ok": True, "pending": 0, "lost": 0, "last_error": None}
    await morning.hotline.until(
        lambda: all(who["free"] for who in morning.hotline.picture["operators"])
    )
