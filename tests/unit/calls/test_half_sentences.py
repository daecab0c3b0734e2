"""Danger in half a sentence: its last words wait for what may excuse them, but not for long."""

from ivr.store.journal import EventKind
from tests.unit.calls.conftest import DESK, Site


async def test_words_that_excuse_come_in_time(site: Site) -> None:
    leg = await site.answered()
    for end in range(2, 9, 2):
        site.listening.partial("火灾证明怎么开啊"[:end])
    site.listening.hear("火灾证明怎么开啊")
    await site.said(leg, "人工话务员")
    assert EventKind.EMERGENCY not in site.kinds()
    assert site.dials(DESK) == []


async def test_who_stops_in_mid_sentence_is_helped_all_the_same(site: Site) -> None:
    await site.answered()
    site.listening.partial("我家着火")
    assert site.dials(DESK) == []
    await site.dialled(DESK)  # no final result ever comes
    assert EventKind.EMERGENCY in site.kinds()


async def test_words_that_follow_settle_it_at_once(site: Site) -> None:
    await site.answered()
    site.listening.partial("我家着火了快来人啊")
    assert EventKind.EMERGENCY in site.kinds()


async def test_the_duty_manager_hears_of_self_harm_that_another_desk_takes(site: Site) -> None:
    await site.answered()
    site.listening.partial("我站在大桥栏杆外头了你们不用来了")
    assert [e.data["sort"] for e in site.journal() if e.kind is EventKind.SENSITIVE] == [
        "self_harm"
    ]
    assert site.service.live.picture()["alerts"]
