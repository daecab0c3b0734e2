"""Ten citizens of sipp at once, two operators, people first: who came first is served first, and
the follow-ups that ring just then give way until the last one has been served.
"""

import asyncio
from pathlib import Path

import pytest
from answering_phones import AnsweringPhones
from beside import beside
from checking import check
from hotline import Hotline, Phones, operator
from schedule import list_due, read_schedule

from ivr.store.journal import EventKind, JournalEntry
from ivr.store.record import CallRecord

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

CALLERS = 10
HOME, ROBOT = "13900000091", "13900000092"
DUE = read_schedule(
    f"""
    0.0  by_seat    {HOME}   ignores
    0.0  follow_up  {ROBOT}  ignores
    """
)


@beside
async def test_ten_at_once(tmp_path: Path) -> None:
    """sipp rings and stays; the operators hang up, so that each caller ends in the goodbye."""
    async with Phones(tmp_path) as phones, AnsweringPhones(dict(DUE.phones)) as homes:
        works = list_due(tmp_path / "data", DUE)
        seats = await asyncio.gather(
            *(phones.add(name, "--after", "0.2", "--talk", "1.5") for name in ("one", "two"))
        )
        people = [operator(name, seat) for name, seat in zip("甲乙", seats, strict=True)]
        tables = DUE.tables(
            homes,
            queue={"wrap_up_seconds": 0.5, "operators": people},
            outbound={"reserve_operators": 0, "reserve_share": 0.0, "ring_seconds": 60.0},
        )
        async with Hotline(tmp_path, tables=tables) as hotline:
            await hotline.until(lambda: homes.of(HOME) and homes.of(ROBOT))
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
            picked_up = min(record.connected for record in records if record.connected)
            for number in (HOME, ROBOT):  # gave way to the first callers
                let_go = homes.of(number)[0].let_go
                assert let_go is not None, hotline.story()
                assert let_go < picked_up, hotline.story()
            found = await check(hotline)
            assert found["checked"]["I5"] >= CALLERS - len(seats), found
            for rule in ("I1", "I2", "I4"):
                assert found["checked"].get(rule), found
            assert set(works) <= hotline.ledger.outbound_done().keys()
            await hotline.until(lambda: not hotline.picture["calls"])


def _all_over(hotline: Hotline) -> list[CallRecord] | None:
    records = [record for record in hotline.records() if record.direction == "inbound"]
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
