"""How a ticket stands, and who is served before others: words, tables, nobody else's matters."""

import pytest

from ivr.flow import actions as do
from ivr.flow import events as ev
from ivr.flow.progress import asks_progress, number_in
from ivr.flow.vulnerable import is_vulnerable
from tests.unit.flow.talk import Talk, shipped

HEATING = ev.Progress("2611200001", "您反映暖气不热。", "目前办理中，最晚12月11日办结")
LAMP = ev.Progress("2611200002", "您反映路灯不亮。", "目前已转办")
WATER = ev.Progress("2611200003", "您反映停水。", "目前已受理")


@pytest.mark.parametrize(
    "text",
    [
        "帮我查一下工单2611200001",
        "我的工单办得怎么样了",
        "我上次反映的暖气不热的事处理得怎么样了",
        "工单号2611200001现在什么进度",
        "前几天投诉的那个噪音到哪一步了",
        "工单编号2611200001一直没人处理",
    ],
)
def test_who_asks_how_it_stands(text: str) -> None:
    assert asks_progress(text)


@pytest.mark.parametrize(
    "text",
    ["怎么查公积金贷款进度", "我要投诉物业一直没人管", "社保卡办得怎么样才算激活", "我要投诉噪音"],
)
def test_who_asks_something_else(text: str) -> None:
    assert not asks_progress(text)


def test_a_number_is_found_in_spoken_groups() -> None:
    assert number_in("工单号是2611，200，001") == "2611200001"
    assert number_in("后四位0002") == "0002"
    assert number_in("二六幺幺二幺，三个零幺") == "2611210001"
    assert number_in("我不记得了") == ""


@pytest.mark.parametrize(
    "text",
    [
        "我八十多岁了",
        "我是残疾人",
        "我今年九岁",
        "家里有个两个月的孩子",
        "我妈坐轮椅",
        "爱人怀孕了",
    ],
)
def test_who_is_served_before_others(text: str) -> None:
    assert is_vulnerable(text)


@pytest.mark.parametrize(
    "text",
    [
        "八十岁以上老人有什么补贴",
        "残疾证怎么办理",
        "孩子上学需要什么材料",
        "我三十八岁",
        "房子用了七八年",
    ],
)
def test_a_question_about_a_rule_moves_nobody_up(text: str) -> None:
    assert not is_vulnerable(text)


@pytest.mark.parametrize("flow", ["12345", "12345-direct"])
def test_both_flows_can_look_up(flow: str) -> None:
    assert any(step.__class__.__name__ == "LookUp" for step in shipped(flow).steps.values())


def test_the_callers_tickets_are_read_out() -> None:
    talk = Talk(shipped("12345"), own=(HEATING, LAMP)).start().say("我的工单办得怎么样了")
    assert any(
        "尾号0001的工单，您反映暖气不热，目前办理中，最晚12月11日办结" in s for s in talk.said
    )
    assert any("尾号0002" in s for s in talk.said)
    talk.hear_out()
    assert "还有其他问题" in talk.last


def test_of_many_the_last_digits_choose() -> None:
    talk = Talk(shipped("12345"), own=(HEATING, LAMP, WATER)).start().say("查一下我的工单")
    assert "后四位" in talk.last
    talk.say("0003")
    assert any("您反映停水，目前已受理" in s for s in talk.said)
    assert not any("暖气" in s for s in talk.said)


def test_a_number_that_is_not_the_callers_brings_a_person() -> None:
    talk = Talk(shipped("12345"), own=(HEATING,)).start().say("查一下工单2611209999")
    assert any("请人工话务员为您核实" in s for s in talk.said)
    assert not any("暖气" in s for s in talk.said)
    assert talk.of(do.JoinQueue)


def test_age_told_before_or_while_waiting_counts() -> None:
    talk = Talk(shipped("12345")).start().say("我八十多岁了，转人工")
    assert talk.of(do.JoinQueue)[-1].vulnerable
    talk = Talk(shipped("12345")).start().say("转人工")
    assert not talk.of(do.JoinQueue)[-1].vulnerable
    talk.say("快点吧我是残疾人")
    assert talk.of(do.JoinQueue)[-1].vulnerable
