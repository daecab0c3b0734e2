"""What would be danger if it were of today: known long since, a card's, or hurt nobody."""

import pytest

from ivr.tickets.emergency import find_emergency

KNOWN = (
    "我爸脑血栓后半边身子不好使了想给他办个残疾证都啥程序",
    "我妈半边身子不好使了去不了派出所身份证咋换",
    "我老伴腿摔断了在家躺着呢养老金认证咋整",
    "我爸半边身子不能动想申请轮椅",
    "我妈的也丢了她在外地呢",
    "我老伴的也找不着了咋补",
    "外卖小哥骑车把我妈撞了人没啥事就是不给赔钱",
    "电动车把我爸撞了人没大事他不掏医药费",
    "帮我照顾我爸一宿没合眼",
    "三单元二楼老太太攒的纸壳子这要着火了咋整啊",
)
HAPPENS = (
    "我爸突然半边身子不好使了残疾证咋办",
    "我爸半边身子不好使了咋办",
    "我爸半边身子不好使了医保卡没带咋办",
    "我老伴腿摔断了在地上躺着呢",
    "我妈走丢了她糊涂",
    "我妈的孩子丢了",
    "外卖骑车把我妈撞了人没反应了",
    "电动车把我妈撞了人没事",
    "帮我照顾我爸我走了",
    "我家着火了咋整",
    "家里冒烟了这要着火了咋整",
)


@pytest.mark.parametrize("text", KNOWN)
def test_what_is_known_or_hurt_nobody_is_none(text: str) -> None:
    assert find_emergency(text) is None


@pytest.mark.parametrize("text", HAPPENS)
def test_what_happens_is_met(text: str) -> None:
    assert find_emergency(text) is not None


@pytest.mark.parametrize("text", KNOWN[:9])
def test_half_a_sentence_waits_for_what_takes_it_back(text: str) -> None:
    parts = [text[:end] for end in range(2, len(text))]
    assert [part for part in parts if find_emergency(part, going_on=True)] == []


@pytest.mark.parametrize(
    "text",
    [
        "我爸半边身子不好使了快来人",
        "我爸半边身子不好使了咋办呢你们",
        "外卖车把我妈撞了起不来了流血呢",
    ],
)
def test_who_is_in_need_is_not_waited_for(text: str) -> None:
    assert find_emergency(text, going_on=True) is not None


def test_no_sentence_is_waited_for_longer_than_some_words() -> None:
    told = "我爸半边身子不好使了" + "就在家里头那个屋子" * 4
    assert find_emergency(told, going_on=True) is not None
