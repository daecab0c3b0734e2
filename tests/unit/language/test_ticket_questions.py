"""What is asked of a ticket: which number is rung, and whether more is to be told."""

import pytest

from ivr.language.ticket_questions import OfTicket, asked_of_ticket


@pytest.mark.parametrize(
    "text", ["到时候给我打这个电话不", "是打我这个电话不", "回头是打这个号吗", "联系我这个手机号吗"]
)
def test_which_number_is_rung(text: str) -> None:
    assert asked_of_ticket(text) is OfTicket.REACH


@pytest.mark.parametrize(
    "text",
    [
        "那我妈叫啥名用不用说",
        "我妈叫啥用说不",
        "用不用报身份证号",
        "名字用不用留",
        "我还用说我叫啥不",
    ],
)
def test_whether_more_is_to_be_told(text: str) -> None:
    assert asked_of_ticket(text) is OfTicket.DETAILS


@pytest.mark.parametrize(
    "text",
    [
        "低保用不用身份证",
        "办低保用不用说收入",
        "打这个电话就行",
        "你们电话是多少",
        "我妈叫王桂兰",
        "物业电话打不通",
        "打我这个电话吧",
    ],
)
def test_what_is_neither(text: str) -> None:
    assert asked_of_ticket(text) not in (OfTicket.REACH, OfTicket.DETAILS)
