"""What is left of an emergency goes to the side that was called, and reads like a sentence."""

from datetime import datetime

import pytest

from ivr.tickets import Understanding
from ivr.tickets.alarms import ALARMS
from ivr.tickets.first_response import class_of
from ivr.tickets.model import Candidate, Emergency


@pytest.mark.parametrize(
    ("text", "unit", "industry", "summary"),
    [
        (
            "快来人有人拿刀打架在铁西区建设中路3号楼",
            "铁西区公安分局",
            "社会治安",
            "您反映铁西区建设中路3号楼有人拿刀打架。",
        ),
        (
            "着火了快来人在和平区南京街8号",
            "沈阳市和平区消防救援大队",
            "消防与安全生产",
            "您反映沈阳市和平区南京街8号着火了。",
        ),
        ("我妈晕倒了快叫救护车", "属地急救中心", "医疗服务", "您反映您母亲晕倒了快叫救护车。"),
        (
            "我在青年大街被车撞了",
            "属地公安交通管理部门",
            "交通管理",
            "您反映您在青年大街被车撞了。",
        ),
        ("我家煤气泄漏了味道特别大", "属地消防救援大队", "燃气", None),
        ("他说不给钱就把视频发给我家里人", "属地公安分局", "社会治安", None),
    ],
)
def test_an_emergency_goes_to_the_side_that_was_called(
    understanding: Understanding,
    called_at: datetime,
    text: str,
    unit: str,
    industry: str,
    summary: str | None,
) -> None:
    (ticket,) = understanding.draft(text, called_at=called_at).tickets
    assert ticket.route is not None
    assert ticket.category is not None
    assert ticket.route.unit == unit
    assert ticket.route.reason.startswith("紧急：")
    assert ticket.category[0] == industry
    assert summary is None or ticket.summary == summary


def test_every_rule_has_a_class_in_the_shipped_tables(understanding: Understanding) -> None:
    for alarm in ALARMS:
        emergency = Emergency(alarm.services[0], alarm.services, alarm.reason, "", alarm.name)
        category = class_of(emergency, None)
        assert understanding.classifier.taxonomy.duty_of(category), category


def _danger(rule: str) -> Emergency:
    return Emergency("119", ("119",), "", "", rule)


def test_a_fire_stays_a_fire_whatever_its_words_are_like() -> None:
    leak = Candidate(("燃气", "燃气安全", "气管老化"), 0.9)
    for rule, kept in (("gas", True), ("fire", False), ("fire_seen", False)):
        assert (class_of(_danger(rule), leak) == leak.category) is kept, rule
    assert class_of(_danger("gas"), None)[0] == "燃气"


def test_a_rule_without_a_class_leaves_what_is_surely_known() -> None:
    sure = Candidate(("建设工程", "施工安全", "工地坍塌"), 0.9)
    unsure = Candidate(sure.category, 0.3)
    assert class_of(_danger("buried"), sure) == sure.category
    assert class_of(_danger("buried"), unsure) != sure.category
    assert class_of(_danger("robbery"), sure) != sure.category
    assert class_of(_danger("extortion"), sure)[1] == "诈骗盗窃"


def test_where_no_rule_spoke_what_is_surely_known_stays() -> None:
    bus = ("公共交通", "公交运营", "甩站不停")
    assert class_of(_danger("likeness"), Candidate(bus, 0.9)) == bus
    assert class_of(_danger("likeness"), Candidate(bus, 0.3))[0] == "消防与安全生产"
    assert class_of(_danger("fire"), Candidate(bus, 0.9))[0] == "消防与安全生产"


def test_a_house_number_is_no_day_and_words_are_not_said_twice(
    understanding: Understanding, called_at: datetime
) -> None:
    text = "沈阳市铁西区建设中路八号小区门口的路灯坏了"
    (ticket,) = understanding.draft(text, called_at=called_at).tickets
    assert ticket.time is None
    assert ticket.summary == "您反映沈阳市铁西区建设中路八号小区门口的路灯坏了。"
