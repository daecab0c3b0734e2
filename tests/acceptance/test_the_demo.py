"""`make demo`'s three calls end as they should."""

import pytest
from program import Program

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(420)]


async def test_three_citizens_are_served(started: dict[str, object]) -> None:
    demo = started["demo"]
    assert isinstance(demo, Program)
    status = await demo.end(None, 400)
    scenes = demo.objects()
    assert [scene["good"] for scene in scenes] == [True, True, True], demo.tail()
    assert status == 0
    outcomes = [scene["record"]["outcome"] for scene in scenes]
    assert outcomes == ["answered", "ticket", "police"]
    assert len(scenes[1]["record"]["tickets"]) == 2
