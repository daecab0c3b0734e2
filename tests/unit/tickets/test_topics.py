"""What rises, where, against the same hours of the days before; heating first in winter."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from made import made

from ivr.clock import CHINA
from ivr.tickets.model import Ticket, TicketState
from ivr.tickets.topic_page import chart, page
from ivr.tickets.topics import alert_line, is_winter, topics

END = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA)
BURST = ("供水", "停水", "突发停水")
LIGHT = ("照明与市政设施", "路灯", "路灯不亮")


def at(days_ago: int, hour: int = 10) -> str:
    return f"{END - timedelta(days=days_ago):%Y-%m-%d}T{hour:02}:00"


def week(category: tuple[str, str, str], each_day: int, today: int) -> list[Ticket]:
    counts = [today, *[each_day] * 7]
    return [
        made(f"{category[1]}-{ago}-{n}", at=at(ago), category=category, detail="万科小区3号楼")
        for ago, count in enumerate(counts)
        for n in range(count)
    ]


def test_what_rises_is_told_and_what_is_as_always_is_not() -> None:
    report = topics([*week(BURST, 1, 9), *week(LIGHT, 6, 7)], END, 4)
    burst, light = report.topics
    assert burst.matter == ("供水", "停水")
    assert (burst.count, burst.usual, burst.days) == (9, 1.0, (1, 1, 1, 1, 1, 1, 1, 9))
    assert burst.alert
    assert not light.alert
    assert burst.places == (("沈阳市铁西区万科小区", 9),)
    assert len(burst.examples) == 3
    assert report.total == 16
    line = "预警：供水／停水 近4小时9件（前7日同时段平均1.0件），沈阳市铁西区万科小区9件"
    assert alert_line(burst, 4) == line


def test_only_the_same_hours_are_compared() -> None:
    evening = [made(f"e{n}", at=at(1, 20), category=BURST) for n in range(30)]
    report = topics([*evening, *week(BURST, 1, 9)], END, 4)
    assert report.topics[0].usual == 1.0


def test_heating_comes_first_in_winter_only() -> None:
    heating = ("供热", "室温不达标", "家中不热")
    tickets = [*week(BURST, 1, 9), *week(heating, 2, 2)]
    assert topics(tickets, END, 4).topics[0].matter[0] == "供热"
    assert is_winter(END.date())
    shift = timedelta(days=-150)
    summer = [
        made(t.number, at=f"{t.created + shift:%Y-%m-%dT%H:%M}", category=t.draft.category)
        for t in tickets
    ]
    assert topics(summer, END + shift, 4).topics[0].matter[0] == "供水"


def test_every_caller_counts_but_void_does_not() -> None:
    tickets = [
        made("1", at=at(0), state=TicketState.MERGED),
        made("2", at=at(0), state=TicketState.VOID),
        made("3", at=at(0)),
        made("4", at=at(0, 13)),
    ]
    assert topics(tickets, END, 4).total == 2


def test_without_days_before_nothing_is_claimed_to_rise() -> None:
    report = topics(week(BURST, 0, 9), END, 4)
    assert report.usual is None
    assert report.alerts == ()
    assert topics([], END, 24).topics == ()
    with pytest.raises(ValueError, match="24"):
        topics([], END, 48)


def test_many_at_once_are_told_even_on_the_first_day() -> None:
    report = topics([made(f"f{n}", at=at(0), category=BURST) for n in range(12)], END, 4)
    (burst,) = report.alerts
    assert alert_line(burst, 4).startswith("预警：供水／停水 近4小时12件（暂无可比数据）")
    few = topics([made(f"f{n}", at=at(0), category=BURST) for n in range(4)], END, 4)
    assert few.alerts == ()
    assert "不能判断升降" in page(few, {})


def test_the_page_is_whole_and_escapes_what_was_said() -> None:
    report = topics(week(BURST, 1, 9), END, 4)
    told = dict.fromkeys(report.topics[0].examples, "您反映<script>停水</script>。")
    shown = page(report, told)
    assert "<script" not in shown
    assert "&lt;script&gt;停水" in shown
    assert shown.count("<svg") == 2
    assert "预警：供水／停水" in shown
    assert "没有明显上升" in page(topics(week(LIGHT, 6, 6), END, 4), {})


def test_a_house_on_a_road_is_masked_and_the_road_counts() -> None:
    calls = [
        made(str(n), at=at(0), detail=detail)
        for n, detail in enumerate(("建设中路8号", "建设中路8号", "建设中路9号"))
    ]
    report = topics(calls, END, 4)
    assert report.topics[0].places == (("沈阳市铁西区建设中路**号", 3),)


def test_the_chart_is_true_to_the_counts() -> None:
    bars = ElementTree.fromstring(chart([0, 5, 10], "停水")).findall("rect")
    heights = [float(bar.attrib["height"]) for bar in bars]
    assert heights[0] == 0
    assert heights[2] == 2 * heights[1]
