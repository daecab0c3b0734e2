"""One service, two numbers: 12345 is closed and takes messages, 8890 is open for everything else.

On the open one an operator hands a caller to the police desk while the caller hears the tune.
"""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from beside import beside
from hotline import Hotline, Phones, SimulatedPhone, line, operator
from program import ROOT
from sounds import heard, heard_sound

from ivr.calls.waiting_sound import HOLD, waiting_sound
from ivr.clock import now
from ivr.speech import g711
from ivr.store.journal import EventKind

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

CLOSED, OPEN = "12345", "8890"
MESSAGE, HANDED = "02400000081", "02400000082"
CLOSED_WORDS = "现在是非工作时间。请您留言，说明事情和地点，说完请说“就这些”。"
TOLD = "沈阳市铁西区建设中路三号楼，家里暖气不热，已经三天了，希望派人来修。"
OPERATOR_SAYS, DESK_SAYS = "您好，我是话务员，请讲。", "情况已记录，民警马上出警。"


@beside
async def test_an_evening(tmp_path: Path) -> None:
    async with Phones(tmp_path) as phones:
        seat, desk = await asyncio.gather(
            phones.add("seat", "--say", OPERATOR_SAYS, "--talk", "120"),
            phones.add("desk", "--after", "9", "--say", DESK_SAYS, "--talk", "10"),
        )
        tables = {
            "folders": {"dialplans": str(_flows(tmp_path))},
            "flow": {
                "numbers": {CLOSED: "evening", OPEN: "12345"},
                "variables": {"notice": "您好。", "greeting": "您请讲。"},
            },
        }
        async with Hotline(
            tmp_path,
            operators=[operator("甲", seat)],
            lines=[line("公安警务台", desk, "110", "police", ring_seconds=40)],
            tables=tables,
        ) as hotline:
            await asyncio.gather(_leaves_a_message(hotline), _is_handed_over(hotline, seat, desk))


def _flows(folder: Path) -> Path:
    """The flows that ship, and one more: open two hours ago for one hour."""
    flows = folder / "dialplans"
    flows.mkdir()
    for shipped in (ROOT / "dialplans").glob("*.yaml"):
        (flows / shipped.name).write_text(shipped.read_text("utf-8"), "utf-8")
    begin, end = (f"{now() + timedelta(hours=hours):%H:00:00}" for hours in (2, 3))
    text = (flows / "12345.yaml").read_text("utf-8")
    text = text.replace('flow: "12345"', "flow: evening").replace("start: notice", "start: hours")
    hours = f"steps:\n  hours: {{kind: hours, begin: '{begin}', end: '{end}', open: notice,"
    text = text.replace("steps:\n", f"{hours} closed: shut}}\n{_SHUT}", 1)
    (flows / "evening.yaml").write_text(text, "utf-8")
    return flows


_SHUT = f"""
  shut:
    kind: leave_message
    text: {CLOSED_WORDS}
    next: goodbye

"""


async def _leaves_a_message(hotline: Hotline) -> None:
    """Hears that it is closed; the message is a ticket, and the citizen's voice is kept."""
    citizen = await hotline.citizen(
        MESSAGE, "--say", TOLD, "就这些。", called=CLOSED, stay=30, record=True
    )
    report = await citizen.report()
    assert report["ended_by"] == "them"
    record = await hotline.ended(MESSAGE)
    assert (record.outcome, record.flow) == ("ticket", "evening"), hotline.story()
    steps = [e.data["step"] for e in hotline.found(MESSAGE, EventKind.STEP)]
    assert steps[:2] == ["hours", "shut"], steps
    assert await heard(CLOSED_WORDS, citizen.heard) > 0.6
    (ticket,) = hotline.tickets(MESSAGE)
    assert "暖气" in ticket.draft.summary
    assert not ticket.confirmed
    recording = next((hotline.data / "recordings").rglob(f"{ticket.call}.wav"))
    assert await heard(TOLD, recording) > 0.6


# -- the police desk -----------------------------------------------------------------------


async def _is_handed_over(hotline: Hotline, seat: SimulatedPhone, desk: SimulatedPhone) -> None:
    """咨询转接 from the operator's page: the tune meanwhile, then desk and caller alone."""
    citizen = await hotline.citizen(HANDED, "--press", "0", called=OPEN, stay=90, record=True)
    await hotline.until(lambda: hotline.found(HANDED, EventKind.CONNECTED, to="operator"))
    call = hotline.call_of(HANDED)
    await hotline.until(lambda: hotline.found(HANDED, EventKind.HEARD, who="operator"))
    wanted = {"operator": "甲", "target": "police", "how": "attended"}
    await _post(hotline, f"/api/calls/{call}/transfer", wanted)
    await hotline.until(lambda: hotline.found(HANDED, EventKind.TRANSFER, stage="speaking"))
    await _post(hotline, f"/api/calls/{call}/transfer/wish", {"operator": "甲", "wish": "pass"})
    await seat.tells("通话结束")  # the operator is free again
    await hotline.until(
        lambda: any(who["name"] == "甲" and who["free"] for who in hotline.picture["operators"])
    )
    await desk.tells("通话结束")
    await citizen.report()
    await hotline.ended(HANDED)
    stages = [e.data["stage"] for e in hotline.found(HANDED, EventKind.TRANSFER)]
    assert stages == ["asking", "speaking", "passed"], hotline.story()
    assert hotline.found(HANDED, EventKind.DIALLED, to="desk", title="公安警务台")
    prompts, cache = ROOT / "dialplans" / "prompts", ROOT / ".cache" / "voice"
    tune = waiting_sound(HOLD, prompts, cache)
    assert tune is not None
    assert await heard(OPERATOR_SAYS, citizen.heard) > 0.6
    assert await heard_sound(g711.decode(tune.read_bytes()).astype(float), citizen.heard) > 0.6
    assert await heard(OPERATOR_SAYS, *desk.recordings()) < 0.6  # it had been said before


async def _post(hotline: Hotline, path: str, body: dict[str, Any]) -> None:
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(hotline.web + path, json=body) as answer,
    ):
        assert answer.status == 204, await answer.text()
