"""Whom several matters of one call are about, when one of them says the name."""

from dataclasses import replace

import pytest
from made import NOTHING

from ivr.tickets.model import Kind, TicketDraft
from ivr.tickets.same_respondent import with_one_respondent


def about(text: str, respondent: str | None, kind: Kind = Kind.COMPLAINT) -> TicketDraft:
    start = text.find(respondent or "")
    evidence = {"respondent": (start, start + len(respondent))} if respondent else {}
    return replace(NOTHING, kind=kind, text=text, respondent=respondent, evidence=evidence)


@pytest.mark.parametrize(
    ("first", "second", "meant"),
    [
        # the role in one matter, the name in another, before it or behind
        (("和煦物业不扫楼道", "和煦物业"), ("物业费还涨了，物业不解释", "物业"), ["和煦物业"] * 2),
        (("厂子压着工资", "厂子"), ("恒达服装不给交社保", "恒达服装"), ["恒达服装"] * 2),
        (("学校不管", "学校"), ("感王镇中学门口卖辣条", "感王镇中学"), ["感王镇中学"] * 2),
        # theirs
        (
            ("福满多超市卖过期奶", "福满多超市"),
            ("还有他家门口摆摊占盲道", None),
            ["福满多超市"] * 2,
        ),
        # another's, or nobody's
        (("和煦物业不扫楼道", "和煦物业"), ("学校不管", "学校"), ["和煦物业", "学校"]),
        (("楼上漏水", "楼上"), ("物业不管", "物业"), ["楼上", "物业"]),
        (("福满多超市卖过期奶", "福满多超市"), ("路灯也坏了", None), ["福满多超市", None]),
    ],
)
def test_one_name_for_all(
    first: tuple[str, str], second: tuple[str, str | None], meant: list[str | None]
) -> None:
    tickets = with_one_respondent([about(*first), about(*second)])
    assert [ticket.respondent for ticket in tickets] == meant


def test_its_evidence_is_where_the_name_was_said() -> None:
    named = about("和煦物业不扫楼道", "和煦物业")
    ticket = with_one_respondent([about("物业费还涨了，物业不解释", "物业"), named])[0]
    assert ticket.evidence["respondent"] == named.evidence["respondent"]


def test_of_two_names_none_is_filled_in() -> None:
    told = [
        ("恒达服装压工资", "恒达服装"),
        ("宏昱包装压工资", "宏昱包装"),
        ("公司不给交社保", "公司"),
    ]
    tickets = with_one_respondent([about(*each) for each in told])
    assert [ticket.respondent for ticket in tickets] == ["恒达服装", "宏昱包装", "公司"]


def test_who_asks_is_not_complaining_of_them() -> None:
    told = about("福满多超市卖过期奶", "福满多超市"), about("还有他家几点关门", None, Kind.INQUIRY)
    assert with_one_respondent(told)[1].respondent is None
