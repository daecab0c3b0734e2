"""Ten citizens at once, two operators, people first: who came first is served first."""

import asyncio
from pathlib import Path

import pytest
from beside import beside
from checking import check
from hotline import Hotline, Phones, operator

from ivr.store.journal import EventKind, JournalEntry
from ivr.store.record import CallRecord

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

CALLERS = 10


@beside
async def test_ten_at_once(tmp_path: Path) -> None:
    """sipp rings and stays; the operators hang up, so that each caller ends in the goodbye."""
    async with Phones(tmp_path) as phones:
        seats = await asyncio.gather(
            *(phones.add(name, "--after", "0.2", "--talk", "1.5") for name in ("one", "two"))
        )
        people = [operator(name, seat) for name, seat in zip("甲乙", seats, strict=True)]
        tables = {"flow": {"numbers": {"12345": "12345-direct"}}}
        async with Hotline(tmp_path, operators=people, tables=tables) as hotline:
            await hotline.program(
                *("sipp", "-sn", "uac", f"127.0.0.1:{hotline.port}", "-i", "127.0.0.1"),
                *("-s", "12345", "-m", str(CALLERS), "-l", str(CALLERS), "-r", str(CALLERS)),
                *("-d", "120000", "-nostdin"),
                cwd=tmp_path,
            )
            records = await hotline.until(lambda: _all_over(hotline), 150)
            for record in records:
                assert (record.outcome, record.cause, record.ended_by) == (
                    *("operator", "normal"),
                    "us",
                ), hotline.story()
                assert record.faults == 0
            arrived = _in_order_of(hotline, records, EventKind.ARRIVED)
            offered = _in_order_of(hotline, records, EventKind.OFFERED)
            assert offered == arrived, hotline.story()
            found = await check(hotline)
            assert found["checked"]["I5"] >= CALLERS - len(seats), found
            await hotline.until(lambda: not hotline.picture["calls"])


def _all_over(hotline: Hotline) -> list[CallRecord] | None:
    records = hotline.records()
    over = len(records) == CALLERS and all(record.ended for record in records)
    return records if over else None


def _in_order_of(hotline: Hotline, records: list[CallRecord], kind: EventKind) -> list[str]:
    """The calls in the order of their first entry of a kind."""
    firsts: list[JournalEntry] = []
    for record in records:
        entries = [e for e in hotline.ledger.journal(record.call) if e.kind is kind]
        assert entries, f"{record.call} has no {kind}\n{hotline.story()}"
        firsts.append(entries[0])
    return [entry.call for entry in sorted(firsts, key=lambda entry: entry.seq)]
