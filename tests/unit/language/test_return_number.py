"""Which numbers are where to ring the caller at, and which are told of others."""

import pytest

from ivr.language.return_number import number_in, parted

NUMBER = "一三八零零一三八零零零"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("你记一下N", ""),
        ("你把我电话记一下N", ""),
        ("我电话换了你记一下N", ""),
        ("给我回电话打N", ""),
        ("有事打N", ""),
        ("我儿子电话N", ""),
        ("我叫张三电话N", "我叫张三"),
        ("对，我手机号是N", "对"),
        ("牡丹小区我电话N", "牡丹小区"),
        ("我电话N你们快点来", "你们快点来"),
        ("我姓王，电话N，牡丹小区的", "我姓王，牡丹小区的"),
    ],
)
def test_a_number_of_the_caller_is_parted_from_what_is_told(text: str, told: str) -> None:
    words, rest = parted(text.replace("N", NUMBER))
    assert rest == told
    assert number_in(words) == "13800138000"


@pytest.mark.parametrize(
    "text",
    [
        "物业电话N没人接",
        "骗子用N给我打电话",
        "我手机N停机了",
        "有个电话N骚扰我",
        "他让我打N",
        "我打了N",
        "中介电话N骗我钱",
        "给我打电话的是N",
        "我给物业打电话N",
        "身份证号二一零一零二一九八零零一零一一二三四",
        "工单号二六一一二零零零零一",
    ],
)
def test_a_number_that_is_told_of_stays(text: str) -> None:
    told = text.replace("N", NUMBER)
    assert parted(told) == ("", told)


def test_a_bare_number_is_one_only_where_it_can_be_nothing_else() -> None:
    assert parted(NUMBER) == ("", NUMBER)
    assert parted(NUMBER, alone=True) == (NUMBER, "")
