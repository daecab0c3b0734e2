"""Power lost while citizens tell their matter: tickets, drafts and outbound work are all there."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from answering_phones import AnsweringPhones, Manner
from beside import beside
from checking import check
from hotline import FEW_WORDS, Hotline
from schedule import list_due, read_schedule

from ivr.clock import now
from ivr.store.journal import EventKind
from ivr.store.record import CallRecord
from ivr.tickets.model import Ticket

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

REGISTERED, TELLING = "02400000071", "02400000072"
HOME, LATER = "13900000001", "13900000002"
MATTER = "我家住在沈阳市铁西区建设中路三号楼，家里暖气不热，已经三天了，希望派人来修。"
OTHER_MATTER = "小区门口的路灯坏了，从上周开始就不亮，希望尽快修好。"
PLAN = read_schedule(
    f"""
    0.0   seat       8001    answers 0.3
    0.0   by_seat    {HOME}  answers 0.3
    20.0  follow_up  {LATER} answers 0.5 talks 2
    """
)


@beside
async def test_nothing_told_is_lost(tmp_path: Path) -> None:
    """Killed with one ticket written, one matter in draft, one follow-up talking and one due."""
    async with AnsweringPhones(dict(PLAN.phones)) as phones:
        works = list_due(tmp_path / "data", PLAN)
        tables = PLAN.tables(phones, outbound={"reserve_operators": 0, "reserve_share": 0.0})
        tables["flow"] = dict(FEW_WORDS["flow"])
        operators = PLAN.operators(phones)
        async with Hotline(tmp_path, operators=operators, tables=tables) as hotline:
            await hotline.until(lambda: any(call.answered for call in phones.of(HOME)))
            await asyncio.gather(_registers(hotline), _tells(hotline))
            (ticket,) = hotline.tickets(REGISTERED)
            before = {r.call: r for r in hotline.records()}
            os.kill(hotline.pid, signal.SIGKILL)
            await hotline.service.process.wait()
        _hang_up_all(phones)
        rung_before = {number: len(phones.of(number)) for number in (HOME, LATER)}
        phones.manners[HOME] = Manner(0.3, 2.0)

        async with Hotline(tmp_path, operators=operators, tables=tables) as again:
            await again.until(lambda: all(r.ended for r in again.records()))
            for record in before.values():
                _is_completed(again, record)
            _is_kept(again, ticket)
            told = next(r.call for r in before.values() if r.caller == TELLING)
            await _is_rung_back_with_the_draft(again, phones, told)
            assert f"r{ticket.call}" not in again.ledger.outbound_done()  # it has its ticket
            for number, count in rung_before.items():
                await again.until(lambda n=number, c=count: len(phones.of(n)) > c)
            assert set(again.ledger.outbound_done()) >= {*works, f"r{told}"}
            found = await check(again)
            assert found["checked"]["I4"]


async def _registers(hotline: Hotline) -> None:
    """Tells it, confirms it, is given a number."""
    script = ("--say", MATTER, "没有了。", "对。", "对。")
    await hotline.citizen(REGISTERED, *script, stay=60)
    await hotline.until(lambda: hotline.tickets(REGISTERED), 120)


async def _tells(hotline: Hotline) -> None:
    """Has told it; it is not read back yet."""
    await hotline.citizen(TELLING, "--say", OTHER_MATTER, stay=60)
    await hotline.until(lambda: hotline.found(TELLING, EventKind.STEP, sort="draft"))


def _hang_up_all(phones: AnsweringPhones) -> None:
    """Whoever was rung or talked hears nothing any more."""
    for call in phones.calls:
        call.over = call.over or now()


def _is_completed(hotline: Hotline, before: CallRecord) -> None:
    record = hotline.ledger.call(before.call)
    assert record is not None
    if before.ended:
        assert record == before
    else:
        assert (record.cause, record.ended_by) == ("node_lost", "nobody")
    entries = hotline.ledger.journal(before.call)
    assert [e.kind for e in entries].count(EventKind.ENDED) == 1


def _is_kept(hotline: Hotline, ticket: Ticket) -> None:
    kept = {t.number: t for t in hotline.ledger.tickets(None)}
    assert kept[ticket.number] == ticket
    assert ticket.confirmed
    assert "暖气" in ticket.draft.summary


async def _is_rung_back_with_the_draft(
    hotline: Hotline, phones: AnsweringPhones, call: str
) -> None:
    """The work leads the operator to the broken call, and there stands what was said."""

    def listed() -> bool:
        return any(work.get("earlier") == call for p in hotline.pictures for work in p["outbound"])

    await hotline.until(listed)
    status, shown = await hotline.get(f"/api/calls/{call}")
    assert status == 200
    assert "路灯" in str(shown), shown
    drafts = [e.data for e in hotline.ledger.journal(call) if e.kind is EventKind.UNDERSTOOD]
    assert any("路灯" in str(draft) for draft in drafts), drafts
    await hotline.until(lambda: phones.of(TELLING))
