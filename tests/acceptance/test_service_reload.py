"""The articles are read anew while somebody is on the telephone; the call goes on."""

import signal
from pathlib import Path

import pytest
from beside import beside
from hotline import FEW_WORDS, Hotline

from ivr.store.journal import EventKind

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(200)]

CALLER = "02400000061"


@beside
async def test_a_reload_stops_no_call(tmp_path: Path) -> None:
    tables = {**FEW_WORDS, "log": {"level": "info"}}
    async with Hotline(tmp_path, tables=tables) as hotline:
        citizen = await hotline.citizen(CALLER, "--say", "身份证丢了怎么补办", stay=90)
        await hotline.until(lambda: hotline.found(CALLER, EventKind.SAID))
        hotline.service.process.send_signal(signal.SIGHUP)
        await hotline.service.until(
            lambda: any("knowledge_reloaded" in line for line in hotline.service.errors), 60
        )
        assert hotline.call_of(CALLER) in [c["call"] for c in hotline.picture["calls"]]
        answered = await hotline.until(lambda: hotline.found(CALLER, EventKind.INSTANT_ANSWER))
        assert answered[0].data["entry"] == "id-card-lost"
        report = await citizen.hang_up()
        assert report["answered"]
        record = await hotline.ended(CALLER)
        assert record.instant_answers == ("id-card-lost",)
