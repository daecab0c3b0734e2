"""What a live line says of an answer that did or did not help."""

from datetime import datetime

import pytest

from ivr.calls.live import LiveLine
from ivr.cli.live_lines import describe
from ivr.clock import CHINA
from ivr.flow.actions import Helped
from ivr.store.journal import EventKind

AT = datetime(2026, 11, 20, 8, 0, tzinfo=CHINA)


@pytest.mark.parametrize("helped", list(Helped))
def test_who_was_not_helped_is_not_said_to_be(helped: Helped) -> None:
    words = describe(LiveLine("c1", AT, EventKind.HELPED, {"helped": str(helped)}))
    assert ("未得到解决" in words) == (helped is Helped.NO)
