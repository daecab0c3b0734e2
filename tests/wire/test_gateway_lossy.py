"""Calls on a line that loses 5 % of the messages on the way there and 5 % on the way back."""

from pathlib import Path

from house import SCENARIOS, House

from bridge.events import Cause, Side
from bridge.gateway.lossy import LossyLine


async def test_no_call_is_lost_with_the_messages(tmp_path: Path) -> None:
    async with House() as house, LossyLine(house.port, 0.05, seed=7) as line:
        caller = ("-sf", str(SCENARIOS / "keeps_transactions_apart.xml"), "-r", "20")
        await house.sipp(tmp_path, *caller, calls=100, to=line.port)
        await house.until(lambda: len(house.endings()) == 100)
        assert {(end.cause, end.by) for end in house.endings()} == {(Cause.NORMAL, Side.THEM)}
    assert line.lost > 10
