"""疑似险情 on the telephone: asked about, shown, journalled; a ticket tells what nobody denied."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from ivr.store.journal import EventKind
from ivr.tickets.model import Draft, Emergency, Level, Mode, Route
from tests.unit.calls.conftest import DESK, Site
from tests.unit.calls.doubles import Drafting

SAID = "暖气片那边不知道咋的咕嘟咕嘟，师傅的电话13900000000打不通"
QUESTION = "请问现在有人受伤，或者有危险吗"


class Doubtful(Drafting):
    """Everything may be danger."""

    def draft(
        self,
        text: str,
        *,
        called_at: datetime,
        confidence: Sequence[float] | None = None,
        calm: bool = False,
    ) -> Draft:
        made = super().draft(text, called_at=called_at, confidence=confidence)
        route = Route("供热主管部门", Level.COUNTY, Mode.DIRECT, reason="属事")
        tickets = tuple(replace(ticket, route=route) for ticket in made.tickets)
        doubt = Emergency("110", ("110",), "疑似险情", text, "likeness", (0, len(text)))
        return replace(made, tickets=tickets, doubt=doubt)


@pytest.fixture
def doubtful(site: Site) -> Site:
    site.service.house.parts.drafting = Doubtful()
    return site


def shown(site: Site) -> dict[str, Any]:
    call: dict[str, Any] = site.service.live.picture()["calls"][0]
    return call


def settled(site: Site) -> list[object]:
    return [e.data["settled"] for e in site.journal() if e.kind is EventKind.DOUBT]


async def test_asked_about_and_denied(doubtful: Site) -> None:
    leg = await doubtful.answered()
    doubtful.listening.hear(SAID)
    await doubtful.said(leg, QUESTION)
    assert "139****0000" in shown(doubtful)["doubt"]
    doubtful.listening.hear("没有")
    await doubtful.said(leg, "还有补充吗")
    assert shown(doubtful)["doubt"] == ""
    assert settled(doubtful) == ["open", "denied"]


async def test_confirmed_it_rings_at_the_desk(doubtful: Site) -> None:
    leg = await doubtful.answered()
    doubtful.listening.hear(SAID)
    await doubtful.said(leg, QUESTION)
    doubtful.listening.hear("有")
    await doubtful.dialled(DESK)
    assert settled(doubtful) == ["open", "confirmed"]
    assert EventKind.EMERGENCY in doubtful.kinds()


@pytest.mark.operators(1)
async def test_unclear_it_is_first_in_the_queue_and_marks_the_ticket(doubtful: Site) -> None:
    leg = await doubtful.answered()
    doubtful.listening.hear(SAID)
    await doubtful.said(leg, QUESTION)
    doubtful.listening.hear("就那个暖气片咕嘟咕嘟的")
    await doubtful.said(leg, "马上为您转接人工话务员")
    await doubtful.board.until(lambda: EventKind.TICKET in doubtful.kinds())
    queued = next(e for e in doubtful.journal() if e.kind is EventKind.QUEUED)
    assert queued.data["emergency"] is True
    (ticket,) = doubtful.ledger.tickets(1)
    assert ticket.draft.route is not None
    assert ticket.draft.route.reason.startswith("疑似险情未排除，请先核实：暖气片那边")
    assert "13900000000" not in ticket.draft.route.reason
