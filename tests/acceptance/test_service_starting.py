"""What a start finds out is said: a folder that is in use, a group that nobody is in."""

from pathlib import Path

import aiohttp
import pytest
import yaml
from hotline import Hotline
from program import IVR, ROOT, Program

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

SEAT = {"name": "坐席一", "target": "sip:8001@127.0.0.1:9", "skills": ["district"]}


async def test_a_second_service_and_a_group_nobody_is_in(tmp_path: Path) -> None:
    """The second one leaves the first one's ledger alone; the pages warn of the missing group."""
    flows = tmp_path / "dialplans"
    flows.mkdir()
    for file in (ROOT / "dialplans").glob("*.yaml"):
        flow = yaml.safe_load(file.read_text("utf-8"))
        flow["steps"].get("operator", {}).update({"overflow": "distrct"})
        (flows / file.name).write_text(yaml.safe_dump(flow, allow_unicode=True), "utf-8")
    tables = {"folders": {"dialplans": str(flows)}}
    async with Hotline(tmp_path, operators=[SEAT], tables=tables) as hotline:
        told = await _refused(hotline.config, hotline.data)
        assert f"{hotline.data}: another service keeps this data folder" in told
        assert hotline.service.process.returncode is None
        async with aiohttp.ClientSession() as http, http.get(f"{hotline.web}/api/live") as reply:
            alarms = (await reply.json())["alarms"]
        assert any("distrct" in alarm for alarm in alarms), alarms
    assert any("skill_without_operator" in line for line in hotline.service.errors)


async def _refused(config: Path, data: Path) -> str:
    words = ("run", "--sip", "127.0.0.1:0", "--web", "127.0.0.1:0", "--json")
    service = Program("another", str(IVR), *words, "--config", str(config), "--data", str(data))
    await service.start()
    try:
        status = await service.end(None, 60)
    finally:
        await service.sweep()
    told = "\n".join(service.errors)
    assert status == 1, told
    assert "Traceback" not in told
    return told
