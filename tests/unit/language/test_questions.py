"""The question inside a grievance is found; reproaches and wishes are none."""

import pytest

from ivr.language.questions import question_in


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("供暖温度标准是多少度，我家才十五度，我要投诉供热公司", "供暖温度标准是多少度"),
        ("我要投诉物业乱收费，顺便问一下物业费标准是什么", "物业费标准是什么"),
        ("楼上装修太吵，半夜多少分贝算扰民，你们管管", "半夜多少分贝算扰民"),
        ("供暖温度标准是多少度我家才15度我要投诉供热公司", "供暖温度标准是多少度"),
        ("物业乱收费我要投诉顺便问一下物业费标准是什么", "物业费标准是什么"),
        ("我家暖气不热，什么时候开始供暖啊", "什么时候开始供暖啊"),
    ],
)
def test_what_is_asked(said: str, asked: str) -> None:
    assert question_in(said) == asked


@pytest.mark.parametrize(
    "said",
    [
        "我家暖气不热怎么还不来修，打了多少遍电话都没人管",
        "能不能管管楼上的噪音",
        "凭什么不给退钱",
        "什么时候能给修好",
        "有没有人管啊",
        "路灯坏了",
        "",
    ],
)
def test_reproaches_and_wishes_ask_nothing(said: str) -> None:
    assert question_in(said) is None
