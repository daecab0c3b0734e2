"""`ivr probe` against the real service: passes, keeps on with /metrics, and says what failed."""

import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from hotline import Hotline
from program import IVR, Program

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hotline(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hotline]:
    words = {"notice": "您好。", "greeting": "请问有什么可以帮您？"}  # short
    tables = {"flow": {"variables": words}}
    async with Hotline(tmp_path_factory.mktemp("probe"), tables=tables) as service:
        yield service


def probe(hotline: Hotline, port: int, *more: str) -> Program:
    words = ("probe", "--to", f"sip:12345@127.0.0.1:{port}", "--config", str(hotline.config))
    return Program("the probe", str(IVR), *words, "--json", *more)


async def test_a_good_service_passes_and_goes_on_passing(hotline: Hotline) -> None:
    program = probe(hotline, hotline.port, "--register", "--every", "1", "--metrics", "127.0.0.1:0")
    await program.start()
    try:
        verdict = await program.until(lambda: next(iter(program.objects()), None), 90)
        assert verdict["passed"], verdict
        names = [check["name"] for check in verdict["checks"]]
        assert names == ["registered", "answered", "sound", "greeting", "said", "reply"]
        address = next(line for line in program.errors if line.startswith("http")).split("，")[0]
        async with aiohttp.ClientSession() as http, http.get(address) as answer:
            page = await answer.text()
        assert "ivr_probe_up 1.0" in page
        assert 'ivr_probe_check{check="greeting"} 1.0' in page
        assert 'ivr_probe_calls_total{result="passed"} 1.0' in page
        assert await program.end(signal.SIGINT, 20) == 0
    finally:
        await program.sweep()
    assert not any("Traceback" in line for line in program.errors)


async def test_what_is_wrong_is_said_and_costs_the_exit_status(
    hotline: Hotline, tmp_path: Path
) -> None:
    record = tmp_path / "heard.wav"
    program = probe(
        hotline,
        hotline.port,
        "--greeting",
        "您拨打的号码是空号",
        "--say",
        "没有了",
        "--record",
        str(record),
    )
    await program.start()
    try:
        verdict = await program.until(lambda: next(iter(program.objects()), None), 90)
        failed = [check["name"] for check in verdict["checks"] if not check["passed"]]
        assert failed == ["greeting"], json.dumps(verdict, ensure_ascii=False)
        assert await program.process.wait() == 1
    finally:
        await program.sweep()
    assert record.stat().st_size > 16000


async def test_nobody_there(hotline: Hotline) -> None:
    program = probe(hotline, 9, "--within", "100")
    await program.start()
    try:
        verdict = await program.until(lambda: next(iter(program.objects()), None), 60)
        assert not verdict["passed"]
        assert [check["name"] for check in verdict["checks"]] == ["answered"]
        assert await program.process.wait() == 1
    finally:
        await program.sweep()
