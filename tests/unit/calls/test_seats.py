"""What an operator's page shows and does, on the real switchboard."""

from typing import Any

import pytest

from ivr.store.journal import EventKind
from tests.unit.calls.conftest import OPERATOR, Site
from tests.unit.calls.test_outbound import CITIZEN


def seat(site: Site, name: str = "张敏") -> dict[str, Any]:
    operators = site.service.live.picture()["operators"]
    return next((o for o in operators if o["name"] == name), {"does": "out"})


@pytest.mark.operators(1)
async def test_the_draft_is_on_the_page_before_the_phone_rings(site: Site) -> None:
    await site.answered()
    site.listening.hear("人工")
    await site.board.until(lambda: seat(site)["does"] == "ringing")
    assert site.dials(OPERATOR) == []  # not yet
    assert seat(site)["call"] == site.session().call
    await site.dialled(OPERATOR)
    kinds = site.kinds()
    assert kinds.index(EventKind.OFFERED) < kinds.index(EventKind.DIALLED)


@pytest.mark.operators(1)
async def test_a_caller_who_leaves_before_it_rings_disturbs_nobody(site: Site) -> None:
    leg = await site.answered()
    site.listening.hear("人工")
    await site.board.until(lambda: seat(site)["does"] == "ringing")
    site.telephone.ends(leg)
    await site.over()
    assert seat(site)["does"] in ("ready", "outbound")
    assert [e.kind for e in site.journal() if e.kind is EventKind.DIALLED] == []


@pytest.mark.operators(1)
async def test_pausing_needs_a_pause_between_calls(site: Site) -> None:
    board = site.service.switchboard
    assert board.pause("张敏", "用餐")
    assert (seat(site)["does"], seat(site)["reason"]) == ("paused", "用餐")
    assert board.ready("张敏")
    await site.answered()
    site.listening.hear("人工")
    site.telephone.picks_up(await site.dialled(OPERATOR))
    assert not board.pause("张敏", "用餐")
    assert seat(site)["does"] == "talking"
    board.sign_out("张敏")
    assert seat(site)["leaving"]
    assert not board.pause("无此人", "用餐")
    assert not board.ready("无此人")


@pytest.mark.operators(1)
async def test_an_operator_on_a_ring_back_sees_that_somebody_waits(site: Site) -> None:
    site.service.works.add_ring_back("13900000001", "c1", "abandoned")
    seat_leg = await site.dialled(OPERATOR)
    site.telephone.picks_up(seat_leg)
    site.telephone.picks_up(await site.dialled(CITIZEN))
    assert not seat(site)["waiting"]
    await site.answered()
    site.listening.hear("人工")
    await site.board.until(lambda: seat(site)["waiting"])
    assert site.service.live.picture()["outbound"][0]["kind"] == "回拨"
