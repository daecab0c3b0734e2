"""A part of the service dies, or the store is locked: callers are served, records are complete."""

import asyncio
import os
import signal
import sqlite3
from pathlib import Path

import pytest
from beside import beside
from hotline import FEW_WORDS, Hotline, Phones, in_order, line, operator
from program import child, command_line, family
from sip_caller import SipCaller, offer
from sounds import heard

from ivr.store.journal import EventKind

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

DANGER, LISTENED, MEDIA, AFTER = "02400000051", "02400000052", "02400000053", "02400000054"
OTHER = "02400000055"
OPERATOR_SAYS = "您好，我是话务员，请讲。"
SDP = offer(9000, 8)


@beside
async def test_the_recogniser_dies(tmp_path: Path) -> None:
    """Who was just speaking is given to a person; the next caller is understood again."""
    async with Phones(tmp_path) as phones:
        phone = await phones.add("seat", "--say", OPERATOR_SAYS, "--talk", "5")
        async with Hotline(
            tmp_path, operators=[operator("甲", phone)], tables=FEW_WORDS
        ) as hotline:
            words = "我家住在沈阳市铁西区建设中路三号楼，家里暖气不热，已经三天了。"
            citizen = await hotline.citizen(LISTENED, "--say", words, stay=30, record=True)
            await hotline.until(lambda: any(c["partial"] for c in hotline.picture["calls"]))
            os.kill(child(hotline.pid, "ivr.speech.worker"), signal.SIGKILL)
            report = await citizen.report()
            assert report["ended_by"] == "them"
            record = await hotline.ended(LISTENED)
            assert (record.outcome, record.cause) == ("operator", "normal"), hotline.story()
            assert hotline.found(LISTENED, EventKind.FAULT)
            assert await heard(OPERATOR_SAYS, citizen.heard) > 0.6

            await hotline.until(lambda: _worker(hotline))
            citizen = await hotline.citizen(AFTER, "--say", "身份证丢了怎么补办？", stay=60)
            await hotline.until(lambda: hotline.found(AFTER, EventKind.INSTANT_ANSWER))
            await citizen.hang_up()
            assert (await hotline.ended(AFTER)).outcome == "answered"


@beside
async def test_the_media_process_dies(tmp_path: Path) -> None:
    """Every call ends with a record and a BYE; the next call has sound again."""
    async with Hotline(tmp_path, tables=FEW_WORDS) as hotline:
        citizen = await hotline.citizen(MEDIA, stay=60)
        async with SipCaller(hotline.port, OTHER) as caller:
            answer = await caller.invite(SDP)
            caller.acknowledge(answer)
            await hotline.until(lambda: hotline.found(MEDIA, EventKind.STEP, sort="listen"))
            first = child(hotline.pid, "bridge.media")
            os.kill(first, signal.SIGKILL)
            await caller.asked("BYE")
        report = await citizen.report(30)
        assert report["ended_by"] == "them"
        for number in (MEDIA, OTHER):
            record = await hotline.ended(number)
            assert record.cause == "media_lost", record

        await hotline.until(lambda: _media(hotline) - {first})
        citizen = await hotline.citizen(AFTER, stay=3, record=True)  # hears the question out
        await citizen.report()
        assert (await hotline.ended(AFTER)).cause == "normal"
        assert await heard("您请讲。", citizen.heard) > 0.6


@beside
async def test_the_store_is_locked(tmp_path: Path) -> None:
    """A call about danger, begun and ended while nothing can be written; no desk is free."""
    async with Phones(tmp_path) as phones:
        phone, busy = await asyncio.gather(
            phones.add("seat", "--say", OPERATOR_SAYS, "--talk", "8"),
            phones.add("busy", "--refuse"),
        )
        async with Hotline(
            tmp_path,
            operators=[operator("甲", phone)],
            lines=[line("市局", busy, "110")],
            tables={**FEW_WORDS, "store": {"busy_seconds": 0.2}},
        ) as hotline:
            assert (await hotline.get("/api/health"))[0] == 200
            other = sqlite3.connect(hotline.data / "ledger.db", isolation_level=None)
            try:
                other.execute("BEGIN EXCLUSIVE")
                words = "快来人，有人拿刀打架，就在我家楼下！"
                citizen = await hotline.citizen(DANGER, "--say", words, stay=30, record=True)
                await hotline.until(lambda: not hotline.picture.get("health", {}).get("ok", True))
                await hotline.until(
                    lambda: any(c["operator"] == "甲" for c in hotline.picture["calls"])
                )
                status, health = await hotline.get("/api/health")
                assert status == 503
                assert "locked" in health["last_error"]
                assert health["pending"] > 0
                assert hotline.records() == []
                await citizen.report()
                other.execute("COMMIT")
            finally:
                other.close()
            record = await hotline.ended(DANGER)
            # danger without a free line: our own people take the caller, first in the queue
            assert (record.outcome, record.emergency) == ("operator", "110"), hotline.story()
            assert hotline.found(DANGER, EventKind.LEG_ENDED, to="desk", cause="busy")
            assert hotline.found(DANGER, EventKind.QUEUED)[0].data["emergency"] is True
            order = ["arrived", "answered", "emergency", "queued", "connected", "ended"]
            assert in_order(hotline.journal(DANGER), order)
            assert await heard(OPERATOR_SAYS, citizen.heard) > 0.6
            await hotline.until(lambda: hotline.picture["health"]["ok"])
            assert hotline.picture["health"]["lost"] == 0
            assert (await hotline.get("/api/health"))[0] == 200


def _worker(hotline: Hotline) -> set[int]:
    return {pid for pid in family(hotline.pid) if "ivr.speech.worker" in command_line(pid)}


def _media(hotline: Hotline) -> set[int]:
    return {pid for pid in family(hotline.pid) if "bridge.media" in command_line(pid)}
