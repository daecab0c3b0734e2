"""告警: a sensitive matter stands on the page until somebody has seen it; what is wrong, while it
is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from bridge.events import MediaRestarted, RecordingBehind
from ivr.app.alarms import SHOWN_SECONDS, RecogniserBehind
from ivr.calls.alerts import KEPT, Alerts
from ivr.speech.service import SpeechStats
from ivr.store.journal import EventKind
from ivr.tickets.emergency import find_sensitive
from ivr.tickets.model import Draft
from tests.unit.calls.conftest import OPERATOR, Site
from tests.unit.calls.doubles import AT, Drafting

MATTER = "我们一百多个业主明天要去市政府门口集体上访"


class SensitiveDrafting(Drafting):
    """The real rule of what is sensitive."""

    def draft(
        self,
        text: str,
        *,
        called_at: datetime,
        confidence: Sequence[float] | None = None,
        calm: bool = False,
    ) -> Draft:
        return Draft((), sensitive=find_sensitive(text))


def picture(site: Site) -> dict[str, Any]:
    return site.service.live.picture()


async def test_a_sensitive_matter_is_shown_until_seen(site: Site) -> None:
    site.service.house.parts.drafting = SensitiveDrafting()
    await site.answered()
    site.listening.hear(MATTER)
    await site.board.until(lambda: picture(site)["alerts"])
    site.listening.hear(MATTER)  # once a call
    (alert,) = picture(site)["alerts"]
    assert alert["text"]
    house = site.service.house
    assert house.alert_seen(alert["id"], "李班长")
    assert not house.alert_seen(alert["id"], "李班长")
    assert picture(site)["alerts"] == []
    told = [e.data for e in site.journal() if e.kind is EventKind.SENSITIVE]
    assert [("words" in data, data.get("seen_by")) for data in told] == [
        (True, None),
        (False, "李班长"),
    ]


@pytest.mark.operators(1)
async def test_it_is_heard_while_people_talk_too(site: Site) -> None:
    site.service.house.parts.drafting = SensitiveDrafting()
    await site.answered()
    site.listening.hear("人工")
    site.telephone.picks_up(await site.dialled(OPERATOR))
    site.listening.hear(MATTER, stream=min(site.listening.results))
    assert len(picture(site)["alerts"]) == 1


@pytest.mark.operators(1)
async def test_a_long_wait_and_nobody_signed_in_are_said(site: Site) -> None:
    assert picture(site)["alarms"] == []
    board = site.service.switchboard
    await site.answered()
    board.pause("张敏", "用餐")
    site.listening.hear("人工")
    await site.board.until(lambda: picture(site)["waiting"] == 1)
    assert picture(site)["alarms"] == []
    site.board.passed(180)
    assert picture(site)["alarms"] == ["1 位市民在排队，最久的已等待 3 分钟。"]
    board.sign_out("张敏")
    assert picture(site)["alarms"] == ["没有坐席签入，1 位市民在等待。"]


async def test_work_that_starves_is_said(site: Site) -> None:
    for n in range(3):
        site.telephone.arrive(f"0241234567{n}")  # somebody may want a person any moment
    site.service.works.add_follow_up("13900000001", "2611200001", "您家暖气不热")
    site.board.passed(5 * 3600)
    site.service.switchboard.tick()
    assert picture(site)["alarms"] == ["1 件回访、回拨到期已久仍未呼出，来电占满了话务员。"]


async def test_a_disk_that_does_not_keep_up_is_said(site: Site) -> None:
    tell = site.service.on_event
    tell(RecordingBehind(2.0, 0.0))
    assert picture(site)["alarms"] == ["录音写盘跟不上，录音暂存在内存中；请检查数据盘。"]
    tell(RecordingBehind(9.0, 30.0))
    assert picture(site)["alarms"] == ["录音写盘跟不上，已丢失约 30 秒录音；请立即检查数据盘。"]
    tell(RecordingBehind(0.0, 0.0))
    assert picture(site)["alarms"] == []
    tell(RecordingBehind(2.0, 0.5))
    tell(MediaRestarted())
    assert picture(site)["alarms"] == []
    assert site.service.recording_disk.lost_seconds == 30.5


def test_the_list_of_the_unseen_is_bounded() -> None:
    alerts = Alerts()
    for n in range(KEPT + 5):
        assert alerts.tell(f"c{n}", "mass_incident", "很多人要去", AT)
    assert len(alerts.unseen()) == KEPT
    assert alerts.unseen()[0].call == f"c{KEPT + 4}"


def test_a_recogniser_that_falls_behind_is_said_for_a_while() -> None:
    figures = dict.fromkeys(SpeechStats.__struct_fields__, 0)
    clock = [0.0]
    alarm = RecogniserBehind(lambda: SpeechStats(**figures), now=lambda: clock[0])
    assert alarm() is None
    figures["partials_shed"] = 7
    assert alarm() is not None
    clock[0] = SHOWN_SECONDS - 1
    assert alarm() is not None
    clock[0] = SHOWN_SECONDS
    assert alarm() is None
    figures["worker_restarts"] = 1
    words = alarm()
    assert words is not None
    assert "重启" in words
