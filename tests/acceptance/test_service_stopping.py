"""Ctrl-C in mid-call: callers are told, records are whole, nothing is left; then it runs again."""

import asyncio
import json
from pathlib import Path

import pytest
from beside import beside
from hotline import FEW_WORDS, Hotline, Phones, operator
from program import IVR, Program
from sounds import heard

from ivr.calls.config import CallsConfig
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger, replay

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

TELLING, TALKING, LISTENING, LATER = "02400000061", "02400000062", "02400000063", "02400000064"


@beside
async def test_stopping_in_mid_call(tmp_path: Path) -> None:
    async with Phones(tmp_path) as phones:
        seat = await phones.add("seat", "--talk", "90")
        operators = [operator("甲", seat)]
        async with Hotline(tmp_path, operators=operators, tables=FEW_WORDS) as hotline:
            telling, talking, listening = [
                await hotline.citizen(TELLING, "--say", "我家暖气不热。", stay=60, record=True),
                await hotline.citizen(TALKING, "--press", "0", stay=60, record=True),
                await hotline.citizen(LISTENING, stay=60, record=True),
            ]
            await hotline.until(lambda: hotline.found(TELLING, EventKind.STEP, sort="draft"))
            await hotline.until(lambda: hotline.found(TALKING, EventKind.CONNECTED))
            await hotline.stop()
            reports = await asyncio.gather(*(c.report(30) for c in (telling, talking, listening)))
            assert [report["ended_by"] for report in reports] == ["them"] * 3
            await seat.tells("通话结束")
        farewell = CallsConfig().farewell_on_stop
        assert await heard(farewell, listening.heard) > 0.6
        assert await heard(farewell, telling.heard) > 0.6

        ledger = Ledger(StoreConfig(), tmp_path / "data", read_only=True)
        try:
            records = ledger.calls()
            assert {r.caller for r in records} == {TELLING, TALKING, LISTENING}
            for record in records:
                entries = ledger.journal(record.call)
                assert replay(entries) == record
                assert [e.kind for e in entries].count(EventKind.ENDED) == 1
                assert record.ended_by == "us"
            # the farewell promises to ring back whom nobody has served
            assert LISTENING in {work["number"] for work in ledger.open_outbound()}
            last = [e.data["text"] for e in ledger.journal(records[0].call) if e.kind == "said"][-1]
            assert last == CallsConfig().farewell_on_stop
            kept = {ticket.number for ticket in ledger.tickets()}
            assert len(kept) == 1  # what was told is not lost
        finally:
            ledger.close()

        async with Hotline(tmp_path, operators=operators, tables=FEW_WORDS) as hotline:
            words = "我家门口的路灯坏了。"
            citizen = await hotline.citizen(LATER, "--say", words, stay=60)
            await hotline.until(lambda: hotline.found(LATER, EventKind.STEP, sort="draft"))
            await citizen.hang_up()
            await hotline.ended(LATER)
            (ticket,) = hotline.tickets(LATER)
            assert int(ticket.number) == int(max(kept)) + 1
            listed = await _ivr(hotline, "tickets")
            assert {row["number"] for row in listed} == {*kept, ticket.number}
            calls = await _ivr(hotline, "calls")
            assert [row["call"] for row in calls] == [r.call for r in hotline.records()]
            assert len(calls) == 4
            steps = await _ivr(hotline, "replay", "last")
            assert [step["kind"] for step in steps] == [e.kind for e in hotline.journal(LATER)]


async def _ivr(hotline: Hotline, *words: str) -> list[dict[str, str]]:
    """What a command prints about the site's data."""
    site = ("--json", "--data", str(hotline.data), "--config", str(hotline.config))
    command = Program(words[0], str(IVR), *words, *site)
    await command.start()
    assert await command.end(None) == 0, command.tail()
    return [json.loads(line) for line in command.lines]
