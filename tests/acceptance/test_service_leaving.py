"""Citizens who hang up, give up or vanish at any moment leave one complete record each."""

import asyncio
from pathlib import Path

import pytest
from beside import beside
from hotline import FEW_WORDS, Hotline, Phones, in_order, line, operator
from sip_caller import SipCaller, offer

from ivr.store.journal import EventKind

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

NOTICE, SPEAKING, OFFERED, QUEUED = "02400000031", "02400000032", "02400000033", "02400000034"
DANGER, CANCELLED, VANISHED, TALKING = "02400000035", "02400000036", "02400000037", "02400000038"
SDP = offer(9000, 8)


@beside
async def test_leaving_at_any_moment(tmp_path: Path) -> None:
    """All of them call at once; one operator picks up, the police desk does not."""
    async with Phones(tmp_path) as phones:
        silent, kind = await asyncio.gather(
            phones.add("silent", "--ignore"), phones.add("kind", "--talk", "60")
        )
        async with Hotline(
            tmp_path,
            operators=[operator("甲", kind)],
            lines=[line("市局", silent, "110", ring_seconds=60)],
            tables=FEW_WORDS,
        ) as hotline:
            await asyncio.gather(
                _during_the_notice(hotline),
                _while_speaking(hotline),
                _with_operators(hotline),
                _during_the_handover(hotline),
                _before_the_answer(hotline),
                _without_a_word(hotline),
            )
            await _records_are_complete(hotline)
            await _who_waited_in_vain_is_rung_back(hotline)
            _danger_is_passed_on(hotline)
            await hotline.until(lambda: not hotline.picture["calls"])
            assert hotline.picture["waiting"] == 0


async def _during_the_notice(hotline: Hotline) -> None:
    citizen = await hotline.citizen(NOTICE)
    await hotline.until(lambda: hotline.found(NOTICE, EventKind.SAID))
    await citizen.hang_up()


async def _while_speaking(hotline: Hotline) -> None:
    citizen = await hotline.citizen(SPEAKING, "--say", "我家暖气不热，已经三天了，希望派人来修。")
    await citizen.says("市民说")
    shown = hotline.call_of(SPEAKING)
    await hotline.until(lambda: any(c["call"] == shown and c["partial"] for c in _calls(hotline)))
    await citizen.hang_up()


async def _with_operators(hotline: Hotline) -> None:
    """One talks, so that the next one waits in the queue; then the first one leaves."""
    talking = await hotline.citizen(TALKING, "--press", "0", stay=60)
    await hotline.until(lambda: hotline.found(TALKING, EventKind.CONNECTED))
    queued = await hotline.citizen(QUEUED, "--press", "0", stay=60)
    await hotline.until(lambda: hotline.found(QUEUED, EventKind.POSITION))
    assert any(c["call"] == hotline.call_of(QUEUED) and c["position"] == 1 for c in _calls(hotline))
    await queued.hang_up()
    await talking.hang_up()
    offered = await hotline.citizen(OFFERED, "--press", "0", stay=60)
    await hotline.until(lambda: hotline.found(OFFERED, EventKind.OFFERED))
    await offered.hang_up()


async def _during_the_handover(hotline: Hotline) -> None:
    citizen = await hotline.citizen(
        DANGER, "--say", "快来人，有人拿刀打架，就在我家楼下！", stay=60
    )
    await hotline.until(lambda: hotline.found(DANGER, EventKind.DIALLED, to="desk"))
    await citizen.hang_up()


async def _before_the_answer(hotline: Hotline) -> None:
    async with SipCaller(hotline.port, CANCELLED) as caller:
        caller.ring(SDP)
        caller.cancel()
        answer = await caller.final("INVITE")
        assert answer.status == 487
        caller.acknowledge(answer)
        assert (await caller.final("CANCEL")).status == 200


async def _without_a_word(hotline: Hotline) -> None:
    """The 200 is never acknowledged: after 32 s (RFC 3261 13.3.1.4) the service sends BYE."""
    async with SipCaller(hotline.port, VANISHED) as caller:
        assert (await caller.invite(SDP)).status == 200
        await caller.asked("BYE", 60)
        await hotline.ended(VANISHED)


def _calls(hotline: Hotline) -> list[dict[str, object]]:
    calls: list[dict[str, object]] = hotline.picture["calls"]
    return calls


async def _records_are_complete(hotline: Hotline) -> None:
    ended = {}
    for number in (NOTICE, SPEAKING, OFFERED, QUEUED, DANGER, TALKING, CANCELLED, VANISHED):
        record = await hotline.ended(number)  # one ENDED, replay gives the record
        ended[number] = (record.cause, record.ended_by)
        kinds = ["arrived", "answered", "step", "ended"]
        assert in_order(hotline.journal(number), kinds if record.answered else kinds[::3])
    assert ended.pop(CANCELLED) == ("cancelled", "them")
    assert ended.pop(VANISHED) == ("error", "nobody")  # no ACK came
    assert set(ended.values()) == {("normal", "them")}, hotline.story()
    outcomes = {n: str(hotline.record(n).outcome) for n in (NOTICE, QUEUED, CANCELLED, TALKING)}
    assert list(outcomes.values()) == ["abandoned", "abandoned", "abandoned", "operator"]


def _danger_is_passed_on(hotline: Hotline) -> None:
    """The caller left, the desk's phone goes on ringing: what was said must reach it."""
    assert hotline.record(DANGER).emergency == "110"
    assert not hotline.found(DANGER, EventKind.LEG_ENDED, to="desk"), hotline.story()


async def _who_waited_in_vain_is_rung_back(hotline: Hotline) -> None:
    works = await hotline.until(hotline.ledger.open_outbound)
    assert QUEUED in {work["number"] for work in works}
    assert {work["kind"] for work in works} == {"ring_back"}
    assert {work["attempts"] for work in works} == {0}
