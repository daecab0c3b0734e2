"""Who wants nothing written down, and who wants a ticket of before taken back."""

import pytest

from ivr.language.brief_replies import parts, told_part
from ivr.language.withdrawals import takes_back, withdraws


@pytest.mark.parametrize(
    "text",
    [
        "不用了我不报了",
        "算了",
        "不报了",
        "别登记了",
        "算了吧我自己找物业",
        "算了吧别登记了我自己找物业",
        "好了不用来了",
        "不用了我自己找物业",
        "哎你看它又亮了不用管了",
        "来电了不用了",
        "算了不说了",
        "我说别登记了",
        "我说不用来了",
        "算了不说了不投诉了",
        "算了吧不弄了",
        "这事就算了吧",
        "取消",
        "嗯取消吧",
        "帮我取消了吧",
        "撤了吧",
        "就当我没说过",
        "不用记了我自己找他们去",
        "不用登记",
        "对我不投诉了",
        "我怕报复不举报了",
        "我改主意了不投诉了",
        "等等先别记我儿子说修好了",
        "先别报了我再问问物业",
    ],
)
def test_nothing_is_to_be_written_down(text: str) -> None:
    assert withdraws(text)


@pytest.mark.parametrize(
    "text",
    [
        "不用了",
        "没有了",
        "物业说不用修了",
        "他们不管了",
        "别留我名字",
        "不用登记吗",
        "派出所不给登记",
        "我自己找过物业不管",
        "好了又坏了",
        "第一个不用报了就报第二个",
        "取消订单",
        "取消了我的预约",
        "会员取消不了",
        "别取消",
        "低保给我取消了",
        "我不投诉别人就投诉他",
        "他说不投诉了就给我退钱",
        "不投诉了就给我退钱",
        "算了这事先不说我说另一个",
        "算了等一下",
        "算了再加一条",
        "别记错了",
        "先别记这个先说那个",
        "我不是不投诉了",
    ],
)
def test_what_withdraws_nothing(text: str) -> None:
    assert not withdraws(text)


@pytest.mark.parametrize(
    "text",
    [
        "上次反映的事解决了不用派人来了",
        "我想撤销一个工单",
        "我之前投诉的那个饭店油烟我要撤诉",
        "昨天打电话报的漏水你们不用来了我找人修好了谢谢",
        "我前两天打电话说楼上漏水的那个工单撤了吧",
        "刚才那个路灯的事不用办了亮了",
    ],
)
def test_a_ticket_of_before_is_taken_back(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize(
    "text",
    ["上次反映的暖气又不热了", "撤诉以后还能起诉吗", "小区里的健身器材被撤走了", "工单撤销咋办理"],
)
def test_what_takes_nothing_back(text: str) -> None:
    assert not takes_back(text)


def test_a_goodbye_and_what_is_told_behind_a_reply() -> None:
    assert all(parts(t) for t in ("拜拜", "行了我挂了", "再见啊", "撂了吧"))
    assert not any(parts(t) for t in ("没有了", "电话挂了三次", "拜拜就完了"))
    assert told_part("行是行不过有半个月了") == "有半个月了"
    assert told_part("对了你再给我加上一句物业电话打不通") == "物业电话打不通"
    assert told_part("对还有就是监控坏了") == "对还有就是监控坏了"
