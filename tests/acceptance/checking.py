"""`ivr replay --check` beside or after a service: the journal held against I1 to I6."""

import json
from typing import Any

from hotline import Hotline
from program import IVR, Program


async def check(hotline: Hotline) -> dict[str, Any]:
    """What the journal says; breaches fail the test with their entries."""
    checking = Program(
        "replay",
        *(str(IVR), "replay", "--check", "--json"),
        *("--data", str(hotline.data), "--config", str(hotline.config)),
    )
    await checking.start()
    status = await checking.end(None, 120)
    assert checking.objects(), checking.tail()
    found = checking.objects()[0]
    told = json.dumps(found["breaches"], ensure_ascii=False, indent=1)
    assert status == 0, f"{told}\n{found}"
    return found
