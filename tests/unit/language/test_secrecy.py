"""保密: the wish is parted from what is told."""

import pytest

from ivr.language.secrecy import parted


@pytest.mark.parametrize(
    "text",
    [
        "你们别告诉他是谁打的电话",
        "你们能给我保密吗",
        "别说我是厂里的人",
        "能不能别写我家门牌",
        "我的信息不会泄露吧",
        "希望对我的身份保密",
        "我姓啥叫啥就别写了吧",
        "别跟物业提我",
        "能匿名吗",
    ],
)
def test_a_wish_alone_tells_nothing(text: str) -> None:
    assert parted(text) == (text, "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("姓什么你们别跟学校说是我反映的", "姓什么"),
        ("可以但是别留我名字", "可以"),
        ("你们不要跟他说是我投诉的，他脾气不好", "他脾气不好"),
        ("我要匿名举报我们厂子偷排污水", "我要举报我们厂子偷排污水"),
    ],
)
def test_what_else_is_said_is_told(text: str, told: str) -> None:
    wish, rest = parted(text)
    assert wish
    assert rest == told


@pytest.mark.parametrize(
    "text",
    [
        "骗子让我别告诉家里人",
        "他威胁我不要说出去",
        "学校让孩子别说是老师打的",
        "我被匿名举报了",
        "我收到匿名短信骚扰",
        "银行没给我保密把我信息泄露了",
        "公司让我签保密协议",
        "你们能不能告诉他把车挪走",
        "快递单上把我电话泄露了",
        "骚扰电话不知道是谁打的",
        "我怕他报复社会天天拿刀",
        "你别记错我电话",
    ],
)
def test_what_others_hide_or_reveal_is_told(text: str) -> None:
    assert parted(text) == ("", text)
