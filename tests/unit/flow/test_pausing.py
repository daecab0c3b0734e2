"""Who asks us to wait is given time, in every step; who asks whether we are there is told so."""

import pytest

from ivr.flow import actions as do
from ivr.flow import events as ev
from ivr.flow.progress import asks_progress
from ivr.language.elliptic import is_circumstance
from ivr.language.replies import complains_of_us
from tests.unit.flow.talk import Talk, shipped
from tests.unit.flow.test_interpreter import ANSWER, understand

OWN_STANDS = (
    "我上次反映那事儿咋样了 我那个工单咋整的了 上礼拜报的修咋还没信儿 我投诉的那个处理到哪了 "
    "我那个诉求办没办 上次投诉的物业有结果没 前几天反映的噪声处理得怎么样了 "
    "我上周打12345反映的事有消息没有"
)
OWN_MATTERS = (
    "上次反映过没人管，现在又漏了 上次反映的噪声问题一直没解决 我上次反映的路灯又坏了 "
    "我投诉物业不作为 低保申请怎么样了 我家报的网咋还没信号 我报的驾校咋样啊 "
    "我反映了三次都没人管"
)
CASES = (
    "我们是租房的 这个月还没到 我是外地户口 孩子才三岁 我都六十五了 我没有房本 户口在农村 "
    "我妈八十了 我离婚了 没有身份证 我去年买的房 我不会用手机"
)
NO_CASES = (
    "我家没水 楼上漏水 井盖没了 我去了三次都没给办 单位不给交社保 工资还没发 我家孩子被打了 "
    "没有了 我没问题 孩子没了 我不知道 我还没说完 我有个事 孩子在河里 我妈没气了"
)


@pytest.fixture
def talk() -> Talk:
    return Talk(shipped("12345"), understand)


def test_a_pause_into_the_answer_stops_it_and_it_is_read_again(talk: Talk) -> None:
    talk.start().hear_out().feed(ev.Heard("社保卡丢了怎么补办", 0.9))
    talk.feed(ev.SpeechBegan())
    talk.feed(ev.PartialHeard("等一下"))
    assert not talk.state.speaking
    talk.feed(ev.Heard("等一下", 0.9))
    talk.hear_out()
    assert talk.last == "好的，您慢慢来。"
    assert talk.of(do.StartTimer)[-1].seconds == talk.flow.limits.waiting_seconds
    talk.say("好了")
    assert talk.said[-2:] == [ANSWER.answer, "请问还有其他问题吗？"]


def test_who_never_comes_back_is_asked_and_then_left(talk: Talk) -> None:
    talk.start().say("社保卡丢了怎么补办").say("我拿个笔").silent()
    assert talk.last == "请问您准备好了吗？"
    talk.silent().hear_out()
    assert talk.ended


def test_nobody_makes_us_wait_for_ever(talk: Talk) -> None:
    talk.start()
    for _ in range(9):
        talk.say("等一下")
    assert talk.of(do.JoinQueue)


def test_who_hears_nothing_at_all_comes_to_people(talk: Talk) -> None:
    talk.start().say("喂喂")
    assert talk.last == "我在听，您请讲。"
    talk.say("能听见吗")
    assert not talk.of(do.JoinQueue)
    talk.say("有人吗")
    assert talk.of(do.JoinQueue)


def test_who_was_heard_may_still_announce_the_matter(talk: Talk) -> None:
    talk.start().say("喂你好").say("听得见吗").say("领导你好我想说个事")
    assert talk.last == "您请讲。"
    assert not talk.of(do.JoinQueue)


def test_the_question_is_said_again_to_who_asks_whether_we_are_there() -> None:
    talk = Talk(shipped("followup")).start().hear_out()
    talk.say("喂喂")
    assert "我在听" in talk.said[-2]
    assert "满意吗" in talk.last


@pytest.mark.parametrize("text", OWN_STANDS.split())
def test_how_it_stands_is_asked(text: str) -> None:
    assert asks_progress(text)


@pytest.mark.parametrize("text", OWN_MATTERS.split())
def test_a_matter_of_its_own_is_no_question_how_it_stands(text: str) -> None:
    assert not asks_progress(text)


@pytest.mark.parametrize("text", CASES.split())
def test_how_it_is_with_who_asks(text: str) -> None:
    assert is_circumstance(text)


@pytest.mark.parametrize("text", NO_CASES.split())
def test_trouble_and_replies_are_no_circumstance(text: str) -> None:
    assert not is_circumstance(text)


def test_a_complaint_of_us_is_told_from_one_made_with_us() -> None:
    of_us = ("我要投诉你们12345", "投诉你们接线员态度不好", "我要投诉你们")
    assert all(map(complains_of_us, of_us))
    told = ("我跟你们12345投诉物业", "打12345投诉没人管", "我要投诉移动客服", "我要投诉你们物业")
    assert not any(map(complains_of_us, told))
