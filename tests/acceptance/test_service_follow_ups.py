"""回访: citizens are rung only while nobody waits, and callers come first."""

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest
from beside import beside
from hotline import FEW_WORDS, Hotline, Phones, SimulatedPhone, operator
from program import IVR, Program

from ivr.clock import now
from ivr.store.journal import EventKind, JournalEntry
from ivr.store.record import CallRecord

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

FIRST, SECOND = "02400000041", "02400000042"


@beside
async def test_callers_come_first(tmp_path: Path) -> None:
    """Nobody is rung while a caller is there; one who rings is let go when a caller comes."""
    async with Phones(tmp_path) as phones:
        silent = await phones.add("silent", "--ignore")
        tables = {**FEW_WORDS, "outbound": {**ALL_DAY, "after_cancel_seconds": 1.0}}
        async with Hotline(tmp_path, tables=tables) as hotline:
            first = await hotline.citizen(FIRST, stay=60)
            await hotline.until(lambda: hotline.found(FIRST, EventKind.ANSWERED))
            work = await put_on_the_list(hotline, silent)
            await hotline.until(lambda: _shown(hotline, work) == ("待呼", 0))
            still_there = now()
            await first.hang_up()

            await silent.tells("来电振铃")
            (started,) = await _entries(hotline, EventKind.OUTBOUND_STARTED)
            assert started.at > still_there

            second = await hotline.citizen(SECOND, stay=60)
            await silent.tells("通话结束")  # CANCEL reached the phone
            (cancelled,) = await _entries(hotline, EventKind.OUTBOUND_CANCELLED)
            arrived = hotline.found(SECOND, EventKind.ARRIVED)[0]
            assert (cancelled.at - arrived.at).total_seconds() < 1.0
            await hotline.until(lambda: _shown(hotline, work) == ("待呼", 0))
            assert [w["attempts"] for w in hotline.ledger.open_outbound()] == [0]
            record = await hotline.until(lambda: _ended_outbound(hotline))
            assert (record.cause, record.ended_by, record.answered) == ("cancelled", "us", None)

            await second.hang_up()
            await silent.tells("来电振铃", times=2)  # and then it is rung again


@beside
async def test_a_citizen_rates(tmp_path: Path) -> None:
    """The robot asks, the citizen is content, the work is done and off the list."""
    async with Phones(tmp_path) as phones:
        content = await phones.add(
            "content", "--say", "你好。", "满意。", "--pause", "17", "--talk", "60"
        )
        async with Hotline(tmp_path, tables={**FEW_WORDS, "outbound": ALL_DAY}) as hotline:
            await put_on_the_list(hotline, content)
            record = await hotline.until(lambda: _ended_outbound(hotline), 120)
            entries = hotline.ledger.journal(record.call)
            rated = [e for e in entries if e.kind is EventKind.RATED]
            assert rated, hotline.story()
            assert rated[0].data["rating"], hotline.story()
            done = [e for e in entries if e.kind is EventKind.OUTBOUND_DONE]
            await hotline.until(lambda: not hotline.ledger.open_outbound())
            assert [e.data["done"] for e in done] == [True]


@beside
async def test_an_operators_follow_up(tmp_path: Path) -> None:
    """The operator's phone is rung, then the citizen's; both are let go for two callers."""
    async with Phones(tmp_path) as phones:
        seat, other, silent = await asyncio.gather(
            phones.add("seat"), phones.add("other"), phones.add("home", "--ignore")
        )
        async with Hotline(
            tmp_path,
            operators=[operator("甲", seat), operator("乙", other)],
            tables={**FEW_WORDS, "outbound": ALL_DAY},
        ) as hotline:
            work = await put_on_the_list(hotline, silent, "--by-operator")
            await silent.tells("来电振铃")
            await hotline.until(lambda: "已接听" in [*seat.events, *other.events])
            assert seat.events.count("来电振铃：12345") + other.events.count("来电振铃：12345") == 1
            citizens = [await hotline.citizen(n, "--press", "0", stay=60) for n in (FIRST, SECOND)]
            await silent.tells("通话结束")
            await hotline.until(lambda: hotline.found(FIRST, EventKind.CONNECTED))
            await hotline.until(lambda: hotline.found(SECOND, EventKind.CONNECTED))
            assert _shown(hotline, work) == ("待呼", 0)
            for citizen in citizens:
                await citizen.hang_up()


@beside
async def test_an_operator_parks_and_comes_back(tmp_path: Path) -> None:
    """寄存: the citizen stays on the line while the operator's only phone serves a caller."""
    async with Phones(tmp_path) as phones:
        seat, home = await asyncio.gather(
            phones.add("seat", "--talk", "300"), phones.add("home", "--talk", "300")
        )
        async with Hotline(
            tmp_path,
            operators=[operator("甲", seat)],
            tables={**FEW_WORDS, "outbound": {**ALL_DAY, "reserve_operators": 0}},
        ) as hotline:
            work = await put_on_the_list(hotline, home, "--by-operator")
            await hotline.until(lambda: _shown(hotline, work) == ("通话", 0))
            citizen = await hotline.citizen(FIRST, "--press", "0", stay=120)
            await hotline.until(lambda: any(o["waiting"] for o in hotline.picture["operators"]))
            address = f"{hotline.web.rstrip('/')}/api/outbound/{work}/park"
            async with (
                aiohttp.ClientSession() as browser,
                browser.post(address, json={"operator": "甲"}) as answer,
            ):
                assert answer.status == 204, await answer.text()
            await hotline.until(lambda: hotline.found(FIRST, EventKind.CONNECTED))
            assert _shown(hotline, work) == ("寄存", 0)
            await citizen.hang_up()
            await seat.tells("已接听", times=3)
            await hotline.until(lambda: _shown(hotline, work) == ("通话", 0))
            assert "通话结束" not in home.events
            (parked,) = await _entries(hotline, EventKind.PARKED)
            before, after = await _entries(hotline, EventKind.CONNECTED, 2)
            assert before.at < parked.at < after.at


ALL_DAY = {"windows": [{"begin": "00:00:00", "end": "23:59:59.999"}]}


async def put_on_the_list(hotline: Hotline, phone: SimulatedPhone, *options: str) -> str:
    """`ivr followup add`, beside the running service."""
    adding = Program(
        "followup",
        *(str(IVR), "followup", "add", f"sip:02400000049@{phone.address}", *options),
        *("--summary", "暖气不热的事", "--json"),
        *("--data", str(hotline.data), "--config", str(hotline.config)),
    )
    await adding.start()
    assert await adding.end(None) == 0, adding.tail()
    return str(json.loads(adding.lines[0])["id"])


def _shown(hotline: Hotline, work: str) -> tuple[str, int] | None:
    """State and attempts of a piece of work on the page."""
    shown = (w for w in hotline.picture["outbound"] if w["id"] == work)
    return next(((w["state"], w["attempts"]) for w in shown), None)


def _outbound(hotline: Hotline) -> list[CallRecord]:
    return [record for record in hotline.records() if record.direction == "outbound"]


def _ended_outbound(hotline: Hotline) -> CallRecord | None:
    """The first outbound call, once its end is written down."""
    return next((record for record in _outbound(hotline) if record.ended), None)


async def _entries(hotline: Hotline, kind: EventKind, count: int = 1) -> list[JournalEntry]:
    """What the journal of the outbound calls holds of a kind, once there are so many."""

    def found() -> list[JournalEntry] | None:
        calls = _outbound(hotline)
        told = [e for r in calls for e in hotline.ledger.journal(r.call) if e.kind is kind]
        return told if len(told) >= count else None

    return await hotline.until(found)
