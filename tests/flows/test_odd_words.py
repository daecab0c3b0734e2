"""Odd words at every question of a ticket: whatever is made of them, nobody is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.calls.mind import Mind
from ivr.flow import actions as do
from ivr.knowledge.base import KnowledgeBase
from ivr.tickets.understanding import Understanding
from tests.flows.test_conversations import RealTalk, minds
from tests.unit.flow.talk import AT, shipped
from tests.unit.flow.test_never_silent import check

__all__ = ["minds"]
ODD = (
    "哎你看它又亮了不用管了 你听我说啊不是这么回事 我跟你说啊 你等会儿我看看 行了跟你说也没用 "
    "它又亮了 嗯对的没错 我刚才不说了吗 你问的啥 啥对吗 拉倒 滚 呵呵 唉 白打了 有啥用啊 "
    "第二个不对 第一个不用报了就报第二个 你都没说小区名 我没说投诉就是说一声 别留我名字 "
    "算了 不报了 别登记了 不用了我自己找物业 拜拜 我撂了 撤了吧 谢谢 辛苦了 祝你工作顺利 "
    "好像 那个 那啥 完了 完了早上五点就开始 没有水咋做饭啊 没人管啊 还有个事 等会儿 我想想 "
    "社保卡丢了咋办 你们几点下班 你叫啥名 工单号再说一遍 没记住 喂 人呢 啊 嗯 哦 哈 "
    "一二三四五 和平区 二十 昨天 暖气不热还有楼道灯坏了 不是路灯是红绿灯 对不对你心里没数吗"
)
ASKED = {  # what is asked: what was said before
    "place": ["路灯不亮"],
    "time": ["路灯不亮", "和平区十三纬路9号"],
    "check": ["路灯不亮", "和平区十三纬路9号", "前天"],
    "correct": ["路灯不亮", "和平区十三纬路9号", "前天", "不对"],
    "more": ["我要表扬社区的张大夫工作特别负责任"],
    "two": ["暖气不热还有楼道灯也坏了", "和平区十三纬路9号", "三天了"],
    "else": ["路灯不亮", "和平区十三纬路9号", "前天", "对"],
}


@pytest.mark.parametrize("asked", ASKED)
def test_nobody_waits_for_nothing(asked: str, minds: tuple[KnowledgeBase, Understanding]) -> None:
    talk = RealTalk(shipped("12345"), mind=Mind(*minds, AT))
    talk.start()
    for text in ASKED[asked]:
        talk.play({"say": text})
    asks, timers = talk.state, dict(talk.timers)
    for odd in ODD.split():
        talk.state, talk.timers, talk.done = asks, dict(timers), []
        talk.play({"say": odd})
        check(talk)
        assert talk.of(do.Say), odd


@given(said=st.lists(st.sampled_from(ODD.split()), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_nor_whatever_is_said_one_after_the_other(
    said: list[str], minds: tuple[KnowledgeBase, Understanding]
) -> None:
    talk = RealTalk(shipped("12345"), mind=Mind(*minds, AT))
    talk.start()
    talk.play({"say": "路灯不亮"})
    for odd in said:
        talk.play({"say": odd})
        check(talk)
