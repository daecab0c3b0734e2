"""What is asked, and what bars an answer whatever is asked."""

import pytest

from ivr.knowledge.cues import asks, asks_how_to_complain
from ivr.knowledge.decision import Reason
from ivr.knowledge.gate import barred


@pytest.mark.parametrize("text", ["卫生费退不退", "个税税率表", "采暖期起止日期", "旧家具谁收"])
def test_a_question_without_a_question_word_is_one(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["投诉商家要准备什么", "举报邻居他会知道是我吗", "举报能匿名吗"])
def test_asking_about_a_complaint_is_no_complaint(text: str) -> None:
    assert asks_how_to_complain(text)


def test_telling_you_to_see_to_it_asks_nothing() -> None:
    assert not asks("你们管不管")


@pytest.mark.parametrize("text", ["孩子走丢了怎么办啊", "我妈不见了", "他动刀子了", "车掉河里了"])
def test_danger_is_no_matter_for_an_article(text: str) -> None:
    assert barred(text) is Reason.EMERGENCY


@pytest.mark.parametrize("text", ["驾驶证掉水里糊了怎么换", "孩子丢了身份证怎么补"])
def test_a_lost_paper_is_no_danger(text: str) -> None:
    assert barred(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "上下班路上出车祸算工伤吗",
        "家里失火烧没了政府给点救助不找谁",
        "车祸没钱抢救能申请救助吗",
        "撞人了医药费谁先垫着怎么调解",
        "电梯困人谁负责赔规定",
        "公积金账户持有人死亡",
    ],
)
def test_what_follows_from_an_accident_that_is_over_may_be_asked(text: str) -> None:
    assert barred(text) is not Reason.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "我家着火了怎么办",
        "刚才撞人了怎么调解",
        "出车祸了人被困在里头算工伤吗",
        "家里失火了快来人有没有救助",
        "着火了有人被困能申请救助吗",
        "孩子触电了有没有救助",
    ],
)
def test_an_accident_that_goes_on_is_danger_whatever_is_asked(text: str) -> None:
    assert barred(text) is Reason.EMERGENCY
